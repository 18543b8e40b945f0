//! System packages. Only Debian and its relatives are handled; elsewhere the compiler's own
//! messages have to do.

use crate::Result;
use crate::shell::Job;

/// What building the program takes.
pub(crate) const BUILD: &[&str] =
    &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libasound2-dev"];
/// What its window plays takes with.
pub(crate) const PLAYBACK: &[&str] =
    &["gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good", "gstreamer1.0-pulseaudio"];
/// What driving its window without a screen takes, and speaking into it without a microphone.
pub(crate) const WINDOW: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "strace",
    "pulseaudio",
    "pulseaudio-utils",
    "libasound2-plugins",
    "espeak-ng",
];
/// What speaks for the proofs of measures.
pub(crate) const SOUND: &[&str] = &["espeak-ng"];
/// What a virtual environment for Python takes.
pub(crate) const PYTHON: &[&str] = &["python3-venv"];

/// Installs those of the packages that are missing: as root, or through a sudo that asks for no
/// password. Without either it says what to type, and stops.
pub(crate) fn install(groups: &[&[&str]]) -> Result<()> {
    if !cfg!(target_os = "linux") || !Job::new("dpkg-query").arg("--version").succeeds() {
        return Ok(());
    }
    let mut wanted = groups.concat();
    wanted.sort_unstable();
    wanted.dedup();
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let as_root = if Job::new("id").arg("-u").read()?.trim() == "0" {
        vec![]
    } else if Job::new("sudo").args(["-n", "true"]).succeeds() {
        vec!["sudo", "-n"]
    } else {
        return Err(format!(
            "these system packages are missing; install them and start again:\n\n    \
             sudo apt-get install -y --no-install-recommends {}\n",
            missing.join(" ")
        )
        .into());
    };
    apt(&as_root, &["update", "-qq"])?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    apt(&as_root, &[&install[..], &missing].concat())
}

/// The parts of the toolchain that a minimal installation of Rust leaves out.
pub(crate) fn install_rust_components() -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !Job::new("cargo").args([probe, "--version"]).succeeds() {
            Job::new("rustup").args(["component", "add", component]).run()?;
        }
    }
    Ok(())
}

fn is_installed(package: &str) -> bool {
    // Removed packages leave their configuration behind, and dpkg still answers for them.
    Job::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]).glance() == "installed"
}

fn apt(as_root: &[&str], words: &[&str]) -> Result<()> {
    // `env` rather than our own environment: sudo would drop the variable.
    let line = [as_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], words].concat();
    Job::new(line[0]).args(&line[1..]).run()
}
