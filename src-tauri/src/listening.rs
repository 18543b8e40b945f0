//! While the microphone is open it is looked after ten times a second, so that a take that ended by itself
//! is kept and said at once. The page asks for the level itself: each event is a script to WebKitGTK, which
//! keeps some 5 KB of memory for it until the program ends. And what is done with takes once they are recorded, one after the other.

use std::time::{Duration, Instant};

use rehearse_core::api::MicrophoneView;
use rehearse_core::services::takes::background::Job;
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tokio::sync::watch;

use crate::clocks::reading;
use crate::state::{AppState, stamp};

/// How often the microphone is looked after.
const LOOK: Duration = Duration::from_millis(100);
/// How often the progress of a job is shown.
const TELL: Duration = Duration::from_millis(250);

/// Listens and works until the program ends.
pub(crate) fn begin(app: &AppHandle) {
    let state = app.state::<AppState>();
    async_runtime::spawn(show(app.clone(), state.microphone_changed().subscribe()));
    async_runtime::spawn(work(app.clone(), state.takes_changed().subscribe()));
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

/// Does what there is to do with takes, whenever there may be something.
async fn work(app: AppHandle, mut changes: watch::Receiver<()>) {
    loop {
        let working = app.clone();
        let worked = async_runtime::spawn_blocking(move || while work_once(&working) {});
        if worked.await.is_err() {
            tracing::error!("work on takes ended; the next start goes on with it");
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}

/// Does one job; false when there is none. The desk is held only to ask for it and to keep what came of it.
fn work_once(app: &AppHandle) -> bool {
    let state = app.state::<AppState>();
    let Ok(Some(job)) = state.with(|desk| desk.next_take_job()) else { return false };
    let mut told = Instant::now();
    tell(app, &job, 0.0);
    let done = job.run(&mut |share| {
        if told.elapsed() >= TELL {
            told = Instant::now();
            tell(app, &job, share);
        }
    });
    if let Err(error) = &done {
        tracing::warn!(%error, "a take was not worked on");
    }
    match state.with(|desk| Ok(desk.take_job_done(&job, done))) {
        // A page that is not there needs no news.
        Ok(change) => drop(app.emit("take-changed", change)),
        Err(_) => return false,
    }
    true
}

fn tell(app: &AppHandle, job: &Job, share: f32) {
    if let Ok(change) = app.state::<AppState>().with(|desk| Ok(desk.take_job_went_on(job, share))) {
        let _ = app.emit("take-changed", change);
    }
}
