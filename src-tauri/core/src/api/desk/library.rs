//! The library: decks, search, card pages, editing.

use std::path::Path;

use super::Desk;
use crate::api::convert::{card_id, deck_id};
use crate::api::render::{card_view, diagnostic_view, history_entry, siblings, status};
use crate::api::{
    CardPage, CardRow, CardSource, Counts, DeckRow, Library, MemoryView, SaveCardSource, SavedCardSource,
    SearchCards, SearchResults,
};
use crate::content;
use crate::domain::time::Moment;
use crate::error::{IoContext, OrNotFound, Result};
use crate::services::{Stamp, cards, editing, library, overview, query, study};

/// The most that a page of search results holds.
const LARGEST_PAGE: u32 = 200;

impl Desk {
    /// The decks, with what is due in each.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn library(&self, now: Moment) -> Result<Library> {
        let today = study::study_day(&self.store, now);
        let overview = overview::overview(&self.store, now)?;
        let counts = self.store.deck_counts(today)?;
        let keys = self.store.decks()?;
        let mut findings = library::findings(&self.store)?;
        let mut decks = Vec::new();
        for deck in self.store.indexed_decks()? {
            let id = deck_id(&deck.id)?;
            let count = keys
                .iter()
                .find(|(_, known)| *known == id)
                .and_then(|(key, _)| counts.get(key))
                .copied()
                .unwrap_or_default();
            let due = overview.decks.iter().find(|(known, _)| *known == id).map(|(_, due)| *due);
            decks.push(DeckRow {
                diagnostics: findings
                    .remove(&deck.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(diagnostic_view)
                    .collect(),
                own_options: self.store.has_own_options(&id),
                id: deck.id,
                title: deck.title,
                description: deck.description,
                seniority: deck.seniority,
                cards: count.cards,
                due: due.map_or(Counts { new: 0, learning: 0, review: 0 }, Into::into),
                unseen: count.new,
                suspended: count.suspended,
                shipped: deck.shipped,
                path: deck.folder,
            });
        }
        Ok(Library {
            decks,
            tags: self.store.tags()?,
            cards: overview.cards,
            own_folder: self.sources.own.display().to_string(),
        })
    }

    /// Searches the library.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn search_cards(&self, request: &SearchCards, now: Moment) -> Result<SearchResults> {
        let query = query::parse(&request.query, self.store.options(None).leech_lapses);
        let limit = request.limit.min(LARGEST_PAGE) as usize;
        let page =
            query::search(&self.store, &query, request.sort.into(), request.offset as usize, limit, now)?;
        let rows = self
            .store
            .listed(&page.cards)?
            .into_iter()
            .map(|(card, indexed)| CardRow {
                id: card.id.to_string(),
                question_html: content::inline_to_html(&indexed.heading),
                deck: card.id.deck().to_string(),
                deck_title: indexed.deck_title,
                kind: indexed.kind.into(),
                level: indexed.level.map(Into::into),
                follow_up: card.key != card.family,
                status: status(&self.store, &card, now),
            })
            .collect();
        Ok(SearchResults {
            total: u32::try_from(page.total).unwrap_or(u32::MAX),
            rows,
            problems: query.problems,
        })
    }

    /// A card's page.
    ///
    /// # Errors
    /// When no deck holds the card now.
    pub fn card_page(&self, id: &str, now: Moment) -> Result<CardPage> {
        let card = cards::load(&self.store, &card_id(id)?)?;
        let memory =
            card.stored.state.memory.zip(study::retrievability(&self.store, &card.stored.state, now));
        let mut history = Vec::new();
        self.store.each_event(Some(&card.stored.id), |event| {
            if event.kind != "void" && !event.voided {
                history.push(history_entry(&self.store, event));
            }
            Ok(())
        })?;
        history.reverse();
        Ok(CardPage {
            memory: memory.map(|(memory, retrievability)| MemoryView {
                stability_days: f64::from(memory.stability),
                difficulty: f64::from(memory.difficulty),
                retrievability: f64::from(retrievability),
            }),
            history,
            siblings: siblings(&self.store, &card, now),
            file: card.indexed.path.clone(),
            line: card.indexed.line,
            edited: card.indexed.is_override,
            card: card_view(&self.store, &card, now),
        })
    }

    /// A question's text, to be edited.
    ///
    /// # Errors
    /// When no deck holds the card now.
    pub fn card_source(&self, id: &str) -> Result<CardSource> {
        let question = editing::question_text(&self.store, &card_id(id)?)?;
        Ok(CardSource {
            id: id.to_owned(),
            text: question.text,
            revision: question.revision,
            file: question.path.display().to_string(),
            writes_copy: question.writes_copy,
        })
    }

    /// Saves an edited question and reads it back.
    ///
    /// # Errors
    /// When the question changed meanwhile or the file cannot be written.
    pub fn save_card_source(&mut self, request: &SaveCardSource, stamp: Stamp) -> Result<SavedCardSource> {
        let id = card_id(&request.id)?;
        let saved = editing::save_question(&mut self.store, stamp, &id, &request.text, &request.revision)?;
        if saved.saved {
            self.sync()?;
        }
        Ok(SavedCardSource {
            saved: saved.saved,
            diagnostics: saved.diagnostics.into_iter().map(diagnostic_view).collect(),
        })
    }

    /// Makes a shipped question count again in place of the learner's copy.
    ///
    /// # Errors
    /// When there is no copy or the file cannot be written.
    pub fn restore_original(&mut self, id: &str, stamp: Stamp) -> Result<()> {
        editing::restore_original(&mut self.store, stamp, &card_id(id)?)?;
        self.sync().map(drop)
    }

    /// The bytes of a deck's picture.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a path that leads out of the deck or to nothing.
    pub fn media(&self, deck: &str, path: &str) -> Result<Vec<u8>> {
        let decks = self.store.indexed_decks()?;
        let folder = decks.into_iter().find(|known| known.id == deck).or_not_found("deck", deck)?.folder;
        let file = library::media_file(Path::new(&folder), path).or_not_found("picture", path)?;
        std::fs::read(&file).at("reading", &file)
    }
}
