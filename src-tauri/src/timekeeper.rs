//! Wakes the clock of a running interview: each second it is shown anew, and twice a second a sign of
//! life is kept, so that a slow disk still loses less than a second. The clock itself is the core's.

use std::time::Duration;

use rehearse_core::api::{ErrorCode, RunningClock};
use tauri::{AppHandle, Emitter, Manager, WebviewWindow, WindowEvent, async_runtime};
use tokio::sync::watch;

use crate::clocks::reading;
use crate::state::{AppState, stamp};

/// The longest time between two signs of life.
const BEAT: Duration = Duration::from_millis(500);
/// What the page may take to save what was typed last, when the window is closed.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// Keeps time until the program ends.
pub(crate) fn keep_time(app: &AppHandle) {
    let changes = app.state::<AppState>().clock_changed().subscribe();
    async_runtime::spawn(show(app.clone(), changes.clone()));
    async_runtime::spawn(beat(app.clone(), changes));
}

/// Shows the clock whenever its second changes. What runs is asked for when it changes, and then known
/// without the desk, which a slow disk may hold.
async fn show(app: AppHandle, mut changes: watch::Receiver<()>) {
    let mut running: Option<RunningClock> = None;
    loop {
        let shown = running.as_ref().and_then(|clock| clock.show(reading()));
        let wait = shown.map(|(clock, wake_in_ms)| {
            if let Err(error) = app.emit("clock-ticked", clock) {
                tracing::warn!(%error, "the clock was not shown");
            }
            Duration::from_millis(wake_in_ms)
        });
        tokio::select! {
            () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
            _ = changes.changed() => {
                let state = app.state::<AppState>();
                running = state.with(|desk| Ok(desk.running_clock())).unwrap_or_default();
            }
        }
    }
}

/// Keeps signs of life while time counts. A failure, such as a full disk, is in the log, and the next
/// beat tries again.
async fn beat(app: AppHandle, mut changes: watch::Receiver<()>) {
    loop {
        let beating = app.clone();
        let kept = async_runtime::spawn_blocking(move || {
            let state = beating.state::<AppState>();
            state.with(|desk| {
                desk.keep_heartbeat(reading())?;
                Ok(desk.running_clock().is_some())
            })
        });
        let runs = match kept.await {
            Ok(Ok(runs)) => runs,
            Ok(Err(error)) => error.code == ErrorCode::CannotWrite,
            Err(_) => false,
        };
        tokio::select! {
            () = tokio::time::sleep(BEAT), if runs => {}
            _ = changes.changed() => {}
        }
    }
}

/// Leaves the interview and ends the take of a page that is gone: nobody else would.
pub(crate) fn leave(app: &AppHandle) {
    if !app.state::<AppState>().is_busy() {
        return;
    }
    let app = app.clone();
    async_runtime::spawn_blocking(move || {
        let state = app.state::<AppState>();
        // A desk that is not open holds nothing; another failure is in the log.
        let _ = state.with(|desk| desk.leave(stamp(), reading()));
        state.clock_changed().send_replace(());
        state.microphone_changed().send_replace(());
        state.takes_changed().send_replace(());
    });
}

/// Closing the window leaves the interview and ends the take: the page saves what was typed last, the
/// clock waits, and what was recorded is kept.
pub(crate) fn leave_on_close(app: &AppHandle, window: &WebviewWindow) {
    let (app, closing) = (app.clone(), window.clone());
    window.on_window_event(move |event| {
        let WindowEvent::CloseRequested { api, .. } = event else { return };
        if !app.state::<AppState>().is_busy() {
            return;
        }
        api.prevent_close();
        let (app, window) = (app.clone(), closing.clone());
        async_runtime::spawn(async move {
            if app.emit("window-closing", ()).is_ok() {
                tokio::time::sleep(LAST_WORDS).await;
            }
            // A failure is in the log; the last sign of life is at most half a second old.
            let _ = app.state::<AppState>().with(|desk| desk.leave(stamp(), reading()));
            if let Err(error) = window.destroy() {
                tracing::warn!(%error, "the window could not be closed");
            }
        });
    });
}
