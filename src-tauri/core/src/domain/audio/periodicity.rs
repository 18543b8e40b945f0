//! How periodic a sound is: vowels and sonorants are, noise, clicks and breath are not.
//!
//! The normalised square difference of P. McLeod and G. Wyvill, "A smarter way to find pitch", ICMC 2005,
//! over the low frequencies, where the first harmonics lie. Unlike a plain autocorrelation it is low for a
//! sound that only dies away.

use super::filter::Band;

/// Every fourth sample is enough below 900 Hz.
const DECIMATION: usize = 4;
/// Periods that voices have, in decimated samples: 400 Hz down to 62 Hz.
const LAGS: std::ops::RangeInclusive<usize> = 10..=64;
/// Decimated samples that are compared with those one period before; a multiple of eight.
const COMPARED: usize = 96;
const WINDOW: usize = COMPARED + *LAGS.end();

/// The last 40 ms.
#[derive(Clone, Debug)]
pub(super) struct Periodicity {
    band: Band,
    /// Samples since one was kept.
    passed: usize,
    /// Newest last; moved down when it is full.
    kept: Vec<f32>,
}

impl Periodicity {
    pub(super) fn new() -> Self {
        Self { band: Band::between(70.0, 900.0), passed: 0, kept: vec![0.0; WINDOW] }
    }

    pub(super) fn push(&mut self, sample: f64) {
        let low = self.band.next(sample);
        self.passed += 1;
        if self.passed == DECIMATION {
            self.passed = 0;
            self.kept.push(low as f32);
            if self.kept.len() == 8 * WINDOW {
                self.kept.drain(..7 * WINDOW);
            }
        }
    }

    /// From 0 (nothing repeats) to 1 (each period is like the one before).
    pub(super) fn now(&self) -> f32 {
        let window = &self.kept[self.kept.len() - WINDOW..];
        let compared = &window[*LAGS.end()..];
        let power = dot(compared, compared);
        let best = LAGS.map(|lag| {
            let earlier = &window[LAGS.end() - lag..][..COMPARED];
            2.0 * dot(compared, earlier) / (power + dot(earlier, earlier)).max(1e-12)
        });
        best.fold(0.0, f32::max).min(1.0)
    }
}

/// In eight sums side by side, which the processor adds at once.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}
