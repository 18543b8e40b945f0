//! What the window tests stand on: a world of one's own, the window in it, and ways to look and act.

pub(crate) mod app;
pub(crate) mod axe;
pub(crate) mod decks;
pub(crate) mod driver;
pub(crate) mod microphone;
pub(crate) mod page;
pub(crate) mod poll;
pub(crate) mod processes;
pub(crate) mod random;
pub(crate) mod screens;
pub(crate) mod sound;
pub(crate) mod speech;
pub(crate) mod world;

use std::env;
use std::path::PathBuf;

/// A path that `cargo xtask` hands over.
pub(crate) fn path_from(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!("{variable} is not set: run these tests with `cargo xtask test --only window`")
    })
}

/// The repository's root.
pub(crate) fn repository() -> PathBuf {
    path_from("REHEARSE_REPOSITORY")
}
