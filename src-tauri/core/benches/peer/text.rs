//! Text of the same kind as the peer's: pseudo-words by Zipf's law among a few technical ones.

use std::collections::HashSet;

use crate::chance::Chance;

/// In half of the cards.
pub(crate) const COMMON: &str = "latency";
/// In five cards.
pub(crate) const RARE: &str = "xylograptic";
/// Characters on each side of a card.
const CHARACTERS: f64 = 400.0;

const ONSETS: &str = "b c d f g h j k l m n p r s t v w br cl dr fl gr pl pr st tr sh ch";
const NUCLEI: &str = "a e i o u ai ea io ou";
const CODAS: [&str; 10] = ["", "n", "r", "s", "t", "l", "m", "nd", "st", "ck"];
const TECHNICAL: &str = "cache index shard quorum replica lock thread queue heap tree graph hash stack pointer kernel socket packet buffer commit rollback isolation consensus leader follower gossip vector clock bloom filter trie skip list load balancer";

/// Words with the chance of each.
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// The chance of a word or of one before it.
    cumulated: Vec<f64>,
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let mut chance = Chance::seeded(7);
        let onsets: Vec<&str> = ONSETS.split(' ').collect();
        let nuclei: Vec<&str> = NUCLEI.split(' ').collect();
        let mut words = Vec::new();
        let mut seen: HashSet<String> = [COMMON, RARE].map(str::to_owned).into();
        while words.len() < 20_000 {
            let syllables = *chance.one_of(&[1, 2, 2, 2, 3, 3]);
            let word: String = (0..syllables)
                .flat_map(|_| [*chance.one_of(&onsets), *chance.one_of(&nuclei), *chance.one_of(&CODAS)])
                .collect();
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        for _ in 0..40 {
            words.extend(TECHNICAL.split(' ').map(str::to_owned));
        }
        // Which word is how frequent: a shuffle.
        for index in (1..words.len()).rev() {
            words.swap(index, chance.between(0, index as i64 + 1) as usize);
        }
        let mut sum = 0.0;
        let weights = (1..=words.len()).map(|rank| (rank as f64).powf(-0.95));
        let mut cumulated: Vec<f64> = weights
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        cumulated.iter_mut().for_each(|at| *at /= sum);
        Self { words, cumulated }
    }

    /// Words enough for one side of a card.
    pub(crate) fn side(&self, chance: &mut Chance) -> Vec<&str> {
        let length = chance.normal(CHARACTERS, CHARACTERS * 0.15).clamp(CHARACTERS * 0.5, CHARACTERS * 1.5);
        let mut words = Vec::new();
        let mut characters = 0;
        while (characters as f64) < length {
            let at = chance.unit();
            let index = self.cumulated.partition_point(|cumulated| *cumulated < at);
            let word = &*self.words[index.min(self.words.len() - 1)];
            characters += word.len() + 1;
            words.push(word);
        }
        words
    }
}
