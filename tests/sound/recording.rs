//! A recording made of phrases, with known silences between them.

use rehearse_core::domain::audio::SAMPLE_RATE;

use crate::noise::{Noise, rms};
use crate::speech::Phrase;

/// Samples, and what is true of them.
pub(crate) struct Recording {
    pub(crate) samples: Vec<i16>,
    /// Of the speech alone, in dB below full scale.
    pub(crate) level: f32,
    /// Where the first phrase begins, in ms.
    pub(crate) first: f64,
    /// Where the last one ends, in ms.
    pub(crate) last: f64,
    /// From, to, in ms.
    pub(crate) pauses: Vec<(f64, f64)>,
    pub(crate) syllables: u32,
    /// All phrases together.
    pub(crate) speaking_ms: f64,
}

/// How much louder the speech is than the noise, dB.
const SIGNAL_TO_NOISE: f32 = 20.0;
const SHORTEST_PAUSE: f64 = 0.3;
const LONGEST_PAUSE: f64 = 5.0;

/// Puts pauses between phrases, and noise below all.
pub(crate) fn record(
    phrases: &[Phrase],
    speech_dbfs: f32,
    noise: Noise,
    rng: &mut fastrand::Rng,
) -> Recording {
    let mut samples = silence(0.3 + 1.5 * rng.f64());
    let first = ms(samples.len());
    let (mut pauses, mut syllables, mut speaking_ms) = (vec![], 0, 0.0);
    for (n, phrase) in phrases.iter().enumerate() {
        if n > 0 {
            let from = ms(samples.len());
            samples.extend(silence(SHORTEST_PAUSE * (LONGEST_PAUSE / SHORTEST_PAUSE).powf(rng.f64())));
            pauses.push((from, ms(samples.len())));
        }
        samples.extend(&phrase.samples);
        syllables += phrase.syllables;
        speaking_ms += ms(phrase.samples.len());
    }
    let last = ms(samples.len());
    samples.extend(silence(0.3 + 1.5 * rng.f64()));

    let spoken: Vec<f32> = phrases.iter().flat_map(|phrase| phrase.samples.iter().copied()).collect();
    let loudness = decibels(speech_dbfs) / rms(&spoken);
    let background = decibels(speech_dbfs - SIGNAL_TO_NOISE);
    let noise = noise.samples(samples.len(), rng);
    let mixed = samples.iter().zip(noise).map(|(s, n)| (s * loudness + n * background) * 32768.0);
    let samples = mixed.map(|s| s.round() as i16).collect();
    Recording { samples, level: speech_dbfs, first, last, pauses, syllables, speaking_ms }
}

fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; (seconds * f64::from(SAMPLE_RATE)) as usize]
}

fn ms(samples: usize) -> f64 {
    samples as f64 * 1000.0 / f64::from(SAMPLE_RATE)
}

fn decibels(db: f32) -> f32 {
    10.0_f32.powf(db / 20.0)
}
