//! Rows of this machine only: settings and names. Never merged, never events.

use rusqlite::OptionalExtension;

use super::{Store, Writer};
use crate::error::Result;

impl Store {
    /// The JSON text kept under a name.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn local_value(&self, name: &str) -> Result<Option<String>> {
        Ok(self
            .connection
            .prepare_cached("select value from local_values where name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?)
    }
}

impl Writer<'_> {
    /// Keeps JSON text under a name.
    ///
    /// # Errors
    /// When SQLite refuses, as for text that is no JSON.
    pub fn set_local_value(&self, name: &str, json: &str) -> Result<()> {
        self.transaction
            .prepare_cached(
                "insert into local_values (name, value) values (?1, ?2)
                 on conflict (name) do update set value = excluded.value",
            )?
            .execute([name, json])?;
        Ok(())
    }
}
