//! Takes: what the log keeps of them, how they are judged, which are kept, and what they tell about
//! the learner's own judgement.

pub mod agreement;
pub mod calibration;
pub mod judgement;
pub mod keeping;
pub mod log;
pub mod progress;
pub mod rating;
pub mod regrade;
mod student_t;
