//! Progress follows a card over a rename: a card may say with `was=` whose history it carries on.
//!
//! The rule, the same for one card and for the whole log: a name that no deck holds now has one heir,
//! the card that says `was=` it (of several the one that a deck holds, then the first by name). A card
//! that a deck holds keeps its own history. Names in a circle each keep their own.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::Writer;
use crate::domain::card::CardId;
use crate::error::Result;

fn heir(connection: &Connection, name: &CardId) -> Result<Option<CardId>> {
    let found: Option<String> = connection
        .prepare_cached(
            "select card_id from cards where was = ?1 and card_id <> ?1
             and not exists (select 1 from cards where card_id = ?1 and present = 1)
             order by present desc, card_id limit 1",
        )?
        .query_row([name.as_str()], |row| row.get(0))
        .optional()?;
    Ok(found.as_deref().and_then(CardId::new))
}

/// The card that the events of a name count for.
pub(super) fn owner(connection: &Connection, name: &CardId) -> Result<CardId> {
    let mut owner = name.clone();
    let mut seen = HashSet::from([name.clone()]);
    while let Some(next) = heir(connection, &owner)? {
        if !seen.insert(next.clone()) {
            return Ok(name.clone());
        }
        owner = next;
    }
    Ok(owner)
}

/// The names whose events count for a card that owns its own: itself first.
pub(super) fn names(connection: &Connection, card: &CardId) -> Result<Vec<CardId>> {
    let mut names = vec![card.clone()];
    let mut last = card.clone();
    loop {
        let former: Option<String> = connection
            .prepare_cached("select was from cards where card_id = ?1")?
            .query_row([last.as_str()], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(former) = former.as_deref().and_then(CardId::new) else { return Ok(names) };
        if heir(connection, &former)?.as_ref() != Some(&last) {
            return Ok(names);
        }
        if former == *card {
            return Ok(vec![former]);
        }
        last = former.clone();
        names.push(former);
    }
}

/// Every name whose events count for another card, with that card.
pub(super) fn carried(connection: &Connection) -> Result<Vec<(CardId, CardId)>> {
    let mut statement =
        connection.prepare("select distinct was from cards where was is not null and was <> card_id")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut carried = Vec::new();
    for name in names {
        let Some(name) = CardId::new(&name?) else { continue };
        let owner = owner(connection, &name)?;
        if owner != name {
            carried.push((name, owner));
        }
    }
    Ok(carried)
}

impl Writer<'_> {
    /// Brings the histories of renamed cards to where they belong after decks changed.
    pub(super) fn settle_renames(&mut self) -> Result<()> {
        let moved = std::mem::take(&mut self.moved);
        let renamed = std::mem::take(&mut self.renamed);
        if moved.is_empty() && renamed.is_empty() {
            return Ok(());
        }
        // Most libraries have few renames or none: each card is looked up in what there is.
        let mut near: HashMap<String, Vec<String>> = HashMap::new();
        let mut statement =
            self.transaction.prepare_cached("select card_id, was from cards where was is not null")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (card, was): (String, String) = (row.get(0)?, row.get(1)?);
            near.entry(card.clone()).or_default().push(was.clone());
            near.entry(was).or_default().push(card);
        }
        let mut todo: Vec<String> =
            moved.iter().map(ToString::to_string).filter(|card| near.contains_key(card)).collect();
        todo.extend(renamed.iter().map(ToString::to_string));
        let mut linked: HashSet<String> = HashSet::new();
        while let Some(card) = todo.pop() {
            if linked.insert(card.clone()) {
                todo.extend(near.get(&card).into_iter().flatten().cloned());
            }
        }
        for card in linked.iter().filter_map(|card| CardId::new(card)) {
            if self.is_known(&card)? {
                self.refold(&card)?;
            }
        }
        Ok(())
    }

    /// Whether a card has a row or a history.
    fn is_known(&self, card: &CardId) -> Result<bool> {
        Ok(self
            .transaction
            .prepare_cached(
                "select exists (select 1 from cards where card_id = ?1)
                 or exists (select 1 from events where card_id = ?1)",
            )?
            .query_row([card.as_str()], |row| row.get(0))?)
    }
}
