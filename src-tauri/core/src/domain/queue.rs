//! The order in which cards are shown.
//!
//! The rule: cards put first by the learner (accepted follow-ups, undone answers); then learning
//! steps that are due; then reviews by due day (a stable hash mixes each day) with new cards spread
//! evenly among them; then learning steps due within [`LEARN_AHEAD_MS`]. New cards take turns
//! between decks, in the author's order inside each. A parent comes before its follow-ups, and one
//! sibling of a family is enough for a day where the deck's options say so.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::time::StudyDay;

/// When nothing else is left, a learning step this near is shown early (Anki's learn-ahead limit).
pub const LEARN_AHEAD_MS: i64 = 20 * 60_000;

/// A card in the store's own numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardKey(pub i64);

/// A card that could be queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The card.
    pub key: CardKey,
    /// Its main question: the same for all siblings.
    pub family: CardKey,
}

impl Candidate {
    fn is_follow_up(self) -> bool {
        self.key != self.family
    }
}

/// How many cards a day still allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// New cards.
    pub new: usize,
    /// Reviews.
    pub reviews: usize,
}

/// Picks the cards of one deck, within its limits and its rule about siblings.
#[derive(Debug)]
pub struct DeckPicker {
    left: Allowance,
    bury_siblings: bool,
    /// Families seen today or picked already, with the card that stands for them.
    families: HashMap<CardKey, CardKey>,
    taken: HashSet<CardKey>,
    /// Reviews picked, with their due day.
    pub reviews: Vec<(StudyDay, Candidate)>,
    /// New cards picked, in the author's order.
    pub new: Vec<Candidate>,
    /// A due review or a new card did not fit within the limits.
    pub full: bool,
}

impl DeckPicker {
    /// `seen_today` holds (family, card) for each card of the deck answered today.
    #[must_use]
    pub fn new(
        left: Allowance,
        bury_siblings: bool,
        seen_today: impl IntoIterator<Item = (CardKey, CardKey)>,
    ) -> Self {
        Self {
            left,
            bury_siblings,
            families: seen_today.into_iter().collect(),
            taken: HashSet::new(),
            reviews: Vec::new(),
            new: Vec::new(),
            full: false,
        }
    }

    /// Offers a due review; reviews come before new cards. False once the deck's reviews are full.
    pub fn offer_review(&mut self, due_on: StudyDay, card: Candidate) -> bool {
        if !self.may_take(card) {
            return true;
        }
        if self.reviews.len() >= self.left.reviews {
            self.full = true;
            return false;
        }
        self.take(card);
        self.reviews.push((due_on, card));
        true
    }

    /// Offers a new card in the author's order; `parent_is_new` for a follow-up whose parent was
    /// never answered. False once the deck's new cards are full.
    pub fn offer_new(&mut self, card: Candidate, parent_is_new: bool) -> bool {
        let parent_first = parent_is_new && !self.taken.contains(&card.family);
        if parent_first || !self.may_take(card) {
            return true;
        }
        if self.new.len() >= self.left.new {
            self.full = true;
            return false;
        }
        self.take(card);
        self.new.push(card);
        true
    }

    /// Whether the rule about siblings lets a card in: what it keeps out is not held back by limits.
    fn may_take(&self, card: Candidate) -> bool {
        !self.bury_siblings || self.families.get(&card.family).is_none_or(|seen| *seen == card.key)
    }

    fn take(&mut self, card: Candidate) {
        if self.bury_siblings {
            self.families.insert(card.family, card.key);
        }
        self.taken.insert(card.key);
    }
}

/// Where a queued card comes from, for the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Never answered.
    New,
    /// In steps.
    Learning,
    /// Due for review.
    Review,
}

/// Cards to come, by lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneCounts {
    /// Never answered.
    pub new: usize,
    /// In steps.
    pub learning: usize,
    /// Due for review.
    pub review: usize,
}

/// What to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This card.
    Card(CardKey),
    /// Nothing now; a learning step is due then (UTC milliseconds).
    WaitUntil(i64),
    /// Nothing more today.
    Done,
}

/// Today's cards in order.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Put first by the learner; the last one is shown first.
    first: Vec<(CardKey, Lane)>,
    main: VecDeque<(CardKey, Lane)>,
    learning: BTreeSet<(i64, CardKey)>,
}

impl Queue {
    /// Arranges the picked cards of all decks, capped by what the day allows over all of them.
    #[must_use]
    pub fn arrange(decks: Vec<DeckPicker>, overall: Allowance, today: StudyDay) -> Self {
        let mut reviews = Vec::new();
        let mut new_by_deck = Vec::new();
        for deck in decks {
            reviews.extend(deck.reviews);
            new_by_deck.push(VecDeque::from(deck.new));
        }
        reviews.sort_by_cached_key(|(due_on, card)| {
            (*due_on, shuffled(card.family, today), card.is_follow_up(), card.key)
        });
        reviews.truncate(overall.reviews);
        let mut reviews: Vec<_> = reviews.into_iter().map(|(_, card)| card).collect();
        parents_first(&mut reviews);
        let new = take_turns(new_by_deck, overall.new);
        Self { main: spread_evenly(&reviews, &new), ..Self::default() }
    }

    /// A queue of exactly these cards, in this order.
    #[must_use]
    pub fn of(cards: impl IntoIterator<Item = (CardKey, Lane)>) -> Self {
        Self { main: cards.into_iter().collect(), ..Self::default() }
    }

    /// What to show at a moment (UTC milliseconds). The card stays queued until it is removed.
    #[must_use]
    pub fn next(&self, now_ms: i64) -> Next {
        let step = self.learning.first();
        if let Some((key, _)) = self.first.last() {
            return Next::Card(*key);
        }
        match step {
            Some((due_at, key)) if *due_at <= now_ms => return Next::Card(*key),
            _ => {}
        }
        if let Some((key, _)) = self.main.front() {
            return Next::Card(*key);
        }
        match step {
            Some((due_at, key)) if *due_at <= now_ms.saturating_add(LEARN_AHEAD_MS) => Next::Card(*key),
            Some((due_at, _)) => Next::WaitUntil(*due_at),
            None => Next::Done,
        }
    }

    /// Takes a card out, wherever it stands.
    pub fn remove(&mut self, card: CardKey) {
        self.first.retain(|(key, _)| *key != card);
        if self.main.front().is_some_and(|(key, _)| *key == card) {
            self.main.pop_front();
        } else {
            self.main.retain(|(key, _)| *key != card);
        }
        self.learning.retain(|(_, key)| *key != card);
    }

    /// Whether a card is still to come.
    #[must_use]
    pub fn holds(&self, card: CardKey) -> bool {
        self.first.iter().chain(&self.main).any(|(key, _)| *key == card)
            || self.learning.iter().any(|(_, key)| *key == card)
    }

    /// Whether the learner put a card first.
    #[must_use]
    pub fn is_first(&self, card: CardKey) -> bool {
        self.first.iter().any(|(key, _)| *key == card)
    }

    /// Shows a card next.
    pub fn put_first(&mut self, card: CardKey, lane: Lane) {
        self.remove(card);
        self.first.push((card, lane));
    }

    /// Brings a card back when its learning step is due (UTC milliseconds).
    pub fn schedule_step(&mut self, card: CardKey, due_at: i64) {
        self.remove(card);
        self.learning.insert((due_at, card));
    }

    /// Cards to come.
    #[must_use]
    pub fn counts(&self) -> LaneCounts {
        let mut counts = LaneCounts { learning: self.learning.len(), ..LaneCounts::default() };
        for (_, lane) in self.first.iter().chain(&self.main) {
            match lane {
                Lane::New => counts.new += 1,
                Lane::Learning => counts.learning += 1,
                Lane::Review => counts.review += 1,
            }
        }
        counts
    }

    /// The next cards as they would be shown at a moment if none of them came back.
    #[must_use]
    pub fn upcoming(&self, now_ms: i64) -> Vec<CardKey> {
        let due = self.learning.iter().take_while(|(due_at, _)| *due_at <= now_ms);
        let later = self.learning.iter().skip_while(|(due_at, _)| *due_at <= now_ms);
        self.first
            .iter()
            .rev()
            .map(|(key, _)| *key)
            .chain(due.map(|(_, key)| *key))
            .chain(self.main.iter().map(|(key, _)| *key))
            .chain(later.map(|(_, key)| *key))
            .collect()
    }
}

/// Mixes families differently each day, and alike on every machine that numbers them alike.
fn shuffled(family: CardKey, today: StudyDay) -> u64 {
    xxh3_64_with_seed(&family.0.to_le_bytes(), u64::from(today.0.cast_unsigned()))
}

/// Moves a parent that comes after one of its follow-ups to just before the first of them.
fn parents_first(cards: &mut Vec<Candidate>) {
    let present: HashSet<CardKey> = cards.iter().map(|card| card.key).collect();
    if !cards.iter().any(|card| card.is_follow_up() && present.contains(&card.family)) {
        return;
    }
    let mut placed = HashSet::new();
    let mut ordered = Vec::with_capacity(cards.len());
    for card in cards.iter().copied() {
        if card.is_follow_up() && present.contains(&card.family) && placed.insert(card.family) {
            ordered.push(Candidate { key: card.family, family: card.family });
        }
        if placed.insert(card.key) {
            ordered.push(card);
        }
    }
    *cards = ordered;
}

/// One card of each deck in turn, until the limit.
fn take_turns(mut decks: Vec<VecDeque<Candidate>>, limit: usize) -> Vec<Candidate> {
    let mut taken = Vec::new();
    while taken.len() < limit && decks.iter().any(|deck| !deck.is_empty()) {
        let room = limit - taken.len();
        taken.extend(decks.iter_mut().filter_map(VecDeque::pop_front).take(room));
    }
    taken
}

/// New cards at even distances among the reviews.
fn spread_evenly(reviews: &[Candidate], new: &[Candidate]) -> VecDeque<(CardKey, Lane)> {
    let mut queue = VecDeque::with_capacity(reviews.len() + new.len());
    let mut waiting = new.iter();
    let mut shown = 0;
    for (index, review) in reviews.iter().enumerate() {
        // The n-th new card belongs after n/(new+1) of the reviews.
        while shown < new.len() && (shown + 1) * (reviews.len() + 1) <= index * (new.len() + 1) {
            queue.extend(waiting.next().map(|card| (card.key, Lane::New)));
            shown += 1;
        }
        queue.push_back((review.key, Lane::Review));
    }
    queue.extend(waiting.map(|card| (card.key, Lane::New)));
    queue
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: StudyDay = StudyDay(20_000);

    fn card(key: i64) -> Candidate {
        Candidate { key: CardKey(key), family: CardKey(key) }
    }

    fn follow_up(key: i64, of: i64) -> Candidate {
        Candidate { key: CardKey(key), family: CardKey(of) }
    }

    fn picker(new: usize, reviews: usize, bury: bool) -> DeckPicker {
        DeckPicker::new(Allowance { new, reviews }, bury, [])
    }

    const PLENTY: Allowance = Allowance { new: 1000, reviews: 1000 };

    fn keys(queue: &Queue) -> Vec<i64> {
        queue.upcoming(0).into_iter().map(|key| key.0).collect()
    }

    #[test]
    fn new_cards_are_spread_evenly_among_reviews() {
        let reviews: Vec<_> = (1..=9).map(card).collect();
        let new: Vec<_> = (101..=102).map(card).collect();
        let order: Vec<i64> = spread_evenly(&reviews, &new).into_iter().map(|(key, _)| key.0).collect();
        assert_eq!(order, [1, 2, 3, 4, 101, 5, 6, 7, 102, 8, 9]);
    }

    #[test]
    fn decks_take_turns_with_their_new_cards() {
        let mut first = picker(10, 0, true);
        let mut second = picker(10, 0, true);
        for key in 1..=4 {
            first.offer_new(card(key), false);
        }
        second.offer_new(card(11), false);
        let queue = Queue::arrange(vec![first, second], Allowance { new: 4, reviews: 0 }, TODAY);
        assert_eq!(keys(&queue), [1, 11, 2, 3]);
    }

    #[test]
    fn a_deck_stops_at_its_limits() {
        let mut deck = picker(2, 1, true);
        assert!(deck.offer_review(TODAY, card(1)));
        assert!(!deck.offer_review(TODAY, card(2)));
        assert!(deck.offer_new(card(3), false) && deck.offer_new(card(4), false));
        assert!(!deck.offer_new(card(5), false));
    }

    #[test]
    fn one_sibling_a_day_is_enough_unless_burying_is_off() {
        for (bury, expected) in [(true, vec![1]), (false, vec![1, 2])] {
            let mut deck = picker(9, 9, bury);
            deck.offer_review(TODAY, card(1));
            deck.offer_new(follow_up(2, 1), false);
            assert_eq!(keys(&Queue::arrange(vec![deck], PLENTY, TODAY)), expected);
        }
    }

    #[test]
    fn a_sibling_of_a_card_seen_today_waits() {
        let mut deck = DeckPicker::new(PLENTY, true, [(CardKey(1), CardKey(1))]);
        deck.offer_review(TODAY, follow_up(2, 1));
        deck.offer_review(TODAY, card(1));
        assert_eq!(keys(&Queue::arrange(vec![deck], PLENTY, TODAY)), [1]);
    }

    #[test]
    fn a_follow_up_waits_for_its_new_parent() {
        let mut alone = picker(9, 9, false);
        alone.offer_new(follow_up(2, 1), true);
        assert_eq!(keys(&Queue::arrange(vec![alone], PLENTY, TODAY)), Vec::<i64>::new());
        let mut with_parent = picker(9, 9, false);
        with_parent.offer_new(card(1), false);
        with_parent.offer_new(follow_up(2, 1), true);
        assert_eq!(keys(&Queue::arrange(vec![with_parent], PLENTY, TODAY)), [1, 2]);
    }

    #[test]
    fn a_due_parent_comes_before_its_due_follow_ups() {
        let mut deck = picker(9, 9, false);
        deck.offer_review(StudyDay(19_990), follow_up(2, 1));
        deck.offer_review(StudyDay(19_995), card(3));
        deck.offer_review(StudyDay(19_999), card(1));
        assert_eq!(keys(&Queue::arrange(vec![deck], PLENTY, TODAY)), [1, 2, 3]);
    }

    #[test]
    fn a_due_step_goes_before_reviews_and_a_near_one_after_them() {
        let mut queue = Queue::of([(CardKey(1), Lane::Review)]);
        queue.schedule_step(CardKey(2), 1_000);
        assert_eq!(queue.next(999), Next::Card(CardKey(1)));
        assert_eq!(queue.next(1_000), Next::Card(CardKey(2)));
        queue.remove(CardKey(1));
        assert_eq!(queue.next(1_000 - LEARN_AHEAD_MS), Next::Card(CardKey(2)));
        assert_eq!(queue.next(999 - LEARN_AHEAD_MS), Next::WaitUntil(1_000));
        queue.remove(CardKey(2));
        assert_eq!(queue.next(0), Next::Done);
    }

    #[test]
    fn what_the_learner_puts_first_is_shown_first() {
        let mut queue = Queue::of([(CardKey(1), Lane::Review), (CardKey(2), Lane::New)]);
        queue.schedule_step(CardKey(3), 0);
        queue.put_first(CardKey(2), Lane::New);
        assert_eq!(keys(&queue), [2, 3, 1]);
        assert_eq!(queue.counts(), LaneCounts { new: 1, learning: 1, review: 1 });
    }
}
