//! What a learner does, as the log keeps it. Nothing here is ever changed once it happened.

use uuid::Uuid;

use super::card::{CardId, DeckId};
use super::fold::Phase;
use super::interview::log::Entry;
use super::memory::Parameters;
use super::options::Options;
use super::rating::Rating;
use super::take::log as take;
use super::time::{Moment, StudyDay};

/// One event of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Unique for ever; UUIDv7, or v5 for imports.
    pub id: Uuid,
    /// The machine it happened on.
    pub device: Uuid,
    /// Orders the fold: the clock, or one millisecond after the card's last event.
    pub at: Moment,
    /// What the clock said.
    pub clock_at_ms: i64,
    /// What happened.
    pub body: Body,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A card was answered.
    Review(Box<Review>),
    /// An earlier event does not count.
    Void {
        /// The event; it may arrive later than this one.
        target: Uuid,
    },
    /// A card leaves the queue until resumed, or comes back.
    Suspend {
        /// The card.
        card: CardId,
        /// Suspended, or resumed.
        on: bool,
    },
    /// A card leaves the queue until a study day.
    Bury {
        /// The card.
        card: CardId,
        /// The first day on which it may show again; a past day digs it out.
        until: StudyDay,
    },
    /// A card is flagged, or not.
    Mark {
        /// The card.
        card: CardId,
        /// Marked, or not.
        on: bool,
    },
    /// A card starts over.
    Reset {
        /// The card.
        card: CardId,
    },
    /// Options were set.
    Options(OptionsChange),
    /// FSRS parameters were set.
    Parameters(Box<Parameters>),
    /// Something happened in a mock interview.
    Interview {
        /// The interview: the id of the event with which it began.
        interview: Uuid,
        /// What happened.
        entry: Box<Entry>,
    },
    /// Something happened to a take.
    Take {
        /// The take.
        take: Uuid,
        /// What happened.
        entry: Box<take::Entry>,
    },
}

/// A change of options; the last one by order wins for each field.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionsChange {
    /// A deck's own options, or (without a deck) the preset; `None` goes back to the preset or the defaults.
    Set {
        /// The deck; `None` for the preset.
        deck: Option<DeckId>,
        /// The options.
        options: Option<Box<Options>>,
    },
    /// More cards on one study day; several add up.
    StudyMore {
        /// The deck; `None` for the limit over all decks.
        deck: Option<DeckId>,
        /// The day.
        day: StudyDay,
        /// More new cards.
        new: u32,
        /// More reviews.
        reviews: u32,
    },
    /// The hour at which a study day begins.
    Rollover {
        /// 0 to 23.
        hour: u8,
    },
}

/// One answer and what it led to. The decision is recorded, never recomputed.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The card.
    pub card: CardId,
    /// The learner's rating.
    pub rating: Rating,
    /// From question to rating.
    pub taken_ms: u32,
    /// Where it was given.
    pub source: Source,
    /// What it was based on.
    pub basis: Basis,
    /// Where the card went.
    pub decision: Phase,
}

/// Where an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a review session.
    Review,
    /// In a mock interview.
    Interview,
    /// In another program.
    Import,
}

/// What a rating was based on, in the words of that day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basis {
    /// The judged points' own text.
    pub points: Vec<(String, Tick)>,
    /// The mistakes made, by their text.
    pub mistakes: Vec<String>,
    /// Multiple choice: the author's indexes that were chosen.
    pub chosen: Option<Vec<u32>>,
    /// Whether the hint was opened.
    pub hint_used: bool,
    /// What the ticks proposed.
    pub proposed: Option<Rating>,
}

/// How far one key point was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Said, and right.
    Covered,
    /// Half of it.
    Partly,
    /// Not said.
    Missed,
}

impl Body {
    /// The card that the event is about.
    #[must_use]
    pub fn card(&self) -> Option<&CardId> {
        match self {
            Self::Review(review) => Some(&review.card),
            Self::Suspend { card, .. }
            | Self::Bury { card, .. }
            | Self::Mark { card, .. }
            | Self::Reset { card } => Some(card),
            Self::Void { .. }
            | Self::Options(_)
            | Self::Parameters(_)
            | Self::Interview { .. }
            | Self::Take { .. } => None,
        }
    }
}
