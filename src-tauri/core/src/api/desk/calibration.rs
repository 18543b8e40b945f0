//! How well the learner judges.

use super::Desk;
use crate::api::take_view::inline;
use crate::api::{Agreement, Bias, Calibration, CalibrationPoint, TopicBias};
use crate::domain::take::{agreement, calibration};
use crate::domain::time::Moment;
use crate::error::Result;
use crate::services::takes::calibrating::{Standing, standing};

impl Desk {
    /// Predictions against ticks, over all takes.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn calibration(&self, now: Moment) -> Result<Calibration> {
        let Standing { judged, calibration, agreement, regrade } = standing(&self.store, now)?;
        let points = judged.into_iter().map(|judged| CalibrationPoint {
            take: judged.take.to_string(),
            at: judged.at.at_ms as f64,
            predicted: judged.predicted.into(),
            derived: judged.derived.into(),
            question_html: inline(&judged.question),
        });
        let topics = calibration.topics.into_iter().map(|topic| TopicBias {
            topic: topic.topic,
            bias: topic.bias.into(),
            words: topic.words,
        });
        Ok(Calibration {
            sentence: calibration.sentence,
            points: points.collect(),
            grid: calibration.grid,
            bias: calibration.bias.map(Into::into),
            topics: topics.collect(),
            agreement: agreement.map(Into::into),
            regrade: regrade.map(|take| take.to_string()),
        })
    }
}

impl From<calibration::Bias> for Bias {
    fn from(bias: calibration::Bias) -> Self {
        Self { mean: bias.mean, low: bias.low, high: bias.high, of: count(bias.takes) }
    }
}

impl From<agreement::Agreement> for Agreement {
    fn from(agreement: agreement::Agreement) -> Self {
        Self {
            kappa: agreement.kappa,
            low: agreement.range.map(|(low, _)| low),
            high: agreement.range.map(|(_, high)| high),
            takes: count(agreement.takes),
            points: count(agreement.points),
            words: agreement.words,
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
