//! Keeping the progress safe: a checked backup each day, and what to do with a damaged file.

use std::fs;
use std::path::PathBuf;

use uuid::Uuid;

use crate::domain::time::Moment;
use crate::error::{Error, IoContext, Result};
use crate::services::study::study_day;
use crate::store::{Location, Store, newest_good_backup, remove_index, set_aside};

/// Daily backups that are kept.
const KEPT: usize = 10;

/// Opens the store; when damage was found before, every page is checked first.
///
/// # Errors
/// [`Error::DatabaseDamaged`], [`Error::DatabaseTooNew`], [`Error::Io`].
pub fn open(location: &Location, device: Uuid, new_id: Uuid) -> Result<Store> {
    let marker = marker(location);
    if marker.exists() {
        // The damage may have been the index's, which is disposable.
        remove_index(location)?;
    }
    let store = Store::open(location.clone(), device, new_id)?;
    if marker.exists() {
        if let Some(finding) = store.integrity_problems()?.into_iter().next() {
            return Err(Error::DatabaseDamaged { path: location.database(), finding });
        }
        fs::remove_file(&marker).at("removing", &marker)?;
    }
    Ok(store)
}

/// Remembers for the next start that damage was found; other errors are none of its business.
pub fn note_damage(location: &Location, error: &Error) {
    if error.is_damage() {
        // A folder that cannot be written cannot be helped by a marker either.
        let _ = fs::write(marker(location), error.to_string());
    }
}

fn marker(location: &Location) -> PathBuf {
    location.folder.join("progress.db.damaged")
}

/// Makes the study day's backup, unless there is one or nothing was ever done.
///
/// # Errors
/// [`Error::DatabaseDamaged`] when the copy does not hold together: the original does not either.
pub fn back_up_daily(store: &Store, now: Moment) -> Result<Option<PathBuf>> {
    let name = format!("progress-{}.db", study_day(store, now).to_iso());
    if store.location().backups().join(&name).exists() || store.event_count()? == 0 {
        return Ok(None);
    }
    store.back_up(&name, KEPT).map(Some)
}

/// What recovery did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// The backup that took its place.
    pub backup: Option<PathBuf>,
}

/// Sets a damaged file aside and puts the newest good backup in its place, or nothing.
///
/// # Errors
/// [`Error::NotFound`] when a backup was asked for and none is good.
pub fn recover(location: &Location, now: Moment, use_backup: bool) -> Result<Recovered> {
    let backup = if use_backup {
        let found = newest_good_backup(location);
        Some(found.ok_or_else(|| Error::NotFound {
            kind: "good backup in",
            id: location.backups().display().to_string(),
        })?)
    } else {
        None
    };
    let stamp = now
        .to_datetime()
        .map_or_else(|| now.at_ms.to_string(), |time| time.format("%Y%m%d-%H%M%S").to_string());
    let aside = set_aside(location, &stamp, backup.as_deref())?;
    match fs::remove_file(marker(location)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).at("removing", &marker(location))
        }
        _ => Ok(Recovered { aside, backup }),
    }
}
