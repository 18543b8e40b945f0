//! Spreading due days a little, so that cards learned together do not come back together for
//! ever. The spread follows Anki's ranges; chance comes from a stable hash, so that the label on
//! a button, the result, and another machine all agree.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::card::CardId;

/// A number in 0..1 that is the same for the same card and review number, on every machine.
#[must_use]
pub fn fraction(card: &CardId, review_number: u32) -> f64 {
    let hash = xxh3_64_with_seed(card.as_str().as_bytes(), u64::from(review_number));
    // The upper 53 bits fill a double's mantissa exactly.
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

/// From this many days on an interval is spread.
const SHORTEST_FUZZED: f64 = 2.5;
/// (from day, to day, share of the days in between that is added to the spread)
const RANGES: [(f64, f64, f64); 3] = [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];

/// The whole days between which an interval may land; both ends are within 1..=`maximum`.
#[must_use]
pub fn bounds(interval_days: f64, maximum: u32) -> (u32, u32) {
    let clamp = |days: f64| (days.round().max(1.0) as u32).min(maximum.max(1));
    if interval_days < SHORTEST_FUZZED {
        return (clamp(interval_days), clamp(interval_days));
    }
    let delta = 1.0
        + RANGES
            .iter()
            .map(|(from, to, share)| share * (interval_days.min(*to) - from).max(0.0))
            .sum::<f64>();
    // Two days at least: a fuzzed interval never becomes tomorrow.
    (clamp((interval_days - delta).max(2.0)), clamp(interval_days + delta))
}

/// The interval that a fraction in 0..1 picks. It never decreases when `interval_days` grows.
#[must_use]
pub fn spread(interval_days: f64, maximum: u32, fraction: f64) -> u32 {
    let (low, high) = bounds(interval_days, maximum);
    low + ((f64::from(high - low + 1)) * fraction.clamp(0.0, 1.0 - f64::EPSILON)) as u32
}
