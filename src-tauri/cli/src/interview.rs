//! Mock interviews: what there is, what was held, and its reports.

use std::process::ExitCode;

use rehearse_core::api::{Desk, InterviewMode, PastInterview, WrittenInterview};
use rehearse_core::services::places;
use serde::Serialize;

use crate::arguments::Arguments;
use crate::study::{open, rfc3339};
use crate::{Failure, print};

#[derive(Serialize)]
struct ListReport {
    written: Vec<WrittenReport>,
    held: Vec<HeldReport>,
}

#[derive(Serialize)]
struct WrittenReport {
    id: String,
    title: String,
    minutes: f64,
    role: String,
    stages: usize,
}

#[derive(Serialize)]
struct HeldReport {
    id: String,
    title: String,
    kind: String,
    begun_at: String,
    mode: &'static str,
    finished: bool,
    spent_ms: u64,
    budget_ms: u64,
    questions: u32,
    assessed: u32,
    coverage: Option<f64>,
    verdict: Option<String>,
}

fn desk(arguments: &Arguments) -> rehearse_core::Result<Desk> {
    let store = open(arguments)?;
    let sources = places::sources(store.location(), arguments.content.clone());
    Ok(Desk::new(store, sources, Vec::new()))
}

fn written(interview: &WrittenInterview) -> WrittenReport {
    WrittenReport {
        id: interview.id.clone(),
        title: interview.title.clone(),
        minutes: interview.minutes,
        role: interview.role.clone(),
        stages: interview.stages.len(),
    }
}

fn held(past: &PastInterview) -> HeldReport {
    HeldReport {
        id: past.id.clone(),
        title: past.title.clone(),
        kind: past.kind.clone(),
        begun_at: rfc3339(past.begun_at as i64, 0),
        mode: match past.mode {
            InterviewMode::Practice => "practice",
            InterviewMode::Pressure => "pressure",
        },
        finished: past.finished,
        spent_ms: past.spent_ms as u64,
        budget_ms: past.budget_ms as u64,
        questions: past.questions,
        assessed: past.assessed,
        coverage: past.coverage,
        verdict: past.verdict.clone(),
    }
}

pub(crate) fn list(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let desk = desk(arguments)?;
    let offered = desk.interviews()?;
    let report = ListReport {
        written: offered.written.iter().map(written).collect(),
        held: desk.interview_history()?.items.iter().map(held).collect(),
    };
    if arguments.json {
        print::json(&report)?;
        return Ok(ExitCode::SUCCESS);
    }
    let written = report.written.iter().map(|w| format!("{}  {} ({} min)", w.id, w.title, w.minutes));
    let held = report.held.iter().map(|h| {
        let state = if h.finished { h.verdict.as_deref().unwrap_or("no verdict") } else { "not over" };
        format!("{}  {}  {} ({}), {state}", h.id, h.begun_at, h.title, h.mode)
    });
    print::lines(written.chain(held))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn report(arguments: &Arguments, id: &str) -> Result<ExitCode, Failure> {
    let desk = desk(arguments)?;
    if arguments.json {
        print::json(&desk.interview_report(id)?)?;
    } else {
        print::lines([desk.report_markdown(id)?.trim_end()])?;
    }
    Ok(ExitCode::SUCCESS)
}
