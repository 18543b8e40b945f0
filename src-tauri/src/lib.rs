//! The shell: a window, the clock, identities, files that are watched. Rules live in the core; a
//! command is an adapter of a few lines.

mod clocks;
mod commands;
mod instance;
mod listening;
mod microphone;
mod opening;
mod state;
mod timekeeper;
mod watcher;
mod window;
mod working;

use std::io::{self, Write};
use std::process::ExitCode;

use rehearse_core::services::places;
use rehearse_core::store::Location;
use tauri::Manager;
use tracing_subscriber::EnvFilter;

use crate::instance::Instance;
use crate::state::AppState;

/// Opens the program on this machine's data folder; a second start on the same folder shows the
/// first one's window and ends.
#[must_use]
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("REHEARSE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();

    let location = match places::data_folder(None) {
        Ok(folder) => Location { folder },
        Err(error) => return fail(&error.to_string()),
    };
    let instance = match instance::take(&location.folder) {
        Ok(Instance::First(guard)) => Some(guard),
        Ok(Instance::Second) => return ExitCode::SUCCESS,
        // A folder that cannot be written has a screen of its own, which says what to do.
        Err(error) => {
            tracing::warn!(%error, "the data folder cannot be locked");
            None
        }
    };
    match build(location, instance) {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("the window could not be opened: {error}")),
    }
}

fn build(location: Location, instance: Option<instance::Guard>) -> tauri::Result<tauri::App> {
    let sources = places::sources(&location, None);
    tauri::Builder::default()
        .manage(AppState::opening(location, sources))
        .invoke_handler(tauri::generate_handler![
            commands::startup::startup,
            commands::startup::recover,
            commands::startup::report_ready,
            commands::review::today,
            commands::review::study_more,
            commands::review::start_review,
            commands::review::current_step,
            commands::review::answer_card,
            commands::review::accept_follow_ups,
            commands::review::act_on_card,
            commands::review::undo,
            commands::review::propose_rating,
            commands::interview::interviews,
            commands::interview::compose_interview,
            commands::interview::begin_interview,
            commands::interview::current_interview,
            commands::interview::act_on_interview,
            commands::interview::save_answer,
            commands::interview::assess_answer,
            commands::interview::undo_assessment,
            commands::interview::set_band,
            commands::interview::set_red_flags,
            commands::interview::interview_report,
            commands::interview::interview_history,
            commands::interview::delete_interview,
            commands::interview::export_report,
            commands::interview::print_page,
            commands::take::microphones,
            commands::take::open_microphone,
            commands::take::close_microphone,
            commands::take::microphone,
            commands::take::record_page,
            commands::take::start_take,
            commands::take::finish_take,
            commands::take::use_take_hint,
            commands::take::discard_take,
            commands::take::save_take_text,
            commands::take::record_interview,
            commands::take::predict_take,
            commands::take::take_page,
            commands::take::take_audio,
            commands::take::save_take_work,
            commands::take::propose_take_rating,
            commands::take::assess_take,
            commands::take::undo_take_assessment,
            commands::take::regrade_take,
            commands::take::takes_of,
            commands::take::takes,
            commands::take::set_keep_rule,
            commands::take::keep_take,
            commands::take::delete_takes,
            commands::take::export_take,
            commands::take::reveal_take,
            commands::take::calibration,
            commands::library::library,
            commands::library::search_cards,
            commands::library::card_page,
            commands::library::card_source,
            commands::library::save_card_source,
            commands::library::restore_original,
            commands::library::media,
            commands::library::open_link,
            commands::settings::deck_options,
            commands::settings::set_deck_options,
            commands::settings::settings,
            commands::settings::set_settings,
            commands::settings::about,
        ])
        .setup(move |app| {
            opening::begin(app.handle());
            let window = window::open(app)?;
            timekeeper::leave_on_close(app.handle(), &window);
            if let Some(guard) = instance {
                instance::listen(guard, window);
            }
            timekeeper::keep_time(app.handle());
            listening::begin(app.handle());
            working::begin(app.handle());
            watcher::watch(app.handle(), app.state::<AppState>().sources());
            Ok(())
        })
        .build(tauri::generate_context!())
}

fn fail(message: &str) -> ExitCode {
    // Standard error gone: there is nowhere left to say so.
    let _ = writeln!(io::stderr(), "rehearse: {message}");
    ExitCode::FAILURE
}
