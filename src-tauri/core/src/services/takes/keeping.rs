//! Which takes are kept on this machine. Nothing is deleted but what the learner agreed to.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::recording::remove;
use super::{Known, load};
use crate::domain::event::Body;
use crate::domain::take::keeping::{KeepRule, Kept, given_up};
use crate::domain::take::log::Entry;
use crate::error::{Error, Result};
use crate::services::Stamp;
use crate::store::{Store, StoredTake};

/// The row that holds the rule.
const NAME: &str = "keep_takes";

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum RuleRow {
    All,
    Last { count: u32 },
    Size { megabytes: u32 },
}

/// The rule in force on this machine; all are kept where none was set.
///
/// # Errors
/// When SQLite cannot read.
pub fn rule(store: &Store) -> Result<KeepRule> {
    let kept = store.local_value(NAME)?.and_then(|json| serde_json::from_str(&json).ok());
    Ok(match kept {
        None | Some(RuleRow::All) => KeepRule::All,
        Some(RuleRow::Last { count }) => KeepRule::Last(count),
        Some(RuleRow::Size { megabytes }) => KeepRule::Size(megabytes),
    })
}

/// Sets the rule. Nothing is deleted by it: what it gives up is said, and goes when the learner agrees.
///
/// # Errors
/// [`Error::InvalidInput`] for a number out of its range.
pub fn set_rule(store: &mut Store, rule: KeepRule) -> Result<()> {
    let row = match rule.validated().map_err(Error::InvalidInput)? {
        KeepRule::All => RuleRow::All,
        KeepRule::Last(count) => RuleRow::Last { count },
        KeepRule::Size(megabytes) => RuleRow::Size { megabytes },
    };
    let json = serde_json::to_string(&row).expect("plain data always serialises");
    store.transaction(|writer| writer.set_local_value(NAME, &json))
}

/// The takes that the rule gives up, of those given. Only files that are there count: the others take no
/// room.
#[must_use]
pub fn over(store: &Store, known: &[Known], rule: KeepRule) -> Vec<Uuid> {
    let kept: Vec<Kept> = known
        .iter()
        .filter_map(|known| {
            let stored = known.stored.as_ref()?;
            known.path(store).filter(|path| path.is_file())?;
            let recorded = known.recorded();
            // A card that was renamed is still the same question.
            let owner = recorded.about.card().map(|card| store.owner(card).unwrap_or_else(|_| card.clone()));
            Some(Kept {
                id: known.id(),
                question: owner.map_or_else(|| recorded.question.clone(), |card| card.to_string()),
                begun_at: recorded.begun_at,
                bytes: stored.bytes,
                is_starred: stored.is_starred,
                is_judged: known.take.assessed.is_some(),
            })
        })
        .collect();
    given_up(&kept, rule)
}

/// Keeps a take's star and note.
///
/// # Errors
/// [`Error::InvalidInput`] for a note that no one types, [`Error::NotFound`] for a take of another
/// machine.
pub fn annotate(store: &mut Store, id: Uuid, is_starred: bool, note: &str) -> Result<()> {
    /// A few pages.
    const LONGEST: usize = 10_000;
    if note.len() > LONGEST {
        return Err(Error::InvalidInput("a note holds at most 10,000 characters".to_owned()));
    }
    store.transaction(|writer| writer.annotate_take(id, is_starred, note))
}

/// Deletes the sound of a take; what was judged stays. The row names the file until it is gone: what a
/// crash left is removed at the next start, and nothing else.
///
/// # Errors
/// [`Error::NotFound`] while it is being recorded, or when the file cannot be removed.
pub fn delete(store: &mut Store, stamp: Stamp, id: Uuid) -> Result<()> {
    load(store, id)?;
    store.transaction(|writer| {
        match writer.forget_sound(id) {
            Err(Error::NotFound { .. }) => {} // of another machine: only the log knows it
            result => result?,
        }
        let entry = Box::new(Entry::Deleted);
        let event = stamp.id_of(&format!("delete {id}"));
        writer.append(event, stamp.now, Body::Take { take: id, entry }).map(drop)
    })?;
    store.stored_take(id)?.map_or(Ok(()), |stored| finish_deleting(store, &stored))
}

/// Removes the file of a take whose sound was given up.
pub(super) fn finish_deleting(store: &mut Store, stored: &StoredTake) -> Result<()> {
    if let Some(path) = store.recording(stored) {
        remove(&path)?;
    }
    match &stored.file {
        Some(_) => store.transaction(|writer| writer.forget_file(stored.id)),
        None => Ok(()),
    }
}

/// The file of a take, where it is there.
///
/// # Errors
/// [`Error::InvalidState`] with what became of it.
pub fn sound_of(store: &Store, known: &Known) -> Result<PathBuf> {
    let Some(path) = known.path(store) else {
        let elsewhere = known.stored.is_none() && !known.take.is_deleted;
        let why = if elsewhere { "is on the machine where it was recorded" } else { "was deleted" };
        return Err(Error::InvalidState(format!("The sound of this take {why}.")));
    };
    match path.is_file() {
        true => Ok(path),
        false => Err(Error::InvalidState(format!(
            "The sound of this take is missing: {} is not there. Put the file back, or delete the take.",
            path.display()
        ))),
    }
}
