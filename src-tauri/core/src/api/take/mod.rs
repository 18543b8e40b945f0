//! Takes: recording them, listening to them, judging them, keeping them, and what they tell about
//! one's judgement.

mod calibration;
mod judging;
mod keeping;
mod page;
mod recording;

pub use calibration::*;
pub use judging::*;
pub use keeping::*;
pub use page::*;
pub use recording::*;
