//! One card with everything around it, read from the index and the log.

use crate::content::{self, CardRef, Question};
use crate::domain::card::CardId;
use crate::domain::queue::CardKey;
use crate::error::{OrNotFound, Result};
use crate::store::{IndexedCard, Store, StoredCard};

/// A card ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedCard {
    /// What the log says.
    pub stored: StoredCard,
    /// What the index says.
    pub indexed: IndexedCard,
    /// The whole question that the card belongs to.
    pub question: Question,
    /// The family's cards, itself included, in the author's order.
    pub family: Vec<StoredCard>,
}

impl LoadedCard {
    /// The card's own text within its question.
    ///
    /// # Panics
    /// Never: [`load`] makes sure that the question holds the card.
    #[must_use]
    pub fn text(&self) -> CardRef<'_> {
        card_in(&self.question, &self.stored.id).expect("load checked that the question holds the card")
    }
}

fn card_in<'q>(question: &'q Question, id: &CardId) -> Option<CardRef<'q>> {
    question.each_card().find(|card| card.id == Some(id))
}

/// A card by id.
///
/// # Errors
/// [`crate::Error::NotFound`] for a card that no deck holds now.
pub fn load(store: &Store, id: &CardId) -> Result<LoadedCard> {
    let stored = store.card(id)?;
    load_stored(store, stored)
}

/// A card by number.
///
/// # Errors
/// [`crate::Error::NotFound`] for a card that no deck holds now.
pub fn load_key(store: &Store, key: CardKey) -> Result<LoadedCard> {
    let stored = store.card_by_key(key)?;
    load_stored(store, stored)
}

/// A card whose row is at hand.
///
/// # Errors
/// [`crate::Error::NotFound`] for a card that no deck holds now.
pub fn load_stored(store: &Store, stored: StoredCard) -> Result<LoadedCard> {
    let indexed = store.indexed_card(stored.key)?;
    let source = store.question_source(stored.family)?;
    let reading =
        content::read_question(&source, &stored.id.deck(), indexed.section.as_deref(), &indexed.path);
    let question = reading
        .questions
        .into_iter()
        .find(|question| card_in(question, &stored.id).is_some())
        .or_not_found("card", &stored.id)?;
    let family = store.family(stored.family)?;
    Ok(LoadedCard { stored, indexed, question, family })
}
