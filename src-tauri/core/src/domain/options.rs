//! How a deck is scheduled. One preset is in force over all decks; a deck may have its own set.

/// Scheduling options.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The probability of recall to schedule for.
    pub desired_retention: f32,
    /// Minutes between the showings of a new card.
    pub learning_steps: Vec<f32>,
    /// Minutes between the showings of a forgotten card.
    pub relearning_steps: Vec<f32>,
    /// New cards a day.
    pub new_per_day: u32,
    /// Reviews a day.
    pub reviews_per_day: u32,
    /// The longest interval, in days.
    pub maximum_interval: u32,
    /// Lapses at which a card is a leech; 0 never.
    pub leech_lapses: u32,
    /// Keeps siblings of a card seen today for another day.
    pub bury_siblings: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            desired_retention: 0.90,
            learning_steps: vec![1.0, 10.0],
            relearning_steps: vec![10.0],
            new_per_day: 20,
            reviews_per_day: 200,
            maximum_interval: 36_500,
            leech_lapses: 8,
            bury_siblings: true,
        }
    }
}

impl Options {
    /// The options as they stand, or a sentence about the first that cannot be.
    ///
    /// # Errors
    /// When a value is out of its range.
    pub fn validated(self) -> Result<Self, String> {
        let step_is_fine = |step: &f32| step.is_finite() && *step > 0.0 && *step <= 60.0 * 24.0 * 30.0;
        if !(0.70..=0.99).contains(&self.desired_retention) {
            Err("desired retention must be from 70 % to 99 %".to_owned())
        } else if self.learning_steps.len() > 10 || self.relearning_steps.len() > 10 {
            Err("at most ten steps".to_owned())
        } else if !self.learning_steps.iter().chain(&self.relearning_steps).all(step_is_fine) {
            Err("a step must be longer than nothing and at most 30 days".to_owned())
        } else if self.new_per_day > 9_999 || self.reviews_per_day > 9_999 {
            Err("at most 9,999 cards a day".to_owned())
        } else if !(1..=36_500).contains(&self.maximum_interval) {
            Err("the maximum interval must be from 1 to 36,500 days".to_owned())
        } else if self.leech_lapses > 99 {
            Err("the leech mark must be from 0 (never) to 99 lapses".to_owned())
        } else {
            Ok(self)
        }
    }
}
