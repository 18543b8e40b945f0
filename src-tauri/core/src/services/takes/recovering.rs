//! After a crash: takes that were being recorded, halves of compressed files, files without a take.
//! In the end no row of this machine is without its file, and no file without its row, but for those
//! that are said.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::recording::{Heard, keep, remove};
use crate::audio::{self, Repaired};
use crate::error::{IoContext, Result};
use crate::services::Stamp;
use crate::store::{Sound, Store, StoredTake, take_of_file};

/// What was found when the program started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Takes that a crash had cut off; they are kept.
    pub taken_up: Vec<Uuid>,
    /// Takes whose file was found elsewhere, or whose row was lost.
    pub found_again: Vec<Uuid>,
    /// Takes that could not be taken up, each with why.
    pub problems: Vec<String>,
}

/// Brings rows and files together again, but for the take that is being recorded now.
///
/// # Errors
/// When the folder cannot be read, or nothing can be written.
pub fn recover(store: &mut Store, stamp: Stamp, but: Option<Uuid>) -> Result<Found> {
    let mut found = Found::default();
    for stored in store.stored_takes()? {
        if stored.sound == Sound::Recording && Some(stored.id) != but {
            let id = stored.id;
            match take_up(store, stamp, stored) {
                Ok(true) => found.taken_up.push(id),
                Ok(false) => {}
                // The file stays, and the next start tries again.
                Err(error) => found.problems.push(format!("A recording could not be taken up: {error}.")),
            }
        }
    }
    settle_files(store, &mut found)?;
    Ok(found)
}

/// Takes up a recording that a crash cut off; false when it holds no sound.
fn take_up(store: &mut Store, stamp: Stamp, stored: StoredTake) -> Result<bool> {
    let id = stored.id;
    let forget = |store: &mut Store| store.transaction(|writer| writer.remove_take(id)).map(|()| false);
    let Some(path) = store.recording(&stored).filter(|path| path.is_file()) else { return forget(store) };
    let samples = match audio::repair(&path)? {
        Repaired::Whole(samples) | Repaired::Mended(samples) => samples,
        Repaired::Empty => 0,
    };
    if samples == 0 {
        remove(&path)?;
        return forget(store);
    }
    let heard = Heard { samples, bytes: size(&path)?, peaks: None, hint_used: false };
    keep(store, Stamp { id: stamp.id_of(&format!("take up {id}")), ..stamp }, stored, heard)?;
    Ok(true)
}

/// Removes what a crash left beside a take's file, and finds files again that were moved.
fn settle_files(store: &mut Store, found: &mut Found) -> Result<()> {
    let rows: HashMap<Uuid, StoredTake> =
        store.stored_takes()?.into_iter().map(|stored| (stored.id, stored)).collect();
    let folder = store.location().recordings();
    for path in files(&folder)? {
        if path.extension().is_some_and(|extension| extension == "part") {
            remove(&path)?;
            continue;
        }
        let Some(id) = take_of_file(&path) else { continue };
        let Some(stored) = rows.get(&id) else {
            if restore_row(store, id, &path)? {
                found.found_again.push(id);
            }
            continue;
        };
        let named = store.recording(stored);
        match stored.sound {
            // The learner had agreed that it goes.
            Sound::Deleted => remove(&path)?,
            Sound::Recording => {}
            Sound::Kept if named.as_ref() == Some(&path) => {}
            // One of two files that hold the same sound: the row's own is the checked one.
            Sound::Kept if named.as_ref().is_some_and(|named| named.is_file()) => remove(&path)?,
            Sound::Kept => {
                let file = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
                let bytes = size(&path)?;
                store.transaction(|writer| writer.move_sound(id, &file, bytes))?;
                found.found_again.push(id);
            }
        }
    }
    Ok(())
}

/// A take that the log knows gets its row back; false for a file that the log knows nothing of.
fn restore_row(store: &mut Store, id: Uuid, path: &Path) -> Result<bool> {
    let Ok(known) = super::load(store, id) else { return Ok(false) };
    let folder = store.location().recordings();
    let file = path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned();
    let recorded = known.take.recorded;
    let bytes = size(path)?;
    store.transaction(|writer| {
        writer.insert_take(id, &recorded, &file, &crate::store::Draft::default())?;
        writer.keep_sound(id, &recorded, &file, bytes)
    })?;
    Ok(true)
}

/// Files that belong to no take: they are left alone, and said.
///
/// # Errors
/// When the folder or SQLite cannot be read.
pub fn strays(store: &Store) -> Result<Vec<PathBuf>> {
    let mut strays = Vec::new();
    for path in files(&store.location().recordings())? {
        let is_known = match take_of_file(&path) {
            Some(id) => store.stored_take(id)?.is_some(),
            None => path.extension().is_some_and(|extension| extension == "part"),
        };
        if !is_known {
            strays.push(path);
        }
    }
    Ok(strays)
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).at("reading", path)?.len())
}

/// How deep a learner may sort recordings into folders.
const DEEPEST: usize = 3;

/// Every file under a folder, by name; links are not followed.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in fs::read_dir(&folder).at("reading", &folder)? {
            let entry = entry.at("reading", &folder)?;
            let kind = entry.file_type().at("reading", &entry.path())?;
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && depth < DEEPEST {
                open.push((entry.path(), depth + 1));
            }
        }
    }
    found.sort();
    Ok(found)
}
