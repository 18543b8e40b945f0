//! Events to rows and back. The shapes of `content` are part of the file format: they only grow.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::card::{CardId, CardKind, DeckId, Level};
use crate::domain::event::{Basis, Body, OptionsChange, Review, Source, Tick};
use crate::domain::fold::Phase;
use crate::domain::memory::Parameters;
use crate::domain::options::Options;
use crate::domain::rating::Rating;
use crate::domain::time::StudyDay;

/// The columns of an event that depend on its kind.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) kind: &'static str,
    pub(super) card_id: Option<String>,
    pub(super) voids: Option<String>,
    pub(super) rating: Option<u8>,
    pub(super) taken_ms: Option<u32>,
    pub(super) phase: PhaseColumns,
    pub(super) content: Value,
}

/// A phase as columns; the same in `events` and in `cards`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PhaseColumns {
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub(super) phase: u8,
    pub(super) step: Option<u8>,
    pub(super) interval_days: Option<u32>,
    pub(super) due_at: Option<i64>,
    pub(super) due_on: Option<i32>,
}

impl From<Phase> for PhaseColumns {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::New => Self::default(),
            Phase::Learning { step, due_at } => {
                Self { phase: 1, step: Some(step), due_at: Some(due_at), ..Self::default() }
            }
            Phase::Review { interval_days, due_on, due_at } => Self {
                phase: 2,
                interval_days: Some(interval_days),
                due_at: Some(due_at),
                due_on: Some(due_on.0),
                step: None,
            },
            Phase::Relearning { step, due_at } => {
                Self { phase: 3, step: Some(step), due_at: Some(due_at), ..Self::default() }
            }
        }
    }
}

impl From<PhaseColumns> for Phase {
    fn from(columns: PhaseColumns) -> Self {
        let due_at = columns.due_at.unwrap_or_default();
        match columns.phase {
            1 => Self::Learning { step: columns.step.unwrap_or_default(), due_at },
            2 => Self::Review {
                interval_days: columns.interval_days.unwrap_or_default(),
                due_on: StudyDay(columns.due_on.unwrap_or_default()),
                due_at,
            },
            3 => Self::Relearning { step: columns.step.unwrap_or_default(), due_at },
            _ => Self::New,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct ReviewContent {
    source: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    points: Vec<PointContent>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mistakes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen: Option<Vec<u32>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hint_used: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proposed: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct PointContent {
    text: String,
    tick: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
enum OptionsContent {
    Options { deck: Option<String>, options: Option<OptionSet> },
    StudyMore { deck: Option<String>, study_day: i32, new: u32, reviews: u32 },
    Rollover { hour: u8 },
}

#[derive(Serialize, Deserialize)]
struct OptionSet {
    desired_retention: f32,
    learning_steps: Vec<f32>,
    relearning_steps: Vec<f32>,
    new_per_day: u32,
    reviews_per_day: u32,
    maximum_interval: u32,
    leech_lapses: u32,
    bury_siblings: bool,
}

impl From<OptionSet> for Options {
    fn from(set: OptionSet) -> Self {
        Self {
            desired_retention: set.desired_retention,
            learning_steps: set.learning_steps,
            relearning_steps: set.relearning_steps,
            new_per_day: set.new_per_day,
            reviews_per_day: set.reviews_per_day,
            maximum_interval: set.maximum_interval,
            leech_lapses: set.leech_lapses,
            bury_siblings: set.bury_siblings,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Switch {
    on: bool,
}

#[derive(Serialize, Deserialize)]
struct Until {
    until: i32,
}

#[derive(Serialize, Deserialize)]
struct ParametersContent {
    version: u8,
    weights: Vec<f32>,
}

pub(super) fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain data always serialises")
}

pub(super) fn encode(body: &Body) -> Columns {
    let about = |kind, card: &CardId, content| Columns {
        kind,
        card_id: Some(card.to_string()),
        content,
        ..Columns::default()
    };
    match body {
        Body::Review(review) => Columns {
            rating: Some(review.rating.number()),
            taken_ms: Some(review.taken_ms),
            phase: review.decision.into(),
            ..about("review", &review.card, json(review_content(review)))
        },
        Body::Void { target } => Columns {
            kind: "void",
            voids: Some(target.to_string()),
            content: json(serde_json::Map::new()),
            ..Columns::default()
        },
        Body::Suspend { card, on } => about("suspend", card, json(Switch { on: *on })),
        Body::Bury { card, until } => about("bury", card, json(Until { until: until.0 })),
        Body::Mark { card, on } => about("mark", card, json(Switch { on: *on })),
        Body::Reset { card } => about("reset", card, json(serde_json::Map::new())),
        Body::Options(change) => {
            Columns { kind: "options", content: json(options_content(change)), ..Columns::default() }
        }
        Body::Interview { interview, entry } => Columns {
            kind: "interview",
            content: json(super::interview_codec::content(*interview, entry)),
            ..Columns::default()
        },
        Body::Take { take, entry } => Columns {
            kind: "take",
            content: json(super::take_codec::content(*take, entry)),
            ..Columns::default()
        },
        Body::Parameters(parameters) => Columns {
            kind: "parameters",
            content: json(ParametersContent { version: 6, weights: parameters.0.to_vec() }),
            ..Columns::default()
        },
    }
}

fn review_content(review: &Review) -> ReviewContent {
    let Basis { points, mistakes, chosen, hint_used, proposed } = &review.basis;
    ReviewContent {
        source: source_word(review.source).to_owned(),
        points: points
            .iter()
            .map(|(text, tick)| PointContent { text: text.clone(), tick: tick_word(*tick).to_owned() })
            .collect(),
        mistakes: mistakes.clone(),
        chosen: chosen.clone(),
        hint_used: *hint_used,
        proposed: proposed.map(Rating::number),
    }
}

fn options_content(change: &OptionsChange) -> OptionsContent {
    let name = |deck: &Option<DeckId>| deck.as_ref().map(ToString::to_string);
    match change {
        OptionsChange::Set { deck, options } => OptionsContent::Options {
            deck: name(deck),
            options: options.as_deref().map(|o| OptionSet {
                desired_retention: o.desired_retention,
                learning_steps: o.learning_steps.clone(),
                relearning_steps: o.relearning_steps.clone(),
                new_per_day: o.new_per_day,
                reviews_per_day: o.reviews_per_day,
                maximum_interval: o.maximum_interval,
                leech_lapses: o.leech_lapses,
                bury_siblings: o.bury_siblings,
            }),
        },
        OptionsChange::StudyMore { deck, day, new, reviews } => {
            OptionsContent::StudyMore { deck: name(deck), study_day: day.0, new: *new, reviews: *reviews }
        }
        OptionsChange::Rollover { hour } => OptionsContent::Rollover { hour: *hour },
    }
}

/// A change of options from its content; `None` for a field that this program does not know, and
/// for options that it would not have accepted.
pub(super) fn decode_options(content: &str) -> Option<OptionsChange> {
    let deck_id = |deck: Option<String>| match deck {
        Some(text) => DeckId::new(&text).map(Some),
        None => Some(None),
    };
    Some(match serde_json::from_str(content).ok()? {
        OptionsContent::Options { deck, options } => OptionsChange::Set {
            deck: deck_id(deck)?,
            options: match options {
                Some(options) => Some(Box::new(Options::from(options).validated().ok()?)),
                None => None,
            },
        },
        OptionsContent::StudyMore { deck, study_day, new, reviews } => {
            OptionsChange::StudyMore { deck: deck_id(deck)?, day: StudyDay(study_day), new, reviews }
        }
        OptionsContent::Rollover { hour } if hour < 24 => OptionsChange::Rollover { hour },
        OptionsContent::Rollover { .. } => return None,
    })
}

/// FSRS-6 parameters from their content; `None` for another version.
pub(super) fn decode_parameters(content: &str) -> Option<Parameters> {
    let content: ParametersContent = serde_json::from_str(content).ok()?;
    (content.version == 6).then(|| content.weights.try_into().ok().map(Parameters))?
}

/// The switch of a `suspend` or `mark` event.
pub(super) fn decode_switch(content: &str) -> Option<bool> {
    serde_json::from_str::<Switch>(content).ok().map(|switch| switch.on)
}

/// The day of a `bury` event.
pub(super) fn decode_until(content: &str) -> Option<StudyDay> {
    serde_json::from_str::<Until>(content).ok().map(|until| StudyDay(until.until))
}

/// The source of a `review` event.
pub(super) fn decode_source(content: &str) -> Option<String> {
    serde_json::from_str::<ReviewContent>(content).ok().map(|review| review.source)
}

fn source_word(source: Source) -> &'static str {
    match source {
        Source::Review => "review",
        Source::Interview => "interview",
        Source::Import => "import",
    }
}

pub(super) fn tick_of(word: &str) -> Option<Tick> {
    [Tick::Covered, Tick::Partly, Tick::Missed].into_iter().find(|tick| tick_word(*tick) == word)
}

pub(super) fn tick_word(tick: Tick) -> &'static str {
    match tick {
        Tick::Covered => "covered",
        Tick::Partly => "partly",
        Tick::Missed => "missed",
    }
}

/// A card's kind in a column of the index.
pub(super) fn card_kind(row: &Row<'_>, column: usize) -> rusqlite::Result<CardKind> {
    Ok(CardKind::ALL.get(row.get::<_, usize>(column)?).copied().unwrap_or_default())
}

/// A card's level in a column of the index.
pub(super) fn level(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Level>> {
    Ok(row.get::<_, Option<usize>>(column)?.and_then(|level| Level::ALL.get(level).copied()))
}

/// The card id in a column; text that is none says that the file was tampered with.
pub(super) fn card_id(row: &Row<'_>, column: usize) -> rusqlite::Result<CardId> {
    let text = row.get_ref(column)?.as_str()?;
    CardId::new(text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            Type::Text,
            format!("\"{text}\" is no card id").into(),
        )
    })
}
