//! A report as a file: Markdown, one HTML page, or JSON.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::interview::{InterviewReport, ReportFormat};
use super::interview_view::block as text_html;
use super::render::{fenced_code, list};
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
        ReportFormat::Html => ("html", html(interview, &document(interview, drafts))),
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
    // File systems have their limits.
    let name: String = words.join("-").chars().take(60).collect();
    if name.is_empty() { "interview".to_owned() } else { name.trim_end_matches('-').to_owned() }
}

/// A piece of a report. Texts are Markdown, each whole on its own, so that nothing that a deck or the
/// candidate wrote can swallow what follows.
enum Block {
    Heading(u8, String),
    Text(String),
    Quote(String),
    Items(Vec<String>),
    Numbered(Vec<String>),
    Code(String, String),
}

/// The report as Markdown, whole.
pub(super) fn markdown(interview: &Interview, drafts: &BTreeMap<Place, Draft>) -> String {
    let quoted = |text: &str| {
        let lines = text.lines().map(|line| format!("> {line}").trim_end().to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    let parts = document(interview, drafts).into_iter().map(|block| match block {
        Block::Heading(level, text) => format!("{} {text}", "#".repeat(usize::from(level))),
        Block::Text(text) => content::closed_text(&text),
        Block::Quote(text) => quoted(&content::closed_text(&text)),
        Block::Items(items) => list(&items),
        Block::Numbered(items) => {
            let items = items.iter().enumerate().map(|(i, item)| format!("{}. {}", i + 1, one_line(item)));
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Code(language, code) => fenced_code(&language, &code),
    });
    parts.map(|part| part.trim_end().to_owned() + "\n").collect::<Vec<_>>().join("\n")
}

/// The same as one page without scripts, pictures or anything from elsewhere.
fn html(interview: &Interview, document: &[Block]) -> String {
    const STYLE: &str = "body{font:17px/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;\
        color:#1c1b19;background:#fff}h1,h2,h3{font-family:system-ui,sans-serif;line-height:1.3}\
        h2{margin-top:2.5rem;border-top:1px solid #ccc;padding-top:1rem}h3{font-size:1rem}\
        blockquote{margin:1.5rem 0;padding-left:1rem;border-left:3px solid #2a4b8d;font-size:1.1em}\
        pre{overflow:auto;padding:.75rem;background:#f5f2ee}code{font:14px/1.5 monospace}\
        @media print{body{margin:0;max-width:none}h2,h3,blockquote{break-after:avoid}}";
    let items = |items: &[String]| -> String {
        items.iter().map(|item| format!("<li>{}</li>\n", content::inline_to_html(item))).collect()
    };
    let parts = document.iter().map(|block| match block {
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>", content::inline_to_html(text)),
        Block::Text(text) => text_html(text),
        Block::Quote(text) => format!("<blockquote>\n{}</blockquote>", text_html(text)),
        Block::Items(list) => format!("<ul>\n{}</ul>", items(list)),
        Block::Numbered(list) => format!("<ol>\n{}</ol>", items(list)),
        Block::Code(language, code) => text_html(&fenced_code(language, code)),
    });
    let main: Vec<String> = parts.collect();
    let title = content::plain_text(&interview.script.title).replace('&', "&amp;").replace('<', "&lt;");
    let language: String =
        interview.script.language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let language = if language.is_empty() { "en" } else { &language };
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<main>\n{}\n</main>\n</html>\n",
        main.join("\n")
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn document(interview: &Interview, drafts: &BTreeMap<Place, Draft>) -> Vec<Block> {
    let sitting = interview.sitting();
    let clock = &interview.clock;
    let when = interview.begun_at.to_datetime().map(|at| at.format("%-d %B %Y, %H:%M").to_string());
    let (can, were) = sitting.judged();
    let mut out = vec![
        Block::Heading(1, one_line(&interview.script.title)),
        Block::Text(sitting.headline()),
        Block::Text(format!(
            "{}. {} of {} minutes. {were} of {can} questions assessed.",
            when.unwrap_or_default(),
            minutes_and_seconds(clock.elapsed_ms()),
            clock.budget_ms() / 60_000,
        )),
        Block::Heading(2, "Verdict".to_owned()),
    ];
    let judged = sitting.verdict();
    out.extend(judged.verdict.map(|verdict| Block::Text(format!("**{}**", verdict.title()))));
    out.push(Block::Items(judged.reasons));
    let work_on: Vec<String> =
        sitting.work_on().into_iter().map(|thing| format!("{} {}", thing.title, thing.reason)).collect();
    if !work_on.is_empty() {
        out.push(Block::Heading(2, "To work on".to_owned()));
        out.push(Block::Numbered(work_on));
    }
    out.push(Block::Heading(2, "Axes".to_owned()));
    let bands = sitting.axes().into_iter().map(|axis| {
        let band = interview.bands.get(&axis).map_or("no band", |band: &Band| band.title());
        format!("{}: {band}", axis.title())
    });
    out.push(Block::Items(bands.collect()));
    if !interview.red_flags.is_empty() {
        out.push(Block::Heading(2, "Red flags".to_owned()));
        out.push(Block::Items(interview.red_flags.clone()));
    }
    for (i, stage) in interview.script.stages.iter().enumerate() {
        out.push(Block::Heading(2, one_line(&stage.title)));
        out.push(Block::Text(format!(
            "{} of {}",
            minutes_and_seconds(clock.stage_elapsed_ms(i)),
            minutes_and_seconds(clock.stage_budget_ms(i))
        )));
        for (j, turn) in stage.turns.iter().enumerate() {
            question(&mut out, interview, drafts, Place { stage: i, turn: j }, turn);
        }
    }
    out
}

fn question(
    out: &mut Vec<Block>,
    interview: &Interview,
    drafts: &BTreeMap<Place, Draft>,
    place: Place,
    turn: &Turn,
) {
    out.push(Block::Quote(turn.says.clone()));
    out.extend(turn.statement.clone().map(Block::Text));
    let state = interview.clock.turn_at(place).copied().unwrap_or_default();
    let outcome = match state.outcome {
        Outcome::Answered => "Answered",
        Outcome::Skipped => "Passed over",
        Outcome::Open if state.elapsed_ms == 0 => "Not reached",
        Outcome::Open => "Not answered",
    };
    let hint = if state.hint_used { ", with the hint" } else { "" };
    let assessment = interview.assessments.get(&place);
    let rating = assessment.and_then(|assessment| assessment.rating).map(|rating| format!(": {rating:?}"));
    let time = match state.elapsed_ms {
        0 => String::new(),
        ms => format!(" in {}", minutes_and_seconds(ms)),
    };
    out.push(Block::Text(format!("{outcome}{time}{hint}{}.", rating.unwrap_or_default())));
    if !turn.choices.is_empty() {
        let chosen = drafts.get(&place).map(|draft| &*draft.chosen).unwrap_or_default();
        let choices = turn.choices.iter().zip(0..).map(|(choice, index)| {
            let right = if choice.correct { "right" } else { "wrong" };
            let taken = if chosen.contains(&index) { ", taken" } else { "" };
            format!("{right}{taken}: {}", choice.text)
        });
        out.push(Block::Items(choices.collect()));
    }
    if let Some(draft) = drafts.get(&place) {
        if !draft.notes.trim().is_empty() {
            out.push(Block::Heading(3, "Notes".to_owned()));
            out.push(Block::Code("text".to_owned(), draft.notes.trim_end().to_owned()));
        }
        if !draft.code.trim().is_empty() {
            out.push(Block::Heading(3, "Code".to_owned()));
            out.push(Block::Code(draft.language.clone(), draft.code.trim_end().to_owned()));
        }
    }
    if let Some(answer) = &turn.answer {
        out.push(Block::Heading(3, "Expected".to_owned()));
        out.push(Block::Text(answer.clone()));
    }
    points(out, turn, assessment);
    if let Some(assessment) = assessment {
        for (title, made) in [("Mistakes", &assessment.mistakes), ("Red flags", &assessment.red_flags)] {
            if !made.is_empty() {
                out.push(Block::Heading(3, title.to_owned()));
                out.push(Block::Items(made.clone()));
            }
        }
    }
}

fn points(out: &mut Vec<Block>, turn: &Turn, assessment: Option<&Assessment>) {
    if turn.key_points.is_empty() {
        return;
    }
    let tick = |i: usize| match assessment.and_then(|assessment| assessment.points.get(i)) {
        Some((_, Tick::Covered)) => "covered: ",
        Some((_, Tick::Partly)) => "partly: ",
        Some((_, Tick::Missed)) => "missed: ",
        None => "",
    };
    let points = turn.key_points.iter().enumerate().map(|(i, text)| format!("{}{text}", tick(i)));
    out.push(Block::Heading(3, "Key points".to_owned()));
    out.push(Block::Items(points.collect()));
}
