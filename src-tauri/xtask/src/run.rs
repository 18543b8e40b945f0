//! `cargo xtask run`: from a fresh clone to the open window.

use crate::shell::Job;
use crate::{Result, npm, packages, project};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    packages::install(&[packages::BUILD, packages::PLAYBACK])?;
    build_release()?;
    Job::new(project::release_binary("rehearse")?)
        .args(arguments)
        .env("REHEARSE_CONTENT_DIR", project::content())
        .run()
}

/// The release program, with the interface inside.
pub(crate) fn build_release() -> Result<()> {
    npm::script("build")?;
    Job::new("cargo").args(["build", "--release", "-p", "rehearse", "--features", "custom-protocol"]).run()
}
