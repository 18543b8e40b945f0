//! The append-only log.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::codec::{self, PhaseColumns};
use super::{Store, Writer, renames};
use crate::domain::card::CardId;
use crate::domain::event::{Body, Event};
use crate::domain::fold::{Action, CardState, Step};
use crate::domain::rating::Rating;
use crate::domain::time::Moment;
use crate::error::{Error, Result};

/// One event as the log holds it, for lists; kinds that this program does not know included.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedEvent {
    /// The event's id.
    pub id: String,
    /// The device's id.
    pub device: String,
    /// In the order of the fold.
    pub at: Moment,
    /// "review", "void", ...
    pub kind: String,
    /// The card.
    pub card: Option<String>,
    /// The target of a void.
    pub voids: Option<String>,
    /// Whether a void targets this event.
    pub voided: bool,
    /// For a review.
    pub rating: Option<Rating>,
    /// For a review.
    pub taken_ms: Option<u32>,
    /// For a review that led to an interval of days.
    pub interval_days: Option<u32>,
    /// For suspend and mark.
    pub on: Option<bool>,
    /// For a review.
    pub source: Option<String>,
}

const LOGGED: &str = "select e.event_id, d.device_id, e.at, e.offset_min, e.kind, e.card_id, e.voids,
    exists (select 1 from events v where v.voids = e.event_id), e.rating, e.taken_ms, e.interval_days, e.content
    from events e join devices d using (device_key)";

fn logged(row: &Row<'_>) -> rusqlite::Result<LoggedEvent> {
    let kind: String = row.get(4)?;
    let content = row.get_ref(11)?.as_str()?;
    Ok(LoggedEvent {
        id: row.get(0)?,
        device: row.get(1)?,
        at: Moment { at_ms: row.get(2)?, offset_min: row.get(3)? },
        card: row.get(5)?,
        voids: row.get(6)?,
        voided: row.get(7)?,
        rating: row.get::<_, Option<u8>>(8)?.and_then(Rating::from_number),
        taken_ms: row.get(9)?,
        interval_days: row.get(10)?,
        on: matches!(&*kind, "suspend" | "mark").then(|| codec::decode_switch(content)).flatten(),
        source: (kind == "review").then(|| codec::decode_source(content)).flatten(),
        kind,
    })
}

impl Store {
    /// The log in order, all of it or one card's (with the voids of its events), each handed to `each`.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn each_event(
        &self,
        card: Option<&CardId>,
        mut each: impl FnMut(LoggedEvent) -> Result<()>,
    ) -> Result<()> {
        let sql = match card {
            None => format!("{LOGGED} order by e.at, e.event_id"),
            Some(_) => format!(
                "with names (id) as (select value from json_each(?1))
                 {LOGGED} where e.card_id in (select id from names)
                 or e.voids in (select event_id from events where card_id in (select id from names))
                 order by e.at, e.event_id"
            ),
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = match card {
            None => statement.query([])?,
            Some(card) => statement.query([json_names(&renames::names(&self.connection, card)?)])?,
        };
        while let Some(row) = rows.next()? {
            each(logged(row)?)?;
        }
        Ok(())
    }

    /// How many events the log holds.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn event_count(&self) -> Result<u64> {
        Ok(self.connection.query_row("select count(*) from events", [], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Appends an event of this device and returns it. Its `at` is now, or one millisecond after what
    /// it must follow when the clock was set back: the card's last event, the last setting of its
    /// kind, the target of a void.
    ///
    /// # Errors
    /// When SQLite refuses, as for an id that is already there.
    pub fn append(&mut self, id: Uuid, now: Moment, body: Body) -> Result<Event> {
        self.append_at(id, now, now, body)
    }

    /// Appends an event that belongs to an earlier moment than the clock's, as [`Writer::append`] does.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn append_at(&mut self, id: Uuid, at: Moment, clock: Moment, body: Body) -> Result<Event> {
        let last_at = self.follows(&body)?;
        let at = CardState { last_at, ..CardState::default() }.next_moment(at);
        let event = Event { id, device: self.device, at, clock_at_ms: clock.at_ms, body };
        self.insert(&event)?;
        if matches!(event.body, Body::Options(_) | Body::Parameters(_)) {
            self.reload_preset()?;
        }
        Ok(event)
    }

    /// The `at` that a new event must follow.
    fn follows(&self, body: &Body) -> Result<Option<i64>> {
        let (sql, key) = match (body, body.card()) {
            (_, Some(card)) => ("select last_at from cards where card_id = ?1", card.to_string()),
            (Body::Interview { interview, .. }, None) => (
                "select max(at) from events where kind = 'interview' and json_extract(content, '$.interview') = ?1",
                interview.to_string(),
            ),
            (Body::Take { take, .. }, None) => (
                "select max(at) from events where kind = 'take' and json_extract(content, '$.take') = ?1",
                take.to_string(),
            ),
            (Body::Void { target }, None) => {
                ("select at from events where event_id = ?1", target.to_string())
            }
            (_, None) => (
                "select max(at) from events where kind = ?1 and card_id is null",
                codec::encode(body).kind.to_owned(),
            ),
        };
        let found = self.transaction.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }

    fn insert(&self, event: &Event) -> Result<()> {
        let columns = codec::encode(&event.body);
        let device = event.device.to_string();
        self.transaction
            .prepare_cached("insert into devices (device_id) values (?1) on conflict do nothing")?
            .execute([&device])?;
        let phase = columns.phase;
        let decided = (phase != PhaseColumns::default()).then_some(phase.phase);
        self.transaction
            .prepare_cached(
                "insert into events (event_id, device_key, at, clock_at, offset_min, kind, card_id, voids, rating,
                   taken_ms, phase, step, interval_days, due_at, due_on, content)
                 values (?1, (select device_key from devices where device_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                   ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                event.id.to_string(),
                device,
                event.at.at_ms,
                event.clock_at_ms,
                event.at.offset_min,
                columns.kind,
                columns.card_id,
                columns.voids,
                columns.rating,
                columns.taken_ms,
                decided,
                phase.step,
                phase.interval_days,
                phase.due_at,
                phase.due_on,
                columns.content.to_string(),
            ])?;
        Ok(())
    }

    /// Voids an event and refolds its card: the one that carries the event now, which is returned.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such an event, [`Error::InvalidInput`] for the void of a void.
    pub fn void(&mut self, id: Uuid, now: Moment, target: &str) -> Result<(Event, Option<CardId>)> {
        let (kind, card) = self
            .transaction
            .prepare_cached("select kind, card_id from events where event_id = ?1")?
            .query_row([target], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))
            .optional()?
            .ok_or_else(|| Error::NotFound { kind: "event", id: target.to_owned() })?;
        if kind == "void" {
            return Err(Error::InvalidInput("an undo cannot be undone".to_owned()));
        }
        let target = Uuid::parse_str(target)
            .map_err(|_| Error::InvalidInput(format!("\"{target}\" is no event id")))?;
        let event = self.append(id, now, Body::Void { target })?;
        if matches!(&*kind, "options" | "parameters") {
            self.reload_preset()?;
        }
        let Some(card) = card.as_deref().and_then(CardId::new) else { return Ok((event, None)) };
        let card = self.owner(&card)?;
        self.refold(&card)?;
        Ok((event, Some(card)))
    }

    /// A card's steps in the order of the fold, with those of the names that it carries on.
    pub(super) fn steps(&self, card: &CardId) -> Result<Vec<Step>> {
        let mut statement = self.transaction.prepare_cached(
            "select e.at, e.offset_min, exists (select 1 from events v where v.voids = e.event_id), e.kind,
               e.rating, e.phase, e.step, e.interval_days, e.due_at, e.due_on, e.content
             from events e where e.card_id in (select value from json_each(?1)) order by e.at, e.event_id",
        )?;
        let names = json_names(&renames::names(&self.transaction, card)?);
        let steps = statement.query_map([names], |row| {
            Ok(Step {
                at: Moment { at_ms: row.get(0)?, offset_min: row.get(1)? },
                voided: row.get(2)?,
                action: action(row, 3)?,
            })
        })?;
        Ok(steps.collect::<Result<_, _>>()?)
    }
}

fn json_names(names: &[CardId]) -> String {
    let names: Vec<&str> = names.iter().map(CardId::as_str).collect();
    serde_json::to_string(&names).expect("plain text always serialises")
}

/// What an event does to its card, from the columns kind, rating, phase, step, `interval_days`,
/// `due_at`, `due_on`, content that begin at `first`.
pub(super) fn action(row: &Row<'_>, first: usize) -> rusqlite::Result<Action> {
    let kind = row.get_ref(first)?.as_str()?;
    let content = |decode: fn(&str) -> Option<Action>| -> rusqlite::Result<Action> {
        Ok(decode(row.get_ref(first + 7)?.as_str()?).unwrap_or(Action::Unknown))
    };
    match kind {
        "review" => {
            let Some(rating) = Rating::from_number(row.get(first + 1)?) else { return Ok(Action::Unknown) };
            let decision = PhaseColumns {
                phase: row.get(first + 2)?,
                step: row.get(first + 3)?,
                interval_days: row.get(first + 4)?,
                due_at: row.get(first + 5)?,
                due_on: row.get(first + 6)?,
            };
            Ok(Action::Review { rating, decision: decision.into() })
        }
        "suspend" => content(|text| codec::decode_switch(text).map(Action::Suspend)),
        "mark" => content(|text| codec::decode_switch(text).map(Action::Mark)),
        "bury" => content(|text| codec::decode_until(text).map(Action::Bury)),
        "reset" => Ok(Action::Reset),
        _ => Ok(Action::Unknown),
    }
}
