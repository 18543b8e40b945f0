//! Proves decks: everything that they claim and that a machine can try.
//!
//! The samples are run, the keys of quiz questions computed, the exercises' solutions and wrong
//! solutions tried against their tests, and the prose is held against the rules of the author's
//! guide; likewise interviews. `cargo xtask test --only content` does this with the shipped decks, `cargo xtask content`
//! with any others, `cargo xtask overlap` compares decks with other texts, and
//! `cargo xtask soak content` changes decks at random and counts what is caught.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]

mod cards;
mod claims;
mod exercises;
mod interviews;
mod manner;
mod mutants;
mod overlap;
mod parallel;
mod prose;
mod quiz;
mod runner;
mod samples;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use runner::Runner;

/// What goes wrong here is told to a person and never matched on.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(about = "Proves decks", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Every check.
    Check {
        #[command(flatten)]
        runner: Runner,
        /// A folder of decks, or a deck.
        folder: PathBuf,
    },
    /// Every single change to the operators and constants of the solutions; prints the survivors.
    Mutants {
        #[command(flatten)]
        runner: Runner,
        /// A folder of decks, or a deck.
        folder: PathBuf,
    },
    /// Random changes to outputs and keys, and to solutions; prints the survivors.
    Soak {
        #[command(flatten)]
        runner: Runner,
        /// A folder of decks, or a deck.
        folder: PathBuf,
        /// How many changes of each of the two sorts.
        #[arg(long, default_value_t = 100)]
        count: usize,
        /// Which ones.
        #[arg(long, default_value_t = 20_261_121)]
        seed: u64,
    },
    /// Runs of eight words that decks have in common with other texts.
    Overlap {
        /// The decks.
        folder: PathBuf,
        /// The other texts.
        texts: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Check { runner, folder } => cards::check(&folder, &runner),
        Task::Mutants { runner, folder } => mutants::all(&folder, &runner),
        Task::Soak { runner, folder, count, seed } => {
            let claims = claims::soak(&folder, &runner, count, seed);
            let mutants = mutants::sample(&folder, &runner, count, seed);
            claims.and(mutants)
        }
        Task::Overlap { folder, texts } => overlap::check(&folder, &texts),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
