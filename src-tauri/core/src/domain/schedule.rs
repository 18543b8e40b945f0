//! From a card's state and a rating to its next state: learning steps, FSRS intervals, fuzz.
//! The whole choice is computed at once, so a button's label and its result cannot differ.

use super::card::CardId;
use super::fold::{CardState, Phase};
use super::fuzz;
use super::memory::{Memory, MemoryModel};
use super::options::Options;
use super::rating::Rating;
use super::time::Moment;

/// What one rating leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Future {
    /// The rating.
    pub rating: Rating,
    /// What FSRS will believe.
    pub memory: Memory,
    /// Where the card goes.
    pub phase: Phase,
}

/// Everything around a card that its futures depend on.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// FSRS under the parameters in force.
    pub model: &'a MemoryModel,
    /// The deck's options.
    pub options: &'a Options,
    /// Hour at which a study day begins.
    pub rollover_hour: u8,
    /// Whether intervals are spread; off in comparisons with published numbers.
    pub fuzz: bool,
}

/// All four futures of a card at a moment, Again first.
#[must_use]
pub fn futures(card: &CardId, state: &CardState, now: Moment, context: Context<'_>) -> [Future; 4] {
    let today = now.study_day(context.rollover_hour);
    // What is due goes by the clock that the learner sees; what has elapsed by the order of events.
    let reviewed_on = state.next_moment(now).study_day(context.rollover_hour);
    let elapsed = state.last_review_on.map_or(0, |day| reviewed_on.days_since(day));
    let outcomes = context.model.outcomes(state.memory, context.options.desired_retention, elapsed);
    let fraction = context.fuzz.then(|| fuzz::fraction(card, state.reviews));

    let mut index = 0;
    Rating::ALL.map(|rating| {
        let outcome = outcomes[index];
        index += 1;
        let phase = match step_after(state.phase, rating, context.options) {
            Some(step) => step.into_phase(now),
            None => {
                let wanted = f64::from(outcome.interval_days);
                let maximum = context.options.maximum_interval;
                let mut days = match fraction {
                    Some(fraction) => fuzz::spread(wanted.max(1.0), maximum, fraction),
                    None => (wanted.round().max(1.0) as u32).min(maximum.max(1)),
                };
                // Recalled ahead of time: nothing is brought forward by having studied more.
                if let (Phase::Review { due_on, .. }, true) = (state.phase, rating > Rating::Again) {
                    days = days.max(due_on.days_since(today)).min(maximum.max(1));
                }
                let due_on = today.plus(days);
                Phase::Review {
                    interval_days: days,
                    due_on,
                    due_at: due_on.start_ms(context.rollover_hour, now.offset_min),
                }
            }
        };
        Future { rating, memory: outcome.memory, phase }
    })
}

/// A learning step to come.
#[derive(Clone, Copy)]
struct Step {
    relearning: bool,
    index: u8,
    minutes: f32,
}

impl Step {
    fn into_phase(self, now: Moment) -> Phase {
        let due_at = now.at_ms.saturating_add((f64::from(self.minutes) * 60_000.0).round() as i64);
        if self.relearning {
            Phase::Relearning { step: self.index, due_at }
        } else {
            Phase::Learning { step: self.index, due_at }
        }
    }
}

/// The step that a rating leads to, or `None` when the card goes on to a review interval.
/// Again starts over, Hard repeats, Good moves on, Easy leaves the steps (Anki's rules).
fn step_after(phase: Phase, rating: Rating, options: &Options) -> Option<Step> {
    let (steps, relearning, at) = match phase {
        Phase::New => (&options.learning_steps, false, 0),
        Phase::Learning { step, .. } => (&options.learning_steps, false, usize::from(step)),
        Phase::Relearning { step, .. } => (&options.relearning_steps, true, usize::from(step)),
        Phase::Review { .. } if rating == Rating::Again => (&options.relearning_steps, true, 0),
        Phase::Review { .. } => return None,
    };
    let index = match rating {
        Rating::Again => 0,
        // A card that stood at a step which the options no longer have repeats the last one.
        Rating::Hard => at.min(steps.len().checked_sub(1)?),
        Rating::Good => at + 1,
        Rating::Easy => return None,
    };
    let minutes = *steps.get(index)?;
    let minutes = match (rating, index, steps.get(1)) {
        // Hard on the first step waits between Again and Good.
        (Rating::Hard, 0, Some(second)) => f32::midpoint(minutes, *second),
        (Rating::Hard, 0, None) => minutes * 1.5,
        _ => minutes,
    };
    Some(Step { relearning, index: u8::try_from(index).unwrap_or(u8::MAX), minutes })
}
