//! Settings of this machine.

use super::{Theme, wire};

wire! {
    /// Settings; local to this machine, not part of the log.
    pub struct Settings {
        /// Light, dark, or as the system says.
        pub theme: Theme,
        /// Size of all text, percent: 80 to 200.
        pub text_percent: u32,
        /// Whether single keys (1 to 4, u, e, ...) act; Ctrl and Alt combinations always do.
        pub single_keys: bool,
        /// Whether an interview's half time, last two minutes and end are announced.
        pub announce_time: bool,
        /// Whether an interviewer's words are read aloud.
        pub speak_questions: bool,
        /// Whether answers in interviews are recorded.
        pub record_interviews: bool,
        /// The microphone to use, by id; null for the system's default.
        pub microphone: Option<String>,
        /// Hour at which a study day begins, 0 to 23 (shared with the log's fold; 4 by default).
        pub rollover_hour: u32,
    }

    /// About this program and its data.
    pub struct About {
        /// The program's version.
        pub version: String,
        /// The data folder.
        pub data_folder: String,
        /// The shipped decks' folder.
        pub content_folder: String,
        /// Whether the data folder can be written.
        pub writable: bool,
    }

    /// Why a command failed.
    pub struct CommandError {
        /// Closed set; the interface acts on some of these.
        pub code: ErrorCode,
        /// A sentence to show.
        pub message: String,
    }

    /// The kinds of failure that the interface can tell apart.
    #[derive(Copy, Eq)]
    pub enum ErrorCode {
        /// The thing is not there (any more).
        NotFound,
        /// The input was refused.
        InvalidInput,
        /// The present state does not allow it: a notice, not an alarm.
        InvalidState,
        /// The database cannot be written: full disk, read-only folder.
        CannotWrite,
        /// The database could not be opened.
        CannotOpen,
        /// Anything else.
        Internal,
    }
}

wire! {
    /// How the start went. With a problem, only `startup` and `recover` answer.
    pub struct Startup {
        /// Null when all is well.
        pub problem: Option<StartupProblem>,
        /// The settings, so that the first frame is right.
        pub settings: Settings,
    }

    /// Why the progress could not be opened.
    pub struct StartupProblem {
        /// What is the matter.
        pub case: StartupCase,
        /// What, where, what to do.
        pub message: String,
        /// When the newest good backup was made (UTC ms); null without one.
        pub backup_at: Option<f64>,
    }

    /// The ways in which a start can fail.
    #[derive(Copy, Eq)]
    pub enum StartupCase {
        /// Written by a newer program; nothing was touched. Only an update helps.
        TooNew,
        /// Does not hold together; it can be set aside.
        Damaged,
        /// Cannot be opened or written: permissions, a full disk.
        CannotOpen,
    }

    /// How to go on with a damaged file. It is set aside, never deleted.
    #[derive(Copy, Eq)]
    pub enum Recovery {
        /// Put the newest good backup in its place.
        Backup,
        /// Start with an empty log.
        Empty,
        /// Try to open it again.
        Retry,
    }
}
