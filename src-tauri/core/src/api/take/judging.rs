//! Judging a take.

use crate::api::{PointTick, Rating, Tick, wire};

wire! {
    /// A judgement while it is made. What is not judged yet is left out.
    pub struct TakeWork {
        /// The judged key points.
        pub points: Vec<PointTick>,
        /// The common mistakes made, by their text.
        pub mistakes: Vec<String>,
        /// The red flags shown, by their text.
        pub red_flags: Vec<String>,
        /// Behavioural answers: the parts of the story.
        pub story: StoryTicks,
        /// How it was told.
        pub delivery: DeliveryTicks,
        /// Signs on the time line, in order of time.
        pub markers: Vec<Marker>,
    }

    /// A part of a story.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum StoryPart { Situation, Task, Action, Result }

    /// The parts of a story, each null until it is judged.
    #[derive(Default)]
    pub struct StoryTicks {
        /// Where and when, in a sentence or two.
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

    /// How an answer was told, each null until it is judged.
    #[derive(Default)]
    pub struct DeliveryTicks {
        /// The answer first, then the reasons, in an order that one can follow.
        pub structure: Option<Tick>,
        /// No detours, nothing twice.
        pub brevity: Option<Tick>,
    }

    /// A sign on a take's time line.
    pub struct Marker {
        /// Where it stands, from the beginning of the file.
        pub at_ms: f64,
        /// What it belongs to.
        pub of: MarkerOf,
        /// The text of the point, mistake or red flag; the learner's word for a free one.
        pub text: String,
    }

    /// What a marker belongs to.
    #[derive(Copy, Eq)]
    pub enum MarkerOf {
        /// A key point.
        Point,
        /// A common mistake.
        Mistake,
        /// A red flag.
        RedFlag,
        /// A part of a story.
        Story,
        /// Nothing: the learner wants to find this moment again.
        Moment,
    }

    /// Predicts how a take went, before anything is revealed.
    pub struct PredictTake {
        /// The take.
        pub take: String,
        /// How it went.
        pub rating: Rating,
    }

    /// Keeps a judgement while it is made, or asks for the rating that it amounts to.
    pub struct TakeTicks {
        /// The take.
        pub take: String,
        /// The judgement so far.
        pub work: TakeWork,
    }

    /// What the ticks amount to.
    pub struct TakeProposal {
        /// The rating.
        pub rating: Rating,
        /// Why, in a sentence or two.
        pub reason: String,
        /// How it stands to the prediction: "one below your prediction".
        pub against: Option<String>,
    }

    /// Judges a take.
    pub struct AssessTake {
        /// The take.
        pub take: String,
        /// The ticks: every key point, and every part of a story.
        pub work: TakeWork,
        /// The rating that the learner gives; the derived one is kept beside it.
        pub rating: Rating,
    }

    /// A judgement that was made.
    pub struct TakeAssessmentView {
        /// When (UTC ms).
        pub at: f64,
        /// What the ticks amounted to.
        pub derived: Option<Rating>,
        /// Why.
        pub reason: Option<String>,
        /// What the learner rated.
        pub rating: Rating,
        /// It moved the schedule of the question's card.
        pub moved_card: bool,
        /// The blind judgements that followed, oldest first.
        pub regrades: Vec<RegradeView>,
    }

    /// A take judged again, without seeing the first judgement.
    pub struct RegradeView {
        /// When (UTC ms).
        pub at: f64,
        /// What the ticks amounted to then.
        pub derived: Option<Rating>,
        /// Key points judged as before.
        pub same: u32,
        /// Key points.
        pub points: u32,
        /// The comparison, in a sentence.
        pub words: String,
    }
}
