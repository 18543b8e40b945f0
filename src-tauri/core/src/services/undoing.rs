//! Taking back what was done today, newest first.

use crate::domain::card::CardId;
use crate::domain::event::Event;
use crate::error::{Error, Result};
use crate::services::study::study_day;
use crate::services::takes::assessing::{self, TakenBack};
use crate::services::{Stamp, editing};
use crate::store::{Action, ActionKind, Store};

/// What undo took back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// What it was.
    pub kind: ActionKind,
    /// The void that took it back; `None` for an edit of a file.
    pub event: Option<Event>,
    /// The event that no longer counts.
    pub voids: Option<String>,
    /// The card, as it is again; `None` for a judgement of a take that was no review.
    pub card: Option<CardId>,
}

/// Takes back the newest action of the study day; `None` when there is none left.
///
/// # Errors
/// [`Error::InvalidState`] for an edit whose file has changed since.
pub fn undo(store: &mut Store, stamp: Stamp) -> Result<Option<Undone>> {
    let today = study_day(store, stamp.now);
    // What was taken back in another way, or by another machine, is passed over.
    while let Some(action) = store.last_action(today)?.filter(|action| action.kind == ActionKind::Take) {
        match undo_take(store, stamp, &action)? {
            Some(undone) => return Ok(Some(undone)),
            None => store.transaction(|writer| writer.forget_action(action.id))?,
        }
    }
    store.transaction(|writer| {
        let Some(action) = writer.last_action(today)? else { return Ok(None) };
        writer.forget_action(action.id)?;
        if let Some(edit) = &action.edit {
            let card = editing::take_back(edit)?;
            return Ok(Some(Undone { kind: action.kind, event: None, voids: None, card: Some(card) }));
        }
        let target = action.event.unwrap_or_default();
        let (event, card) = writer.void(stamp.id, stamp.now, &target)?;
        let card = card.ok_or_else(|| Error::NotFound { kind: "card", id: target.clone() })?;
        Ok(Some(Undone { kind: action.kind, event: Some(event), voids: Some(target), card: Some(card) }))
    })
}

/// Takes back what was judged of a take; `None` when it does not count any more.
fn undo_take(store: &mut Store, stamp: Stamp, action: &Action) -> Result<Option<Undone>> {
    let target = action.event.clone().unwrap_or_default();
    let take = store.take_of_event(&target)?;
    let Some(logged) =
        store.take_entries(take)?.into_iter().find(|logged| logged.event.to_string() == target)
    else {
        return Ok(None);
    };
    if logged.is_void {
        return Ok(None);
    }
    let (event, voids, card) = if assessing::is_judgement(&logged.entry) {
        let TakenBack { event, voids, card } = assessing::undo(store, stamp, take)?;
        (event, voids.to_string(), card)
    } else {
        let event = store.transaction(|writer| {
            writer.forget_action(action.id)?;
            Ok(writer.void(stamp.id, stamp.now, &target)?.0)
        })?;
        (event, target, None)
    };
    Ok(Some(Undone { kind: ActionKind::Take, event: Some(event), voids: Some(voids), card }))
}
