//! `cargo xtask soak`: the proofs at their full counts, which take too long for every change.

use std::time::Instant;

use clap::ValueEnum;

use crate::shell::Job;
use crate::{Result, decks, npm, packages, window};

/// One long proof.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Soak {
    /// A hundred kills of the window in the middle of a review.
    Kills,
    /// Fifty kills of the window in the middle of an interview; the shown second over ten minutes; how
    /// fast the next question comes.
    Interviews,
    /// A hundred kills of the window in the middle of an answer said aloud; ten minutes through the
    /// device; how soon a recording begins; ninety minutes of sound at 20 times the speed.
    Takes,
    /// A hundred random changes to the claims of the shipped decks, and a hundred to their solutions.
    Content,
}

pub(crate) fn soak(only: Option<Soak>) -> Result<()> {
    for soak in Soak::value_variants() {
        if only.is_some_and(|only| only != *soak) {
            continue;
        }
        let began = Instant::now();
        match soak {
            Soak::Kills => {
                packages::install(&[packages::BUILD, packages::PLAYBACK, packages::WINDOW])?;
                npm::script("build")?;
                window::test(window::Counts::KILLS, Some("kills::"))?;
                println!("kills: in {:.0} s", began.elapsed().as_secs_f64());
            }
            Soak::Interviews => {
                packages::install(&[packages::BUILD, packages::PLAYBACK, packages::WINDOW])?;
                npm::script("build")?;
                window::test(window::Counts::INTERVIEWS, Some("interview::"))?;
                println!("interviews: in {:.0} s", began.elapsed().as_secs_f64());
            }
            Soak::Takes => {
                packages::install(&[packages::BUILD, packages::PLAYBACK, packages::WINDOW])?;
                npm::script("build")?;
                window::test(window::Counts::TAKES, Some("takes::"))?;
                ninety_minutes()?;
                println!("takes: in {:.0} s", began.elapsed().as_secs_f64());
            }
            Soak::Content => {
                decks::soak()?;
                println!("content: in {:.0} s", began.elapsed().as_secs_f64());
            }
        }
    }
    Ok(())
}

/// Ninety minutes of sound through the core's recorder, as built for users.
fn ninety_minutes() -> Result<()> {
    Job::new("cargo")
        .args(["test", "--release", "-p", "rehearse-core", "--test", "suite"])
        .args(["audio::long::a_long_take_is_whole", "--", "--exact", "--nocapture"])
        .env("REHEARSE_SOAK_MINUTES", "90")
        .run()
}
