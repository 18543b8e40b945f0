//! What a learner does to a card: answer it, put it away, flag it, take it back.

use crate::domain::card::CardId;
use crate::domain::event::{Basis, Body, Event, Review, Source};
use crate::domain::fold::{CardState, Phase};
use crate::domain::rating::Rating;
use crate::domain::schedule::{self, Context, Future};
use crate::domain::time::{Moment, StudyDay};
use crate::error::{Error, Result};
use crate::services::Stamp;
use crate::store::{ActionKind, Store, StoredCard, Writer};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
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
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The event; durable.
    pub event: Event,
    /// The card after it.
    pub card: StoredCard,
    /// This answer made it a leech.
    pub became_leech: bool,
    /// It was seen for the first time.
    pub first_seen: bool,
}

/// The study day of a moment, under the rollover in force.
#[must_use]
pub fn study_day(store: &Store, now: Moment) -> StudyDay {
    now.study_day(store.rollover_hour())
}

/// What each rating would make of a card now, Again first.
#[must_use]
pub fn futures(store: &Store, card: &StoredCard, now: Moment) -> [Future; 4] {
    let context = Context {
        model: store.model(),
        options: store.options(Some(&card.id.deck())),
        rollover_hour: store.rollover_hour(),
        fuzz: true,
    };
    schedule::futures(&card.id, &card.state, now, context)
}

/// Records one answer: appends the review and moves the card, in one transaction. An answer to a
/// card that was renamed meanwhile counts for its new name.
///
/// # Errors
/// [`Error::NotFound`] for an unknown card; nothing is written then.
pub fn answer_card(store: &mut Store, stamp: Stamp, answer: Answer) -> Result<Answered> {
    store.transaction(|writer| {
        let answered = review(writer, stamp, stamp.now, answer)?;
        let today = stamp.now.study_day(writer.rollover_hour());
        writer.remember_event(today, ActionKind::Review, &answered.event.id.to_string())?;
        Ok(answered)
    })
}

/// Appends the review of an answer that was given at a moment, and moves its card. What undo can take
/// back is the caller's affair.
pub(super) fn review(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    given_at: Moment,
    answer: Answer,
) -> Result<Answered> {
    // Read inside: another window may have answered it a moment ago.
    let mut card = writer.card(&writer.owner(&answer.card)?)?;
    let options = writer.options(&card.id.deck());
    let (model, rollover_hour, leech_lapses) = (writer.model(), writer.rollover_hour(), options.leech_lapses);
    let context = Context { model, options, rollover_hour, fuzz: true };
    let future = schedule::futures(&card.id, &card.state, given_at, context)
        .into_iter()
        .find(|future| future.rating == answer.rating)
        .ok_or_else(|| Error::InvalidInput("no such rating".to_owned()))?;
    let event = writer.append_at(
        stamp.id,
        given_at,
        stamp.now,
        Body::Review(Box::new(Review {
            card: card.id.clone(),
            rating: answer.rating,
            taken_ms: answer.taken_ms,
            source: answer.source,
            basis: answer.basis,
            decision: future.phase,
        })),
    )?;
    let lapses_before = card.state.lapses;
    let first_seen = card.state.reviews == 0;
    card.state.review(event.at.study_day(rollover_hour), answer.rating, future.phase);
    card.state.memory = Some(future.memory);
    card.state.last_at = Some(event.at.at_ms);
    writer.save_state(card.id.as_str(), &card.state)?;
    let became_leech = leech_lapses > 0 && lapses_before < leech_lapses && card.state.lapses >= leech_lapses;
    Ok(Answered { event, card, became_leech, first_seen })
}

/// What to do to a card, outside of rating it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAction {
    /// Out of the queue until resumed, or back in.
    Suspend(bool),
    /// Out of the queue until the next study day, or back in.
    Bury(bool),
    /// Flagged, or not.
    Mark(bool),
    /// Starts over; the history stays.
    Reset,
}

/// Does something to a card, in one transaction.
///
/// # Errors
/// [`Error::NotFound`] for an unknown card.
pub fn act_on_card(store: &mut Store, stamp: Stamp, id: &CardId, action: CardAction) -> Result<StoredCard> {
    store.transaction(|writer| {
        let card = writer.card(&writer.owner(id)?)?;
        let today = stamp.now.study_day(writer.rollover_hour());
        let id = card.id.clone();
        let (kind, body) = match action {
            CardAction::Suspend(on) => (ActionKind::Suspend, Body::Suspend { card: id, on }),
            CardAction::Bury(on) => {
                (ActionKind::Bury, Body::Bury { card: id, until: today.plus(u32::from(on)) })
            }
            CardAction::Mark(on) => (ActionKind::Mark, Body::Mark { card: id, on }),
            CardAction::Reset => (ActionKind::Reset, Body::Reset { card: id }),
        };
        let event = writer.append(stamp.id, stamp.now, body)?;
        writer.remember_event(today, kind, &event.id.to_string())?;
        let state = writer.refold(&card.id)?;
        Ok(StoredCard { state, ..card })
    })
}

/// Probability of recall now, 0 to 1; `None` before the first review.
#[must_use]
pub fn retrievability(store: &Store, state: &CardState, now: Moment) -> Option<f32> {
    let memory = state.memory?;
    let last = state.last_review_on?;
    Some(store.model().retrievability(memory, study_day(store, now).days_since(last) as f32))
}

/// Whole study days until a card is due: 0 today, negative overdue; `None` for a new card.
#[must_use]
pub fn due_in_days(store: &Store, phase: Phase, now: Moment) -> Option<i32> {
    let today = study_day(store, now);
    match phase {
        Phase::New => None,
        Phase::Review { due_on, .. } => Some(due_on.0 - today.0),
        Phase::Learning { due_at, .. } | Phase::Relearning { due_at, .. } => {
            let day = Moment { at_ms: due_at, ..now }.study_day(store.rollover_hour());
            Some(day.0 - today.0)
        }
    }
}
