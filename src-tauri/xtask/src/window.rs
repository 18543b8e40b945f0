//! The real window where there is no screen: Xvfb, and the tests that drive the window on it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::shell::Job;
use crate::{Result, project, run};

/// A virtual screen; ends with the value.
pub(crate) struct Screen {
    server: Child,
    /// What goes into `DISPLAY`.
    pub(crate) display: String,
}

impl Screen {
    /// Starts Xvfb on a display number that it picks itself, so that runs do not meet.
    pub(crate) fn start() -> Result<Self> {
        // setpriv ties the server's life to ours, even when we are killed.
        let mut server = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "Xvfb", "-displayfd", "1"])
            .args(["-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("starting Xvfb: {error}"))?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() {
            server.wait()?;
            return Err("Xvfb ended before it had a display".into());
        }
        Ok(Self { server, display: format!(":{number}") })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // SIGTERM rather than SIGKILL, which would leave its lock file behind.
        Job::new("kill").arg(self.server.id().to_string()).succeeds();
        self.server.wait().ok();
    }
}

/// How much the window tests do of what can be done at length.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    /// Kills in the middle of a review, of an interview, and of a take.
    kills: u32,
    /// Seconds over which an interview's clock is watched, and a take is recorded.
    clock_seconds: u32,
    /// Interviews through which the next question is timed; recordings whose beginning is.
    rounds: u32,
    /// Minutes of the take whose page is timed.
    take_minutes: u32,
    /// Whether the tests' own figures are printed, of the program as its users have it (release).
    figures: bool,
}

impl Counts {
    /// What every change is tested with.
    pub(crate) const SHORT: Self =
        Self { kills: 5, clock_seconds: 5, rounds: 1, take_minutes: 3, figures: false };
    /// A hundred kills.
    pub(crate) const KILLS: Self = Self { kills: 100, ..Self::SHORT };
    /// The figures of interviews.
    pub(crate) const INTERVIEWS: Self =
        Self { kills: 50, clock_seconds: 600, rounds: 30, figures: true, ..Self::SHORT };
    /// The figures of takes.
    pub(crate) const TAKES: Self =
        Self { kills: 100, clock_seconds: 600, rounds: 100, take_minutes: 45, figures: true };
}

/// Builds the program as a user has it (with the interface inside) and runs the window tests whose
/// names contain `filter`.
pub(crate) fn test(counts: Counts, filter: Option<&str>) -> Result<()> {
    Job::new("cargo")
        .args(["build", "-p", "rehearse", "-p", "rehearse-cli", "--features", "rehearse/custom-protocol"])
        .run()?;
    let program = if counts.figures {
        run::build_release()?;
        project::release_binary("rehearse")?
    } else {
        project::debug_binary("rehearse")?
    };
    Job::new("cargo").args(["test", "-p", "rehearse-window-tests", "--no-run"]).run()?;
    let screen = Screen::start()?;
    Job::new("cargo")
        .args(["test", "-p", "rehearse-window-tests", "--"])
        // One window at a time: they share one screen, and two cores.
        .args(["--test-threads", "1"])
        .args(if counts.figures || counts.kills > 5 { &["--nocapture"][..] } else { &[] })
        .args(filter)
        .env("DISPLAY", &screen.display)
        .env("GDK_BACKEND", "x11")
        .env("REHEARSE_PROGRAM", program)
        .env("REHEARSE_CLI", project::debug_binary("rehearse-cli")?)
        .env("REHEARSE_REPOSITORY", project::root())
        .env("REHEARSE_SCREENSHOTS", project::target()?.join("screenshots"))
        .env("REHEARSE_KILLS", counts.kills.to_string())
        .env("REHEARSE_CLOCK_SECONDS", counts.clock_seconds.to_string())
        .env("REHEARSE_ROUNDS", counts.rounds.to_string())
        .env("REHEARSE_TAKE_MINUTES", counts.take_minutes.to_string())
        // A failed test says what was on the screen; the way through the runtime says nothing.
        .env("RUST_BACKTRACE", "0")
        // A session bus whose portal cannot start holds a window back for 25 seconds.
        .without_env("DBUS_SESSION_BUS_ADDRESS")
        .env("NO_AT_BRIDGE", "1")
        .run()
}
