//! The core measured as `bench_anki.py` measures Anki: the same metric names, over a library of the
//! same size and kind, as JSON lines.
//!
//!     cargo bench -p rehearse-core --bench peer -- --cards 100000 [--reviews 10] [--workdir DIR]
//!         [--phases open,answer,search,rebuild,check,index,interview]
//!
//! The library and its log are written once for each size and kept in the work folder. Every phase
//! runs in a process of its own on a fresh copy, so that its peak memory is its own.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its figures")]
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

mod chance;
mod data;
mod history;
mod library;
mod measure;
mod phases;
mod text;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use rehearse_core::domain::time::Moment;

use crate::data::Data;
use crate::measure::Size;

/// What can go wrong in a bench is only to be read.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The moment of every run, 2026-06-01 10:00 UTC: a library that is kept does not fall due.
pub(crate) const NOW: Moment = Moment { at_ms: 1_780_308_000_000, offset_min: 0 };

struct Arguments {
    size: Size,
    workdir: PathBuf,
    phases: Vec<String>,
    /// Run here, not in a process of its own.
    phase: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Outcome<Arguments> {
    let mut arguments = Arguments {
        size: Size { cards: 1_000, reviews: 10 },
        workdir: Path::new(env!("CARGO_TARGET_TMPDIR")).join("peer"),
        phases: phases::ALL.iter().map(|(name, _)| (*name).to_owned()).collect(),
        phase: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match &*word {
            "--cards" => arguments.size.cards = value()?.parse()?,
            "--reviews" => arguments.size.reviews = value()?.parse()?,
            "--workdir" => arguments.workdir = std::path::absolute(value()?)?,
            "--phases" => arguments.phases = value()?.split(',').map(str::to_owned).collect(),
            "--phase" => arguments.phase = Some(value()?),
            "--bench" => {} // cargo says so
            _ => return Err(format!("\"{word}\" means nothing here").into()),
        }
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let data = Data::of(&arguments.workdir, arguments.size);
    if let Some(name) = &arguments.phase {
        return phases::run(name, &data);
    }
    data.prepare()?;
    for phase in &arguments.phases {
        let status = Command::new(std::env::current_exe()?)
            .args(["--cards", &arguments.size.cards.to_string()])
            .args(["--reviews", &arguments.size.reviews.to_string(), "--phase", phase])
            .arg("--workdir")
            .arg(&arguments.workdir)
            .status()?;
        if !status.success() {
            return Err(format!("the phase {phase} failed").into());
        }
    }
    Ok(())
}
