//! Sound in and sound on the disk: what stands between a microphone and the files of takes.
//!
//! The sound card stands behind [`AudioInput`], which the shell implements. A [`Recorder`] turns what
//! it delivers into a WAV file that survives a crash at any moment; [`compress`] makes a FLAC file of
//! it that holds the same samples. Every take is mono, 16 kHz, 16 bit
//! ([`SAMPLE_RATE`](crate::domain::audio::SAMPLE_RATE)). Not here: what a sound means
//! ([`domain::audio`](crate::domain::audio)), and which take belongs to what.

mod compress;
mod convert;
mod flac;
mod input;
mod read;
mod recorder;
mod take_file;
mod wav;
mod writer;

pub use compress::{Compressed, compress};
pub use input::{AudioInput, Device, Format, InputError, OpenInput, Reporter, Sink};
pub use read::{length_of, peaks_of, read, same_sound};
pub use recorder::{Ended, Phase, Recorded, Recorder, Status};
pub use wav::{Repaired, repair, to_wav};
