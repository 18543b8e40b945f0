//! What crosses to the user interface: the serde types of the wire.
//! Plain data in camelCase; instants are UTC milliseconds, dates are `YYYY-MM-DD` study days.
//! TypeScript is generated from here (`cargo xtask types`). [`Desk`] has one method for each command:
//! it unpacks, calls a service and converts; rules live below.

mod card;
mod convert;
mod desk;
mod interview;
mod interview_export;
mod interview_report;
mod interview_view;
mod library;
mod render;
mod review;
mod settings;
mod take;
mod take_convert;
mod take_view;
mod take_words;
mod today;
mod words;

pub use card::*;
pub use convert::startup_problem;
pub use desk::{Desk, RunningClock};
pub use interview::*;
pub use library::*;
pub use review::*;
pub use settings::*;
pub use take::*;
pub use today::*;
pub use words::*;

/// Declares wire types: serde in camelCase, and TypeScript when testing.
macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)+) => { $(
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(export))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub $kind $name $body
    )+ };
}
pub(crate) use wire;
