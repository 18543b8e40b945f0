//! What the log keeps of a take, and what that amounts to.

use uuid::Uuid;

use super::judgement::Ticks;
use crate::domain::card::CardId;
use crate::domain::interview::script::Place;
use crate::domain::rating::Rating;
use crate::domain::time::Moment;

/// Something that happened to a take.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// It was recorded, and holds sound.
    Recorded(Box<Recorded>),
    /// The learner predicted how it went, before anything was revealed.
    Predicted(Rating),
    /// It was judged; voided when the judgement is taken back.
    Assessed(Box<Assessed>),
    /// It was judged again, without seeing the first judgement.
    Regraded(Box<Regraded>),
    /// Its sound was deleted. What was judged stays.
    Deleted,
}

/// A take as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What was answered.
    pub about: About,
    /// The question in the words of that day, Markdown.
    pub question: String,
    /// When it was begun.
    pub begun_at: Moment,
    /// How long it is.
    pub duration_ms: u64,
    /// Its time budget.
    pub budget_ms: Option<u64>,
    /// The take that it said again in half the budget.
    pub shorter_than: Option<Uuid>,
    /// Whether the hint was opened.
    pub hint_used: bool,
}

/// What a take answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A card.
    Card(CardId),
    /// A question of an interview.
    Question {
        /// The interview.
        interview: Uuid,
        /// The question.
        place: Place,
        /// The card whose schedule it moves.
        card: Option<CardId>,
    },
}

impl About {
    /// The card that is answered.
    #[must_use]
    pub fn card(&self) -> Option<&CardId> {
        match self {
            Self::Card(card) => Some(card),
            Self::Question { card, .. } => card.as_ref(),
        }
    }
}

/// A judgement of a take.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The ticks.
    pub ticks: Ticks,
    /// What they amounted to.
    pub derived: Option<Rating>,
    /// What the learner rated.
    pub rating: Rating,
    /// The review that it was, where it moved a card's schedule.
    pub review: Option<Uuid>,
    /// The assessment of the interview's answer that went with it.
    pub answer: Option<Uuid>,
    /// The assessment of the interview's answer, made without the take, that it took the place of.
    pub replaced: Option<Uuid>,
}

/// A blind judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Regraded {
    /// The ticks.
    pub ticks: Ticks,
    /// What they amounted to.
    pub derived: Option<Rating>,
}

/// A blind judgement beside the one that it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Blind {
    /// When it was made.
    pub at: Moment,
    /// The blind judgement.
    pub regraded: Regraded,
    /// The judgement that was in force then.
    pub first: Assessed,
}

/// An entry with its event.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The take.
    pub take: Uuid,
    /// The event's id.
    pub event: Uuid,
    /// When.
    pub at: Moment,
    /// Taken back.
    pub is_void: bool,
    /// What happened.
    pub entry: Entry,
}

/// A take, as its entries tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// Its id.
    pub id: Uuid,
    /// As it was recorded.
    pub recorded: Recorded,
    /// How it was predicted to have gone: the first prediction, which nothing had revealed.
    pub predicted: Option<Rating>,
    /// The judgement in force, with its event and when it was made.
    pub assessed: Option<(Uuid, Moment, Assessed)>,
    /// Judgements that were not taken back, each with the review that it was: several when two copies
    /// of the program judged it.
    pub judgements: Vec<(Uuid, Assessed)>,
    /// The blind judgements, oldest first.
    pub regraded: Vec<Blind>,
    /// Its sound was deleted.
    pub is_deleted: bool,
}

impl Take {
    /// The take that entries, in the order of the log, amount to; `None` when its recording is not
    /// among them.
    #[must_use]
    pub fn fold(entries: impl IntoIterator<Item = Logged>) -> Option<Self> {
        let mut take: Option<Self> = None;
        for Logged { take: id, event, at, is_void, entry } in entries {
            if is_void {
                continue;
            }
            match (&mut take, entry) {
                (None, Entry::Recorded(recorded)) => take = Some(Self::new(id, *recorded)),
                (Some(take), entry) => take.add(event, at, entry),
                (None, _) => {}
            }
        }
        take
    }

    fn new(id: Uuid, recorded: Recorded) -> Self {
        Self {
            id,
            recorded,
            predicted: None,
            assessed: None,
            judgements: Vec::new(),
            regraded: Vec::new(),
            is_deleted: false,
        }
    }

    fn add(&mut self, event: Uuid, at: Moment, entry: Entry) {
        match entry {
            Entry::Recorded(_) => {}
            Entry::Predicted(rating) => drop(self.predicted.get_or_insert(rating)),
            Entry::Assessed(assessed) => {
                self.judgements.push((event, (*assessed).clone()));
                self.assessed = Some((event, at, *assessed));
            }
            Entry::Regraded(regraded) => {
                if let Some((_, _, first)) = &self.assessed {
                    self.regraded.push(Blind { at, regraded: *regraded, first: first.clone() });
                }
            }
            Entry::Deleted => self.is_deleted = true,
        }
    }
}
