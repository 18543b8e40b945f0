//! The suite of the core: through its public boundary, over real files in temporary folders.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod architecture;
mod audio;
mod bad_databases;
mod content;
mod desk;
mod editing;
mod interviews;
mod library_sync;
mod log;
mod measures;
mod migrations;
mod queue;
mod rebuild;
mod renames;
mod scheduling;
mod search;
mod support;
mod takes;
mod time;
mod wire;
