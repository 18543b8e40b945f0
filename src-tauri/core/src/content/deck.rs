//! A deck folder read: its questions, and everything that is wrong with them.

use std::collections::HashMap;
use std::path::PathBuf;

use super::diagnostic::{Diagnostic, Severity};
use super::folder::{DeckFolder, about, read_bytes};
use super::links::{Mention, check_media};
use super::manifest::Manifest;
use super::question::Question;
use super::reader::read_file;
use crate::domain::card::{CardId, DeckId};

/// A deck's questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// The manifest's id, else the folder's name ([`DeckFolder::id`]).
    pub id: DeckId,
    /// What `deck.toml` says.
    pub manifest: Option<Manifest>,
    /// The folder.
    pub folder: PathBuf,
    /// No `deck.toml`, only `edits.md`.
    pub is_override: bool,
    /// Only one of its files was read.
    pub is_part: bool,
    /// The labels of the files read, as diagnostics name them.
    pub files: Vec<String>,
    /// How many files of interviews the folder holds.
    pub interviews: usize,
    /// The questions in reading order, each with its file's index in `files`. Ids are unique:
    /// of several questions with one id only the first is here, and a diagnostic says so.
    pub questions: Vec<(usize, Question)>,
    /// What the texts point at, with the file's index; for [`super::check_links`].
    pub mentions: Vec<(usize, Mention)>,
    /// The folder's diagnostics, then each file's.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads every file of a deck.
#[must_use]
pub fn read_deck(folder: &DeckFolder) -> Deck {
    let id = folder.id();
    let mut deck = Deck {
        id: id.clone(),
        manifest: folder.manifest.clone(),
        folder: folder.path.clone(),
        is_override: folder.is_override,
        is_part: folder.is_part,
        files: Vec::new(),
        interviews: folder.interviews.len(),
        questions: Vec::new(),
        mentions: Vec::new(),
        diagnostics: folder.diagnostics.clone(),
    };
    let mut seen: HashMap<CardId, (usize, u32)> = HashMap::new();
    for path in &folder.files {
        let label = path.display().to_string();
        let index = deck.files.len();
        deck.files.push(label.clone());
        let bytes = match read_bytes(path) {
            Ok(bytes) => bytes,
            Err(message) => {
                deck.diagnostics.push(about(path, message, None));
                continue;
            }
        };
        let reading = read_file(&bytes, &id, &label);
        deck.diagnostics.extend(reading.diagnostics);
        deck.diagnostics.extend(check_media(&folder.path, &label, &reading.mentions));
        deck.mentions.extend(reading.mentions.into_iter().map(|mention| (index, mention)));
        for question in reading.questions {
            if let Some(id) = &question.id {
                if let Some(&(file, line)) = seen.get(id) {
                    if file != index {
                        let first = &deck.files[file];
                        deck.diagnostics.push(Diagnostic {
                            file: label.clone(),
                            line: question.line,
                            column: 1,
                            severity: Severity::Error,
                            message: format!("a second card \"{id}\"; the first is in {first}:{line}"),
                            hint: Some("give it an id of its own".to_owned()),
                        });
                    }
                    continue;
                }
                seen.insert(id.clone(), (index, question.line));
            }
            deck.questions.push((index, question));
        }
    }
    deck
}
