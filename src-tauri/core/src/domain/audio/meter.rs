//! How loud the last second was, and whether something is wrong with it.

use std::collections::VecDeque;

use super::SAMPLE_RATE;

/// The meter forgets in steps of 20 ms.
const BLOCK: usize = SAMPLE_RATE as usize / 50;
/// Whole blocks that it remembers. With the one that is being filled they cover 0.98 to 1 s, so that an
/// alarm comes and goes within a second.
const BLOCKS: usize = 49;
/// A second in which nothing is louder carries no signal: -60 dBFS, far below a quiet voice.
const SIGNAL: u16 = 32;
/// From here on a sample counts as full scale: 0.02 dB below it, because resampling moves the flat top
/// of an overdriven wave a little.
const FULL_SCALE: u16 = 32_700;
/// So many samples at full scale within a second are clipping; a single one may be chance.
const CLIPPED_SAMPLES: u32 = 3;

/// Level of silence, dB below full scale. Nothing is reported as quieter.
pub const SILENCE_DBFS: f32 = -100.0;

/// What is wrong with the sound of the last second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Nothing louder than -60 dBFS: muted, unplugged, or not allowed to listen.
    NoSignal,
    /// Overdriven: several samples at full scale.
    Clipping,
}

/// How loud the last second was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The largest magnitude, dB below full scale: 0 is the loudest there is.
    pub peak_dbfs: f32,
    /// Root mean square, dB below full scale: a full sine has -3.
    pub rms_dbfs: f32,
    /// What is wrong, if anything.
    pub alarm: Option<Alarm>,
}

impl Level {
    /// The level where nothing was heard yet.
    pub const SILENCE: Self = Self { peak_dbfs: SILENCE_DBFS, rms_dbfs: SILENCE_DBFS, alarm: None };
    /// The level where nothing has arrived for a second.
    pub const NO_SIGNAL: Self = Self { alarm: Some(Alarm::NoSignal), ..Self::SILENCE };
}

/// Follows the level while samples arrive, in any portions.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    whole: VecDeque<Block>,
    filling: Block,
}

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    samples: usize,
    largest: u16,
    /// Sum of squares.
    energy: u64,
    clipped: u32,
}

impl Block {
    fn push(&mut self, sample: i16) {
        let magnitude = sample.unsigned_abs();
        self.samples += 1;
        self.largest = self.largest.max(magnitude);
        self.energy += u64::from(magnitude) * u64::from(magnitude);
        self.clipped += u32::from(magnitude >= FULL_SCALE);
    }

    fn join(self, other: &Self) -> Self {
        Self {
            samples: self.samples + other.samples,
            largest: self.largest.max(other.largest),
            energy: self.energy + other.energy,
            clipped: self.clipped + other.clipped,
        }
    }
}

impl Meter {
    /// Takes in the next samples.
    pub fn push(&mut self, samples: &[i16]) {
        for sample in samples {
            self.filling.push(*sample);
            if self.filling.samples == BLOCK {
                if self.whole.len() == BLOCKS {
                    self.whole.pop_front();
                }
                self.whole.push_back(std::mem::take(&mut self.filling));
            }
        }
    }

    /// The level of the last second, or of what there is of it.
    #[must_use]
    pub fn level(&self) -> Level {
        let second = self.whole.iter().fold(self.filling, Block::join);
        if second.samples == 0 {
            return Level::SILENCE;
        }
        let alarm = if self.whole.len() == BLOCKS && second.largest <= SIGNAL {
            Some(Alarm::NoSignal)
        } else if second.clipped >= CLIPPED_SAMPLES {
            Some(Alarm::Clipping)
        } else {
            None
        };
        let mean_square = second.energy as f64 / second.samples as f64;
        Level { peak_dbfs: dbfs(f64::from(second.largest)), rms_dbfs: dbfs(mean_square.sqrt()), alarm }
    }
}

/// A magnitude of samples in dB below full scale.
fn dbfs(magnitude: f64) -> f32 {
    (20.0 * (magnitude / 32_768.0).log10()).max(f64::from(SILENCE_DBFS)) as f32
}
