//! What the program knows about cards, memory, time and judgement. Pure values and functions:
//! time, chance and identity are arguments; no file, no SQL, no serde, no window.

pub mod card;
pub mod rating;
