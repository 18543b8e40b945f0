//! Judging a take: predicted first, then ticked, then rated. A judged take is a review of its card,
//! once; taking the judgement back takes the review back.

use uuid::Uuid;

use super::{Known, load};
use crate::domain::assessment::Proposal;
use crate::domain::card::{CardId, CardKind};
use crate::domain::event::{Basis, Body, Event, Source};
use crate::domain::interview::log::{Entry as InterviewEntry, Interview};
use crate::domain::interview::report::Assessment;
use crate::domain::interview::script::Place;
use crate::domain::rating::Rating;
use crate::domain::take::judgement::Ticks;
use crate::domain::take::log::{About, Assessed, Entry, Regraded};
use crate::domain::take::rating::{Needs, derive};
use crate::error::{Error, OrNotFound, Result};
use crate::services::interviews::assessing::{self, Judgement};
use crate::services::study::{self, Answer, Answered};
use crate::services::{Stamp, cards};
use crate::store::{ActionKind, Store, StoredCard, Writer};

/// What an answer is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Yardstick {
    /// The key points, in the author's order.
    pub key_points: Vec<String>,
    /// A story is expected.
    pub is_behavioural: bool,
}

impl Yardstick {
    fn needs(&self) -> Needs {
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
                Ok(Yardstick { key_points: points.unwrap_or_default(), is_behavioural: false })
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
/// [`Error::InvalidState`] once something was revealed.
pub fn predict(store: &mut Store, stamp: Stamp, id: Uuid, rating: Rating) -> Result<()> {
    let known = load(store, id)?;
    if known.take.predicted.is_some() || known.take.assessed.is_some() {
        return Err(Error::InvalidState("how that take went was already predicted".to_owned()));
    }
    store.transaction(|writer| append(writer, stamp, stamp.id, id, Entry::Predicted(rating)))
}

fn append(writer: &mut Writer<'_>, stamp: Stamp, event: Uuid, take: Uuid, entry: Entry) -> Result<()> {
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
pub fn feeds(store: &Store, known: &Known) -> Result<Feeds> {
    let Some(card) = known.recorded().about.card() else { return Ok(Feeds::NoCard) };
    let card = match store.card(&store.owner(card)?) {
        Ok(card) if card.present => card,
        Ok(_) | Err(Error::NotFound { .. }) => return Ok(Feeds::CardGone),
        Err(error) => return Err(error),
    };
    let own: Vec<Uuid> = own_reviews(store, known)?;
    match store.answered_since(&card.id, known.recorded().begun_at.at_ms, &own)? {
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

/// Judges a take, in one transaction; an earlier judgement of it no longer counts. Returns the review
/// that it was, where a card in a session was answered by it.
///
/// # Errors
/// [`Error::InvalidState`] before it was predicted, [`Error::InvalidInput`] when not all that counts
/// is judged.
pub fn assess(
    store: &mut Store,
    stamp: Stamp,
    id: Uuid,
    ticks: Ticks,
    rating: Rating,
) -> Result<Option<Answered>> {
    let known = load(store, id)?;
    if known.take.predicted.is_none() {
        return Err(Error::InvalidState("say first how it went, before anything is revealed".to_owned()));
    }
    let yardstick = yardstick(store, &known)?;
    check_ticks(&ticks, &yardstick)?;
    let derived = derive(&ticks, yardstick.needs(), known.recorded().hint_used).map(|derived| derived.rating);
    let mut assessed = Assessed { ticks, derived, rating, review: None, answer: None };
    let event = stamp.id_of("take");
    match known.recorded().about.clone() {
        About::Card(_) => assess_card(store, stamp, &known, assessed, event),
        About::Question { interview, place, .. } => {
            let interview = interview_of(store, interview)?;
            let answer = answer_of(store, &interview, place, &assessed)?;
            let feeds = feeds(store, &known)?;
            store.transaction(|writer| {
                void_judgements(writer, stamp, &known)?;
                if let Some(mut answer) = answer {
                    let judged_before = interview.judgements.contains_key(&place);
                    if feeds == Feeds::AnsweredSince && !judged_before {
                        // Its schedule goes by what came after: the judgement stands without a review.
                        answer.rating = Some(rating);
                        let entry = InterviewEntry::Assessed { place, assessment: Box::new(answer) };
                        let body = Body::Interview { interview: interview.id, entry: Box::new(entry) };
                        writer.append(assessing::event_of(stamp), stamp.now, body)?;
                    } else {
                        assessed.review = assessing::put(writer, stamp, &interview, place, answer)?.review;
                    }
                    assessed.answer = Some(assessing::event_of(stamp));
                }
                settle(writer, stamp, id, event, assessed)
            })?;
            Ok(None)
        }
    }
}

/// The interview's assessment that goes with a take's; `None` where its report judges nothing.
fn answer_of(
    store: &Store,
    interview: &Interview,
    place: Place,
    assessed: &Assessed,
) -> Result<Option<Assessment>> {
    if !interview.script.turn(place).is_some_and(|turn| turn.is_judged()) {
        return Ok(None);
    }
    let judgement = Judgement {
        place,
        points: assessed.ticks.points.clone(),
        mistakes: assessed.ticks.mistakes.clone(),
        red_flags: assessed.ticks.red_flags.clone(),
    };
    let mut answer = assessing::check(store, interview, judgement)?;
    answer.rating = Some(assessed.rating);
    Ok(Some(answer))
}

fn assess_card(
    store: &mut Store,
    stamp: Stamp,
    known: &Known,
    mut assessed: Assessed,
    event: Uuid,
) -> Result<Option<Answered>> {
    let feeds = feeds(store, known)?;
    let earlier = known.take.judgements.iter().rev().find_map(|(_, judged)| judged.review);
    store.transaction(|writer| {
        // Judged again, the review keeps its moment; one that the card has gone on from stays.
        let replaced = match earlier {
            Some(review) => writer.review_moment(review)?.map(|(at, is_passed)| (review, at, is_passed)),
            None => None,
        };
        let kept = replaced.filter(|(_, _, is_passed)| *is_passed).map(|(review, _, _)| review);
        void_judgements(writer, stamp, known)?;
        for review in known.take.judgements.iter().filter_map(|(_, judged)| judged.review) {
            if Some(review) != kept {
                writer.void(stamp.id_of(&format!("void {review}")), stamp.now, &review.to_string())?;
            }
        }
        assessed.review = kept;
        let mut answered = None;
        if let (Feeds::Card(card), None) = (&feeds, kept) {
            let at = replaced.map_or(stamp.now, |(_, at, _)| at);
            let answer = Answer {
                card: card.id.clone(),
                rating: assessed.rating,
                taken_ms: u32::try_from(known.recorded().duration_ms).unwrap_or(u32::MAX),
                source: Source::Review,
                basis: Basis {
                    points: assessed.ticks.points.clone(),
                    mistakes: [&*assessed.ticks.mistakes, &*assessed.ticks.red_flags].concat(),
                    chosen: None,
                    hint_used: known.recorded().hint_used,
                    proposed: assessed.derived,
                },
            };
            let review = study::review(writer, Stamp { now: at, id: stamp.id_of("review") }, answer)?;
            assessed.review = Some(review.event.id);
            answered = Some(review);
        }
        settle(writer, stamp, known.id(), event, assessed)?;
        Ok(answered)
    })
}

/// Writes the judgement itself, which undo can take back.
fn settle(writer: &mut Writer<'_>, stamp: Stamp, id: Uuid, event: Uuid, assessed: Assessed) -> Result<()> {
    append(writer, stamp, event, id, Entry::Assessed(Box::new(assessed)))?;
    match writer.save_take_work(id, None) {
        Err(Error::NotFound { .. }) => {} // a take of another machine has no row here
        result => result?,
    }
    let today = stamp.now.study_day(writer.rollover_hour());
    writer.remember_event(today, ActionKind::Take, &event.to_string())
}

fn void_judgements(writer: &mut Writer<'_>, stamp: Stamp, known: &Known) -> Result<()> {
    for (event, _) in &known.take.judgements {
        writer.void(stamp.id_of(&format!("void {event}")), stamp.now, &event.to_string())?;
    }
    Ok(())
}

/// Every key point is judged, in their order.
fn check_ticks(ticks: &Ticks, yardstick: &Yardstick) -> Result<()> {
    let judged: Vec<&String> = ticks.points.iter().map(|(text, _)| text).collect();
    if judged != yardstick.key_points.iter().collect::<Vec<_>>() {
        return Err(Error::InvalidInput("every key point is judged, in their order".to_owned()));
    }
    let story = &ticks.story;
    let parts = [story.situation, story.task, story.action, story.result];
    if yardstick.is_behavioural && parts.contains(&None) {
        let message = "situation, task, action and result are all judged";
        return Err(Error::InvalidInput(message.to_owned()));
    }
    Ok(())
}

/// What taking a judgement back took back.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenBack {
    /// The void: of the review that the judgement was, else of the judgement.
    pub event: Event,
    /// What it voids.
    pub voids: Uuid,
    /// The card, as it is again.
    pub card: Option<CardId>,
}

/// Takes a judgement back, and the review that it was. The ticks stay, to be gone on from.
///
/// # Errors
/// [`Error::InvalidState`] when the take is not judged.
pub fn undo(store: &mut Store, stamp: Stamp, id: Uuid) -> Result<TakenBack> {
    let known = load(store, id)?;
    let Some((_, _, assessed)) = known.take.assessed.clone() else {
        return Err(Error::InvalidState("that take is not judged".to_owned()));
    };
    let answers = match &known.recorded().about {
        About::Question { interview, place, .. } => {
            let judgements = interview_of(store, *interview)?.judgements.remove(place).unwrap_or_default();
            let is_ours = judgements.iter().any(|(event, _)| Some(*event) == assessed.answer);
            if is_ours { judgements } else { Vec::new() }
        }
        About::Card(_) => Vec::new(),
    };
    store.transaction(|writer| {
        assessing::take_back(writer, stamp, &answers, None)?;
        let mut told = None;
        let mut void = |writer: &mut Writer<'_>, target: Uuid| -> Result<()> {
            let id = stamp.id_of(&format!("void {target}"));
            told = Some((writer.void(id, stamp.now, &target.to_string())?.0, target));
            Ok(())
        };
        for (event, judged) in &known.take.judgements {
            void(writer, *event)?;
            if let (About::Card(_), Some(review)) = (&known.recorded().about, judged.review) {
                void(writer, review)?;
            }
            writer.forget_event(&event.to_string())?;
        }
        match writer.save_take_work(id, Some(&assessed.ticks)) {
            Err(Error::NotFound { .. }) => {}
            result => result?,
        }
        let card = known.recorded().about.card().map(|card| writer.owner(card)).transpose()?;
        let (event, voids) = told.or_not_found("judgement of the take", id)?;
        Ok(TakenBack { event, voids, card })
    })
}

/// Judges a take again, without having seen the first judgement. It moves no schedule.
///
/// # Errors
/// [`Error::InvalidState`] for a take that is not judged, [`Error::InvalidInput`] when not all that
/// counts is.
pub fn regrade(store: &mut Store, stamp: Stamp, id: Uuid, ticks: Ticks) -> Result<()> {
    let known = load(store, id)?;
    if known.take.assessed.is_none() {
        return Err(Error::InvalidState("that take is not judged yet".to_owned()));
    }
    let yardstick = yardstick(store, &known)?;
    check_ticks(&ticks, &yardstick)?;
    let derived = derive(&ticks, yardstick.needs(), known.recorded().hint_used).map(|derived| derived.rating);
    let entry = Entry::Regraded(Box::new(Regraded { ticks, derived }));
    store.transaction(|writer| append(writer, stamp, stamp.id, id, entry))
}
