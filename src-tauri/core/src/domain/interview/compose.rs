//! Composing an interview from cards: it fills a time budget, prefers what is weak or untested,
//! never asks siblings side by side, and is the same for the same seed.
//!
//! The rule. Each card has a need ([`Standing::need`]): 4 forgotten last time, 3 never tested or
//! recalled less likely than 70 %, 2 less likely than 90 %, 1 known. Chance, a stable hash of seed
//! and card, adds less than 1. The budget is shared out among the asked-for topics; in each, of all
//! sets of questions that fit, the one with the most need for its minutes is taken. What a topic
//! leaves over goes to the next, long questions first, so that short ones fill the gaps.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::domain::card::{CardId, CardKind, Level};
use crate::domain::queue::CardKey;

/// What a question is about, for the mix of a composed interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Multiple choice.
    Quiz,
    /// Open questions.
    Concepts,
    /// Coding exercises.
    Coding,
    /// System design: open questions with the tag [`DESIGN_TAG`].
    Design,
    /// Stories of one's own.
    Behavioural,
}

/// The tag that makes an open question one of design.
pub const DESIGN_TAG: &str = "system-design";

impl Topic {
    /// Every topic, in the order in which an interview asks.
    pub const ALL: [Self; 5] = [Self::Quiz, Self::Concepts, Self::Coding, Self::Design, Self::Behavioural];
    /// The order in which minutes are given out: long questions first.
    const BY_LENGTH: [Self; 5] = [Self::Coding, Self::Design, Self::Behavioural, Self::Concepts, Self::Quiz];

    /// The topic of a card.
    #[must_use]
    pub fn of(kind: CardKind, is_design: bool) -> Self {
        match kind {
            CardKind::Choice => Self::Quiz,
            CardKind::Code => Self::Coding,
            CardKind::Behavioural => Self::Behavioural,
            CardKind::Open if is_design => Self::Design,
            CardKind::Open => Self::Concepts,
        }
    }

    /// Minutes for a card whose author gives none.
    #[must_use]
    pub fn usual_minutes(self) -> f32 {
        match self {
            Self::Quiz => 1.5,
            Self::Concepts | Self::Behavioural => 3.0,
            Self::Design => 5.0,
            Self::Coding => 12.0,
        }
    }
}

/// How well a card is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Never answered.
    Untested,
    /// Rated Again last time.
    Forgotten,
    /// Probability of recall now, 0 to 1.
    Recall(f32),
}

impl Standing {
    /// How much a card needs to be asked: 1 to 4.
    #[must_use]
    pub fn need(self) -> u8 {
        match self {
            Self::Forgotten => 4,
            Self::Untested => 3,
            Self::Recall(recall) if recall < 0.7 => 3,
            Self::Recall(recall) if recall < 0.9 => 2,
            Self::Recall(_) => 1,
        }
    }

    /// Why a card is asked, in a few words.
    #[must_use]
    pub fn why(self) -> String {
        match self {
            Self::Forgotten => "forgotten last time".to_owned(),
            Self::Untested => "never asked before".to_owned(),
            Self::Recall(recall) => {
                let percent = (recall * 100.0).round();
                let known = if self.need() == 1 { "known well: " } else { "" };
                format!("{known}recalled with about {percent} %")
            }
        }
    }
}

/// A card that may be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub key: CardKey,
    /// Its id: what chance is taken from.
    pub id: CardId,
    /// The number of its main question.
    pub family: CardKey,
    /// What it is about.
    pub topic: Topic,
    /// Its level.
    pub level: Option<Level>,
    /// Minutes for it.
    pub minutes: f32,
    /// How well it is known.
    pub standing: Standing,
}

/// What to compose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The time budget.
    pub minutes: u32,
    /// The topics; all of them when empty.
    pub topics: Vec<Topic>,
    /// The same seed, cards and standings give the same interview.
    pub seed: u64,
}

impl Wish {
    /// How far the questions' minutes may be off the budget: 5 %, or one minute.
    #[must_use]
    pub fn tolerance(&self) -> f32 {
        (self.minutes as f32 * 0.05).max(1.0)
    }
}

/// Time is shared out in twentieths of a minute.
const PER_MINUTE: f32 = 20.0;
/// Of each topic so many cards are weighed against each other, by need.
const WEIGHED: usize = 160;
/// A single question may take so much of the interview.
const LONGEST: f32 = 0.6;

/// Which candidates to ask, by index, in order. Their minutes are within [`Wish::tolerance`] of the
/// budget wherever the candidates allow it.
#[must_use]
pub fn compose(candidates: &[Candidate], wish: &Wish) -> Vec<usize> {
    let mut pick = Pick::new(candidates, wish);
    let asked = |topic: &Topic| wish.topics.is_empty() || wish.topics.contains(topic);
    let topics: Vec<Topic> = Topic::BY_LENGTH.into_iter().filter(asked).collect();
    let topics: Vec<Topic> = topics.into_iter().filter(|topic| pick.has(*topic)).collect();
    for (i, topic) in topics.iter().enumerate() {
        pick.topic(*topic, topics.len() - i);
    }
    pick.fill_up(&topics, true);
    pick.fill_up(&topics, false);
    apart(candidates, pick.chosen)
}

struct Pick<'c> {
    candidates: &'c [Candidate],
    by_topic: HashMap<Topic, Vec<usize>>,
    scores: Vec<f32>,
    budget: usize,
    slack: usize,
    used: usize,
    chosen: Vec<usize>,
    families: HashSet<CardKey>,
}

impl<'c> Pick<'c> {
    fn new(candidates: &'c [Candidate], wish: &Wish) -> Self {
        let score = |candidate: &Candidate| {
            let hash = xxh3_64_with_seed(candidate.id.as_str().as_bytes(), wish.seed);
            f32::from(candidate.standing.need()) + (hash >> 40) as f32 / (1_u64 << 24) as f32
        };
        let scores: Vec<f32> = candidates.iter().map(score).collect();
        let mut by_topic: HashMap<Topic, Vec<usize>> = HashMap::new();
        for (i, candidate) in candidates.iter().enumerate() {
            by_topic.entry(candidate.topic).or_default().push(i);
        }
        for list in by_topic.values_mut() {
            list.sort_by(|&a, &b| {
                scores[b].total_cmp(&scores[a]).then_with(|| candidates[a].id.cmp(&candidates[b].id))
            });
        }
        Self {
            candidates,
            by_topic,
            scores,
            budget: (wish.minutes as f32 * PER_MINUTE) as usize,
            slack: (wish.tolerance() * PER_MINUTE) as usize,
            used: 0,
            chosen: Vec::new(),
            families: HashSet::new(),
        }
    }

    fn has(&self, topic: Topic) -> bool {
        self.by_topic.contains_key(&topic)
    }

    fn units(&self, index: usize) -> usize {
        ((self.candidates[index].minutes * PER_MINUTE).round() as usize).max(1)
    }

    fn left(&self) -> usize {
        self.budget.saturating_sub(self.used)
    }

    /// Takes the topic's share of what is left; a topic of long questions gets room for one.
    fn topic(&mut self, topic: Topic, topics_left: usize) {
        let mut share = self.left() / topics_left;
        let list = &self.by_topic[&topic];
        if list.iter().all(|&i| self.units(i) > share) {
            let longest = (self.budget as f32 * LONGEST) as usize;
            let shortest = list.iter().map(|&i| self.units(i)).min().unwrap_or(usize::MAX);
            if shortest <= longest.min(self.left()) {
                share = shortest;
            }
        }
        let pool = list.clone();
        // The last topic has to come out right; what others leave over is filled up later.
        let over = if topics_left == 1 { self.slack } else { 0 };
        self.take(&pool, share, over, true);
    }

    /// Fills what is left from all topics; with `apart` only by families that are not asked yet.
    fn fill_up(&mut self, topics: &[Topic], apart: bool) {
        if self.left() <= self.slack.min(PER_MINUTE as usize) {
            return;
        }
        let mut pool: Vec<usize> = topics.iter().flat_map(|topic| self.by_topic[topic].clone()).collect();
        pool.sort_by(|&a, &b| {
            let by_score = self.scores[b].total_cmp(&self.scores[a]);
            by_score.then_with(|| self.candidates[a].id.cmp(&self.candidates[b].id))
        });
        let left = self.left();
        self.take(&pool, left, self.slack, apart);
    }

    /// Takes, of the pool's neediest cards, the set whose minutes fit best and need it most.
    fn take(&mut self, pool: &[usize], room: usize, over: usize, apart: bool) {
        let mut seen = HashSet::new();
        let weighed: Vec<usize> = pool
            .iter()
            .copied()
            .filter(|i| !self.chosen.contains(i) && self.units(*i) <= room + over)
            .filter(|&i| {
                let family = self.candidates[i].family;
                !apart || (!self.families.contains(&family) && seen.insert(family))
            })
            .take(WEIGHED)
            .collect();
        let items: Vec<(usize, f32)> =
            weighed.iter().map(|&i| (self.units(i), self.scores[i] * self.units(i) as f32)).collect();
        for taken in best_fill(&items, room, over) {
            let index = weighed[taken];
            self.used += self.units(index);
            self.families.insert(self.candidates[index].family);
            self.chosen.push(index);
        }
    }
}

/// Of all sets of items (units, worth) the one that fills the room best: as close to `room` as the
/// items allow without `over`, or at most `over` above it when that is closer; among equals the
/// most worth. Short fills lose to fuller ones, as worth grows with units.
fn best_fill(items: &[(usize, f32)], room: usize, over: usize) -> Vec<usize> {
    let cells = room + over + 1;
    let mut worth = vec![f32::NEG_INFINITY; cells];
    worth[0] = 0.0;
    let mut taken = vec![false; cells * items.len()];
    for (i, &(units, gain)) in items.iter().enumerate() {
        for cell in (units..cells).rev() {
            let with = worth[cell - units] + gain;
            if with > worth[cell] {
                worth[cell] = with;
                taken[i * cells + cell] = true;
            }
        }
    }
    let distance = |cell: usize| cell.abs_diff(room);
    let reached = (1..cells).filter(|&cell| worth[cell].is_finite());
    // Within half a minute of the best fit need decides, unless that would miss the tolerance.
    let Some(best) = reached.clone().map(distance).min() else { return Vec::new() };
    let wide = best + PER_MINUTE as usize / 2;
    let near = if over > 0 { wide.min(over).max(best) } else { wide };
    let cell = reached
        .filter(|&cell| distance(cell) <= near)
        .max_by(|&a, &b| worth[a].total_cmp(&worth[b]).then_with(|| distance(b).cmp(&distance(a))));
    let Some(mut cell) = cell else { return Vec::new() };
    let mut out = Vec::new();
    for i in (0..items.len()).rev() {
        if taken[i * cells + cell] {
            out.push(i);
            cell -= items[i].0;
        }
    }
    out.reverse();
    out
}

/// The chosen cards in the order of asking: by topic, easier ones first, siblings never side by
/// side. What cannot stand apart is left out.
fn apart(candidates: &[Candidate], mut chosen: Vec<usize>) -> Vec<usize> {
    chosen.sort_by_key(|&i| {
        let candidate = &candidates[i];
        (candidate.topic, candidate.level, i)
    });
    let mut out: Vec<usize> = Vec::with_capacity(chosen.len());
    while !chosen.is_empty() {
        let last = out.last().map(|&i| candidates[i].family);
        // A family that fills half of what remains must go first, or its members end up together.
        let crowded = crowded_family(candidates, &chosen).filter(|family| Some(*family) != last);
        let fits = |i: &usize| match crowded {
            Some(family) => candidates[*i].family == family,
            None => Some(candidates[*i].family) != last,
        };
        match chosen.iter().position(fits) {
            Some(at) => out.push(chosen.remove(at)),
            None => break,
        }
    }
    out
}

fn crowded_family(candidates: &[Candidate], chosen: &[usize]) -> Option<CardKey> {
    let mut counts: HashMap<CardKey, usize> = HashMap::new();
    for &i in chosen {
        *counts.entry(candidates[i].family).or_default() += 1;
    }
    counts.into_iter().find(|(_, count)| *count > 1 && count * 2 > chosen.len()).map(|(family, _)| family)
}
