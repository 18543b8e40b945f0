//! Takes through the program without its window: recorded, taken up after a crash, judged, kept.

mod interviews;
mod judging;
mod keeping;
mod recording;
mod recovering;
mod studio;
mod undoing;
