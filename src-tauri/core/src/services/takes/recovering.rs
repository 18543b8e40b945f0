//! After a crash: takes that were being recorded, halves of compressed files, files without a take.
//!
//! Only what the program itself has left behind is removed: the half of a compressed file, the second of
//! two files beside each other that hold the same sound, and the file of a take that was deleted. Every
//! other file that is no take's is left alone, and said. A file with which something is wrong holds up no
//! other.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::keeping::finish_deleting;
use super::recording::{Heard, keep, remove};
use crate::audio::{self, Repaired};
use crate::error::{Error, IoContext, Result};
use crate::services::Stamp;
use crate::store::{Draft, Sound, Store, StoredTake, take_of_file};

/// What was found when the program started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Takes that a crash had cut off; they are kept.
    pub taken_up: Vec<Uuid>,
    /// Takes whose file was found elsewhere, or whose row was lost.
    pub found_again: Vec<Uuid>,
    /// What could not be done, each with why; the next start tries again.
    pub problems: Vec<String>,
}

/// Brings rows and files together again, but for the take that is being recorded now.
///
/// # Errors
/// When SQLite cannot read.
pub fn recover(store: &mut Store, stamp: Stamp, but: Option<Uuid>) -> Result<Found> {
    let mut found = Found::default();
    let files = files(&store.location().recordings());
    for stored in store.stored_takes()? {
        let id = stored.id;
        let settled = match stored.sound {
            Sound::Recording if Some(id) != but => take_up(store, stamp, stored, &files),
            Sound::Deleted => finish_deleting(store, &stored).map(|()| false),
            Sound::Recording | Sound::Kept => Ok(false),
        };
        match settled {
            Ok(true) => found.taken_up.push(id),
            Ok(false) => {}
            Err(error) => found.problems.push(format!("A recording could not be taken up: {error}.")),
        }
    }
    for path in &files.paths {
        match settle(store, path) {
            Ok(Some(id)) => found.found_again.push(id),
            Ok(None) => {}
            Err(error) => found.problems.push(format!("A recording could not be looked after: {error}.")),
        }
    }
    Ok(found)
}

/// Takes up a recording that a crash cut off; false when it holds no sound.
fn take_up(store: &mut Store, stamp: Stamp, mut stored: StoredTake, files: &Files) -> Result<bool> {
    let id = stored.id;
    let forget = |store: &mut Store| store.transaction(|writer| writer.remove_take(id)).map(|()| false);
    let Some(path) = find(store, &stored, files)? else {
        let has_text = !stored.written.notes.is_empty() || !stored.written.code.is_empty();
        // A disk that is not there hides its files: nothing is given up for that.
        if has_text || files.paths.is_empty() || !files.problems.is_empty() {
            let file = stored.file.unwrap_or_default();
            return Err(Error::InvalidState(format!(
                "{file} is not in the folder of recordings; put it back and start the program again"
            )));
        }
        return forget(store);
    };
    let is_flac = path.extension().is_some_and(|extension| extension == "flac");
    let samples = match is_flac {
        true => audio::length_of(&path)?,
        false => match audio::repair(&path)? {
            Repaired::Whole(samples) | Repaired::Mended(samples) => samples,
            Repaired::Empty => 0,
        },
    };
    if samples == 0 {
        remove(&path)?;
        return forget(store);
    }
    stored.file = Some(name_of(store, &path)?);
    let heard = Heard { samples, bytes: size(&path)?, peaks: None, hint_used: false };
    keep(store, Stamp { id: stamp.id_of(&format!("take up {id}")), ..stamp }, stored, heard)?;
    Ok(true)
}

/// The file of a take: where its row says, or elsewhere in the folder. After a backup came back it may
/// have been compressed since.
fn find(store: &Store, stored: &StoredTake, files: &Files) -> Result<Option<PathBuf>> {
    if let Some(path) = store.recording(stored)
        && path.try_exists().at("looking for", &path)?
    {
        return Ok(Some(path));
    }
    Ok(files.paths.iter().find(|path| take_of_file(path) == Some(stored.id)).cloned())
}

/// Looks after one file; returns the take to which it came back.
fn settle(store: &mut Store, path: &Path) -> Result<Option<Uuid>> {
    if is_half(path) {
        return remove(path).map(|()| None);
    }
    let Some(id) = take_of_file(path) else { return Ok(None) };
    let Some(stored) = store.stored_take(id)? else { return restore_row(store, id, path) };
    if stored.sound != Sound::Kept {
        return Ok(None);
    }
    match store.recording(&stored) {
        Some(own) if own == path => Ok(None),
        Some(own) if own.try_exists().at("looking for", &own)? => {
            // What was not compared is not removed.
            let is_the_same = is_pair(&own, path) && matches!(audio::same_sound(&own, path), Ok(true));
            if is_the_same { remove(path).map(|()| None) } else { Ok(None) }
        }
        _ => {
            let (file, bytes) = (name_of(store, path)?, size(path)?);
            store.transaction(|writer| writer.move_sound(id, &file, bytes))?;
            Ok(Some(id))
        }
    }
}

/// The half of a compressed file, which the program was killed over.
fn is_half(path: &Path) -> bool {
    let whole = path.with_extension("");
    path.extension().is_some_and(|extension| extension == "part")
        && whole.extension().is_some_and(|extension| extension == "flac")
        && take_of_file(&whole).is_some()
}

/// Whether two files are the recorded and the compressed one of a take, beside each other.
fn is_pair(one: &Path, other: &Path) -> bool {
    one != other && one.with_extension("") == other.with_extension("")
}

/// A take that the log knows gets its row back; none for a file that the log knows nothing of, or whose
/// take was deleted.
fn restore_row(store: &mut Store, id: Uuid, path: &Path) -> Result<Option<Uuid>> {
    let known = match super::load(store, id) {
        Err(Error::NotFound { .. }) => return Ok(None),
        known => known?,
    };
    if known.take.is_deleted {
        return Ok(None);
    }
    let recorded = known.take.recorded;
    let (file, bytes) = (name_of(store, path)?, size(path)?);
    store.transaction(|writer| {
        writer.insert_take(id, &recorded, &file, &Draft::default())?;
        writer.keep_sound(id, &recorded, &file, bytes)
    })?;
    Ok(Some(id))
}

/// Files that belong to no take: they are left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// The files, by name.
    pub files: Vec<PathBuf>,
    /// What could not be looked at.
    pub problems: Vec<String>,
}

/// The files that belong to no take, but for those of a take that is worked on.
///
/// # Errors
/// When SQLite cannot read.
pub fn strays(store: &Store, is_worked_on: impl Fn(Uuid) -> bool) -> Result<Strays> {
    let rows: HashMap<Uuid, StoredTake> =
        store.stored_takes()?.into_iter().map(|stored| (stored.id, stored)).collect();
    let Files { mut paths, problems } = files(&store.location().recordings());
    paths.retain(|path| {
        let Some(id) = take_of_file(path) else { return !is_half(path) };
        let Some(stored) = rows.get(&id) else { return true };
        match store.recording(stored) {
            Some(own) if own == *path => false,
            Some(own) if stored.sound == Sound::Kept => own.is_file() && !is_worked_on(id),
            // The next start finds it.
            _ => stored.sound == Sound::Deleted,
        }
    });
    Ok(Strays { files: paths, problems })
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).at("reading", path)?.len())
}

/// What a row calls a file.
fn name_of(store: &Store, path: &Path) -> Result<String> {
    let name = path.strip_prefix(store.location().recordings()).unwrap_or(path).to_str();
    let message = || format!("{} has a name that is no text; rename its folder", path.display());
    name.map(ToOwned::to_owned).ok_or_else(|| Error::InvalidState(message()))
}

/// How deep a learner may sort recordings into folders.
const DEEPEST: usize = 3;

/// What is in the folder of recordings.
#[derive(Default)]
struct Files {
    paths: Vec<PathBuf>,
    /// What could not be read.
    problems: Vec<String>,
}

/// Every file under a folder, by name; links are not followed.
fn files(folder: &Path) -> Files {
    let mut found = Files::default();
    let mut open = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let mut look = || -> Result<()> {
            for entry in fs::read_dir(&folder).at("reading", &folder)? {
                let entry = entry.at("reading", &folder)?;
                let kind = entry.file_type().at("reading", &entry.path())?;
                if kind.is_file() {
                    found.paths.push(entry.path());
                } else if kind.is_dir() && depth < DEEPEST {
                    open.push((entry.path(), depth + 1));
                }
            }
            Ok(())
        };
        if let Err(error) = look() {
            found.problems.push(error.to_string());
        }
    }
    found.paths.sort();
    found
}
