//! What a take is judged by, what its ticks amount to, and whether its judgement moves a schedule; the
//! prediction, which comes before anything is revealed.

use uuid::Uuid;

use super::{Known, load};
use crate::domain::assessment::Proposal;
use crate::domain::card::CardKind;
use crate::domain::event::Body;
use crate::domain::interview::clock::{Mode, Outcome, Phase};
use crate::domain::interview::log::Interview;
use crate::domain::rating::Rating;
use crate::domain::take::judgement::{Story, Ticks};
use crate::domain::take::log::{About, Entry};
use crate::domain::take::rating::{Needs, derive};
use crate::domain::time::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::services::{Stamp, cards};
use crate::store::{Store, StoredCard, Writer};

/// What an answer is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Yardstick {
    /// The key points, in the author's order.
    pub key_points: Vec<String>,
    /// A story is expected.
    pub is_behavioural: bool,
}

impl Yardstick {
    pub(super) fn needs(&self) -> Needs {
        Needs { points: self.key_points.len(), is_behavioural: self.is_behavioural }
    }
}

/// What a take is judged by: the card as it reads now, or the interview as it was begun. A take whose
/// card left its deck is judged by the points that were judged before.
///
/// # Errors
/// When SQLite cannot read.
pub fn yardstick(store: &Store, known: &Known) -> Result<Yardstick> {
    match &known.recorded().about {
        About::Card(card) => match cards::load(store, &store.owner(card)?) {
            Ok(card) => {
                let text = card.text();
                Ok(Yardstick {
                    key_points: text.parts.key_points.clone(),
                    is_behavioural: text.kind == CardKind::Behavioural,
                })
            }
            Err(Error::NotFound { .. }) => {
                let judged = known.take.assessed.as_ref().map(|(_, _, assessed)| &assessed.ticks);
                let points = judged.map(|ticks| ticks.points.iter().map(|(text, _)| text.clone()).collect());
                Ok(Yardstick {
                    key_points: points.unwrap_or_default(),
                    is_behavioural: judged.is_some_and(|ticks| ticks.story != Story::default()),
                })
            }
            Err(error) => Err(error),
        },
        About::Question { interview, place, .. } => {
            let interview = interview_of(store, *interview)?;
            let turn = interview.script.turn(*place).or_not_found("question", place.stage)?;
            Ok(Yardstick {
                key_points: turn.key_points.clone(),
                is_behavioural: interview.script.stages[place.stage].is_behavioural,
            })
        }
    }
}

/// The interview of a take, also one that left the list.
///
/// # Errors
/// [`Error::NotFound`] for one that was never begun.
pub fn interview_of(store: &Store, id: Uuid) -> Result<Interview> {
    Interview::fold(store.interview_entries(id)?).or_not_found("interview", id)
}

/// Predicts how a take went. The first prediction stands.
///
/// # Errors
/// [`Error::InvalidState`] when it was predicted before, or what was expected is known already.
pub fn predict(store: &mut Store, stamp: Stamp, id: Uuid, rating: Rating) -> Result<()> {
    let version = store.data_version()?;
    let known = load(store, id)?;
    let refused = match &known.take {
        take if take.predicted.is_some() => "how that take went was already predicted",
        take if take.assessed.is_some() => "that take is judged already",
        _ if is_revealed(store, &known, stamp.now)? => {
            "what was expected was shown already: a prediction comes before"
        }
        _ => {
            return store.transaction(|writer| {
                writer.expect_version(version)?;
                append(writer, stamp, stamp.id, id, Entry::Predicted(rating))
            });
        }
    };
    Err(Error::InvalidState(refused.to_owned()))
}

/// Whether the learner has seen what was expected since the take: the card was answered, or the
/// interview has shown the key points and gone on. Then nothing is left to predict.
///
/// # Errors
/// When SQLite cannot read.
pub fn is_revealed(store: &Store, known: &Known, now: Moment) -> Result<bool> {
    let recorded = known.recorded();
    match &recorded.about {
        About::Card(card) => {
            let own = own_reviews(store, known)?;
            store.answered_between(&store.owner(card)?, recorded.begun_at.at_ms, now.at_ms, &own)
        }
        About::Question { interview, place, .. } => {
            let interview = interview_of(store, *interview)?;
            let clock = &interview.clock;
            let is_answered = clock.turn_at(*place).is_some_and(|turn| turn.outcome == Outcome::Answered);
            let waits = clock.phase() == Phase::Feedback && clock.place() == *place;
            let was_shown = clock.mode() == Mode::Practice && is_answered && !waits;
            Ok(was_shown || interview.judgements.contains_key(place))
        }
    }
}

pub(super) fn append(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    event: Uuid,
    take: Uuid,
    entry: Entry,
) -> Result<()> {
    writer.append(event, stamp.now, Body::Take { take, entry: Box::new(entry) }).map(drop)
}

/// Keeps ticks while they are made.
///
/// # Errors
/// [`Error::NotFound`] for a take of another machine.
pub fn save_work(store: &mut Store, id: Uuid, ticks: &Ticks) -> Result<()> {
    store.transaction(|writer| writer.save_take_work(id, Some(ticks)))
}

/// What ticks amount to; `None` until all that counts is judged.
///
/// # Errors
/// When SQLite cannot read.
pub fn derived(store: &Store, known: &Known, ticks: &Ticks) -> Result<Option<Proposal>> {
    let yardstick = yardstick(store, known)?;
    Ok(derive(ticks, yardstick.needs(), known.recorded().hint_used))
}

/// Whether a judgement would move a card's schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum Feeds {
    /// It would be a review of this card, at this moment.
    Card(Box<StoredCard>),
    /// The question is no card's.
    NoCard,
    /// No deck holds the card any more.
    CardGone,
    /// The card was answered since: its schedule goes by that.
    AnsweredSince,
}

/// Whether a judgement of a take would move its card's schedule.
///
/// # Errors
/// When SQLite cannot read.
pub fn feeds(store: &Store, known: &Known, now: Moment) -> Result<Feeds> {
    let Some(card) = known.recorded().about.card() else { return Ok(Feeds::NoCard) };
    let card = match store.card(&store.owner(card)?) {
        Ok(card) if card.present => card,
        Ok(_) | Err(Error::NotFound { .. }) => return Ok(Feeds::CardGone),
        Err(error) => return Err(error),
    };
    let own: Vec<Uuid> = own_reviews(store, known)?;
    // What a clock that was ahead dates to come did not happen since.
    match store.answered_between(&card.id, known.recorded().begun_at.at_ms, now.at_ms, &own)? {
        true => Ok(Feeds::AnsweredSince),
        false => Ok(Feeds::Card(Box::new(card))),
    }
}

/// The reviews that judgements of the take's answer were.
fn own_reviews(store: &Store, known: &Known) -> Result<Vec<Uuid>> {
    let mut own: Vec<Uuid> =
        known.take.judgements.iter().filter_map(|(_, assessed)| assessed.review).collect();
    if let About::Question { interview, place, .. } = &known.recorded().about {
        let interview = interview_of(store, *interview)?;
        own.extend(interview.judgements.get(place).into_iter().flatten().filter_map(|(_, review)| *review));
    }
    Ok(own)
}
