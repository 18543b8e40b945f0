//! What is kept of a take for measuring it: eight bytes for every 10 ms.

use super::filter::Band;
use super::periodicity::Periodicity;

/// Samples a frame: 10 ms.
pub(super) const FRAME_SAMPLES: usize = 160;
/// How long a frame lasts.
pub(super) const FRAME_MS: u64 = 10;
/// The level of exact zeros, dB below full scale: about the rounding of 16 bits.
pub(super) const SILENCE_DBFS: f32 = -95.0;

/// What 10 ms sound like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Above 90 Hz: all that is speech, without the mains and the rumble.
    wide: Level,
    /// 300 to 2500 Hz, where vowels have their energy and fricatives little.
    vowel: Level,
    /// Above 2500 Hz, where fricatives have theirs.
    high: Level,
    /// How periodic the sound is, from 0 to 255.
    periodicity: u8,
}

impl Frame {
    pub(super) fn wide_dbfs(self) -> f32 {
        self.wide.dbfs()
    }

    pub(super) fn vowel_dbfs(self) -> f32 {
        self.vowel.dbfs()
    }

    pub(super) fn high_dbfs(self) -> f32 {
        self.high.dbfs()
    }

    /// 1: every period like the one before; noise stays below one half.
    pub(super) fn periodicity(self) -> f32 {
        f32::from(self.periodicity) / 255.0
    }
}

/// A level in hundredths of a dB.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Level(i16);

impl Level {
    /// Of the mean square of samples between -1 and 1.
    fn of_power(power: f64) -> Self {
        let dbfs = (10.0 * power.max(1e-12).log10()).max(f64::from(SILENCE_DBFS));
        Self((dbfs * 100.0).round() as i16)
    }

    fn dbfs(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

/// Turns samples into frames.
#[derive(Clone, Debug)]
pub(super) struct Features {
    bands: [Band; 3],
    /// Sums of squares in the frame that is not full yet.
    sums: [f64; 3],
    filled: usize,
    periodicity: Periodicity,
    frames: Vec<Frame>,
}

impl Features {
    pub(super) fn new() -> Self {
        Self {
            bands: [Band::above(90.0), Band::between(300.0, 2500.0), Band::above(2500.0)],
            sums: [0.0; 3],
            filled: 0,
            periodicity: Periodicity::new(),
            frames: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, sample: i16) {
        let sample = f64::from(sample) / 32768.0;
        for (band, sum) in self.bands.iter_mut().zip(&mut self.sums) {
            *sum += band.next(sample).powi(2);
        }
        self.periodicity.push(sample);
        self.filled += 1;
        if self.filled == FRAME_SAMPLES {
            self.close_frame();
        }
    }

    fn close_frame(&mut self) {
        let [wide, vowel, high] = self.sums.map(|sum| Level::of_power(sum / FRAME_SAMPLES as f64));
        // The window reaches back over four frames: its middle is nearer to the frame before.
        let periodicity = (self.periodicity.now() * 255.0).round() as u8;
        if let Some(before) = self.frames.last_mut() {
            before.periodicity = periodicity;
        }
        self.frames.push(Frame { wide, vowel, high, periodicity });
        self.sums = [0.0; 3];
        self.filled = 0;
    }

    /// The full frames; the rest of less than 10 ms says nothing.
    pub(super) fn finish(self) -> Vec<Frame> {
        self.frames
    }
}
