//! Today and the review session.

use rehearse_core::api::{
    AnswerCard, CardAction, CardStatus, Desk, Proposal, ProposeRating, ReviewStep, Scope, StudyMore, Today,
    Undone,
};
use tauri::State;

use crate::state::{AppState, CommandResult, now, stamp};

#[tauri::command(async)]
pub(crate) fn today(state: State<'_, AppState>) -> CommandResult<Today> {
    state.with(|desk| desk.today(now()))
}

#[tauri::command(async)]
pub(crate) fn study_more(state: State<'_, AppState>, request: StudyMore) -> CommandResult<Today> {
    state.with(|desk| desk.study_more(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn start_review(state: State<'_, AppState>, scope: Scope) -> CommandResult<ReviewStep> {
    state.with(|desk| desk.start_review(scope, now()))
}

#[tauri::command(async)]
pub(crate) fn current_step(state: State<'_, AppState>) -> CommandResult<ReviewStep> {
    state.with(|desk| desk.current_step(now()))
}

#[tauri::command(async)]
pub(crate) fn answer_card(state: State<'_, AppState>, request: AnswerCard) -> CommandResult<ReviewStep> {
    state.with(|desk| desk.answer_card(request, stamp()))
}

#[tauri::command(async)]
pub(crate) fn accept_follow_ups(state: State<'_, AppState>, ids: Vec<String>) -> CommandResult<ReviewStep> {
    state.with(|desk| desk.accept_follow_ups(&ids, now()))
}

#[tauri::command(async)]
pub(crate) fn act_on_card(
    state: State<'_, AppState>,
    id: String,
    action: CardAction,
) -> CommandResult<CardStatus> {
    state.with(|desk| desk.act_on_card(&id, action, stamp()))
}

#[tauri::command(async)]
pub(crate) fn undo(state: State<'_, AppState>) -> CommandResult<Undone> {
    state.with(|desk| desk.undo(stamp()))
}

#[tauri::command(async)]
pub(crate) fn propose_rating(request: ProposeRating) -> Option<Proposal> {
    Desk::propose_rating(&request)
}
