//! Interviews that authors wrote: files in the folders of decks, read when they are asked for.

use std::path::Path;

use crate::content::{self, Diagnostic, MentionKind, folder};
use crate::domain::card::{CardId, CardKind, DeckId};
use crate::domain::interview::script::{Script, Stage};
use crate::error::{Error, OrNotFound, Result};
use crate::services::cards;
use crate::services::interviews::scripts;
use crate::store::{IndexedDeck, Store};

/// A stage without a time of its own; the file's findings say that it has none.
const USUAL_MINUTES: f32 = 5.0;

/// An interview of a deck.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// `deck/interview`.
    pub id: String,
    /// The deck's title.
    pub deck_title: String,
    /// What it asks.
    pub script: Script,
}

/// Every interview of the library, in library order, and what is wrong with their files.
///
/// # Errors
/// When SQLite cannot read. A file that cannot be read is a finding.
pub fn all(store: &Store) -> Result<(Vec<Written>, Vec<Diagnostic>)> {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let indexed = store.indexed_decks()?;
    for (_, id) in store.decks()? {
        let Some(deck) = indexed.iter().find(|deck| deck.id == id.as_str()) else { continue };
        of_deck(store, &id, deck, &mut found, &mut diagnostics)?;
    }
    Ok((found, diagnostics))
}

/// An interview by id.
///
/// # Errors
/// [`Error::NotFound`] when no deck holds it.
pub fn find(store: &Store, id: &str) -> Result<Written> {
    all(store)?.0.into_iter().find(|written| written.id == id).or_not_found("interview", id)
}

fn of_deck(
    store: &Store,
    id: &DeckId,
    deck: &IndexedDeck,
    found: &mut Vec<Written>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<()> {
    let (folders, _) = content::find_decks(Path::new(&deck.folder));
    for path in folders.iter().flat_map(|folder| &folder.interviews) {
        let label = path.display().to_string();
        let bytes = match folder::read_bytes(path) {
            Ok(bytes) => bytes,
            Err(message) => {
                diagnostics.push(Diagnostic::about_file(&label, message, None));
                continue;
            }
        };
        let reading = content::read_interview(&bytes, id, &label);
        let errors = reading.diagnostics.into_iter().filter(|d| d.severity == content::Severity::Error);
        diagnostics.extend(errors);
        let Some(interview) = reading.interview else { continue };
        let Some(slug) = &interview.id else { continue };
        let full_id = format!("{id}/{slug}");
        if found.iter().any(|known| known.id == full_id) {
            continue; // the first counts, as with cards; the deck's findings name the second
        }
        let mentions: Vec<(u32, CardId)> = reading
            .mentions
            .iter()
            .filter_map(|mention| match &mention.kind {
                MentionKind::Card(card) => Some((mention.line, card.clone())),
                _ => None,
            })
            .collect();
        let script = script(store, &interview, &deck.language, &mentions)?;
        if !script.stages.is_empty() {
            found.push(Written { id: full_id, deck_title: deck.title.clone(), script });
        }
    }
    Ok(())
}

fn script(
    store: &Store,
    interview: &content::Interview,
    language: &str,
    mentions: &[(u32, CardId)],
) -> Result<Script> {
    let mut stages = Vec::new();
    for (i, stage) in interview.stages.iter().enumerate() {
        let end = interview.stages.get(i + 1).map_or(u32::MAX, |next| next.line);
        let inside = mentions.iter().filter(|(line, _)| (stage.line..end).contains(line));
        stages.extend(read_stage(store, stage, inside.map(|(_, card)| card))?);
    }
    Ok(Script {
        title: interview.title.clone(),
        role: interview.role.clone(),
        interviewer: interview.interviewer.clone(),
        setting: interview.setting.clone(),
        assesses: interview.assesses.clone(),
        language: language.to_owned(),
        red_flags: interview.red_flags.clone(),
        stages,
    })
}

/// A stage; `None` when nothing can be asked: its card is gone and it has no words of its own.
fn read_stage<'m>(
    store: &Store,
    stage: &content::InterviewStage,
    mentioned: impl Iterator<Item = &'m CardId>,
) -> Result<Option<Stage>> {
    let mut turns: Vec<_> =
        stage.turns.iter().map(|turn| scripts::turn(turn.says.clone(), &turn.parts, &turn.probes)).collect();
    let asked = match &stage.ask {
        Some(id) => match cards::load(store, id) {
            Ok(card) => Some(card),
            Err(Error::NotFound { .. }) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let mut is_behavioural = stage.is_behavioural;
    if let Some(card) = &asked {
        is_behavioural |= card.text().kind == CardKind::Behavioural;
        // An empty quote keeps the card's own words, so that further turns can follow.
        let says = (!turns.is_empty()).then(|| turns.remove(0).says).filter(|says| !says.is_empty());
        turns.insert(0, scripts::turn_of_card(card, says));
    }
    turns.retain(|turn| !turn.says.is_empty());
    if turns.is_empty() {
        return Ok(None);
    }
    let mut related: Vec<CardId> = Vec::new();
    for card in mentioned {
        if !related.contains(card) && Some(card) != stage.ask.as_ref() && store.card(card).is_ok() {
            related.push(card.clone());
        }
    }
    Ok(Some(Stage {
        title: stage.title.clone(),
        budget_ms: (stage.minutes.unwrap_or(USUAL_MINUTES) * 60_000.0) as u64,
        ask: asked.map(|card| card.stored.id),
        is_behavioural,
        why: None,
        cards: related,
        turns,
    }))
}
