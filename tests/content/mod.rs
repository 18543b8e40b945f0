//! Deck text to values plus diagnostics, and back; Markdown to safe HTML.
#![allow(clippy::unwrap_used, reason = "a test whose world cannot be built has failed")]

mod diagnosing;
mod editing;
mod folders;
mod html;
mod interviews;
mod reading;
mod round_trip;
mod size;

use rehearse_core::content::{Diagnostic, FileReading, Question, read_file};
use rehearse_core::domain::card::{CardId, DeckId};

pub(crate) fn deck() -> DeckId {
    DeckId::new("deck").unwrap()
}

pub(crate) fn card(id: &str) -> CardId {
    CardId::new(id).unwrap()
}

pub(crate) fn read(text: &str) -> FileReading {
    read_file(text.as_bytes(), &deck(), "deck.md")
}

/// The only question of a text that has nothing wrong with it.
#[track_caller]
pub(crate) fn question(text: &str) -> Question {
    let mut reading = read(text);
    assert_eq!(show(&reading.diagnostics), "", "the text of a good question");
    assert_eq!(reading.questions.len(), 1, "one question");
    reading.questions.remove(0)
}

/// Diagnostics as the command line prints them.
pub(crate) fn show(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&format!("{diagnostic}\n"));
        if let Some(hint) = &diagnostic.hint {
            out.push_str(&format!("    {hint}\n"));
        }
    }
    out
}

/// Questions without spans and lines.
pub(crate) fn values(questions: &[Question]) -> Vec<Question> {
    questions.iter().cloned().map(Question::without_positions).collect()
}
