//! Questions as canonical deck text. Reading what was printed gives the same values.
//!
//! A body cannot change the structure around it: headings that would build structure are
//! escaped, and an open block is closed. Values that come from the reader need neither.

use super::attributes::{is_tag, split_heading};
use super::diagnostic::Diagnostic;
use super::form::Form;
use super::lines::normalise;
use super::print_parts::print_parts;
use super::question::{FollowUp, Part, Parts, Question};
use super::reader::read_file;
use crate::domain::card::{CardId, CardKind, DeckId, Level};

/// The text of a file that holds these questions, with a `#` heading where the section
/// changes.
#[must_use]
pub fn print_questions(questions: &[Question]) -> String {
    let mut out = String::new();
    let mut section: Option<&str> = None;
    for question in questions {
        if question.section.as_deref() != section {
            section = question.section.as_deref();
            blank_line(&mut out);
            heading(&mut out, 1, section.unwrap_or_default(), &[]);
        }
        blank_line(&mut out);
        out.push_str(&print_question(question));
    }
    out
}

/// The text of one question, from its `##` heading on.
#[must_use]
pub fn print_question(question: &Question) -> String {
    let mut out = String::new();
    let attributes = Attributes {
        id: question.id.as_ref(),
        kind: question.kind,
        level: question.level,
        minutes: question.minutes,
        tags: &question.tags,
        shuffle: question.shuffle,
        was: question.was.as_ref(),
        parts: &question.parts,
    };
    heading(&mut out, 2, &question.heading, &attributes.words());
    print_body(Form::Questions, &mut out, &question.parts, &question.follow_ups);
    out
}

/// The parts of a question or turn, with its follow-ups before the notes.
pub(crate) fn print_body(form: Form, out: &mut String, parts: &Parts, follow_ups: &[FollowUp]) {
    let last = |part: Part| part == Part::Notes;
    print_parts(form, out, parts, 3, |part| !last(part));
    if !follow_ups.is_empty() {
        blank_line(out);
        heading(out, 3, Part::FollowUps.title(), &[]);
        for follow_up in follow_ups {
            print_follow_up(form, out, follow_up);
        }
    }
    print_parts(form, out, parts, 3, last);
}

/// Prints, reads back and compares.
///
/// # Errors
///
/// Says which question cannot be written so that it reads back as it is: its texts have more
/// blocks, boxes or braces in them than their place allows.
pub fn print_exact(questions: &[Question], deck: &DeckId, file: &str) -> Result<String, Vec<Diagnostic>> {
    let text = print_questions(questions);
    let read = read_file(text.as_bytes(), deck, file).questions;
    let mut problems = Vec::new();
    for (i, question) in questions.iter().enumerate() {
        let same = read
            .get(i)
            .is_some_and(|back| back.clone().without_positions() == question.clone().without_positions());
        if !same {
            let name = question.id.as_ref().map_or(question.heading.as_str(), CardId::as_str);
            let message = format!("\"{name}\" cannot be written as Markdown that reads back the same");
            let mut problem = Diagnostic::about_file(
                file,
                message,
                Some("look for headings, boxes or braces in its texts"),
            );
            problem.line = read.get(i).map_or(1, |back| back.line);
            problems.push(problem);
        }
    }
    if problems.is_empty() && read.len() != questions.len() {
        problems.push(Diagnostic::about_file(
            file,
            "the text would hold more questions than were given",
            None,
        ));
    }
    if problems.is_empty() { Ok(text) } else { Err(problems) }
}

fn print_follow_up(form: Form, out: &mut String, follow_up: &FollowUp) {
    blank_line(out);
    let attributes = Attributes {
        id: follow_up.id.as_ref(),
        kind: follow_up.kind,
        level: follow_up.level,
        minutes: follow_up.minutes,
        tags: &follow_up.tags,
        shuffle: follow_up.shuffle,
        was: follow_up.was.as_ref(),
        parts: &follow_up.parts,
    };
    // In an interview a follow-up is only asked, and has no attributes.
    let words = if form == Form::Questions { attributes.words() } else { Vec::new() };
    heading(out, 4, &follow_up.heading, &words);
    print_parts(form, out, &follow_up.parts, 5, |_| true);
}

struct Attributes<'a> {
    id: Option<&'a CardId>,
    kind: CardKind,
    level: Option<Level>,
    minutes: Option<f32>,
    tags: &'a [String],
    shuffle: bool,
    was: Option<&'a CardId>,
    parts: &'a Parts,
}

impl Attributes<'_> {
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.id.map(|id| format!("#{}", id.slug())));
        let is_implied = self.kind == CardKind::Open || !self.parts.choices.is_empty();
        if !is_implied {
            words.push(format!("kind={}", self.kind.as_str()));
        }
        words.extend(self.level.map(|level| format!("difficulty={}", level.as_str())));
        words.extend(self.minutes.map(|minutes| format!("minutes={minutes}")));
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).filter(|tag| is_tag(tag)).collect();
        if !tags.is_empty() {
            words.push(format!("tags={}", tags.join(",")));
        }
        if !self.shuffle {
            words.push("shuffle=no".to_owned());
        }
        words.extend(self.was.map(|was| format!("was={was}")));
        words
    }
}

/// Begins a new paragraph, unless nothing is written yet.
pub(crate) fn blank_line(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Writes a heading's line so that exactly `text` is read back.
pub(crate) fn heading(out: &mut String, level: usize, text: &str, attributes: &[String]) {
    let text = normalise(text).replace('\n', " ");
    let mut line = format!("{} {}", "#".repeat(level), text.trim());
    let is_read_whole = |line: &str| {
        let pieces = split_heading(line);
        pieces.attributes.is_none() && line[pieces.text] == *text.trim()
    };
    // A text that ends like a closing sequence gets one behind it.
    let ends_in_hashes = text.trim().ends_with('#');
    if ends_in_hashes && !is_read_whole(&line) {
        line.push_str(" ##");
    }
    if !attributes.is_empty() {
        line.push_str(&format!(" {{{}}}", attributes.join(" ")));
    } else if !is_read_whole(&line) {
        line.push_str(" {}"); // the text ends in braces of its own
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
