//! Holding an interview: it begins, the candidate acts, time passes, the program may end and come
//! back.

use uuid::Uuid;

use crate::domain::event::{Body, Event};
use crate::domain::interview::clock::{Action, Mode, Phase, Reading, Step, StepKind};
use crate::domain::interview::log::{Begun, Entry, Interview};
use crate::domain::interview::script::{Place, Script};
use crate::error::{Error, OrNotFound, Result};
use crate::services::interviews::assessing;
use crate::services::{Stamp, interviews};
use crate::store::{Draft, Store, Writer};

/// What is asked, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What interviews that can be compared have in common.
    pub kind: String,
    /// Composed from cards.
    pub is_composed: bool,
    /// What is asked.
    pub script: Script,
}

/// Begins an interview. Another one that was not over ends.
///
/// # Errors
/// [`Error::InvalidInput`] for a script that asks nothing, or that is no text for an interview.
pub fn begin(store: &mut Store, stamp: Stamp, at: Reading, source: Source, mode: Mode) -> Result<Interview> {
    /// A hundred times what a long interview holds.
    const LONGEST: usize = 8 * 1024 * 1024;
    let Source { kind, is_composed, script } = source;
    if script.length() > LONGEST {
        let message = "this interview holds more than 8 MB of text: take what it quotes out of its file";
        return Err(Error::InvalidInput(message.to_owned()));
    }
    let begun = Begun { kind, is_composed, mode, script, at };
    let nothing = || Error::InvalidInput("this interview asks nothing".to_owned());
    let mut interview = Interview::begin(stamp.id, stamp.now, begun.clone()).ok_or_else(nothing)?;
    let other = match unfinished(store)? {
        Some(other) => Some((other.id, last_alive(&other, store.heartbeat(other.id)?))),
        None => None,
    };
    store.transaction(|writer| {
        if let Some((other, at)) = other {
            let step = Step { at, what: StepKind::Act(Action::Finish) };
            append(writer, stamp, stamp.id_of("end"), other, Entry::Stepped(step))?;
            writer.end_heartbeat(other)?;
        }
        let event = append(writer, stamp, stamp.id, interview.id, Entry::Begun(Box::new(begun)))?;
        interview.begun_at = event.at;
        writer.keep_heartbeat(interview.id, at)
    })?;
    Ok(interview)
}

/// The newest interview of this machine that is not over.
///
/// # Errors
/// When SQLite cannot read.
pub fn unfinished(store: &Store) -> Result<Option<Interview>> {
    for id in store.alive_interviews()? {
        let interview = Interview::fold(store.interview_entries(id)?);
        let is_open =
            |interview: &Interview| !interview.is_deleted && interview.clock.phase() != Phase::Finished;
        if let Some(interview) = interview.filter(is_open) {
            return Ok(Some(interview));
        }
    }
    Ok(None)
}

/// Takes up the interview that is not over: the program had ended, so that the clock stood still
/// from its last sign of life on.
///
/// # Errors
/// When nothing can be written.
pub fn reopen(store: &mut Store, stamp: Stamp, at: Reading) -> Result<Option<Interview>> {
    let Some(mut interview) = unfinished(store)? else { return Ok(None) };
    if interview.clock.phase() == Phase::Interrupted {
        return Ok(Some(interview));
    }
    let heartbeat = store.heartbeat(interview.id)?;
    let last_alive = last_alive(&interview, heartbeat);
    let step = Step { at, what: StepKind::Reopen { last_alive } };
    record(store, stamp, &mut interview, Entry::Stepped(step))?;
    Ok(Some(interview))
}

/// The later of the last step and the last sign of life on the same machine since the same boot.
fn last_alive(interview: &Interview, heartbeat: Option<Reading>) -> Reading {
    let last = interview.clock.last();
    heartbeat.filter(|beat| beat.boot == last.boot && beat.since_boot_ms > last.since_boot_ms).unwrap_or(last)
}

/// Does what the candidate asks for.
///
/// # Errors
/// [`Error::InvalidState`] when it does not apply now; the text says why.
pub fn act(
    store: &mut Store,
    stamp: Stamp,
    at: Reading,
    interview: &mut Interview,
    action: Action,
) -> Result<()> {
    let step = Step { at, what: StepKind::Act(action) };
    interview.clock.apply(step).map_err(|refused| Error::InvalidState(refused.0.to_owned()))?;
    let place = interview.clock.place();
    if action == Action::Answer && interview.judgements.contains_key(&place) {
        // Another answer: what was judged is not this one.
        assessing::undo(store, Stamp { id: stamp.id_of("anew"), ..stamp }, interview, place)?;
    }
    record(store, stamp, interview, Entry::Stepped(step))
}

/// Appends an entry and, where it is a step, a sign of life; then adds it to the interview.
pub(super) fn record(store: &mut Store, stamp: Stamp, interview: &mut Interview, entry: Entry) -> Result<()> {
    store.transaction(|writer| {
        if let Entry::Stepped(step) = &entry {
            let ends = interview.clock.apply(*step).is_ok_and(|clock| clock.phase() == Phase::Finished);
            match ends {
                true => writer.end_heartbeat(interview.id)?,
                false => writer.keep_heartbeat(interview.id, step.at)?,
            }
        }
        append(writer, stamp, stamp.id, interview.id, entry.clone()).map(drop)
    })?;
    interview.add(stamp.id, entry);
    Ok(())
}

pub(super) fn append(
    writer: &mut Writer<'_>,
    stamp: Stamp,
    event: Uuid,
    interview: Uuid,
    entry: Entry,
) -> Result<Event> {
    writer.append(event, stamp.now, Body::Interview { interview, entry: Box::new(entry) })
}

/// Keeps a sign of life.
///
/// # Errors
/// When nothing can be written.
pub fn beat(store: &mut Store, interview: &Interview, at: Reading) -> Result<()> {
    store.transaction(|writer| writer.keep_heartbeat(interview.id, at))
}

/// Keeps what the candidate wrote.
///
/// # Errors
/// [`Error::NotFound`] for a question that was not asked; [`Error::InvalidInput`] for a text that no
/// one types.
pub fn save_draft(store: &mut Store, interview: &Interview, place: Place, draft: &Draft) -> Result<()> {
    /// More than a day of typing.
    const LONGEST: usize = 1024 * 1024;
    let turn =
        interview.script.turn(place).or_not_found("question", format!("{}.{}", place.stage, place.turn))?;
    if [&draft.notes, &draft.code, &draft.language].iter().any(|text| text.len() > LONGEST) {
        return Err(Error::InvalidInput("an answer holds at most a million characters".to_owned()));
    }
    let mut draft = draft.clone();
    let is_asked = matches!(interview.clock.phase(), Phase::Running | Phase::Paused);
    if !is_asked || interview.clock.place() != place {
        // A choice is made while the question is asked.
        draft.chosen = store.draft(interview.id, place)?.map(|kept| kept.chosen).unwrap_or_default();
    }
    draft.chosen.truncate(turn.choices.len());
    store.transaction(|writer| writer.save_draft(interview.id, place, &draft))
}

/// Takes an interview off the list, with what was written in it; what the log holds stays.
///
/// # Errors
/// [`Error::NotFound`] for an interview that is not on it.
pub fn delete(store: &mut Store, stamp: Stamp, id: Uuid) -> Result<()> {
    interviews::load(store, id)?;
    store.transaction(|writer| {
        writer.forget_drafts(id)?;
        append(writer, stamp, stamp.id, id, Entry::Deleted).map(drop)
    })
}
