//! Moving averages.

/// Each value's mean with its neighbours, over an odd number of values; fewer at the ends.
pub(super) fn smoothed(values: &[f32], width: usize) -> Vec<f32> {
    let half = width / 2;
    let mean = |at: usize| {
        let near = &values[at.saturating_sub(half)..(at + half + 1).min(values.len())];
        near.iter().sum::<f32>() / near.len() as f32
    };
    (0..values.len()).map(mean).collect()
}
