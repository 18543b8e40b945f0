//! What is due: the rows that the queue is made of, and the counts of the Today screen.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, params};

use super::Store;
use crate::domain::card::DeckId;
use crate::domain::queue::{Candidate, CardKey, DeckPicker, LaneCounts};
use crate::domain::time::StudyDay;
use crate::error::Result;

/// A deck's cards by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeckCounts {
    /// In the deck.
    pub cards: u32,
    /// Never answered and not suspended.
    pub new: u32,
    /// In steps.
    pub learning: u32,
    /// Reviews due today or before.
    pub review: u32,
    /// Suspended.
    pub suspended: u32,
}

/// What was done on one study day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTotals {
    /// Answers that count (not undone).
    pub answers: u32,
    /// Time spent on them.
    pub taken_ms: u64,
}

/// An answer of a review session, not of an interview.
const IN_REVIEW: &str = "json_extract(e.content, '$.source') <> 'interview'";
/// Not taken back.
const COUNTS: &str = "not exists (select 1 from events v where v.voids = e.event_id)";

/// Not suspended, not buried: what the queue may show.
const SHOWABLE: &str = "present = 1 and suspended = 0 and (buried_until is null or buried_until <= ?2)";

impl Store {
    /// The present decks in library order, with their numbers.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn decks(&self) -> Result<Vec<(i64, DeckId)>> {
        let mut statement = self.connection.prepare_cached(
            "select deck_key, deck_id from decks where present = 1 order by position, deck_id",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut decks = Vec::new();
        for row in rows {
            let (key, id) = row?;
            decks.extend(DeckId::new(&id).map(|id| (key, id)));
        }
        Ok(decks)
    }

    /// The cards of each deck that were answered on a day, as (family, card), and how many of them
    /// were new and how many reviews that day. `day_start_ms` is when the day began: cards that an
    /// interview asked since use up no limit.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn seen_on(&self, today: StudyDay, day_start_ms: i64) -> Result<HashMap<i64, SeenToday>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "select deck_key, family_key, card_key, first_review_on = ?1 and in_review,
               coalesce(reviewed_on = ?1, 0) and in_review
             from (select *, exists (select 1 from events e where e.card_id = cards.card_id and e.at >= ?2
               and e.kind = 'review' and {IN_REVIEW} and {COUNTS}) or was is not null as in_review
               from cards where last_review_on = ?1)",
        ))?;
        let mut rows = statement.query(params![today.0, day_start_ms])?;
        let mut by_deck: HashMap<i64, SeenToday> = HashMap::new();
        while let Some(row) = rows.next()? {
            let seen = by_deck.entry(row.get(0)?).or_default();
            seen.cards.push((CardKey(row.get(1)?), CardKey(row.get(2)?)));
            seen.new += u32::from(row.get::<_, bool>(3)?);
            seen.reviews += u32::from(row.get::<_, bool>(4)?);
        }
        Ok(by_deck)
    }

    /// Offers a deck's due reviews and new cards to its picker, until it is full. `tag` narrows the choice.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn offer_cards(
        &self,
        deck_key: i64,
        today: StudyDay,
        tag: Option<&str>,
        picker: &mut DeckPicker,
    ) -> Result<()> {
        let tagged = "(?3 is null or exists (select 1 from idx.tags t where t.tag = ?3 and t.card_key = cards.card_key))";
        let mut statement = self.connection.prepare_cached(&format!(
            "select card_key, family_key, due_on from cards indexed by cards_review
             where deck_key = ?1 and phase = 2 and due_on <= ?2 and {SHOWABLE} and {tagged} order by due_on"
        ))?;
        let mut rows = statement.query(params![deck_key, today.0, tag])?;
        while let Some(row) = rows.next()? {
            let card = Candidate { key: CardKey(row.get(0)?), family: CardKey(row.get(1)?) };
            if !picker.offer_review(StudyDay(row.get(2)?), card) {
                break;
            }
        }
        let mut statement = self.connection.prepare_cached(&format!(
            "select card_key, family_key,
               card_key <> family_key and exists (select 1 from cards p where p.card_key = cards.family_key
                 and p.phase = 0 and p.present = 1 and p.suspended = 0)
             from cards indexed by cards_new
             where deck_key = ?1 and phase = 0 and {SHOWABLE} and {tagged} order by position"
        ))?;
        let mut rows = statement.query(params![deck_key, today.0, tag])?;
        while let Some(row) = rows.next()? {
            let card = Candidate { key: CardKey(row.get(0)?), family: CardKey(row.get(1)?) };
            if !picker.offer_new(card, row.get(2)?) {
                break;
            }
        }
        Ok(())
    }

    /// All cards in steps that the queue may show, as (due, card); of one deck or tag where given.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn cards_in_steps(
        &self,
        today: StudyDay,
        deck_key: Option<i64>,
        tag: Option<&str>,
    ) -> Result<Vec<(i64, CardKey)>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "select due_at, card_key from cards where phase in (1, 3) and {SHOWABLE}
             and (?1 is null or deck_key = ?1)
             and (?3 is null or exists (select 1 from idx.tags t where t.tag = ?3 and t.card_key = cards.card_key))
             order by due_at"
        ))?;
        let rows = statement
            .query_map(params![deck_key, today.0, tag], |row| Ok((row.get(0)?, CardKey(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reviews that come due within some days after today, soonest first; at most `limit`.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn cards_ahead(
        &self,
        today: StudyDay,
        days: u32,
        deck_key: Option<i64>,
        limit: u32,
    ) -> Result<Vec<CardKey>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "select card_key from cards where phase = 2 and due_on > ?2 and due_on <= ?4 and {SHOWABLE}
             and (?1 is null or deck_key = ?1) and last_review_on < ?2
             order by due_on, stability, card_id limit ?3"
        ))?;
        let rows = statement.query_map(params![deck_key, today.0, limit, today.plus(days).0], |row| {
            row.get(0).map(CardKey)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Each deck's cards by where they stand today.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn deck_counts(&self, today: StudyDay) -> Result<HashMap<i64, DeckCounts>> {
        let mut counts: HashMap<i64, DeckCounts> = HashMap::new();
        let mut count = |sql: &str, put: fn(&mut DeckCounts, u32)| -> Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([today.0])?;
            while let Some(row) = rows.next()? {
                put(counts.entry(row.get(0)?).or_default(), row.get(1)?);
            }
            Ok(())
        };
        // Each walks one index made for it; the parameter is there so that all are called alike.
        count(
            "select deck_key, count(*) from cards indexed by cards_of_deck where present = 1 and ?1 is not null group by 1",
            |c, n| c.cards = n,
        )?;
        count(
            "select deck_key, count(*) from cards indexed by cards_new where phase = 0 and present = 1 and suspended = 0 and ?1 is not null group by 1",
            |c, n| c.new = n,
        )?;
        count(
            "select deck_key, count(*) from cards indexed by cards_learning where phase in (1, 3) and present = 1 and suspended = 0
             and (buried_until is null or buried_until <= ?1) group by 1",
            |c, n| c.learning = n,
        )?;
        count(
            "select d.deck_key, (select count(*) from cards c where c.deck_key = d.deck_key and c.phase = 2
               and c.present = 1 and c.suspended = 0 and c.due_on <= ?1
               and (c.buried_until is null or c.buried_until <= ?1)) from decks d",
            |c, n| c.review = n,
        )?;
        count(
            "select deck_key, count(*) from cards indexed by cards_suspended where suspended = 1 and present = 1 and ?1 is not null group by 1",
            |c, n| c.suspended = n,
        )?;
        Ok(counts)
    }

    /// How many cards the decks hold.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn card_count(&self) -> Result<u32> {
        Ok(self.connection.query_row("select count(*) from cards where present = 1", [], |row| row.get(0))?)
    }

    /// Reviews due on exactly this day.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn due_on(&self, day: StudyDay) -> Result<u32> {
        Ok(self
            .connection
            .prepare_cached(
                "select coalesce(sum((select count(*) from cards c where c.deck_key = d.deck_key and c.phase = 2
                   and c.present = 1 and c.suspended = 0 and c.due_on = ?1)), 0) from decks d",
            )?
            .query_row([day.0], |row| row.get(0))?)
    }

    /// What was done in review sessions in a span of time (UTC milliseconds, end excluded).
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn totals_between(&self, from_ms: i64, to_ms: i64) -> Result<DayTotals> {
        Ok(self
            .connection
            .prepare_cached(&format!(
                "select count(*), coalesce(sum(taken_ms), 0) from events e
                 where at >= ?1 and at < ?2 and kind = 'review' and {IN_REVIEW} and {COUNTS}"
            ))?
            .query_row([from_ms, to_ms], |row| {
                Ok(DayTotals { answers: row.get(0)?, taken_ms: row.get(1)? })
            })?)
    }

    /// The mean time of the last answers, for estimates; `None` before there are twenty.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn usual_pace_ms(&self) -> Result<Option<u32>> {
        Ok(self
            .connection
            .prepare_cached(
                &format!("select cast(avg(taken_ms) as integer), count(*) from (
                   select min(taken_ms, 300000) as taken_ms from events e where kind = 'review' and taken_ms > 0
                   and {IN_REVIEW} order by at desc limit 200)"),
            )?
            .query_row([], |row| {
                Ok((row.get::<_, u32>(1)? >= 20).then(|| row.get::<_, Option<u32>>(0)).transpose()?.flatten())
            })
            .optional()?
            .flatten())
    }
}

/// A deck's cards that were answered today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenToday {
    /// (family, card).
    pub cards: Vec<(CardKey, CardKey)>,
    /// Cards that were new when first answered today.
    pub new: u32,
    /// Cards answered out of the review phase today.
    pub reviews: u32,
}

impl Store {
    /// How some queued cards are shared among the decks, by deck number.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn shares(&self, queued: &[CardKey], today: StudyDay) -> Result<HashMap<i64, LaneCounts>> {
        let mut shares: HashMap<i64, LaneCounts> = HashMap::new();
        let mut left: HashSet<CardKey> = queued.iter().copied().collect();
        // Most are due reviews: their index knows the deck, and no row is fetched for it.
        let mut due = self.connection.prepare_cached(
            "select c.deck_key, c.card_key from decks d cross join cards c indexed by cards_review
             on c.deck_key = d.deck_key
             where c.phase = 2 and c.due_on <= ?1 and c.present = 1 and c.suspended = 0",
        )?;
        let mut rows = due.query([today.0])?;
        while let Some(row) = rows.next()? {
            if left.remove(&CardKey(row.get(1)?)) {
                shares.entry(row.get(0)?).or_default().review += 1;
            }
        }
        let mut statement =
            self.connection.prepare_cached("select deck_key, phase from cards where card_key = ?1")?;
        for card in left {
            let (deck, phase): (i64, u8) =
                statement.query_row([card.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let share = shares.entry(deck).or_default();
            match phase {
                0 => share.new += 1,
                2 => share.review += 1,
                _ => share.learning += 1,
            }
        }
        Ok(shares)
    }
}
