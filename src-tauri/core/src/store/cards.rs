//! The cache of each card's state. A test rebuilds it from the log and compares.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{self, PhaseColumns};
use super::events::action;
use super::{Preset, Store, Writer, renames};
use crate::domain::card::CardId;
use crate::domain::fold::{CardState, Step, fold};
use crate::domain::memory::Memory;
use crate::domain::queue::CardKey;
use crate::domain::rating::Rating;
use crate::domain::time::{Moment, StudyDay};
use crate::error::{Error, OrNotFound, Result};

/// A card as the store knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCard {
    /// Its number in this database.
    pub key: CardKey,
    /// Its id.
    pub id: CardId,
    /// Its main question's number.
    pub family: CardKey,
    /// Whether a deck holds it now.
    pub present: bool,
    /// What the log says.
    pub state: CardState,
}

pub(super) const STATE: &str =
    "phase, step, interval_days, due_at, due_on, stability, difficulty, reviews, lapses,
    last_rating, first_review_on, last_review_on, reviewed_on, last_at, suspended, buried_until, marked";

/// The column after those of [`stored_card`].
pub(super) const AFTER_STATE: usize = 4 + 17;

fn state(row: &Row<'_>, first: usize) -> rusqlite::Result<CardState> {
    let at = |offset: usize| first + offset;
    let day = |offset: usize| row.get::<_, Option<i32>>(at(offset)).map(|day| day.map(StudyDay));
    let phase = PhaseColumns {
        phase: row.get(at(0))?,
        step: row.get(at(1))?,
        interval_days: row.get(at(2))?,
        due_at: row.get(at(3))?,
        due_on: row.get(at(4))?,
    };
    let stability: Option<f32> = row.get(at(5))?;
    let difficulty: Option<f32> = row.get(at(6))?;
    Ok(CardState {
        phase: phase.into(),
        memory: stability.zip(difficulty).map(|(stability, difficulty)| Memory { stability, difficulty }),
        reviews: row.get(at(7))?,
        lapses: row.get(at(8))?,
        last_rating: row.get::<_, Option<u8>>(at(9))?.and_then(Rating::from_number),
        first_review_on: day(10)?,
        last_review_on: day(11)?,
        reviewed_on: day(12)?,
        last_at: row.get(at(13))?,
        suspended: row.get(at(14))?,
        buried_until: day(15)?,
        marked: row.get(at(16))?,
    })
}

pub(super) fn stored_card(row: &Row<'_>) -> rusqlite::Result<StoredCard> {
    Ok(StoredCard {
        key: CardKey(row.get(0)?),
        id: codec::card_id(row, 1)?,
        family: CardKey(row.get(2)?),
        present: row.get(3)?,
        state: state(row, 4)?,
    })
}

fn find_card(connection: &Connection, id: &CardId) -> Result<StoredCard> {
    connection
        .prepare_cached(&format!(
            "select card_key, card_id, family_key, present, {STATE} from cards where card_id = ?1"
        ))?
        .query_row([id.as_str()], stored_card)
        .optional()?
        .or_not_found("card", id)
}

impl Store {
    /// A card by id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a card that no deck ever held.
    pub fn card(&self, id: &CardId) -> Result<StoredCard> {
        find_card(&self.connection, id)
    }

    /// A card by number.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such number.
    pub fn card_by_key(&self, key: CardKey) -> Result<StoredCard> {
        self.connection
            .prepare_cached(&format!(
                "select card_key, card_id, family_key, present, {STATE} from cards where card_key = ?1"
            ))?
            .query_row([key.0], stored_card)
            .optional()?
            .or_not_found("card", key.0)
    }

    /// The card that the events of a name count for now: itself, or the one that carries it on.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn owner(&self, card: &CardId) -> Result<CardId> {
        renames::owner(&self.connection, card)
    }

    /// Whether any card of a family is due, new or seen: the family's present cards in the author's order.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn family(&self, family: CardKey) -> Result<Vec<StoredCard>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "select card_key, card_id, family_key, present, {STATE} from cards
             where family_key = ?1 and present = 1 order by position"
        ))?;
        Ok(statement.query_map([family.0], stored_card)?.collect::<Result<_, _>>()?)
    }

    /// Computes every card's state from the log alone and compares it with the cache.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn stale_cards(&self) -> Result<Vec<CardId>> {
        // One moment of the file, whatever other windows write meanwhile.
        let snapshot = self.connection.unchecked_transaction()?;
        let preset = Preset::load(&snapshot)?;
        let mut log = read_log(&snapshot)?;
        let mut statement = snapshot
            .prepare(&format!("select card_key, card_id, family_key, present, {STATE} from cards"))?;
        let mut stale = Vec::new();
        for card in statement.query_map([], stored_card)? {
            let card = card?;
            if folded(log.remove(card.id.as_str()), &preset) != card.state {
                stale.push(card.id);
            }
        }
        stale.extend(log.keys().filter_map(|id| CardId::new(id)));
        Ok(stale)
    }

    /// Rebuilds the whole cache from the log; returns how many cards the log knows.
    ///
    /// # Errors
    /// When SQLite cannot read or write.
    pub fn rebuild(&mut self) -> Result<usize> {
        self.transaction(|writer| writer.rebuild())
    }
}

/// A card's steps as the log is walked, each with the place of its event's id.
type Steps = Vec<(i64, u32, Step)>;

/// What a card's steps, in any order, amount to; none is a new card.
fn folded(steps: Option<Steps>, preset: &Preset) -> CardState {
    let mut steps = steps.unwrap_or_default();
    steps.sort_unstable_by_key(|(at_ms, order, _)| (*at_ms, *order));
    fold(steps.into_iter().map(|(_, _, step)| step), &preset.model, preset.rollover_hour)
}

/// Reads the whole log, card by card.
fn read_log(connection: &Connection) -> Result<HashMap<String, Steps>> {
    let voided: HashSet<String> = connection
        .prepare("select voids from events where voids is not null")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // One pass in the order of the table, sorted in memory card by card: a tenth of the time of a walk
    // along an index, which would fetch each event's row from another page. The plus keeps SQLite from it.
    let mut statement = connection.prepare(
        "select event_id, card_id, at, offset_min, kind, rating, phase, step, interval_days, due_at, due_on, content
         from events where +card_id is not null order by event_id",
    )?;
    let mut by_card: HashMap<String, Steps> = HashMap::new();
    let mut ordered_by_id: u32 = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let card = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let at = Moment { at_ms: row.get(2)?, offset_min: row.get(3)? };
        let voided =
            !voided.is_empty() && voided.contains(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
        let step = Step { at, voided, action: action(row, 4)? };
        // The table is walked in order of event_id, so a counter stands for it in the order of the fold.
        ordered_by_id += 1;
        match by_card.get_mut(card) {
            Some(steps) => steps.push((at.at_ms, ordered_by_id, step)),
            None => drop(by_card.insert(card.to_owned(), vec![(at.at_ms, ordered_by_id, step)])),
        }
    }
    for (old, heir) in renames::carried(connection)? {
        if let Some(steps) = by_card.remove(old.as_str()) {
            by_card.entry(heir.to_string()).or_default().extend(steps);
        }
    }
    Ok(by_card)
}

impl Writer<'_> {
    /// A card by id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a card that no deck ever held.
    pub fn card(&self, id: &CardId) -> Result<StoredCard> {
        find_card(&self.transaction, id)
    }

    /// Rebuilds the whole cache from the log; returns how many cards the log knows.
    ///
    /// # Errors
    /// When SQLite cannot read or write.
    pub fn rebuild(&self) -> Result<usize> {
        let mut log = read_log(&self.transaction)?;
        let cards = log.len();
        // In the order of the table: written in any other, its pages would go to the disk many times.
        let mut stale: Vec<(String, CardState)> = Vec::new();
        let mut statement =
            self.transaction.prepare(&format!("select card_id, {STATE} from cards order by card_key"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let expected = folded(log.remove(id), &self.preset);
            if expected != state(row, 1)? {
                stale.push((id.to_owned(), expected));
            }
        }
        // An event may name what is no card: kept, and no card's business.
        let unknown = log.into_iter().filter(|(id, _)| CardId::new(id).is_some());
        stale.extend(unknown.map(|(id, steps)| (id, folded(Some(steps), &self.preset))));
        stale.iter().try_for_each(|(id, state)| self.save_state(id, state))?;
        Ok(cards)
    }

    /// Writes what one event made of a card: the cache's half of an append.
    ///
    /// # Errors
    /// When the card has an id but no row, or SQLite refuses.
    pub fn save_state(&self, id: &str, state: &CardState) -> Result<()> {
        let phase = PhaseColumns::from(state.phase);
        let day = |day: Option<StudyDay>| day.map(|day| day.0);
        let changed = self
            .transaction
            .prepare_cached(
                "update cards set phase = ?2, step = ?3, interval_days = ?4, due_at = ?5, due_on = ?6,
                   stability = ?7, difficulty = ?8, reviews = ?9, lapses = ?10, last_rating = ?11,
                   first_review_on = ?12, last_review_on = ?13, reviewed_on = ?14, last_at = ?15,
                   suspended = ?16, buried_until = ?17, marked = ?18
                 where card_id = ?1",
            )?
            .execute(params![
                id,
                phase.phase,
                phase.step,
                phase.interval_days,
                phase.due_at,
                phase.due_on,
                state.memory.map(|memory| memory.stability),
                state.memory.map(|memory| memory.difficulty),
                state.reviews,
                state.lapses,
                state.last_rating.map(Rating::number),
                day(state.first_review_on),
                day(state.last_review_on),
                day(state.reviewed_on),
                state.last_at,
                state.suspended,
                day(state.buried_until),
                state.marked,
            ])?;
        if changed == 0 {
            let card =
                CardId::new(id).ok_or_else(|| Error::InvalidInput(format!("\"{id}\" is no card id")))?;
            self.adopt(&card)?;
            return self.save_state(id, state);
        }
        Ok(())
    }

    /// Gives a row to a card that the log knows but no deck here holds.
    fn adopt(&self, card: &CardId) -> Result<()> {
        let deck = self.deck_key(&card.deck())?;
        self.transaction
            .prepare_cached(
                "insert into cards (card_id, deck_key, family_key, position, present) values (?1, ?2, 0, 0, 0)",
            )?
            .execute(params![card.as_str(), deck])?;
        self.transaction
            .prepare_cached(
                "update cards set family_key = coalesce((select card_key from cards where card_id = ?2), card_key)
                 where card_id = ?1",
            )?
            .execute(params![card.as_str(), card.family().as_str()])?;
        Ok(())
    }

    /// Folds one card's events and stores the result. A card whose history another one carries on
    /// has none of its own; the other one's state is returned then.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refold(&self, card: &CardId) -> Result<CardState> {
        let owner = self.owner(card)?;
        if owner != *card {
            self.save_state(card.as_str(), &CardState::default())?;
        }
        let state = fold(self.steps(&owner)?, &self.preset.model, self.preset.rollover_hour);
        self.save_state(owner.as_str(), &state)?;
        Ok(state)
    }

    /// The card that a card's events count for: itself, or the one that carries it on under a new name.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn owner(&self, card: &CardId) -> Result<CardId> {
        renames::owner(&self.transaction, card)
    }
}
