//! An interview as plain values: what its file says, without the file's layout.

use std::ops::Range;

use super::question::{FollowUp, Parts};
use crate::domain::card::CardId;

/// One interview file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interview {
    /// Unique in its deck; `None` when the front matter has no valid one.
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// How long it is, as its front matter says.
    pub minutes: Option<f32>,
    /// The role that it is for.
    pub role: String,
    /// Who asks, and in what manner.
    pub interviewer: String,
    /// Where and why it takes place.
    pub setting: String,
    /// What it is meant to find out.
    pub assesses: Vec<String>,
    /// What would end it badly, whatever the question.
    pub red_flags: Vec<String>,
    /// In the file's order.
    pub stages: Vec<InterviewStage>,
}

/// One `##` of an interview file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterviewStage {
    /// Unique in its interview.
    pub id: Option<String>,
    /// Inline Markdown, attributes removed.
    pub title: String,
    /// Its time budget.
    pub minutes: Option<f32>,
    /// Whether it is judged by the behavioural axes (`kind=behavioural`).
    pub is_behavioural: bool,
    /// The card that its first turn asks.
    pub ask: Option<CardId>,
    /// The interviewer's turns, in order. Empty only for a stage that asks a card in the card's own words.
    pub turns: Vec<InterviewTurn>,
    /// The stage's bytes in its file, whole lines.
    pub span: Range<usize>,
    /// The heading's line in its file, from 1.
    pub line: u32,
}

/// One blockquote of a stage, and the parts below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterviewTurn {
    /// The interviewer's words: Markdown, without the marks of the quote.
    pub says: String,
    /// What is under it. `Strong answer` is `parts.answer`.
    pub parts: Parts,
    /// What the interviewer may ask on.
    pub probes: Vec<FollowUp>,
    /// The quote's line in its file, from 1.
    pub line: u32,
}
