//! `deck.toml`: what a deck is called, and for whom it is.

use toml::de::DeTable;

use super::attributes::ID_HINT;
use super::diagnostic::{Diagnostic, Findings};
use super::keys::{Keys, not_toml};
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
            not_toml(&error, 0, findings);
            return None;
        }
    };
    let mut keys = Keys { table: &table, base: 0, findings };
    keys.unknown(&KNOWN, &[("license", "licence")]);
    if !format(&mut keys) {
        return None;
    }
    let id = id(&mut keys);
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

fn format(keys: &mut Keys<'_, '_>) -> bool {
    let Some(value) = keys.get("format") else {
        keys.findings.error(0, "no format", "write format = 1");
        return false;
    };
    let at = value.span().start;
    let number = value.get_ref().as_integer();
    let number = number.and_then(|n| i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok());
    match number {
        Some(FORMAT) => true,
        Some(newer) if newer > FORMAT => {
            let message = format!("format {newer} is newer than this program, which reads format {FORMAT}");
            keys.findings.error(at, message, "update Rehearse to read this deck");
            false
        }
        _ => {
            keys.findings.error(at, "not a format", "write format = 1");
            false
        }
    }
}

fn id(keys: &mut Keys<'_, '_>) -> Option<DeckId> {
    let (text, at) = keys.string("id")?;
    let id = DeckId::new(&text);
    if id.is_none() {
        keys.findings.error(at, format!("\"{text}\" is not an id"), ID_HINT);
    }
    id
}
