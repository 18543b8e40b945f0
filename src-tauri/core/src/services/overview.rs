//! What is due today, by deck.

use crate::domain::card::DeckId;
use crate::domain::queue::{LaneCounts, Next};
use crate::domain::time::Moment;
use crate::error::Result;
use crate::services::session::{Scope, build_queue};
use crate::services::study::study_day;
use crate::store::{DayTotals, Store};

/// Milliseconds that a card takes before the learner's own pace is known.
const FIRST_PACE_MS: u32 = 60_000;

/// Today at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The study day, `YYYY-MM-DD`.
    pub study_day: String,
    /// What the queue shows today, all decks together.
    pub due: LaneCounts,
    /// Each deck's share of that, in library order; decks with nothing due are left out.
    pub decks: Vec<(DeckId, LaneCounts)>,
    /// Milliseconds that one card usually takes.
    pub pace_ms: u32,
    /// Done today.
    pub done: DayTotals,
    /// Reviews due on the next study day.
    pub due_tomorrow: u32,
    /// What today's limits hold back.
    pub held_back: LaneCounts,
    /// Cards in the library.
    pub cards: u32,
    /// When the next step is due, if only steps remain (UTC milliseconds).
    pub next_step_at: Option<i64>,
}

impl Overview {
    /// About how many minutes so many cards take.
    #[must_use]
    pub fn minutes(&self, counts: LaneCounts) -> u32 {
        let cards = (counts.new + counts.learning + counts.review) as u64;
        u32::try_from((cards * u64::from(self.pace_ms)).div_ceil(60_000)).unwrap_or(u32::MAX)
    }
}

/// Today at a glance.
///
/// # Errors
/// When SQLite cannot read.
pub fn overview(store: &Store, now: Moment) -> Result<Overview> {
    let today = study_day(store, now);
    let (queue, limited) = build_queue(store, &Scope::Due, now)?;
    let due = queue.counts();
    let counts = store.deck_counts(today)?;
    let share = store.shares(&queue.upcoming(now.at_ms), today)?;
    let decks = store
        .decks()?
        .into_iter()
        .filter_map(|(key, id)| share.get(&key).map(|share| (id, *share)))
        .collect();
    let held_back = if limited {
        let total =
            |count: fn(&crate::store::DeckCounts) -> u32| counts.values().map(count).sum::<u32>() as usize;
        LaneCounts {
            new: total(|c| c.new).saturating_sub(due.new),
            learning: 0,
            review: total(|c| c.review).saturating_sub(due.review),
        }
    } else {
        LaneCounts::default()
    };
    let day_start = today.start_ms(store.rollover_hour(), now.offset_min);
    let day_end = today.plus(1).start_ms(store.rollover_hour(), now.offset_min);
    Ok(Overview {
        study_day: today.to_iso(),
        due,
        decks,
        pace_ms: store.usual_pace_ms()?.unwrap_or(FIRST_PACE_MS),
        done: store.totals_between(day_start, day_end)?,
        due_tomorrow: store.due_on(today.plus(1))?,
        held_back,
        cards: counts.values().map(|c| c.cards).sum(),
        next_step_at: match queue.next(now.at_ms) {
            Next::WaitUntil(at) => Some(at),
            Next::Card(_) | Next::Done => None,
        },
    })
}
