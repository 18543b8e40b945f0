//! The subcommands over a data folder.

use std::process::ExitCode;

use chrono::{DateTime, FixedOffset, Local};
use rehearse_core::content::{self, CodeSample};
use rehearse_core::domain::card::CardId;
use rehearse_core::domain::event::{Basis, Source};
use rehearse_core::domain::fold::Phase;
use rehearse_core::domain::rating::Rating;
use rehearse_core::domain::time::Moment;
use rehearse_core::services::cards::{LoadedCard, load_key};
use rehearse_core::services::session::{Scope, build_queue};
use rehearse_core::services::{Stamp, library, places, query, study, undoing, verify as verification};
use rehearse_core::store::{Location, Sort, Store};
use rehearse_core::{Error, Result};
use serde::Serialize;
use uuid::{NoContext, Timestamp, Uuid};

use crate::arguments::Arguments;
use crate::{Failure, print};

/// Opens the data folder and brings its library up to date.
pub(crate) fn open(arguments: &Arguments) -> Result<Store> {
    let location = Location { folder: places::data_folder(arguments.data_dir.clone())? };
    let mut store = Store::open(location.clone(), places::device_id(Uuid::now_v7())?, Uuid::now_v7())?;
    let synced = library::sync(&mut store, &places::sources(&location, arguments.content.clone()))?;
    print::diagnostics(&synced.diagnostics);
    Ok(store)
}

fn stamp(arguments: &Arguments) -> Stamp {
    let time = arguments.at.unwrap_or_else(|| Local::now().fixed_offset());
    let seconds = u64::try_from(time.timestamp()).unwrap_or_default();
    let id = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, time.timestamp_subsec_nanos()));
    Stamp { now: Moment::of(&time), id }
}

pub(crate) fn rfc3339(at_ms: i64, offset_min: i32) -> String {
    let time: Option<DateTime<FixedOffset>> = Moment { at_ms, offset_min }.to_datetime();
    time.map_or_else(|| at_ms.to_string(), |time| time.to_rfc3339())
}

#[derive(Serialize)]
struct CardReport {
    id: String,
    deck: String,
    section: Option<String>,
    kind: &'static str,
    level: Option<&'static str>,
    minutes: Option<f32>,
    tags: Vec<String>,
    parent: Option<String>,
    question: String,
    question_md: Option<String>,
    answer_md: Option<String>,
    hint_md: Option<String>,
    key_points: Vec<String>,
    common_mistakes: Vec<String>,
    red_flags: Vec<String>,
    assessed: Vec<String>,
    choices: Vec<ChoiceReport>,
    code_samples: Vec<SampleReport>,
    starter: Option<String>,
    tests: Option<String>,
    solution: Option<String>,
    notes_md: Option<String>,
    file: String,
    line: u32,
}

#[derive(Serialize)]
struct ChoiceReport {
    text: String,
    correct: bool,
    reason: Option<String>,
}

#[derive(Serialize)]
struct SampleReport {
    language: String,
    attributes: String,
    code: String,
    output: Option<String>,
}

impl From<CodeSample> for SampleReport {
    fn from(sample: CodeSample) -> Self {
        Self {
            language: sample.language,
            attributes: sample.attributes,
            code: sample.code,
            output: sample.output,
        }
    }
}

fn card_report(card: &LoadedCard) -> CardReport {
    let text = card.text();
    let parts = text.parts;
    let code = |sample: &Option<CodeSample>| sample.as_ref().map(|sample| sample.code.clone());
    CardReport {
        id: card.stored.id.to_string(),
        deck: card.stored.id.deck().to_string(),
        section: text.section.map(content::plain_text),
        kind: text.kind.as_str(),
        level: text.level.map(|level| level.as_str()),
        minutes: text.minutes,
        tags: text.tags.to_vec(),
        parent: text.parent.map(ToString::to_string),
        question: text.heading.to_owned(),
        question_md: parts.question.clone(),
        answer_md: parts.answer.clone(),
        hint_md: parts.hint.clone(),
        key_points: parts.key_points.clone(),
        common_mistakes: parts.common_mistakes.clone(),
        red_flags: parts.red_flags.clone(),
        assessed: parts.assessed.clone(),
        choices: parts
            .choices
            .iter()
            .map(|choice| ChoiceReport {
                text: choice.text.clone(),
                correct: choice.correct,
                reason: choice.reason.clone(),
            })
            .collect(),
        code_samples: parts.code_samples().into_iter().map(Into::into).collect(),
        starter: code(&parts.starter_code),
        tests: code(&parts.tests),
        solution: code(&parts.solution),
        notes_md: parts.notes.clone(),
        file: card.indexed.path.clone(),
        line: card.indexed.line,
    }
}

pub(crate) fn cards(
    arguments: &Arguments,
    text: Option<&str>,
    limit: Option<usize>,
) -> Result<ExitCode, Failure> {
    let store = open(arguments)?;
    let now = stamp(arguments).now;
    let query = query::parse(text.unwrap_or_default(), store.options(None).leech_lapses);
    let page = query::search(&store, &query, Sort::Relevance, 0, limit.unwrap_or(usize::MAX >> 1), now)?;
    let cards = page.cards.iter().map(|key| load_key(&store, *key)).collect::<Result<Vec<_>>>()?;
    if arguments.json {
        print::json(&cards.iter().map(card_report).collect::<Vec<_>>())?;
    } else {
        print::lines(
            cards
                .iter()
                .map(|card| format!("{}\t{}", card.stored.id, content::plain_text(&card.indexed.heading))),
        )?;
    }
    match query.problems.first() {
        Some(problem) => Ok(print::problem(problem)),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Cards of the queue that `due` names.
const NAMED: usize = 20;

pub(crate) fn due(arguments: &Arguments) -> Result<ExitCode, Failure> {
    #[derive(Serialize)]
    struct Counts {
        new: usize,
        learning: usize,
        review: usize,
    }
    #[derive(Serialize)]
    struct Due {
        at: String,
        study_day: String,
        counts: Counts,
        next: Vec<String>,
    }
    let store = open(arguments)?;
    let now = stamp(arguments).now;
    let (queue, _) = build_queue(&store, &Scope::Due, now)?;
    let counts = queue.counts();
    let next = queue.upcoming(now.at_ms).into_iter().take(NAMED);
    let due = Due {
        at: rfc3339(now.at_ms, now.offset_min),
        study_day: study::study_day(&store, now).to_iso(),
        counts: Counts { new: counts.new, learning: counts.learning, review: counts.review },
        next: next.map(|key| Ok(store.card_by_key(key)?.id.to_string())).collect::<Result<_>>()?,
    };
    if arguments.json {
        print::json(&due)?;
    } else {
        let Counts { new, learning, review } = &due.counts;
        let head = format!("{}: {new} new, {learning} learning, {review} review", due.study_day);
        print::lines(std::iter::once(head).chain(due.next))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn events(arguments: &Arguments, card: Option<&str>) -> Result<ExitCode, Failure> {
    #[derive(Serialize)]
    struct Event {
        event: String,
        kind: String,
        card: Option<String>,
        rating: Option<&'static str>,
        at: String,
        device: String,
        voids: Option<String>,
    }
    let store = open(arguments)?;
    let card = card.map(card_id).transpose()?;
    let mut events = Vec::new();
    store.each_event(card.as_ref(), |event| {
        events.push(Event {
            event: event.id,
            kind: event.kind,
            card: event.card,
            rating: event.rating.map(Rating::as_str),
            at: rfc3339(event.at.at_ms, event.at.offset_min),
            device: event.device,
            voids: event.voids,
        });
        Ok(())
    })?;
    if arguments.json {
        print::json(&events)?;
    } else {
        print::lines(events.iter().map(|event| {
            let card = event.card.as_deref().or(event.voids.as_deref()).unwrap_or_default();
            format!("{}\t{}\t{card}\t{}", event.at, event.kind, event.rating.unwrap_or_default())
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn card_id(text: &str) -> Result<CardId> {
    CardId::new(text).ok_or_else(|| Error::NotFound { kind: "card", id: text.to_owned() })
}

pub(crate) fn answer(
    arguments: &Arguments,
    card: &str,
    rating: Rating,
    taken_ms: u32,
) -> Result<ExitCode, Failure> {
    #[derive(Serialize)]
    struct Answered {
        event: String,
        card: String,
        rating: &'static str,
        at: String,
        state: &'static str,
        stability: Option<f32>,
        difficulty: Option<f32>,
        due_at: Option<String>,
        interval_days: Option<u32>,
    }
    let mut store = open(arguments)?;
    let stamp = stamp(arguments);
    let given = study::Answer {
        card: card_id(card)?,
        rating,
        taken_ms,
        source: Source::Review,
        basis: Basis::default(),
    };
    let done = study::answer_card(&mut store, stamp, given)?;
    let state = &done.card.state;
    let offset = done.event.at.offset_min;
    let answered = Answered {
        event: done.event.id.to_string(),
        card: done.card.id.to_string(),
        rating: rating.as_str(),
        at: rfc3339(done.event.at.at_ms, offset),
        state: match state.phase {
            Phase::New => "new",
            Phase::Learning { .. } => "learning",
            Phase::Review { .. } => "review",
            Phase::Relearning { .. } => "relearning",
        },
        stability: state.memory.map(|memory| memory.stability),
        difficulty: state.memory.map(|memory| memory.difficulty),
        due_at: state.phase.due_at().map(|at| rfc3339(at, offset)),
        interval_days: state.phase.interval_days(),
    };
    if arguments.json {
        print::json(&answered)?;
    } else {
        let due = answered.due_at.as_deref().unwrap_or_default();
        print::lines([format!("{} {}, due {due}", answered.card, answered.rating)])?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn undo(arguments: &Arguments) -> Result<ExitCode, Failure> {
    #[derive(Serialize)]
    struct Undone {
        event: Option<String>,
        voids: Option<String>,
    }
    let mut store = open(arguments)?;
    let Some(undone) = undoing::undo(&mut store, stamp(arguments))? else {
        return Ok(print::problem("there is nothing left to undo today"));
    };
    let report = Undone { event: undone.event.map(|event| event.id.to_string()), voids: undone.voids };
    if arguments.json {
        print::json(&report)?;
    } else {
        let card = undone.card.map_or_else(String::new, |card| format!("{card}: "));
        print::lines([format!("{card}the {} was taken back", undone.kind.as_str())])?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn verify(arguments: &Arguments) -> Result<ExitCode, Failure> {
    #[derive(Serialize)]
    struct Verified {
        ok: bool,
        events: u64,
        cards: u32,
        problems: Vec<String>,
    }
    let store = open(arguments)?;
    let verified = verification::verify(&store)?;
    let report = Verified {
        ok: verified.problems.is_empty(),
        events: verified.events,
        cards: verified.cards,
        problems: verified.problems,
    };
    for problem in &report.problems {
        print::problem(problem);
    }
    if arguments.json {
        print::json(&report)?;
    } else if report.ok {
        print::lines([format!("{} events, {} cards: all is well", report.events, report.cards)])?;
    }
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
