//! The search index: what the decks say, as their files had it when they were last read.

use rusqlite::{OptionalExtension, Row};

use super::{Store, codec};
use crate::domain::card::{CardId, CardKind, Level};
use crate::domain::queue::CardKey;
use crate::error::{OrNotFound, Result};

/// A deck as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedDeck {
    /// The deck's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// BCP 47 language of its text.
    pub language: String,
    /// Whom it is for.
    pub seniority: Option<String>,
    /// What it is for.
    pub description: String,
    /// Its folder.
    pub folder: String,
    /// Came with the program.
    pub shipped: bool,
    /// Changes with `deck.toml`.
    pub manifest: i64,
    /// Findings in `deck.toml` and the folder, as JSON.
    pub diagnostics: String,
}

/// A deck file as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedFile {
    /// Its number.
    pub key: i64,
    /// What was read.
    pub file: NewFile,
}

/// A deck file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its deck.
    pub deck: String,
    /// Where it is.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// When it was changed, nanoseconds since 1970.
    pub modified_ns: i64,
    /// Its place among the deck's files.
    pub rank: u32,
    /// The learner's copy of shipped questions.
    pub is_override: bool,
    /// Questions whose id another file of the deck has: they are left to that file.
    pub shadowed: u32,
    /// Findings, as JSON.
    pub diagnostics: String,
}

/// A card to index.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCard {
    /// Its id.
    pub id: CardId,
    /// The id whose progress it carries on.
    pub was: Option<CardId>,
    /// Its place in its file.
    pub ordinal: u32,
    /// Its first line.
    pub line: u32,
    /// How it is asked.
    pub kind: CardKind,
    /// How hard the author says it is.
    pub level: Option<Level>,
    /// Minutes to answer.
    pub minutes: Option<f64>,
    /// Section in the deck.
    pub section: Option<String>,
    /// The question's sentence, Markdown.
    pub heading: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Changes with the card's text.
    pub revision: i64,
    /// The whole question's Markdown; `None` for a follow-up, whose parent has it.
    pub source: Option<String>,
    /// Plain text of the question, for search.
    pub question_text: String,
    /// Plain text of all the rest, for search.
    pub answer_text: String,
}

/// A card as it is indexed.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedCard {
    /// Its number.
    pub key: CardKey,
    /// Its id.
    pub id: CardId,
    /// Its deck's title.
    pub deck_title: String,
    /// BCP 47 language of the text.
    pub language: String,
    /// Section in the deck.
    pub section: Option<String>,
    /// How it is asked.
    pub kind: CardKind,
    /// How hard the author says it is.
    pub level: Option<Level>,
    /// The question's sentence, Markdown.
    pub heading: String,
    /// Changes with the card's text.
    pub revision: i64,
    /// Its file.
    pub path: String,
    /// Its first line.
    pub line: u32,
    /// It stands in the learner's copy of a shipped deck.
    pub is_override: bool,
    /// The deck came with the program.
    pub shipped: bool,
}

const INDEXED: &str = "select c.card_key, c.card_id, d.title, d.language, i.section, i.kind, i.level, i.heading,
    i.revision, f.path, i.line, f.override, d.shipped
    from idx.cards i join cards c using (card_key) join idx.files f using (file_key) join idx.decks d using (deck_id)";

fn indexed(row: &Row<'_>) -> rusqlite::Result<IndexedCard> {
    Ok(IndexedCard {
        key: CardKey(row.get(0)?),
        id: codec::card_id(row, 1)?,
        deck_title: row.get(2)?,
        language: row.get(3)?,
        section: row.get(4)?,
        kind: codec::card_kind(row, 5)?,
        level: codec::level(row, 6)?,
        heading: row.get(7)?,
        revision: row.get(8)?,
        path: row.get(9)?,
        line: row.get(10)?,
        is_override: row.get(11)?,
        shipped: row.get(12)?,
    })
}

impl Store {
    /// The indexed decks.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn indexed_decks(&self) -> Result<Vec<IndexedDeck>> {
        let mut statement = self.connection.prepare_cached(
            "select deck_id, title, language, seniority, description, folder, shipped, manifest, diagnostics
             from idx.decks order by title collate nocase",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(IndexedDeck {
                id: row.get(0)?,
                title: row.get(1)?,
                language: row.get(2)?,
                seniority: row.get(3)?,
                description: row.get(4)?,
                folder: row.get(5)?,
                shipped: row.get(6)?,
                manifest: row.get(7)?,
                diagnostics: row.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The indexed files.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn indexed_files(&self) -> Result<Vec<IndexedFile>> {
        let mut statement = self.connection.prepare_cached(
            "select file_key, deck_id, path, size, modified_ns, rank, override, shadowed, diagnostics from idx.files",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(IndexedFile {
                key: row.get(0)?,
                file: NewFile {
                    deck: row.get(1)?,
                    path: row.get(2)?,
                    size: row.get(3)?,
                    modified_ns: row.get(4)?,
                    rank: row.get(5)?,
                    is_override: row.get(6)?,
                    shadowed: row.get(7)?,
                    diagnostics: row.get(8)?,
                },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the index says about a card.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a card that is in no deck now.
    pub fn indexed_card(&self, key: CardKey) -> Result<IndexedCard> {
        self.connection
            .prepare_cached(&format!("{INDEXED} where i.card_key = ?1"))?
            .query_row([key.0], indexed)
            .optional()?
            .or_not_found("card", key.0)
    }

    /// The Markdown of a family's main question, as it was when the file was last read.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a card that is in no deck now.
    pub fn question_source(&self, family: CardKey) -> Result<String> {
        self.connection
            .prepare_cached("select source from idx.cards where card_key = ?1 and source is not null")?
            .query_row([family.0], |row| row.get(0))
            .optional()?
            .or_not_found("card", family.0)
    }

    /// Every tag, by name.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn tags(&self) -> Result<Vec<String>> {
        // A loose index scan: one seek a tag instead of a walk over every (tag, card).
        let mut statement = self.connection.prepare_cached(
            "with recursive found (tag) as (
               select min(tag) from idx.tags
               union all select (select min(t.tag) from idx.tags t where t.tag > found.tag) from found
               where found.tag is not null)
             select tag from found where tag is not null",
        )?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The tags of a card, by name; none for a card that no deck holds.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn tags_of_card(&self, card: &CardId) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "select t.tag from cards c join idx.tags t on t.card_key = c.card_key
             where c.card_id = ?1 order by t.tag",
        )?;
        Ok(statement.query_map([card.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
