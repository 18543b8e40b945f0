//! While the microphone is open it is looked after ten times a second, so that a take that ended by itself
//! is kept and said at once. The page asks for the level itself: each event is a script to WebKitGTK, which
//! keeps some 5 KB of memory for it until the program ends.

use std::time::Duration;

use rehearse_core::api::MicrophoneView;
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tokio::sync::watch;

use crate::clocks::reading;
use crate::state::{AppState, stamp};

/// How often the microphone is looked after.
const LOOK: Duration = Duration::from_millis(100);

/// Listens until the program ends.
pub(crate) fn begin(app: &AppHandle) {
    let changes = app.state::<AppState>().microphone_changed().subscribe();
    async_runtime::spawn(show(app.clone(), changes));
}

/// Looks after the microphone while it is open, and says what became of it.
async fn show(app: AppHandle, mut changes: watch::Receiver<()>) {
    let mut told: Option<MicrophoneView> = None;
    loop {
        let looking = app.clone();
        let looked = async_runtime::spawn_blocking(move || {
            let state = looking.state::<AppState>();
            state.with(|desk| {
                let view = desk.attend_microphone(stamp(), reading().monotonic_ms);
                Ok((view, desk.hears()))
            })
        });
        // A desk that is not open yet hears nothing.
        let is_open = match looked.await {
            Ok(Ok((view, is_open))) => {
                if view.take.is_none() && told.as_ref().is_some_and(|told| told.take.is_some()) {
                    app.state::<AppState>().takes_changed().send_replace(());
                }
                if !told.as_ref().is_some_and(|told| is_alike(told, &view)) {
                    if let Err(error) = app.emit("microphone-changed", &view) {
                        tracing::warn!(%error, "the microphone was not shown");
                    }
                    told = Some(view);
                }
                is_open
            }
            Ok(Err(_)) | Err(_) => false,
        };
        tokio::select! {
            () = tokio::time::sleep(LOOK), if is_open => {}
            _ = changes.changed() => {}
        }
    }
}

/// Whether two views differ in nothing but what is heard.
fn is_alike(one: &MicrophoneView, other: &MicrophoneView) -> bool {
    one.state == other.state && one.take == other.take && one.problem == other.problem
}
