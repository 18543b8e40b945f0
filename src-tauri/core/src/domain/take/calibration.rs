//! How well a learner predicts: what was predicted against what the ticks amounted to.
//!
//! The bias is the mean of predicted minus derived, in ratings, where a predicted Easy counts as Good,
//! the highest that ticks give: Easy predicted and Good derived is no error. Its range is Student's t
//! interval after adding one take that was one too high and one that was one too low, in the manner
//! of Agresti and Coull (1998), because plain t is far too sure of itself with few takes that are all
//! alike. Ten takes are needed to say anything and five for a topic; the ranges of k topics hold 95 %
//! together (Bonferroni: each 1 - 0.05/k), and a topic is named only when its range excludes 0 and
//! the takes outside it do not lean as far.
//!
//! Takes of the same question count as independent, which several in a row are not quite.

use std::collections::{BTreeMap, BTreeSet};

use super::student_t;
use crate::domain::rating::Rating;

/// Takes that are needed to say how predictions lean.
const ENOUGH: usize = 10;
/// Takes that are needed to say it of a topic.
const ENOUGH_IN_TOPIC: usize = 5;

/// A take that was predicted and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The prediction.
    pub predicted: Rating,
    /// What the ticks amounted to.
    pub derived: Rating,
    /// What it was about.
    pub topics: Vec<String>,
}

impl Pair {
    /// Ratings by which the prediction was too high, -2 to 2.
    fn difference(&self) -> f64 {
        let seen = |rating: Rating| f64::from(rating.min(Rating::Good).number());
        seen(self.predicted) - seen(self.derived)
    }
}

/// How far predictions are off, in ratings: above 0 they are too high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// On average over the takes.
    pub mean: f64,
    /// It is hardly less.
    pub low: f64,
    /// It is hardly more.
    pub high: f64,
    /// The takes.
    pub takes: usize,
}

/// The bias in one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicBias {
    /// The topic.
    pub topic: String,
    /// How far; the ranges of all topics hold together with 95 %.
    pub bias: Bias,
    /// In words.
    pub words: String,
}

/// What predictions and ticks come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// In one honest sentence.
    pub sentence: String,
    /// How often each prediction (row, Again first) met each outcome (column, Again first).
    pub grid: [[u32; 4]; 4],
    /// Over all takes, with a range of 95 %; `None` with too few to say.
    pub bias: Option<Bias>,
    /// The topics with enough takes to say, the furthest off first; none with too few takes over all.
    pub topics: Vec<TopicBias>,
}

/// How predictions lean.
#[must_use]
pub fn calibrate(pairs: &[Pair]) -> Calibration {
    let mut grid = [[0; 4]; 4];
    for pair in pairs {
        grid[usize::from(pair.predicted.number()) - 1][usize::from(pair.derived.number()) - 1] += 1;
    }
    if pairs.len() < ENOUGH {
        return Calibration { sentence: too_few(pairs.len()), grid, bias: None, topics: Vec::new() };
    }
    let differences: Vec<f64> = pairs.iter().map(Pair::difference).collect();
    let bias = Bias::of(&differences, 0.95);
    let topics = by_topic(pairs);
    let met = differences.iter().filter(|difference| **difference == 0.0).count();
    let sentence = match topics.iter().find(|topic| topic.stands_out(pairs)) {
        Some(TopicBias { topic, bias, .. }) => bias.leaning(&format!("{topic} answers")),
        None if bias.leans() => bias.leaning("your answers"),
        None => bias.level(met),
    };
    Calibration { sentence, grid, bias: Some(bias), topics }
}

fn by_topic(pairs: &[Pair]) -> Vec<TopicBias> {
    let mut differences: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for pair in pairs {
        for topic in pair.topics.iter().collect::<BTreeSet<_>>() {
            differences.entry(topic).or_default().push(pair.difference());
        }
    }
    differences.retain(|_, of_topic| of_topic.len() >= ENOUGH_IN_TOPIC);
    let confidence = 1.0 - 0.05 / differences.len().max(1) as f64;
    let mut topics: Vec<TopicBias> = differences
        .into_iter()
        .map(|(topic, differences)| {
            let bias = Bias::of(&differences, confidence);
            TopicBias { topic: topic.to_owned(), bias, words: bias.in_words() }
        })
        .collect();
    topics.sort_by(|a, b| b.bias.mean.abs().total_cmp(&a.bias.mean.abs()));
    topics
}

impl TopicBias {
    /// Off beyond chance, where takes outside the topic are not, or not as far.
    fn stands_out(&self, pairs: &[Pair]) -> bool {
        let outside = pairs.iter().filter(|pair| !pair.topics.contains(&self.topic));
        let outside: Vec<f64> = outside.map(Pair::difference).collect();
        if outside.is_empty() || !self.bias.leans() {
            return false;
        }
        let rest = Bias::of(&outside, 0.95);
        let is_further = match self.bias.mean > 0.0 {
            true => self.bias.low > rest.mean,
            false => self.bias.high < rest.mean,
        };
        is_further || !rest.leans()
    }
}

impl Bias {
    /// The bias of so many differences, with a range of so much confidence.
    fn of(differences: &[f64], confidence: f64) -> Self {
        let takes = differences.len();
        let sum: f64 = differences.iter().sum();
        // With the two added takes, -1 and 1: their sum is 0, the sum of their squares 2.
        let count = (takes + 2) as f64;
        let middle = sum / count;
        let squares = differences.iter().map(|difference| difference * difference).sum::<f64>() + 2.0;
        let variance = (squares - count * middle * middle) / (count - 1.0);
        let half = student_t::two_sided(confidence, takes + 1) * (variance / count).sqrt();
        Self {
            mean: sum / takes as f64,
            low: (middle - half).max(-2.0),
            high: (middle + half).min(2.0),
            takes,
        }
    }

    /// The range excludes 0.
    fn leans(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// The farthest from 0 that the range reaches.
    fn reach(self) -> f64 {
        self.high.max(-self.low)
    }

    fn leaning(self, what: &str) -> String {
        let rate = if self.mean > 0.0 { "over-rate" } else { "under-rate" };
        format!("You {rate} {what} {} ({} takes, {}).", by_how_much(self.mean), self.takes, self.range())
    }

    /// The sentence when no lean shows and so many predictions were met.
    fn level(self, met: usize) -> String {
        let takes = self.takes;
        if self.reach() > 0.5 {
            format!("No lean shows yet in {takes} takes: on average {}.", self.range())
        } else if met * 2 < takes {
            format!("You over-rate about as much as you under-rate: {met} of {takes} predictions were met.")
        } else {
            let within = if self.reach() > 0.25 { "half" } else { "a quarter of" };
            format!("Your predictions fit: on average within {within} a band, and {met} of {takes} were met.")
        }
    }

    fn in_words(self) -> String {
        let lean = match self.leans() {
            true if self.mean > 0.0 => format!("over-rated {}", by_how_much(self.mean)),
            true => format!("under-rated {}", by_how_much(self.mean)),
            false => "no lean shows".to_owned(),
        };
        format!("{lean} ({} takes, {})", self.takes, self.range())
    }

    /// "between ¼ and 1¼", and where it crosses 0 "between ¼ too low and ½ too high".
    fn range(self) -> String {
        let (low, high) = (in_quarters(self.low), in_quarters(self.high));
        if self.low > 0.0 {
            format!("between {low} and {high}")
        } else if self.high < 0.0 {
            format!("between {high} and {low}")
        } else {
            format!("between {low} too low and {high} too high")
        }
    }
}

fn too_few(takes: usize) -> String {
    match takes {
        0 => format!("No take is predicted and judged yet; about {ENOUGH} are needed."),
        1 => format!("Too few to say: 1 take so far, about {ENOUGH} are needed."),
        _ => format!("Too few to say: {takes} takes so far, about {ENOUGH} are needed."),
    }
}

/// A lean to the nearest half of a band: more is not known from some ten takes.
fn by_how_much(mean: f64) -> &'static str {
    match mean.abs() {
        size if size < 0.25 => "a little",
        size if size < 0.75 => "by half a band",
        size if size < 1.25 => "by a full band",
        size if size < 1.75 => "by one and a half bands",
        _ => "by two bands",
    }
}

/// A size to the nearest quarter: "1¼".
fn in_quarters(size: f64) -> String {
    const PARTS: [&str; 4] = ["", "¼", "½", "¾"];
    let quarters = (size.abs() * 4.0).round() as usize;
    match (quarters / 4, PARTS[quarters % 4]) {
        (0, "") if size == 0.0 => "0".to_owned(),
        (0, "") => "nearly 0".to_owned(),
        (0, part) => part.to_owned(),
        (whole, part) => format!("{whole}{part}"),
    }
}

#[cfg(test)]
mod tests;
