//! Editing a question in its deck file: only its lines change. A shipped question is never
//! changed; the learner's copy of it, in `decks/<deck-id>/edits.md`, overrides it.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::content::{self, Diagnostic, Severity};
use crate::domain::card::CardId;
use crate::error::{Error, IoContext, OrNotFound, Result};
use crate::services::Stamp;
use crate::services::library::{EDITS, read_text};
use crate::services::study::study_day;
use crate::store::{FileEdit, IndexedCard, Store};

/// A question's text, to be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionText {
    /// The whole question's Markdown.
    pub text: String,
    /// Changes with the text; sent back when saving.
    pub revision: String,
    /// Where it will be written.
    pub path: PathBuf,
    /// It is a shipped question: a copy will be written.
    pub writes_copy: bool,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// False when errors refused it; nothing was written then.
    pub saved: bool,
    /// What is wrong or doubtful, with lines counted in the question's text.
    pub diagnostics: Vec<Diagnostic>,
}

/// The text of the question that a card belongs to.
///
/// # Errors
/// [`Error::NotFound`] for a card that no deck holds now.
pub fn question_text(store: &Store, id: &CardId) -> Result<QuestionText> {
    let card = store.card(id)?;
    let indexed = store.indexed_card(card.key)?;
    let (path, writes_copy) = target(store, &indexed);
    Ok(QuestionText {
        text: store.question_source(card.family)?,
        revision: revision(&indexed),
        path,
        writes_copy,
    })
}

/// A card's revision as it crosses to the interface.
#[must_use]
pub fn revision(indexed: &IndexedCard) -> String {
    format!("{:016x}", indexed.revision)
}

/// The file that an edit of a card changes, and whether it holds copies of shipped questions.
fn target(store: &Store, indexed: &IndexedCard) -> (PathBuf, bool) {
    if indexed.shipped && !indexed.is_override {
        (store.location().decks().join(indexed.id.deck().as_str()).join(EDITS), true)
    } else {
        (PathBuf::from(&indexed.path), indexed.is_override)
    }
}

/// Writes an edited question into its file. The caller brings the index up to date afterwards.
///
/// # Errors
/// [`Error::InvalidState`] when the question changed since it was read, [`Error::Io`] when the file
/// cannot be written; the file is then as it was.
pub fn save_question(
    store: &mut Store,
    stamp: Stamp,
    id: &CardId,
    text: &str,
    expected: &str,
) -> Result<Saved> {
    let card = store.card(id)?;
    let indexed = store.indexed_card(card.key)?;
    if revision(&indexed) != expected {
        return Err(changed_on_disk());
    }
    let main = id.family();
    let before = store.question_source(card.family)?;
    let (path, _) = target(store, &indexed);
    let in_file = if path.exists() { read_text(&path)? } else { String::new() };
    let held = question_in(&in_file, &main);
    // The index may not have heard yet of what another editor saved.
    let makes_copy = indexed.shipped && !indexed.is_override;
    if held.as_ref() != (!makes_copy).then_some(&before) {
        return Err(changed_on_disk());
    }

    if text == before {
        let diagnostics = content::read_question(text, &main.deck(), None, "the question").diagnostics;
        return Ok(Saved { saved: true, diagnostics });
    }

    // The text is judged in the place of the question that it replaces.
    let base = match &held {
        Some(_) => in_file,
        None => {
            let gap = if in_file.is_empty() || in_file.ends_with("\n\n") { "" } else { "\n" };
            format!("{in_file}{gap}{}\n", before.trim_end())
        }
    };
    let replaced = match content::replace_question(base.as_bytes(), &main.deck(), &main, text) {
        Ok(replaced) => replaced,
        Err(diagnostics) => return Ok(Saved { saved: false, diagnostics }),
    };
    let after = question_in(&replaced, &main).or_not_found("card", &main)?;
    let diagnostics = content::read_question(&after, &main.deck(), None, "the question").diagnostics;
    if diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return Ok(Saved { saved: false, diagnostics });
    }
    if held.as_deref() == Some(&*after) {
        return Ok(Saved { saved: true, diagnostics });
    }
    write_whole(&path, &replaced)?;
    let edit =
        FileEdit { path: path.to_string_lossy().into_owned(), card: main.to_string(), before: held, after };
    let today = study_day(store, stamp.now);
    store.transaction(|writer| writer.remember_edit(today, &edit))?;
    Ok(Saved { saved: true, diagnostics })
}

fn changed_on_disk() -> Error {
    Error::InvalidState(
        "the question changed on disk since you began to edit it; copy your text, close this and edit again"
            .to_owned(),
    )
}

/// Takes the learner's copy of a shipped question away, so that the shipped one counts again.
///
/// # Errors
/// [`Error::InvalidState`] for a question that has no copy.
pub fn restore_original(store: &mut Store, stamp: Stamp, id: &CardId) -> Result<()> {
    let card = store.card(id)?;
    let indexed = store.indexed_card(card.key)?;
    if !indexed.is_override {
        return Err(Error::InvalidState("this question has no changed copy".to_owned()));
    }
    let path = PathBuf::from(&indexed.path);
    let text = read_text(&path)?;
    let span = span_in(&text, &id.family()).or_not_found("card", id)?;
    let before = text[span.clone()].to_owned();
    remove_span(&path, &text, span)?;
    let edit = FileEdit {
        path: indexed.path,
        card: id.family().to_string(),
        before: Some(before),
        after: String::new(),
    };
    let today = study_day(store, stamp.now);
    store.transaction(|writer| writer.remember_edit(today, &edit))
}

/// Takes an edit back; the question must still be as the edit left it.
pub(super) fn take_back(edit: &FileEdit) -> Result<CardId> {
    let card = CardId::new(&edit.card).or_not_found("card", &edit.card)?;
    let path = Path::new(&edit.path);
    let text = if path.exists() { read_text(path)? } else { String::new() };
    let changed_since = || {
        let file = path.display();
        Error::InvalidState(format!("{file} has changed since that edit, so it cannot be undone here"))
    };
    let held = span_in(&text, &card);
    // Blank lines below belong to what stands there: another question may have been added since.
    let as_left = |span: &Range<usize>| text[span.clone()].trim_end() == edit.after.trim_end();
    match &edit.before {
        // The copy of a shipped question was taken away: there must be no other by now.
        Some(before) if edit.after.is_empty() => {
            if held.is_some() {
                return Err(changed_since());
            }
            let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
            write_whole(path, &format!("{text}{gap}{before}"))?;
        }
        Some(before) => {
            let span = held.filter(as_left).ok_or_else(changed_since)?;
            let (block, below) = if text[span.clone()] == edit.after {
                (&**before, span.end)
            } else {
                (before.trim_end(), span.start + edit.after.trim_end().len())
            };
            write_whole(path, &format!("{}{block}{}", &text[..span.start], &text[below..]))?;
        }
        None => remove_span(path, &text, held.filter(as_left).ok_or_else(changed_since)?)?,
    }
    Ok(card)
}

/// A question's lines in a file's text.
fn question_in(text: &str, card: &CardId) -> Option<String> {
    Some(text[span_in(text, card)?].to_owned())
}

fn span_in(text: &str, card: &CardId) -> Option<Range<usize>> {
    let reading = content::read_file(text.as_bytes(), &card.deck(), "");
    let question = reading.questions.into_iter().find(|question| question.id.as_ref() == Some(card))?;
    text.get(question.span.clone()).map(|_| question.span)
}

fn remove_span(path: &Path, text: &str, span: Range<usize>) -> Result<()> {
    let rest = format!("{}{}", &text[..span.start], &text[span.end..]);
    if rest.trim().is_empty() {
        return fs::remove_file(path).at("removing", path);
    }
    write_whole(path, &rest)
}

/// Replaces a file's text as a whole: another file is written beside it and renamed over it, so that
/// a full disk or a crash leaves the old text.
fn write_whole(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).at("creating", folder)?;
    // A symlink is followed to the file that it names, as an editor would.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let fresh = target.with_file_name(format!(".{name}.saving"));
    let written = (|| {
        let mut file = fs::File::create(&fresh)?;
        if let Ok(metadata) = fs::metadata(&target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &target)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&fresh); // nothing of ours stays behind; the error says why
    }
    written.at("writing", path)
}
