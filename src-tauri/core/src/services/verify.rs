//! Does everything hold together? The file, the log, and the cache against the log.

use crate::error::Result;
use crate::store::Store;

/// What was checked and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Events in the log.
    pub events: u64,
    /// Cards in the library.
    pub cards: u32,
    /// Each a sentence; empty when all is well.
    pub problems: Vec<String>,
}

/// Checks every page of the file and folds the whole log against the cache.
///
/// # Errors
/// When SQLite cannot read at all.
pub fn verify(store: &Store) -> Result<Verification> {
    let mut problems = store.integrity_problems()?;
    for card in reported(store.stale_cards(), &mut problems)? {
        problems.push(format!("the stored state of {card} is not what its events say"));
    }
    let events = reported(store.event_count(), &mut problems)?;
    let cards = reported(store.card_count(), &mut problems)?;
    Ok(Verification { events, cards, problems })
}

/// What was read; where the file's damage stops the reading, nothing, and the damage is a problem.
fn reported<T: Default>(read: Result<T>, problems: &mut Vec<String>) -> Result<T> {
    match read {
        Err(error) if error.is_damage() => {
            problems.push(error.to_string());
            Ok(T::default())
        }
        other => other,
    }
}
