//! Takes: their entries in the log, and the rows of those whose sound is on this machine.

use std::path::{Component, Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::events::json_names;
use super::take_codec::{
    decode, measures_json, measures_of, recorded_json, recorded_of, ticks_json, ticks_of,
};
use super::{Store, Writer, renames};
use crate::domain::audio::measures::Measures;
use crate::domain::card::CardId;
use crate::domain::take::judgement::Ticks;
use crate::domain::take::log::{Logged, Recorded};
use crate::domain::time::Moment;
use crate::error::{OrNotFound, Result};
use crate::store::Draft;

/// Whether a take's sound is on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    /// It is being recorded; after a crash, it was.
    Recording,
    /// It is kept.
    Kept,
    /// It was deleted.
    Deleted,
}

impl Sound {
    const ALL: [Self; 3] = [Self::Recording, Self::Kept, Self::Deleted];

    fn as_str(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Kept => "kept",
            Self::Deleted => "deleted",
        }
    }
}

/// A take on this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTake {
    /// Its id.
    pub id: Uuid,
    /// What was recorded; its duration counts once it is kept.
    pub recorded: Recorded,
    /// Whether there is sound.
    pub sound: Sound,
    /// The file's name in the folder of recordings.
    pub file: Option<String>,
    /// The file's size.
    pub bytes: u64,
    /// What was measured.
    pub measures: Option<Measures>,
    /// Whether its wave is there.
    pub has_peaks: bool,
    /// Kept by every rule.
    pub is_starred: bool,
    /// The learner's note.
    pub note: String,
    /// What was written during the take.
    pub written: Draft,
}

const STORED: &str =
    "select take_id, recorded, sound, file, bytes, measures, starred, note, notes, code, language,
      exists (select 1 from take_peaks p where p.take_id = takes.take_id) from takes";

fn stored(row: &Row<'_>) -> rusqlite::Result<Option<StoredTake>> {
    let (id, recorded, sound): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let measures: Option<String> = row.get(5)?;
    let (Ok(id), Some(recorded)) = (Uuid::parse_str(&id), recorded_of(&recorded)) else { return Ok(None) };
    Ok(Some(StoredTake {
        id,
        recorded,
        sound: Sound::ALL.into_iter().find(|known| known.as_str() == sound).unwrap_or(Sound::Deleted),
        file: row.get(3)?,
        bytes: row.get(4)?,
        measures: measures.as_deref().and_then(measures_of),
        has_peaks: row.get(11)?,
        is_starred: row.get(6)?,
        note: row.get(7)?,
        written: Draft { notes: row.get(8)?, code: row.get(9)?, language: row.get(10)?, chosen: Vec::new() },
    }))
}

const ENTRIES: &str = "select event_id, at, offset_min,
    exists (select 1 from events v where v.voids = e.event_id), content from events e where kind = 'take'";

/// All takes. No take's entry names a card in its column: so said, the reviews are not looked at.
const OF_ALL: &str = "and card_id is null and ?1 = ''";

fn entries_sql(condition: &str) -> String {
    format!("{ENTRIES} {condition} order by at, event_id")
}

fn logged(row: &Row<'_>) -> rusqlite::Result<Option<Logged>> {
    let id: String = row.get(0)?;
    let decoded = decode(row.get_ref(4)?.as_str()?);
    let at = Moment { at_ms: row.get(1)?, offset_min: row.get(2)? };
    let is_void = row.get(3)?;
    let event = Uuid::parse_str(&id).ok();
    Ok(event.zip(decoded).map(|(event, (take, entry))| Logged { take, event, at, is_void, entry }))
}

/// The take that a file is named after: `<uuid>.wav` or `<uuid>.flac`.
#[must_use]
pub fn take_of_file(path: &Path) -> Option<Uuid> {
    let is_sound = path.extension().is_some_and(|extension| extension == "wav" || extension == "flac");
    let name = path.file_stem().filter(|_| is_sound)?.to_str()?;
    Uuid::parse_str(name).ok()
}

impl Store {
    /// The file that a take's row names, which may be missing. A row may come from anywhere: a name that
    /// leads out of the folder of recordings, or is not the take's own, names none.
    #[must_use]
    pub fn recording(&self, stored: &StoredTake) -> Option<PathBuf> {
        let file = Path::new(stored.file.as_ref()?);
        let stays_inside = file.components().all(|part| matches!(part, Component::Normal(_)));
        let is_its_own = stays_inside && take_of_file(file) == Some(stored.id);
        is_its_own.then(|| self.location().recordings().join(file))
    }

    /// The take on this machine with an id.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn stored_take(&self, id: Uuid) -> Result<Option<StoredTake>> {
        let mut statement = self.connection.prepare_cached(&format!("{STORED} where take_id = ?1"))?;
        Ok(statement.query_row([id.to_string()], stored).optional()?.flatten())
    }

    /// Every take on this machine, in no order.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn stored_takes(&self) -> Result<Vec<StoredTake>> {
        let mut statement = self.connection.prepare_cached(STORED)?;
        let rows = statement.query_map([], stored)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// The takes on this machine that are not measured yet, or not compressed, in no order.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn unfinished_takes(&self) -> Result<Vec<StoredTake>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{STORED} where sound = 'kept' and (measures is null or file like '%.wav'
               or not exists (select 1 from take_peaks p where p.take_id = takes.take_id))"
        ))?;
        let rows = statement.query_map([], stored)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// A take's wave: a byte each 20 ms, none before it is made.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn take_peaks(&self, id: Uuid) -> Result<Vec<u8>> {
        let mut statement =
            self.connection.prepare_cached("select peaks from take_peaks where take_id = ?1")?;
        Ok(statement.query_row([id.to_string()], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// The ticks of a take that are not a judgement yet.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn take_work(&self, id: Uuid) -> Result<Option<Ticks>> {
        let mut statement = self.connection.prepare_cached("select work from takes where take_id = ?1")?;
        let work: Option<String> =
            statement.query_row([id.to_string()], |row| row.get(0)).optional()?.flatten();
        Ok(work.as_deref().and_then(ticks_of))
    }

    /// A take's entries in the order of the log; those of a newer program are left out.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn take_entries(&self, id: Uuid) -> Result<Vec<Logged>> {
        self.entries("and json_extract(content, '$.take') = ?1", &id.to_string())
    }

    /// The entries of a card's takes, in the order of the log.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn takes_of_card(&self, card: &CardId) -> Result<Vec<Logged>> {
        let names = json_names(&renames::names(&self.connection, card)?);
        self.entries(
            "and json_extract(content, '$.take') in (select json_extract(r.content, '$.take') from events r
               where r.kind = 'take' and json_extract(r.content, '$.card') in (select value from json_each(?1)))",
            &names,
        )
    }

    /// The entries of an interview's takes, in the order of the log.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn takes_of_interview(&self, interview: Uuid) -> Result<Vec<Logged>> {
        self.entries(
            "and json_extract(content, '$.take') in (select json_extract(r.content, '$.take') from events r
               where r.kind = 'take' and json_extract(r.content, '$.interview') = ?1)",
            &interview.to_string(),
        )
    }

    /// The entries of all takes, in the order of the log.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn all_take_entries(&self) -> Result<Vec<Logged>> {
        self.entries(OF_ALL, "")
    }

    /// The take that an event is about.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for an event that is no take's.
    pub fn take_of_event(&self, event: &str) -> Result<Uuid> {
        let mut statement = self
            .connection
            .prepare_cached("select content from events where event_id = ?1 and kind = 'take'")?;
        let content: Option<String> = statement.query_row([event], |row| row.get(0)).optional()?;
        content.as_deref().and_then(decode).map(|(take, _)| take).or_not_found("take of the event", event)
    }

    /// Whether a card was answered, or started over, between two moments (UTC milliseconds): by another
    /// review than those named.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn answered_between(&self, card: &CardId, from_ms: i64, to_ms: i64, but: &[Uuid]) -> Result<bool> {
        answered_between(&self.connection, card, from_ms, to_ms, but)
    }

    fn entries(&self, condition: &str, key: &str) -> Result<Vec<Logged>> {
        let mut statement = self.connection.prepare_cached(&entries_sql(condition))?;
        let rows = statement.query_map([key], logged)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().flatten().collect())
    }
}

/// Whether a card was answered, or started over, after one moment and up to another, by another review
/// than those named.
pub(super) fn answered_between(
    connection: &Connection,
    card: &CardId,
    from_ms: i64,
    to_ms: i64,
    but: &[Uuid],
) -> Result<bool> {
    let names = json_names(&renames::names(connection, card)?);
    let but: Vec<String> = but.iter().map(ToString::to_string).collect();
    let but = serde_json::to_string(&but).expect("plain text always serialises");
    let mut statement = connection.prepare_cached(
        "select exists (select 1 from events e where e.card_id in (select value from json_each(?1))
           and e.at > ?2 and e.at <= ?3 and e.kind in ('review', 'reset')
           and e.event_id not in (select value from json_each(?4))
           and not exists (select 1 from events v where v.voids = e.event_id))",
    )?;
    Ok(statement.query_row(params![names, from_ms, to_ms, but], |row| row.get(0))?)
}

impl Writer<'_> {
    /// Makes the row of a take that is about to be recorded into a file.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn insert_take(&self, id: Uuid, recorded: &Recorded, file: &str, written: &Draft) -> Result<()> {
        self.transaction
            .prepare_cached(
                "insert into takes (take_id, recorded, sound, file, notes, code, language)
                 values (?1, ?2, 'recording', ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                id.to_string(),
                recorded_json(recorded),
                file,
                written.notes,
                written.code,
                written.language
            ])?;
        Ok(())
    }

    /// The hint was opened during a take.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that is not being recorded.
    pub fn use_take_hint(&self, id: Uuid) -> Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("select recorded from takes where take_id = ?1 and sound = 'recording'")?;
        let json: Option<String> = statement.query_row([id.to_string()], |row| row.get(0)).optional()?;
        let mut recorded = json.as_deref().and_then(recorded_of).or_not_found("take", id)?;
        recorded.hint_used = true;
        self.update(
            "update takes set recorded = ?2 where take_id = ?1",
            params![id.to_string(), recorded_json(&recorded)],
            id,
        )
    }

    /// The sound of a take is on the disk, whole.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn keep_sound(&self, id: Uuid, recorded: &Recorded, file: &str, bytes: u64) -> Result<()> {
        self.update(
            "update takes set recorded = ?2, sound = 'kept', file = ?3, bytes = ?4 where take_id = ?1",
            params![id.to_string(), recorded_json(recorded), file, bytes],
            id,
        )
    }

    /// Keeps a take's wave.
    ///
    /// # Errors
    /// When the take has no row.
    pub fn keep_peaks(&self, id: Uuid, peaks: &[u8]) -> Result<()> {
        self.transaction
            .prepare_cached("insert or replace into take_peaks (take_id, peaks) values (?1, ?2)")?
            .execute(params![id.to_string(), peaks])?;
        Ok(())
    }

    /// Another file holds the sound of a take now.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn move_sound(&self, id: Uuid, file: &str, bytes: u64) -> Result<()> {
        self.update(
            "update takes set file = ?2, bytes = ?3 where take_id = ?1",
            params![id.to_string(), file, bytes],
            id,
        )
    }

    /// The sound of a take is given up. Its file is still named until [`Writer::forget_file`], so that none
    /// but this one is removed.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn forget_sound(&self, id: Uuid) -> Result<()> {
        self.update(
            "update takes set sound = 'deleted', bytes = 0 where take_id = ?1",
            params![id.to_string()],
            id,
        )?;
        self.transaction.execute("delete from take_peaks where take_id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// The file of a take whose sound was given up is gone.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn forget_file(&self, id: Uuid) -> Result<()> {
        self.update("update takes set file = null where take_id = ?1", params![id.to_string()], id)
    }

    /// A take that never held sound is forgotten.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn remove_take(&self, id: Uuid) -> Result<()> {
        self.transaction.execute("delete from takes where take_id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Keeps what was measured.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn keep_measures(&self, id: Uuid, measures: &Measures) -> Result<()> {
        let json = measures_json(measures);
        self.update("update takes set measures = ?2 where take_id = ?1", params![id.to_string(), json], id)
    }

    /// Keeps a take's star and note.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn annotate_take(&self, id: Uuid, is_starred: bool, note: &str) -> Result<()> {
        self.update(
            "update takes set starred = ?2, note = ?3 where take_id = ?1",
            params![id.to_string(), is_starred, note],
            id,
        )
    }

    /// Keeps what was written during a take.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn save_take_text(&self, id: Uuid, written: &Draft) -> Result<()> {
        self.update(
            "update takes set notes = ?2, code = ?3, language = ?4 where take_id = ?1",
            params![id.to_string(), written.notes, written.code, written.language],
            id,
        )
    }

    /// Keeps ticks that are not a judgement yet; `None` when they have become one.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a take that has no row.
    pub fn save_take_work(&self, id: Uuid, work: Option<&Ticks>) -> Result<()> {
        let json = work.map(ticks_json);
        self.update("update takes set work = ?2 where take_id = ?1", params![id.to_string(), json], id)
    }

    fn update(&self, sql: &str, values: impl rusqlite::Params, id: Uuid) -> Result<()> {
        let changed = self.transaction.prepare_cached(sql)?.execute(values)?;
        (changed > 0).then_some(()).or_not_found("take", id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Location;

    #[test]
    fn all_takes_are_found_without_a_look_at_the_reviews() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location { folder: folder.path().to_path_buf() };
        let store = Store::open(location, Uuid::from_u128(1), Uuid::from_u128(2)).unwrap();
        let mut statement =
            store.connection.prepare(&format!("explain query plan {}", entries_sql(OF_ALL))).unwrap();
        let plan: Vec<String> =
            statement.query_map([""], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        assert!(plan[0].contains("events_without_card"), "{plan:?}");
    }
}
