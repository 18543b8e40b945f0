//! One SQLite file, `progress.db`: the append-only log, and a cache of what it means. Beside it
//! `index.db`, the disposable search index over the decks. Knows nothing of deck syntax or screens.

mod actions;
mod cards;
mod codec;
mod due;
mod events;
mod index;
mod local;
mod open;
mod options;
mod search;

pub use actions::{Action, ActionKind, FileEdit};
pub use cards::StoredCard;
pub use due::{DayTotals, DeckCounts, SeenToday};
pub use events::LoggedEvent;
pub use index::{IndexedCard, IndexedDeck, IndexedFile, NewCard, NewDeck, NewFile};
pub use open::{Location, newest_good_backup, set_aside};
pub use search::{Page, Sort, Term};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::domain::memory::{MemoryModel, Parameters};
use crate::domain::options::Options;
use crate::error::Result;

/// The progress of one learner: the log, its cache and the search index, on one connection.
pub struct Store {
    connection: Connection,
    location: Location,
    device: Uuid,
    preset: Preset,
}

/// What the log's options and parameters amount to; read again when one of them is appended.
#[derive(Clone, Debug)]
struct Preset {
    model: MemoryModel,
    rollover_hour: u8,
    default: Options,
    by_deck: std::collections::HashMap<crate::domain::card::DeckId, Options>,
}

impl Default for Preset {
    fn default() -> Self {
        Self {
            model: MemoryModel::new(&Parameters::default()).unwrap_or_default(),
            rollover_hour: 4,
            default: Options::default(),
            by_deck: std::collections::HashMap::new(),
        }
    }
}

impl Store {
    /// Runs `work` in one transaction: all of it is durable when this returns, or none of it happened.
    ///
    /// # Errors
    /// What `work` returned, or what SQLite said about the commit.
    pub fn transaction<T>(&mut self, work: impl FnOnce(&mut Writer<'_>) -> Result<T>) -> Result<T> {
        let (result, options_changed) = {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut writer =
                Writer { transaction, device: self.device, preset: &self.preset, options_changed: false };
            let result = work(&mut writer)?;
            writer.transaction.commit()?;
            (result, writer.options_changed)
        };
        if options_changed {
            self.reload_preset()?;
        }
        Ok(result)
    }

    /// Where the files are.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// FSRS under the parameters in force.
    #[must_use]
    pub fn model(&self) -> &MemoryModel {
        &self.preset.model
    }

    /// Hour at which a study day begins.
    #[must_use]
    pub fn rollover_hour(&self) -> u8 {
        self.preset.rollover_hour
    }

    /// Changes whenever another connection committed to `progress.db`.
    ///
    /// # Errors
    /// When SQLite cannot read the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.connection.query_row("pragma main.data_version", [], |row| row.get(0))?)
    }
}

/// The inside of a transaction.
pub struct Writer<'store> {
    transaction: Transaction<'store>,
    device: Uuid,
    preset: &'store Preset,
    options_changed: bool,
}
