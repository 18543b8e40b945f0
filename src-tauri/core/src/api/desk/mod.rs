//! One method a command: unpack, call a service, convert. The desktop shell adds the clock, the
//! identity and the lock, and nothing else.

mod calibration;
mod interview;
mod interview_takes;
mod library;
mod microphone;
mod review;
mod takes;

pub use interview::RunningClock;

use super::convert::{deck_id, settings_of, settings_view};
use super::{
    About, DeckDue, DeckOptionsView, LibraryChanged, Notice, Offer, SetDeckOptions, Settings, StudyMore,
    Today,
};
use crate::content;
use crate::domain::time::Moment;
use crate::error::Result;
use crate::services::library::{Sources, Synced};
use crate::services::session::Session;
use crate::services::{Stamp, library as decks, options, overview, settings};
use crate::store::Store;

/// The program without its window: the store, the library, and the session in progress.
pub struct Desk {
    store: Store,
    sources: Sources,
    session: Option<Session>,
    held: Option<interview::Held>,
    microphone: microphone::Microphone,
    background: takes::Background,
    /// What comes of a card that was answered by a take, when the session is shown again: its follow-ups to
    /// be offered, and what the learner must know.
    offered: Option<(Option<Offer>, Option<String>)>,
    /// Recordings that could not be taken up.
    take_problems: Vec<String>,
    /// Findings that belong to no deck, and what happened at the start.
    notices: Vec<Notice>,
    start_notices: Vec<Notice>,
}

/// The most changed cards that are named to the interface.
const MOST_NAMED: usize = 1_000;

impl Desk {
    /// A desk over an open store. [`Desk::sync`] brings the library up to date.
    #[must_use]
    pub fn new(store: Store, sources: Sources, start_notices: Vec<Notice>) -> Self {
        Self {
            store,
            sources,
            session: None,
            held: None,
            microphone: microphone::Microphone::default(),
            background: takes::Background::default(),
            offered: None,
            take_problems: Vec::new(),
            notices: Vec::new(),
            start_notices,
        }
    }

    /// The store, for what has no command.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Where decks come from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Reads the deck files that changed; `None` when nothing did.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sync(&mut self) -> Result<Option<LibraryChanged>> {
        let Synced { changed, diagnostics, files_read } = decks::sync(&mut self.store, &self.sources)?;
        let notices: Vec<Notice> = diagnostics
            .into_iter()
            .map(|diagnostic| Notice {
                code: "library".to_owned(),
                message: match &diagnostic.hint {
                    Some(hint) => format!("{}: {}. {hint}.", diagnostic.file, diagnostic.message),
                    None => format!("{}: {}.", diagnostic.file, diagnostic.message),
                },
                problem: true,
            })
            .collect();
        let told = self.notices == notices;
        self.notices = notices;
        if changed.is_empty() && files_read == 0 && told {
            return Ok(None);
        }
        let total = u32::try_from(changed.len()).unwrap_or(u32::MAX);
        Ok(Some(LibraryChanged { cards: changed.into_iter().take(MOST_NAMED).collect(), total }))
    }

    /// The Today screen.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn today(&self, now: Moment) -> Result<Today> {
        let overview = overview::overview(&self.store, now)?;
        let titles = self.store.indexed_decks()?;
        let title = |id: &str| {
            titles.iter().find(|deck| deck.id == id).map_or(id.to_owned(), |deck| deck.title.clone())
        };
        let decks = overview
            .decks
            .iter()
            .map(|(id, counts)| DeckDue {
                id: id.to_string(),
                title: title(id.as_str()),
                counts: (*counts).into(),
                minutes: overview.minutes(*counts),
            })
            .collect();
        let mut notices = self.start_notices.clone();
        notices.extend(self.notices.iter().cloned());
        notices.extend(self.deck_notices()?);
        Ok(Today {
            study_day: overview.study_day.clone(),
            counts: overview.due.into(),
            minutes: overview.minutes(overview.due),
            decks,
            done: overview.done.answers,
            done_minutes: u32::try_from(overview.done.taken_ms.div_ceil(60_000)).unwrap_or(u32::MAX),
            due_tomorrow: overview.due_tomorrow,
            held_back: overview.held_back.into(),
            cards: overview.cards,
            next_learning_at: overview.next_step_at.map(|at| at as f64),
            notices,
        })
    }

    fn deck_notices(&self) -> Result<Vec<Notice>> {
        let findings = decks::findings(&self.store)?;
        let errors = |list: &[content::Diagnostic]| {
            list.iter().filter(|d| d.severity == content::Severity::Error).count()
        };
        let mut notices: Vec<Notice> = findings
            .iter()
            .filter(|(_, list)| errors(list) > 0)
            .map(|(deck, list)| {
                let count = errors(list);
                let what = if count == 1 { "mistake" } else { "mistakes" };
                Notice {
                    code: "deck-findings".to_owned(),
                    message: format!(
                        "The files of the deck “{deck}” have {count} {what}; the rest of the deck works."
                    ),
                    problem: true,
                }
            })
            .collect();
        notices.sort_by(|a, b| a.message.cmp(&b.message));
        Ok(notices)
    }

    /// Raises today's limits.
    ///
    /// # Errors
    /// When the input is refused or nothing can be written.
    pub fn study_more(&mut self, request: StudyMore, stamp: Stamp) -> Result<Today> {
        let deck = request.deck.as_deref().map(deck_id).transpose()?;
        options::study_more(&mut self.store, stamp, deck, request.new, request.reviews)?;
        self.today(stamp.now)
    }

    /// The options of a deck, or the preset.
    ///
    /// # Errors
    /// When the deck's id is none.
    pub fn deck_options(&self, deck: Option<String>) -> Result<DeckOptionsView> {
        let id = deck.as_deref().map(deck_id).transpose()?;
        Ok(DeckOptionsView {
            options: self.store.options(id.as_ref()).into(),
            preset: self.store.options(None).into(),
            own: id.as_ref().is_some_and(|id| self.store.has_own_options(id)),
            deck,
        })
    }

    /// Sets options.
    ///
    /// # Errors
    /// When they cannot be, or nothing can be written.
    pub fn set_deck_options(&mut self, request: SetDeckOptions, stamp: Stamp) -> Result<DeckOptionsView> {
        let deck = request.deck.as_deref().map(deck_id).transpose()?;
        options::set_options(&mut self.store, stamp, deck, request.options.map(Into::into))?;
        self.deck_options(request.deck)
    }

    /// The settings of this machine.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn settings(&self) -> Result<Settings> {
        Ok(settings_view(&settings::settings(&self.store)?, self.store.rollover_hour()))
    }

    /// Keeps settings.
    ///
    /// # Errors
    /// When a value is out of range or nothing can be written.
    pub fn set_settings(&mut self, view: &Settings, stamp: Stamp) -> Result<Settings> {
        let hour = u8::try_from(view.rollover_hour).unwrap_or(u8::MAX);
        settings::set_settings(&mut self.store, stamp, &settings_of(view), hour)?;
        self.settings()
    }

    /// About the program and its data.
    #[must_use]
    pub fn about(&self, version: &str) -> About {
        let shipped = self.sources.shipped.as_ref();
        About {
            version: version.to_owned(),
            data_folder: self.store.location().folder.display().to_string(),
            content_folder: shipped.map_or_else(String::new, |folder| folder.display().to_string()),
            writable: self.store.is_writable(),
        }
    }
}
