//! Wakes the clock of a running interview: each second it is shown anew, and twice a second a sign of
//! life is kept, so that a slow disk still loses less than a second. The clock itself is the core's.

use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager, WebviewWindow, WindowEvent, async_runtime};

use crate::clocks::reading;
use crate::state::{AppState, stamp};

/// The longest time between two signs of life.
const BEAT: Duration = Duration::from_millis(500);
/// What the page may take to save what was typed last, when the window is closed.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// Keeps time until the program ends.
pub(crate) fn keep_time(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let mut is_due = true;
        loop {
            let state = app.state::<AppState>();
            let ticked = state.with(|desk| Ok(desk.tick_interview(reading())));
            let mut wait = Duration::MAX;
            if let Ok(Some((clock, wake_in_ms))) = ticked {
                if is_due && let Err(error) = app.emit("clock-ticked", clock) {
                    tracing::warn!(%error, "the clock was not shown");
                }
                // After what is shown: a slow disk does not make the clock late. A failure, such as a
                // full disk, is in the log, and the next beat tries again.
                let began = Instant::now();
                let _ = state.with(|desk| desk.keep_heartbeat(reading()));
                wait = Duration::from_millis(wake_in_ms).saturating_sub(began.elapsed());
            }
            is_due = wait <= BEAT;
            tokio::select! {
                () = tokio::time::sleep(wait.min(BEAT)), if wait < Duration::MAX => {}
                () = state.clock_changed().notified() => is_due = true,
            }
        }
    });
}

/// Closing the window leaves the interview: the page saves what was typed last, and the clock waits.
pub(crate) fn leave_on_close(app: &AppHandle, window: &WebviewWindow) {
    let (app, closing) = (app.clone(), window.clone());
    window.on_window_event(move |event| {
        let WindowEvent::CloseRequested { api, .. } = event else { return };
        if !app.state::<AppState>().holds_interview() {
            return;
        }
        api.prevent_close();
        let (app, window) = (app.clone(), closing.clone());
        async_runtime::spawn(async move {
            if app.emit("window-closing", ()).is_ok() {
                tokio::time::sleep(LAST_WORDS).await;
            }
            // A failure is in the log; the last sign of life is at most half a second old.
            let _ = app.state::<AppState>().with(|desk| desk.leave_interview(stamp(), reading()));
            if let Err(error) = window.destroy() {
                tracing::warn!(%error, "the window could not be closed");
            }
        });
    });
}
