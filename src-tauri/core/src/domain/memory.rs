//! What FSRS-6 believes about a card. The only file that names the `fsrs` crate: the published
//! formulas live there, this module decides how they are called.

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState};

use super::rating::Rating;

/// The 21 weights of FSRS-6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters(pub [f32; 21]);

impl Default for Parameters {
    fn default() -> Self {
        Self(DEFAULT_PARAMETERS)
    }
}

/// Stability in days (recall falls to 90 % after that long) and difficulty from 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days, above 0.
    pub stability: f32,
    /// 1 to 10.
    pub difficulty: f32,
}

impl From<MemoryState> for Memory {
    fn from(state: MemoryState) -> Self {
        Self { stability: state.stability, difficulty: state.difficulty }
    }
}

impl From<Memory> for MemoryState {
    fn from(memory: Memory) -> Self {
        Self { stability: memory.stability, difficulty: memory.difficulty }
    }
}

/// One review as the memory model sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastReview {
    /// The rating.
    pub rating: Rating,
    /// Study days since the review before; 0 for the first and on the same day.
    pub elapsed_days: u32,
}

/// What one rating would make of a memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The memory after it.
    pub memory: Memory,
    /// Days until recall falls to the desired retention, unrounded.
    pub interval_days: f32,
}

/// FSRS-6 under one set of parameters.
#[derive(Clone, Debug)]
pub struct MemoryModel {
    fsrs: FSRS,
    decay: f32,
}

impl MemoryModel {
    /// `None` when the weights are not finite or outside what FSRS accepts.
    #[must_use]
    pub fn new(parameters: &Parameters) -> Option<Self> {
        if !parameters.0.iter().all(|weight| weight.is_finite()) {
            return None;
        }
        Some(Self { fsrs: FSRS::new(&parameters.0).ok()?, decay: parameters.0[20] })
    }

    /// All four futures of a card, Again first. `memory` is `None` for a card never reviewed.
    ///
    /// # Panics
    /// Never for memories that this model made: their values are finite.
    #[must_use]
    pub fn outcomes(
        &self,
        memory: Option<Memory>,
        desired_retention: f32,
        elapsed_days: u32,
    ) -> [Outcome; 4] {
        let next = self
            .fsrs
            .next_states(memory.map(Into::into), desired_retention, elapsed_days)
            .expect("finite weights and a finite memory give a finite memory");
        [next.again, next.hard, next.good, next.easy]
            .map(|state| Outcome { memory: state.memory.into(), interval_days: state.interval })
    }

    /// The memory after a whole history; `None` when it is empty or its numbers run off.
    #[must_use]
    pub fn replay(&self, reviews: &[PastReview]) -> Option<Memory> {
        if reviews.is_empty() {
            return None;
        }
        let reviews = reviews
            .iter()
            .map(|review| FSRSReview {
                rating: u32::from(review.rating.number()),
                delta_t: review.elapsed_days,
            })
            .collect();
        self.fsrs.memory_state(FSRSItem { reviews }, None).ok().map(Into::into)
    }

    /// Probability of recall after so many days, 0 to 1.
    #[must_use]
    pub fn retrievability(&self, memory: Memory, elapsed_days: f32) -> f32 {
        fsrs::current_retrievability(memory.into(), elapsed_days.max(0.0), self.decay)
    }
}

impl Default for MemoryModel {
    fn default() -> Self {
        Self::new(&Parameters::default()).expect("the published defaults are valid")
    }
}
