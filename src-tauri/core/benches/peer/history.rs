//! Review histories like the peer's: FSRS with its default parameters is the true memory, with
//! learning steps, lapses, fuzz and late reviews; about 1.5 % of the cards are due, 2 % are new.

use std::path::Path;

use rehearse_core::domain::fold::Phase;
use rehearse_core::domain::memory::{Memory, MemoryModel};
use rehearse_core::domain::time::{MS_PER_DAY, Moment, StudyDay};
use rusqlite::{Connection, params};
use uuid::{Builder, Uuid};

use crate::chance::Chance;
use crate::library::card_id;
use crate::{NOW, Outcome};

const RETENTION: f32 = 0.9;
const LONGEST_DAYS: i64 = 180;
const ROLLOVER: u8 = 4;
const MINUTE_MS: i64 = 60_000;

/// One review; days count from the card's first review until [`place`] has moved them.
#[derive(Clone, Copy)]
struct Review {
    card: usize,
    day: i64,
    ms_of_day: i64,
    rating: u8,
    taken_ms: u32,
    decision: Decision,
}

#[derive(Clone, Copy)]
enum Decision {
    Learning(u8),
    Relearning,
    Days(i64),
}

/// Whether a card was never answered: 2 % are, spread over all decks.
fn is_new(card: usize) -> bool {
    card % 50 == 49
}

/// Simulates the reviews of every card and puts them into the log, past the program's own way in:
/// one transaction instead of one each.
pub(crate) fn write(database: &Path, device: Uuid, cards: usize, reviews: usize) -> Outcome<()> {
    let mut log: Vec<Review> = Vec::with_capacity(cards * reviews);
    let model = MemoryModel::default();
    let mut chance = Chance::seeded(100);
    for card in (0..cards).filter(|card| !is_new(*card)) {
        let mut history = simulate(card, reviews, &model, &mut chance);
        place(&mut history, cards, &mut chance);
        log.append(&mut history);
    }
    log.sort_by_key(at_ms);
    insert(database, device, &log)
}

fn simulate(card: usize, reviews: usize, model: &MemoryModel, chance: &mut Chance) -> Vec<Review> {
    let mut history: Vec<Review> = Vec::with_capacity(reviews);
    let mut memory: Option<Memory> = None;
    for _ in 0..reviews {
        let before = history.last().copied();
        let (day, ms_of_day, elapsed, rating) = match before {
            None => (0, time_of_day(chance), 0, chance.weighted(&[0.24, 0.09, 0.52, 0.15]) as u8 + 1),
            Some(before) => {
                let (day, ms_of_day) = match before.decision {
                    Decision::Days(days) => (before.day + days + days_late(chance), time_of_day(chance)),
                    _ => (before.day, (before.ms_of_day + chance.between(60, 1_200) * 1_000).min(86_000_000)),
                };
                let elapsed = u32::try_from(day - before.day).unwrap_or(0);
                let recall = match (elapsed, memory) {
                    (0, _) | (_, None) => 0.92,
                    (_, Some(memory)) => f64::from(model.retrievability(memory, elapsed as f32)),
                };
                let recalled = chance.happens(recall);
                let rating = if recalled { chance.weighted(&[0.08, 0.80, 0.12]) as u8 + 2 } else { 1 };
                (day, ms_of_day, elapsed, rating)
            }
        };
        let outcome = model.outcomes(memory, RETENTION, elapsed)[usize::from(rating) - 1];
        memory = Some(outcome.memory);
        let fuzzed = f64::from(outcome.interval_days) * (0.95 + 0.1 * chance.unit());
        let days = Decision::Days((fuzzed.round() as i64).clamp(1, LONGEST_DAYS));
        let decision = match (before.map_or(Decision::Learning(0), |before| before.decision), rating) {
            (Decision::Days(_), 1) | (Decision::Relearning, 1 | 2) => Decision::Relearning,
            (Decision::Learning(_), 1) => Decision::Learning(0),
            (Decision::Learning(step), 2) => Decision::Learning(step),
            (Decision::Learning(0), 3) => Decision::Learning(1),
            _ => days,
        };
        let center = if rating == 1 { 9.6 } else { 8.9 };
        let taken_ms = chance.normal(center, 0.5).exp().clamp(700.0, 60_000.0) as u32;
        // No card is left in the middle of its steps.
        let decision = if history.len() + 1 == reviews && !matches!(decision, Decision::Days(_)) {
            days
        } else {
            decision
        };
        history.push(Review { card, day, ms_of_day, rating, taken_ms, decision });
    }
    history
}

fn time_of_day(chance: &mut Chance) -> i64 {
    chance.between(8 * 3_600, 22 * 3_600) * 1_000
}

fn days_late(chance: &mut Chance) -> i64 {
    if !chance.happens(0.25) {
        return 0;
    }
    let mut days = 1;
    while chance.happens(0.5) {
        days += 1;
    }
    days
}

/// Moves a history so that its due day is spread around today.
fn place(history: &mut [Review], cards: usize, chance: &mut Chance) {
    let Some(last) = history.last_mut() else { return };
    let Decision::Days(mut interval) = last.decision else { return };
    let overdue = chance.happens(0.015_f64.max(300.0 / cards as f64));
    let mut elapsed =
        if overdue { interval + chance.between(0, 6) } else { (chance.unit() * interval as f64) as i64 };
    if !overdue {
        // Of the shortest intervals nearly all would be due today.
        if interval <= 2 && chance.happens(0.85) {
            interval = chance.between(3, 30);
        }
        elapsed = elapsed.min(interval - 1);
    }
    last.decision = Decision::Days(interval);
    let today = i64::from(NOW.study_day(ROLLOVER).0);
    let offset = today - last.day - elapsed.max(1);
    history.iter_mut().for_each(|review| review.day += offset);
}

fn at_ms(review: &Review) -> i64 {
    review.day * MS_PER_DAY + review.ms_of_day
}

fn insert(database: &Path, device: Uuid, log: &[Review]) -> Outcome<()> {
    let mut connection = Connection::open(database)?;
    let transaction = connection.transaction()?;
    transaction.execute(
        "insert into devices (device_id) values (?1) on conflict do nothing",
        [device.to_string()],
    )?;
    let mut statement = transaction.prepare(
        "insert into events (event_id, device_key, at, clock_at, offset_min, kind, card_id, rating, taken_ms,
           phase, step, interval_days, due_at, due_on, content)
         select ?1, device_key, ?3, ?3, 0, 'review', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '{\"source\":\"review\"}'
         from devices where device_id = ?2",
    )?;
    let device = device.to_string();
    for (number, review) in log.iter().enumerate() {
        let at_ms = at_ms(review);
        let now = Moment { at_ms, offset_min: 0 };
        let (phase, step, days, due_at, due_on) = match phase(review.decision, now) {
            Phase::Learning { step, due_at } => (1, Some(step), None, due_at, None),
            Phase::Relearning { step, due_at } => (3, Some(step), None, due_at, None),
            Phase::Review { interval_days, due_on, due_at } => {
                (2, None, Some(interval_days), due_at, Some(due_on.0))
            }
            Phase::New => unreachable!("a review never leads back to new"),
        };
        statement.execute(params![
            event_id(at_ms, number as u64).to_string(),
            device,
            at_ms,
            card_id(review.card),
            review.rating,
            review.taken_ms,
            phase,
            step,
            days,
            due_at,
            due_on,
        ])?;
    }
    drop(statement);
    transaction.commit()?;
    Ok(())
}

fn phase(decision: Decision, now: Moment) -> Phase {
    match decision {
        Decision::Learning(step) => {
            Phase::Learning { step, due_at: now.at_ms + if step == 0 { MINUTE_MS } else { 10 * MINUTE_MS } }
        }
        Decision::Relearning => Phase::Relearning { step: 0, due_at: now.at_ms + 10 * MINUTE_MS },
        Decision::Days(days) => {
            let interval_days = u32::try_from(days).unwrap_or(1);
            let due_on: StudyDay = now.study_day(ROLLOVER).plus(interval_days);
            Phase::Review { interval_days, due_on, due_at: due_on.start_ms(ROLLOVER, 0) }
        }
    }
}

/// A UUIDv7 of a moment; those of one millisecond are ordered by their number.
pub(crate) fn event_id(at_ms: i64, number: u64) -> Uuid {
    let mut rest = [0; 10];
    rest[2..].copy_from_slice(&number.to_be_bytes());
    Builder::from_unix_timestamp_millis(at_ms.unsigned_abs(), &rest).into_uuid()
}
