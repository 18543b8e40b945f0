//! What sound tells: measures of a spoken answer, the shape of its wave, how loud it is now.
//! Everything here is arithmetic over samples; the same samples give the same numbers.

pub mod measures;
pub mod meter;
pub mod peaks;

mod features;
mod filter;
mod levels;
mod noise_floor;
mod periodicity;
mod smooth;
mod syllables;
mod voice;

/// Samples a second of every take, mono: enough for speech.
pub const SAMPLE_RATE: u32 = 16_000;
