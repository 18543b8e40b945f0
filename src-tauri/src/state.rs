//! What all commands share: the desk behind one lock, or why there is none.

use std::sync::{Mutex, MutexGuard, PoisonError};

use std::time::Instant;

use chrono::Local;
use rehearse_core::api::{CommandError, Desk, ErrorCode, StartupProblem};
use rehearse_core::domain::time::Moment;
use rehearse_core::services::library::Sources;
use rehearse_core::services::{Stamp, upkeep};
use rehearse_core::store::Location;
use rehearse_core::{Error, Result};
use tokio::sync::watch;
use uuid::Uuid;

/// The result of a command: failures cross as a code and a sentence.
pub(crate) type CommandResult<T> = Result<T, CommandError>;

/// The desk, or why there is none.
pub(crate) enum Opened {
    /// At work.
    Ready(Box<Desk>),
    /// Not opened yet.
    NotYet,
    /// Cannot be opened.
    Failed(StartupProblem),
}

/// What all commands share.
pub(crate) struct AppState {
    location: Location,
    sources: Sources,
    opened: Mutex<Opened>,
    started: Instant,
    clock_changed: watch::Sender<()>,
    microphone_changed: watch::Sender<()>,
    takes_changed: watch::Sender<()>,
}

impl AppState {
    /// A state whose desk is still to be opened.
    pub(crate) fn opening(location: Location, sources: Sources) -> Self {
        Self {
            location,
            sources,
            opened: Mutex::new(Opened::NotYet),
            started: Instant::now(),
            clock_changed: watch::Sender::new(()),
            microphone_changed: watch::Sender::new(()),
            takes_changed: watch::Sender::new(()),
        }
    }

    /// Where the files are.
    pub(crate) fn location(&self) -> &Location {
        &self.location
    }

    /// When the program started.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// Told when an interview's clock begins to run, stops or moves on.
    pub(crate) fn clock_changed(&self) -> &watch::Sender<()> {
        &self.clock_changed
    }

    /// Told when the microphone was opened or closed, or a take was begun.
    pub(crate) fn microphone_changed(&self) -> &watch::Sender<()> {
        &self.microphone_changed
    }

    /// Told when there may be something to do with takes.
    pub(crate) fn takes_changed(&self) -> &watch::Sender<()> {
        &self.takes_changed
    }

    /// Where decks come from.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The lock around the desk. A command that panicked leaves a desk whose transaction was rolled
    /// back, so a poisoned lock is taken over.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Opened> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an interview runs, or the microphone is open. While something else holds the desk the
    /// answer is yes: whoever asks must not wait.
    pub(crate) fn is_busy(&self) -> bool {
        match self.opened.try_lock() {
            Ok(opened) => {
                matches!(&*opened, Opened::Ready(desk) if desk.holds_interview() || desk.hears())
            }
            Err(_) => true,
        }
    }

    /// Runs a command's work on the desk.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Desk) -> Result<T>) -> CommandResult<T> {
        let mut opened = self.lock();
        let desk = match &mut *opened {
            Opened::Ready(desk) => desk,
            Opened::NotYet => {
                return Err(CommandError {
                    code: ErrorCode::InvalidState,
                    message: "Rehearse is still opening its files.".to_owned(),
                });
            }
            Opened::Failed(problem) => {
                return Err(CommandError { code: ErrorCode::CannotOpen, message: problem.message.clone() });
            }
        };
        work(desk).map_err(|error| self.explain(error))
    }

    fn explain(&self, error: Error) -> CommandError {
        tracing::warn!(%error, "a command failed");
        upkeep::note_damage(&self.location, &error);
        error.into()
    }
}

/// The machine's clock, now.
pub(crate) fn now() -> Moment {
    Moment::of(&Local::now())
}

/// Now, and a fresh id for what is done now.
pub(crate) fn stamp() -> Stamp {
    Stamp { now: now(), id: Uuid::now_v7() }
}
