//! The measures of takes, over sound that is made here. Real phrases are in `tests/sound`.

use std::f32::consts::TAU;

use rehearse_core::domain::audio::SAMPLE_RATE;
use rehearse_core::domain::audio::measures::{Analysis, Measures};

/// How far from the truth a boundary may be, in ms.
const TOLERANCE_MS: u64 = 30;

/// A take under construction, of sounds one after the other.
#[derive(Default)]
struct Sound {
    samples: Vec<f32>,
    random: u32,
}

impl Sound {
    fn silence(mut self, ms: usize) -> Self {
        self.samples.extend(vec![0.0; samples(ms)]);
        self
    }

    /// Vowels without an end: the first harmonics of a voice at 125 Hz, five swells a second.
    fn voice(mut self, ms: usize) -> Self {
        let wave = |n: usize| {
            let at = n as f32 / SAMPLE_RATE as f32;
            let harmonics = (1..=16).map(|h| (TAU * (125.0 * h as f32 * at).fract()).sin() / h as f32);
            harmonics.sum::<f32>() * (0.55 - 0.45 * (TAU * (5.0 * at).fract()).cos()) * 0.25
        };
        self.samples.extend((0..samples(ms)).map(wave));
        self
    }

    /// A hiss that swells and fades, as one breathes in.
    fn breath(mut self, ms: usize) -> Self {
        let length = samples(ms);
        for n in 0..length {
            let swell = (TAU / 2.0 * n as f32 / length as f32).sin();
            let hiss = self.next_random() * swell * 0.02;
            self.samples.push(hiss);
        }
        self
    }

    /// Two milliseconds at full scale.
    fn click(mut self) -> Self {
        self.samples.extend((0..samples(2)).map(|n| if n % 8 < 4 { 0.9 } else { -0.9 }));
        self
    }

    /// White noise under all that there is so far, between plus and minus a height.
    fn over_noise(mut self, height: f32) -> Self {
        for n in 0..self.samples.len() {
            self.samples[n] += self.next_random() * height;
        }
        self
    }

    fn times(mut self, loudness: f32) -> Self {
        self.samples.iter_mut().for_each(|sample| *sample *= loudness);
        self
    }

    /// Between -1 and 1, the same in each run (Numerical Recipes' generator).
    fn next_random(&mut self) -> f32 {
        self.random = self.random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.random >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    fn samples(&self) -> Vec<i16> {
        self.samples.iter().map(|sample| (sample * 32_767.0).round() as i16).collect()
    }

    fn measured(&self) -> Measures {
        in_pieces(&self.samples(), usize::MAX)
    }
}

fn samples(ms: usize) -> usize {
    ms * SAMPLE_RATE as usize / 1000
}

fn in_pieces(samples: &[i16], size: usize) -> Measures {
    let mut analysis = Analysis::new();
    samples.chunks(size).for_each(|piece| analysis.push(piece));
    analysis.finish()
}

/// Two answers of a second with 600 ms between them, after half a second.
fn two_phrases() -> Sound {
    Sound::default().silence(500).voice(1000).silence(600).voice(1000).silence(700)
}

fn assert_two_phrases(measures: &Measures, condition: &str) {
    let near = |found: u64, truth: u64| found.abs_diff(truth) <= TOLERANCE_MS;
    assert!(measures.first_word_ms.is_some_and(|ms| near(ms, 500)), "{condition}: {measures:?}");
    assert!(measures.last_word_ms.is_some_and(|ms| near(ms, 3100)), "{condition}: {measures:?}");
    assert_eq!(measures.pauses.len(), 1, "{condition}: {measures:?}");
    let pause = measures.pauses[0];
    assert!(near(pause.from_ms, 1500) && near(pause.to_ms, 2100), "{condition}: {measures:?}");
    assert!(measures.speaking_ms.abs_diff(2000) <= 2 * TOLERANCE_MS, "{condition}: {measures:?}");
    assert_eq!(measures.syllables, 10, "{condition}: {measures:?}");
}

#[test]
fn a_pause_is_found_where_it_is() {
    assert_two_phrases(&two_phrases().measured(), "over exact zeros");
    assert_two_phrases(&two_phrases().over_noise(0.03).measured(), "over noise");
}

#[test]
fn quiet_and_loud_microphones_hear_the_same() {
    for loudness in [1.6, 0.1, 0.01] {
        assert_two_phrases(&two_phrases().times(loudness).measured(), &format!("{loudness} as loud"));
    }
    let level = |loudness| two_phrases().times(loudness).measured().speech_dbfs.expect("somebody spoke");
    assert!((level(1.0) - level(0.1) - 20.0).abs() < 0.1, "{} and {}", level(1.0), level(0.1));
}

#[test]
fn a_short_silence_is_no_pause() {
    let measures = Sound::default().silence(300).voice(1000).silence(180).voice(1000).silence(300).measured();
    assert_eq!(measures.pauses, []);
}

#[test]
fn nobody_speaks_in_silence() {
    let measures = Sound::default().silence(5000).measured();
    assert_eq!((measures.duration_ms, measures.first_word_ms, measures.last_word_ms), (5000, None, None));
    assert_eq!((measures.speaking_ms, measures.syllables, measures.pace), (0, 0, None));
    assert_eq!((measures.pauses.len(), measures.speech_dbfs), (0, None));
    assert!(measures.noise_dbfs.is_some_and(|level| level < -90.0), "{measures:?}");
}

#[test]
fn nobody_speaks_in_noise_clicks_and_breath() {
    let sounds = [
        ("faint noise", Sound::default().silence(6000).over_noise(0.001)),
        ("loud noise", Sound::default().silence(6000).over_noise(0.5)),
        ("clicks", Sound::default().silence(900).click().silence(150).click().silence(2000)),
        ("breath", Sound::default().silence(900).breath(600).silence(2000)),
    ];
    for (name, sound) in sounds {
        let measures = sound.measured();
        assert_eq!((measures.first_word_ms, measures.syllables), (None, 0), "{name}");
    }
}

#[test]
fn nothing_is_said_of_no_samples() {
    let measures = in_pieces(&[], 1);
    assert_eq!((measures.duration_ms, measures.first_word_ms, measures.noise_dbfs), (0, None, None));
}

#[test]
fn a_click_before_the_first_word_is_not_the_first_word() {
    let measures = Sound::default().silence(400).click().silence(600).voice(1000).silence(300).measured();
    assert!(measures.first_word_ms.is_some_and(|ms| ms.abs_diff(1002) <= TOLERANCE_MS), "{measures:?}");
}

#[test]
fn a_breath_between_two_phrases_does_not_end_the_pause() {
    let sound = Sound::default().voice(1000).silence(500).breath(400).silence(500).voice(1000);
    let pauses = sound.measured().pauses;
    assert_eq!(pauses.len(), 1, "{pauses:?}");
    assert!(pauses[0].to_ms.abs_diff(2400) <= TOLERANCE_MS, "{pauses:?}");
}

#[test]
fn noise_has_its_own_level() {
    let measures = two_phrases().over_noise(0.03).measured();
    // Uniform noise of this height has a mean square of 0.03 * 0.03 / 3.
    assert!(measures.noise_dbfs.is_some_and(|level| (level + 35.2).abs() < 0.5), "{measures:?}");
}

#[test]
fn pace_is_syllables_a_minute_of_speech_within_a_range_that_narrows() {
    assert_eq!(Sound::default().silence(500).voice(2000).silence(9000).measured().pace, None);
    let pace = |phrases: usize| {
        let sound = (0..phrases).fold(Sound::default(), |sound, _| sound.voice(2000).silence(1000));
        sound.measured().pace.expect("there is enough speech")
    };
    let (short, long) = (pace(2), pace(10));
    assert!((long.per_minute - 300.0).abs() < 10.0, "{long:?}");
    assert!(short.low < long.low && long.high < short.high, "{short:?} {long:?}");
    assert!(long.low < 300.0 && 300.0 < long.high, "{long:?}");
}

#[test]
fn the_same_samples_measure_the_same_in_pieces_of_any_size() {
    let samples = two_phrases().voice(3000).silence(437).over_noise(0.01).samples();
    let whole = in_pieces(&samples, usize::MAX);
    assert!(whole.pace.is_some() && whole.noise_dbfs.is_some(), "{whole:?}");
    for size in [1, 7, 159, 160, 161, 4096] {
        assert_eq!(in_pieces(&samples, size), whole, "in pieces of {size}");
    }
}
