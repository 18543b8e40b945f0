//! A world of one's own: home, data folder and decks in a temporary folder, and the command line to
//! look at it from outside the window.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{path_from, repository};

/// All that ALSA knows in a world: the sound server's default device, and none of the machine's cards.
const ALSA: &str = "\
pcm.!default {
    type pulse
    hint { show on description \"The sound server\" }
}
ctl.!default { type pulse }
";

pub(crate) struct World {
    folder: TempDir,
    /// The shipped decks, as the program sees them.
    content: PathBuf,
}

impl World {
    /// With the decks that ship.
    pub(crate) fn shipped() -> Self {
        Self::with_content(|_| repository().join("content"))
    }

    /// With no decks but those that the test writes.
    pub(crate) fn bare() -> Self {
        Self::with_content(|folder| {
            let content = folder.join("content");
            fs::create_dir(&content).expect("a temporary folder can be written");
            content
        })
    }

    fn with_content(content: impl FnOnce(&Path) -> PathBuf) -> Self {
        let folder =
            tempfile::Builder::new().prefix("rehearse-window-").tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("home")).expect("a temporary folder can be written");
        let content = content(folder.path());
        let world = Self { folder, content };
        let mut private = DirBuilder::new();
        private.mode(0o700).create(world.runtime()).expect("a temporary folder can be written");
        fs::write(world.alsa(), ALSA).expect("a temporary folder can be written");
        world
    }

    /// The data folder; the program makes it.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The learner's own decks.
    pub(crate) fn decks(&self) -> PathBuf {
        self.data().join("decks")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("progress.db")
    }

    /// Where servers put their sockets: of sound, when the test starts one.
    pub(crate) fn runtime(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    /// The sound server's socket.
    pub(crate) fn sound_socket(&self) -> PathBuf {
        self.runtime().join("pulse")
    }

    fn alsa(&self) -> PathBuf {
        self.folder.path().join("alsa.conf")
    }

    /// Where the driver and the program write what they have to say.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("window.log")
    }

    /// Points a program at this world, and away from the user's own.
    pub(crate) fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let home = self.folder.path().join("home");
        command
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("PULSE_RUNTIME_PATH", self.runtime())
            .env("PULSE_SERVER", format!("unix:{}", self.sound_socket().display()))
            .env("ALSA_CONFIG_PATH", self.alsa())
            .env("REHEARSE_DATA_DIR", self.data())
            .env("REHEARSE_CONTENT_DIR", &self.content)
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
    }

    /// The command line's call for this world.
    pub(crate) fn cli_command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(path_from("REHEARSE_CLI"));
        self.lend(&mut command).args(words).args(self.flags()).current_dir(self.folder.path());
        command
    }

    /// The flags that point the command line at this world.
    pub(crate) fn flags(&self) -> [PathBuf; 4] {
        ["--data-dir".into(), self.data(), "--content".into(), self.content.clone()]
    }

    fn cli(&self, words: &[&str]) -> Output {
        let output =
            self.cli_command(words).stdin(Stdio::null()).output().expect("rehearse-cli can be started");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "rehearse-cli {words:?} ended with {}: {complaint}", output.status);
        output
    }

    /// What `rehearse-cli WORDS --json` prints.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let output = self.cli(&[words, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).expect("`--json` prints one JSON value")
    }

    /// The card and rating of every review that was not undone, oldest first.
    pub(crate) fn reviews(&self) -> Vec<(String, String)> {
        let events = self.json(&["events"]);
        let events = events.as_array().expect("`events` prints a list");
        let text = |event: &Value, key: &str| event[key].as_str().unwrap_or_default().to_lowercase();
        let voided: Vec<String> = events.iter().map(|event| text(event, "voids")).collect();
        let mut reviews: Vec<&Value> = events
            .iter()
            .filter(|event| event["kind"] == "review" && !voided.contains(&text(event, "event")))
            .collect();
        reviews.sort_by_key(|event| (event["at"].to_string(), text(event, "event")));
        reviews.into_iter().map(|event| (text(event, "card"), text(event, "rating"))).collect()
    }

    /// The milliseconds since 1970 of a time as the command line prints it.
    pub(crate) fn at_ms(&self, rfc3339: &str) -> i64 {
        let mut date = Command::new("date");
        date.args(["-d", rfc3339, "+%s%3N"]);
        let output = date.output().expect("`date` can be started");
        String::from_utf8_lossy(&output.stdout).trim().parse().expect("`date` prints a number")
    }

    /// `rehearse-cli verify` finds nothing wrong.
    pub(crate) fn verify(&self) {
        let report = self.json(&["verify"]);
        assert_eq!(report["ok"], true, "the log holds together: {report}");
    }

    /// Starts the program a second time beside the window, as a double click would.
    pub(crate) fn start_again(&self) -> ExitStatus {
        // Bounded, so that a second window fails the test instead of holding it up.
        let mut bounded = Command::new("timeout");
        bounded.arg("20").arg(path_from("REHEARSE_PROGRAM"));
        self.lend(&mut bounded).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        bounded.status().expect("`timeout` can be started")
    }
}
