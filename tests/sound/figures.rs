//! What was measured against what is true.

use std::collections::BTreeMap;
use std::fmt;

use rehearse_core::domain::audio::measures::Measures;

use crate::recording::Recording;

/// How far a boundary of a pause may be off, in ms.
const TOLERANCE_MS: f64 = 200.0;

/// Sums over recordings.
#[derive(Default)]
pub(crate) struct Figures {
    all: Group,
    /// By voice, speed and noise.
    groups: BTreeMap<String, Group>,
}

/// Recordings that have something in common.
#[derive(Default)]
struct Group {
    /// Boundaries of pauses: found where there is one, found at all, true.
    hits: usize,
    found: usize,
    truth: usize,
    /// Relative errors of the pace, with their sign. A pace that is not given counts as wholly wrong.
    pace_errors: Vec<f64>,
    /// Paces whose range holds the true one.
    within_range: usize,
    /// How far the first and last word are off, in ms.
    edge_errors: Vec<f64>,
    /// How far the level of speech is off, in dB.
    level_errors: Vec<f64>,
}

impl Figures {
    pub(crate) fn add(&mut self, conditions: &[String], recording: &Recording, measures: &Measures) {
        self.all.add(recording, measures);
        for condition in conditions {
            self.groups.entry(condition.clone()).or_default().add(recording, measures);
        }
    }

    pub(crate) fn boundaries_f1(&self) -> f64 {
        self.all.f1()
    }

    pub(crate) fn median_pace_error(&self) -> f64 {
        quantile(&self.all.pace_errors, 0.5)
    }

    pub(crate) fn paces_within_range(&self) -> f64 {
        self.all.within_range as f64 / self.all.pace_errors.len() as f64
    }

    pub(crate) fn worst_edge_ms(&self) -> f64 {
        quantile(&self.all.edge_errors, 1.0)
    }

    pub(crate) fn worst_level_db(&self) -> f64 {
        quantile(&self.all.level_errors, 1.0)
    }
}

impl Group {
    fn add(&mut self, recording: &Recording, measures: &Measures) {
        let truth: Vec<f64> = recording.pauses.iter().flat_map(|&(from, to)| [from, to]).collect();
        let found: Vec<f64> =
            measures.pauses.iter().flat_map(|pause| [pause.from_ms as f64, pause.to_ms as f64]).collect();
        self.hits += hits(&truth, &found);
        self.found += found.len();
        self.truth += truth.len();

        let pace = f64::from(recording.syllables) * 60_000.0 / recording.speaking_ms;
        let measured = measures.pace.as_ref();
        self.pace_errors.push(measured.map_or(-1.0, |measured| f64::from(measured.per_minute) / pace - 1.0));
        let holds = |low: f32, high: f32| (f64::from(low)..=f64::from(high)).contains(&pace);
        self.within_range += usize::from(measured.is_some_and(|measured| holds(measured.low, measured.high)));

        let edges = [(measures.first_word_ms, recording.first), (measures.last_word_ms, recording.last)];
        let off = |(found, truth): (Option<u64>, f64)| found.map_or(f64::INFINITY, |ms| ms as f64 - truth);
        self.edge_errors.extend(edges.map(off));
        let level = measures.speech_dbfs.map_or(f64::INFINITY, |level| f64::from(level - recording.level));
        self.level_errors.push(level);
    }

    fn f1(&self) -> f64 {
        2.0 * self.hits as f64 / (self.found + self.truth) as f64
    }
}

/// True boundaries with a found one of their own within the tolerance. Both are in order.
fn hits(truth: &[f64], found: &[f64]) -> usize {
    let mut free = found.iter().copied().peekable();
    let mut hits = 0;
    for &boundary in truth {
        while free.next_if(|found| *found < boundary - TOLERANCE_MS).is_some() {}
        hits += usize::from(free.next_if(|found| *found <= boundary + TOLERANCE_MS).is_some());
    }
    hits
}

/// Of the errors' sizes, without their signs.
fn quantile(errors: &[f64], share: f64) -> f64 {
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    sizes[((sizes.len() - 1) as f64 * share).round() as usize]
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<22} {:>6}  pace error: median, 95 %, worst, bias  in range", "", "F1")?;
        writeln!(f, "{:<22} {}", "all", self.all)?;
        for (name, group) in &self.groups {
            writeln!(f, "{name:<22} {group}")?;
        }
        let edge = |share| quantile(&self.all.edge_errors, share);
        writeln!(
            f,
            "first and last word off by {:.0} ms in the median, {:.0} at worst",
            edge(0.5),
            edge(1.0)
        )?;
        write!(f, "speech level off by {:.1} dB at worst", self.worst_level_db())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = |share| quantile(&self.pace_errors, share) * 100.0;
        let bias = self.pace_errors.iter().sum::<f64>() / self.pace_errors.len() as f64 * 100.0;
        let [median, most, worst] = [0.5, 0.95, 1.0].map(error);
        write!(f, "{:>6.3}  {median:>17.1} % {most:>5.1} % {worst:>4.1} % {bias:>+4.1} %", self.f1())?;
        write!(f, "  {:>3} of {}", self.within_range, self.pace_errors.len())
    }
}
