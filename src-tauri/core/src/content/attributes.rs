//! A heading's line: its text, and the metadata in the braces behind it.

use std::ops::Range;

use super::diagnostic::Findings;
use super::lines::is_space;
use crate::domain::card::{CardId, CardKind, Level, is_valid_slug};

/// Where the pieces of a heading's line are, in bytes of the line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HeadingLine {
    /// The text, without hashes and attributes.
    pub(crate) text: Range<usize>,
    /// What is inside the braces.
    pub(crate) attributes: Option<Range<usize>>,
}

fn trim(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_space).len());
    let end =
        range.end - (text.len() - text.trim_end_matches(|c| is_space(c) || c == '\r' || c == '\n').len());
    start..end.max(start)
}

/// Drops the closing sequence of `## heading ##`.
fn strip_closing(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let before = text.trim_end_matches('#');
    if before.is_empty() || (before.len() < text.len() && before.ends_with(is_space)) {
        return trim(line, range.start..range.start + before.len());
    }
    range
}

/// Takes a heading's line apart. As in pulldown-cmark, the braces are the last ones of the
/// line and hold no brace, backslash or angle bracket; an escaped brace is text.
pub(crate) fn split_heading(line: &str) -> HeadingLine {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let hashes = line[indent..].bytes().take_while(|&b| b == b'#').count();
    let text = strip_closing(line, trim(line, indent + hashes..line.len()));
    let attributes = line[text.clone()].strip_suffix('}').and_then(|rest| {
        let open = rest.rfind(['{', '}', '<', '>', '\\'])?;
        let slashes = rest[..open].bytes().rev().take_while(|&b| b == b'\\').count();
        (rest.as_bytes()[open] == b'{' && slashes % 2 == 0)
            .then_some(text.start + open + 1..text.start + rest.len())
    });
    match attributes {
        Some(inside) => {
            let text = trim(line, text.start..inside.start - 1);
            HeadingLine { text: strip_closing(line, text), attributes: Some(inside) }
        }
        None => HeadingLine { text, attributes: None },
    }
}

/// Where `{#id ...}` stands before the heading's end, as in `## Text {#id} more`.
pub(crate) fn stray_attributes(text: &str) -> Option<usize> {
    let open = text.find("{#")?;
    if text[..open].matches('`').count() % 2 == 1 {
        return None;
    }
    let end = open + text[open..].find('}')?;
    let id = text[open + 2..end].split(is_space).next()?;
    is_valid_slug(id).then_some(open)
}

/// Whose heading the braces stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// A question, or a follow-up of one.
    Card,
    /// A stage of an interview.
    Stage,
    /// A follow-up in an interview.
    Probe,
}

/// What the braces of a question, follow-up or stage say.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Attributes {
    pub(crate) id: Option<String>,
    /// An id was written, valid or not: writing another would not help.
    pub(crate) has_id: bool,
    pub(crate) kind: Option<CardKind>,
    pub(crate) level: Option<Level>,
    pub(crate) minutes: Option<f32>,
    pub(crate) tags: Vec<String>,
    pub(crate) shuffle: Option<bool>,
    /// The id and its offset.
    pub(crate) was: Option<(CardId, usize)>,
    /// The card that a stage asks, as written, and its offset.
    pub(crate) ask: Option<(String, usize)>,
    /// Minutes were written on a stage, valid or not.
    pub(crate) has_minutes: bool,
}

/// What an id is made of.
pub(crate) const ID_HINT: &str = "small letters a-z, digits, single hyphens between them";

/// The longest time that an answer, a stage or an interview may be given: an 8 hour day.
pub(crate) const MAX_MINUTES: f32 = 480.0;

/// Reads what is inside the braces; `offset` is where `inside` begins.
pub(crate) fn read_attributes(
    bearer: Bearer,
    inside: &str,
    offset: usize,
    findings: &mut Findings,
) -> Attributes {
    let mut out = Attributes::default();
    if bearer == Bearer::Probe {
        if !inside.trim().is_empty() {
            let hint = "it is asked in its interview and never scheduled: remove them";
            findings.error(offset, "attributes on a follow-up of an interview", hint);
        }
        return out;
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut at = 0;
    for token in inside.split(is_space) {
        let here = offset + at;
        at += token.len() + 1;
        if token.is_empty() {
            continue;
        }
        if let Some(id) = token.strip_prefix('#') {
            if out.has_id {
                findings.error(here, format!("a second id \"{id}\""), "a heading has one id");
            } else if is_valid_slug(id) {
                out.id = Some(id.to_owned());
            } else {
                findings.error(here, format!("\"{id}\" is not an id"), ID_HINT);
            }
            out.has_id = true;
        } else if let Some((key, value)) = token.split_once('=') {
            if seen.contains(&key) {
                findings.error(here, format!("a second {key}="), "each key counts once; the first is used");
                continue;
            }
            seen.push(key);
            match bearer {
                Bearer::Stage => out.set_of_stage(key, value, here, findings),
                _ => out.set(key, value, here, findings),
            }
        } else {
            findings.error(
                here,
                format!("\"{token}\" is not an attribute"),
                "write {#id key=value}, without spaces around =; for braces in the text write \\{",
            );
        }
    }
    out
}

impl Attributes {
    fn set(&mut self, key: &str, value: &str, here: usize, findings: &mut Findings) {
        let mut bad =
            |wanted: &str| findings.error(here, format!("{key}={value} is not a value of {key}"), wanted);
        match key {
            "kind" => match CardKind::parse(value) {
                Some(kind) => self.kind = Some(kind),
                None => bad("open, choice, code or behavioural"),
            },
            "difficulty" => match Level::parse(value) {
                Some(level) => self.level = Some(level),
                None => bad("easy, medium or hard"),
            },
            "minutes" => match parse_minutes(value) {
                Some(minutes) => self.minutes = Some(minutes),
                None => bad("a number of minutes, such as 3 or 1.5"),
            },
            "shuffle" => match value {
                "yes" => self.shuffle = Some(true),
                "no" => self.shuffle = Some(false),
                _ => bad("yes or no"),
            },
            "was" => match CardId::new(value) {
                Some(id) => self.was = Some((id, here)),
                None => bad("the whole former id: deck/card or deck/card/follow-up"),
            },
            "tags" => {
                for tag in value.split(',') {
                    if !is_tag(tag) {
                        findings.error(
                            here,
                            format!("\"{tag}\" is not a tag"),
                            "tags=one,two without spaces, quotes or braces",
                        );
                    } else if self.tags.iter().any(|known| known == tag) {
                        findings.warning(here, format!("the tag \"{tag}\" twice"), "");
                    } else {
                        self.tags.push(tag.to_owned());
                    }
                }
            }
            "ask" => findings.error(here, "ask= belongs to the stages of an interview", "remove it"),
            _ => findings.error(
                here,
                format!("unknown key \"{key}\""),
                "known: kind, difficulty, minutes, tags, shuffle, was",
            ),
        }
    }
}

impl Attributes {
    fn set_of_stage(&mut self, key: &str, value: &str, here: usize, findings: &mut Findings) {
        let mut bad =
            |wanted: &str| findings.error(here, format!("{key}={value} is not a value of {key}"), wanted);
        match key {
            "minutes" => {
                self.has_minutes = true;
                self.minutes = parse_minutes(value);
                if self.minutes.is_none() {
                    bad("a number of minutes, such as 3 or 1.5");
                }
            }
            "ask" => self.ask = Some((value.to_owned(), here)),
            "kind" => match CardKind::parse(value) {
                Some(CardKind::Behavioural) => self.kind = Some(CardKind::Behavioural),
                _ => bad("a stage has kind=behavioural or none"),
            },
            "difficulty" | "tags" | "shuffle" | "was" => {
                let hint = "a stage has #id, minutes, ask and kind=behavioural";
                findings.error(here, format!("{key}= belongs to cards"), hint);
            }
            _ => {
                findings.error(here, format!("unknown key \"{key}\""), "known in a stage: minutes, ask, kind")
            }
        }
    }
}

/// True for what can stand between the commas of `tags=`.
pub(crate) fn is_tag(tag: &str) -> bool {
    !tag.is_empty()
        && !tag.chars().any(|c| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, ',' | '"' | '\'' | '`' | '{' | '}' | '<' | '>' | '\\')
        })
}

fn parse_minutes(value: &str) -> Option<f32> {
    let plain = value.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value.ends_with(|c: char| c.is_ascii_digit());
    let minutes: f32 = plain.then(|| value.parse().ok()).flatten()?;
    (minutes > 0.0 && minutes <= MAX_MINUTES).then_some(minutes)
}
