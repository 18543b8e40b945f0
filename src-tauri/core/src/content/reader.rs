//! Reading deck files: bytes in, questions and diagnostics out. Never fails as a whole.

use std::borrow::Cow;
use std::collections::HashMap;

use super::assemble::{Context, read_slice};
use super::attributes::split_heading;
use super::blocks::{self, Notices};
use super::diagnostic::{Diagnostic, Findings};
use super::folder::is_interview_front_matter;
use super::lines::LineIndex;
use super::links::{Mention, Target};
use super::question::Question;
use super::sections::{self, Slice, SliceKind};
use crate::domain::card::DeckId;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileReading {
    /// The questions, in the file's order. Ids may repeat; a diagnostic says so.
    pub questions: Vec<Question>,
    /// What is wrong, in the file's order.
    pub diagnostics: Vec<Diagnostic>,
    /// What the text points at; [`super::check_links`] looks whether it is there.
    pub mentions: Vec<Mention>,
}

/// Reads a file of questions. `file` is the label for diagnostics.
///
/// Bytes that are not UTF-8 are reported and read as U+FFFD; spans then count the text with
/// these replacements. A file of an interview gives nothing, quietly: [`super::read_interview`]
/// reads it.
#[must_use]
pub fn read_file(bytes: &[u8], deck: &DeckId, file: &str) -> FileReading {
    let decoded = decode(bytes);
    let (text, shift) = decoded.body();
    let lines = LineIndex::new(text);
    let mut findings = decoded.faults();
    let start = match sections::front_matter(text) {
        Some(front) if is_interview_front_matter(front.toml) => return FileReading::default(),
        Some(front) => {
            let message = "front matter in a file of questions has no meaning";
            findings.warning(0, message, "only interviews have it: kind = \"interview\"");
            front.end
        }
        None => {
            open_front_matter(text, &mut findings);
            0
        }
    };
    let mut reading = read_text(text, start, shift, deck, None, file, &lines, findings);
    duplicate_ids(&reading.questions, file, &mut reading.diagnostics);
    reading.diagnostics.sort_by_key(|d| (d.line, d.column));
    reading
}

/// Reads the slice of one `##` question alone, as an editor holds it: the same value as in
/// its file, but for spans and lines, which count from the slice's beginning.
#[must_use]
pub fn read_question(source: &str, deck: &DeckId, section: Option<&str>, file: &str) -> FileReading {
    let text = one_line_end(source);
    let lines = LineIndex::new(&text);
    let mut reading = read_text(&text, 0, 0, deck, section, file, &lines, Findings::default());
    reading.diagnostics.sort_by_key(|d| (d.line, d.column));
    reading
}

/// A file's bytes as text.
pub(crate) struct Decoded<'b> {
    text: Cow<'b, str>,
    first_bad_byte: Option<usize>,
}

impl Decoded<'_> {
    /// The text after the byte order mark, and the mark's length.
    pub(crate) fn body(&self) -> (&str, usize) {
        self.text.strip_prefix('\u{FEFF}').map_or((&*self.text, 0), |body| (body, '\u{FEFF}'.len_utf8()))
    }

    /// What no text should hold, at offsets of the body.
    pub(crate) fn faults(&self) -> Findings {
        let (text, shift) = self.body();
        let mut findings = Findings::default();
        if let Some(offset) = self.first_bad_byte {
            let hint = "save the file as UTF-8";
            findings.error(offset.saturating_sub(shift), "a byte that is not UTF-8", hint);
        }
        if let Some(offset) = text.find('\0') {
            findings.error(offset, "a NUL character", "remove it; it is read as \u{FFFD}");
        }
        findings
    }
}

/// Names front matter that has no end; without an end it is no front matter.
pub(crate) fn open_front_matter(text: &str, findings: &mut Findings) {
    if text.lines().next().is_some_and(|line| line.trim_end() == "+++") {
        findings.error(0, "front matter that is never closed", "close it with a line +++");
    }
}

/// Findings and targets with their lines and columns, in the file's order.
pub(crate) fn place(
    mut findings: Findings,
    mut targets: Vec<(usize, Target)>,
    file: &str,
    lines: &LineIndex<'_>,
) -> (Vec<Diagnostic>, Vec<Mention>) {
    targets.sort_by_key(|(offset, _)| *offset);
    let mentions = targets.into_iter().map(|(offset, kind)| {
        let (line, column) = lines.place(offset);
        Mention { kind, line, column }
    });
    let mentions = mentions.collect();
    findings.0.sort_by_key(|finding| finding.offset);
    (findings.0.into_iter().map(|finding| lines.diagnostic(file, finding)).collect(), mentions)
}

/// Bytes as text of the same length, bad bytes aside.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (text, first_bad_byte) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
    };
    let text = match text {
        Cow::Borrowed(text) => one_line_end(text),
        Cow::Owned(text) => Cow::Owned(one_line_end(&text).into_owned()),
    };
    Decoded { text, first_bad_byte }
}

/// A lone carriage return ends a line in Markdown, but pulldown-cmark does not always agree
/// with itself about it. A line feed has the same length, so offsets stay true.
fn one_line_end(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
    if !text.contains('\r') || !(0..bytes.len()).any(lone) {
        return Cow::Borrowed(text);
    }
    let ends = text.char_indices().map(|(i, c)| if c == '\r' && lone(i) { '\n' } else { c });
    Cow::Owned(ends.collect())
}

#[allow(clippy::too_many_arguments)] // the two public readers differ in exactly these
fn read_text(
    text: &str,
    start: usize,
    shift: usize,
    deck: &DeckId,
    section: Option<&str>,
    file: &str,
    lines: &LineIndex<'_>,
    mut findings: Findings,
) -> FileReading {
    let cut = sections::cut(text, start);
    let context = Context { text, shift, deck, lines, labels: &cut.labels };
    let mut targets: Vec<(usize, Target)> = Vec::new();
    let mut section = section.map(str::to_owned);
    let mut questions = Vec::new();
    for Slice { kind, range } in cut.slices {
        let mut notices = Notices { findings: &mut findings, targets: &mut targets };
        match kind {
            SliceKind::Question => {
                questions.push(read_slice(&context, range, section.as_deref(), &mut notices));
            }
            SliceKind::Section => section = read_section(text, range, &mut notices),
            SliceKind::Preamble => {
                let blocks = blocks::scan(&text[range.clone()], range.start, None, &mut notices);
                if let Some(first) = blocks.blocks.first() {
                    let at = range.start + first.start;
                    notices.findings.error(at, "text before the first question", "a question begins with ##");
                }
            }
        }
    }
    let (diagnostics, mentions) = place(findings, targets, file, lines);
    FileReading { questions, diagnostics, mentions }
}

/// The heading of a section; an empty one ends the section before.
fn read_section(text: &str, range: std::ops::Range<usize>, notices: &mut Notices<'_>) -> Option<String> {
    let source = &text[range.clone()];
    let blocks = blocks::scan(source, range.start, None, notices);
    let line = source.split_inclusive('\n').next().unwrap_or_default();
    let pieces = split_heading(line);
    if pieces.attributes.is_some() {
        notices.findings.error(
            range.start,
            "attributes on a section",
            "they belong to questions and follow-ups",
        );
    }
    if let Some(stray) = blocks.blocks.get(1) {
        let at = range.start + stray.start;
        notices.findings.warning(at, "text of a section is not shown", "a question begins with ##");
    }
    let heading = blocks.text(pieces.text);
    if heading.is_empty() {
        notices.findings.warning(range.start, "a section without a name", "");
    }
    (!heading.is_empty()).then_some(heading)
}

fn duplicate_ids(questions: &[Question], file: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for question in questions {
        let Some(id) = &question.id else { continue };
        if let Some(first) = seen.get(id.as_str()) {
            let mut diagnostic = Diagnostic::about_file(
                file,
                format!("a second card \"{id}\"; the first is on line {first}"),
                Some("give it an id of its own"),
            );
            diagnostic.line = question.line;
            diagnostics.push(diagnostic);
        } else {
            seen.insert(id.as_str(), question.line);
        }
    }
}
