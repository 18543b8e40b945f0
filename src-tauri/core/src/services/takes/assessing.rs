//! Judging a take, and taking the judgement back. A judged take is a review of its card, once; judged
//! again, the review is replaced on its day; taken back, what stood before stands again.

use uuid::Uuid;

use super::judging::{Feeds, Yardstick, append, feeds, interview_of, is_revealed, yardstick};
use super::{Known, load};
use crate::domain::card::CardId;
use crate::domain::event::{Basis, Event, Source};
use crate::domain::interview::log::{Entry as InterviewEntry, Interview};
use crate::domain::interview::report::Assessment;
use crate::domain::interview::script::Place;
use crate::domain::rating::Rating;
use crate::domain::take::judgement::Ticks;
use crate::domain::take::log::{About, Assessed, Entry, Regraded};
use crate::domain::take::rating::derive;
use crate::domain::time::Moment;
use crate::error::{Error, Result};
use crate::services::Stamp;
use crate::services::interviews::assessing::{self, Judgement, Put};
use crate::services::study::{self, Answer, Answered};
use crate::store::{ActionKind, Store, Writer};

/// What a judgement did to a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The review that it was, where a card was answered by it.
    pub answered: Option<Answered>,
    /// The review that it took the place of.
    pub replaced: Option<Uuid>,
}

/// Judges a take, in one transaction; an earlier judgement of it no longer counts.
///
/// # Errors
/// [`Error::InvalidState`] before it was predicted, [`Error::InvalidInput`] when not all that counts
/// is judged.
pub fn assess(store: &mut Store, stamp: Stamp, id: Uuid, ticks: Ticks, rating: Rating) -> Result<Outcome> {
    let version = store.data_version()?;
    let known = load(store, id)?;
    if known.take.predicted.is_none() && !is_revealed(store, &known, stamp.now)? {
        return Err(Error::InvalidState("say first how it went, before anything is revealed".to_owned()));
    }
    let yardstick = yardstick(store, &known)?;
    check_ticks(&ticks, &yardstick)?;
    let derived = derive(&ticks, yardstick.needs(), known.recorded().hint_used).map(|derived| derived.rating);
    let assessed = Assessed { ticks, derived, rating, review: None, answer: None, replaced: None };
    let setting = Setting::of(store, &known, &assessed, stamp.now)?;
    let event = stamp.id_of("take");
    store.transaction(|writer| {
        writer.expect_version(version)?;
        let (assessed, outcome) = write(writer, stamp, &known, setting, assessed)?;
        append(writer, stamp, event, id, Entry::Assessed(Box::new(assessed)))?;
        save_work(writer, id, None)?;
        remember(writer, stamp, event)?;
        Ok(outcome)
    })
}

/// What a judgement is written into, read beforehand.
struct Setting {
    feeds: Feeds,
    /// The interview, the question, and the assessment of its answer.
    answer: Option<(Interview, Place, Assessment)>,
}

impl Setting {
    fn of(store: &Store, known: &Known, assessed: &Assessed, now: Moment) -> Result<Self> {
        let feeds = feeds(store, known, now)?;
        let About::Question { interview, place, .. } = &known.recorded().about else {
            return Ok(Self { feeds, answer: None });
        };
        let interview = interview_of(store, *interview)?;
        if !interview.script.turn(*place).is_some_and(|turn| turn.is_judged()) {
            return Ok(Self { feeds, answer: None }); // its report judges nothing there
        }
        let judgement = Judgement {
            place: *place,
            points: assessed.ticks.points.clone(),
            mistakes: assessed.ticks.mistakes.clone(),
            red_flags: assessed.ticks.red_flags.clone(),
        };
        let mut answer = assessing::check(store, &interview, judgement)?;
        answer.rating = Some(assessed.rating);
        Ok(Self { feeds, answer: Some((interview, *place, answer)) })
    }
}

/// Writes the review, and in an interview the assessment of its answer; not the judgement itself.
fn write(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    known: &Known,
    setting: Setting,
    mut assessed: Assessed,
) -> Result<(Assessed, Outcome)> {
    let may_review = matches!(setting.feeds, Feeds::Card(_));
    let outcome = match (&known.recorded().about, setting.answer) {
        (About::Card(card), _) => write_review(writer, stamp, known, card, may_review, &mut assessed)?,
        (About::Question { .. }, Some((interview, place, answer))) => {
            let put = Put { proposed: assessed.derived, may_review };
            let before = interview.judgements.get(&place).and_then(|judgements| judgements.last().copied());
            let is_ours =
                |event| known.take.judgements.iter().any(|(_, judged)| judged.answer == Some(event));
            assessed.replaced = before.map(|(event, _)| event).filter(|event| !is_ours(*event));
            assessed.review = assessing::put(writer, stamp, &interview, place, answer, put)?.review;
            assessed.answer = Some(assessing::event_of(stamp));
            Outcome::default()
        }
        (About::Question { .. }, None) => Outcome::default(),
    };
    Ok((assessed, outcome))
}

/// The review of a card that a judgement is: in place of the one before, on its day. One that the card
/// has gone on from, or that cannot be replaced, stays as it is.
fn write_review(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    known: &Known,
    card: &CardId,
    may_review: bool,
    assessed: &mut Assessed,
) -> Result<Outcome> {
    let mut last = None;
    for review in known.take.judgements.iter().filter_map(|(_, judged)| judged.review) {
        last = writer.review_moment(review)?.map(|(at, is_passed)| (review, at, is_passed)).or(last);
    }
    if let Some((review, _, is_passed)) = last
        && (is_passed || !may_review)
    {
        assessed.review = Some(review);
        return Ok(Outcome::default());
    }
    if let Some((review, _, _)) = last {
        writer.void(stamp.id_of(&format!("void {review}")), stamp.now, &review.to_string())?;
    }
    if !may_review {
        return Ok(Outcome::default());
    }
    let answered = review(writer, stamp, known, card, last.map(|(_, at, _)| at), assessed)?;
    assessed.review = Some(answered.event.id);
    Ok(Outcome { answered: Some(answered), replaced: last.map(|(review, _, _)| review) })
}

fn review(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    known: &Known,
    card: &CardId,
    at: Option<Moment>,
    assessed: &Assessed,
) -> Result<Answered> {
    let answer = Answer {
        card: card.clone(),
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
    study::review(writer, Stamp { id: stamp.id_of("review"), ..stamp }, at.unwrap_or(stamp.now), answer)
}

/// Ticks that are not a judgement; a take of another machine has no row to keep them in.
fn save_work(writer: &Writer<'_>, id: Uuid, work: Option<&Ticks>) -> Result<()> {
    match writer.save_take_work(id, work) {
        Err(Error::NotFound { .. }) => Ok(()),
        result => result,
    }
}

fn remember(writer: &Writer<'_>, stamp: Stamp, event: Uuid) -> Result<()> {
    let today = stamp.now.study_day(writer.rollover_hour());
    writer.remember_event(today, ActionKind::Take, &event.to_string())
}

/// Every key point is judged, in their order, and a story by its parts; and nobody ticks a book.
fn check_ticks(ticks: &Ticks, yardstick: &Yardstick) -> Result<()> {
    /// More than any question has, and more than anybody marks.
    const MOST: usize = 1_000;
    /// Far longer than a key point is.
    const LONGEST: usize = 10_000;
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
    let texts = ticks.mistakes.iter().chain(&ticks.red_flags);
    let mut texts = texts.chain(ticks.markers.iter().map(|marker| &marker.text));
    let is_book = ticks.markers.len() > MOST || ticks.mistakes.len() + ticks.red_flags.len() > MOST;
    if is_book || texts.any(|text| text.len() > LONGEST) {
        return Err(Error::InvalidInput("a judgement holds at most 1,000 short marks".to_owned()));
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
    /// The card that is to be answered again: a review was taken back, and none stands in its place.
    pub card: Option<CardId>,
}

/// Takes the newest judgement of a take back, and the review that it was. What it had taken the place of
/// stands again. Its ticks stay, to be gone on from.
///
/// # Errors
/// [`Error::InvalidState`] when the take is not judged.
pub fn undo(store: &mut Store, stamp: Stamp, id: Uuid) -> Result<TakenBack> {
    let version = store.data_version()?;
    let known = load(store, id)?;
    let Some((last, last_assessed)) = known.take.judgements.last().cloned() else {
        return Err(Error::InvalidState("that take is not judged".to_owned()));
    };
    let before = known.take.judgements.iter().rev().nth(1).cloned();
    let interview = match &known.recorded().about {
        About::Question { interview, place, .. } => Some((interview_of(store, *interview)?, *place)),
        About::Card(_) => None,
    };
    let replaced = match (&interview, last_assessed.replaced) {
        (Some((interview, _)), Some(event)) => {
            store.interview_entries(interview.id)?.into_iter().find_map(|logged| match logged.entry {
                InterviewEntry::Assessed { assessment, .. } if logged.event == event => Some(*assessment),
                _ => None,
            })
        }
        _ => None,
    };
    store.transaction(|writer| {
        writer.expect_version(version)?;
        let void = |writer: &mut Writer<'_>, target: Uuid| -> Result<(Event, Uuid)> {
            let id = stamp.id_of(&format!("void {target}"));
            Ok((writer.void(id, stamp.now, &target.to_string())?.0, target))
        };
        let mut told = void(writer, last)?;
        writer.forget_event(&last.to_string())?;
        save_work(writer, id, Some(&last_assessed.ticks))?;
        // A review that it had only inherited is not its own to take back.
        let inherited = before.as_ref().and_then(|(_, judged)| judged.review);
        let own = last_assessed.review.filter(|review| Some(*review) != inherited);
        let mut card = None;
        match (&interview, &known.recorded().about) {
            (Some((interview, place)), _) => {
                let stands = before
                    .as_ref()
                    .map(|(_, judged)| (answer_before(judged), judged.derived))
                    .or_else(|| replaced.clone().map(|answer| (answer, None)));
                let put = undo_answer(writer, stamp, interview, *place, &last_assessed, own, stands)?;
                if let (Some((event, judged)), Some(put)) = (&before, put) {
                    let answer = Some(assessing::event_of(stamp));
                    let judged = Assessed { review: put.review, answer, ..judged.clone() };
                    stand_again(writer, stamp, id, *event, judged)?;
                }
            }
            (None, about) => {
                if let Some(own) = own {
                    let at = writer.review_moment(own)?.map(|(at, _)| at);
                    told = void(writer, own)?;
                    match (&before, about.card()) {
                        (Some((event, judged)), Some(of)) if judged.review.is_some() => {
                            let again = review(writer, stamp, &known, of, at, judged)?;
                            let judged = Assessed { review: Some(again.event.id), ..judged.clone() };
                            stand_again(writer, stamp, id, *event, judged)?;
                        }
                        (_, Some(of)) => card = Some(writer.owner(of)?),
                        (_, None) => {}
                    }
                }
            }
        }
        let (event, voids) = told;
        Ok(TakenBack { event, voids, card })
    })
}

/// A judgement that was replaced stands again, with a review of its own; undo knows it by its new event.
fn stand_again(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    take: Uuid,
    event: Uuid,
    judged: Assessed,
) -> Result<()> {
    let anew = stamp.id_of("stands again");
    writer.void(stamp.id_of(&format!("void {event}")), stamp.now, &event.to_string())?;
    append(writer, stamp, anew, take, Entry::Assessed(Box::new(judged)))?;
    writer.rename_action(&event.to_string(), &anew.to_string())
}

/// The interview's assessment that went with a judgement.
fn answer_before(judged: &Assessed) -> Assessment {
    Assessment {
        points: judged.ticks.points.clone(),
        mistakes: judged.ticks.mistakes.clone(),
        red_flags: judged.ticks.red_flags.clone(),
        chosen: None,
        rating: Some(judged.rating),
        review: None,
    }
}

/// Takes the assessment of an interview's answer back, as far as it is still the judgement's own, and
/// puts what stood before in its place.
fn undo_answer(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    interview: &Interview,
    place: Place,
    judged: &Assessed,
    own: Option<Uuid>,
    stands: Option<(Assessment, Option<Rating>)>,
) -> Result<Option<Assessment>> {
    let judgements = interview.judgements.get(&place).cloned().unwrap_or_default();
    let is_ours = judgements.iter().any(|(event, _)| Some(*event) == judged.answer);
    match stands {
        _ if !is_ours => Ok(None), // the report judged it anew meanwhile
        Some((answer, derived)) => {
            let put = Put { proposed: derived.or(answer.rating), may_review: own.is_some() };
            assessing::put(writer, stamp, interview, place, answer, put).map(Some)
        }
        None => assessing::take_back(writer, stamp, &judgements, None).map(|()| None),
    }
}

/// Whether an entry judges a take, so that a card's schedule may hang on it.
#[must_use]
pub fn is_judgement(entry: &Entry) -> bool {
    matches!(entry, Entry::Assessed(_))
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
    store.transaction(|writer| {
        append(writer, stamp, stamp.id, id, entry)?;
        remember(writer, stamp, stamp.id)
    })
}
