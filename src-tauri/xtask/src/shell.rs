//! Runs other programs: shows the call, lets them speak, and says plainly what failed.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Result, project};

/// One call of another program, from the repository's root unless told otherwise.
pub(crate) struct Job {
    command: Command,
}

impl Job {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        // npm is a batch file on Windows, which only a full name finds.
        let program = if cfg!(windows) && program == "npm" { OsStr::new("npm.cmd") } else { program };
        let mut command = Command::new(program);
        command.current_dir(project::root());
        if let Some(folder) = project::shared_build_folder() {
            command.env("CARGO_TARGET_DIR", folder);
        }
        Self { command }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it with its output on the terminal; an exit other than 0 is an error.
    pub(crate) fn run(mut self) -> Result<()> {
        println!("$ {}", self.line());
        let status = self.command.status().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", self.line()).into()) }
    }

    /// Runs it silently and returns what it printed; its complaints stay on the terminal.
    pub(crate) fn read(mut self) -> Result<String> {
        let output =
            self.command.stderr(Stdio::inherit()).output().map_err(|error| self.not_started(&error))?;
        if !output.status.success() {
            return Err(format!("`{}` ended with {}", self.line(), output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// What it printed, if anything, whatever became of it; nothing is shown.
    pub(crate) fn glance(mut self) -> String {
        let output = self.command.stdin(Stdio::null()).stderr(Stdio::null()).output();
        output.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it can be run at all and ends with 0; nothing is shown.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.status().is_ok_and(|status| status.success())
    }

    /// The call as one would type it.
    pub(crate) fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(quoted).collect::<Vec<_>>().join(" ")
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        let program = self.command.get_program().to_string_lossy();
        if error.kind() == ErrorKind::NotFound {
            format!("`{program}` was not found: {}", how_to_get(&program))
        } else {
            format!("`{}` could not be started: {error}", self.line())
        }
    }
}

fn quoted(word: &OsStr) -> String {
    let word = OsString::from(word).to_string_lossy().into_owned();
    if word.is_empty() || word.contains([' ', '"', '\'', '$']) { format!("{word:?}") } else { word }
}

fn how_to_get(program: &str) -> &'static str {
    match program {
        "npm" | "npm.cmd" | "node" => "install Node.js 20.19 or newer (https://nodejs.org)",
        "python3" => "install Python 3.11 or newer",
        "cargo" | "rustup" => "install Rust with https://rustup.rs",
        _ => "is it installed, and on PATH?",
    }
}
