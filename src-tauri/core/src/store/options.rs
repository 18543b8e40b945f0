//! What the log's `options` and `parameters` events amount to.

use rusqlite::Connection;

use super::{Preset, Store, codec};
use crate::domain::card::DeckId;
use crate::domain::event::OptionsChange;
use crate::domain::memory::MemoryModel;
use crate::domain::options::Options;
use crate::domain::time::StudyDay;
use crate::error::Result;

impl Store {
    /// The options in force for a deck; without a deck the preset.
    #[must_use]
    pub fn options(&self, deck: Option<&DeckId>) -> &Options {
        self.preset.options(deck)
    }

    /// Whether a deck has options of its own.
    #[must_use]
    pub fn has_own_options(&self, deck: &DeckId) -> bool {
        self.preset.by_deck.contains_key(deck)
    }

    /// More cards that the learner asked for on a day: (deck, new, reviews); no deck means over all.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn study_more(&self, today: StudyDay) -> Result<Vec<(Option<DeckId>, u32, u32)>> {
        let mut asked = Vec::new();
        each_option(&self.connection, |change| {
            if let OptionsChange::StudyMore { deck, day, new, reviews } = change
                && day == today
            {
                asked.push((deck, new, reviews));
            }
        })?;
        Ok(asked)
    }
}

impl Preset {
    /// What the log's events amount to now.
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        let mut preset = Self::default();
        each_option(connection, |change| match change {
            OptionsChange::Set { deck: None, options } => {
                preset.default = options.map_or_else(Options::default, |options| *options);
            }
            OptionsChange::Set { deck: Some(deck), options: Some(options) } => {
                preset.by_deck.insert(deck, *options);
            }
            OptionsChange::Set { deck: Some(deck), options: None } => {
                preset.by_deck.remove(&deck);
            }
            OptionsChange::Rollover { hour } => preset.rollover_hour = hour,
            OptionsChange::StudyMore { .. } => {}
        })?;
        let mut statement = connection.prepare_cached(
            "select content from events e where kind = 'parameters' and card_id is null
             and not exists (select 1 from events v where v.voids = e.event_id) order by at desc, event_id desc",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let content = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if let Some(model) = codec::decode_parameters(content).as_ref().and_then(MemoryModel::new) {
                preset.model = model;
                break;
            }
        }
        Ok(preset)
    }

    /// The options in force for a deck; without a deck the preset.
    pub(super) fn options(&self, deck: Option<&DeckId>) -> &Options {
        deck.and_then(|deck| self.by_deck.get(deck)).unwrap_or(&self.default)
    }
}

fn each_option(connection: &Connection, mut each: impl FnMut(OptionsChange)) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "select content from events e where kind = 'options' and card_id is null
         and not exists (select 1 from events v where v.voids = e.event_id) order by at, event_id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let content = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if let Some(change) = codec::decode_options(content) {
            each(change);
        }
    }
    Ok(())
}
