//! Opening the files: migrations, durability, and what to do when they cannot be opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};
use uuid::Uuid;

use super::{Preset, Store, data_version};
use crate::error::{Error, IoContext, Result};

/// Numbered migrations of `progress.db`, never edited once shipped.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_progress.sql")),
    M::up(include_str!("migrations/0002_interviews.sql")),
    M::up(include_str!("migrations/0003_takes.sql")),
];
/// The index is rebuilt, not migrated: a change of its schema or of what it holds changes this number.
const INDEX_FORMAT: i64 = 2;

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

    /// The sound of takes.
    #[must_use]
    pub fn recordings(&self) -> PathBuf {
        self.folder.join("recordings")
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
        create_private_folder(&location.recordings())?;
        let path = location.database();
        refuse_newer(&path)?;
        // Held until all is open: two programs that start at once take turns to make the files.
        let _turn = take_turn(&location);
        let explain = |error: Error| explain_open_error(&path, error);

        let mut connection = Connection::open(&path).map_err(Into::into).map_err(explain)?;
        prepare(&mut connection, &path, new_id).map_err(explain)?;
        attach_index(&connection, &location)?;
        let preset = Preset::load(&connection).map_err(explain)?;
        let preset_version = data_version(&connection).map_err(explain)?;
        Ok(Self { connection, location, device, preset, preset_version })
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
        remove_if_there(&unfinished)?; // of a day on which the disk was full
        if let Err(error) = self.copy_to(&unfinished) {
            let _ = fs::remove_file(&unfinished); // no use to anyone; the error says why
            return Err(error);
        }
        fs::rename(&unfinished, &path).at("writing", &path)?;
        let mut kept = backups(&folder);
        for old in kept.drain(keep.min(kept.len())..) {
            fs::remove_file(&old).at("removing", &old)?;
        }
        Ok(path)
    }

    /// Copies the log to a file and checks every page of the copy.
    fn copy_to(&self, path: &Path) -> Result<()> {
        self.connection.backup("main", path, None)?;
        let copy = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        copy.pragma_update(None, "journal_mode", "delete")?;
        match integrity_problems(&copy)?.into_iter().next() {
            Some(finding) => Err(Error::DatabaseDamaged { path: self.location.database(), finding }),
            None => Ok(()),
        }
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
    let mut aside = location.folder.join(format!("progress-damaged-{stamp}.db"));
    let mut copies = 1;
    while ["-wal", "-shm", ""].iter().any(|suffix| with_suffix(&aside, suffix).exists()) {
        copies += 1;
        aside = location.folder.join(format!("progress-damaged-{stamp}-{copies}.db"));
    }
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

pub(crate) fn remove_index(location: &Location) -> Result<()> {
    ["-wal", "-shm", ""]
        .iter()
        .try_for_each(|suffix| remove_if_there(&with_suffix(&location.index(), suffix)))
}

fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at("removing", file),
        _ => Ok(()),
    }
}

/// A lock that is gone when its file is closed. Where there are no locks, SQLite's own must do.
fn take_turn(location: &Location) -> Option<fs::File> {
    let file = fs::File::create(location.folder.join("progress.lock")).ok()?;
    file.lock().ok()?;
    Some(file)
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

/// Reads the format from the file's header, so that a newer file is refused without having been
/// changed. SQLite reads it, as a file that never changes, without a lock and without its journal:
/// closing a file of our own would take away the locks of every connection of this process.
fn refuse_newer(path: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let found = Connection::open_with_flags(unchanging(path), flags)
        .and_then(|connection| connection.query_row("pragma user_version", [], |row| row.get(0)));
    match found {
        Ok(found) => check_format(path, found),
        Err(_) => Ok(()), // missing, or no database: opening it says which
    }
}

/// A file's name as SQLite's URI for a file that never changes.
fn unchanging(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    let name = path.to_string_lossy().replace('\\', "/");
    if !name.starts_with('/') {
        uri.push('/'); // a drive's letter
    }
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                uri.push(byte.into())
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?immutable=1"
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

/// Attaches the index, and makes a new one when the old one is of another format, does not belong
/// to this state of the database, or is damaged.
fn attach_index(connection: &Connection, location: &Location) -> Result<()> {
    let path = location.index();
    let attach = || -> Result<()> {
        connection.execute("attach database ?1 as idx", [path.to_string_lossy()])?;
        connection.pragma_update(Some("idx"), "journal_mode", "wal")?;
        connection.pragma_update(Some("idx"), "synchronous", "normal")?;
        connection.pragma_update(Some("idx"), "cache_size", CACHE_KIB)?;
        // Both files at one moment: another program may be about to write them.
        connection.execute_batch("begin immediate")?;
        let made = index_is_current(connection)
            .and_then(|current| if current { Ok(()) } else { make_index(connection) });
        connection.execute_batch(if made.is_ok() { "commit" } else { "rollback" })?;
        made
    };
    let first = attach();
    if !first.as_ref().is_err_and(index_is_useless) {
        return first.map_err(|error| explain_open_error(&path, error));
    }
    // Ignored when attaching itself failed.
    let _ = connection.execute("detach database idx", []);
    remove_index(location)?;
    attach().map_err(|error| explain_open_error(&path, error))
}

/// Whether the index is at fault, and not the disk or another program that writes.
fn index_is_useless(error: &Error) -> bool {
    match error {
        Error::Sql(sql) => !matches!(
            sql.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::ReadOnly
            )
        ),
        _ => false,
    }
}

/// Makes the index anew inside a transaction. What the decks hold is not known until they are read.
fn make_index(connection: &Connection) -> Result<()> {
    let tables: Vec<String> = connection
        .prepare(
            "select name from idx.sqlite_schema where type = 'table' and name not like 'sqlite_%'
             order by sql like 'create virtual%' desc, name = 'files'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in tables {
        // The tables of a virtual table go with it, and are named here too.
        connection.execute_batch(&format!("drop table if exists idx.\"{}\"", table.replace('"', "\"\"")))?;
    }
    connection.execute_batch(include_str!("migrations/index.sql"))?;
    connection.execute_batch(&format!(
        "update main.cards set present = 0 where present = 1;
         update main.decks set present = 0 where present = 1;
         insert into main.local_values (name, value) values ('library', json_quote('empty'))
           on conflict (name) do update set value = excluded.value;
         insert into idx.meta (name, value)
           select name, value from main.local_values where name in ('database_id', 'library');
         pragma idx.user_version = {INDEX_FORMAT};"
    ))?;
    Ok(())
}

fn index_is_current(connection: &Connection) -> Result<bool> {
    let format: i64 = connection.query_row("pragma idx.user_version", [], |row| row.get(0))?;
    if format != INDEX_FORMAT {
        return Ok(false);
    }
    // Both files carry the mark of the last change to the index; a copy or a backup of one of them, or
    // a power cut between the two, leaves the marks apart.
    Ok(connection.query_row(
        "select count(*) from idx.meta m join main.local_values l on l.name = m.name and l.value = m.value
         where m.name in ('database_id', 'library')",
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
