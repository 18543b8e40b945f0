//! `check`: what decks hold and what is wrong with them.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rehearse_core::content::{self, CodeSample, Deck, Diagnostic, Severity};
use serde::Serialize;

use crate::arguments::Arguments;
use crate::{Failure, print};

#[derive(Default, Serialize)]
struct Report {
    decks: Vec<DeckReport>,
    cards: usize,
    follow_ups: usize,
    interviews: usize,
    by_kind: BTreeMap<&'static str, usize>,
    samples: BTreeMap<String, Samples>,
    diagnostics: Vec<Finding>,
}

#[derive(Default, Serialize)]
struct DeckReport {
    id: String,
    title: String,
    cards: usize,
    follow_ups: usize,
    interviews: usize,
}

/// Each sample counts once.
#[derive(Default, Serialize)]
struct Samples {
    run: usize,
    raises: usize,
    no_run: usize,
    native: usize,
}

#[derive(Serialize)]
struct Finding {
    file: String,
    line: u32,
    column: u32,
    severity: &'static str,
    message: String,
    hint: Option<String>,
}

pub(crate) fn check(arguments: &Arguments, paths: &[PathBuf], fix: bool) -> Result<ExitCode, Failure> {
    let mut diagnostics = Vec::new();
    let mut decks = Vec::new();
    for path in paths {
        let (folders, findings) = content::find_decks(path);
        diagnostics.extend(findings);
        for folder in folders {
            if fix {
                diagnostics.extend(write_missing_ids(&folder));
            }
            decks.push(content::read_deck(&folder));
        }
    }
    diagnostics.extend(decks.iter().flat_map(|deck| deck.diagnostics.iter().cloned()));
    diagnostics.extend(content::check_links(&decks));
    diagnostics.sort();
    diagnostics.dedup();

    let report = report(&decks, &diagnostics);
    print::diagnostics(&diagnostics);
    if arguments.json {
        print::json(&report)?;
    } else {
        print::lines(summary(&report))?;
    }
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn report(decks: &[Deck], diagnostics: &[Diagnostic]) -> Report {
    let mut report = Report {
        by_kind: rehearse_core::domain::card::CardKind::ALL.iter().map(|kind| (kind.as_str(), 0)).collect(),
        ..Report::default()
    };
    for deck in decks {
        let mut counts = DeckReport {
            id: deck.id.to_string(),
            title: deck.manifest.as_ref().map_or_else(String::new, |manifest| manifest.title.clone()),
            interviews: deck.interviews.len(),
            ..DeckReport::default()
        };
        for (_, question) in &deck.questions {
            for card in question.each_card() {
                counts.cards += 1;
                counts.follow_ups += usize::from(card.is_follow_up);
                *report.by_kind.entry(card.kind.as_str()).or_default() += 1;
            }
        }
        let of_questions = deck.questions.iter().flat_map(|(_, question)| question.code_samples());
        let of_interviews = deck.interviews.iter().flat_map(|(_, interview)| interview.code_samples());
        for sample in of_questions.chain(of_interviews) {
            report.samples.entry(sample.language.clone()).or_default().count(&sample);
        }
        report.cards += counts.cards;
        report.follow_ups += counts.follow_ups;
        report.interviews += counts.interviews;
        report.decks.push(counts);
    }
    report.diagnostics = diagnostics
        .iter()
        .map(|diagnostic| Finding {
            file: diagnostic.file.clone(),
            line: diagnostic.line,
            column: diagnostic.column,
            severity: diagnostic.severity.as_str(),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
        })
        .collect();
    report
}

impl Samples {
    fn count(&mut self, sample: &CodeSample) {
        let has = |name: &str| {
            sample.attributes.split_whitespace().any(|word| word.split('=').next() == Some(name))
        };
        // Samples in other languages, and SQL in other dialects than SQLite's, are there to be read.
        let dialect = sample.attributes.split_whitespace().find_map(|word| word.strip_prefix("dialect="));
        let is_run = matches!(sample.language.as_str(), "python" | "sql")
            && dialect.is_none_or(|dialect| dialect == "sqlite");
        if !is_run || has("no-run") {
            self.no_run += 1;
        } else if has("native") {
            self.native += 1;
        } else if has("raises") {
            self.raises += 1;
        } else {
            self.run += 1;
        }
    }
}

fn summary(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = report
        .decks
        .iter()
        .map(|deck| {
            let interviews = match deck.interviews {
                0 => String::new(),
                1 => ", 1 interview".to_owned(),
                count => format!(", {count} interviews"),
            };
            format!("{}: {} cards ({} follow-ups){interviews}", deck.id, deck.cards, deck.follow_ups)
        })
        .collect();
    let findings = match report.diagnostics.len() {
        0 => "no findings".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    lines.push(format!("{} decks, {} cards, {findings}", report.decks.len(), report.cards));
    lines
}

/// Writes ids into the files of a deck; what cannot be written is a finding.
fn write_missing_ids(folder: &content::DeckFolder) -> Vec<Diagnostic> {
    let deck = content::read_deck(folder);
    let mut taken: HashSet<_> = deck
        .questions
        .iter()
        .flat_map(|(_, q)| q.each_card().filter_map(|card| card.id.cloned()).collect::<Vec<_>>())
        .collect();
    let mut problems = Vec::new();
    for path in &folder.files {
        // A file that is no text has a finding of its own.
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Some(fixed) = content::add_missing_ids(&text, &deck.id, &taken) else { continue };
        if let Err(error) = replace_file(path, &fixed) {
            let message = format!("the ids could not be written: {error}");
            problems.push(Diagnostic::about_file(&path.display().to_string(), message, None));
            continue;
        }
        for question in content::read_file(fixed.as_bytes(), &deck.id, "").questions {
            taken.extend(question.each_card().filter_map(|card| card.id.cloned()));
        }
    }
    problems
}

/// Writes beside the file and renames over it: a full disk leaves the old text.
fn replace_file(path: &Path, text: &str) -> std::io::Result<()> {
    let target = fs::canonicalize(path)?;
    let fresh = target.with_extension("md.saving");
    let written = fs::write(&fresh, text)
        .and_then(|()| fs::set_permissions(&fresh, fs::metadata(&target)?.permissions()))
        .and_then(|()| fs::File::open(&fresh)?.sync_all())
        .and_then(|()| fs::rename(&fresh, &target));
    if written.is_err() {
        let _ = fs::remove_file(&fresh); // nothing of ours stays behind
    }
    written
}
