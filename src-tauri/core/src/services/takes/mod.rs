//! Takes: recording them, judging them, keeping them, and what they tell.

pub mod assessing;
pub mod background;
pub mod calibrating;
pub mod exporting;
pub mod judging;
pub mod keeping;
pub mod recording;
pub mod recovering;

use std::collections::BTreeMap;
use std::path::PathBuf;

use uuid::Uuid;

use crate::domain::card::CardId;
use crate::domain::take::log::{Logged, Recorded, Take};
use crate::error::{OrNotFound, Result};
use crate::store::{Sound, Store, StoredTake};

/// A take: what the log tells, and what is on this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What the log tells.
    pub take: Take,
    /// Its row on this machine; `None` for one that was recorded elsewhere.
    pub stored: Option<StoredTake>,
}

impl Known {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.take.id
    }

    /// As it was recorded.
    #[must_use]
    pub fn recorded(&self) -> &Recorded {
        &self.take.recorded
    }

    /// Its file; `None` when its sound was deleted or is on another machine. It may be missing.
    #[must_use]
    pub fn path(&self, store: &Store) -> Option<PathBuf> {
        let stored = self.stored.as_ref().filter(|stored| stored.sound == Sound::Kept)?;
        store.recording(stored)
    }
}

/// A take that was recorded.
///
/// # Errors
/// [`crate::Error::NotFound`] for one that never was.
pub fn load(store: &Store, id: Uuid) -> Result<Known> {
    let take = Take::fold(store.take_entries(id)?).or_not_found("take", id)?;
    Ok(Known { stored: store.stored_take(id)?, take })
}

/// A card's takes, newest first.
///
/// # Errors
/// When SQLite cannot read.
pub fn of_card(store: &Store, card: &CardId) -> Result<Vec<Known>> {
    let entries = store.takes_of_card(card)?;
    known(store, entries)
}

/// An interview's takes, newest first.
///
/// # Errors
/// When SQLite cannot read.
pub fn of_interview(store: &Store, interview: Uuid) -> Result<Vec<Known>> {
    let entries = store.takes_of_interview(interview)?;
    known(store, entries)
}

/// All takes, newest first.
///
/// # Errors
/// When SQLite cannot read.
pub fn all(store: &Store) -> Result<Vec<Known>> {
    let entries = store.all_take_entries()?;
    known(store, entries)
}

fn known(store: &Store, entries: Vec<Logged>) -> Result<Vec<Known>> {
    let mut by_take: BTreeMap<Uuid, Vec<Logged>> = BTreeMap::new();
    for entry in entries {
        by_take.entry(entry.take).or_default().push(entry);
    }
    let mut found = Vec::with_capacity(by_take.len());
    for (id, entries) in by_take {
        if let Some(take) = Take::fold(entries) {
            found.push(Known { stored: store.stored_take(id)?, take });
        }
    }
    found.sort_by_key(|known| std::cmp::Reverse((known.recorded().begun_at.at_ms, known.id())));
    Ok(found)
}

/// Takes of the same question, newest first: of the same card, or of the same words where no card is
/// asked.
///
/// # Errors
/// When SQLite cannot read.
pub fn of_same_question(store: &Store, recorded: &Recorded) -> Result<Vec<Known>> {
    if let Some(card) = recorded.about.card() {
        return of_card(store, &store.owner(card)?);
    }
    let mut found = all(store)?;
    found.retain(|known| {
        known.recorded().about.card().is_none() && known.recorded().question == recorded.question
    });
    Ok(found)
}
