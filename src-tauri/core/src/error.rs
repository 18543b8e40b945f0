//! The one error type of the core: few variants, each a situation.

use std::io;
use std::path::{Path, PathBuf};

/// Why a call of the core failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The named thing is not there.
    #[error("there is no {kind} \"{id}\"")]
    NotFound {
        /// What was looked for: "card", "deck", "event".
        kind: &'static str,
        /// Its id, as given.
        id: String,
    },
    /// The present state does not allow the call; the text says why and what to do.
    #[error("{0}")]
    InvalidState(String),
    /// The input was refused; the text says what, where and what to do.
    #[error("{0}")]
    InvalidInput(String),
    /// The database was written by a newer program. It was not touched.
    #[error(
        "{path} was written by a newer version of Rehearse (format {found}, this one reads up to {supported})"
    )]
    DatabaseTooNew {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program reads.
        supported: i64,
    },
    /// The database does not hold together; the text is SQLite's finding.
    #[error("{path} is damaged: {finding}")]
    DatabaseDamaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        finding: String,
    },
    /// A file could not be read or written.
    #[error("{action} {path}: {source}")]
    Io {
        /// What was being done, as in "reading".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused.
    #[error("database: {0}")]
    Sql(#[from] rusqlite::Error),
}

impl Error {
    /// Whether it says that the database does not hold together.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::DatabaseDamaged { .. } => true,
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
            ),
            _ => false,
        }
    }
}

/// The result of a call of the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Gives an I/O error the path and the verb that it lacks.
pub(crate) trait IoContext<T> {
    /// `action` as in "reading", `path` as the user knows it.
    fn at(self, action: &'static str, path: &Path) -> Result<T>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io { action, path: path.to_path_buf(), source })
    }
}

/// Turns "no row" into [`Error::NotFound`].
pub(crate) trait OrNotFound<T> {
    /// `kind` and `id` of what was looked for.
    fn or_not_found(self, kind: &'static str, id: impl ToString) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self, kind: &'static str, id: impl ToString) -> Result<T> {
        self.ok_or_else(|| Error::NotFound { kind, id: id.to_string() })
    }
}
