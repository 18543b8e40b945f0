//! Reading decks again when an editor saves.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use rehearse_core::services::library::Sources;
use tauri::AppHandle;

use crate::opening;

/// An editor saves in several steps; decks are read when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(150);

/// Watches the decks' folders until the program ends. Without a watcher (a full inotify table, say)
/// changes are read at the next start.
pub(crate) fn watch(app: &AppHandle, sources: &Sources) {
    let (changed, changes) = mpsc::channel();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // The other end is gone only when the program ends.
            let _ = changed.send(());
        }
    });
    let mut watcher: RecommendedWatcher = match watcher {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::warn!(%error, "decks are not watched");
            return;
        }
    };
    let folders: Vec<_> = sources.shipped.iter().chain([&sources.own]).cloned().collect();
    let app = app.clone();
    thread::spawn(move || {
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive) {
                tracing::warn!(%error, folder = %folder.display(), "decks are not watched");
            }
        }
        while changes.recv().is_ok() {
            while changes.recv_timeout(QUIET) != Err(RecvTimeoutError::Timeout) {}
            opening::sync(&app);
        }
    });
}
