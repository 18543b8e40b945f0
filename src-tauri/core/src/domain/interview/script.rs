//! What an interview asks, in the words of the day on which it began: a deck that changes later
//! changes nothing about it.

use crate::domain::card::CardId;

/// An interview, whole. All texts are Markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// What it is called.
    pub title: String,
    /// The role that it is for.
    pub role: String,
    /// Who asks, and in what manner.
    pub interviewer: String,
    /// Where and why it takes place.
    pub setting: String,
    /// What it is meant to find out.
    pub assesses: Vec<String>,
    /// BCP 47 language of the texts.
    pub language: String,
    /// What would end it badly, whatever the question.
    pub red_flags: Vec<String>,
    /// In order; never empty.
    pub stages: Vec<Stage>,
}

/// A stretch of an interview with a time budget of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// What it is called.
    pub title: String,
    /// Its time budget.
    pub budget_ms: u64,
    /// The card whose schedule its first turn moves.
    pub ask: Option<CardId>,
    /// Whether it is judged by the behavioural axes.
    pub is_behavioural: bool,
    /// Why a composed interview asks it.
    pub why: Option<String>,
    /// Cards to review when it went badly.
    pub cards: Vec<CardId>,
    /// What the interviewer says, in order; never empty.
    pub turns: Vec<Turn>,
}

/// One thing that the interviewer says, and what a good answer to it holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// The interviewer's words.
    pub says: String,
    /// What is shown with them: code, data, a statement.
    pub statement: Option<String>,
    /// Multiple choice; empty for other questions.
    pub choices: Vec<Choice>,
    /// The choices are shown in the author's order.
    pub keeps_order: bool,
    /// A hint, given for a price.
    pub hint: Option<String>,
    /// A strong answer.
    pub answer: Option<String>,
    /// What a good answer says.
    pub key_points: Vec<String>,
    /// What weaker answers say.
    pub common_mistakes: Vec<String>,
    /// What worries an interviewer.
    pub red_flags: Vec<String>,
    /// What the question is meant to find out.
    pub assessed: Vec<String>,
    /// What the candidate's editor starts with.
    pub starter: Option<Code>,
    /// The tests that a solution passes.
    pub tests: Option<Code>,
    /// One solution.
    pub solution: Option<Code>,
    /// What the interviewer may ask on.
    pub probes: Vec<String>,
    /// Errata and sources.
    pub notes: Option<String>,
}

/// One choice of a multiple-choice question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The choice.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// Why.
    pub reason: Option<String>,
}

/// Code of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language's name, as after a fence.
    pub language: String,
    /// The code.
    pub text: String,
}

/// Where a turn stands in its script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The stage, from 0.
    pub stage: usize,
    /// The turn in the stage, from 0.
    pub turn: usize,
}

impl Script {
    /// The turn at a place.
    #[must_use]
    pub fn turn(&self, place: Place) -> Option<&Turn> {
        self.stages.get(place.stage)?.turns.get(place.turn)
    }

    /// Every turn, in order.
    pub fn turns(&self) -> impl Iterator<Item = (Place, &Stage, &Turn)> {
        self.stages.iter().enumerate().flat_map(|(s, stage)| {
            let turns = stage.turns.iter().enumerate();
            turns.map(move |(t, turn)| (Place { stage: s, turn: t }, stage, turn))
        })
    }

    /// The card whose schedule the turn at a place moves: a stage's first turn, where it asks one.
    #[must_use]
    pub fn card_at(&self, place: Place) -> Option<&CardId> {
        (place.turn == 0).then(|| self.stages.get(place.stage)?.ask.as_ref())?
    }

    /// The bytes of all that is asked and expected; what is begun is kept for good.
    #[must_use]
    pub fn length(&self) -> usize {
        self.turns().map(|(_, _, turn)| turn.length()).sum()
    }

    /// The time budget of all stages.
    #[must_use]
    pub fn budget_ms(&self) -> u64 {
        self.stages.iter().fold(0, |sum: u64, stage| sum.saturating_add(stage.budget_ms))
    }
}

impl Turn {
    fn length(&self) -> usize {
        let codes = [&self.starter, &self.tests, &self.solution].into_iter().flatten().map(|code| &code.text);
        let lists = [&self.key_points, &self.common_mistakes, &self.red_flags, &self.assessed, &self.probes];
        let texts = [&self.statement, &self.hint, &self.answer, &self.notes].into_iter().flatten();
        let choices = self.choices.iter().flat_map(|choice| [Some(&choice.text), choice.reason.as_ref()]);
        let all = texts.chain(codes).chain(lists.into_iter().flatten()).chain(choices.flatten());
        self.says.len() + all.map(String::len).sum::<usize>()
    }

    /// Whether there is something to judge it by.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        !self.key_points.is_empty() || !self.choices.is_empty()
    }
}
