//! Where this machine keeps things: the data folder, the shipped decks, the device's id.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use uuid::Uuid;

use crate::error::{Error, IoContext, Result};
use crate::services::library::Sources;
use crate::store::Location;

/// The data folder: as given, else `$REHEARSE_DATA_DIR`, else `rehearse/` in the platform's data folder.
///
/// # Errors
/// [`Error::InvalidState`] when the platform names no home folder.
pub fn data_folder(given: Option<PathBuf>) -> Result<PathBuf> {
    let set =
        given.or_else(|| env::var_os("REHEARSE_DATA_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from));
    let folder = match set {
        Some(folder) => folder,
        None => base()?.data_dir().join("rehearse"),
    };
    std::path::absolute(&folder).at("resolving", &folder)
}

/// The shipped decks: as given, else `$REHEARSE_CONTENT_DIR`, else `content/` in the current folder,
/// else beside the program as its package installs them.
#[must_use]
pub fn content_folder(given: Option<PathBuf>) -> Option<PathBuf> {
    let set = given
        .or_else(|| env::var_os("REHEARSE_CONTENT_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from));
    if let Some(folder) = set {
        return Some(std::path::absolute(&folder).unwrap_or(folder));
    }
    let program = env::current_exe().ok()?;
    let beside = program.parent()?;
    [
        env::current_dir().ok()?.join("content"),
        beside.join("content"),
        beside.join("../lib/rehearse/content"),
        beside.join("../lib/Rehearse/content"),
    ]
    .into_iter()
    .find(|folder| folder.is_dir())
}

/// Where reports are written: `$REHEARSE_EXPORT_DIR`, else the platform's folder for downloads, else
/// `exports/` in the data folder.
#[must_use]
pub fn export_folder(location: &Location) -> PathBuf {
    env::var_os("REHEARSE_EXPORT_DIR")
        .filter(|dir| !dir.is_empty())
        .map(PathBuf::from)
        .or_else(|| directories::UserDirs::new()?.download_dir().map(Path::to_path_buf))
        .unwrap_or_else(|| location.folder.join("exports"))
}

/// Where decks come from, for a data folder.
#[must_use]
pub fn sources(location: &Location, content: Option<PathBuf>) -> Sources {
    Sources { shipped: content_folder(content), own: location.decks() }
}

/// This machine's id, kept outside the data folder, so that a copied folder does not make two
/// machines one. `new_id` becomes the id of a machine that has none.
///
/// # Errors
/// When the id can be neither read nor written.
pub fn device_id(new_id: Uuid) -> Result<Uuid> {
    let folder = match env::var_os("REHEARSE_CONFIG_DIR").filter(|dir| !dir.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => base()?.config_dir().join("rehearse"),
    };
    device_id_in(&folder, new_id)
}

fn device_id_in(folder: &Path, new_id: Uuid) -> Result<Uuid> {
    let file = folder.join("device-id");
    if let Some(id) = read_id(&file) {
        return Ok(id);
    }
    fs::create_dir_all(folder).at("creating", folder)?;
    // Written aside and linked into place: of two programs that start at once one is the first.
    let fresh = folder.join(format!(".device-id.{new_id}"));
    fs::write(&fresh, format!("{new_id}\n")).at("writing", &fresh)?;
    let linked = fs::hard_link(&fresh, &file);
    let first = linked.is_err().then(|| read_id(&file)).flatten();
    let placed = match (&linked, first) {
        (Ok(()), _) | (Err(_), Some(_)) => Ok(()),
        // No id in the file, or a file system without links.
        (Err(_), None) => fs::rename(&fresh, &file),
    };
    let _ = fs::remove_file(&fresh); // it is in place under the other name, or not needed
    placed.at("writing", &file)?;
    Ok(first.unwrap_or(new_id))
}

fn read_id(file: &Path) -> Option<Uuid> {
    Uuid::parse_str(fs::read_to_string(file).ok()?.trim()).ok()
}

fn base() -> Result<BaseDirs> {
    BaseDirs::new().ok_or_else(|| {
        Error::InvalidState(
            "no home folder is known; set REHEARSE_DATA_DIR to a folder of your own".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_keeps_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let first = device_id_in(folder.path(), Uuid::from_u128(1)).unwrap();
        assert_eq!(device_id_in(folder.path(), Uuid::from_u128(2)).unwrap(), first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left there");
    }

    #[test]
    fn programs_that_start_at_once_agree_on_the_id() {
        let folder = tempfile::tempdir().unwrap();
        let ids: Vec<Uuid> = std::thread::scope(|scope| {
            let start = |n| {
                let folder = folder.path();
                scope.spawn(move || device_id_in(folder, Uuid::from_u128(n)).unwrap())
            };
            let started: Vec<_> = (1..=8).map(start).collect();
            started.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn an_id_that_cannot_be_read_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("device-id"), "").unwrap();
        let id = device_id_in(folder.path(), Uuid::from_u128(3)).unwrap();
        assert_eq!(device_id_in(folder.path(), Uuid::from_u128(4)).unwrap(), id);
    }
}
