//! Wakes the clock of a running interview: each second it is shown anew, and a sign of life is kept.
//! The clock itself is the core's.

use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager, WebviewWindow, WindowEvent, async_runtime};

use crate::clocks::reading;
use crate::state::{AppState, stamp};

/// After a failure, such as a full disk.
const RETRY: Duration = Duration::from_secs(1);

/// Keeps time until the program ends.
pub(crate) fn keep_time(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        loop {
            let state = app.state::<AppState>();
            let ticked = state.with(|desk| Ok(desk.tick_interview(reading())));
            let wait = match ticked {
                Ok(Some((clock, wake_in_ms))) => {
                    if let Err(error) = app.emit("clock-ticked", clock) {
                        tracing::warn!(%error, "the clock was not shown");
                    }
                    // After what is shown: a slow disk does not make the clock late.
                    let kept = state.with(|desk| desk.keep_heartbeat(reading()));
                    if kept.is_err() { RETRY } else { Duration::from_millis(wake_in_ms) }
                }
                Ok(None) => Duration::MAX,
                Err(_) => RETRY,
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = state.clock_changed().notified() => {}
            }
        }
    });
}

/// Closing the window leaves the interview: its clock waits.
pub(crate) fn leave_on_close(app: &AppHandle, window: &WebviewWindow) {
    let app = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            // A failure is in the log; the last sign of life is at most a second old.
            let _ = app.state::<AppState>().with(|desk| desk.leave_interview(stamp(), reading()));
        }
    });
}
