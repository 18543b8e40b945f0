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

/// A part of a behavioural answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryPart {
    /// Where and when.
    Situation,
    /// What was to be done, and whose it was.
    Task,
    /// What the candidate did.
    Action,
    /// What came of it.
    Result,
}

impl StoryPart {
    /// The parts, in the order in which a story tells them.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// The part that a key point names with its first word: such a point is that part, and is judged as a
    /// key point.
    #[must_use]
    pub fn named_by(point: &str) -> Option<Self> {
        let word: String =
            point.chars().skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphabetic()).collect();
        Self::ALL.into_iter().find(|part| part.name().eq_ignore_ascii_case(&word))
    }

    /// The parts that no key point names: they are judged by themselves.
    #[must_use]
    pub fn unnamed<'p>(points: impl IntoIterator<Item = &'p String>) -> Vec<Self> {
        let named: Vec<Self> = points.into_iter().filter_map(|point| Self::named_by(point)).collect();
        Self::ALL.into_iter().filter(|part| !named.contains(part)).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Situation => "Situation",
            Self::Task => "Task",
            Self::Action => "Action",
            Self::Result => "Result",
        }
    }
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

impl Story {
    /// How a part was judged by itself.
    #[must_use]
    pub fn tick(&self, part: StoryPart) -> Option<Tick> {
        match part {
            StoryPart::Situation => self.situation,
            StoryPart::Task => self.task,
            StoryPart::Action => self.action,
            StoryPart::Result => self.result,
        }
    }
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
