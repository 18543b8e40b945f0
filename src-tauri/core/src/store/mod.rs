//! One SQLite file, `progress.db`: the append-only log, and a cache of what it means. Beside it
//! `index.db`, the disposable search index over the decks. Knows nothing of deck syntax or screens.

mod actions;
mod cards;
mod codec;
mod due;
mod events;
mod index;
mod indexing;
mod interview_codec;
mod interviews;
mod local;
mod open;
mod options;
mod renames;
mod search;
mod take_codec;
mod takes;

pub use actions::{Action, ActionKind, FileEdit};
pub use cards::StoredCard;
pub use due::{DayTotals, DeckCounts, SeenToday};
pub use events::LoggedEvent;
pub use index::{IndexedCard, IndexedDeck, IndexedFile, NewCard, NewFile};
pub use interviews::{AskableCard, Draft, InterviewRow};
pub(crate) use open::remove_index;
pub use open::{Location, newest_good_backup, set_aside};
pub use search::{Page, Sort, Term};
pub use takes::{Sound, StoredTake};

use std::borrow::Cow;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::domain::card::{CardId, DeckId};
use crate::domain::memory::{MemoryModel, Parameters};
use crate::domain::options::Options;
use crate::error::{Error, Result};

/// The progress of one learner: the log, its cache and the search index, on one connection.
pub struct Store {
    connection: Connection,
    location: Location,
    device: Uuid,
    preset: Preset,
    /// The data version under which the preset was read.
    preset_version: i64,
}

/// What the log's options and parameters amount to; read again when one of them is appended.
#[derive(Clone, Debug)]
struct Preset {
    model: MemoryModel,
    rollover_hour: u8,
    default: Options,
    by_deck: std::collections::HashMap<DeckId, Options>,
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
        let (result, preset, version) = {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have set options since; nothing is decided under the old ones.
            let version = data_version(&transaction)?;
            let preset = if version == self.preset_version {
                Cow::Borrowed(&self.preset)
            } else {
                Cow::Owned(Preset::load(&transaction)?)
            };
            let mut writer = Writer {
                transaction,
                device: self.device,
                preset,
                moved: Vec::new(),
                renamed: Vec::new(),
                library_changes: None,
            };
            let result = work(&mut writer)?;
            writer.settle_renames()?;
            writer.seal_library()?;
            let Writer { transaction, preset, .. } = writer;
            transaction.commit()?;
            let fresh = match preset {
                Cow::Owned(preset) => Some(preset),
                Cow::Borrowed(_) => None,
            };
            (result, fresh, version)
        };
        if let Some(preset) = preset {
            self.preset = preset;
            self.preset_version = version;
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

    /// Whether the file may be written, as far as its permissions say. The file is not opened for
    /// this: closing it would take away the locks of this very connection.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        let permissions = std::fs::metadata(self.location.database()).map(|metadata| metadata.permissions());
        permissions.is_ok_and(|permissions| !permissions.readonly())
            && self.connection.is_readonly("main").is_ok_and(|read_only| !read_only)
    }

    /// Changes whenever another connection committed to `progress.db`.
    ///
    /// # Errors
    /// When SQLite cannot read the file.
    pub fn data_version(&self) -> Result<i64> {
        data_version(&self.connection)
    }
}

fn data_version(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached("pragma main.data_version")?.query_row([], |row| row.get(0))?)
}

/// The inside of a transaction.
pub struct Writer<'store> {
    transaction: Transaction<'store>,
    device: Uuid,
    preset: Cow<'store, Preset>,
    /// Cards that came into a deck or left one: histories may have to move.
    moved: Vec<CardId>,
    /// Cards whose `was=` changed, and what it named before and names now.
    renamed: Vec<CardId>,
    /// A hash of what was changed in the index.
    library_changes: Option<u64>,
}

impl Writer<'_> {
    /// FSRS under the parameters in force.
    #[must_use]
    pub fn model(&self) -> &MemoryModel {
        &self.preset.model
    }

    /// Refuses to go on when another program has written since [`Store::data_version`] was asked: what was
    /// read then may not hold any more.
    ///
    /// # Errors
    /// [`Error::InvalidState`] when it has.
    pub fn expect_version(&self, version: i64) -> Result<()> {
        if data_version(&self.transaction)? == version {
            return Ok(());
        }
        let message = "another program changed the progress at this very moment; try again";
        Err(Error::InvalidState(message.to_owned()))
    }

    /// The options in force for a deck.
    #[must_use]
    pub fn options(&self, deck: &DeckId) -> &Options {
        self.preset.options(Some(deck))
    }

    /// Hour at which a study day begins.
    #[must_use]
    pub fn rollover_hour(&self) -> u8 {
        self.preset.rollover_hour
    }

    fn reload_preset(&mut self) -> Result<()> {
        self.preset = Cow::Owned(Preset::load(&self.transaction)?);
        Ok(())
    }
}
