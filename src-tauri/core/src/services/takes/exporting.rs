//! Takes as files for others. What is to be written is asked of the store; the writing needs none, so
//! that the program can be used meanwhile.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use uuid::Uuid;

use super::keeping::sound_of;
use super::{Known, load};
use crate::audio;
use crate::error::{Error, IoContext, Result};
use crate::store::Store;

/// The form of an exported take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lossless, about half the size.
    Flac,
    /// Plays everywhere.
    Wav,
}

/// A take that is to be copied out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    sound: PathBuf,
    form: Form,
    name: String,
}

/// What it takes to copy a take out.
///
/// # Errors
/// [`Error::InvalidState`] when its sound is gone.
pub fn export(store: &Store, id: Uuid, form: Form) -> Result<Export> {
    let known = load(store, id)?;
    Ok(Export { sound: sound_of(store, &known)?, form, name: name_of(&known) })
}

impl Export {
    /// Writes the file, under a name that no file of the folder has, and returns it. When that fails
    /// nothing is left behind.
    ///
    /// # Errors
    /// When the take cannot be read, or the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<PathBuf> {
        fs::create_dir_all(folder).at("creating", folder)?;
        let ending = if self.form == Form::Flac { "flac" } else { "wav" };
        let (target, file) = reserve(folder, &self.name, ending)?;
        let written = self.write_into(file, &target, ending);
        if written.is_err() {
            let _ = fs::remove_file(&target); // half a take is no use; the error says why
        }
        written.map(|()| target)
    }

    fn write_into(&self, mut file: File, target: &Path, ending: &str) -> Result<()> {
        let is_same = self.sound.extension().is_some_and(|extension| extension == ending);
        match self.form {
            _ if is_same => {
                let mut sound = File::open(&self.sound).at("opening", &self.sound)?;
                let copied = io::copy(&mut sound, &mut file).and_then(|_| file.sync_all());
                copied.at("writing", target)
            }
            Form::Wav => audio::to_wav(&self.sound, file, target),
            Form::Flac => {
                audio::compress(&self.sound, target, &mut |_| {}, &AtomicBool::new(false)).map(drop)
            }
        }
    }
}

/// Makes an empty file under a name that no file of the folder has.
fn reserve(folder: &Path, name: &str, ending: &str) -> Result<(PathBuf, File)> {
    for number in 1..1_000 {
        let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
        let path = folder.join(format!("{name}{suffix}.{ending}"));
        match File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).at("writing", &path),
        }
    }
    Err(Error::InvalidState(format!("{} holds a thousand takes of this name", folder.display())))
}

/// What a take's file is called outside: when it was recorded and what was asked.
fn name_of(known: &Known) -> String {
    let recorded = known.recorded();
    let when = recorded.begun_at.to_datetime().map_or_else(
        || recorded.begun_at.at_ms.to_string(),
        |time| time.format("%Y-%m-%d %H.%M").to_string(),
    );
    let words: String =
        recorded.question.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = words.split_whitespace().take(8).collect();
    format!("{when} {}", words.join(" ")).chars().take(80).collect::<String>().trim_end().to_owned()
}
