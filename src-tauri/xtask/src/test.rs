//! `cargo xtask test`: what each step does.

use clap::ValueEnum;

use crate::shell::Job;
use crate::steps::{self, Step};
use crate::{Result, decks, npm, packages, project, types, window};

pub(crate) fn test(only: &[Step]) -> Result<()> {
    let wanted = |step: &Step| only.is_empty() || only.contains(step);
    let chosen: Vec<Step> = Step::value_variants().iter().copied().filter(wanted).collect();
    steps::run(&chosen, body)
}

fn body(step: Step) -> Result<()> {
    match step {
        Step::Packages => {
            packages::install(&[packages::BUILD, packages::PLAYBACK, packages::WINDOW, packages::SOUND])?;
            packages::install_rust_components()?;
            npm::install(&project::ui())
        }
        Step::Fmt => Job::new("cargo").args(["fmt", "--all", "--check"]).run(),
        Step::UiLint => npm::script("lint"),
        Step::UiCheck => npm::script("check"),
        Step::UiTest => npm::script("test"),
        Step::UiBuild => npm::script("build"),
        Step::Clippy => Job::new("cargo")
            .args(["clippy", "--workspace", "--all-targets", "--features", "custom-protocol"])
            .args(["--", "-D", "warnings"])
            .run(),
        Step::Core => core(),
        Step::Sound => {
            Job::new("cargo").args(["test", "-p", "rehearse-sound-tests", "--", "--nocapture"]).run()
        }
        Step::Types => types::check(),
        Step::Content => decks::check(&project::content()),
        Step::Window => window::test(window::Counts::SHORT, None),
    }
}

/// The core's tests also export the types: into a folder that goes away, or the step `types` would
/// compare the fresh files with themselves.
fn core() -> Result<()> {
    let exported = tempfile::tempdir()?;
    Job::new("cargo")
        .args(["test", "-p", "rehearse-core", "-p", "rehearse-cli", "-p", "rehearse-deck-tests"])
        .env("TS_RS_EXPORT_DIR", exported.path())
        .run()
}
