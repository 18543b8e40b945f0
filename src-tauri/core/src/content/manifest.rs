//! `deck.toml`: what a deck is called, and for whom it is.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Findings};
use super::lines::LineIndex;
use crate::domain::card::DeckId;

/// The format that this program reads.
pub const FORMAT: i64 = 1;

/// A deck's `deck.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Unique in the library.
    pub id: DeckId,
    /// What the library calls the deck.
    pub title: String,
    /// A BCP 47 tag such as "en"; empty when the file does not say.
    pub language: String,
    /// Whom the deck is for: "junior", "mid", "senior".
    pub seniority: Option<String>,
    /// A sentence or two; may be empty.
    pub description: String,
    /// The licence of the text; may be empty.
    pub licence: String,
}

/// Reads a `deck.toml`. No manifest without a valid `id` and a known `format`; any other
/// fault leaves a usable value.
#[must_use]
pub fn read_manifest(bytes: &[u8], file: &str) -> (Option<Manifest>, Vec<Diagnostic>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Err(error) => {
            let lossy = String::from_utf8_lossy(bytes);
            let mut findings = Findings::default();
            findings.error(error.valid_up_to(), "a byte that is not UTF-8", "save the file as UTF-8");
            return (None, place(&lossy, file, findings));
        }
    };
    let mut findings = Findings::default();
    let manifest = read(text, &mut findings);
    (manifest, place(text, file, findings))
}

fn place(text: &str, file: &str, mut findings: Findings) -> Vec<Diagnostic> {
    let lines = LineIndex::new(text);
    findings.0.sort_by_key(|finding| finding.offset);
    findings.0.into_iter().map(|finding| lines.diagnostic(file, finding)).collect()
}

fn read(text: &str, findings: &mut Findings) -> Option<Manifest> {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            findings.error(at, format!("not valid TOML: {message}"), "");
            return None;
        }
    };
    let mut keys = Keys { table: &table, findings };
    keys.unknown();
    if !keys.format() {
        return None;
    }
    let id = keys.id();
    let title = keys.required("title");
    let language = keys.required("language");
    let seniority = keys.optional("seniority");
    let description = keys.optional("description").unwrap_or_default();
    let licence = keys.optional("licence").unwrap_or_default();
    let id = id?;
    let title = if title.is_empty() { id.to_string() } else { title };
    Some(Manifest { id, title, language, seniority, description, licence })
}

const KNOWN: [&str; 7] = ["format", "id", "title", "language", "seniority", "description", "licence"];

struct Keys<'t, 'f> {
    table: &'t DeTable<'t>,
    findings: &'f mut Findings,
}

impl Keys<'_, '_> {
    fn unknown(&mut self) {
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !KNOWN.contains(&name) {
                let hint = if name == "license" {
                    "it is written licence".to_owned()
                } else {
                    format!("known: {}", KNOWN.join(", "))
                };
                self.findings.warning(key.span().start, format!("unknown key \"{name}\""), &hint);
            }
        }
    }

    fn get(&self, key: &str) -> Option<&Spanned<DeValue<'_>>> {
        self.table.get(key)
    }

    fn format(&mut self) -> bool {
        let Some(value) = self.get("format") else {
            self.findings.error(0, "no format", "write format = 1");
            return false;
        };
        let at = value.span().start;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok());
        match number {
            Some(FORMAT) => true,
            Some(newer) if newer > FORMAT => {
                let message =
                    format!("format {newer} is newer than this program, which reads format {FORMAT}");
                self.findings.error(at, message, "update Rehearse to read this deck");
                false
            }
            _ => {
                self.findings.error(at, "not a format", "write format = 1");
                false
            }
        }
    }

    fn id(&mut self) -> Option<DeckId> {
        let (text, span) = self.string("id")?;
        let id = DeckId::new(&text);
        if id.is_none() {
            let hint = "small letters a-z, digits, single hyphens between them";
            self.findings.error(span.start, format!("\"{text}\" is not an id"), hint);
        }
        id
    }

    fn string(&mut self, key: &str) -> Option<(String, Range<usize>)> {
        let Some(value) = self.get(key) else {
            self.findings.error(0, format!("no {key}"), &format!("write {key} = \"...\""));
            return None;
        };
        let span = value.span();
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.findings.error(span.start, format!("{key} is not a text"), "put it in quotes");
        }
        Some((text?, span))
    }

    fn required(&mut self, key: &str) -> String {
        let Some((text, span)) = self.string(key) else { return String::new() };
        if text.trim().is_empty() {
            self.findings.error(span.start, format!("{key} is empty"), "");
        }
        text
    }

    fn optional(&mut self, key: &str) -> Option<String> {
        self.get(key)?;
        self.string(key).map(|(text, _)| text)
    }
}
