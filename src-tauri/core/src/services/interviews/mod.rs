//! Mock interviews: choosing one, holding it, judging it.

pub mod assessing;
pub mod composing;
pub mod holding;
mod scripts;
pub mod written;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::interview::log::Interview;
use crate::domain::interview::script::Place;
use crate::error::{OrNotFound, Result};
use crate::store::{Draft, Store};

/// An interview, as the log tells it.
///
/// # Errors
/// [`crate::Error::NotFound`] for one that was never begun, or that was deleted.
pub fn load(store: &Store, id: Uuid) -> Result<Interview> {
    Interview::fold(store.interview_entries(id)?)
        .filter(|interview| !interview.is_deleted)
        .or_not_found("interview", id)
}

/// Every interview that was not deleted, newest first.
///
/// # Errors
/// When SQLite cannot read.
pub fn history(store: &Store) -> Result<Vec<Interview>> {
    let rows = store.interviews()?;
    let mut interviews = Vec::with_capacity(rows.len());
    for row in rows {
        interviews.extend(Interview::fold(store.interview_entries(row.id)?));
    }
    Ok(interviews)
}

/// The interviews of a kind that were not deleted, newest first.
///
/// # Errors
/// When SQLite cannot read.
pub fn of_kind(store: &Store, kind: &str) -> Result<Vec<Interview>> {
    let mut interviews = Vec::new();
    for row in store.interviews()?.into_iter().filter(|row| row.kind == kind) {
        interviews.extend(Interview::fold(store.interview_entries(row.id)?));
    }
    Ok(interviews)
}

/// What was written in an interview, by question.
///
/// # Errors
/// When SQLite cannot read.
pub fn drafts(store: &Store, id: Uuid) -> Result<BTreeMap<Place, Draft>> {
    Ok(store.drafts(id)?.into_iter().collect())
}
