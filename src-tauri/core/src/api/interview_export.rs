//! A report as a file: Markdown, one HTML page, or JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::interview::{InterviewReport, ReportFormat};
use super::render::fenced_code;
use crate::content;
use crate::domain::event::Tick;
use crate::domain::interview::clock::Outcome;
use crate::domain::interview::log::Interview;
use crate::domain::interview::report::{Assessment, minutes_and_seconds};
use crate::domain::interview::rubric::Band;
use crate::domain::interview::script::{Place, Turn};
use crate::error::{Error, IoContext, Result};
use crate::store::Draft;

/// Writes a report into a folder, under a name that nothing there has.
pub(super) fn export(
    folder: &Path,
    format: ReportFormat,
    interview: &Interview,
    drafts: &BTreeMap<Place, Draft>,
    report: &InterviewReport,
) -> Result<PathBuf> {
    let (extension, text) = match format {
        ReportFormat::Markdown => ("md", markdown(interview, drafts)),
        ReportFormat::Html => ("html", html(interview, drafts)),
        ReportFormat::Json => {
            ("json", serde_json::to_string_pretty(report).expect("plain data always serialises") + "\n")
        }
    };
    fs::create_dir_all(folder).at("creating", folder)?;
    let day = interview.begun_at.to_datetime().map(|at| at.format("%Y-%m-%d").to_string());
    let name = format!("rehearse-{}-{}", slug(&interview.script.title), day.unwrap_or_default());
    for number in 1..1_000 {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{suffix}.{extension}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
                if written.is_err() {
                    let _ = fs::remove_file(&path); // half a report is no use; the error says why
                }
                written.at("writing", &path)?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).at("writing", &path),
        }
    }
    Err(Error::InvalidState(format!("{} holds a thousand reports of this name", folder.display())))
}

fn slug(title: &str) -> String {
    let words: Vec<String> = content::plain_text(title)
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() { "interview".to_owned() } else { words.join("-") }
}

/// The report as Markdown, whole.
pub(super) fn markdown(interview: &Interview, drafts: &BTreeMap<Place, Draft>) -> String {
    let sitting = interview.sitting();
    let mut out = format!("# {}\n\n{}\n", interview.script.title, sitting.headline());
    let when = interview.begun_at.to_datetime().map(|at| at.format("%-d %B %Y, %H:%M").to_string());
    let clock = &interview.clock;
    line(
        &mut out,
        &format!(
            "{}. {} of {} minutes. {} of {} questions assessed.",
            when.unwrap_or_default(),
            minutes_and_seconds(clock.elapsed_ms()),
            clock.budget_ms() / 60_000,
            sitting.judged().1,
            sitting.judged().0
        ),
    );
    let judged = sitting.verdict();
    section(&mut out, "Verdict");
    if let Some(verdict) = judged.verdict {
        line(&mut out, &format!("**{}**", verdict.title()));
    }
    items(&mut out, &judged.reasons);
    let work_on = sitting.work_on();
    if !work_on.is_empty() {
        section(&mut out, "To work on");
        out.push('\n');
        for (i, thing) in work_on.iter().enumerate() {
            let _ = writeln!(out, "{}. {} {}", i + 1, thing.title.replace('\n', " "), thing.reason);
        }
    }
    section(&mut out, "Axes");
    let bands = sitting.axes().into_iter().map(|axis| {
        let band = interview.bands.get(&axis).map_or("no band", |band: &Band| band.title());
        format!("{}: {band}", axis.title())
    });
    items(&mut out, &bands.collect::<Vec<_>>());
    if !interview.red_flags.is_empty() {
        section(&mut out, "Red flags");
        items(&mut out, &interview.red_flags);
    }
    for (i, stage) in interview.script.stages.iter().enumerate() {
        section(&mut out, &stage.title);
        line(
            &mut out,
            &format!(
                "{} of {}",
                minutes_and_seconds(clock.stage_elapsed_ms(i)),
                minutes_and_seconds(clock.stage_budget_ms(i))
            ),
        );
        for (j, turn) in stage.turns.iter().enumerate() {
            question(&mut out, interview, drafts, Place { stage: i, turn: j }, turn);
        }
    }
    out
}

fn question(
    out: &mut String,
    interview: &Interview,
    drafts: &BTreeMap<Place, Draft>,
    place: Place,
    turn: &Turn,
) {
    out.push('\n');
    for text in turn.says.lines() {
        let _ = writeln!(out, "> {text}");
    }
    if let Some(statement) = &turn.statement {
        line(out, statement);
    }
    let state = interview.clock.turn_at(place).copied().unwrap_or_default();
    let outcome = match state.outcome {
        Outcome::Answered => "Answered",
        Outcome::Skipped => "Passed over",
        Outcome::Open => "Not answered",
    };
    let hint = if state.hint_used { ", with the hint" } else { "" };
    let assessment = interview.assessments.get(&place);
    let rating = assessment.and_then(|assessment| assessment.rating).map(|rating| format!(": {rating:?}"));
    line(
        out,
        &format!(
            "{outcome} in {}{hint}{}.",
            minutes_and_seconds(state.elapsed_ms),
            rating.unwrap_or_default()
        ),
    );
    if let Some(draft) = drafts.get(&place) {
        if !draft.notes.trim().is_empty() {
            part(out, "Notes");
            line(out, &fenced_code("text", draft.notes.trim_end()));
        }
        if !draft.code.trim().is_empty() {
            part(out, "Code");
            line(out, &fenced_code(&draft.language, draft.code.trim_end()));
        }
    }
    if let Some(answer) = &turn.answer {
        part(out, "Expected");
        line(out, answer);
    }
    points(out, turn, assessment);
    if let Some(assessment) = assessment {
        for (title, made) in [("Mistakes", &assessment.mistakes), ("Red flags", &assessment.red_flags)] {
            if !made.is_empty() {
                part(out, title);
                items(out, made);
            }
        }
    }
}

fn points(out: &mut String, turn: &Turn, assessment: Option<&Assessment>) {
    if turn.key_points.is_empty() {
        return;
    }
    part(out, "Key points");
    let tick = |i: usize| match assessment.and_then(|assessment| assessment.points.get(i)) {
        Some((_, Tick::Covered)) => "covered: ",
        Some((_, Tick::Partly)) => "partly: ",
        Some((_, Tick::Missed)) => "missed: ",
        None => "",
    };
    let lines: Vec<String> =
        turn.key_points.iter().enumerate().map(|(i, text)| format!("{}{text}", tick(i))).collect();
    items(out, &lines);
}

fn section(out: &mut String, title: &str) {
    let _ = write!(out, "\n## {title}\n");
}

fn part(out: &mut String, title: &str) {
    let _ = write!(out, "\n### {title}\n");
}

fn line(out: &mut String, text: &str) {
    let _ = write!(out, "\n{}\n", text.trim_end());
}

fn items(out: &mut String, items: &[String]) {
    if items.is_empty() {
        return;
    }
    out.push('\n');
    for item in items {
        let _ = writeln!(out, "- {}", item.replace('\n', "\n  "));
    }
}

/// The same as one page without scripts, pictures or anything from elsewhere.
fn html(interview: &Interview, drafts: &BTreeMap<Place, Draft>) -> String {
    const STYLE: &str = "body{font:17px/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;\
        color:#1c1b19;background:#fff}h1,h2,h3{font-family:system-ui,sans-serif;line-height:1.3}\
        h2{margin-top:2.5rem;border-top:1px solid #ccc;padding-top:1rem}h3{font-size:1rem}\
        blockquote{margin:1.5rem 0;padding-left:1rem;border-left:3px solid #2a4b8d;font-size:1.1em}\
        pre{overflow:auto;padding:.75rem;background:#f5f2ee}code{font:14px/1.5 monospace}\
        @media print{body{margin:0;max-width:none}h2,h3,blockquote{break-after:avoid}}";
    let title = content::plain_text(&interview.script.title).replace('&', "&amp;").replace('<', "&lt;");
    let language = if interview.script.language.is_empty() { "en" } else { &interview.script.language };
    let language: String = language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<main>\n{}\n</main>\n</html>\n",
        content::to_html(&markdown(interview, drafts), &content::HtmlOptions::default())
    )
}
