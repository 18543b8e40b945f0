//! Judging answers. A judged question that asks a card is a review of that card, once; taking the
//! judgement back takes the review back.

use uuid::Uuid;

use crate::domain::assessment::{Proposal, propose, propose_choice};
use crate::domain::event::{Basis, Source, Tick};
use crate::domain::interview::clock::Outcome;
use crate::domain::interview::log::{Entry, Interview};
use crate::domain::interview::report::Assessment;
use crate::domain::interview::rubric::{Axis, Band};
use crate::domain::interview::script::{Place, Turn};
use crate::domain::rating::Rating;
use crate::error::{Error, OrNotFound, Result};
use crate::services::Stamp;
use crate::services::interviews::holding::{append, record};
use crate::services::study::{self, Answer};
use crate::store::{Store, Writer};

/// What a candidate judges of one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The question.
    pub place: Place,
    /// The key points, every one of them, by their text.
    pub points: Vec<(String, Tick)>,
    /// The common mistakes made, by their text.
    pub mistakes: Vec<String>,
    /// The red flags shown, by their text.
    pub red_flags: Vec<String>,
}

/// What a judgement amounts to; `None` when the question has nothing to judge it by.
#[must_use]
pub fn proposal(turn: &Turn, assessment: &Assessment, hint_used: bool) -> Option<Proposal> {
    if let Some(chosen) = &assessment.chosen {
        if chosen.is_empty() {
            let reason = "No choice was made, which is Again.".to_owned();
            return Some(Proposal { rating: Rating::Again, reason });
        }
        return Some(propose_choice(is_right(turn, chosen), hint_used));
    }
    let ticks: Vec<Tick> = assessment.points.iter().map(|(_, tick)| *tick).collect();
    let mistakes = assessment.mistakes.len() + assessment.red_flags.len();
    propose(&ticks, u32::try_from(mistakes).unwrap_or(u32::MAX), hint_used)
}

fn is_right(turn: &Turn, chosen: &[u32]) -> bool {
    turn.choices.iter().zip(0..).all(|(choice, index)| choice.correct == chosen.contains(&index))
}

/// Judges an answer, in one transaction; an earlier judgement of it no longer counts.
///
/// # Errors
/// [`Error::InvalidState`] for a question that was not reached, [`Error::InvalidInput`] when not all
/// key points are judged.
pub fn assess(
    store: &mut Store,
    stamp: Stamp,
    interview: &mut Interview,
    judgement: Judgement,
) -> Result<()> {
    let place = judgement.place;
    let assessment = check(store, interview, judgement)?;
    let put_as = Put { proposed: assessment.rating, may_review: true };
    let assessment = store.transaction(|writer| put(writer, stamp, interview, place, assessment, put_as))?;
    interview.judgements.remove(&place);
    interview.add(event_of(stamp), Entry::Assessed { place, assessment: Box::new(assessment) });
    Ok(())
}

/// The event of a judgement that is made with a stamp.
pub(in crate::services) fn event_of(stamp: Stamp) -> Uuid {
    stamp.id_of("assessment")
}

/// The assessment that a judgement amounts to, where it may be made.
pub(in crate::services) fn check(
    store: &Store,
    interview: &Interview,
    judgement: Judgement,
) -> Result<Assessment> {
    let Judgement { place, points, mistakes, red_flags } = judgement;
    let turn = turn_at(interview, place)?;
    if !turn.is_judged() {
        return Err(Error::InvalidState("there is nothing to judge that answer by".to_owned()));
    }
    if !interview.shows_answers() {
        return Err(Error::InvalidState("under pressure answers are judged at the end".to_owned()));
    }
    let state = *interview.clock.turn_at(place).or_not_found("question", place.stage)?;
    if state.outcome == Outcome::Open && state.elapsed_ms == 0 {
        return Err(Error::InvalidState("that question was not asked".to_owned()));
    }
    let is_choice = !turn.choices.is_empty();
    let judged: Vec<&String> = points.iter().map(|(text, _)| text).collect();
    if !is_choice && judged != turn.key_points.iter().collect::<Vec<_>>() {
        return Err(Error::InvalidInput("every key point is judged, in their order".to_owned()));
    }
    let chosen = match is_choice {
        // What was typed stays on the machine; a judgement made there is known everywhere.
        true => match store.draft(interview.id, place)? {
            Some(draft) => Some(draft.chosen),
            None => {
                Some(interview.assessments.get(&place).and_then(|a| a.chosen.clone()).unwrap_or_default())
            }
        },
        false => None,
    };
    let points = if is_choice { Vec::new() } else { points };
    let mut assessment = Assessment { points, mistakes, red_flags, chosen, rating: None, review: None };
    assessment.rating = proposal(turn, &assessment, state.hint_used).map(|proposal| proposal.rating);
    Ok(assessment)
}

/// How an assessment is written.
#[derive(Clone, Copy, Debug)]
pub(in crate::services) struct Put {
    /// What the ticks proposed.
    pub(in crate::services) proposed: Option<Rating>,
    /// Whether the card that is asked may be reviewed by it.
    pub(in crate::services) may_review: bool,
}

/// Writes an assessment in place of the earlier ones of its answer, and the review that it is.
pub(in crate::services) fn put(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    interview: &Interview,
    place: Place,
    mut assessment: Assessment,
    Put { proposed, may_review }: Put,
) -> Result<Assessment> {
    let state = interview.clock.turn_at(place).copied().unwrap_or_default();
    let earlier = interview.judgements.get(&place).cloned().unwrap_or_default();
    // Judged again, the review keeps its day; one that the card has gone on from stays as it is.
    let replaced = match earlier.iter().rev().find_map(|(_, review)| *review) {
        Some(review) => writer.review_moment(review)?.map(|(at, is_passed)| (review, at, is_passed)),
        None => None,
    };
    let kept = replaced.filter(|(_, _, is_passed)| *is_passed || !may_review).map(|(review, _, _)| review);
    let at = replaced.map_or(stamp.now, |(_, at, _)| at);
    take_back(writer, stamp, &earlier, kept)?;
    assessment.review = kept;
    if let (true, Some(card), Some(rating), None) =
        (may_review, interview.script.card_at(place), assessment.rating, kept)
    {
        let answer = Answer {
            card: card.clone(),
            rating,
            taken_ms: u32::try_from(state.elapsed_ms).unwrap_or(u32::MAX),
            source: Source::Interview,
            basis: Basis {
                points: assessment.points.clone(),
                mistakes: [&*assessment.mistakes, &*assessment.red_flags].concat(),
                chosen: assessment.chosen.clone(),
                hint_used: state.hint_used,
                proposed,
            },
        };
        match study::review(writer, stamp, at, answer) {
            Ok(answered) => assessment.review = Some(answered.event.id),
            // The card left its deck for good: the judgement stands without it.
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let entry = Entry::Assessed { place, assessment: Box::new(assessment.clone()) };
    append(writer, stamp, event_of(stamp), interview.id, entry)?;
    Ok(assessment)
}

fn turn_at(interview: &Interview, place: Place) -> Result<&Turn> {
    interview.script.turn(place).or_not_found("question", format!("{}.{}", place.stage, place.turn))
}

/// Voids judgements and their reviews, but for one review that stays.
pub(in crate::services) fn take_back(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    judgements: &[(Uuid, Option<Uuid>)],
    kept: Option<Uuid>,
) -> Result<()> {
    let reviews = judgements.iter().filter_map(|(_, review)| *review).filter(|review| Some(*review) != kept);
    for event in reviews.chain(judgements.iter().map(|(event, _)| *event)) {
        writer.void(stamp.id_of(&format!("void {event}")), stamp.now, &event.to_string())?;
    }
    Ok(())
}

/// Takes a judgement back, and the review that it was.
///
/// # Errors
/// [`Error::InvalidState`] when the answer is not judged.
pub fn undo(store: &mut Store, stamp: Stamp, interview: &mut Interview, place: Place) -> Result<()> {
    let not_judged = || Error::InvalidState("that answer is not judged".to_owned());
    let judgements = interview.judgements.get(&place).cloned().ok_or_else(not_judged)?;
    store.transaction(|writer| take_back(writer, stamp, &judgements, None))?;
    interview.judgements.remove(&place);
    interview.assessments.remove(&place);
    Ok(())
}

/// Gives a band on an axis, or takes it back.
///
/// # Errors
/// [`Error::NotFound`] for an axis that this interview is not judged by.
pub fn set_band(
    store: &mut Store,
    stamp: Stamp,
    interview: &mut Interview,
    axis: &str,
    band: Option<Band>,
) -> Result<()> {
    let axes = interview.sitting().axes();
    let axis = Axis::parse(axis).filter(|axis| axes.contains(axis)).or_not_found("axis", axis)?;
    record(store, stamp, interview, Entry::Banded { axis, band })
}

/// Says which red flags of the whole interview were shown.
///
/// # Errors
/// [`Error::InvalidInput`] for one that it does not have.
pub fn set_red_flags(
    store: &mut Store,
    stamp: Stamp,
    interview: &mut Interview,
    shown: Vec<String>,
) -> Result<()> {
    if let Some(unknown) = shown.iter().find(|flag| !interview.script.red_flags.contains(flag)) {
        return Err(Error::InvalidInput(format!("this interview has no red flag \"{unknown}\"")));
    }
    record(store, stamp, interview, Entry::Flagged(shown))
}
