//! A take against the expected answer, point by point.

use crate::domain::event::Tick;

/// What a learner ticked while listening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticks {
    /// The judged key points' own text.
    pub points: Vec<(String, Tick)>,
    /// The common mistakes made, by their text.
    pub mistakes: Vec<String>,
    /// The red flags shown, by their text.
    pub red_flags: Vec<String>,
    /// The parts of a story, for behavioural answers.
    pub story: Story,
    /// How it was told.
    pub delivery: Delivery,
    /// Signs on the time line, in order of time.
    pub markers: Vec<Marker>,
}

/// The parts of a behavioural answer, each `None` until it is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// Where and when.
    pub situation: Option<Tick>,
    /// What was to be done, and whose it was.
    pub task: Option<Tick>,
    /// What the candidate did.
    pub action: Option<Tick>,
    /// What came of it.
    pub result: Option<Tick>,
    /// Whether the result had a figure.
    pub figure: Option<bool>,
}

/// How an answer was told, each `None` until it is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The answer first, then the reasons.
    pub structure: Option<Tick>,
    /// No detours, nothing twice.
    pub brevity: Option<Tick>,
}

/// A sign on a take's time line.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Where it stands, from the beginning of the take.
    pub at_ms: u64,
    /// What it belongs to.
    pub of: MarkerOf,
    /// The text of the point, mistake or red flag; the learner's word for a free one.
    pub text: String,
}

/// What a marker belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkerOf {
    /// A key point.
    Point,
    /// A common mistake.
    Mistake,
    /// A red flag.
    RedFlag,
    /// A part of a story.
    Story,
    /// Nothing else: a moment to find again.
    Moment,
}
