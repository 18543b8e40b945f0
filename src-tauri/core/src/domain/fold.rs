//! A card's state as a fold over its events. The log is the truth; what is stored beside it is a
//! cache of what this module computes.
//!
//! Decisions are recorded, beliefs are recomputed: the phase is what the last review decided,
//! stability and difficulty are replayed under the parameters in force.

use super::memory::{Memory, MemoryModel, PastReview};
use super::rating::Rating;
use super::time::{Moment, StudyDay};

/// Where a card stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Never answered.
    #[default]
    New,
    /// In the steps of a new card.
    Learning {
        /// Index of the step that it waits for.
        step: u8,
        /// UTC milliseconds.
        due_at: i64,
    },
    /// Comes back after days.
    Review {
        /// Days from the answer to the due day.
        interval_days: u32,
        /// The due day: what the queue goes by.
        due_on: StudyDay,
        /// The due day's first moment where the answer was given, UTC milliseconds.
        due_at: i64,
    },
    /// In the steps of a forgotten card.
    Relearning {
        /// Index of the step that it waits for.
        step: u8,
        /// UTC milliseconds.
        due_at: i64,
    },
}

impl Phase {
    /// When it is due, UTC milliseconds; `None` for a new card.
    #[must_use]
    pub fn due_at(self) -> Option<i64> {
        match self {
            Self::New => None,
            Self::Learning { due_at, .. } | Self::Review { due_at, .. } | Self::Relearning { due_at, .. } => {
                Some(due_at)
            }
        }
    }

    /// Days from the answer to the due day; `None` outside review.
    #[must_use]
    pub fn interval_days(self) -> Option<u32> {
        match self {
            Self::Review { interval_days, .. } => Some(interval_days),
            _ => None,
        }
    }
}

/// Everything that the log says about one card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardState {
    /// Where it stands.
    pub phase: Phase,
    /// What FSRS believes; `None` before the first review.
    pub memory: Option<Memory>,
    /// Reviews since the card was new.
    pub reviews: u32,
    /// Reviews rated Again out of the review phase.
    pub lapses: u32,
    /// The last rating.
    pub last_rating: Option<Rating>,
    /// The study day of the first review.
    pub first_review_on: Option<StudyDay>,
    /// The study day of the last review.
    pub last_review_on: Option<StudyDay>,
    /// The last study day on which it was answered out of the review phase: counts against the day's limit.
    pub reviewed_on: Option<StudyDay>,
    /// The `at` of the card's last event, voided or not, UTC milliseconds.
    pub last_at: Option<i64>,
    /// Out of the queue until resumed.
    pub suspended: bool,
    /// The first day on which it may show again.
    pub buried_until: Option<StudyDay>,
    /// Flagged by the learner.
    pub marked: bool,
}

impl CardState {
    /// One more review, all but the memory: what it decided, and what it counts for.
    pub fn review(&mut self, day: StudyDay, rating: Rating, decision: Phase) {
        if matches!(self.phase, Phase::Review { .. }) {
            self.reviewed_on = Some(day);
            self.lapses += u32::from(rating == Rating::Again);
        }
        self.reviews += 1;
        self.first_review_on = self.first_review_on.or(Some(day));
        self.last_review_on = Some(day);
        self.last_rating = Some(rating);
        self.phase = decision;
    }

    /// The moment of the card's next event: now, or one millisecond after its last event when the
    /// clock was set back. Days elapse between these moments, in the cache as in the fold.
    #[must_use]
    pub fn next_moment(&self, now: Moment) -> Moment {
        let at_ms = self.last_at.map_or(now.at_ms, |last| now.at_ms.max(last.saturating_add(1)));
        Moment { at_ms, ..now }
    }

    /// Whether the queue may show it on a day.
    #[must_use]
    pub fn is_showable(&self, today: StudyDay) -> bool {
        !self.suspended && self.buried_until.is_none_or(|day| day <= today)
    }

    /// Whether it is due on a day: a review, or a step.
    #[must_use]
    pub fn is_due(&self, today: StudyDay) -> bool {
        match self.phase {
            Phase::New => false,
            Phase::Learning { .. } | Phase::Relearning { .. } => true,
            Phase::Review { due_on, .. } => due_on <= today,
        }
    }
}

/// What the fold needs of one event of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When, in the order of the fold.
    pub at: Moment,
    /// Whether a void targets it.
    pub voided: bool,
    /// What happened.
    pub action: Action,
}

/// What happened to a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// It was answered.
    Review {
        /// How.
        rating: Rating,
        /// Where it went.
        decision: Phase,
    },
    /// Suspended or resumed.
    Suspend(bool),
    /// Buried until a day.
    Bury(StudyDay),
    /// Marked or not.
    Mark(bool),
    /// Started over.
    Reset,
    /// An event of a kind that this program does not know.
    Unknown,
}

/// Folds a card's events, which must come in order of (`at`, id).
#[must_use]
pub fn fold(steps: impl IntoIterator<Item = Step>, model: &MemoryModel, rollover_hour: u8) -> CardState {
    let mut state = CardState::default();
    let mut reviews = Vec::new();
    for step in steps {
        state.last_at = state.last_at.max(Some(step.at.at_ms));
        if step.voided {
            continue;
        }
        match step.action {
            Action::Review { rating, decision } => {
                let day = step.at.study_day(rollover_hour);
                let elapsed_days = state.last_review_on.map_or(0, |last| day.days_since(last));
                reviews.push(PastReview { rating, elapsed_days });
                state.review(day, rating, decision);
            }
            Action::Suspend(on) => state.suspended = on,
            Action::Bury(until) => state.buried_until = Some(until),
            Action::Mark(on) => state.marked = on,
            Action::Reset => {
                reviews.clear();
                state = CardState {
                    last_at: state.last_at,
                    suspended: state.suspended,
                    buried_until: state.buried_until,
                    marked: state.marked,
                    ..CardState::default()
                };
            }
            Action::Unknown => {}
        }
    }
    state.memory = model.replay(&reviews);
    state
}
