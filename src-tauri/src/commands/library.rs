//! The library: search, card pages, editing, pictures, links.

use rehearse_core::Error;
use rehearse_core::api::{
    CardPage, CardSource, Library, SaveCardSource, SavedCardSource, SearchCards, SearchResults,
};
use tauri::State;
use tauri::ipc::Response;

use crate::state::{AppState, CommandResult, now, stamp};

#[tauri::command(async)]
pub(crate) fn library(state: State<'_, AppState>) -> CommandResult<Library> {
    state.with(|desk| desk.library(now()))
}

#[tauri::command(async)]
pub(crate) fn search_cards(state: State<'_, AppState>, request: SearchCards) -> CommandResult<SearchResults> {
    state.with(|desk| desk.search_cards(&request, now()))
}

#[tauri::command(async)]
pub(crate) fn card_page(state: State<'_, AppState>, id: String) -> CommandResult<CardPage> {
    state.with(|desk| desk.card_page(&id, now()))
}

#[tauri::command(async)]
pub(crate) fn card_source(state: State<'_, AppState>, id: String) -> CommandResult<CardSource> {
    state.with(|desk| desk.card_source(&id))
}

#[tauri::command(async)]
pub(crate) fn save_card_source(
    state: State<'_, AppState>,
    request: SaveCardSource,
) -> CommandResult<SavedCardSource> {
    state.with(|desk| desk.save_card_source(&request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn restore_original(state: State<'_, AppState>, id: String) -> CommandResult<()> {
    state.with(|desk| desk.restore_original(&id, stamp()))
}

#[tauri::command(async)]
pub(crate) fn media(state: State<'_, AppState>, deck: String, path: String) -> CommandResult<Response> {
    state.with(|desk| desk.media(&deck, &path)).map(Response::new)
}

#[tauri::command(async)]
pub(crate) fn open_link(url: tauri::Url) -> CommandResult<()> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::InvalidInput(format!("{url} is no address of the web")).into());
    }
    open::that_detached(url.as_str())
        .map_err(|error| Error::InvalidState(format!("no browser could be started: {error}")).into())
}
