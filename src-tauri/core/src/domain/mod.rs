//! What the program knows about cards, memory, time and judgement. Pure values and functions:
//! time, chance and identity are arguments; no file, no SQL, no serde, no window.

pub mod assessment;
pub mod audio;
pub mod card;
pub mod event;
pub mod fold;
pub mod fuzz;
pub mod interview;
pub mod memory;
pub mod options;
pub mod queue;
pub mod rating;
pub mod schedule;
pub mod take;
pub mod time;
