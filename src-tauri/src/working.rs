//! What is done with takes once they are recorded, one after the other, while the program is used.

use std::time::{Duration, Instant};

use rehearse_core::services::takes::background::Job;
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tokio::sync::watch;

use crate::state::AppState;

/// How often the progress of a job is shown.
const TELL: Duration = Duration::from_millis(250);

/// Works until the program ends.
pub(crate) fn begin(app: &AppHandle) {
    let changes = app.state::<AppState>().takes_changed().subscribe();
    async_runtime::spawn(work(app.clone(), changes));
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
