//! Settings of this machine: local rows, never part of the log.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::services::{Stamp, options};
use crate::store::Store;

/// The row that holds them.
const NAME: &str = "settings";

/// What this machine looks and feels like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// "system", "light" or "dark".
    pub theme: String,
    /// Size of all text, percent.
    pub text_percent: u32,
    /// Whether single keys act.
    pub single_keys: bool,
    /// Whether an interview's half time, last two minutes and end are announced.
    pub announce_time: bool,
    /// Whether an interviewer's words are read aloud.
    pub speak_questions: bool,
    /// Whether answers in interviews are recorded.
    pub record_interviews: bool,
    /// The microphone to use, by id; `None` for the system's default.
    pub microphone: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "system".to_owned(),
            text_percent: 100,
            single_keys: true,
            announce_time: true,
            speak_questions: false,
            record_interviews: false,
            microphone: None,
        }
    }
}

/// The settings; defaults where none were kept, or where they cannot be read.
///
/// # Errors
/// When SQLite cannot read.
pub fn settings(store: &Store) -> Result<Settings> {
    let kept = store.local_value(NAME)?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Keeps the settings, and the hour at which a study day begins, which is an event of the log.
///
/// # Errors
/// [`Error::InvalidInput`] for a value out of its range; nothing is kept then.
pub fn set_settings(store: &mut Store, stamp: Stamp, settings: &Settings, rollover_hour: u8) -> Result<()> {
    if !(80..=200).contains(&settings.text_percent) {
        return Err(Error::InvalidInput("the size of text goes from 80 % to 200 %".to_owned()));
    }
    if !matches!(&*settings.theme, "system" | "light" | "dark") {
        return Err(Error::InvalidInput(format!("there is no theme \"{}\"", settings.theme)));
    }
    let json = serde_json::to_string(settings).expect("plain data always serialises");
    store.transaction(|writer| {
        options::change_rollover(writer, stamp, rollover_hour)?;
        writer.set_local_value(NAME, &json)
    })
}
