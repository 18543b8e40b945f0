//! Mock interviews.

use rehearse_core::api::{
    AssessAnswer, AssessmentView, BeginInterview, ComposeInterview, ComposedInterview, InterviewAction,
    InterviewHistory, InterviewReport, InterviewView, Interviews, ReportFormat, SaveAnswer, SetBand,
    SetRedFlags,
};
use rehearse_core::services::places;
use tauri::{State, WebviewWindow};

use crate::clocks::reading;
use crate::state::{AppState, CommandResult, now, stamp};

#[tauri::command(async)]
pub(crate) fn interviews(state: State<'_, AppState>) -> CommandResult<Interviews> {
    state.with(|desk| desk.interviews())
}

#[tauri::command(async)]
pub(crate) fn compose_interview(
    state: State<'_, AppState>,
    request: ComposeInterview,
) -> CommandResult<ComposedInterview> {
    state.with(|desk| desk.compose_interview(request, now()))
}

#[tauri::command(async)]
pub(crate) fn begin_interview(
    state: State<'_, AppState>,
    request: BeginInterview,
) -> CommandResult<InterviewView> {
    let begun = state.with(|desk| desk.begin_interview(request, stamp(), reading()));
    state.clock_changed().send_replace(());
    state.microphone_changed().send_replace(());
    begun
}

#[tauri::command(async)]
pub(crate) fn current_interview(state: State<'_, AppState>) -> CommandResult<Option<InterviewView>> {
    state.with(|desk| desk.current_interview(stamp(), reading()))
}

#[tauri::command(async)]
pub(crate) fn act_on_interview(
    state: State<'_, AppState>,
    action: InterviewAction,
) -> CommandResult<InterviewView> {
    let acted = state.with(|desk| desk.act_on_interview(action, stamp(), reading()));
    state.clock_changed().send_replace(());
    state.takes_changed().send_replace(());
    acted
}

#[tauri::command(async)]
pub(crate) fn save_answer(state: State<'_, AppState>, request: SaveAnswer) -> CommandResult<()> {
    state.with(|desk| desk.save_answer(request))
}

#[tauri::command(async)]
pub(crate) fn assess_answer(
    state: State<'_, AppState>,
    request: AssessAnswer,
) -> CommandResult<AssessmentView> {
    state.with(|desk| desk.assess_answer(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn undo_assessment(
    state: State<'_, AppState>,
    interview: &str,
    stage: u32,
    turn: u32,
) -> CommandResult<()> {
    state.with(|desk| desk.undo_assessment(interview, stage, turn, stamp()))
}

#[tauri::command(async)]
pub(crate) fn set_band(state: State<'_, AppState>, request: SetBand) -> CommandResult<()> {
    state.with(|desk| desk.set_band(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn set_red_flags(state: State<'_, AppState>, request: SetRedFlags) -> CommandResult<()> {
    state.with(|desk| desk.set_red_flags(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn interview_report(state: State<'_, AppState>, id: &str) -> CommandResult<InterviewReport> {
    state.with(|desk| desk.interview_report(id))
}

#[tauri::command(async)]
pub(crate) fn interview_history(state: State<'_, AppState>) -> CommandResult<InterviewHistory> {
    state.with(|desk| desk.interview_history())
}

#[tauri::command(async)]
pub(crate) fn delete_interview(state: State<'_, AppState>, id: &str) -> CommandResult<()> {
    state.with(|desk| desk.delete_interview(id, stamp()))
}

#[tauri::command(async)]
pub(crate) fn export_report(
    state: State<'_, AppState>,
    id: &str,
    format: ReportFormat,
) -> CommandResult<String> {
    let folder = places::export_folder(state.location());
    state.with(|desk| desk.export_report(id, format, &folder))
}

#[tauri::command]
pub(crate) fn print_page(window: WebviewWindow) -> CommandResult<()> {
    window.print().map_err(|error| {
        rehearse_core::Error::InvalidState(format!("the print dialog could not be opened: {error}")).into()
    })
}
