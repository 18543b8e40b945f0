//! Entries of takes to the `content` of their events and back. The shapes are part of the file
//! format: they only grow.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codec::{tick_of, tick_word};
use crate::domain::audio::measures::{Measures, Pace, Pause};
use crate::domain::card::CardId;
use crate::domain::event::Tick;
use crate::domain::interview::script::Place;
use crate::domain::rating::Rating;
use crate::domain::take::judgement::{Delivery, Marker, MarkerOf, Story, Ticks};
use crate::domain::take::log::{About, Assessed, Entry, Recorded, Regraded};
use crate::domain::time::Moment;

#[derive(Serialize, Deserialize)]
pub(super) struct TakeContent {
    take: String,
    #[serde(flatten)]
    entry: EntryContent,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
enum EntryContent {
    Record(RecordedContent),
    Predict {
        rating: u8,
    },
    Assess {
        #[serde(flatten)]
        ticks: TicksContent,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<u8>,
        rating: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaced: Option<String>,
    },
    Regrade {
        #[serde(flatten)]
        ticks: TicksContent,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<u8>,
    },
    Delete,
}

#[derive(Serialize, Deserialize)]
struct RecordedContent {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interview: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stage: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    turn: Option<usize>,
    question: String,
    begun_at: i64,
    offset_min: i32,
    duration_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    budget_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shorter_than: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hint_used: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct TicksContent {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    points: Vec<PointContent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mistakes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    red_flags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    situation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    structure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brevity: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    markers: Vec<MarkerContent>,
}

#[derive(Serialize, Deserialize)]
struct PointContent {
    text: String,
    tick: String,
}

#[derive(Serialize, Deserialize)]
struct MarkerContent {
    at_ms: u64,
    of: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct MeasuresContent {
    duration_ms: u64,
    first_word_ms: Option<u64>,
    last_word_ms: Option<u64>,
    speaking_ms: u64,
    pauses: Vec<(u64, u64)>,
    syllables: u32,
    pace: Option<(f32, f32, f32)>,
    speech_dbfs: Option<f32>,
    noise_dbfs: Option<f32>,
}

/// No take is longer than a day, whatever a file says.
const LONGEST_MS: u64 = 24 * 3_600_000;

pub(super) fn content(take: Uuid, entry: &Entry) -> TakeContent {
    let number = |rating: Option<Rating>| rating.map(Rating::number);
    let id = |id: &Option<Uuid>| id.map(|id| id.to_string());
    let entry = match entry {
        Entry::Recorded(recorded) => EntryContent::Record((&**recorded).into()),
        Entry::Predicted(rating) => EntryContent::Predict { rating: rating.number() },
        Entry::Assessed(assessed) => EntryContent::Assess {
            ticks: (&assessed.ticks).into(),
            derived: number(assessed.derived),
            rating: assessed.rating.number(),
            review: id(&assessed.review),
            answer: id(&assessed.answer),
            replaced: id(&assessed.replaced),
        },
        Entry::Regraded(regraded) => {
            EntryContent::Regrade { ticks: (&regraded.ticks).into(), derived: number(regraded.derived) }
        }
        Entry::Deleted => EntryContent::Delete,
    };
    TakeContent { take: take.to_string(), entry }
}

/// A take's id and an entry of it; `None` for one that this program does not know.
pub(super) fn decode(content: &str) -> Option<(Uuid, Entry)> {
    let TakeContent { take, entry } = serde_json::from_str(content).ok()?;
    let id = |text: Option<String>| text.and_then(|text| Uuid::parse_str(&text).ok());
    let entry = match entry {
        EntryContent::Record(recorded) => Entry::Recorded(Box::new(recorded.into_domain()?)),
        EntryContent::Predict { rating } => Entry::Predicted(Rating::from_number(rating)?),
        EntryContent::Assess { ticks, derived, rating, review, answer, replaced } => {
            Entry::Assessed(Box::new(Assessed {
                ticks: ticks.into_domain()?,
                derived: derived.and_then(Rating::from_number),
                rating: Rating::from_number(rating)?,
                review: id(review),
                answer: id(answer),
                replaced: id(replaced),
            }))
        }
        EntryContent::Regrade { ticks, derived } => Entry::Regraded(Box::new(Regraded {
            ticks: ticks.into_domain()?,
            derived: derived.and_then(Rating::from_number),
        })),
        EntryContent::Delete => Entry::Deleted,
    };
    Some((Uuid::parse_str(&take).ok()?, entry))
}

/// What is known of a recording, as JSON.
pub(super) fn recorded_json(recorded: &Recorded) -> String {
    text(&RecordedContent::from(recorded))
}

/// A recording from its JSON.
pub(super) fn recorded_of(json: &str) -> Option<Recorded> {
    serde_json::from_str::<RecordedContent>(json).ok()?.into_domain()
}

/// Ticks as JSON.
pub(super) fn ticks_json(ticks: &Ticks) -> String {
    text(&TicksContent::from(ticks))
}

/// Ticks from their JSON.
pub(super) fn ticks_of(json: &str) -> Option<Ticks> {
    serde_json::from_str::<TicksContent>(json).ok()?.into_domain()
}

/// Measures as JSON.
pub(super) fn measures_json(measures: &Measures) -> String {
    text(&MeasuresContent {
        duration_ms: measures.duration_ms,
        first_word_ms: measures.first_word_ms,
        last_word_ms: measures.last_word_ms,
        speaking_ms: measures.speaking_ms,
        pauses: measures.pauses.iter().map(|pause| (pause.from_ms, pause.to_ms)).collect(),
        syllables: measures.syllables,
        pace: measures.pace.map(|pace| (pace.per_minute, pace.low, pace.high)),
        speech_dbfs: measures.speech_dbfs,
        noise_dbfs: measures.noise_dbfs,
    })
}

/// Measures from their JSON.
pub(super) fn measures_of(json: &str) -> Option<Measures> {
    let content: MeasuresContent = serde_json::from_str(json).ok()?;
    // A file that another wrote may say anything.
    let pause = |(from_ms, to_ms): (u64, u64)| Pause { from_ms, to_ms: to_ms.max(from_ms) };
    Some(Measures {
        duration_ms: content.duration_ms,
        first_word_ms: content.first_word_ms,
        last_word_ms: content.last_word_ms,
        speaking_ms: content.speaking_ms,
        pauses: content.pauses.into_iter().map(pause).collect(),
        syllables: content.syllables,
        pace: content.pace.map(|(per_minute, low, high)| Pace { per_minute, low, high }),
        speech_dbfs: content.speech_dbfs,
        noise_dbfs: content.noise_dbfs,
    })
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data always serialises")
}

impl From<&Recorded> for RecordedContent {
    fn from(recorded: &Recorded) -> Self {
        let (interview, place) = match &recorded.about {
            About::Card(_) => (None, None),
            About::Question { interview, place, .. } => (Some(interview.to_string()), Some(*place)),
        };
        Self {
            card: recorded.about.card().map(ToString::to_string),
            interview,
            stage: place.map(|place| place.stage),
            turn: place.map(|place| place.turn),
            question: recorded.question.clone(),
            begun_at: recorded.begun_at.at_ms,
            offset_min: recorded.begun_at.offset_min,
            duration_ms: recorded.duration_ms,
            budget_ms: recorded.budget_ms,
            shorter_than: recorded.shorter_than.map(|id| id.to_string()),
            hint_used: recorded.hint_used,
        }
    }
}

impl RecordedContent {
    fn into_domain(self) -> Option<Recorded> {
        let card = self.card.as_deref().and_then(CardId::new);
        let about = match self.interview {
            Some(interview) => About::Question {
                interview: Uuid::parse_str(&interview).ok()?,
                place: Place { stage: self.stage?, turn: self.turn? },
                card,
            },
            None => About::Card(card?),
        };
        Some(Recorded {
            about,
            question: self.question,
            begun_at: Moment { at_ms: self.begun_at, offset_min: self.offset_min },
            duration_ms: self.duration_ms.min(LONGEST_MS),
            budget_ms: self.budget_ms,
            shorter_than: self.shorter_than.and_then(|id| Uuid::parse_str(&id).ok()),
            hint_used: self.hint_used,
        })
    }
}

impl From<&Ticks> for TicksContent {
    fn from(ticks: &Ticks) -> Self {
        let word = |tick: Option<Tick>| tick.map(|tick| tick_word(tick).to_owned());
        let Ticks { points, mistakes, red_flags, story, delivery, markers } = ticks;
        Self {
            points: points
                .iter()
                .map(|(text, tick)| PointContent { text: text.clone(), tick: tick_word(*tick).to_owned() })
                .collect(),
            mistakes: mistakes.clone(),
            red_flags: red_flags.clone(),
            situation: word(story.situation),
            task: word(story.task),
            action: word(story.action),
            result: word(story.result),
            figure: story.figure,
            structure: word(delivery.structure),
            brevity: word(delivery.brevity),
            markers: markers
                .iter()
                .map(|marker| MarkerContent {
                    at_ms: marker.at_ms,
                    of: marker_word(marker.of).to_owned(),
                    text: marker.text.clone(),
                })
                .collect(),
        }
    }
}

impl TicksContent {
    fn into_domain(self) -> Option<Ticks> {
        let tick = |word: Option<String>| word.as_deref().and_then(tick_of);
        let points = self.points.into_iter().map(|point| Some((point.text, tick_of(&point.tick)?)));
        let markers = self.markers.into_iter().filter_map(|marker| {
            Some(Marker {
                at_ms: marker.at_ms.min(LONGEST_MS),
                of: marker_of(&marker.of)?,
                text: marker.text,
            })
        });
        Some(Ticks {
            points: points.collect::<Option<_>>()?,
            mistakes: self.mistakes,
            red_flags: self.red_flags,
            story: Story {
                situation: tick(self.situation),
                task: tick(self.task),
                action: tick(self.action),
                result: tick(self.result),
                figure: self.figure,
            },
            delivery: Delivery { structure: tick(self.structure), brevity: tick(self.brevity) },
            markers: markers.collect(),
        })
    }
}

fn marker_word(of: MarkerOf) -> &'static str {
    match of {
        MarkerOf::Point => "point",
        MarkerOf::Mistake => "mistake",
        MarkerOf::RedFlag => "red-flag",
        MarkerOf::Story => "story",
        MarkerOf::Moment => "moment",
    }
}

fn marker_of(word: &str) -> Option<MarkerOf> {
    [MarkerOf::Point, MarkerOf::Mistake, MarkerOf::RedFlag, MarkerOf::Story, MarkerOf::Moment]
        .into_iter()
        .find(|of| marker_word(*of) == word)
}
