//! An interview as plain values: what its file says, without the file's layout.

use std::ops::Range;

use super::markdown;
use super::question::{CodeSample, FollowUp, Part, Parts};
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
    /// The interviewer's turns, in order. Empty for a stage that asks a card in the card's own
    /// words; the words of its first turn are empty where further turns follow these.
    pub turns: Vec<InterviewTurn>,
    /// The stage's bytes in its file, whole lines.
    pub span: Range<usize>,
    /// The heading's line in its file, from 1.
    pub line: u32,
}

/// One blockquote of a stage, and the parts below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterviewTurn {
    /// The interviewer's words: Markdown, without the marks of the quote. Empty where a card is
    /// asked in its own words, and where the author has forgotten them.
    pub says: String,
    /// What is under it. `Strong answer` is `parts.answer`.
    pub parts: Parts,
    /// What the interviewer may ask on. They have no ids, and are never cards.
    pub probes: Vec<FollowUp>,
    /// The line on which the words begin, from 1.
    pub line: u32,
}

impl Interview {
    /// The fenced code of every turn, in reading order.
    pub fn code_samples(&self) -> impl Iterator<Item = CodeSample> {
        let turns = self.stages.iter().flat_map(|stage| &stage.turns);
        turns.flat_map(|turn| turn.placed_code_samples()).map(|(_, sample)| sample)
    }

    /// The same value without spans and lines, for comparing what two texts say.
    #[must_use]
    pub fn without_positions(mut self) -> Self {
        for stage in &mut self.stages {
            (stage.span, stage.line) = (0..0, 0);
            for turn in &mut stage.turns {
                turn.line = 0;
                turn.parts.forget_positions();
                turn.probes.iter_mut().for_each(FollowUp::forget_positions);
            }
        }
        self
    }
}

impl InterviewTurn {
    /// The fenced code of its words, its parts and its follow-ups, in reading order, each with the
    /// part that it stands in. The words count as part of the question. Starter code, tests and
    /// solutions are not samples.
    #[must_use]
    pub fn placed_code_samples(&self) -> Vec<(Part, CodeSample)> {
        let words = markdown::code_samples(&self.says, self.line);
        let mut samples: Vec<_> = words.into_iter().map(|sample| (Part::Question, sample)).collect();
        samples.extend(self.parts.placed_code_samples());
        samples.extend(self.probes.iter().flat_map(|probe| probe.parts.placed_code_samples()));
        samples
    }
}
