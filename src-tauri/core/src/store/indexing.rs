//! Writing the search index, which also keeps the list of known cards in `progress.db` up to date.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Writer;
use super::index::{IndexedDeck, NewCard, NewFile};
use crate::domain::card::{CardId, CardKind, DeckId, Level};
use crate::error::Result;

/// A card of a file as it was indexed.
struct Before {
    key: i64,
    /// `None` when the list of cards lost it: it is registered anew.
    revision: Option<i64>,
    position: i64,
}

impl Writer<'_> {
    /// Registers a deck and its place in the library.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_deck(&mut self, deck: &IndexedDeck, position: u32) -> Result<()> {
        self.library_changed(&deck.id);
        self.library_changed(&deck.folder);
        self.transaction
            .prepare_cached(
                "insert into decks (deck_id, position, present) values (?1, ?2, 1)
                 on conflict (deck_id) do update set position = excluded.position, present = 1
                 where position <> excluded.position or present <> 1",
            )?
            .execute(params![deck.id, position])?;
        self.transaction
            .prepare_cached(
                "insert or replace into idx.decks
                 (deck_id, title, language, seniority, description, folder, shipped, manifest, diagnostics)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                deck.id,
                deck.title,
                deck.language,
                deck.seniority,
                deck.description,
                deck.folder,
                deck.shipped,
                deck.manifest,
                deck.diagnostics
            ])?;
        Ok(())
    }

    /// Forgets a deck that is gone. Its files must have been removed before.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn remove_deck(&mut self, deck: &str) -> Result<()> {
        self.library_changed(deck);
        self.transaction
            .prepare_cached("update decks set present = 0 where deck_id = ?1")?
            .execute([deck])?;
        self.transaction.prepare_cached("delete from idx.decks where deck_id = ?1")?.execute([deck])?;
        Ok(())
    }

    /// Registers a file and returns its number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_file(&mut self, file: &NewFile) -> Result<i64> {
        self.library_changed(&format!("{} {} {}", file.path, file.size, file.modified_ns));
        let key = self
            .transaction
            .prepare_cached(
                "insert into idx.files (deck_id, path, size, modified_ns, rank, override, shadowed, diagnostics)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 on conflict (path) do update set deck_id = excluded.deck_id, size = excluded.size,
                   modified_ns = excluded.modified_ns, rank = excluded.rank, override = excluded.override,
                   shadowed = excluded.shadowed, diagnostics = excluded.diagnostics
                 returning file_key",
            )?
            .query_row(
                params![
                    file.deck,
                    file.path,
                    file.size,
                    file.modified_ns,
                    file.rank,
                    file.is_override,
                    file.shadowed,
                    file.diagnostics
                ],
                |row| row.get(0),
            )?;
        Ok(key)
    }

    /// Moves a file's cards to another place in the deck.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rank_file(&mut self, file_key: i64, rank: u32) -> Result<()> {
        self.library_changed(&format!("{file_key} {rank}"));
        self.transaction
            .prepare_cached("update idx.files set rank = ?2 where file_key = ?1")?
            .execute(params![file_key, rank])?;
        self.transaction
            .prepare_cached(
                "update cards set position = ?2 | (position & 4294967295)
                 where card_key in (select card_key from idx.cards where file_key = ?1)",
            )?
            .execute(params![file_key, i64::from(rank) << 32])?;
        Ok(())
    }

    /// Forgets a file that is gone; its cards leave the library, their progress stays.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn remove_file(&mut self, file_key: i64) -> Result<Vec<String>> {
        self.library_changed(&file_key.to_string());
        let gone = self.replace_cards(file_key, 0, &[])?;
        self.transaction.prepare_cached("delete from idx.files where file_key = ?1")?.execute([file_key])?;
        Ok(gone)
    }

    /// Makes a file hold exactly these cards; writes only what changed. Returns the ids of cards that
    /// were added, changed or removed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn replace_cards(&mut self, file_key: i64, rank: u32, cards: &[NewCard]) -> Result<Vec<String>> {
        let mut before: HashMap<String, Before> = self
            .transaction
            .prepare_cached(
                "select c.card_id, i.card_key, iif(c.present, i.revision, null), c.position
                 from idx.cards i join cards c using (card_key) where i.file_key = ?1",
            )?
            .query_map([file_key], |row| {
                Ok((row.get(0)?, Before { key: row.get(1)?, revision: row.get(2)?, position: row.get(3)? }))
            })?
            .collect::<Result<_, _>>()?;
        let mut changed = Vec::new();
        let mut deck: Option<(DeckId, i64)> = None;
        for card in cards {
            let position = (i64::from(rank) << 32) | i64::from(card.ordinal);
            match before.remove(card.id.as_str()) {
                Some(Before { key, revision, position: old_position }) if revision == Some(card.revision) => {
                    if position != old_position {
                        self.transaction
                            .prepare_cached("update cards set position = ?2 where card_key = ?1")?
                            .execute([key, position])?;
                    }
                    self.transaction
                        .prepare_cached("update idx.cards set line = ?2 where card_key = ?1 and line <> ?2")?
                        .execute(params![key, card.line])?;
                }
                _ => {
                    let id = card.id.deck();
                    let deck_key = match &deck {
                        Some((known, key)) if *known == id => *key,
                        _ => deck.insert((id.clone(), self.deck_key(&id)?)).1,
                    };
                    let key = self.register(card, deck_key, position)?;
                    self.index_card(key, file_key, card)?;
                    changed.push(card.id.to_string());
                }
            }
        }
        for (id, Before { key, .. }) in before {
            self.unindex_card(key)?;
            self.transaction
                .prepare_cached("update cards set present = 0 where card_key = ?1")?
                .execute([key])?;
            self.moved.extend(CardId::new(&id));
            changed.push(id);
        }
        Ok(changed)
    }

    /// Gives the learner's copy of a question, and its follow-ups, the section and the place in the deck
    /// that the shipped question has.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stand_in_place(&self, main: &CardId, section: Option<&str>, rank: u32, place: u32) -> Result<()> {
        let family =
            "(select card_key from cards where family_key = (select card_key from cards where card_id = ?1))";
        self.transaction
            .prepare_cached(&format!("update idx.cards set section = ?2 where card_key in {family}"))?
            .execute(params![main.as_str(), section])?;
        let position = (i64::from(rank) << 32) | i64::from(place);
        self.transaction
            .prepare_cached(&format!(
                "update cards set position = ?2 where card_key in {family} and present = 1"
            ))?
            .execute(params![main.as_str(), position])?;
        Ok(())
    }

    /// The file that holds a card now.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn file_of(&self, card: &CardId) -> Result<Option<i64>> {
        Ok(self
            .transaction
            .prepare_cached(
                "select i.file_key from cards c join idx.cards i using (card_key) where c.card_id = ?1",
            )?
            .query_row([card.as_str()], |row| row.get(0))
            .optional()?)
    }

    /// Gives the decks their places in the library, in this order; writes only what changed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn place_decks<'d>(&self, decks: impl Iterator<Item = &'d str>) -> Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("update decks set position = ?2 where deck_id = ?1 and position <> ?2")?;
        for (position, deck) in (0_u32..).zip(decks) {
            statement.execute(params![deck, position])?;
        }
        Ok(())
    }

    /// Takes note that the index changed. What changed makes the hash, so that an index never
    /// passes for another database's.
    fn library_changed(&mut self, what: &str) {
        self.library_changes =
            Some(xxh3_64_with_seed(what.as_bytes(), self.library_changes.unwrap_or_default()));
    }

    /// Writes the same mark into both files when the index changed: they belong together, and a
    /// restored copy of one of them is told apart.
    pub(super) fn seal_library(&self) -> Result<()> {
        let Some(changes) = self.library_changes else { return Ok(()) };
        let before: Option<String> = self
            .transaction
            .prepare_cached("select value from main.local_values where name = 'library'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let mark = xxh3_64_with_seed(before.unwrap_or_default().as_bytes(), changes);
        for table in ["main.local_values", "idx.meta"] {
            self.transaction
                .prepare_cached(&format!(
                    "insert into {table} (name, value) values ('library', json_quote(?1))
                     on conflict (name) do update set value = excluded.value"
                ))?
                .execute([format!("{mark:016x}")])?;
        }
        Ok(())
    }

    /// The number of a deck, which is made when the deck is met for the first time.
    pub(super) fn deck_key(&self, deck: &DeckId) -> Result<i64> {
        self.transaction
            .prepare_cached(
                "insert into decks (deck_id, position, present) values (?1, 0, 0) on conflict do nothing",
            )?
            .execute([deck.as_str()])?;
        Ok(self
            .transaction
            .prepare_cached("select deck_key from decks where deck_id = ?1")?
            .query_row([deck.as_str()], |row| row.get(0))?)
    }

    fn register(&mut self, card: &NewCard, deck_key: i64, position: i64) -> Result<i64> {
        let was = card.was.as_ref().map(CardId::as_str);
        let known: Option<(i64, Option<String>)> = self
            .transaction
            .prepare_cached("select card_key, was from cards where card_id = ?1")?
            .query_row([card.id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let family = card.id.family();
        let family = family.as_str();
        let (key, known_was) = match known {
            Some((key, known_was)) => {
                self.transaction
                    .prepare_cached(
                        "update cards set deck_key = ?2, position = ?3, present = 1, was = ?4,
                           family_key = coalesce((select card_key from cards where card_id = ?5), card_key)
                         where card_key = ?1",
                    )?
                    .execute(params![key, deck_key, position, was, family])?;
                (key, known_was)
            }
            None => {
                self.transaction
                    .prepare_cached(
                        "insert into cards (card_id, deck_key, family_key, position, present, was)
                         values (?1, ?2, 0, ?3, 1, ?4)",
                    )?
                    .execute(params![card.id.as_str(), deck_key, position, was])?;
                let key = self.transaction.last_insert_rowid();
                self.transaction
                    .prepare_cached(
                        "update cards set family_key = coalesce((select card_key from cards where card_id = ?2), card_key)
                         where card_key = ?1",
                    )?
                    .execute(params![key, family])?;
                (key, None)
            }
        };
        if known_was.as_deref() == was {
            self.moved.push(card.id.clone());
        } else {
            let formerly = known_was.as_deref().and_then(CardId::new);
            self.renamed.extend([Some(card.id.clone()), card.was.clone(), formerly].into_iter().flatten());
        }
        Ok(key)
    }

    fn index_card(&mut self, key: i64, file_key: i64, card: &NewCard) -> Result<()> {
        self.library_changed(card.id.as_str());
        self.unindex_card(key)?;
        let position = |index: Option<usize>| index.and_then(|index| i64::try_from(index).ok());
        self.transaction
            .prepare_cached(
                "insert into idx.cards (card_key, file_key, line, kind, level, minutes, section, heading, tags, revision, source)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                key,
                file_key,
                card.line,
                position(CardKind::ALL.iter().position(|kind| *kind == card.kind)),
                position(card.level.and_then(|level| Level::ALL.iter().position(|known| *known == level))),
                card.minutes,
                card.section,
                card.heading,
                card.tags.join(","),
                card.revision,
                card.source,
            ])?;
        for tag in &card.tags {
            self.transaction
                .prepare_cached(
                    "insert into idx.tags (tag, card_key) values (?1, ?2) on conflict do nothing",
                )?
                .execute(params![tag.to_lowercase(), key])?;
        }
        let parts = identifier_parts(&[&card.question_text, &card.answer_text]);
        self.transaction
            .prepare_cached(
                "insert into idx.words (rowid, question, answer, tags, parts) values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![key, card.question_text, card.answer_text, card.tags.join(" "), parts])?;
        Ok(())
    }

    fn unindex_card(&self, key: i64) -> Result<()> {
        let known =
            self.transaction.prepare_cached("delete from idx.cards where card_key = ?1")?.execute([key])?;
        if known > 0 {
            self.transaction.prepare_cached("delete from idx.tags where card_key = ?1")?.execute([key])?;
            self.transaction.prepare_cached("delete from idx.words where rowid = ?1")?.execute([key])?;
        }
        Ok(())
    }
}

/// The words inside identifiers (`read_csv`, `__init__`, `ProcessPool`, `C++`), which the index keeps
/// whole: so that `csv`, `init`, `pool` and `C` find them too.
fn identifier_parts(texts: &[&str]) -> String {
    let mut parts = String::new();
    for word in texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && !"_+#".contains(c)))
    {
        let joined = word.contains(['_', '+', '#']);
        let camel = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
        if !joined && !camel {
            continue;
        }
        let mut previous_lower = false;
        for character in word.chars() {
            if !character.is_alphanumeric() || (previous_lower && character.is_uppercase()) {
                parts.push(' ');
            }
            if character.is_alphanumeric() {
                parts.push(character);
            }
            previous_lower = character.is_lowercase();
        }
        parts.push(' ');
    }
    parts
}
