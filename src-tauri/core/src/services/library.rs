//! Bringing the index up to date from the deck files, reading only what changed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::xxh3_64;

use crate::content::{self, DeckFolder, Diagnostic, Question};
use crate::domain::card::{CardId, DeckId};
use crate::error::{IoContext, Result};
use crate::store::{IndexedDeck, IndexedFile, NewCard, NewFile, Store, Writer};

/// The learner's copy of shipped questions, in `decks/<deck-id>/`.
pub const EDITS: &str = "edits.md";

/// Where decks come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// The decks that came with the program.
    pub shipped: Option<PathBuf>,
    /// The learner's own.
    pub own: PathBuf,
}

/// What bringing the index up to date found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Files that were read.
    pub files_read: usize,
    /// Cards that were added, changed or removed.
    pub changed: Vec<String>,
    /// Findings that belong to no deck: a folder that cannot be read, a deck id found twice.
    pub diagnostics: Vec<Diagnostic>,
}

/// A deck's files on disk: its own, and the learner's copy of some of its questions.
struct Found {
    deck: IndexedDeck,
    files: Vec<(NewFile, PathBuf)>,
}

/// Reads the deck files that changed since the last time and brings the index up to date, in one
/// transaction. Without changes nothing is written.
///
/// # Errors
/// When SQLite refuses. A file that cannot be read is a diagnostic of its deck.
pub fn sync(store: &mut Store, sources: &Sources) -> Result<Synced> {
    let mut synced = Synced::default();
    let found = find(sources, &mut synced.diagnostics);
    let known_decks: HashMap<String, IndexedDeck> =
        store.indexed_decks()?.into_iter().map(|deck| (deck.id.clone(), deck)).collect();
    let mut known_files: HashMap<String, Vec<IndexedFile>> = HashMap::new();
    for file in store.indexed_files()? {
        known_files.entry(file.file.deck.clone()).or_default().push(file);
    }

    let order: Vec<String> = found.iter().map(|found| found.deck.id.clone()).collect();
    let mut work = Vec::new();
    for (position, found) in found.into_iter().enumerate() {
        let before = known_files.remove(&found.deck.id).unwrap_or_default();
        let deck_is_known = known_decks.get(&found.deck.id) == Some(&found.deck);
        if deck_is_known && same_files(&before, &found.files) {
            continue;
        }
        work.push((position, found, before));
    }
    let gone: BTreeSet<String> = known_decks.into_keys().filter(|id| !order.contains(id)).collect();
    if work.is_empty() && gone.is_empty() && known_files.is_empty() {
        return Ok(synced);
    }
    store.transaction(|writer| {
        // What is gone goes first: the same file may be another deck's now.
        for file in known_files.values().flatten() {
            synced.changed.extend(writer.remove_file(file.key)?);
        }
        for deck in gone.iter().chain(known_files.keys()) {
            writer.remove_deck(deck)?;
        }
        for (position, found, before) in &work {
            sync_deck(writer, *position, found, before, &mut synced)?;
        }
        writer.place_decks(order.iter().map(String::as_str))
    })?;
    synced.changed.sort_unstable();
    synced.changed.dedup();
    Ok(synced)
}

fn same_files(before: &[IndexedFile], now: &[(NewFile, PathBuf)]) -> bool {
    let known: HashMap<&str, &NewFile> =
        before.iter().map(|known| (&*known.file.path, &known.file)).collect();
    before.len() == now.len()
        && now.iter().all(|(file, _)| known.get(&*file.path).is_some_and(|known| is_same(known, file)))
}

/// The same file with the same stamp at the same place; what it says is not known before it is read.
fn is_same(known: &NewFile, found: &NewFile) -> bool {
    let NewFile { deck, path, size, modified_ns, rank, is_override, shadowed: _, diagnostics: _ } = found;
    (&known.deck, &known.path, &known.size, &known.modified_ns, &known.rank, &known.is_override)
        == (deck, path, size, modified_ns, rank, is_override)
}

fn sync_deck(
    writer: &mut Writer<'_>,
    position: usize,
    found: &Found,
    before: &[IndexedFile],
    synced: &mut Synced,
) -> Result<()> {
    writer.put_deck(&found.deck, u32::try_from(position).unwrap_or(u32::MAX))?;
    let paths: HashSet<&str> = found.files.iter().map(|(file, _)| &*file.path).collect();
    let gone: Vec<_> = before.iter().filter(|known| !paths.contains(&*known.file.path)).collect();
    for known in &gone {
        synced.changed.extend(writer.remove_file(known.key)?);
    }
    let Some(deck) = DeckId::new(&found.deck.id) else { return Ok(()) };
    // The learner's copies stand before the shipped questions, and of two questions with one id the
    // first counts, whichever of the files changed.
    let files = before.iter().map(|known| &known.file).chain(found.files.iter().map(|(file, _)| file));
    let depends = files.into_iter().any(|file| file.is_override || file.shadowed > 0);
    if depends || !sync_changed_files(writer, &deck, found, before, false, synced)? {
        sync_changed_files(writer, &deck, found, before, true, synced)?;
    }
    Ok(())
}

/// Reads the files of a deck that changed, or all of them. False when a changed file has a question
/// that an unread one has too, so that all must be read.
fn sync_changed_files(
    writer: &mut Writer<'_>,
    deck: &DeckId,
    found: &Found,
    before: &[IndexedFile],
    read_all: bool,
    synced: &mut Synced,
) -> Result<bool> {
    let unchanged = |file: &NewFile| {
        let known = before.iter().find(|known| known.file.path == file.path)?;
        let same = known.file.size == file.size && known.file.modified_ns == file.modified_ns;
        (same && !read_all).then_some(known)
    };
    let unread: HashSet<i64> =
        found.files.iter().filter_map(|(file, _)| Some(unchanged(file)?.key)).collect();
    let mut taken = HashMap::new();
    for (file, path) in &found.files {
        if let Some(known) = unchanged(file) {
            if known.file.rank != file.rank {
                writer.rank_file(known.key, file.rank)?;
            }
            continue;
        }
        let (questions, text, mut diagnostics) = read(path, deck, &file.path);
        synced.files_read += 1;
        let cards = cards_of(&questions, &text, file, &mut taken);
        diagnostics.extend(cards.twice);
        let file = NewFile { shadowed: cards.shadowed, diagnostics: to_json(&diagnostics), ..file.clone() };
        let key = writer.put_file(&file)?;
        if !unread.is_empty() {
            for card in &cards.cards {
                if writer.file_of(&card.id)?.is_some_and(|holder| unread.contains(&holder)) {
                    return Ok(false);
                }
            }
        }
        synced.changed.extend(writer.replace_cards(key, file.rank, &cards.cards)?);
        for (id, section, place) in &cards.copied {
            writer.stand_in_place(id, section.as_deref(), file.rank, *place)?;
        }
    }
    Ok(true)
}

fn read(path: &Path, deck: &DeckId, label: &str) -> (Vec<Question>, String, Vec<Diagnostic>) {
    let bytes = match content::folder::read_bytes(path) {
        Ok(bytes) => bytes,
        Err(problem) => {
            return (Vec::new(), String::new(), vec![Diagnostic::about_file(label, problem, None)]);
        }
    };
    if content::is_interview(&bytes) {
        return (Vec::new(), String::new(), Vec::new());
    }
    let reading = content::read_file(&bytes, deck, label);
    (reading.questions, String::from_utf8_lossy(&bytes).into_owned(), reading.diagnostics)
}

/// Where the question of an id stands that counts.
struct Holder {
    path: String,
    line: u32,
    is_override: bool,
}

/// What a file gives to its deck.
#[derive(Default)]
struct FileCards {
    cards: Vec<NewCard>,
    /// Questions that an earlier file has.
    shadowed: u32,
    /// What there is to say about those, unless they are the learner's own copies.
    twice: Vec<Diagnostic>,
    /// Where the questions stand of which the learner has a copy: section, and place in the file.
    copied: Vec<(CardId, Option<String>, u32)>,
}

/// The cards of a file; an id that an earlier file of the deck has is left to that file.
fn cards_of(
    questions: &[Question],
    text: &str,
    file: &NewFile,
    taken: &mut HashMap<CardId, Holder>,
) -> FileCards {
    let mut found = FileCards::default();
    let mut mains: HashSet<CardId> = HashSet::new();
    for question in questions {
        let source = text.get(question.span.clone()).unwrap_or_default();
        let main_was = question.was.as_ref();
        for card in question.each_card() {
            let Some(id) = card.id else { continue };
            if card.parent.is_some_and(|parent| !mains.contains(parent)) {
                continue;
            }
            if let Some(holder) = taken.get(id) {
                found.shadowed += 1;
                if holder.is_override {
                    let place = u32::try_from(found.cards.len()).unwrap_or(u32::MAX);
                    found.copied.push((id.clone(), question.section.clone(), place));
                }
                if !holder.is_override && holder.path != file.path {
                    found.twice.push(second(id, card.line, file, holder));
                }
                mains.remove(id);
                continue;
            }
            let holder = Holder { path: file.path.clone(), line: card.line, is_override: file.is_override };
            taken.insert(id.clone(), holder);
            if !card.is_follow_up {
                mains.insert(id.clone());
            }
            // A follow-up moves with its parent unless it says otherwise.
            let was = card.was.cloned().or_else(|| {
                main_was.filter(|_| card.parent.is_some()).and_then(|was| was.follow_up(id.slug()))
            });
            let heading_text = content::plain_text(card.heading);
            let parts = card.parts;
            let mut question_text = heading_text;
            for shown in parts.question.iter().chain(parts.choices.iter().map(|choice| &choice.text)) {
                question_text.push('\n');
                question_text.push_str(&content::plain_text(shown));
            }
            let mut answer_text = String::new();
            let rest =
                parts.answer.iter().chain(&parts.hint).chain(&parts.key_points).chain(&parts.common_mistakes);
            let rest = rest.chain(&parts.red_flags).chain(&parts.assessed).chain(&parts.notes);
            for hidden in rest.chain(parts.choices.iter().filter_map(|choice| choice.reason.as_ref())) {
                answer_text.push_str(&content::plain_text(hidden));
                answer_text.push('\n');
            }
            // A card changes when its question's text does: its siblings are shown with it.
            let revision = xxh3_64(source.as_bytes()).cast_signed() ^ i64::from(card.is_follow_up);
            found.cards.push(NewCard {
                id: id.clone(),
                was,
                ordinal: u32::try_from(found.cards.len()).unwrap_or(u32::MAX),
                line: card.line,
                kind: card.kind,
                level: card.level,
                minutes: card.minutes.map(f64::from),
                section: question.section.clone(),
                heading: card.heading.to_owned(),
                tags: card.tags.to_vec(),
                revision,
                source: (!card.is_follow_up).then(|| source.to_owned()),
                question_text,
                answer_text,
            });
        }
    }
    found
}

fn second(id: &CardId, line: u32, file: &NewFile, first: &Holder) -> Diagnostic {
    Diagnostic {
        line,
        ..Diagnostic::about_file(
            &file.path,
            format!("a second card \"{id}\"; the first is in {}:{}", first.path, first.line),
            Some("give it an id of its own"),
        )
    }
}

/// Every deck of the library with its files, in library order: shipped decks, then the learner's.
fn find(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let mut decks: Vec<Found> = Vec::new();
    let mut overrides: Vec<DeckFolder> = Vec::new();
    let roots = sources.shipped.iter().map(|root| (root, true)).chain([(&sources.own, false)]);
    for (root, shipped) in roots {
        if !root.is_dir() {
            continue;
        }
        let (folders, findings) = content::decks_in(root);
        diagnostics.extend(findings);
        for folder in folders {
            if folder.is_override && !shipped {
                overrides.push(folder);
                continue;
            }
            let Some(manifest) = &folder.manifest else {
                diagnostics.extend(folder.diagnostics);
                continue;
            };
            let id = manifest.id.to_string();
            if decks.iter().any(|known| known.deck.id == id) {
                let hint = Some("give this deck an id of its own in deck.toml");
                let message =
                    format!("the deck id \"{id}\" is taken by a deck found before; this one is left out");
                diagnostics.push(Diagnostic::about_file(
                    &folder.path.join("deck.toml").to_string_lossy(),
                    message,
                    hint,
                ));
                continue;
            }
            let files = folder.files.iter().enumerate().filter_map(|(rank, path)| {
                // Rank 0 is kept for the learner's copies.
                stamp(&id, path, rank + 1, false).map(|file| (file, path.clone()))
            });
            decks.push(Found {
                files: files.collect(),
                deck: IndexedDeck {
                    title: manifest.title.clone(),
                    language: manifest.language.clone(),
                    seniority: manifest.seniority.clone(),
                    description: manifest.description.clone(),
                    folder: folder.path.to_string_lossy().into_owned(),
                    shipped,
                    manifest: manifest_hash(&folder.path),
                    diagnostics: to_json(&folder.diagnostics),
                    id,
                },
            });
        }
    }
    for folder in overrides {
        let Some(id) = folder.path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        let path = folder.path.join(EDITS);
        match decks.iter_mut().find(|known| known.deck.id == id) {
            Some(deck) => deck.files.splice(0..0, stamp(&id, &path, 0, true).map(|file| (file, path))).for_each(drop),
            None => diagnostics.push(Diagnostic::about_file(
                &path.to_string_lossy(),
                format!("there is no deck \"{id}\" for these edits; they are kept"),
                Some("they count again when the deck comes back; to make them a deck of their own, add a deck.toml"),
            )),
        }
    }
    decks
}

fn stamp(deck: &str, path: &Path, rank: usize, is_override: bool) -> Option<NewFile> {
    let metadata = fs::metadata(path).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(NewFile {
        deck: deck.to_owned(),
        path: path.to_string_lossy().into_owned(),
        size: metadata.len(),
        modified_ns: i64::try_from(modified.as_nanos()).unwrap_or(i64::MAX),
        rank: u32::try_from(rank).unwrap_or(u32::MAX),
        is_override,
        shadowed: 0,
        diagnostics: "[]".to_owned(),
    })
}

fn manifest_hash(folder: &Path) -> i64 {
    xxh3_64(&fs::read(folder.join("deck.toml")).unwrap_or_default()).cast_signed()
}

/// The findings in the library's files, deck by deck, as they were when the files were last read.
///
/// # Errors
/// When SQLite cannot read.
pub fn findings(store: &Store) -> Result<HashMap<String, Vec<Diagnostic>>> {
    let mut found: HashMap<String, Vec<Diagnostic>> = HashMap::new();
    for deck in store.indexed_decks()? {
        found.entry(deck.id).or_default().extend(from_json(&deck.diagnostics));
    }
    for file in store.indexed_files()? {
        found.entry(file.file.deck).or_default().extend(from_json(&file.file.diagnostics));
    }
    Ok(found)
}

/// Findings as they are kept in the index.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    file: String,
    line: u32,
    column: u32,
    error: bool,
    message: String,
    hint: Option<String>,
}

fn to_json(diagnostics: &[Diagnostic]) -> String {
    /// A file of nonsense must not fill the index with complaints about it.
    const MOST_KEPT: usize = 200;
    let kept: Vec<Kept> = diagnostics
        .iter()
        .take(MOST_KEPT)
        .map(|d| Kept {
            file: d.file.clone(),
            line: d.line,
            column: d.column,
            error: d.severity == content::Severity::Error,
            message: d.message.clone(),
            hint: d.hint.clone(),
        })
        .collect();
    serde_json::to_string(&kept).expect("plain data always serialises")
}

fn from_json(json: &str) -> Vec<Diagnostic> {
    let kept: Vec<Kept> = serde_json::from_str(json).unwrap_or_default();
    kept.into_iter()
        .map(|k| Diagnostic {
            file: k.file,
            line: k.line,
            column: k.column,
            severity: if k.error { content::Severity::Error } else { content::Severity::Warning },
            message: k.message,
            hint: k.hint,
        })
        .collect()
}

/// The file of a deck's picture: only plain names under the deck's own `media/`, only a real file
/// inside the deck's folder.
#[must_use]
pub fn media_file(deck_folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    });
    if !plain || !path.starts_with("media") {
        return None;
    }
    let folder = deck_folder.canonicalize().ok()?;
    let file = folder.join(path).canonicalize().ok()?;
    (file.starts_with(folder.join("media")) && file.is_file()).then_some(file)
}

/// Reads a whole file of a deck as text.
pub(super) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).at("reading", path)
}
