//! `cargo xtask test`: what each step does.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::shell::Job;
use crate::steps::{self, Step};
use crate::{Result, npm, packages, project, samples, types, window};

/// Kills of the window in one ordinary run; `cargo xtask soak kills` does a hundred.
const KILLS: u32 = 5;

pub(crate) fn test(only: &[Step]) -> Result<()> {
    let wanted = |step: &Step| only.is_empty() || only.contains(step);
    let chosen: Vec<Step> = Step::value_variants().iter().copied().filter(wanted).collect();
    steps::run(&chosen, body)
}

fn body(step: Step) -> Result<()> {
    match step {
        Step::Packages => {
            packages::install(&[packages::BUILD, packages::WINDOW])?;
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
        Step::Types => types::check(),
        Step::Content => content(),
        Step::Window => window::test(KILLS, None),
    }
}

/// The core's tests also export the types: into a folder that goes away, or the step `types` would
/// compare the fresh files with themselves.
fn core() -> Result<()> {
    let exported = tempfile::tempdir()?;
    Job::new("cargo")
        .args(["test", "-p", "rehearse-core", "-p", "rehearse-cli"])
        .env("TS_RS_EXPORT_DIR", exported.path())
        .run()
}

fn content() -> Result<()> {
    let cli = build_cli()?;
    check_decks(&cli)?;
    println!("{}", samples::run(&cli)?);
    Ok(())
}

/// The shipped decks must be without a single finding, warnings included.
fn check_decks(cli: &Path) -> Result<()> {
    let report = Job::new(cli).arg("check").arg(project::content()).arg("--json").read()?;
    let report: serde_json::Value = serde_json::from_str(&report)?;
    let findings = report["diagnostics"].as_array().ok_or("`check --json` printed no diagnostics")?;
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (line, column) = (&finding["line"], &finding["column"]);
        println!("{}:{line}:{column}: {}: {}", text("file"), text("severity"), text("message"));
    }
    println!("{} cards, {} follow-ups", report["cards"], report["follow_ups"]);
    if findings.is_empty() { Ok(()) } else { Err(format!("{} findings in the decks", findings.len()).into()) }
}

/// The command line, built with the same features as the core's tests.
pub(crate) fn build_cli() -> Result<PathBuf> {
    Job::new("cargo").args(["build", "-p", "rehearse-core", "-p", "rehearse-cli"]).run()?;
    project::debug_binary("rehearse-cli")
}
