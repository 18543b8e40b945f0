//! Phrases spoken by `espeak-ng`: their samples at the rate of takes, and the syllables that the
//! synthesiser itself put into them.

use std::process::Command;

use rehearse_core::domain::audio::SAMPLE_RATE;

/// A phrase from its first sound to its last.
pub(crate) struct Phrase {
    /// Between -1 and 1.
    pub(crate) samples: Vec<f32>,
    pub(crate) syllables: u32,
}

/// Below this, against the phrase's loudest sample (-50 dB), there is nothing to hear.
const INAUDIBLE: f32 = 0.003;

/// Samples that make one of another rate.
const TAPS: usize = 48;

/// Says a phrase at so many words a minute.
pub(crate) fn say(voice: &str, words_a_minute: u32, text: &str) -> Phrase {
    let speed = words_a_minute.to_string();
    let sound = espeak(&["-v", voice, "-s", &speed, "--stdout", text]);
    let phonemes = espeak(&["-v", voice, "-q", "-x", "--sep=.", text]);
    let phonemes = String::from_utf8(phonemes).expect("phoneme names are text");
    assert!(
        !phonemes.trim_end_matches(['_', ':', '.', '\n']).contains("_:"),
        "espeak-ng pauses within {text:?}"
    );
    Phrase { samples: trimmed(&resampled(&sound)), syllables: syllables(&phonemes) }
}

fn espeak(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("espeak-ng")
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("espeak-ng could not be started ({error}): is it installed?"));
    assert!(output.status.success(), "espeak-ng {arguments:?} ended with {}", output.status);
    output.stdout
}

/// The vowels and syllabic consonants among espeak-ng's mnemonics. A diphthong is one mnemonic, and
/// one syllable.
fn syllables(phonemes: &str) -> u32 {
    let is_nucleus = |mnemonic: &str| {
        let bare = mnemonic.trim_start_matches(['\'', ',', '%', '=', '|', '_', ':']);
        // `n-` is a syllabic n; `r-` only links two vowels.
        bare.starts_with(|first: char| "aeiouAEIOUV03@".contains(first)) || ["n-", "m-", "l-"].contains(&bare)
    };
    let count = phonemes.split(|c: char| c == '.' || c.is_whitespace()).filter(|m| is_nucleus(m)).count();
    u32::try_from(count).expect("a phrase is short")
}

/// Reads a streamed WAV (mono, 16 bits; its header leaves the length open) and brings it to the rate of
/// takes with a windowed sinc.
fn resampled(wav: &[u8]) -> Vec<f32> {
    const HEADER: usize = 44;
    assert_eq!(&wav[36..40], b"data", "espeak-ng's header is the plain one of 44 bytes");
    let rate = u32::from_le_bytes([wav[24], wav[25], wav[26], wav[27]]);
    assert_eq!(rate, 22_050, "espeak-ng's own rate");
    let source: Vec<f32> = wav[HEADER..]
        .chunks_exact(2)
        .map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0)
        .collect();
    // 441 samples become 320.
    let tables: Vec<[f32; TAPS]> = (0..320).map(|phase| taps(phase as f64 / 320.0)).collect();
    let at = |n: usize| {
        let (first, phase) = (n * 441 / 320, n * 441 % 320);
        source[first..first + TAPS].iter().zip(&tables[phase]).map(|(s, tap)| s * tap).sum()
    };
    (0..(source.len() - TAPS) * 320 / 441).map(at).collect()
}

/// Weights for a moment so far after the middle of the taps.
fn taps(after: f64) -> [f32; TAPS] {
    let step = 22_050.0 / f64::from(SAMPLE_RATE);
    let middle = (TAPS / 2) as f64 + after;
    std::array::from_fn(|tap| (kernel((tap as f64 - middle) / step, middle / step) / step) as f32)
}

/// A sinc under a Hann window.
fn kernel(x: f64, reach: f64) -> f64 {
    use std::f64::consts::PI;
    if x.abs() >= reach {
        return 0.0;
    }
    let sinc = if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) };
    sinc * (0.5 + 0.5 * (PI * x / reach).cos())
}

fn trimmed(samples: &[f32]) -> Vec<f32> {
    let peak = samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
    let audible = |s: &f32| s.abs() > peak * INAUDIBLE;
    let first = samples.iter().position(audible).expect("the phrase can be heard");
    let last = samples.iter().rposition(audible).expect("the phrase can be heard");
    samples[first..=last].to_vec()
}
