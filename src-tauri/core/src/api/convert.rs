//! Small conversions between wire values and the core's.

use super::{
    CardAction, CommandError, Counts, DeckOptions, ErrorCode, Notice, RatingPreview, Scope, Settings, Sort,
    Startup, StartupCase, StartupProblem, Theme,
};
use crate::domain::card::{CardId, DeckId};
use crate::domain::fold::Phase;
use crate::domain::options::Options;
use crate::domain::queue::LaneCounts;
use crate::domain::schedule::Future;
use crate::domain::time::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::services::{session, settings, study, upkeep};
use crate::store::{self, Location, newest_good_backup};

pub(super) fn card_id(text: &str) -> Result<CardId> {
    CardId::new(text).or_not_found("card", text)
}

pub(super) fn deck_id(text: &str) -> Result<DeckId> {
    DeckId::new(text).or_not_found("deck", text)
}

pub(super) fn scope(scope: Scope) -> Result<session::Scope> {
    Ok(match scope {
        Scope::Due => session::Scope::Due,
        Scope::Deck { deck } => session::Scope::Deck(deck_id(&deck)?),
        Scope::Tag { tag } => session::Scope::Tag(tag),
        Scope::Ahead { days, deck } => {
            session::Scope::Ahead { days: days.clamp(1, 30), deck: deck.as_deref().map(deck_id).transpose()? }
        }
        Scope::Cards { ids } => {
            session::Scope::Cards(ids.iter().map(|id| card_id(id)).collect::<Result<_>>()?)
        }
    })
}

pub(super) fn preview(future: &Future, now: Moment) -> RatingPreview {
    let minutes = match future.phase {
        Phase::Learning { due_at, .. } | Phase::Relearning { due_at, .. } => {
            Some((due_at - now.at_ms) as f64 / 60_000.0)
        }
        Phase::New | Phase::Review { .. } => None,
    };
    RatingPreview { rating: future.rating.into(), minutes, days: future.phase.interval_days() }
}

impl From<LaneCounts> for Counts {
    fn from(counts: LaneCounts) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self { new: number(counts.new), learning: number(counts.learning), review: number(counts.review) }
    }
}

impl From<CardAction> for study::CardAction {
    fn from(action: CardAction) -> Self {
        match action {
            CardAction::Suspend { on } => Self::Suspend(on),
            CardAction::Bury { on } => Self::Bury(on),
            CardAction::Mark { on } => Self::Mark(on),
            CardAction::Reset => Self::Reset,
        }
    }
}

impl From<Sort> for store::Sort {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Library => Self::Library,
            Sort::Due => Self::Due,
            Sort::Relevance => Self::Relevance,
        }
    }
}

impl From<&Options> for DeckOptions {
    fn from(options: &Options) -> Self {
        let minutes = |steps: &[f32]| steps.iter().map(|step| f64::from(*step)).collect();
        Self {
            // Two decimals: 0.9 and not 0.8999999761581421.
            desired_retention: (f64::from(options.desired_retention) * 100.0).round() / 100.0,
            learning_steps: minutes(&options.learning_steps),
            relearning_steps: minutes(&options.relearning_steps),
            new_per_day: options.new_per_day,
            reviews_per_day: options.reviews_per_day,
            maximum_interval: options.maximum_interval,
            leech_lapses: options.leech_lapses,
            bury_siblings: options.bury_siblings,
        }
    }
}

impl From<DeckOptions> for Options {
    fn from(options: DeckOptions) -> Self {
        let minutes = |steps: Vec<f64>| steps.into_iter().map(|step| step as f32).collect();
        Self {
            desired_retention: options.desired_retention as f32,
            learning_steps: minutes(options.learning_steps),
            relearning_steps: minutes(options.relearning_steps),
            new_per_day: options.new_per_day,
            reviews_per_day: options.reviews_per_day,
            maximum_interval: options.maximum_interval,
            leech_lapses: options.leech_lapses,
            bury_siblings: options.bury_siblings,
        }
    }
}

pub(super) fn settings_view(settings: &settings::Settings, rollover_hour: u8) -> Settings {
    Settings {
        theme: match &*settings.theme {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        },
        text_percent: settings.text_percent,
        single_keys: settings.single_keys,
        announce_time: settings.announce_time,
        speak_questions: settings.speak_questions,
        record_interviews: settings.record_interviews,
        microphone: settings.microphone.clone(),
        rollover_hour: u32::from(rollover_hour),
    }
}

pub(super) fn settings_of(view: &Settings) -> settings::Settings {
    let theme = match view.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    settings::Settings {
        theme: theme.to_owned(),
        text_percent: view.text_percent,
        single_keys: view.single_keys,
        announce_time: view.announce_time,
        speak_questions: view.speak_questions,
        record_interviews: view.record_interviews,
        microphone: view.microphone.clone(),
    }
}

impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::NotFound { .. } => ErrorCode::NotFound,
            Error::InvalidInput(_) => ErrorCode::InvalidInput,
            Error::InvalidState(_) => ErrorCode::InvalidState,
            Error::Io { .. } => ErrorCode::CannotWrite,
            Error::DatabaseTooNew { .. } | Error::DatabaseDamaged { .. } => ErrorCode::CannotOpen,
            Error::Sql(sql) => match sql.sqlite_error_code() {
                Some(
                    rusqlite::ErrorCode::DiskFull
                    | rusqlite::ErrorCode::ReadOnly
                    | rusqlite::ErrorCode::SystemIoFailure
                    | rusqlite::ErrorCode::PermissionDenied,
                ) => ErrorCode::CannotWrite,
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                    ErrorCode::CannotOpen
                }
                _ => ErrorCode::Internal,
            },
        };
        Self { message: sentence(&error, code), code }
    }
}

/// The core's texts start in lower case and name the thing; the learner reads a sentence.
fn sentence(error: &Error, code: ErrorCode) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    let mut sentence: String =
        characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    match code {
        ErrorCode::CannotWrite => {
            sentence.push_str(
                " Nothing was lost: make room or allow writing in the data folder, then try again.",
            );
        }
        ErrorCode::CannotOpen => {
            sentence.push_str(" Close Rehearse and open it again to choose how to go on.");
        }
        _ => {}
    }
    sentence
}

/// Why a start failed, and what can be done.
#[must_use]
pub fn startup_problem(error: &Error, location: &Location) -> StartupProblem {
    let case = match error {
        Error::DatabaseTooNew { .. } => StartupCase::TooNew,
        error if error.is_damage() => StartupCase::Damaged,
        _ => StartupCase::CannotOpen,
    };
    let backup = (case == StartupCase::Damaged).then(|| newest_good_backup(location)).flatten();
    let made = backup.and_then(|path| std::fs::metadata(path).ok()?.modified().ok());
    let backup_at = made.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    StartupProblem {
        case,
        message: sentence(error, ErrorCode::Internal),
        backup_at: backup_at.map(|time| time.as_millis() as f64),
    }
}

impl Startup {
    /// A start that failed, with the settings that a new learner has.
    #[must_use]
    pub fn failed(problem: StartupProblem) -> Self {
        Self { problem: Some(problem), settings: settings_view(&settings::Settings::default(), 4) }
    }
}

impl From<upkeep::Recovered> for Notice {
    fn from(recovered: upkeep::Recovered) -> Self {
        let aside = recovered.aside.display();
        let message = match recovered.backup {
            Some(backup) => {
                let name = backup.file_name().unwrap_or_default().to_string_lossy();
                format!("The damaged file was set aside as {aside}. You go on from the backup {name}.")
            }
            None => format!("The damaged file was set aside as {aside}. You start with an empty log."),
        };
        Self { code: "database-set-aside".to_owned(), message, problem: true }
    }
}
