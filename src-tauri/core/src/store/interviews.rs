//! Interviews: their entries in the log, and what candidates write beside it.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::cards::{AFTER_STATE, STATE, stored_card};
use super::interview_codec::{boot_of, boot_word, decode};
use super::takes::answered_between;
use super::{Store, StoredCard, Writer, codec};
use crate::domain::card::{CardKind, DeckId, Level};
use crate::domain::interview::clock::Reading;
use crate::domain::interview::log::Logged;
use crate::domain::interview::script::Place;
use crate::domain::time::Moment;
use crate::error::Result;

/// What a candidate wrote to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Plain notes.
    pub notes: String,
    /// Code.
    pub code: String,
    /// The code's language.
    pub language: String,
    /// Multiple choice: the author's indexes that were chosen.
    pub chosen: Vec<u32>,
}

/// A card that an interview may ask.
#[derive(Clone, Debug, PartialEq)]
pub struct AskableCard {
    /// The card.
    pub card: StoredCard,
    /// How it is asked.
    pub kind: CardKind,
    /// Its level.
    pub level: Option<Level>,
    /// The author's minutes for it.
    pub minutes: Option<f32>,
    /// It has the tag that was asked about.
    pub is_tagged: bool,
}

/// An interview by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewRow {
    /// Its id.
    pub id: Uuid,
    /// When it began.
    pub begun_at: Moment,
    /// What interviews that can be compared have in common.
    pub kind: String,
}

fn draft(row: &Row<'_>, first: usize) -> rusqlite::Result<Draft> {
    let chosen: String = row.get(first + 3)?;
    Ok(Draft {
        notes: row.get(first)?,
        code: row.get(first + 1)?,
        language: row.get(first + 2)?,
        chosen: serde_json::from_str(&chosen).unwrap_or_default(),
    })
}

impl Store {
    /// Every interview that was begun and not deleted, newest first.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn interviews(&self) -> Result<Vec<InterviewRow>> {
        let mut statement = self.connection.prepare_cached(
            "select event_id, at, offset_min, json_extract(content, '$.of') from events e
             where kind = 'interview' and card_id is null and json_extract(content, '$.entry') = 'begin'
             -- Without the plus the column's affinity would keep SQLite from the index.
             and not exists (select 1 from events d where d.kind = 'interview'
               and json_extract(d.content, '$.interview') = +e.event_id
               and json_extract(d.content, '$.entry') = 'delete')
             order by at desc, event_id desc",
        )?;
        let rows = statement.query_map([], |row| {
            let id: String = row.get(0)?;
            let begun_at = Moment { at_ms: row.get(1)?, offset_min: row.get(2)? };
            let kind: Option<String> = row.get(3)?;
            let row = |id| InterviewRow { id, begun_at, kind: kind.unwrap_or_default() };
            Ok(Uuid::parse_str(&id).ok().map(row))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// What an interview was called, also one that left the list.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn interview_title(&self, interview: Uuid) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "select json_extract(content, '$.script.title') from events
             where event_id = ?1 and kind = 'interview'",
        )?;
        Ok(statement.query_row([interview.to_string()], |row| row.get(0)).optional()?.flatten())
    }

    /// The entries of an interview in the order of the log; those of a newer program are left out.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn interview_entries(&self, interview: Uuid) -> Result<Vec<Logged>> {
        let mut statement = self.connection.prepare_cached(
            "select event_id, at, offset_min, exists (select 1 from events v where v.voids = e.event_id), content
             from events e where kind = 'interview' and json_extract(content, '$.interview') = ?1
             order by at, event_id",
        )?;
        let rows = statement.query_map([interview.to_string()], |row| {
            let id: String = row.get(0)?;
            let entry = decode(row.get_ref(4)?.as_str()?);
            let at = Moment { at_ms: row.get(1)?, offset_min: row.get(2)? };
            let is_void = row.get(3)?;
            let logged = |entry| Some(Logged { event: Uuid::parse_str(&id).ok()?, at, is_void, entry });
            Ok(entry.and_then(logged))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// What was written to one question.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn draft(&self, interview: Uuid, place: Place) -> Result<Option<Draft>> {
        let mut statement = self.connection.prepare_cached(
            "select notes, code, language, chosen from interview_drafts
             where interview_id = ?1 and stage = ?2 and turn = ?3",
        )?;
        let key = params![interview.to_string(), place.stage as i64, place.turn as i64];
        Ok(statement.query_row(key, |row| draft(row, 0)).optional()?)
    }

    /// Everything that was written in an interview.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn drafts(&self, interview: Uuid) -> Result<Vec<(Place, Draft)>> {
        let mut statement = self.connection.prepare_cached(
            "select stage, turn, notes, code, language, chosen from interview_drafts
             where interview_id = ?1 order by stage, turn",
        )?;
        let rows = statement.query_map([interview.to_string()], |row| {
            Ok((
                Place { stage: row.get::<_, u32>(0)? as usize, turn: row.get::<_, u32>(1)? as usize },
                draft(row, 2)?,
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every card of some decks (of all when none is named) that is not suspended, by id, and whether
    /// it has a tag.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn askable_cards(&self, decks: &[DeckId], tag: &str) -> Result<Vec<AskableCard>> {
        let decks: Vec<&str> = decks.iter().map(DeckId::as_str).collect();
        let decks = serde_json::to_string(&decks).expect("plain text always serialises");
        let mut statement = self.connection.prepare_cached(&format!(
            "select card_key, card_id, family_key, present, {STATE}, i.kind, i.level, i.minutes,
               exists (select 1 from idx.tags t where t.card_key = c.card_key and t.tag = ?2)
             from cards c join idx.cards i using (card_key)
             where present = 1 and suspended = 0 and (?1 = '[]' or deck_key in
               (select deck_key from decks where deck_id in (select value from json_each(?1))))
             order by card_id"
        ))?;
        let rows = statement.query_map([&*decks, tag], |row| {
            Ok(AskableCard {
                card: stored_card(row)?,
                kind: codec::card_kind(row, AFTER_STATE)?,
                level: codec::level(row, AFTER_STATE + 1)?,
                minutes: row.get::<_, Option<f64>>(AFTER_STATE + 2)?.map(|minutes| minutes as f32),
                is_tagged: row.get(AFTER_STATE + 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The interviews that were begun on this machine and are not over, newest first.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn alive_interviews(&self) -> Result<Vec<Uuid>> {
        let mut statement = self.connection.prepare_cached(
            "select interview_id from interview_heartbeats order by wall_ms desc, interview_id desc",
        )?;
        let rows = statement.query_map([], |row| Ok(Uuid::parse_str(&row.get::<_, String>(0)?).ok()))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The last sign of life of an interview.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn heartbeat(&self, interview: Uuid) -> Result<Option<Reading>> {
        let mut statement = self.connection.prepare_cached(
            "select wall_ms, monotonic_ms, since_boot_ms, boot from interview_heartbeats where interview_id = ?1",
        )?;
        let found = statement
            .query_row([interview.to_string()], |row| {
                let boot: String = row.get(3)?;
                let (wall_ms, monotonic_ms, since_boot_ms) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(boot_of(&boot).map(|boot| Reading { wall_ms, monotonic_ms, since_boot_ms, boot }))
            })
            .optional()?;
        Ok(found.flatten())
    }
}

impl Writer<'_> {
    /// Keeps what was written to one question.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn save_draft(&self, interview: Uuid, place: Place, draft: &Draft) -> Result<()> {
        let chosen = serde_json::to_string(&draft.chosen).expect("plain data always serialises");
        self.transaction
            .prepare_cached(
                "insert into interview_drafts (interview_id, stage, turn, notes, code, language, chosen)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 on conflict do update set notes = excluded.notes, code = excluded.code,
                   language = excluded.language, chosen = excluded.chosen",
            )?
            .execute(params![
                interview.to_string(),
                place.stage as i64,
                place.turn as i64,
                draft.notes,
                draft.code,
                draft.language,
                chosen
            ])?;
        Ok(())
    }

    /// Forgets everything that was written in an interview, and its last sign of life.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn forget_drafts(&self, interview: Uuid) -> Result<()> {
        self.transaction
            .execute("delete from interview_drafts where interview_id = ?1", [interview.to_string()])?;
        self.end_heartbeat(interview)
    }

    /// Forgets the sign of life of an interview that is over.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn end_heartbeat(&self, interview: Uuid) -> Result<()> {
        self.transaction
            .prepare_cached("delete from interview_heartbeats where interview_id = ?1")?
            .execute([interview.to_string()])?;
        Ok(())
    }

    /// When a review happened, and whether its card was answered or started over since; `None` for one
    /// that was taken back.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn review_moment(&self, review: Uuid) -> Result<Option<(Moment, bool)>> {
        let mut statement = self.transaction.prepare_cached(
            "select at, offset_min, card_id from events e where event_id = ?1
             and not exists (select 1 from events v where v.voids = e.event_id)",
        )?;
        let found = statement
            .query_row([review.to_string()], |row| {
                let at = Moment { at_ms: row.get(0)?, offset_min: row.get(1)? };
                Ok((at, codec::card_id(row, 2)?))
            })
            .optional()?;
        let Some((at, card)) = found else { return Ok(None) };
        let card = self.owner(&card)?;
        let is_passed = answered_between(&self.transaction, &card, at.at_ms, i64::MAX, &[])?;
        Ok(Some((at, is_passed)))
    }

    /// Keeps an interview's sign of life.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_heartbeat(&self, interview: Uuid, at: Reading) -> Result<()> {
        self.transaction
            .prepare_cached(
                "insert into interview_heartbeats (interview_id, wall_ms, monotonic_ms, since_boot_ms, boot)
                 values (?1, ?2, ?3, ?4, ?5)
                 on conflict do update set wall_ms = excluded.wall_ms, monotonic_ms = excluded.monotonic_ms,
                   since_boot_ms = excluded.since_boot_ms, boot = excluded.boot",
            )?
            .execute(params![
                interview.to_string(),
                at.wall_ms,
                at.monotonic_ms,
                at.since_boot_ms,
                boot_word(at.boot)
            ])?;
        Ok(())
    }
}
