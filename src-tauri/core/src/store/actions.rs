//! What undo can take back: the learner's actions of the study day, on this machine, newest last.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Store, Writer};
use crate::domain::time::StudyDay;
use crate::error::{Error, Result};

/// A kind of action, for the sentence that undo says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words speak for themselves")]
pub enum ActionKind {
    Review,
    Suspend,
    Bury,
    Mark,
    Reset,
    Edit,
    Take,
}

impl ActionKind {
    const ALL: [Self; 7] =
        [Self::Review, Self::Suspend, Self::Bury, Self::Mark, Self::Reset, Self::Edit, Self::Take];

    /// The word on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Suspend => "suspend",
            Self::Bury => "bury",
            Self::Mark => "mark",
            Self::Reset => "reset",
            Self::Edit => "edit",
            Self::Take => "take",
        }
    }
}

/// A change of a deck file, with all that is needed to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEdit {
    /// The file.
    pub path: String,
    /// The card that was edited.
    pub card: String,
    /// The question's text in that file before; `None` when it was not in it.
    pub before: Option<String>,
    /// The question's text after.
    pub after: String,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its number; grows.
    pub id: i64,
    /// What it was.
    pub kind: ActionKind,
    /// The event, for all but edits.
    pub event: Option<String>,
    /// The edit.
    pub edit: Option<FileEdit>,
}

impl Store {
    /// The newest action of a study day that was not taken back.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn last_action(&self, today: StudyDay) -> Result<Option<Action>> {
        last_action(&self.connection, today)
    }
}

fn last_action(connection: &Connection, today: StudyDay) -> Result<Option<Action>> {
    let found = connection
        .prepare_cached(
            "select action_id, kind, event_id, edit from actions where study_day = ?1
                 order by action_id desc limit 1",
        )?
        .query_row([today.0], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, Option<String>>(3)?))
        })
        .optional()?;
    let Some((id, kind, event, edit)) = found else { return Ok(None) };
    let kind = ActionKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind)
        .ok_or_else(|| Error::InvalidState(format!("an unknown action \"{kind}\" cannot be undone")))?;
    let edit = edit.as_deref().and_then(|text| serde_json::from_str(text).ok());
    Ok(Some(Action { id, kind, event, edit }))
}

impl Writer<'_> {
    /// The newest action of a study day that was not taken back.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn last_action(&self, today: StudyDay) -> Result<Option<Action>> {
        last_action(&self.transaction, today)
    }

    /// Remembers an event that undo can void, and forgets the actions of other days.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn remember_event(&self, today: StudyDay, kind: ActionKind, event: &str) -> Result<()> {
        self.remember(today, kind, Some(event), None)
    }

    /// Remembers an edit that undo can take back.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn remember_edit(&self, today: StudyDay, edit: &FileEdit) -> Result<()> {
        let edit = serde_json::to_string(edit).expect("plain data always serialises");
        self.remember(today, ActionKind::Edit, None, Some(edit))
    }

    fn remember(
        &self,
        today: StudyDay,
        kind: ActionKind,
        event: Option<&str>,
        edit: Option<String>,
    ) -> Result<()> {
        self.transaction.prepare_cached("delete from actions where study_day < ?1")?.execute([today.0])?;
        self.transaction
            .prepare_cached("insert into actions (study_day, kind, event_id, edit) values (?1, ?2, ?3, ?4)")?
            .execute(params![today.0, kind.as_str(), event, edit])?;
        Ok(())
    }

    /// Forgets the action that an event was: it was taken back in another way.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn forget_event(&self, event: &str) -> Result<()> {
        self.transaction.prepare_cached("delete from actions where event_id = ?1")?.execute([event])?;
        Ok(())
    }

    /// Another event stands for what was done.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rename_action(&self, event: &str, now: &str) -> Result<()> {
        self.transaction
            .prepare_cached("update actions set event_id = ?2 where event_id = ?1")?
            .execute([event, now])?;
        Ok(())
    }

    /// Forgets an action that was taken back.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn forget_action(&self, id: i64) -> Result<()> {
        self.transaction.prepare_cached("delete from actions where action_id = ?1")?.execute([id])?;
        Ok(())
    }
}
