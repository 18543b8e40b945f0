//! Searching the library: each term of a query becomes a set of card numbers, the sets are combined,
//! and only the rows of one page are looked up.

use roaring::RoaringBitmap;
use rusqlite::types::ToSql;

use super::Store;
use super::cards::stored_card;
use super::{IndexedCard, StoredCard};
use crate::domain::card::{CardKind, Level};
use crate::domain::queue::CardKey;
use crate::domain::time::StudyDay;
use crate::error::Result;

/// One condition on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// These words next to each other; `prefix` lets the last one go on.
    Words {
        /// As typed: never part of the index's query language.
        text: String,
        /// Whether the last word may go on.
        prefix: bool,
    },
    /// In a deck.
    Deck(String),
    /// With a tag.
    Tag(String),
    /// Of a level.
    Level(Level),
    /// Of a kind.
    Kind(CardKind),
    /// Due today: a review, or in steps.
    Due,
    /// Never answered.
    New,
    /// In steps.
    Learning,
    /// In review.
    Review,
    /// Suspended.
    Suspended,
    /// Buried today.
    Buried,
    /// Marked.
    Marked,
    /// Lapsed at least so often.
    Leech(u32),
}

/// The order of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// As the decks have them.
    Library,
    /// Soonest due first, new cards last.
    Due,
    /// Best match first; library order when that says nothing.
    Relevance,
}

/// A page of matching cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Matches in all.
    pub total: u64,
    /// The cards of the page, in order.
    pub cards: Vec<CardKey>,
}

/// Up to this many matches are sorted one by one; more are picked from a walk along an ordered index.
const FEW: u64 = 1_500;
/// Ranking by relevance reads every match's statistics: worth it for a list that one reads.
const RANKED: u64 = 5_000;

impl Store {
    /// The cards for which every term holds (or, where `negated`, does not).
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn search(
        &self,
        terms: &[(bool, Term)],
        sort: Sort,
        offset: usize,
        limit: usize,
        today: StudyDay,
    ) -> Result<Page> {
        if !terms.iter().any(|(negated, _)| !negated) && terms.is_empty() {
            let total = u64::from(self.card_count()?);
            return Ok(Page { total, cards: self.walk(sort, offset, limit, |_| true)? });
        }
        let matches = self.matches(terms, today)?;
        let total = matches.len();
        let cards = if total <= offset as u64 {
            Vec::new()
        } else if sort == Sort::Relevance && total <= RANKED && terms.iter().any(is_wanted_word) {
            self.by_relevance(terms, &matches, offset, limit)?
        } else if total <= FEW {
            self.sorted(sort, &matches, offset, limit)?
        } else {
            self.walk(sort, offset, limit, |key| matches.contains(key))?
        };
        Ok(Page { total, cards })
    }

    fn matches(&self, terms: &[(bool, Term)], today: StudyDay) -> Result<RoaringBitmap> {
        let mut matches: Option<RoaringBitmap> = None;
        for (_, term) in terms.iter().filter(|(negated, _)| !negated) {
            let found = self.set(term, today)?;
            matches = Some(match matches {
                Some(matches) => matches & found,
                None => found,
            });
        }
        let mut matches = match matches {
            Some(matches) => matches,
            None => self.keys("select card_key from cards where present = 1", &[])?,
        };
        for (_, term) in terms.iter().filter(|(negated, _)| *negated) {
            matches -= self.set(term, today)?;
        }
        Ok(matches)
    }

    /// The cards for which one term holds.
    fn set(&self, term: &Term, today: StudyDay) -> Result<RoaringBitmap> {
        let place = |found: Option<usize>| found.and_then(|place| i64::try_from(place).ok());
        match term {
            Term::Words { text, prefix } => {
                self.keys("select rowid from idx.words where words match ?1", &[&match_expression(text, *prefix)])
            }
            Term::Deck(deck) => self.keys(
                "select card_key from cards where present = 1 and deck_key = (select deck_key from decks where deck_id = ?1)",
                &[deck],
            ),
            Term::Tag(tag) => {
                self.keys("select card_key from idx.tags where tag = ?1", &[&tag.to_lowercase()])
            }
            Term::Level(level) => self.keys(
                "select card_key from idx.cards where level = ?1",
                &[&place(Level::ALL.iter().position(|known| known == level))],
            ),
            Term::Kind(kind) => self.keys(
                "select card_key from idx.cards where kind = ?1",
                &[&place(CardKind::ALL.iter().position(|known| known == kind))],
            ),
            Term::Due => {
                let showable = "present = 1 and suspended = 0 and (buried_until is null or buried_until <= ?1)";
                let mut due = self.keys(
                    &format!(
                        "select c.card_key from decks d join cards c on c.deck_key = d.deck_key
                         where c.phase = 2 and c.due_on <= ?1 and {showable}",
                        showable = showable
                            .replace("present", "c.present")
                            .replace("suspended", "c.suspended")
                            .replace("buried_until", "c.buried_until")
                    ),
                    &[&today.0],
                )?;
                due |= self.keys(
                    &format!("select card_key from cards where phase in (1, 3) and {showable}"),
                    &[&today.0],
                )?;
                Ok(due)
            }
            Term::New => self.keys("select card_key from cards where present = 1 and phase = 0", &[]),
            Term::Learning => self.keys("select card_key from cards where present = 1 and phase in (1, 3)", &[]),
            Term::Review => self.keys("select card_key from cards where present = 1 and phase = 2", &[]),
            Term::Suspended => self.keys("select card_key from cards where present = 1 and suspended = 1", &[]),
            Term::Buried => {
                self.keys("select card_key from cards where present = 1 and buried_until > ?1", &[&today.0])
            }
            Term::Marked => self.keys("select card_key from cards where present = 1 and marked = 1", &[]),
            Term::Leech(lapses) => {
                self.keys("select card_key from cards where present = 1 and lapses >= ?1 and ?1 > 0", &[lapses])
            }
        }
    }

    fn keys(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<RoaringBitmap> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        let mut keys = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            keys.extend(u32::try_from(row.get::<_, i64>(0)?));
        }
        Ok(keys)
    }

    fn walk(
        &self,
        sort: Sort,
        offset: usize,
        limit: usize,
        wanted: impl Fn(u32) -> bool,
    ) -> Result<Vec<CardKey>> {
        let in_decks =
            "select c.card_key from decks d join cards c indexed by cards_of_deck on c.deck_key = d.deck_key
            where d.present = 1 and c.present = 1";
        let library = format!("{in_decks} order by d.position, d.deck_id, c.position");
        let new_last = format!("{in_decks} and c.phase = 0 order by d.position, d.deck_id, c.position");
        let by_due = "select card_key from cards where due_at is not null and present = 1 order by due_at";
        let walks: &[&str] = match sort {
            Sort::Due => &[by_due, &new_last],
            Sort::Library | Sort::Relevance => &[&library],
        };
        let mut skipped = 0;
        let mut found = Vec::new();
        for sql in walks {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while found.len() < limit {
                let Some(row) = rows.next()? else { break };
                let key: i64 = row.get(0)?;
                if !u32::try_from(key).is_ok_and(&wanted) {
                    continue;
                }
                if skipped < offset {
                    skipped += 1;
                } else {
                    found.push(CardKey(key));
                }
            }
        }
        Ok(found)
    }

    fn sorted(
        &self,
        sort: Sort,
        matches: &RoaringBitmap,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<CardKey>> {
        let mut statement = self.connection.prepare_cached(
            "select c.due_at, d.position, d.deck_id, c.position from cards c join decks d using (deck_key)
             where c.card_key = ?1",
        )?;
        let mut keyed = Vec::with_capacity(matches.len() as usize);
        for key in matches {
            keyed.push(statement.query_row([key], |row| {
                let due: Option<i64> = row.get(0)?;
                let due = if sort == Sort::Due { due.unwrap_or(i64::MAX) } else { 0 };
                Ok(((due, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?), key))
            })?);
        }
        keyed.sort_unstable();
        Ok(keyed.into_iter().skip(offset).take(limit).map(|(_, key)| CardKey(i64::from(key))).collect())
    }

    fn by_relevance(
        &self,
        terms: &[(bool, Term)],
        matches: &RoaringBitmap,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<CardKey>> {
        let expression: Vec<String> = terms
            .iter()
            .filter(|term| is_wanted_word(term))
            .filter_map(|(_, term)| match term {
                Term::Words { text, prefix } => Some(match_expression(text, *prefix)),
                _ => None,
            })
            .collect();
        let mut statement = self.connection.prepare_cached(
            "select rowid from idx.words where words match ?1 order by bm25(words, 10.0, 1.0, 4.0, 1.0), rowid",
        )?;
        let mut rows = statement.query([expression.join(" AND ")])?;
        let mut found = Vec::new();
        let mut skipped = 0;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            if u32::try_from(key).is_ok_and(|key| matches.contains(key)) {
                if skipped < offset {
                    skipped += 1;
                } else if found.len() < limit {
                    found.push(CardKey(key));
                } else {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// What lists show of some cards, in the order given.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn listed(&self, cards: &[CardKey]) -> Result<Vec<(StoredCard, IndexedCard)>> {
        cards.iter().map(|key| Ok((self.card_by_key(*key)?, self.indexed_card(*key)?))).collect()
    }

    /// Every card that a deck holds, by id and state: for export and verification.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn each_card(&self, mut each: impl FnMut(StoredCard) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "select card_key, card_id, family_key, present, phase, step, interval_days, due_at, due_on, stability,
               difficulty, reviews, lapses, last_rating, first_review_on, last_review_on, reviewed_on, last_at,
               suspended, buried_until, marked
             from cards where present = 1",
        )?;
        for card in statement.query_map([], stored_card)? {
            each(card?)?;
        }
        Ok(())
    }
}

fn is_wanted_word((negated, term): &(bool, Term)) -> bool {
    !negated && matches!(term, Term::Words { .. })
}

/// One phrase of the index's query language: quoted, so that nothing typed is an operator.
fn match_expression(text: &str, prefix: bool) -> String {
    let quoted = text.replace('"', "\"\"").replace('\0', " ");
    format!("\"{quoted}\"{}", if prefix { " *" } else { "" })
}
