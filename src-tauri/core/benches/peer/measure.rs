//! Figures as JSON lines, in the words of the peer's bench.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// How many cards and reviews a line is about.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) cards: usize,
    pub(crate) reviews: usize,
}

impl Size {
    /// Prints the spread of some measurements.
    pub(crate) fn emit(self, metric: &str, times: &[Duration], more: &Value) {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let Some(last) = sorted.len().checked_sub(1) else { return };
        let at = |share: f64| {
            let index = ((share * sorted.len() as f64).ceil() as usize).saturating_sub(1).min(last);
            (sorted[index].as_secs_f64() * 1e7).round() / 1e4
        };
        let line = json!({
            "n": sorted.len(), "median_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99),
            "min_ms": at(0.0), "max_ms": at(1.0),
        });
        self.put(metric, &line, more);
    }

    /// Prints the most memory that this process ever held.
    pub(crate) fn emit_memory(self, metric: &str) {
        if let Some(megabytes) = peak_memory_mb() {
            self.put(metric, &json!({ "rss_mb": megabytes }), &Value::Null);
        }
    }

    /// Prints one line.
    pub(crate) fn put(self, metric: &str, figures: &Value, more: &Value) {
        let mut line = Map::new();
        line.insert("metric".into(), metric.into());
        line.insert("cards".into(), self.cards.into());
        line.insert("reviews".into(), self.reviews.into());
        for part in [figures, more].into_iter().filter_map(Value::as_object) {
            line.extend(part.clone());
        }
        println!("{}", Value::Object(line));
    }
}

/// Calls and times; the first `warm` calls do not count.
pub(crate) fn repeat<T, E>(
    warm: usize,
    times: usize,
    mut call: impl FnMut() -> Result<T, E>,
) -> Result<Vec<Duration>, E> {
    let mut taken = Vec::with_capacity(times);
    for round in 0..warm + times {
        let start = Instant::now();
        let result = call()?;
        if round >= warm {
            taken.push(start.elapsed());
        }
        drop(result);
    }
    Ok(taken)
}

/// `VmHWM` in megabytes; only Linux says.
fn peak_memory_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kilobytes / 1024.0 * 10.0).round() / 10.0)
}
