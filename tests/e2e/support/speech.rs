//! Words spoken by `espeak-ng`, at the rate of takes.

use std::process::Command;

use super::sound::{RATE, samples_of};

/// What a candidate might say: some ten seconds.
pub(crate) const ANSWER: &str = "A promise is kept by writing it down where somebody else can read it. \
     I put it into the calendar, with a date and a name, and I say early when it cannot be kept.";

/// Says a text; mono, 16 kHz.
pub(crate) fn say(text: &str) -> Vec<i16> {
    let output = Command::new("espeak-ng")
        .args(["-v", "en", "-s", "160", "--stdout", text])
        .output()
        .expect("`espeak-ng` can be started");
    assert!(output.status.success(), "espeak-ng ended with {}", output.status);
    let wav = output.stdout;
    let rate = u32::from_le_bytes([wav[24], wav[25], wav[26], wav[27]]) as usize;
    between(&samples_of(&wav[44..]), rate)
}

/// The samples that lie at the rate of takes, each on the line between its neighbours.
fn between(samples: &[i16], rate: usize) -> Vec<i16> {
    let at = |n: usize| {
        let (place, rest) = (n * rate / RATE, n * rate % RATE);
        let (one, next) = (i64::from(samples[place]), i64::from(samples[place + 1]));
        (one + (next - one) * rest as i64 / RATE as i64) as i16
    };
    (0..(samples.len() - 1) * RATE / rate).map(at).collect()
}
