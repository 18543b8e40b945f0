//! Opening the files while the window is being made, and the upkeep that waits until it stands.

use std::sync::mpsc;
use std::thread;

use rehearse_core::api::{Desk, Notice, Recovery, StartupProblem, startup_problem};
use rehearse_core::services::{places, upkeep};
use rehearse_core::store::Store;
use rehearse_core::{Error, Result};
use tauri::{AppHandle, Emitter, Manager};
use uuid::Uuid;

use crate::microphone::Microphones;
use crate::state::{AppState, Opened, now, stamp};

/// Opens the desk on a thread of its own; commands wait for the lock that it holds.
pub(crate) fn begin(app: &AppHandle) {
    let app = app.clone();
    let (locked, wait) = mpsc::channel();
    thread::spawn(move || {
        let state = app.state::<AppState>();
        let mut opened = state.lock();
        // The receiver only waits for this; it cannot be gone.
        let _ = locked.send(());
        *opened = open(&state, Vec::new());
    });
    // Until the lock is held a first command could overtake the opening.
    let _ = wait.recv();
}

/// Opens the desk, or says why not.
fn open(state: &AppState, notices: Vec<Notice>) -> Opened {
    match try_open(state, notices) {
        Ok(desk) => Opened::Ready(Box::new(desk)),
        Err(error) => {
            tracing::error!(%error, "the progress could not be opened");
            Opened::Failed(problem(state, &error))
        }
    }
}

fn try_open(state: &AppState, notices: Vec<Notice>) -> Result<Desk> {
    let location = state.location();
    let device = places::device_id(Uuid::now_v7())?;
    let store = upkeep::open(location, device, Uuid::now_v7())?;
    let mut desk = Desk::new(store, state.sources().clone(), notices);
    // A first start has nothing to show before the decks are read; any other shows what it knows.
    if desk.store().card_count()? == 0 {
        desk.sync()?;
    }
    desk.listen_with(Box::new(Microphones));
    Ok(desk)
}

fn problem(state: &AppState, error: &Error) -> StartupProblem {
    startup_problem(error, state.location())
}

/// Goes on after a failed start, as the learner chose.
pub(crate) fn recover(state: &AppState, choice: Recovery) -> Result<()> {
    let mut opened = state.lock();
    if matches!(*opened, Opened::Ready(_)) {
        return Ok(());
    }
    let notices = match choice {
        Recovery::Retry => Vec::new(),
        Recovery::Backup => vec![upkeep::recover(state.location(), now(), true)?.into()],
        Recovery::Empty => vec![upkeep::recover(state.location(), now(), false)?.into()],
    };
    *opened = open(state, notices);
    Ok(())
}

/// What can wait until the first screen stands: takes that a crash had cut off, reading decks that
/// changed while the program was closed, and the day's backup.
pub(crate) fn after_first_screen(app: &AppHandle) {
    let app = app.clone();
    thread::spawn(move || {
        let state = app.state::<AppState>();
        // A failure is in the log, and the next start tries again.
        let _ = state.with(|desk| desk.recover_takes(stamp()));
        state.takes_changed().send_replace(());
        sync(&app);
        let location = state.location();
        let backed_up = places::device_id(Uuid::now_v7())
            .and_then(|device| Store::open(location.clone(), device, Uuid::now_v7()))
            .and_then(|store| upkeep::back_up_daily(&store, now()));
        if let Err(error) = backed_up {
            tracing::warn!(%error, "no backup could be made");
            upkeep::note_damage(location, &error);
        }
    });
}

/// Reads decks that changed and tells the window.
pub(crate) fn sync(app: &AppHandle) {
    match app.state::<AppState>().with(Desk::sync) {
        Ok(Some(changed)) => {
            if let Err(error) = app.emit("library-changed", changed) {
                tracing::warn!(%error, "the window could not be told of changed decks");
            }
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(error.message, "the decks could not be read"),
    }
}
