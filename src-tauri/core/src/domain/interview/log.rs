//! What the log keeps of an interview, and what that amounts to.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::clock::{Clock, Mode, Phase, Plan, Reading, Step};
use super::report::{Assessment, Sitting};
use super::rubric::{Axis, Band};
use super::script::{Place, Script};
use crate::domain::time::Moment;

/// Something that happened in an interview.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// It began.
    Begun(Box<Begun>),
    /// The candidate did something, or the program came back.
    Stepped(Step),
    /// An answer was judged; voided when the judgement is taken back.
    Assessed {
        /// The question.
        place: Place,
        /// The judgement.
        assessment: Box<Assessment>,
    },
    /// A band was given, or taken back.
    Banded {
        /// The axis.
        axis: Axis,
        /// The band.
        band: Option<Band>,
    },
    /// The red flags of the whole interview that were shown, by their text.
    Flagged(Vec<String>),
    /// It left the list of interviews.
    Deleted,
}

/// How an interview began.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// What interviews that can be compared have in common: `deck/interview`, or what was composed.
    pub kind: String,
    /// Composed from cards.
    pub is_composed: bool,
    /// How it is held.
    pub mode: Mode,
    /// What is asked.
    pub script: Script,
    /// The machine's clocks.
    pub at: Reading,
}

/// An entry with its event.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The event's id.
    pub event: Uuid,
    /// When.
    pub at: Moment,
    /// Taken back.
    pub is_void: bool,
    /// What happened.
    pub entry: Entry,
}

/// An interview, as its entries tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Interview {
    /// Its id: that of the event with which it began.
    pub id: Uuid,
    /// When it began.
    pub begun_at: Moment,
    /// What interviews that can be compared have in common.
    pub kind: String,
    /// Composed from cards.
    pub is_composed: bool,
    /// What is asked.
    pub script: Script,
    /// The clock, at the last step.
    pub clock: Clock,
    /// The judgements of each answer that were not taken back, each with the review that it was:
    /// several when two copies of the program judged it.
    pub judgements: BTreeMap<Place, Vec<(Uuid, Option<Uuid>)>>,
    /// The last judgement of each answer.
    pub assessments: BTreeMap<Place, Assessment>,
    /// The bands.
    pub bands: BTreeMap<Axis, Band>,
    /// The red flags of the whole interview that were shown.
    pub red_flags: Vec<String>,
    /// It left the list.
    pub is_deleted: bool,
}

impl Interview {
    /// An interview that begins. `None` for a script that asks nothing.
    #[must_use]
    pub fn begin(id: Uuid, begun_at: Moment, begun: Begun) -> Option<Self> {
        let Begun { kind, is_composed, mode, script, at } = begun;
        let asks = !script.stages.is_empty() && script.stages.iter().all(|stage| !stage.turns.is_empty());
        asks.then(|| Self {
            id,
            begun_at,
            kind,
            is_composed,
            clock: Clock::start(Plan::of(&script, mode), at),
            script,
            judgements: BTreeMap::new(),
            assessments: BTreeMap::new(),
            bands: BTreeMap::new(),
            red_flags: Vec::new(),
            is_deleted: false,
        })
    }

    /// The interview that entries, in the order of the log, amount to; `None` when its beginning is
    /// not among them. Steps that do not apply are passed over.
    #[must_use]
    pub fn fold(entries: Vec<Logged>) -> Option<Self> {
        let mut interview: Option<Self> = None;
        for Logged { event, at, is_void, entry } in entries {
            match (&mut interview, entry) {
                (None, Entry::Begun(begun)) => interview = Self::begin(event, at, *begun),
                (Some(interview), entry) if !is_void => interview.add(event, entry),
                _ => {}
            }
        }
        interview
    }

    /// Adds one entry.
    pub fn add(&mut self, event: Uuid, entry: Entry) {
        match entry {
            Entry::Begun(_) => {}
            Entry::Stepped(step) => {
                if let Ok(clock) = self.clock.apply(step) {
                    self.clock = clock;
                }
            }
            Entry::Assessed { place, assessment } => {
                self.judgements.entry(place).or_default().push((event, assessment.review));
                self.assessments.insert(place, *assessment);
            }
            Entry::Banded { axis, band: Some(band) } => drop(self.bands.insert(axis, band)),
            Entry::Banded { axis, band: None } => drop(self.bands.remove(&axis)),
            Entry::Flagged(red_flags) => self.red_flags = red_flags,
            Entry::Deleted => self.is_deleted = true,
        }
    }

    /// Whether what was expected may be shown, and answers be judged: under pressure only at the end.
    #[must_use]
    pub fn shows_answers(&self) -> bool {
        self.clock.mode() == Mode::Practice || self.clock.phase() == Phase::Finished
    }

    /// It with everything that is known about it.
    #[must_use]
    pub fn sitting(&self) -> Sitting<'_> {
        Sitting {
            script: &self.script,
            clock: &self.clock,
            assessments: &self.assessments,
            red_flags: &self.red_flags,
            bands: &self.bands,
        }
    }
}
