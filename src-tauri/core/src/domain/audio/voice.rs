//! Where somebody speaks: voiced sound, and the unvoiced sounds around it.

use std::ops::Range;

use super::features::Frame;
use super::noise_floor::noise_floor;
use super::smooth::smoothed;

/// A sound stands out from the noise by so much, dB.
const ABOVE_NOISE: f32 = 4.5;
/// A voice stands out by so much.
const VOICE_ABOVE_NOISE: f32 = 9.0;
/// What is quieter than the voice by more than this belongs to the room, dB.
const BELOW_VOICE: f32 = 40.0;
/// A vowel's level lies no further below the voice's.
const VOWEL_BELOW_VOICE: f32 = 30.0;
/// Voices are more periodic than this, noise is less.
const PERIODIC: f32 = 0.55;
/// Frames that a voice lasts at least.
const SHORTEST_VOICED: usize = 4;
/// Voiced frames without which nobody spoke.
const LEAST_VOICED: usize = 10;
/// Frames over which levels are smoothed.
const SMOOTHING: usize = 5;
/// Frames over which consonants may reach from the nearest voiced sound.
const CONSONANTS: usize = 25;
/// Frames that a closure may be silent within them, as before the release of a final stop.
const CLOSURE: usize = 12;

/// What can be told of each frame, and of all.
pub(super) struct Voice {
    /// Stretches with speech in them, in order: from a frame to the one after the last.
    pub(super) spoken: Vec<Range<usize>>,
    /// Whether vocal folds swing, frame by frame.
    pub(super) voiced: Vec<bool>,
    /// What most of its voiced sounds stay below, dB below full scale.
    pub(super) level: f32,
}

/// Finds the voice; `None` when nobody spoke.
pub(super) fn find(frames: &[Frame]) -> Option<Voice> {
    let bands =
        [Frame::wide_dbfs, Frame::vowel_dbfs, Frame::high_dbfs].map(|level| above_noise(frames, level));
    let [wide, vowel, _] = &bands;
    let mut voiced: Vec<bool> = (0..frames.len())
        .map(|at| frames[at].periodicity() > PERIODIC && wide[at].max(vowel[at]) > VOICE_ABOVE_NOISE)
        .collect();
    drop_short_runs(&mut voiced);
    let level = level(frames, &voiced)?;
    for (voiced, frame) in voiced.iter_mut().zip(frames) {
        *voiced &= frame.wide_dbfs() > level - VOWEL_BELOW_VOICE;
    }
    drop_short_runs(&mut voiced);
    if voiced.iter().filter(|voiced| **voiced).count() < LEAST_VOICED {
        return None;
    }
    let is_sound = |at: usize| {
        frames[at].wide_dbfs() > level - BELOW_VOICE && bands.iter().any(|band| band[at] > ABOVE_NOISE)
    };
    let sound: Vec<bool> = (0..frames.len()).map(is_sound).collect();
    Some(Voice { spoken: stretches(&voiced, &sound), voiced, level })
}

/// By how much a band stands out from its noise, dB.
fn above_noise(frames: &[Frame], level: fn(Frame) -> f32) -> Vec<f32> {
    let levels: Vec<f32> = frames.iter().map(|&frame| level(frame)).collect();
    let floor = noise_floor(&levels);
    // A sound has spread to its neighbours by the smoothing, so the frame itself has to stand out too.
    let smooth = smoothed(&levels, SMOOTHING);
    smooth
        .iter()
        .zip(&levels)
        .zip(floor)
        .map(|((smooth, level), floor)| if *level > floor { smooth - floor } else { 0.0 })
        .collect()
}

/// Three quarters of the voiced frames are quieter.
fn level(frames: &[Frame], voiced: &[bool]) -> Option<f32> {
    let chosen = frames.iter().zip(voiced).filter(|(_, voiced)| **voiced);
    let mut levels: Vec<f32> = chosen.map(|(frame, _)| frame.wide_dbfs()).collect();
    levels.sort_by(f32::total_cmp);
    levels.get(levels.len() * 3 / 4).copied()
}

/// Keeps only runs that last.
fn drop_short_runs(flags: &mut [bool]) {
    for run in runs(flags) {
        if run.len() < SHORTEST_VOICED {
            flags[run].fill(false);
        }
    }
}

/// Runs of true.
fn runs(flags: &[bool]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in flags.iter().enumerate().filter(|(_, set)| **set) {
        match found.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Voiced runs with the consonants before and after them, joined where they meet.
fn stretches(voiced: &[bool], sound: &[bool]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for run in runs(voiced) {
        let from =
            run.start - reach((run.start.saturating_sub(CONSONANTS)..run.start).rev().map(|at| sound[at]));
        let to = run.end + reach(sound[run.end..].iter().copied().take(CONSONANTS));
        match found.last_mut() {
            Some(last) if from <= last.end => last.end = last.end.max(to),
            _ => found.push(from..to),
        }
    }
    found
}

/// How many frames away the last sound is that no long closure parts from the first.
fn reach(sounds: impl Iterator<Item = bool>) -> usize {
    let mut reached = 0;
    for (away, sound) in (1..).zip(sounds) {
        if sound {
            reached = away;
        } else if away - reached > CLOSURE {
            break;
        }
    }
    reached
}
