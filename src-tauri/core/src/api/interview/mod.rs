//! Mock interviews on the wire.

mod choosing;
mod holding;
mod report;

pub use choosing::*;
pub use holding::*;
pub use report::*;
