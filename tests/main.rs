//! The suite of the core: through its public boundary, over real files in temporary folders.

mod content;
mod log;
mod rebuild;
mod renames;
mod scheduling;
mod support;
mod time;
