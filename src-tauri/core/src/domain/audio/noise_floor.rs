//! The level of what is always there, while nobody speaks and beneath the speech.
//!
//! Minimum statistics, after R. Martin, "Noise power spectral density estimation based on optimal
//! smoothing and minimum statistics", IEEE TSAP 9(5), 2001: even fluent speech pauses for some
//! hundredths of a second again and again, so the least of the smoothed levels around a moment is the
//! noise's.

use std::collections::VecDeque;

use super::smooth::smoothed;

/// Frames on either side over which the least level is sought.
const REACH: usize = 300;
/// Frames over which levels are smoothed first.
const SMOOTHING: usize = 9;
/// The least of so many levels lies below their mean by about this much, dB.
const BIAS: f32 = 1.5;

/// The floor at every frame, for levels in dB.
pub(super) fn noise_floor(levels: &[f32]) -> Vec<f32> {
    let levels = smoothed(levels, SMOOTHING);
    // Indices of levels that rise: the first is the least within reach.
    let mut rising: VecDeque<usize> = VecDeque::new();
    let mut next = 0;
    let floor = |at: usize| {
        while next < levels.len().min(at + REACH + 1) {
            while rising.back().is_some_and(|&last| levels[last] >= levels[next]) {
                rising.pop_back();
            }
            rising.push_back(next);
            next += 1;
        }
        while rising.front().is_some_and(|first| first + REACH < at) {
            rising.pop_front();
        }
        rising.front().map_or(0.0, |&least| levels[least] + BIAS)
    };
    (0..levels.len()).map(floor).collect()
}
