//! The start, and going on after a failed one.

use std::io::{self, Write};
use std::sync::Once;

use rehearse_core::api::{Recovery, Startup};
use tauri::{AppHandle, State};

use crate::opening;
use crate::state::{AppState, CommandResult, Opened};

#[tauri::command(async)]
pub(crate) fn startup(state: State<'_, AppState>) -> CommandResult<Startup> {
    match &*state.lock() {
        Opened::Ready(desk) => Ok(Startup { problem: None, settings: desk.settings()? }),
        Opened::Failed(problem) => Ok(Startup::failed(problem.clone())),
        Opened::NotYet => Err(rehearse_core::Error::InvalidState("still opening".to_owned()).into()),
    }
}

#[tauri::command(async)]
pub(crate) fn recover(
    app: AppHandle,
    state: State<'_, AppState>,
    choice: Recovery,
) -> CommandResult<Startup> {
    opening::recover(&state, choice)?;
    // The first screen stood before there was anything to look after.
    opening::after_first_screen(&app);
    startup(state)
}

#[tauri::command(async)]
pub(crate) fn report_ready(app: AppHandle, state: State<'_, AppState>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("REHEARSE_STARTUP_LOG").is_some() {
            // For whoever measures the start from outside; standard error may be gone.
            let after = state.started().elapsed().as_millis();
            let _ = writeln!(io::stderr(), "startup: ready after {after} ms");
        }
        opening::after_first_screen(&app);
    });
}
