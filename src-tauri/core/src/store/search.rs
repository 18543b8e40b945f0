//! Searching the library: each term of a query becomes a set of card numbers, the sets are combined,
//! and only the rows of one page are looked up.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use rusqlite::types::ToSql;

use super::Store;
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
/// Ranking by relevance reads the statistics of every card with these words: worth it for words that
/// tell cards apart.
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
        let Found { matches, with_words } = self.matches(terms, today)?;
        let total = matches.len();
        let cards = if total <= offset as u64 {
            Vec::new()
        } else if sort == Sort::Relevance && with_words.is_some_and(|count| count <= RANKED) {
            self.by_relevance(terms, &matches, offset, limit)?
        } else if total <= FEW {
            self.sorted(sort, &matches, offset, limit)?
        } else {
            self.walk(sort, offset, limit, |key| matches.contains(key))?
        };
        Ok(Page { total, cards })
    }

    fn matches(&self, terms: &[(bool, Term)], today: StudyDay) -> Result<Found> {
        let (mut words, mut others): (Option<RoaringBitmap>, Option<RoaringBitmap>) = (None, None);
        for term in terms.iter().filter(|(negated, _)| !negated) {
            let found = self.set(&term.1, today)?;
            let matches = if is_wanted_word(term) { &mut words } else { &mut others };
            *matches = Some(match matches.take() {
                Some(matches) => matches & found,
                None => found,
            });
        }
        let with_words = words.as_ref().map(RoaringBitmap::len);
        let mut matches = match (words, others) {
            (Some(words), Some(others)) => words & others,
            (Some(matches), None) | (None, Some(matches)) => matches,
            (None, None) => self.keys("select card_key from cards where present = 1", &[])?,
        };
        for (_, term) in terms.iter().filter(|(negated, _)| *negated) {
            matches -= self.set(term, today)?;
        }
        Ok(Found { matches, with_words })
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
                // Of every deck, or the index of due reviews would not be walked from where it begins.
                let mut due = self.keys(
                    "select c.card_key from decks d cross join cards c indexed by cards_review
                     on c.deck_key = d.deck_key
                     where c.phase = 2 and c.due_on <= ?1 and c.present = 1 and c.suspended = 0
                     and (c.buried_until is null or c.buried_until <= ?1)",
                    &[&today.0],
                )?;
                due |= self.keys(
                    "select card_key from cards indexed by cards_learning
                     where phase in (1, 3) and present = 1 and suspended = 0
                     and (buried_until is null or buried_until <= ?1)",
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
        let mut page = PageOf { offset, limit, wanted, found: Vec::new() };
        if sort == Sort::Due {
            let by_due =
                "select card_key from cards where due_at is not null and present = 1 order by due_at";
            self.pick(by_due, &[], &mut page)?;
        }
        // Deck by deck, each along its own stretch of an index: nothing is sorted.
        let in_deck = match sort {
            Sort::Due => {
                "select card_key from cards indexed by cards_of_deck
                 where deck_key = ?1 and present = 1 and phase = 0 order by position"
            }
            Sort::Library | Sort::Relevance => {
                "select card_key from cards indexed by cards_of_deck
                 where deck_key = ?1 and present = 1 order by position"
            }
        };
        for (deck, _) in self.decks()? {
            if page.is_full() {
                break;
            }
            self.pick(in_deck, &[&deck], &mut page)?;
        }
        Ok(page.found)
    }

    /// Takes the wanted ones of a query's cards until the page is full.
    fn pick(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        page: &mut PageOf<impl Fn(u32) -> bool>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        while !page.is_full() {
            let Some(row) = rows.next()? else { break };
            page.offer(row.get(0)?);
        }
        Ok(())
    }

    fn sorted(
        &self,
        sort: Sort,
        matches: &RoaringBitmap,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<CardKey>> {
        let decks: HashMap<i64, usize> =
            self.decks()?.into_iter().zip(0..).map(|((key, _), place)| (key, place)).collect();
        let mut statement = self
            .connection
            .prepare_cached("select due_at, deck_key, position from cards where card_key = ?1")?;
        let mut keyed = Vec::with_capacity(matches.len() as usize);
        for key in matches {
            keyed.push(statement.query_row([key], |row| {
                let due =
                    if sort == Sort::Due { row.get::<_, Option<i64>>(0)?.unwrap_or(i64::MAX) } else { 0 };
                let deck = decks.get(&row.get(1)?).copied().unwrap_or(usize::MAX);
                Ok((due, deck, row.get::<_, i64>(2)?, key))
            })?);
        }
        keyed.sort_unstable();
        Ok(keyed.into_iter().skip(offset).take(limit).map(|(_, _, _, key)| CardKey(key.into())).collect())
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
}

/// The cards that match.
struct Found {
    matches: RoaringBitmap,
    /// How many cards hold all the wanted words, whatever else is asked of them; `None` without words.
    with_words: Option<u64>,
}

/// A page being filled from a walk in order.
struct PageOf<F> {
    /// Wanted cards still to be passed over.
    offset: usize,
    limit: usize,
    wanted: F,
    found: Vec<CardKey>,
}

impl<F: Fn(u32) -> bool> PageOf<F> {
    fn is_full(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn offer(&mut self, key: i64) {
        if !u32::try_from(key).is_ok_and(&self.wanted) {
            return;
        }
        if self.offset > 0 {
            self.offset -= 1;
        } else {
            self.found.push(CardKey(key));
        }
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
