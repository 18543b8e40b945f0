//! Use cases: one function, one transaction. Knows the domain, the decks and the store; not the
//! window, not the wire.

pub mod cards;
pub mod editing;
pub mod interviews;
pub mod library;
pub mod options;
pub mod overview;
pub mod places;
pub mod query;
pub mod session;
pub mod settings;
pub mod study;
pub mod takes;
pub mod undoing;
pub mod upkeep;
pub mod verify;

use uuid::Uuid;

use crate::domain::time::Moment;

/// When a thing is done, and the id that its event will have: time and identity are arguments.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The clock, with its local offset.
    pub now: Moment,
    /// A fresh UUIDv7.
    pub id: Uuid,
}

impl Stamp {
    /// The id of another event of the same transaction.
    #[must_use]
    pub fn id_of(&self, what: &str) -> Uuid {
        Uuid::new_v5(&self.id, what.as_bytes())
    }
}
