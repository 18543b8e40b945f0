//! Finding deck folders and their files, without being led astray: no symbolic link out of
//! the root, no device or pipe, no file that cannot be read, is opened or passed over silently.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::diagnostic::Diagnostic;
use super::manifest::{Manifest, read_manifest};
use super::reader::decode;
use super::sections;
use crate::domain::card::DeckId;

/// The largest file that is read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

const MANIFEST: &str = "deck.toml";
const EDITS: &str = "edits.md";

/// A deck's folder: what there is to read.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckFolder {
    /// The folder, as the caller's root names it.
    pub path: PathBuf,
    /// `None` for an override, and where `deck.toml` cannot be read.
    pub manifest: Option<Manifest>,
    /// The `.md` files of questions, in name order.
    pub files: Vec<PathBuf>,
    /// The `.md` files whose front matter says `kind = "interview"`, in name order.
    pub interviews: Vec<PathBuf>,
    /// What is wrong with the folder and its `deck.toml`.
    pub diagnostics: Vec<Diagnostic>,
    /// No `deck.toml`, only `edits.md`: overrides questions of the deck whose id is the
    /// folder's name.
    pub is_override: bool,
    /// The root was one file: the deck's other files were not asked for.
    pub is_part: bool,
}

impl DeckFolder {
    /// The deck's id: the manifest's, else the folder's name where that is an id, else "deck".
    #[must_use]
    pub fn id(&self) -> DeckId {
        let name = || DeckId::new(self.path.file_name()?.to_str()?);
        let id = self.manifest.as_ref().map(|manifest| manifest.id.clone()).or_else(name);
        id.unwrap_or_else(|| DeckId::new("deck").expect("\"deck\" is a slug"))
    }
}

/// True for a file whose front matter says `kind = "interview"`.
#[must_use]
pub fn is_interview(bytes: &[u8]) -> bool {
    // Decks have no front matter: most files are told apart by their first bytes.
    let head = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    head.starts_with(b"+++")
        && sections::front_matter(decode(head).body().0).is_some_and(|f| is_interview_front_matter(f.toml))
}

pub(crate) fn is_interview_front_matter(toml: &str) -> bool {
    // A slip elsewhere in it does not make the file another kind of file.
    let (table, _) = DeTable::parse_recoverable(toml);
    table.get_ref().get("kind").and_then(|kind| kind.get_ref().as_str()) == Some("interview")
}

/// The decks of a root, in name order: a file, a deck, or a folder of decks. Markdown outside
/// a deck is ignored. The diagnostics beside them are about the root; each folder has its own.
#[must_use]
pub fn find_decks(root: &Path) -> (Vec<DeckFolder>, Vec<Diagnostic>) {
    let (folders, mut diagnostics) = decks_in(root);
    if folders.is_empty() && diagnostics.is_empty() {
        let hint = "a deck is a folder with a deck.toml and .md files";
        diagnostics.push(about(root, "there is no deck here".to_owned(), Some(hint)));
    }
    (folders, diagnostics)
}

/// The decks of a root, of which there may be none: the learner's own folder begins empty.
#[must_use]
pub fn decks_in(root: &Path) -> (Vec<DeckFolder>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut folders = Vec::new();
    match kind_of(root) {
        Err(message) => diagnostics.push(about(root, message, None)),
        Ok(Entry::File) => {
            let parent = match root.parent() {
                Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
                Some(parent) => parent,
                None => root,
            };
            if root.file_name().is_some_and(|name| name == MANIFEST) {
                return decks_in(parent);
            }
            folders.push(one_file(root, parent));
        }
        Ok(Entry::Folder) => match Fence::around(root) {
            Err(message) => diagnostics.push(about(root, message, None)),
            Ok(fence) => {
                if let Some(folder) = deck_folder(root, &fence) {
                    folders.push(folder);
                } else {
                    let (paths, mut problems) = entries(root, &fence);
                    diagnostics.append(&mut problems);
                    let is_folder = |path: &PathBuf| matches!(kind_of(path), Ok(Entry::Folder));
                    folders
                        .extend(paths.iter().filter(|p| is_folder(p)).filter_map(|p| deck_folder(p, &fence)));
                }
            }
        },
    }
    same_ids(&mut folders);
    (folders, diagnostics)
}

/// A file's bytes, when it is a plain file of a sensible size.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|e| format!("cannot be read: {e}"))?;
    if !metadata.is_file() {
        return Err("is not a plain file".to_owned());
    }
    let file = fs::File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_FILE_BYTES)).unwrap_or(0));
    // One byte more than allowed tells a file that has grown since.
    let mut limited = file.take(MAX_FILE_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(|e| format!("cannot be read: {e}"))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(format!("is larger than {} MB", MAX_FILE_BYTES / 1024 / 1024));
    }
    Ok(bytes)
}

pub(crate) fn about(path: &Path, message: String, hint: Option<&str>) -> Diagnostic {
    Diagnostic::about_file(&path.display().to_string(), message, hint)
}

enum Entry {
    File,
    Folder,
}

fn kind_of(path: &Path) -> Result<Entry, String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Entry::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Entry::File),
        Ok(_) => Err("is neither a file nor a folder".to_owned()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

/// The real folder that nothing may lead out of.
struct Fence(PathBuf);

impl Fence {
    fn around(root: &Path) -> Result<Self, String> {
        root.canonicalize().map(Self).map_err(|e| format!("cannot be read: {e}"))
    }

    fn holds(&self, path: &Path) -> Result<(), String> {
        let real = path.canonicalize().map_err(|e| format!("cannot be followed: {e}"))?;
        if real.starts_with(&self.0) {
            return Ok(());
        }
        Err("is a link that leads out of the folder, and was not followed".to_owned())
    }
}

/// The entries of a folder inside the fence, in name order, hidden ones aside.
fn entries(folder: &Path, fence: &Fence) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => return (Vec::new(), vec![about(folder, format!("cannot be read: {error}"), None)]),
    };
    let mut paths = Vec::new();
    for entry in listing {
        match entry {
            Ok(entry) if entry.file_name().to_string_lossy().starts_with('.') => {}
            Ok(entry) => paths.push(entry.path()),
            Err(error) => diagnostics.push(about(folder, format!("cannot be read: {error}"), None)),
        }
    }
    paths.sort();
    paths.retain(|path| match fence.holds(path) {
        Ok(()) => true,
        Err(message) => {
            diagnostics.push(about(path, message, None));
            false
        }
    });
    (paths, diagnostics)
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// The deck that a folder is: it has a `deck.toml`, or an `edits.md` alone.
fn deck_folder(path: &Path, fence: &Fence) -> Option<DeckFolder> {
    let has = |name: &str| path.join(name).symlink_metadata().is_ok();
    let is_override = !has(MANIFEST);
    if is_override && !has(EDITS) {
        return None;
    }
    let (paths, diagnostics) = entries(path, fence);
    let mut folder = DeckFolder {
        path: path.to_path_buf(),
        manifest: None,
        files: Vec::new(),
        interviews: Vec::new(),
        diagnostics,
        is_override,
        is_part: false,
    };
    for path in paths {
        if path.file_name().is_some_and(|name| name == MANIFEST) {
            folder.read_manifest(&path);
        } else if is_markdown(&path) && (!is_override || path.file_name().is_some_and(|name| name == EDITS)) {
            folder.add(path);
        }
    }
    Some(folder)
}

/// One file as a deck of its own, with the manifest beside it where there is one.
fn one_file(file: &Path, parent: &Path) -> DeckFolder {
    let mut folder = DeckFolder {
        path: parent.to_path_buf(),
        manifest: None,
        files: Vec::new(),
        interviews: Vec::new(),
        diagnostics: Vec::new(),
        is_override: false,
        is_part: true,
    };
    let manifest = parent.join(MANIFEST);
    if manifest.exists() {
        folder.read_manifest(&manifest);
    } else if file.file_name().is_some_and(|name| name == EDITS) {
        folder.is_override = true;
    } else {
        let mut diagnostic = about(file, "no deck.toml beside this file".to_owned(), None);
        diagnostic.severity = super::Severity::Warning;
        diagnostic.hint = Some("the deck's id is taken from the folder's name".to_owned());
        folder.diagnostics.push(diagnostic);
    }
    folder.add(file.to_path_buf());
    folder
}

impl DeckFolder {
    fn read_manifest(&mut self, path: &Path) {
        match read_bytes(path) {
            Ok(bytes) => {
                let (manifest, mut diagnostics) = read_manifest(&bytes, &path.display().to_string());
                self.manifest = manifest;
                self.diagnostics.append(&mut diagnostics);
            }
            Err(message) => self.diagnostics.push(about(path, message, None)),
        }
    }

    /// Sorts a Markdown file by its front matter. A file that cannot be read is kept among
    /// the files, where reading it says why.
    fn add(&mut self, path: PathBuf) {
        let is_plain = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let head = if is_plain { head(&path) } else { Vec::new() };
        if is_interview(&head) {
            self.interviews.push(path);
        } else {
            self.files.push(path);
        }
    }
}

/// The beginning of a file that has front matter, enough for all of it; of any other file three bytes.
fn head(path: &Path) -> Vec<u8> {
    const ENOUGH: u64 = 64 * 1024;
    let mut bytes = Vec::new();
    if let Ok(mut file) = fs::File::open(path) {
        // Errors are left to the reading of the whole file, which says what is wrong.
        let _ = file.by_ref().take(6).read_to_end(&mut bytes);
        if bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes).starts_with(b"+++") {
            let _ = file.take(ENOUGH).read_to_end(&mut bytes);
        }
    }
    bytes
}

fn same_ids(folders: &mut [DeckFolder]) {
    let mut first: HashMap<DeckId, PathBuf> = HashMap::new();
    for folder in folders.iter_mut() {
        let Some(manifest) = &folder.manifest else { continue };
        if let Some(other) = first.get(&manifest.id) {
            let message = format!("the deck id \"{}\" is taken by {}", manifest.id, other.display());
            let file = folder.path.join(MANIFEST);
            folder.diagnostics.push(about(&file, message, Some("give one of the two another id")));
        } else {
            first.insert(manifest.id.clone(), folder.path.clone());
        }
    }
}
