//! Composing an interview from the learner's cards.

use crate::content;
use crate::domain::card::{CardId, CardKind, DeckId, Level};
use crate::domain::interview::compose::{Candidate, DESIGN_TAG, Standing, Topic, Wish, compose};
use crate::domain::interview::script::{Script, Stage};
use crate::domain::rating::Rating;
use crate::domain::time::Moment;
use crate::error::{Error, Result};
use crate::services::cards::{self, LoadedCard};
use crate::services::interviews::scripts;
use crate::services::study;
use crate::store::{AskableCard, Store};

/// The lengths that can be asked for, in minutes.
pub const LENGTHS: [u32; 5] = [15, 30, 45, 60, 90];

/// What to compose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Decks; all of them when empty.
    pub decks: Vec<DeckId>,
    /// Only this level.
    pub level: Option<Level>,
    /// The budget, the topics, the seed.
    pub wish: Wish,
}

/// A question of a composed interview.
#[derive(Clone, Debug)]
pub struct Picked {
    /// The card.
    pub card: LoadedCard,
    /// What it is about.
    pub topic: Topic,
    /// Its time budget.
    pub minutes: f32,
    /// Why it is there.
    pub why: String,
}

/// A deck with how many cards each topic has in it.
pub type DeckTopics = (DeckId, Vec<(Topic, u32)>);

/// How many cards each topic has, in each deck.
///
/// # Errors
/// When SQLite cannot read.
pub fn topic_counts(store: &Store) -> Result<Vec<DeckTopics>> {
    let mut counts: Vec<DeckTopics> = store.decks()?.into_iter().map(|(_, id)| (id, Vec::new())).collect();
    for card in store.askable_cards(&[], DESIGN_TAG)? {
        let deck = card.card.id.deck();
        let Some((_, topics)) = counts.iter_mut().find(|(id, _)| *id == deck) else { continue };
        let topic = Topic::of(card.kind, card.is_tagged);
        match topics.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, count)) => *count += 1,
            None => topics.push((topic, 1)),
        }
    }
    for (_, topics) in &mut counts {
        topics.sort_unstable();
    }
    counts.retain(|(_, topics)| !topics.is_empty());
    Ok(counts)
}

/// The cards that a request picks, in the order of asking.
///
/// # Errors
/// [`Error::InvalidInput`] for a length that is not offered.
pub fn pick(store: &Store, request: &Request, now: Moment) -> Result<Vec<Picked>> {
    if !LENGTHS.contains(&request.wish.minutes) {
        let message =
            format!("an interview takes 15, 30, 45, 60 or 90 minutes, not {}", request.wish.minutes);
        return Err(Error::InvalidInput(message));
    }
    let candidates: Vec<Candidate> = store
        .askable_cards(&request.decks, DESIGN_TAG)?
        .into_iter()
        .filter(|card| request.level.is_none() || card.level == request.level)
        .map(|card| candidate(store, card, now))
        .collect();
    let mut picked = Vec::new();
    for index in compose(&candidates, &request.wish) {
        picked.push(picked_of(store, &candidates[index])?);
    }
    Ok(picked)
}

fn candidate(store: &Store, askable: AskableCard, now: Moment) -> Candidate {
    let AskableCard { card, kind, level, minutes, is_tagged } = askable;
    let topic = Topic::of(kind, is_tagged);
    let standing = match card.state.last_rating {
        Some(Rating::Again) => Standing::Forgotten,
        _ => study::retrievability(store, &card.state, now).map_or(Standing::Untested, Standing::Recall),
    };
    Candidate {
        key: card.key,
        family: card.family,
        id: card.id,
        topic,
        level,
        minutes: minutes.unwrap_or_else(|| topic.usual_minutes()),
        standing,
    }
}

/// Questions that were picked before, by card, in that order; a card that left its deck since is
/// left out.
///
/// # Errors
/// When SQLite cannot read.
pub fn pick_again(store: &Store, ids: &[CardId], now: Moment) -> Result<Vec<Picked>> {
    let decks: Vec<DeckId> = ids.iter().map(CardId::deck).collect();
    let mut askable = store.askable_cards(&decks, DESIGN_TAG)?;
    let mut picked = Vec::new();
    for id in ids {
        let Some(at) = askable.iter().position(|card| card.card.id == *id) else { continue };
        let candidate = candidate(store, askable.swap_remove(at), now);
        picked.push(picked_of(store, &candidate)?);
    }
    Ok(picked)
}

fn picked_of(store: &Store, candidate: &Candidate) -> Result<Picked> {
    Ok(Picked {
        card: cards::load_key(store, candidate.key)?,
        topic: candidate.topic,
        minutes: candidate.minutes,
        why: candidate.standing.why(),
    })
}

/// The script of a composed interview: each question is a stage that asks its card.
#[must_use]
pub fn script(picked: &[Picked], minutes: u32) -> Script {
    let stages = picked.iter().map(|question| {
        let text = question.card.text();
        let section = question.card.indexed.section.as_deref().map(content::plain_text);
        Stage {
            title: section.unwrap_or_else(|| question.card.indexed.deck_title.clone()),
            budget_ms: (question.minutes * 60_000.0) as u64,
            ask: Some(question.card.stored.id.clone()),
            is_behavioural: text.kind == CardKind::Behavioural,
            why: Some(question.why.clone()),
            cards: Vec::new(),
            turns: vec![scripts::turn_of_card(&question.card, None)],
        }
    });
    Script {
        title: format!("{minutes} minutes from your decks"),
        language: picked.first().map_or_else(String::new, |first| first.card.indexed.language.clone()),
        stages: stages.collect(),
        ..Script::default()
    }
}

/// What composed interviews that can be compared have in common.
#[must_use]
pub fn kind(request: &Request) -> String {
    let name = |topic: &Topic| match topic {
        Topic::Quiz => "quiz",
        Topic::Concepts => "concepts",
        Topic::Coding => "coding",
        Topic::Design => "design",
        Topic::Behavioural => "behavioural",
    };
    let wanted = |topic: &Topic| request.wish.topics.is_empty() || request.wish.topics.contains(topic);
    let topics: Vec<&str> = Topic::ALL.iter().filter(|topic| wanted(topic)).map(name).collect();
    let mut decks: Vec<&str> = request.decks.iter().map(DeckId::as_str).collect();
    decks.sort_unstable();
    let level = request.level.map_or("any", Level::as_str);
    format!("composed:{}:{}:{level}:{}", request.wish.minutes, topics.join(","), decks.join(","))
}
