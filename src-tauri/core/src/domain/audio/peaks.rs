//! The shape of a take's wave: one byte for each 20 ms, for drawing.

use super::SAMPLE_RATE;

/// Samples behind one peak: 20 ms.
pub const SAMPLES_PER_PEAK: usize = SAMPLE_RATE as usize / 50;

/// Computes peaks while samples arrive, in any portions.
#[derive(Clone, Debug, Default)]
pub struct Peaks {
    whole: Vec<u8>,
    /// The largest magnitude of the 20 ms that are not whole yet.
    largest: u16,
    pending: usize,
}

impl Peaks {
    /// Takes in the next samples.
    pub fn push(&mut self, samples: &[i16]) {
        for sample in samples {
            self.largest = self.largest.max(sample.unsigned_abs());
            self.pending += 1;
            if self.pending == SAMPLES_PER_PEAK {
                self.whole.push(scaled(self.largest));
                (self.largest, self.pending) = (0, 0);
            }
        }
    }

    /// The peaks of all whole 20 ms so far.
    #[must_use]
    pub fn whole(&self) -> &[u8] {
        &self.whole
    }

    /// All peaks; the last one stands for what is left over, if anything is.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        if self.pending > 0 {
            self.whole.push(scaled(self.largest));
        }
        self.whole
    }
}

/// A magnitude of 0 to 32,768 as 0 to 255, linear and rounded up: only exact silence is 0.
fn scaled(magnitude: u16) -> u8 {
    let scaled = (u32::from(magnitude) * 255).div_ceil(32_768);
    u8::try_from(scaled).unwrap_or(u8::MAX)
}

/// Peaks for so many columns of a drawing: the largest of those that fall into each column. With more
/// columns than peaks a peak stands in several; without peaks all is silence.
#[must_use]
pub fn downsample(peaks: &[u8], columns: usize) -> Vec<u8> {
    (0..columns)
        .map(|column| {
            let from = column * peaks.len() / columns;
            let to = ((column + 1) * peaks.len() / columns).max(from + 1).min(peaks.len());
            peaks[from..to].iter().copied().max().unwrap_or(0)
        })
        .collect()
}
