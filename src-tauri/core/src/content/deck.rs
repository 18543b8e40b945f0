//! A deck folder read: its questions, its interviews, and everything that is wrong with them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::diagnostic::{Diagnostic, Severity};
use super::folder::{DeckFolder, about, read_bytes};
use super::interview::Interview;
use super::interview_reader::read_interview;
use super::links::{Mention, check_media};
use super::manifest::Manifest;
use super::question::Question;
use super::reader::read_file;
use crate::domain::card::{CardId, DeckId};

/// A deck's questions and interviews.
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
    /// The questions in reading order, each with its file's index in `files`. Ids are unique:
    /// of several questions with one id only the first is here, and a diagnostic says so.
    pub questions: Vec<(usize, Question)>,
    /// The interviews in reading order, one for each of their files, each with its file's index
    /// in `files`. Ids are unique: of several interviews with one id only the first keeps it, and
    /// a diagnostic says so.
    pub interviews: Vec<(usize, Interview)>,
    /// What the texts point at, with the file's index; for [`super::check_links`].
    pub mentions: Vec<(usize, Mention)>,
    /// The folder's diagnostics, then each file's.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads every file of a deck.
#[must_use]
pub fn read_deck(folder: &DeckFolder) -> Deck {
    let mut deck = Deck {
        id: folder.id(),
        manifest: folder.manifest.clone(),
        folder: folder.path.clone(),
        is_override: folder.is_override,
        is_part: folder.is_part,
        files: Vec::new(),
        questions: Vec::new(),
        interviews: Vec::new(),
        mentions: Vec::new(),
        diagnostics: folder.diagnostics.clone(),
    };
    deck.read_questions(folder);
    deck.read_interviews(folder);
    deck
}

impl Deck {
    /// A file's bytes, and its index in `files`; a file that cannot be read is a diagnostic.
    fn open(&mut self, path: &Path) -> Option<(usize, String, Vec<u8>)> {
        let label = path.display().to_string();
        self.files.push(label.clone());
        match read_bytes(path) {
            Ok(bytes) => Some((self.files.len() - 1, label, bytes)),
            Err(message) => {
                self.diagnostics.push(about(path, message, None));
                None
            }
        }
    }

    fn note(&mut self, index: usize, diagnostics: Vec<Diagnostic>, mentions: Vec<Mention>) {
        self.diagnostics.extend(diagnostics);
        self.diagnostics.extend(check_media(&self.folder, &self.files[index], &mentions));
        self.mentions.extend(mentions.into_iter().map(|mention| (index, mention)));
    }

    fn read_questions(&mut self, folder: &DeckFolder) {
        let mut seen: HashMap<CardId, (usize, u32)> = HashMap::new();
        for path in &folder.files {
            let Some((index, label, bytes)) = self.open(path) else { continue };
            let reading = read_file(&bytes, &self.id, &label);
            self.note(index, reading.diagnostics, reading.mentions);
            for question in reading.questions {
                if let Some(id) = &question.id {
                    if let Some(&(file, line)) = seen.get(id) {
                        if file != index {
                            let first = &self.files[file];
                            self.diagnostics.push(Diagnostic {
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
                self.questions.push((index, question));
            }
        }
    }

    fn read_interviews(&mut self, folder: &DeckFolder) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for path in &folder.interviews {
            let Some((index, label, bytes)) = self.open(path) else { continue };
            let reading = read_interview(&bytes, &self.id, &label);
            self.note(index, reading.diagnostics, reading.mentions);
            let Some(mut interview) = reading.interview else { continue };
            if let Some(id) = interview.id.take() {
                if let Some(first) = seen.get(&id) {
                    let message =
                        format!("a second interview \"{id}\"; the first is in {}", self.files[*first]);
                    self.diagnostics.push(about(path, message, Some("give it an id of its own")));
                } else {
                    seen.insert(id.clone(), index);
                    interview.id = Some(id);
                }
            }
            self.interviews.push((index, interview));
        }
    }
}
