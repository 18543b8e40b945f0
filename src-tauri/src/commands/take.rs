//! Takes: the microphone, listening, judging, keeping.

use std::fs;

use rehearse_core::Error;
use rehearse_core::api::{
    AssessTake, Calibration, KeepRule, KeepTake, MicrophoneView, Microphones, PredictTake, RecordCard,
    RecordPage, RegradeView, SaveTakeText, SoundFormat, TakeAssessmentView, TakePage, TakeProposal, TakeRow,
    TakeTicks, Takes, TakesOf,
};
use rehearse_core::services::places;
use tauri::State;
use tauri::ipc::Response;

use crate::clocks::reading;
use crate::state::{AppState, CommandResult, now, stamp};

#[tauri::command(async)]
pub(crate) fn microphones(state: State<'_, AppState>) -> CommandResult<Microphones> {
    state.with(|desk| desk.microphones())
}

#[tauri::command(async)]
pub(crate) fn open_microphone(state: State<'_, AppState>) -> CommandResult<MicrophoneView> {
    let opened = state.with(|desk| desk.open_microphone(reading().monotonic_ms));
    state.microphone_changed().send_replace(());
    opened
}

#[tauri::command(async)]
pub(crate) fn close_microphone(state: State<'_, AppState>) -> CommandResult<()> {
    let closed = state.with(|desk| desk.close_microphone(stamp()));
    state.microphone_changed().send_replace(());
    state.takes_changed().send_replace(());
    closed
}

#[tauri::command(async)]
pub(crate) fn microphone(state: State<'_, AppState>) -> CommandResult<MicrophoneView> {
    state.with(|desk| Ok(desk.microphone_view(reading().monotonic_ms)))
}

#[tauri::command(async)]
pub(crate) fn record_page(state: State<'_, AppState>, request: RecordCard) -> CommandResult<RecordPage> {
    state.with(|desk| desk.record_page(&request, now()))
}

#[tauri::command(async)]
pub(crate) fn start_take(state: State<'_, AppState>, request: RecordCard) -> CommandResult<MicrophoneView> {
    let started = state.with(|desk| desk.start_take(&request, stamp(), reading().monotonic_ms));
    state.microphone_changed().send_replace(());
    started
}

#[tauri::command(async)]
pub(crate) fn finish_take(state: State<'_, AppState>, hint_used: bool) -> CommandResult<Option<TakeRow>> {
    let finished = state.with(|desk| desk.finish_take(hint_used, stamp()));
    state.takes_changed().send_replace(());
    finished
}

#[tauri::command(async)]
pub(crate) fn use_take_hint(state: State<'_, AppState>) -> CommandResult<()> {
    state.with(|desk| desk.use_take_hint())
}

#[tauri::command(async)]
pub(crate) fn discard_take(state: State<'_, AppState>) -> CommandResult<()> {
    state.with(|desk| desk.discard_take())
}

#[tauri::command(async)]
pub(crate) fn save_take_text(state: State<'_, AppState>, request: SaveTakeText) -> CommandResult<()> {
    state.with(|desk| desk.save_take_text(request))
}

#[tauri::command(async)]
pub(crate) fn record_interview(state: State<'_, AppState>, on: bool) -> CommandResult<MicrophoneView> {
    let recorded = state.with(|desk| desk.record_interview(on, stamp(), reading().monotonic_ms));
    state.microphone_changed().send_replace(());
    state.takes_changed().send_replace(());
    recorded
}

#[tauri::command(async)]
pub(crate) fn predict_take(state: State<'_, AppState>, request: PredictTake) -> CommandResult<()> {
    state.with(|desk| desk.predict_take(&request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn take_page(state: State<'_, AppState>, id: &str, blind: bool) -> CommandResult<TakePage> {
    state.with(|desk| desk.take_page(id, blind, now()))
}

/// The bytes of a take: read without the desk, which others need meanwhile.
#[tauri::command(async)]
pub(crate) fn take_audio(state: State<'_, AppState>, id: &str) -> CommandResult<Response> {
    let path = state.with(|desk| desk.take_sound(id))?;
    let bytes = fs::read(&path)
        .map_err(|error| Error::InvalidState(format!("{} cannot be read: {error}", path.display())))?;
    Ok(Response::new(bytes))
}

#[tauri::command(async)]
pub(crate) fn save_take_work(state: State<'_, AppState>, request: TakeTicks) -> CommandResult<()> {
    state.with(|desk| desk.save_take_work(request))
}

#[tauri::command(async)]
pub(crate) fn propose_take_rating(
    state: State<'_, AppState>,
    request: TakeTicks,
) -> CommandResult<Option<TakeProposal>> {
    state.with(|desk| desk.propose_take_rating(request))
}

#[tauri::command(async)]
pub(crate) fn assess_take(
    state: State<'_, AppState>,
    request: AssessTake,
) -> CommandResult<TakeAssessmentView> {
    state.with(|desk| desk.assess_take(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn undo_take_assessment(state: State<'_, AppState>, id: &str) -> CommandResult<()> {
    state.with(|desk| desk.undo_take_assessment(id, stamp()))
}

#[tauri::command(async)]
pub(crate) fn regrade_take(state: State<'_, AppState>, request: TakeTicks) -> CommandResult<RegradeView> {
    state.with(|desk| desk.regrade_take(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn takes_of(state: State<'_, AppState>, request: TakesOf) -> CommandResult<Vec<TakeRow>> {
    state.with(|desk| desk.takes_of(&request))
}

#[tauri::command(async)]
pub(crate) fn takes(state: State<'_, AppState>) -> CommandResult<Takes> {
    state.with(|desk| desk.takes())
}

#[tauri::command(async)]
pub(crate) fn set_keep_rule(state: State<'_, AppState>, rule: KeepRule) -> CommandResult<Takes> {
    state.with(|desk| desk.set_keep_rule(rule))
}

#[tauri::command(async)]
pub(crate) fn keep_take(state: State<'_, AppState>, request: KeepTake) -> CommandResult<TakeRow> {
    state.with(|desk| desk.keep_take(&request))
}

#[tauri::command(async)]
pub(crate) fn delete_takes(state: State<'_, AppState>, ids: Vec<String>) -> CommandResult<Takes> {
    state.with(|desk| desk.delete_takes(&ids, stamp()))
}

/// Written without the desk: a long take needs its time.
#[tauri::command(async)]
pub(crate) fn export_take(
    state: State<'_, AppState>,
    id: &str,
    format: SoundFormat,
) -> CommandResult<String> {
    let folder = places::export_folder(state.location());
    let export = state.with(|desk| desk.export_take(id, format))?;
    Ok(export.write(&folder)?.display().to_string())
}

/// Shows a take's folder in the system's file manager.
#[tauri::command(async)]
pub(crate) fn reveal_take(state: State<'_, AppState>, id: &str) -> CommandResult<()> {
    let path = state.with(|desk| desk.take_sound(id))?;
    let folder = path.parent().unwrap_or(&path);
    open::that(folder).map_err(|_| {
        let message = format!("No file manager could be started. The file is {}.", path.display());
        Error::InvalidState(message).into()
    })
}

#[tauri::command(async)]
pub(crate) fn calibration(state: State<'_, AppState>) -> CommandResult<Calibration> {
    state.with(|desk| desk.calibration(now()))
}
