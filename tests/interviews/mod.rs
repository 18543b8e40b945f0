//! Mock interviews: the clock, composing, holding and judging them.

mod clock;
mod composing;
pub(crate) mod holding;
mod judging;
mod machine;
