//! A review session: the queue of a scope, what was answered, what may follow.
//!
//! It lives in memory; everything that counts is in the log, so a session that ends with the
//! program loses nothing but its summary.

use std::collections::HashSet;

use crate::domain::card::{CardId, DeckId};
use crate::domain::fold::Phase;
use crate::domain::options::Options;
use crate::domain::queue::{Allowance, CardKey, DeckPicker, LEARN_AHEAD_MS, Lane, LaneCounts, Next, Queue};
use crate::domain::rating::Rating;
use crate::domain::time::{Moment, StudyDay};
use crate::error::{OrNotFound, Result};
use crate::services::study::{self, Answered, study_day};
use crate::services::takes::assessing::Outcome;
use crate::services::undoing::Undone;
use crate::store::{ActionKind, Store, StoredCard};

/// What to review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything that is due.
    Due,
    /// One deck's due cards.
    Deck(DeckId),
    /// The due cards with a tag.
    Tag(String),
    /// Reviews that come due within so many days, least remembered first.
    Ahead {
        /// Days after today.
        days: u32,
        /// Only this deck.
        deck: Option<DeckId>,
    },
    /// Exactly these cards, in this order.
    Cards(Vec<CardId>),
}

/// Reviews ahead are a choice of the learner, but not of a whole library at once.
const MOST_AHEAD: u32 = 1_000;

/// Today's queue of a scope, and whether limits held something back.
///
/// # Errors
/// When SQLite cannot read.
pub fn build_queue(store: &Store, scope: &Scope, now: Moment) -> Result<(Queue, bool)> {
    let today = study_day(store, now);
    let (deck, tag) = match scope {
        Scope::Due => (None, None),
        Scope::Deck(deck) => (Some(deck), None),
        Scope::Tag(tag) => (None, Some(tag.to_lowercase())),
        Scope::Ahead { days, deck } => return Ok((ahead(store, *days, deck.as_ref(), now)?, false)),
        Scope::Cards(ids) => {
            let cards = ids.iter().map(|id| store.card(id)).collect::<Result<Vec<_>>>()?;
            let lanes =
                cards.iter().filter(|card| card.present).map(|card| (card.key, lane(card.state.phase)));
            return Ok((Queue::of(lanes), false));
        }
    };
    let tag = tag.as_deref();
    let day_start = today.start_ms(store.rollover_hour(), now.offset_min);
    let seen = store.seen_on(today, day_start)?;
    let more = store.study_more(today)?;
    let decks: Vec<_> =
        store.decks()?.into_iter().filter(|(_, id)| deck.is_none_or(|deck| deck == id)).collect();

    let mut pickers = Vec::with_capacity(decks.len());
    let mut full = false;
    for (key, id) in &decks {
        let options = store.options(Some(id));
        let done = seen.get(key).cloned().unwrap_or_default();
        let asked = more.iter().filter(|(of, _, _)| of.as_ref().is_none_or(|of| of == id));
        let left = allowance(options, done.new, done.reviews, asked);
        let mut picker = DeckPicker::new(left, options.bury_siblings, done.cards);
        store.offer_cards(*key, today, tag, &mut picker)?;
        full |= picker.full;
        pickers.push(picker);
    }
    // One deck goes by its own limits; all together also by the preset's.
    let overall = if deck.is_some() {
        Allowance { new: usize::MAX, reviews: usize::MAX }
    } else {
        let new = seen.values().map(|seen| seen.new).sum();
        let reviews = seen.values().map(|seen| seen.reviews).sum();
        allowance(store.options(None), new, reviews, more.iter())
    };
    let offered: (usize, usize) =
        pickers.iter().fold((0, 0), |(new, reviews), p| (new + p.new.len(), reviews + p.reviews.len()));
    full |= offered.0 > overall.new || offered.1 > overall.reviews;

    let mut queue = Queue::arrange(pickers, overall, today);
    let deck_key = deck.and_then(|_| decks.first().map(|(key, _)| *key));
    if deck.is_none() || deck_key.is_some() {
        let ends_at = day_end(store, now);
        for (due_at, card) in store.cards_in_steps(today, deck_key, tag)? {
            if is_for_today(due_at, now.at_ms, ends_at) {
                queue.schedule_step(card, due_at);
            }
        }
    }
    Ok((queue, full))
}

/// When the study day of a moment ends (UTC milliseconds).
fn day_end(store: &Store, now: Moment) -> i64 {
    study_day(store, now).plus(1).start_ms(store.rollover_hour(), now.offset_min)
}

/// A step of another day does not keep today's session waiting, unless it is as good as due.
fn is_for_today(due_at: i64, now_ms: i64, ends_at: i64) -> bool {
    due_at < ends_at || due_at <= now_ms.saturating_add(LEARN_AHEAD_MS)
}

fn allowance<'a>(
    options: &Options,
    new_done: u32,
    reviews_done: u32,
    more: impl Iterator<Item = &'a (Option<DeckId>, u32, u32)>,
) -> Allowance {
    let (new, reviews) = more.fold((0_u32, 0_u32), |(new, reviews), more| {
        (new.saturating_add(more.1), reviews.saturating_add(more.2))
    });
    let left = |limit: u32, more: u32, done: u32| limit.saturating_add(more).saturating_sub(done) as usize;
    Allowance {
        new: left(options.new_per_day, new, new_done),
        reviews: left(options.reviews_per_day, reviews, reviews_done),
    }
}

fn ahead(store: &Store, days: u32, deck: Option<&DeckId>, now: Moment) -> Result<Queue> {
    let today = study_day(store, now);
    let deck_key = match deck {
        Some(deck) => match store.decks()?.into_iter().find(|(_, id)| id == deck) {
            Some((key, _)) => Some(key),
            None => return Ok(Queue::default()),
        },
        None => None,
    };
    let mut cards = Vec::new();
    for key in store.cards_ahead(today, days, deck_key, MOST_AHEAD)? {
        let card = store.card_by_key(key)?;
        let recall = study::retrievability(store, &card.state, now).unwrap_or(0.0);
        cards.push((recall, key));
    }
    cards.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Queue::of(cards.into_iter().map(|(_, key)| (key, Lane::Review))))
}

fn lane(phase: Phase) -> Lane {
    match phase {
        Phase::New => Lane::New,
        Phase::Learning { .. } | Phase::Relearning { .. } => Lane::Learning,
        Phase::Review { .. } => Lane::Review,
    }
}

/// One answer of a session, for the summary and for undo.
#[derive(Clone, Debug, PartialEq)]
struct Given {
    event: String,
    card: CardKey,
    id: CardId,
    rating: Rating,
    taken_ms: u32,
    first_seen: bool,
}

/// A session in progress.
#[derive(Clone, Debug)]
pub struct Session {
    scope: Scope,
    day: StudyDay,
    /// When that day ends, UTC milliseconds.
    ends_at: i64,
    queue: Queue,
    held_back: bool,
    given: Vec<Given>,
    /// Cards that were put away while they were queued: undo brings them back.
    left_out: HashSet<CardKey>,
    offered: HashSet<CardKey>,
}

/// What a session shows now.
#[derive(Clone, Debug, PartialEq)]
pub enum Show {
    /// This card.
    Card(Box<StoredCard>),
    /// Only steps remain; the next one is due then (UTC milliseconds).
    Wait(i64),
    /// Nothing remains.
    Done,
}

/// The end of a session in figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Answers.
    pub answered: u32,
    /// Answers by rating, Again first.
    pub by_rating: [u32; 4],
    /// Time spent on them.
    pub taken_ms: u64,
    /// Cards seen for the first time.
    pub first_seen: u32,
    /// Cards answered Again, in order, each once.
    pub again: Vec<CardId>,
    /// Whether today's limits held cards back.
    pub held_back: bool,
}

impl Session {
    /// Starts a session.
    ///
    /// # Errors
    /// When SQLite cannot read, or a card of the scope is unknown.
    pub fn start(store: &Store, scope: Scope, now: Moment) -> Result<Self> {
        if let Scope::Deck(deck) | Scope::Ahead { deck: Some(deck), .. } = &scope {
            store.decks()?.iter().find(|(_, id)| id == deck).or_not_found("deck", deck)?;
        }
        let (queue, held_back) = build_queue(store, &scope, now)?;
        let day = study_day(store, now);
        Ok(Self {
            scope,
            day,
            ends_at: day_end(store, now),
            queue,
            held_back,
            given: Vec::new(),
            left_out: HashSet::new(),
            offered: HashSet::new(),
        })
    }

    /// What to show. Cards that changed behind the session's back (another window of the log, a deck
    /// that was edited) are skipped or put where they belong; a new study day brings a new queue.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn show(&mut self, store: &Store, now: Moment) -> Result<Show> {
        let today = study_day(store, now);
        if today != self.day && !matches!(self.scope, Scope::Cards(_)) {
            (self.queue, self.held_back) = build_queue(store, &self.scope, now)?;
            self.day = today;
            self.left_out.clear();
        }
        self.ends_at = day_end(store, now);
        loop {
            match self.queue.next(now.at_ms) {
                Next::WaitUntil(due_at) => return Ok(Show::Wait(due_at)),
                Next::Done => return Ok(Show::Done),
                Next::Card(key) => {
                    let card = store.card_by_key(key)?;
                    if self.still_belongs(&card, today) {
                        return Ok(Show::Card(Box::new(card)));
                    }
                    self.queue.remove(key);
                }
            }
        }
    }

    fn still_belongs(&self, card: &StoredCard, today: StudyDay) -> bool {
        let state = &card.state;
        if !card.present {
            return false;
        }
        if self.queue.is_first(card.key) {
            return !state.suspended;
        }
        match self.scope {
            Scope::Cards(_) => true,
            Scope::Ahead { .. } => {
                let seen = matches!(state.phase, Phase::Review { .. }) && state.last_review_on == Some(today);
                state.is_showable(today) && state.phase != Phase::New && !seen
            }
            Scope::Due | Scope::Deck(_) | Scope::Tag(_) => {
                state.is_showable(today) && (state.phase == Phase::New || state.is_due(today))
            }
        }
    }

    /// Takes note of an answer that was recorded: a card in steps comes back, any other is done.
    pub fn answered(&mut self, answered: &Answered) {
        let card = &answered.card;
        self.queue.remove(card.key);
        if let Phase::Learning { due_at, .. } | Phase::Relearning { due_at, .. } = card.state.phase
            && is_for_today(due_at, answered.event.clock_at_ms, self.ends_at)
        {
            self.queue.schedule_step(card.key, due_at);
        }
        if let crate::domain::event::Body::Review(review) = &answered.event.body {
            self.given.push(Given {
                event: answered.event.id.to_string(),
                card: card.key,
                id: card.id.clone(),
                rating: review.rating,
                taken_ms: review.taken_ms,
                first_seen: answered.first_seen,
            });
        }
    }

    /// Takes note of a take that was judged, where its card is asked in this session or was answered in it:
    /// judged again, it counts once. Returns whether it did.
    pub fn judged(&mut self, outcome: &Outcome) -> bool {
        let Some(answered) = &outcome.answered else { return false };
        let before = self.given.len();
        if let Some(replaced) = outcome.replaced.map(|review| review.to_string()) {
            self.given.retain(|given| given.event != replaced);
        }
        let is_ours = self.given.len() < before || self.queue.holds(answered.card.key);
        if is_ours {
            self.answered(answered);
        }
        is_ours
    }

    /// The follow-ups to offer after a card's answer: once in a session, those that may be taken now.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn offer(&mut self, store: &Store, answered: &Answered, now: Moment) -> Result<Vec<StoredCard>> {
        let parent = &answered.card;
        let forgotten = parent.state.last_rating == Some(Rating::Again);
        if parent.key != parent.family || forgotten || !self.offered.insert(parent.key) {
            return Ok(Vec::new());
        }
        let today = study_day(store, now);
        let mut family = store.family(parent.family)?;
        family.retain(|card| {
            card.key != parent.key
                && card.state.is_showable(today)
                && card.state.last_review_on != Some(today)
                && (card.state.phase == Phase::New || card.state.is_due(today))
        });
        Ok(family)
    }

    /// Puts cards next, in this order: what the learner accepts is not held back.
    pub fn accept(&mut self, cards: &[StoredCard]) {
        for card in cards.iter().rev() {
            self.queue.put_first(card.key, lane(card.state.phase));
        }
    }

    /// Takes note of something taken back: a card that it had taken out of the session is shown again.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn undone(&mut self, store: &Store, undone: &Undone) -> Result<()> {
        let before = self.given.len();
        if let Some(event) = &undone.voids {
            self.given.retain(|given| given.event != *event);
        }
        let was_given = self.given.len() < before;
        let Some(card) = &undone.card else { return Ok(()) };
        // A card that is not installed here is in no session.
        let Ok(card) = store.card(card) else { return Ok(()) };
        let was_review = match undone.kind {
            ActionKind::Review => true,
            ActionKind::Take => was_given,
            _ => false,
        };
        if was_review {
            self.offered.remove(&card.key);
        }
        if was_review || self.left_out.remove(&card.key) {
            self.queue.put_first(card.key, lane(card.state.phase));
        }
        Ok(())
    }

    /// Takes a card out of the session: it was buried or suspended, or is gone.
    pub fn leave_out(&mut self, card: CardKey) {
        if self.queue.holds(card) {
            self.left_out.insert(card);
        }
        self.queue.remove(card);
    }

    /// Cards to come.
    #[must_use]
    pub fn to_come(&self) -> LaneCounts {
        self.queue.counts()
    }

    /// Answers so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.given.len()
    }

    /// The session in figures.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { held_back: self.held_back, ..Summary::default() };
        let mut seen = HashSet::new();
        for given in &self.given {
            summary.answered += 1;
            summary.by_rating[usize::from(given.rating.number()) - 1] += 1;
            summary.taken_ms += u64::from(given.taken_ms);
            summary.first_seen += u32::from(given.first_seen);
            if given.rating == Rating::Again && seen.insert(given.card) {
                summary.again.push(given.id.clone());
            }
        }
        summary
    }
}
