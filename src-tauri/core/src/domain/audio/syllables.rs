//! Syllable nuclei.
//!
//! After N. H. de Jong and T. Wempe, "Praat script to detect syllable nuclei and measure speech rate
//! automatically", Behavior Research Methods 41(2), 2009: peaks of intensity that are voiced and stand
//! between dips. Unlike theirs, the intensity is that of the vowels' band.

use super::features::Frame;
use super::smooth::smoothed;
use super::voice::Voice;

/// Frames over which the intensity is smoothed, twice.
const SMOOTHING: usize = 3;
/// A peak rises above the dips beside it by at least so much, dB.
const DIP: f32 = 2.0;
/// A nucleus is at most so much quieter than the voice, dB.
const BELOW_VOICE: f32 = 25.0;

/// How many there are.
pub(super) fn count(frames: &[Frame], voice: &Voice) -> u32 {
    let intensity: Vec<f32> = frames.iter().map(|frame| frame.vowel_dbfs()).collect();
    let intensity = smoothed(&smoothed(&intensity, SMOOTHING), SMOOTHING);
    let is_nucleus = |&at: &usize| voice.voiced[at] && intensity[at] > voice.level - BELOW_VOICE;
    let in_stretch = |stretch: &std::ops::Range<usize>| {
        peaks(&intensity[stretch.clone()]).iter().map(|at| at + stretch.start).filter(is_nucleus).count()
    };
    let count: usize = voice.spoken.iter().map(in_stretch).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Peaks with a dip of at least [`DIP`] on both sides, where the ends count as dips.
fn peaks(intensity: &[f32]) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut peak, mut dip, mut rising) = (0, f32::NEG_INFINITY, true);
    for (at, &level) in intensity.iter().enumerate() {
        if rising {
            if level > intensity[peak] {
                peak = at;
            } else if level < intensity[peak] - DIP {
                found.push(peak);
                (dip, rising) = (level, false);
            }
        } else {
            dip = dip.min(level);
            if level > dip + DIP {
                (peak, rising) = (at, true);
            }
        }
    }
    if rising && !intensity.is_empty() {
        found.push(peak);
    }
    found
}
