//! How well the learner judges: predictions against ticks.

use crate::api::{Rating, wire};

wire! {
    /// Predictions against what the ticks amounted to.
    pub struct Calibration {
        /// What it comes to, in one honest sentence.
        pub sentence: String,
        /// The takes that were predicted and judged, oldest first.
        pub points: Vec<CalibrationPoint>,
        /// How often each prediction met each outcome: four rows by prediction, Again first, each with
        /// four outcomes, Again first.
        pub grid: [[u32; 4]; 4],
        /// Over all takes; null with too few to say.
        pub bias: Option<Bias>,
        /// By topic, the furthest off first.
        pub topics: Vec<TopicBias>,
        /// How blind judgements agree with the first ones; null without one.
        pub agreement: Option<Agreement>,
        /// An old take to be judged again blindly, by id; null when there is none.
        pub regrade: Option<String>,
    }

    /// A take that was predicted and judged.
    pub struct CalibrationPoint {
        /// The take.
        pub take: String,
        /// When it was recorded (UTC ms).
        pub at: f64,
        /// The prediction.
        pub predicted: Rating,
        /// What the ticks amounted to.
        pub derived: Rating,
        /// What was asked (inline).
        pub question_html: String,
    }

    /// How far predictions are off, in ratings: above 0 they are too good.
    pub struct Bias {
        /// On average.
        pub mean: f64,
        /// It is hardly less (95 %).
        pub low: f64,
        /// It is hardly more.
        pub high: f64,
        /// Over so many takes.
        pub of: u32,
    }

    /// The same for a topic.
    pub struct TopicBias {
        /// The topic: a tag.
        pub topic: String,
        /// How far.
        pub bias: Bias,
        /// In words.
        pub words: String,
    }

    /// How two judgements of the same take agree.
    pub struct Agreement {
        /// Cohen's kappa with quadratic weights over the key points: 1 is full agreement, 0 is chance.
        pub kappa: Option<f64>,
        /// It is hardly less (95 %).
        pub low: Option<f64>,
        /// It is hardly more.
        pub high: Option<f64>,
        /// Takes that were judged again.
        pub takes: u32,
        /// Key points in them.
        pub points: u32,
        /// In words.
        pub words: String,
    }
}
