//! A deck's questions as plain values: what the Markdown says, without the Markdown's layout.
//!
//! Texts are slices of Markdown with `\n` line ends, whole on their own: reference links are
//! written out inline, an open fence is closed. Lists are one Markdown text an item.

use std::collections::BTreeMap;
use std::ops::Range;

use super::markdown;
use crate::domain::card::{CardId, CardKind, Level};

/// One `##` question: a card, with its parts and follow-ups.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `deck/card`; `None` when the heading has no valid id.
    pub id: Option<CardId>,
    /// The question in a sentence: inline Markdown, attributes removed.
    pub heading: String,
    /// How it is asked. Always `Choice` when there are choices.
    pub kind: CardKind,
    /// How hard the author says it is.
    pub level: Option<Level>,
    /// How long an answer should take.
    pub minutes: Option<f32>,
    /// In the author's order, none twice.
    pub tags: Vec<String>,
    /// Whether choices may be shuffled (`shuffle=no` says that they may not).
    pub shuffle: bool,
    /// The card whose progress this one carries on.
    pub was: Option<CardId>,
    /// The `#` heading above, inline Markdown.
    pub section: Option<String>,
    /// What is under the heading.
    pub parts: Parts,
    /// What an interviewer may ask next.
    pub follow_ups: Vec<FollowUp>,
    /// The bytes of the question in its file, whole lines: from the start of its heading's
    /// line to the start of the next question's or section's, or the end of the file.
    pub span: Range<usize>,
    /// The heading's line in its file, from 1.
    pub line: u32,
}

/// One `####` under `### Follow-ups`: a card of its own when it has an answer, else a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// `deck/parent/follow-up`; `None` when it or its parent has no valid id.
    pub id: Option<CardId>,
    /// Inline Markdown, attributes removed.
    pub heading: String,
    /// How it is asked. Always `Choice` when there are choices.
    pub kind: CardKind,
    /// Its own level; [`Question::each_card`] gives the parent's where this is `None`.
    pub level: Option<Level>,
    /// How long an answer should take.
    pub minutes: Option<f32>,
    /// Its own tags; [`Question::each_card`] gives the parent's where there are none.
    pub tags: Vec<String>,
    /// Whether choices may be shuffled.
    pub shuffle: bool,
    /// The card whose progress this one carries on.
    pub was: Option<CardId>,
    /// What is under the heading.
    pub parts: Parts,
    /// Its bytes in the file, within its parent's.
    pub span: Range<usize>,
    /// The heading's line in its file, from 1.
    pub line: u32,
}

impl FollowUp {
    /// True when it is a card: there is something to reveal.
    #[must_use]
    pub fn is_card(&self) -> bool {
        self.parts.has_answer()
    }

    pub(super) fn forget_positions(&mut self) {
        (self.span, self.line) = (0..0, 0);
        self.parts.forget_positions();
    }
}

/// The titles that a `###` (and under a follow-up a `#####`) may have, in printing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is its own title
pub enum Part {
    Question,
    Answer,
    Hint,
    KeyPoints,
    CommonMistakes,
    RedFlags,
    Assessed,
    StarterCode,
    Tests,
    Solution,
    WrongSolutions,
    FollowUps,
    Notes,
}

impl Part {
    /// Every part, in printing order.
    pub const ALL: [Self; 13] = [
        Self::Question,
        Self::Answer,
        Self::Hint,
        Self::KeyPoints,
        Self::CommonMistakes,
        Self::RedFlags,
        Self::Assessed,
        Self::StarterCode,
        Self::Tests,
        Self::Solution,
        Self::WrongSolutions,
        Self::FollowUps,
        Self::Notes,
    ];

    /// The title as it is written in decks.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Question => "Question",
            Self::Answer => "Answer",
            Self::Hint => "Hint",
            Self::KeyPoints => "Key points",
            Self::CommonMistakes => "Common mistakes",
            Self::RedFlags => "Red flags",
            Self::Assessed => "What is assessed",
            Self::StarterCode => "Starter code",
            Self::Tests => "Tests",
            Self::Solution => "Solution",
            Self::WrongSolutions => "Wrong solutions",
            Self::FollowUps => "Follow-ups",
            Self::Notes => "Notes",
        }
    }
}

/// What stands under a question's or follow-up's heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// More of what is shown with the question.
    pub question: Option<String>,
    /// Shown with the question; empty unless the card is multiple choice.
    pub choices: Vec<Choice>,
    /// The expected answer; for multiple choice, what explains after the list.
    pub answer: Option<String>,
    /// Shown on request before the answer.
    pub hint: Option<String>,
    /// What a good answer says.
    pub key_points: Vec<String>,
    /// What weaker answers say.
    pub common_mistakes: Vec<String>,
    /// What worries an interviewer.
    pub red_flags: Vec<String>,
    /// What the question is meant to find out.
    pub assessed: Vec<String>,
    /// What the learner starts from.
    pub starter_code: Option<CodeSample>,
    /// The tests that a solution must pass.
    pub tests: Option<CodeSample>,
    /// One solution that passes them.
    pub solution: Option<CodeSample>,
    /// Solutions that fail them.
    pub wrong_solutions: Vec<WrongSolution>,
    /// Errata and sources; also text that has no other place.
    pub notes: Option<String>,
    /// The line, from 1, on which each text begins, by part and index within the part. Empty in values
    /// that were not read from text.
    pub lines: BTreeMap<(Part, usize), u32>,
}

impl Parts {
    /// True when there is something to reveal: an answer, choices or a solution.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        self.answer.is_some() || !self.choices.is_empty() || self.solution.is_some()
    }

    /// The line of a text, where it is known.
    #[must_use]
    pub fn line_of(&self, part: Part, index: usize) -> Option<u32> {
        self.lines.get(&(part, index)).copied()
    }

    /// Every text that a learner reads, with its part and line, in the order of the screen.
    /// A choice and its reason are two texts of `Part::Question` without a line of their own.
    pub fn texts(&self) -> impl Iterator<Item = (Part, &str, Option<u32>)> {
        let mut all: Vec<(Part, &str, Option<u32>)> = Vec::new();
        self.add_texts(&mut all, Part::Question, self.question.as_ref());
        for (i, choice) in self.choices.iter().enumerate() {
            let line = self.line_of(Part::Question, i + 1);
            all.push((Part::Question, choice.text.as_str(), line));
            if let Some(reason) = &choice.reason {
                // One blank line stands between a choice and its reason.
                let below = u32::try_from(choice.text.lines().count() + 1).unwrap_or(0);
                all.push((Part::Question, reason, line.map(|l| l + below)));
            }
        }
        self.add_texts(&mut all, Part::Answer, self.answer.as_ref());
        self.add_texts(&mut all, Part::Hint, self.hint.as_ref());
        self.add_texts(&mut all, Part::KeyPoints, &self.key_points);
        self.add_texts(&mut all, Part::CommonMistakes, &self.common_mistakes);
        self.add_texts(&mut all, Part::RedFlags, &self.red_flags);
        self.add_texts(&mut all, Part::Assessed, &self.assessed);
        self.add_texts(&mut all, Part::Notes, self.notes.as_ref());
        all.into_iter()
    }

    fn add_texts<'p>(
        &self,
        to: &mut Vec<(Part, &'p str, Option<u32>)>,
        part: Part,
        texts: impl IntoIterator<Item = &'p String>,
    ) {
        let texts = texts.into_iter().enumerate();
        to.extend(texts.map(|(i, text)| (part, text.as_str(), self.line_of(part, i))));
    }

    /// The fenced code of every text, in reading order; starter code, tests and solutions are
    /// not samples. A sample's line is 0 where it is not known.
    #[must_use]
    pub fn code_samples(&self) -> Vec<CodeSample> {
        self.placed_code_samples().into_iter().map(|(_, sample)| sample).collect()
    }

    /// [`Self::code_samples`], each with the part that it stands in.
    #[must_use]
    pub fn placed_code_samples(&self) -> Vec<(Part, CodeSample)> {
        let in_text = |(part, text, line): (Part, &str, Option<u32>)| {
            markdown::code_samples(text, line.unwrap_or(0)).into_iter().map(move |sample| (part, sample))
        };
        self.texts().flat_map(in_text).collect()
    }

    pub(super) fn forget_positions(&mut self) {
        self.lines.clear();
        for code in [&mut self.starter_code, &mut self.tests, &mut self.solution].into_iter().flatten() {
            code.line = 0;
        }
        for wrong in &mut self.wrong_solutions {
            wrong.code.line = 0;
        }
    }
}

/// One of the choices of a multiple-choice card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The choice: the item's first block.
    pub text: String,
    /// Whether its box is ticked.
    pub correct: bool,
    /// Why it is right or wrong: the item's later blocks.
    pub reason: Option<String>,
}

/// A fenced code block, and the `output` block that follows it at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSample {
    /// The info string's first word; may be empty.
    pub language: String,
    /// The info string after the language, as written.
    pub attributes: String,
    /// The code; ends with a line feed unless empty.
    pub code: String,
    /// What the `output` block says it prints, in the same form.
    pub output: Option<String>,
    /// The opening fence's line in the file, from 1; 0 where it is not known.
    pub line: u32,
}

/// A solution that fails the tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSolution {
    /// Why it fails; Markdown.
    pub why: String,
    /// The code.
    pub code: CodeSample,
}

/// A main card or an answered follow-up, seen alike. Level and tags are effective: a
/// follow-up without its own difficulty or tags has its parent's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardRef<'q> {
    /// Its id, where it has one.
    pub id: Option<&'q CardId>,
    /// The main card's id, for a follow-up.
    pub parent: Option<&'q CardId>,
    /// True for a follow-up, with or without ids.
    pub is_follow_up: bool,
    /// Inline Markdown.
    pub heading: &'q str,
    /// How it is asked.
    pub kind: CardKind,
    /// Its level, or its parent's.
    pub level: Option<Level>,
    /// How long an answer should take; never the parent's.
    pub minutes: Option<f32>,
    /// Its tags, or its parent's.
    pub tags: &'q [String],
    /// Whether choices may be shuffled.
    pub shuffle: bool,
    /// The card whose progress this one carries on.
    pub was: Option<&'q CardId>,
    /// The question's section.
    pub section: Option<&'q str>,
    /// What is under its heading.
    pub parts: &'q Parts,
    /// The heading's line in the file.
    pub line: u32,
}

impl Question {
    /// The main card, then its answered follow-ups.
    pub fn each_card(&self) -> impl Iterator<Item = CardRef<'_>> {
        let main = CardRef {
            id: self.id.as_ref(),
            parent: None,
            is_follow_up: false,
            heading: &self.heading,
            kind: self.kind,
            level: self.level,
            minutes: self.minutes,
            tags: &self.tags,
            shuffle: self.shuffle,
            was: self.was.as_ref(),
            section: self.section.as_deref(),
            parts: &self.parts,
            line: self.line,
        };
        let follow_ups = self.follow_ups.iter().filter(|f| f.is_card()).map(move |f| CardRef {
            id: f.id.as_ref(),
            parent: self.id.as_ref(),
            is_follow_up: true,
            heading: &f.heading,
            kind: f.kind,
            level: f.level.or(self.level),
            minutes: f.minutes,
            tags: if f.tags.is_empty() { &self.tags } else { &f.tags },
            shuffle: f.shuffle,
            was: f.was.as_ref(),
            section: self.section.as_deref(),
            parts: &f.parts,
            line: f.line,
        });
        std::iter::once(main).chain(follow_ups)
    }

    /// The fenced code of the main card and of every follow-up, prompts included.
    pub fn code_samples(&self) -> impl Iterator<Item = CodeSample> {
        let follow_ups = self.follow_ups.iter().flat_map(|f| f.parts.code_samples());
        self.parts.code_samples().into_iter().chain(follow_ups)
    }

    /// The same value without spans and lines, for comparing what two texts say.
    #[must_use]
    pub fn without_positions(mut self) -> Self {
        (self.span, self.line) = (0..0, 0);
        self.parts.forget_positions();
        self.follow_ups.iter_mut().for_each(FollowUp::forget_positions);
        self
    }
}
