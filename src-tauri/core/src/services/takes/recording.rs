//! Recording a take: its row is there before its first sample, and the log knows it once it is whole.

use std::fs;
use std::path::PathBuf;

use uuid::Uuid;

use crate::audio;
use crate::domain::audio::SAMPLE_RATE;
use crate::domain::event::Body;
use crate::domain::take::log::{About, Entry, Recorded};
use crate::error::{Error, IoContext, OrNotFound, Result};
use crate::services::Stamp;
use crate::store::{Draft, Store, StoredTake};

/// A take that is to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTake {
    /// What is answered.
    pub about: About,
    /// The question, Markdown.
    pub question: String,
    /// Its time budget.
    pub budget_ms: Option<u64>,
    /// The take that it says again in half the budget.
    pub shorter_than: Option<Uuid>,
    /// What the editors hold at its beginning.
    pub written: Draft,
}

/// Makes the row of a take; returns the file to record into. Its id is the stamp's.
///
/// # Errors
/// When nothing can be written.
pub fn begin(store: &mut Store, stamp: Stamp, new: NewTake) -> Result<PathBuf> {
    let NewTake { about, question, budget_ms, shorter_than, written } = new;
    let recorded = Recorded {
        about,
        question,
        begun_at: stamp.now,
        duration_ms: 0,
        budget_ms,
        shorter_than,
        hint_used: false,
    };
    let file = format!("{}.wav", stamp.id);
    store.transaction(|writer| writer.insert_take(stamp.id, &recorded, &file, &written))?;
    Ok(store.location().recordings().join(file))
}

/// Nothing is said in less: a key was pressed twice.
const SHORTEST: u64 = SAMPLE_RATE as u64 / 2;

/// Keeps what was recorded: a take without sound, or of less than half a second, is forgotten. Returns
/// whether there is a take.
///
/// # Errors
/// When nothing can be written; the next start takes it up then.
pub fn finish(
    store: &mut Store,
    stamp: Stamp,
    id: Uuid,
    sound: &audio::Recorded,
    hint_used: bool,
) -> Result<bool> {
    let stored = store.stored_take(id)?.or_not_found("take", id)?;
    if sound.samples < SHORTEST {
        discard(store, id)?;
        return Ok(false);
    }
    keep(
        store,
        stamp,
        stored,
        Heard { samples: sound.samples, bytes: sound.bytes, peaks: Some(&sound.peaks), hint_used },
    )?;
    Ok(true)
}

/// The sound of a take that is on the disk.
pub(super) struct Heard<'p> {
    pub(super) samples: u64,
    pub(super) bytes: u64,
    /// Its wave; `None` when the background makes it.
    pub(super) peaks: Option<&'p [u8]>,
    pub(super) hint_used: bool,
}

/// Says in the log that a take was recorded, and in its row that its sound is there.
pub(super) fn keep(store: &mut Store, stamp: Stamp, stored: StoredTake, heard: Heard<'_>) -> Result<()> {
    let mut recorded = stored.recorded;
    recorded.duration_ms = heard.samples * 1_000 / u64::from(SAMPLE_RATE);
    recorded.hint_used |= heard.hint_used;
    let file = stored.file.or_not_found("file of the take", stored.id)?;
    store.transaction(|writer| {
        writer.keep_sound(stored.id, &recorded, &file, heard.bytes)?;
        if let Some(peaks) = heard.peaks {
            writer.keep_peaks(stored.id, peaks)?;
        }
        let entry = Box::new(Entry::Recorded(Box::new(recorded)));
        writer.append(stamp.id_of("recorded"), stamp.now, Body::Take { take: stored.id, entry }).map(drop)
    })
}

/// Forgets a take that is not wanted, or that holds no sound. The file goes first, so that none is
/// left without its row.
///
/// # Errors
/// When the file cannot be removed, or nothing can be written.
pub fn discard(store: &mut Store, id: Uuid) -> Result<()> {
    let stored = store.stored_take(id)?.or_not_found("take", id)?;
    if let Some(path) = store.recording(&stored) {
        remove(&path)?;
    }
    store.transaction(|writer| writer.remove_take(id))
}

/// Removes a file that may be gone already.
pub(super) fn remove(path: &std::path::Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at("removing", path),
        _ => Ok(()),
    }
}

/// Remembers that the hint was opened, so that a take which ends by itself knows it too.
///
/// # Errors
/// When there is no such take, or nothing can be written.
pub fn use_hint(store: &mut Store, id: Uuid) -> Result<()> {
    store.transaction(|writer| writer.use_take_hint(id))
}

/// Keeps what is written during a take, or after it.
///
/// # Errors
/// [`Error::InvalidInput`] for a text that no one types.
pub fn save_text(store: &mut Store, id: Uuid, written: &Draft) -> Result<()> {
    /// More than a day of typing.
    const LONGEST: usize = 1024 * 1024;
    if [&written.notes, &written.code, &written.language].iter().any(|text| text.len() > LONGEST) {
        return Err(Error::InvalidInput("an answer holds at most a million characters".to_owned()));
    }
    store.transaction(|writer| writer.save_take_text(id, written))
}
