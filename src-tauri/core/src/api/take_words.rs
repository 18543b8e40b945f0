//! The measures of a take in plain words: what was measured, how sure it is, what it means. Never a
//! score of the person.

use super::{MeasureFact, MeasuresView, PauseView};
use crate::domain::audio::measures::{Measures, Pause};
use crate::domain::interview::report::{minutes_and_seconds, moment_in_take};

/// Pauses that a listener notices as such.
const LONG_MS: u64 = 2_000;

pub(super) fn measures_view(measures: &Measures, budget_ms: Option<u64>) -> MeasuresView {
    let facts = match (measures.first_word_ms, measures.last_word_ms) {
        (Some(first), Some(last)) => {
            let mut facts = vec![length(measures.duration_ms, budget_ms), first_word(first)];
            facts.push(speaking(measures.speaking_ms, last.saturating_sub(first)));
            facts.push(pauses(&measures.pauses));
            facts.extend(pace(measures));
            facts.extend(level(measures));
            facts
        }
        _ => vec![
            length(measures.duration_ms, budget_ms),
            fact("Speech", "none was heard", None, "The microphone may have been off, or too far away."),
        ],
    };
    MeasuresView {
        first_word_ms: measures.first_word_ms.map(|ms| ms as f64),
        last_word_ms: measures.last_word_ms.map(|ms| ms as f64),
        pauses: measures
            .pauses
            .iter()
            .map(|pause| PauseView { from_ms: pause.from_ms as f64, to_ms: pause.to_ms as f64 })
            .collect(),
        facts,
    }
}

fn fact(
    name: &str,
    value: impl Into<String>,
    range: Option<String>,
    meaning: impl Into<String>,
) -> MeasureFact {
    MeasureFact { name: name.to_owned(), value: value.into(), range, meaning: meaning.into() }
}

fn length(duration_ms: u64, budget_ms: Option<u64>) -> MeasureFact {
    let meaning = match budget_ms {
        None => "From the first sample to the last.".to_owned(),
        Some(budget) if duration_ms > budget + 500 => format!(
            "{} over the {} that it may take. An interviewer would have moved on, or cut in.",
            minutes_and_seconds(duration_ms - budget),
            minutes_and_seconds(budget)
        ),
        Some(budget) => format!("Within the {} that it may take.", minutes_and_seconds(budget)),
    };
    fact("Length", minutes_and_seconds(duration_ms), None, meaning)
}

fn first_word(ms: u64) -> MeasureFact {
    let meaning = match ms {
        0..1_000 => "You began at once.",
        1_000..5_000 => "A breath to think. To a listener it sounds considered.",
        _ => "A long silence for a listener. Saying aloud what you are sorting out fills it.",
    };
    fact("First word", format!("after {}", seconds(ms)), Some("give or take 0.2 s".to_owned()), meaning)
}

fn speaking(speaking_ms: u64, between_ms: u64) -> MeasureFact {
    let share = (speaking_ms * 100).checked_div(between_ms).unwrap_or(100).min(100);
    fact(
        "Speaking",
        format!("{}, {share} % of the time", minutes_and_seconds(speaking_ms)),
        Some("give or take 3 %".to_owned()),
        "Between your first word and your last, without the pauses.",
    )
}

fn pauses(pauses: &[Pause]) -> MeasureFact {
    let length = |pause: &Pause| pause.to_ms - pause.from_ms;
    let Some(longest) = pauses.iter().max_by_key(|pause| length(pause)) else {
        return fact(
            "Pauses",
            "none",
            None,
            "Not one silence of a quarter of a second. A listener needs some.",
        );
    };
    let long = pauses.iter().filter(|pause| length(pause) >= LONG_MS).count();
    let of_them = match long {
        0 => "none over 2 s".to_owned(),
        1 => "one over 2 s".to_owned(),
        long => format!("{long} over 2 s"),
    };
    let value = format!(
        "{}, {of_them}; the longest {} at {}",
        pauses.len(),
        seconds(length(longest)),
        moment_in_take(longest.from_ms)
    );
    let meaning = if long == 0 {
        "Silences of a quarter of a second and more. These are breaths, and the ends of sentences."
    } else {
        "Silences of a quarter of a second and more. Listen to the long ones: is a thought missing there, or do you let a point sink in?"
    };
    fact("Pauses", value, Some("ends give or take 0.2 s".to_owned()), meaning)
}

fn pace(measures: &Measures) -> Option<MeasureFact> {
    let pace = measures.pace?;
    let tens = |value: f32| (value / 10.0).round() * 10.0;
    Some(fact(
        "Pace",
        format!("about {:.0} syllables a minute", tens(pace.per_minute)),
        Some(format!("between {:.0} and {:.0}", tens(pace.low), tens(pace.high))),
        "While you speak, pauses left out, counted from the peaks of loudness. Spoken English is mostly between 200 and 350. Compare your own takes rather than yourself with others.",
    ))
}

fn level(measures: &Measures) -> Option<MeasureFact> {
    let (speech, noise) = (measures.speech_dbfs?, measures.noise_dbfs);
    let above = noise.map(|noise| speech - noise);
    let meaning = match above {
        _ if speech < -45.0 => {
            "Very quiet. Move the microphone closer, or turn it up in the system's settings."
        }
        Some(above) if above < 12.0 => {
            "Your voice hardly stands out from the noise; the other measures are less sure than they look."
        }
        _ => "Loud enough to hear every word, and to measure.",
    };
    let value = match noise {
        Some(noise) if noise > -90.0 => format!("{speech:.0} dBFS, the noise {noise:.0}"),
        _ => format!("{speech:.0} dBFS, no noise to speak of"),
    };
    Some(fact("Level", value, Some("give or take 2 dB".to_owned()), meaning))
}

/// "2.1 s".
fn seconds(ms: u64) -> String {
    let tenths = (ms + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}
