//! Opening the files: migrations, durability, and what to do when they cannot be opened.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};
use uuid::Uuid;

use super::{Preset, Store};
use crate::error::{Error, IoContext, Result};

/// Numbered migrations of `progress.db`, never edited once shipped.
const MIGRATIONS: &[M<'static>] = &[M::up(include_str!("migrations/0001_progress.sql"))];
/// The index is rebuilt, not migrated: a change of its schema or of what it holds changes this number.
const INDEX_FORMAT: i64 = 1;

/// What SQLite may keep of each file in memory; negative is KiB. Holds the cache tables of a large
/// library, so that a rebuild does not write their pages again and again.
const CACHE_KIB: i64 = -16 * 1024;

/// Where a learner's files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The data folder.
    pub folder: PathBuf,
}

impl Location {
    /// The log and its cache.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join("progress.db")
    }

    /// The search index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.folder.join("index.db")
    }

    /// The learner's own decks.
    #[must_use]
    pub fn decks(&self) -> PathBuf {
        self.folder.join("decks")
    }

    /// Backups of the log.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }
}

impl Store {
    /// Opens the files of a data folder and creates what is missing, private to the user.
    /// `device` is the machine's id; `new_id` names a database that has no name yet.
    ///
    /// # Errors
    /// [`Error::DatabaseTooNew`] (nothing was touched), [`Error::DatabaseDamaged`], [`Error::Io`].
    pub fn open(location: Location, device: Uuid, new_id: Uuid) -> Result<Self> {
        create_private_folder(&location.folder)?;
        create_private_folder(&location.decks())?;
        let path = location.database();
        refuse_newer(&path)?;
        let explain = |error: Error| explain_open_error(&path, error);

        let mut connection = Connection::open(&path).map_err(Into::into).map_err(explain)?;
        prepare(&mut connection, &path, new_id).map_err(explain)?;
        attach_index(&connection, &location)?;
        let mut store = Self { connection, location, device, preset: Preset::default() };
        store.reload_preset().map_err(explain)?;
        Ok(store)
    }

    /// Every page of the database, checked; an empty list when it holds together.
    ///
    /// # Errors
    /// When SQLite cannot even run the check.
    pub fn integrity_problems(&self) -> Result<Vec<String>> {
        integrity_problems(&self.connection)
    }

    /// Writes a consistent copy of `progress.db`, checks it, and keeps the newest `keep` copies.
    ///
    /// # Errors
    /// When the copy cannot be written, or does not hold together.
    pub fn back_up(&self, name: &str, keep: usize) -> Result<PathBuf> {
        let folder = self.location.backups();
        create_private_folder(&folder)?;
        let path = folder.join(name);
        let unfinished = folder.join(format!("{name}.unfinished"));
        self.connection.backup("main", &unfinished, None)?;
        let copy = Connection::open_with_flags(&unfinished, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        copy.pragma_update(None, "journal_mode", "delete")?;
        if let Some(finding) = integrity_problems(&copy)?.into_iter().next() {
            return Err(Error::DatabaseDamaged { path: self.location.database(), finding });
        }
        drop(copy);
        fs::rename(&unfinished, &path).at("writing", &path)?;
        let mut kept = backups(&folder);
        for old in kept.drain(keep.min(kept.len())..) {
            fs::remove_file(&old).at("removing", &old)?;
        }
        Ok(path)
    }
}

fn integrity_problems(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("pragma main.integrity_check(20)")?;
    let findings = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(findings.into_iter().filter(|finding| finding != "ok").collect())
}

/// Backups of a folder, newest first by name (their names begin with the date).
fn backups(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "db"))
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

/// The newest backup whose every page holds together.
#[must_use]
pub fn newest_good_backup(location: &Location) -> Option<PathBuf> {
    backups(&location.backups()).into_iter().find(|path| {
        refuse_newer(path).is_ok()
            && Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
                .map_err(Error::from)
                .and_then(|connection| integrity_problems(&connection))
                .is_ok_and(|problems| problems.is_empty())
    })
}

/// Renames a database that cannot be used, with its journal, and puts `replacement` in its place.
/// `stamp` tells several of them apart. Nothing is deleted.
///
/// # Errors
/// When a file cannot be renamed or copied.
pub fn set_aside(location: &Location, stamp: &str, replacement: Option<&Path>) -> Result<PathBuf> {
    let path = location.database();
    let aside = location.folder.join(format!("progress-damaged-{stamp}.db"));
    for suffix in ["-wal", "-shm", ""] {
        let from = with_suffix(&path, suffix);
        if from.exists() {
            fs::rename(&from, with_suffix(&aside, suffix)).at("setting aside", &from)?;
        }
    }
    // The index counts on the cards' numbers in the file that went.
    remove_index(location)?;
    if let Some(backup) = replacement {
        let fresh = with_suffix(&path, ".restoring");
        fs::copy(backup, &fresh).at("copying", backup)?;
        fs::File::open(&fresh).and_then(|file| file.sync_all()).at("writing", &fresh)?;
        fs::rename(&fresh, &path).at("writing", &path)?;
    }
    Ok(aside)
}

fn remove_index(location: &Location) -> Result<()> {
    for suffix in ["-wal", "-shm", ""] {
        let file = with_suffix(&location.index(), suffix);
        if file.exists() {
            fs::remove_file(&file).at("removing", &file)?;
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn create_private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).at("creating", path)
}

/// Reads the format from the file's header, so that a newer file is refused without SQLite
/// having opened (and perhaps changed) anything.
fn refuse_newer(path: &Path) -> Result<()> {
    let mut header = [0_u8; 100];
    let Ok(mut file) = fs::File::open(path) else { return Ok(()) };
    if file.read_exact(&mut header).is_err() {
        return Ok(()); // empty or cut short: SQLite says which
    }
    let found = u32::from_be_bytes([header[60], header[61], header[62], header[63]]);
    check_format(path, i64::from(found))
}

fn check_format(path: &Path, found: i64) -> Result<()> {
    let supported = MIGRATIONS.len() as i64;
    if found > supported {
        return Err(Error::DatabaseTooNew { path: path.to_path_buf(), found, supported });
    }
    Ok(())
}

fn prepare(connection: &mut Connection, path: &Path, new_id: Uuid) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    // A journal left by a newer program may hold a newer format than the file's header.
    let format = connection.query_row("pragma user_version", [], |row| row.get(0))?;
    check_format(path, format)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(128);
    Migrations::from_slice(MIGRATIONS).to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Error::Sql(err),
        other => Error::InvalidState(other.to_string()),
    })?;
    connection.execute(
        "insert into local_values (name, value) values ('database_id', json_quote(?1)), ('index_generation', '0')
         on conflict do nothing",
        [new_id.to_string()],
    )?;
    Ok(())
}

/// Attaches the index, and makes a new one when the old one is of another format, belongs to
/// another database, or is damaged.
fn attach_index(connection: &Connection, location: &Location) -> Result<()> {
    let path = location.index();
    for attempt in 0..2 {
        let state = connection
            .execute("attach database ?1 as idx", [path.to_string_lossy()])
            .map_err(Error::from)
            .and_then(|_| index_is_current(connection));
        match state {
            Ok(true) => return Ok(()),
            Ok(false) | Err(_) if attempt == 0 => {
                // Ignored when attaching itself failed.
                let _ = connection.execute("detach database idx", []);
                remove_index(location)?;
            }
            Ok(false) => {
                return connection
                    .execute_batch(concat!(
                        "begin;",
                        include_str!("migrations/index.sql"),
                        // What the decks hold is not known until they are read.
                        "update cards set present = 0 where present = 1; update decks set present = 0;"
                    ))
                    .and_then(|()| {
                        connection.execute(
                            "insert into idx.meta (name, value) select name, value from local_values
                             where name in ('database_id', 'index_generation')",
                            [],
                        )
                    })
                    .and_then(|_| {
                        connection
                            .execute_batch(&format!("pragma idx.user_version = {INDEX_FORMAT}; commit;"))
                    })
                    .map_err(Into::into);
            }
            Err(error) => return Err(explain_open_error(&path, error)),
        }
    }
    Ok(())
}

fn index_is_current(connection: &Connection) -> Result<bool> {
    connection.pragma_update(Some("idx"), "journal_mode", "wal")?;
    connection.pragma_update(Some("idx"), "synchronous", "normal")?;
    connection.pragma_update(Some("idx"), "cache_size", CACHE_KIB)?;
    let format: i64 = connection.query_row("pragma idx.user_version", [], |row| row.get(0))?;
    if format != INDEX_FORMAT {
        return Ok(false);
    }
    // Both files count how often they were written together; a copy or a backup of one of them, or a
    // power cut between the two, leaves the counts apart.
    Ok(connection.query_row(
        "select count(*) from idx.meta m join local_values l on l.name = m.name and l.value = m.value
         where m.name in ('database_id', 'index_generation')",
        [],
        |row| row.get::<_, i64>(0),
    )? == 2)
}

/// Turns SQLite's codes for "cannot be used" into the situations that the program acts on.
fn explain_open_error(path: &Path, error: Error) -> Error {
    let Error::Sql(sql) = &error else { return error };
    match sql.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::DatabaseDamaged { path: path.to_path_buf(), finding: sql.to_string() }
        }
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure,
        ) => Error::Io {
            action: "opening",
            path: path.to_path_buf(),
            source: std::io::Error::other(sql.to_string()),
        },
        _ => error,
    }
}
