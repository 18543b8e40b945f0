//! Sound: recording from an input made of samples, the files of takes, levels.

mod compressing;
mod files;
mod levels;
mod long;
mod recording;
mod resampling;
pub(crate) mod support;
mod troubles;
