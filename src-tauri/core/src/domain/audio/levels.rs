//! How loud the speech is, and the silence around it.

use std::ops::Range;

use super::features::Frame;

/// Frames beside speech that count as neither: breath, and the room's answer.
const MARGIN: usize = 10;

/// The mean power of the stretches with speech, in dB below full scale.
pub(super) fn speech(frames: &[Frame], spoken: &[Range<usize>]) -> Option<f32> {
    let levels = spoken.iter().flat_map(|stretch| &frames[stretch.clone()]).map(|frame| frame.wide_dbfs());
    let powers: Vec<f32> = levels.map(|level| 10.0_f32.powf(level / 10.0)).collect();
    let mean = powers.iter().map(|&power| f64::from(power)).sum::<f64>() / powers.len() as f64;
    (!powers.is_empty()).then(|| 10.0 * mean.log10() as f32)
}

/// The median level of the rest, so that a click or a cough does not count, in dB below full scale.
/// `None` when there is no rest.
pub(super) fn noise(frames: &[Frame], spoken: &[Range<usize>]) -> Option<f32> {
    let mut silent = vec![true; frames.len()];
    for stretch in spoken {
        let margin = stretch.start.saturating_sub(MARGIN)..(stretch.end + MARGIN).min(frames.len());
        silent[margin].fill(false);
    }
    let rest = frames.iter().zip(silent).filter(|(_, silent)| *silent);
    let mut levels: Vec<f32> = rest.map(|(frame, _)| frame.wide_dbfs()).collect();
    levels.sort_by(f32::total_cmp);
    levels.get(levels.len() / 2).copied()
}
