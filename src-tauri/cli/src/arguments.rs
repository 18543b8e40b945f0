//! The words of a call.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand, ValueEnum};
use rehearse_core::domain::rating::Rating;

/// Rehearse on the command line.
#[derive(Parser)]
#[command(name = "rehearse-cli", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The data folder; else $REHEARSE_DATA_DIR, else the platform's
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// The shipped decks; else content/ in the current folder, else the install's
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) content: Option<PathBuf>,

    /// Prints one JSON value
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// The moment that the call believes in, as 2026-11-21T09:00:00+01:00
    #[arg(long, global = true, value_name = "RFC3339")]
    pub(crate) at: Option<DateTime<FixedOffset>>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Reads decks, prints findings and counts
    Check {
        /// A file, a deck, or a folder of decks
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Writes an id on each card that has none
        #[arg(long)]
        fix: bool,
    },
    /// Searches the library
    Cards {
        /// Words, "a phrase", -not, deck:, tag:, level:, kind:, is:
        #[arg(long)]
        query: Option<String>,
        /// At most so many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Today's counts and the queue's next cards
    Due,
    /// The log
    Events {
        /// Only this card's
        #[arg(long)]
        card: Option<String>,
    },
    /// Records one review, as the program would; it is durable when it is printed
    Answer {
        /// The card's id
        card: String,
        /// How it went
        rating: RatingWord,
        /// Milliseconds from question to rating
        #[arg(long, default_value_t = 0)]
        taken_ms: u32,
    },
    /// Takes back the newest action of the day
    Undo,
    /// Mock interviews
    Interview {
        #[command(subcommand)]
        command: InterviewCommand,
    },
    /// Checks the file, the log, and the stored states against the log
    Verify,
}

#[derive(Subcommand)]
pub(crate) enum InterviewCommand {
    /// The interviews of the decks, and those that were held
    List,
    /// The report of one that was held: Markdown, or with --json all that it holds
    Report {
        /// Its id
        id: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RatingWord {
    Again,
    Hard,
    Good,
    Easy,
}

impl From<RatingWord> for Rating {
    fn from(word: RatingWord) -> Self {
        match word {
            RatingWord::Again => Self::Again,
            RatingWord::Hard => Self::Hard,
            RatingWord::Good => Self::Good,
            RatingWord::Easy => Self::Easy,
        }
    }
}
