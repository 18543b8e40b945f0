//! The steps of `cargo xtask test`: their names, their order, and how they are told.

use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::Result;

/// One named check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// System packages, parts of the toolchain, npm packages.
    Packages,
    /// Rust's formatting.
    Fmt,
    /// Prettier and ESLint.
    UiLint,
    /// Svelte's and TypeScript's types.
    UiCheck,
    /// The interface's own tests.
    UiTest,
    /// Builds the interface, which the window embeds.
    UiBuild,
    /// Clippy, on everything.
    Clippy,
    /// The tests of the core, the command line and the proofs of decks.
    Core,
    /// The measures of takes, against synthesised speech.
    Sound,
    /// The generated TypeScript is that of the wire types.
    Types,
    /// The shipped decks: format, samples, quiz keys, exercises, prose.
    Content,
    /// The real window, with a few kills.
    Window,
}

impl Step {
    /// The name on the command line and in the summary.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Steps without which this one says nothing of use.
    fn needs(self) -> &'static [Step] {
        match self {
            Step::Packages | Step::Fmt => &[],
            Step::Clippy | Step::Window => &[Step::Packages, Step::UiBuild],
            _ => &[Step::Packages],
        }
    }
}

/// How a step went.
struct Outcome {
    step: Step,
    took: Duration,
    result: std::result::Result<(), String>,
}

/// Runs steps in order, each under its heading. One that fails does not stop the others, so that
/// one run tells everything; those that build on it are left out and count as failed.
pub(crate) fn run(steps: &[Step], body: impl Fn(Step) -> Result<()>) -> Result<()> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for &step in steps {
        let broken = outcomes.iter().find(|done| done.result.is_err() && step.needs().contains(&done.step));
        println!("\n== {} ==", step.name());
        let began = Instant::now();
        let result = match broken {
            Some(needed) => Err(format!("not run, because {} failed", needed.step.name())),
            None => body(step).map_err(|error| error.to_string()),
        };
        let took = began.elapsed();
        match &result {
            Ok(()) => println!("-- {} passed in {:.1} s", step.name(), took.as_secs_f64()),
            Err(message) => {
                println!("-- {} FAILED after {:.1} s: {message}", step.name(), took.as_secs_f64())
            }
        }
        outcomes.push(Outcome { step, took, result });
    }
    summarise(&outcomes)
}

fn summarise(outcomes: &[Outcome]) -> Result<()> {
    println!("\n== summary ==");
    for Outcome { step, took, result } in outcomes {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{:<10} {word} {:>7.1} s", step.name(), took.as_secs_f64());
    }
    let failed: Vec<String> =
        outcomes.iter().filter(|done| done.result.is_err()).map(|done| done.step.name()).collect();
    // The last line on standard output, alone: scripts read it.
    println!("{} passed, {} failed", outcomes.len() - failed.len(), failed.len());
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}
