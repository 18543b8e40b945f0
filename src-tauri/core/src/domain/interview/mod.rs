//! A mock interview: what is asked, the clock that it runs against, how one is composed, and what
//! its assessment amounts to.

pub mod clock;
pub mod compose;
pub mod log;
pub mod report;
pub mod rubric;
pub mod script;
