//! Options, settings, and what the program says of itself.

use rehearse_core::api::{About, DeckOptionsView, SetDeckOptions, Settings};
use tauri::State;

use crate::state::{AppState, CommandResult, stamp};

#[tauri::command(async)]
pub(crate) fn deck_options(
    state: State<'_, AppState>,
    deck: Option<String>,
) -> CommandResult<DeckOptionsView> {
    state.with(|desk| desk.deck_options(deck))
}

#[tauri::command(async)]
pub(crate) fn set_deck_options(
    state: State<'_, AppState>,
    request: SetDeckOptions,
) -> CommandResult<DeckOptionsView> {
    state.with(|desk| desk.set_deck_options(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn settings(state: State<'_, AppState>) -> CommandResult<Settings> {
    state.with(|desk| desk.settings())
}

#[tauri::command(async)]
pub(crate) fn set_settings(state: State<'_, AppState>, settings: Settings) -> CommandResult<Settings> {
    state.with(|desk| desk.set_settings(&settings, stamp()))
}

#[tauri::command(async)]
pub(crate) fn about(state: State<'_, AppState>) -> CommandResult<About> {
    state.with(|desk| Ok(desk.about(env!("CARGO_PKG_VERSION"))))
}
