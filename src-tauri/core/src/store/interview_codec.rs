//! Entries of interviews to the `content` of their events and back. The shapes are part of the file
//! format: they only grow.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codec::{tick_of, tick_word};
use crate::domain::card::CardId;
use crate::domain::interview::clock::{Action, Mode, Reading, Step, StepKind};
use crate::domain::interview::log::{Begun, Entry};
use crate::domain::interview::report::Assessment;
use crate::domain::interview::rubric::{Axis, Band};
use crate::domain::interview::script::{Choice, Code, Place, Script, Stage, Turn};
use crate::domain::rating::Rating;

#[derive(Serialize, Deserialize)]
pub(super) struct InterviewContent {
    interview: String,
    #[serde(flatten)]
    entry: EntryContent,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
enum EntryContent {
    Begin {
        of: String,
        composed: bool,
        mode: String,
        at: ReadingContent,
        script: ScriptContent,
    },
    Step {
        action: String,
        at: ReadingContent,
    },
    Reopen {
        last_alive: ReadingContent,
        at: ReadingContent,
    },
    Assess {
        stage: usize,
        turn: usize,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        points: Vec<PointContent>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mistakes: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        red_flags: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chosen: Option<Vec<u32>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review: Option<String>,
    },
    Band {
        axis: String,
        band: Option<String>,
    },
    RedFlags {
        shown: Vec<String>,
    },
    Delete,
}

#[derive(Serialize, Deserialize)]
struct PointContent {
    text: String,
    tick: String,
}

#[derive(Serialize, Deserialize)]
struct ReadingContent {
    wall_ms: i64,
    monotonic_ms: i64,
    since_boot_ms: i64,
    boot: String,
}

#[derive(Serialize, Deserialize)]
struct ScriptContent {
    title: String,
    role: String,
    interviewer: String,
    setting: String,
    assesses: Vec<String>,
    language: String,
    red_flags: Vec<String>,
    stages: Vec<StageContent>,
}

#[derive(Serialize, Deserialize)]
struct StageContent {
    title: String,
    budget_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    behavioural: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cards: Vec<String>,
    turns: Vec<TurnContent>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct TurnContent {
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceContent>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    keeps_order: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    key_points: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    common_mistakes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    red_flags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assessed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starter: Option<CodeContent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<CodeContent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    solution: Option<CodeContent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    probes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ChoiceContent {
    text: String,
    correct: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct CodeContent {
    language: String,
    text: String,
}

pub(super) fn content(interview: Uuid, entry: &Entry) -> InterviewContent {
    let entry = match entry {
        Entry::Begun(begun) => EntryContent::Begin {
            of: begun.kind.clone(),
            composed: begun.is_composed,
            mode: mode_word(begun.mode).to_owned(),
            at: begun.at.into(),
            script: (&begun.script).into(),
        },
        Entry::Stepped(Step { at, what: StepKind::Act(action) }) => {
            EntryContent::Step { action: action.as_str().to_owned(), at: (*at).into() }
        }
        Entry::Stepped(Step { at, what: StepKind::Reopen { last_alive } }) => {
            EntryContent::Reopen { last_alive: (*last_alive).into(), at: (*at).into() }
        }
        Entry::Assessed { place, assessment } => EntryContent::Assess {
            stage: place.stage,
            turn: place.turn,
            points: assessment
                .points
                .iter()
                .map(|(text, tick)| PointContent { text: text.clone(), tick: tick_word(*tick).to_owned() })
                .collect(),
            mistakes: assessment.mistakes.clone(),
            red_flags: assessment.red_flags.clone(),
            chosen: assessment.chosen.clone(),
            rating: assessment.rating.map(Rating::number),
            review: assessment.review.map(|id| id.to_string()),
        },
        Entry::Banded { axis, band } => EntryContent::Band {
            axis: axis.as_str().to_owned(),
            band: band.map(|band| band.as_str().to_owned()),
        },
        Entry::Flagged(shown) => EntryContent::RedFlags { shown: shown.clone() },
        Entry::Deleted => EntryContent::Delete,
    };
    InterviewContent { interview: interview.to_string(), entry }
}

/// An entry from its content; `None` for one that this program does not know.
pub(super) fn decode(content: &str) -> Option<Entry> {
    let InterviewContent { entry, .. } = serde_json::from_str(content).ok()?;
    Some(match entry {
        EntryContent::Begin { of, composed, mode, at, script } => Entry::Begun(Box::new(Begun {
            kind: of,
            is_composed: composed,
            mode: mode_of(&mode)?,
            script: script.into(),
            at: at.into_domain()?,
        })),
        EntryContent::Step { action, at } => {
            Entry::Stepped(Step { at: at.into_domain()?, what: StepKind::Act(Action::parse(&action)?) })
        }
        EntryContent::Reopen { last_alive, at } => Entry::Stepped(Step {
            at: at.into_domain()?,
            what: StepKind::Reopen { last_alive: last_alive.into_domain()? },
        }),
        EntryContent::Assess { stage, turn, points, mistakes, red_flags, chosen, rating, review } => {
            let points = points.into_iter().map(|point| Some((point.text, tick_of(&point.tick)?)));
            Entry::Assessed {
                place: Place { stage, turn },
                assessment: Box::new(Assessment {
                    points: points.collect::<Option<_>>()?,
                    mistakes,
                    red_flags,
                    chosen,
                    rating: rating.and_then(Rating::from_number),
                    review: review.and_then(|id| Uuid::parse_str(&id).ok()),
                }),
            }
        }
        EntryContent::Band { axis, band } => Entry::Banded {
            axis: Axis::parse(&axis)?,
            band: match band {
                Some(word) => Some(Band::parse(&word)?),
                None => None,
            },
        },
        EntryContent::RedFlags { shown } => Entry::Flagged(shown),
        EntryContent::Delete => Entry::Deleted,
    })
}

/// No stage is longer, whatever a file says.
const LONGEST_STAGE_MS: u64 = 24 * 3_600_000;

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Practice => "practice",
        Mode::Pressure => "pressure",
    }
}

fn mode_of(word: &str) -> Option<Mode> {
    [Mode::Practice, Mode::Pressure].into_iter().find(|mode| mode_word(*mode) == word)
}

impl From<Reading> for ReadingContent {
    fn from(reading: Reading) -> Self {
        let Reading { wall_ms, monotonic_ms, since_boot_ms, boot } = reading;
        Self { wall_ms, monotonic_ms, since_boot_ms, boot: boot_word(boot) }
    }
}

impl ReadingContent {
    fn into_domain(self) -> Option<Reading> {
        let Self { wall_ms, monotonic_ms, since_boot_ms, boot } = self;
        Some(Reading { wall_ms, monotonic_ms, since_boot_ms, boot: boot_of(&boot)? })
    }
}

/// A boot's id as a UUID's text.
pub(super) fn boot_word(boot: u128) -> String {
    Uuid::from_u128(boot).to_string()
}

/// The boot of a UUID's text.
pub(super) fn boot_of(word: &str) -> Option<u128> {
    Some(Uuid::parse_str(word).ok()?.as_u128())
}

impl From<&Script> for ScriptContent {
    fn from(script: &Script) -> Self {
        Self {
            title: script.title.clone(),
            role: script.role.clone(),
            interviewer: script.interviewer.clone(),
            setting: script.setting.clone(),
            assesses: script.assesses.clone(),
            language: script.language.clone(),
            red_flags: script.red_flags.clone(),
            stages: script.stages.iter().map(Into::into).collect(),
        }
    }
}

impl From<ScriptContent> for Script {
    fn from(script: ScriptContent) -> Self {
        Self {
            title: script.title,
            role: script.role,
            interviewer: script.interviewer,
            setting: script.setting,
            assesses: script.assesses,
            language: script.language,
            red_flags: script.red_flags,
            stages: script.stages.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Stage> for StageContent {
    fn from(stage: &Stage) -> Self {
        Self {
            title: stage.title.clone(),
            budget_ms: stage.budget_ms,
            ask: stage.ask.as_ref().map(ToString::to_string),
            behavioural: stage.is_behavioural,
            why: stage.why.clone(),
            cards: stage.cards.iter().map(ToString::to_string).collect(),
            turns: stage.turns.iter().map(Into::into).collect(),
        }
    }
}

impl From<StageContent> for Stage {
    fn from(stage: StageContent) -> Self {
        Self {
            title: stage.title,
            budget_ms: stage.budget_ms.min(LONGEST_STAGE_MS),
            ask: stage.ask.as_deref().and_then(CardId::new),
            is_behavioural: stage.behavioural,
            why: stage.why,
            cards: stage.cards.iter().filter_map(|id| CardId::new(id)).collect(),
            turns: stage.turns.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Turn> for TurnContent {
    fn from(turn: &Turn) -> Self {
        let code = |code: &Option<Code>| {
            code.as_ref().map(|c| CodeContent { language: c.language.clone(), text: c.text.clone() })
        };
        Self {
            says: turn.says.clone(),
            statement: turn.statement.clone(),
            choices: turn
                .choices
                .iter()
                .map(|choice| ChoiceContent {
                    text: choice.text.clone(),
                    correct: choice.correct,
                    reason: choice.reason.clone(),
                })
                .collect(),
            keeps_order: turn.keeps_order && !turn.choices.is_empty(),
            hint: turn.hint.clone(),
            answer: turn.answer.clone(),
            key_points: turn.key_points.clone(),
            common_mistakes: turn.common_mistakes.clone(),
            red_flags: turn.red_flags.clone(),
            assessed: turn.assessed.clone(),
            starter: code(&turn.starter),
            tests: code(&turn.tests),
            solution: code(&turn.solution),
            probes: turn.probes.clone(),
            notes: turn.notes.clone(),
        }
    }
}

impl From<TurnContent> for Turn {
    fn from(turn: TurnContent) -> Self {
        let code = |code: Option<CodeContent>| code.map(|c| Code { language: c.language, text: c.text });
        Self {
            says: turn.says,
            statement: turn.statement,
            choices: turn
                .choices
                .into_iter()
                .map(|choice| Choice { text: choice.text, correct: choice.correct, reason: choice.reason })
                .collect(),
            keeps_order: turn.keeps_order,
            hint: turn.hint,
            answer: turn.answer,
            key_points: turn.key_points,
            common_mistakes: turn.common_mistakes,
            red_flags: turn.red_flags,
            assessed: turn.assessed,
            starter: code(turn.starter),
            tests: code(turn.tests),
            solution: code(turn.solution),
            probes: turn.probes,
            notes: turn.notes,
        }
    }
}
