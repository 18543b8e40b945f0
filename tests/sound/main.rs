//! The measures of takes against synthesised speech with known pauses and rates.
//!
//! `espeak-ng` speaks phrases, which are put between silences of known length, over noise of a seeded
//! generator, at several levels. Run with `cargo xtask test --only sound`.

#![allow(clippy::print_stdout, reason = "the figures are for whoever runs this")]

mod corpus;
mod figures;
mod noise;
mod recording;
mod speech;

use rehearse_core::domain::audio::measures::{Analysis, Measures};

use crate::corpus::{Corpus, HELD_OUT, TUNING};
use crate::figures::Figures;
use crate::noise::Noise;
use crate::recording::record;
use crate::speech::{Phrase, say};

const WORDS_A_MINUTE: [u32; 4] = [110, 145, 180, 220];
const LEVELS_DBFS: [f32; 4] = [-16.0, -24.0, -32.0, -40.0];
const PHRASES: usize = 4;

/// Every voice at every speed, each time over so many of the noises, in turn.
fn figures(corpus: &Corpus, noises: usize) -> Figures {
    let mut rng = fastrand::Rng::with_seed(corpus.seed);
    let mut figures = Figures::default();
    for (nth_voice, voice) in corpus.voices.iter().enumerate() {
        for (nth_speed, speed) in WORDS_A_MINUTE.into_iter().enumerate() {
            let sentences = rng.choose_multiple(corpus.sentences, PHRASES);
            let phrases: Vec<Phrase> = sentences.into_iter().map(|text| say(voice, speed, text)).collect();
            for nth_noise in 0..noises {
                let turn = nth_voice + nth_speed + nth_noise * 2;
                let noise = Noise::ALL[turn % Noise::ALL.len()];
                // Each noise is met at each level.
                let level = LEVELS_DBFS[(turn / 2 + nth_voice) % LEVELS_DBFS.len()];
                let recording = record(&phrases, level, noise, &mut rng);
                let conditions = [(*voice).to_owned(), format!("{speed} words/min"), format!("{noise:?}")];
                figures.add(&conditions, &recording, &measured(&recording.samples));
            }
        }
    }
    println!("{}: {} voices, {} sentences", corpus.name, corpus.voices.len(), corpus.sentences.len());
    println!("{figures}");
    figures
}

fn measured(samples: &[i16]) -> Measures {
    let mut analysis = Analysis::new();
    analysis.push(samples);
    analysis.finish()
}

#[test]
fn pauses_and_pace_of_voices_that_no_constant_was_chosen_on() {
    let figures = figures(&HELD_OUT, 2);
    let [boundaries, error] = [figures.boundaries_f1(), figures.median_pace_error()];
    assert!(boundaries >= 0.95, "F1 of pause boundaries: {boundaries:.3}");
    assert!(error <= 0.10, "median error of the pace: {:.1} %", error * 100.0);
    assert!(figures.paces_within_range() >= 0.95, "{:.3} within the range", figures.paces_within_range());
    assert!(figures.worst_edge_ms() <= 200.0, "first or last word off by {} ms", figures.worst_edge_ms());
    assert!(figures.worst_level_db() <= 2.0, "speech level off by {} dB", figures.worst_level_db());
}

#[test]
fn pauses_and_pace_of_the_tuning_voices() {
    let figures = figures(&TUNING, 1);
    assert!(figures.boundaries_f1() >= 0.95 && figures.median_pace_error() <= 0.10);
}

#[test]
fn the_sets_share_neither_a_voice_nor_a_sentence() {
    assert!(TUNING.voices.iter().all(|voice| !HELD_OUT.voices.contains(voice)));
    assert!(TUNING.sentences.iter().all(|sentence| !HELD_OUT.sentences.contains(sentence)));
}

#[test]
fn nobody_speaks_in_noise_alone() {
    for seed in 0..4 {
        for noise in [Noise::White, Noise::Pink, Noise::Hum] {
            let rng = &mut fastrand::Rng::with_seed(seed);
            let samples: Vec<i16> =
                noise.samples(10 * 16_000, rng).iter().map(|s| (s * 600.0) as i16).collect();
            let measures = measured(&samples);
            assert_eq!(measures.first_word_ms, None, "{noise:?}, seed {seed}");
        }
    }
}
