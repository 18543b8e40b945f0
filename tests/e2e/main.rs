//! The real window: the program as its learner has it, driven through WebDriver by keyboard and by
//! role, and looked at from outside through the command line.
//!
//! Run with `cargo xtask test --only window`, which builds the program, starts a virtual screen and
//! sets the variables that name them. Each test has a world of its own: home, data folder, decks.

#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests speak to whoever runs them")]

mod accessibility;
mod durability;
mod harness;
mod interview;
mod kills;
mod library;
mod review;
mod safety;
mod settings;
mod starting;
mod support;
mod takes;
