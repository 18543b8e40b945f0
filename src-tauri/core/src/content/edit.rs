//! Changing one question in its file and nothing else.

use std::collections::HashSet;
use std::ops::Range;

use super::attributes::{HeadingLine, split_heading, stray_attributes};
use super::diagnostic::{Diagnostic, Findings};
use super::ids::{first_free, slug_of};
use super::lines::{LineIndex, is_blank};
use super::question::Question;
use super::reader::{decode, read_file, read_question};
use super::sections::{self, SliceKind};
use super::{blocks, markdown};
use crate::domain::card::{CardId, DeckId};

/// The label of the new text in diagnostics: its lines count from its own beginning.
const NEW_TEXT: &str = "the new text";

/// Replaces the lines of the `##` question that `card` is or belongs to. Every other byte of
/// the file stays, and the new lines end as the file's lines do.
///
/// # Errors
///
/// Says why, when the file is not UTF-8, has not exactly one such card, or the new text would
/// change the structure around it: it is not one `##` question with the same id, or leaves a
/// fence or comment open. Faults inside the question are not refused; reading it names them.
pub fn replace_question(
    file: &[u8],
    deck: &DeckId,
    card: &CardId,
    new_source: &str,
) -> Result<String, Vec<Diagnostic>> {
    let refuse = |message: String, hint: &str| vec![Diagnostic::about_file("the file", message, Some(hint))];
    let text = std::str::from_utf8(file)
        .map_err(|_| refuse("the file is not UTF-8".to_owned(), "save it as UTF-8 first"))?;
    let family = card.family();
    let reading = read_file(file, deck, "the file");
    let mut found = reading.questions.iter().filter(|question| question.id.as_ref() == Some(&family));
    let question = match (found.next(), found.next()) {
        (Some(question), None) => question,
        (None, _) => {
            return Err(refuse(format!("there is no card \"{family}\" in the file"), "it may have moved"));
        }
        (Some(_), Some(_)) => {
            return Err(refuse(
                format!("the file has two cards \"{family}\""),
                "give one of them another id",
            ));
        }
    };
    check_structure(new_source, deck, &family)?;
    let span = question.span.clone();
    let block = fit(&text[span.clone()], new_source, line_end(text));
    let changed = format!("{}{block}{}", &text[..span.start], &text[span.end..]);
    if !same_around(&reading.questions, &changed, deck, &family, text) {
        let hint = "look for an open fence, comment or list at its end";
        return Err(refuse("the new text would change the questions around it".to_owned(), hint));
    }
    Ok(changed)
}

/// Refuses a text that is not one whole question.
fn check_structure(new_source: &str, deck: &DeckId, family: &CardId) -> Result<(), Vec<Diagnostic>> {
    let decoded = decode(new_source.as_bytes());
    let (text, _) = decoded.body();
    let lines = LineIndex::new(text);
    let mut findings = Findings::default();
    let mut count = 0;
    for slice in sections::cut(text, 0).slices {
        match slice.kind {
            SliceKind::Question => {
                count += 1;
                if count == 2 {
                    findings.error(
                        slice.range.start,
                        "a second ## heading",
                        "one question at a time; a part is ###",
                    );
                }
            }
            SliceKind::Section => {
                findings.error(slice.range.start, "a # heading", "sections are not part of a question");
            }
            SliceKind::Preamble if is_blank(&text[slice.range.clone()]) => {}
            SliceKind::Preamble => {
                findings.error(
                    slice.range.start,
                    "text before the question",
                    "it begins with its ## heading",
                );
            }
        }
    }
    if count == 0 {
        findings.error(0, "no ## heading", "the heading is the question");
    }
    let mut ignored = Vec::new();
    let mut quiet = Findings::default();
    let mut notices = blocks::Notices { findings: &mut quiet, targets: &mut ignored };
    let scanned = blocks::scan(text, 0, None, &mut notices);
    for (offset, what) in scanned.structural {
        findings.error(offset, what, "it would change what the text around it is");
    }
    let mut diagnostics: Vec<_> = findings.0.into_iter().map(|f| lines.diagnostic(NEW_TEXT, f)).collect();
    if count == 1 {
        let question = read_question(text, deck, None, NEW_TEXT).questions.into_iter().next();
        let id = question.and_then(|question| question.id);
        if id.as_ref() != Some(family) {
            let message = match id {
                Some(other) => format!("the id became \"{other}\""),
                None => "the id is gone".to_owned(),
            };
            let hint = format!("keep {{#{}}}: it holds the progress", family.slug());
            diagnostics.push(Diagnostic::about_file(NEW_TEXT, message, Some(&hint)));
        }
    }
    if diagnostics.is_empty() { Ok(()) } else { Err(diagnostics) }
}

/// How the file ends its lines: as its first line does.
fn line_end(text: &str) -> &'static str {
    match text.find(['\r', '\n']) {
        Some(i) if text[i..].starts_with("\r\n") => "\r\n",
        Some(i) if text[i..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// The new text with the line ends of the file, and the blank lines that stood below the old.
fn fit(old: &str, new_source: &str, end: &str) -> String {
    let is_end = |c: char| c == '\n' || c == '\r' || c == ' ' || c == '\t';
    let new = new_source.strip_prefix('\u{FEFF}').unwrap_or(new_source);
    let new = new.replace("\r\n", "\n").replace('\r', "\n");
    let new = super::lines::trim_blank_lines(&new).trim_end_matches(is_end).replace('\n', end);
    let below = &old[old.trim_end_matches(is_end).len()..];
    // What trails on the last line of words is not below it.
    let below = below.find(['\r', '\n']).map_or("", |i| &below[i..]);
    format!("{new}{below}")
}

/// True when every other question still has its own bytes.
fn same_around(before: &[Question], changed: &str, deck: &DeckId, family: &CardId, text: &str) -> bool {
    let after = read_file(changed.as_bytes(), deck, "the file").questions;
    before.len() == after.len()
        && before.iter().zip(&after).all(|(old, new)| {
            let same_bytes = || text[old.span.clone()] == changed[new.span.clone()];
            old.id == new.id
                && old.section == new.section
                && (old.id.as_ref() == Some(family) || same_bytes())
        })
}

/// Writes an id on every card that has none: a slug of its heading's first words, different
/// from the ids of the file and from `taken` (those of the deck's other files). Only bytes of
/// headings' attributes change. `None` when there is nothing to do.
///
/// A heading whose id is there but not valid is left to its author.
#[must_use]
pub fn add_missing_ids(file: &str, deck: &DeckId, taken: &HashSet<CardId>) -> Option<String> {
    let questions = read_file(file.as_bytes(), deck, "").questions;
    let mut used: HashSet<String> = taken
        .iter()
        .filter(|id| id.deck() == *deck && id.parent().is_none())
        .map(|id| id.slug().to_owned())
        .collect();
    used.extend(questions.iter().filter_map(|q| q.id.as_ref()).map(|id| id.slug().to_owned()));
    let mut insertions: Vec<(usize, String)> = Vec::new();
    for question in &questions {
        if question.id.is_none() {
            let slug = first_free(&slug_of(&question.heading), |slug| used.contains(slug));
            insertions.extend(insertion(file, &question.span, &slug));
            used.insert(slug);
        }
        // A follow-up has no id either while its parent has none: ask its own line.
        let own_slug = |span: &Range<usize>| {
            let line = heading_line(file, span);
            let inside = split_heading(line).attributes.map(|range| &line[range])?;
            inside.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned)
        };
        let mut siblings: HashSet<String> =
            question.follow_ups.iter().filter_map(|follow_up| own_slug(&follow_up.span)).collect();
        for follow_up in question.follow_ups.iter().filter(|f| f.is_card() && f.id.is_none()) {
            let slug = first_free(&slug_of(&follow_up.heading), |slug| siblings.contains(slug));
            insertions.extend(insertion(file, &follow_up.span, &slug));
            siblings.insert(slug);
        }
    }
    if insertions.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(file.len() + insertions.len() * 32);
    let mut from = 0;
    for (at, text) in insertions {
        out.push_str(&file[from..at]);
        out.push_str(&text);
        from = at;
    }
    out.push_str(&file[from..]);
    Some(out)
}

fn heading_line<'f>(file: &'f str, span: &Range<usize>) -> &'f str {
    file[span.clone()].split(['\n', '\r']).next().unwrap_or_default()
}

/// Where and what to insert; `None` when the heading has an id already, or braces that a
/// person must look at.
fn insertion(file: &str, span: &Range<usize>, slug: &str) -> Option<(usize, String)> {
    let line = heading_line(file, span);
    let HeadingLine { text, attributes } = split_heading(line);
    match attributes {
        Some(inside) if line[inside.clone()].split_whitespace().any(|word| word.starts_with('#')) => None,
        Some(inside) if line[inside.clone()].trim().is_empty() => {
            Some((span.start + inside.start, format!("#{slug}")))
        }
        Some(inside) => {
            let space = if line[inside.start..].starts_with([' ', '\t']) { "" } else { " " };
            Some((span.start + inside.start, format!("#{slug}{space}")))
        }
        None if stray_attributes(&line[text.clone()]).is_some() => None,
        None => {
            debug_assert!(markdown::atx_level(line.trim_start()).is_some(), "spans begin with headings");
            Some((span.start + text.end, format!(" {{#{slug}}}")))
        }
    }
}
