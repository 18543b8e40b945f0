//! `rehearse-cli`: the program for deck authors, scripts and tests. Names, flags and JSON keys only
//! grow. Exit 0 done, 1 the input or the data has a problem (said on standard error), 2 the call's
//! words are off.

mod arguments;
mod check;
mod interview;
mod print;
mod study;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command, InterviewCommand};

/// What went wrong, in lines for standard error.
pub(crate) enum Failure {
    /// The core's own error.
    Core(rehearse_core::Error),
    /// Standard output is gone.
    Output(std::io::Error),
}

impl From<rehearse_core::Error> for Failure {
    fn from(error: rehearse_core::Error) -> Self {
        Self::Core(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Check { paths, fix } => check::check(&arguments, paths, *fix),
        Command::Cards { query, limit } => study::cards(&arguments, query.as_deref(), *limit),
        Command::Due => study::due(&arguments),
        Command::Events { card } => study::events(&arguments, card.as_deref()),
        Command::Answer { card, rating, taken_ms } => {
            study::answer(&arguments, card, (*rating).into(), *taken_ms)
        }
        Command::Undo => study::undo(&arguments),
        Command::Interview { command: InterviewCommand::List } => interview::list(&arguments),
        Command::Interview { command: InterviewCommand::Report { id } } => interview::report(&arguments, id),
        Command::Verify => study::verify(&arguments),
    };
    match result {
        Ok(code) => code,
        // A reader that went away (`| head`) is not a failure of ours.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => print::problem(&format!("writing the output: {error}")),
        Err(Failure::Core(error)) => print::problem(&error.to_string()),
    }
}
