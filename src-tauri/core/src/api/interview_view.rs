//! From an interview to what its screens show: Markdown becomes sanitised HTML.

use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

use super::interview::{
    AnswerDraft, AskedChoice, AskedTurn, AssessmentView, ClockView, ExpectedAnswer, ExpectedChoice,
    LiveStage, SaidTurn, UnfinishedInterview,
};
use super::render::{fenced_code, list, point};
use super::{CardLink, InterviewView, PointTick};
use crate::content::{self, HtmlOptions};
use crate::domain::interview::clock::{Clock, EXTENSION_MS, HINT_COST_MS, Mode, Outcome, Phase};
use crate::domain::interview::log::Interview;
use crate::domain::interview::report::Assessment;
use crate::domain::interview::script::{Choice, Code, Place, Turn};
use crate::error::Result;
use crate::services::interviews::assessing;
use crate::store::{Draft, Store};

pub(super) fn block(markdown: &str) -> String {
    content::to_html(markdown, &HtmlOptions::default())
}

/// The running interview as its screen shows it; `clock` is the interview's, now.
pub(super) fn interview_view(
    store: &Store,
    interview: &Interview,
    clock: &Clock,
    notice: Option<String>,
) -> Result<InterviewView> {
    let place = clock.place();
    let script = &interview.script;
    let turn = script.turn(place).expect("the clock stands at a turn of its script");
    let places: Vec<Place> = script.turns().map(|(place, _, _)| place).collect();
    let number = places.iter().position(|known| *known == place).unwrap_or_default() + 1;
    let shows_expected = clock.mode() == Mode::Practice && clock.phase() == Phase::Feedback;
    let draft = store.draft(interview.id, place)?.unwrap_or_else(|| first_draft(turn));
    let expected = shows_expected.then(|| expected(store, interview, place, turn, &draft)).transpose()?;
    Ok(InterviewView {
        id: interview.id.to_string(),
        title: script.title.clone(),
        interviewer: script.interviewer.clone(),
        language: script.language.clone(),
        mode: clock.mode().into(),
        phase: clock.phase().into(),
        stages: script
            .stages
            .iter()
            .map(|stage| LiveStage {
                title_html: content::inline_to_html(&stage.title),
                turns: count(stage.turns.len()),
            })
            .collect(),
        stage: count(place.stage),
        turn: count(place.turn),
        question: count(number),
        questions: count(places.len()),
        said: said(store, interview, clock)?,
        asked: asked(interview, clock, place, turn),
        draft: draft_view(&draft),
        expected,
        assessment: assessment_view(interview, place),
        next_stage_html: script.stages.get(place.stage + 1).map(|next| content::inline_to_html(&next.title)),
        clock: clock_view(interview.id, clock),
        notice,
        hint_cost_seconds: seconds(HINT_COST_MS),
        extension_minutes: seconds(EXTENSION_MS) / 60,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn seconds(ms: u64) -> u32 {
    u32::try_from(ms / 1_000).unwrap_or(u32::MAX)
}

pub(super) fn clock_view(interview: Uuid, clock: &Clock) -> ClockView {
    let stages = 0..clock.stages().len();
    ClockView {
        interview: interview.to_string(),
        running: clock.phase() == Phase::Running,
        stage: count(clock.place().stage),
        budgets_ms: stages.clone().map(|stage| clock.stage_budget_ms(stage) as f64).collect(),
        spent_ms: stages.map(|stage| clock.stage_elapsed_ms(stage) as f64).collect(),
        stage_milestone: clock.stage_milestone().into(),
        milestone: clock.milestone().into(),
        paused_ms: clock.paused_ms() as f64,
        asleep_ms: clock.asleep_ms() as f64,
        away_ms: clock.away_ms() as f64,
    }
}

/// The turns of the stage before the present one.
fn said(store: &Store, interview: &Interview, clock: &Clock) -> Result<Vec<SaidTurn>> {
    let now = clock.place();
    let mut said = Vec::new();
    for (place, _, turn) in interview.script.turns() {
        if place.stage != now.stage || place.turn >= now.turn {
            continue;
        }
        let state = clock.turn_at(place).copied().unwrap_or_default();
        let draft = store.draft(interview.id, place)?;
        let written = draft.as_ref().filter(|draft| **draft != first_draft(turn));
        said.push(SaidTurn {
            says_html: block(&turn.says),
            skipped: state.outcome == Outcome::Skipped,
            spent_ms: state.elapsed_ms as f64,
            note_words: count(written.map_or(0, |draft| draft.notes.split_whitespace().count())),
            code_lines: count(written.map_or(0, |draft| lines_of_code(turn, draft))),
        });
    }
    Ok(said)
}

/// Lines of code that are not the starter code's.
fn lines_of_code(turn: &Turn, draft: &Draft) -> usize {
    let starter = turn.starter.as_ref().map_or("", |code| &*code.text);
    if draft.code.trim() == starter.trim() {
        return 0;
    }
    draft.code.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Choices in the order to show, with the author's indexes: alike whenever the question is shown,
/// different in each interview.
fn choices_in_order<'t>(interview: &Interview, place: Place, turn: &'t Turn) -> Vec<(u32, &'t Choice)> {
    let mut choices: Vec<(u32, &Choice)> = (0..).zip(&turn.choices).collect();
    if !turn.keeps_order {
        choices.sort_by_key(|(index, _)| {
            xxh3_64(format!("{} {} {} {index}", interview.id, place.stage, place.turn).as_bytes())
        });
    }
    choices
}

fn asked(interview: &Interview, clock: &Clock, place: Place, turn: &Turn) -> AskedTurn {
    let is_practice = clock.mode() == Mode::Practice;
    let hint_used = clock.turn_at(place).is_some_and(|turn| turn.hint_used);
    let choices = choices_in_order(interview, place, turn)
        .into_iter()
        .map(|(index, choice)| AskedChoice { index, html: block(&choice.text) });
    AskedTurn {
        says_html: block(&turn.says),
        says_text: content::plain_text(&turn.says),
        statement_html: turn.statement.as_deref().map(block),
        choices: choices.collect(),
        several_right: turn.choices.iter().filter(|choice| choice.correct).count() > 1,
        has_hint: is_practice && turn.hint.is_some() && !hint_used,
        hint_html: turn.hint.as_deref().filter(|_| is_practice && hint_used).map(block),
        deck: deck_of(interview, place),
        wants_code: turn.starter.is_some() || turn.solution.is_some() || turn.tests.is_some(),
    }
}

/// The deck whose folder holds a turn's pictures: its card's, else the interview's own.
pub(super) fn deck_of(interview: &Interview, place: Place) -> String {
    match interview.script.card_at(place) {
        Some(card) => card.deck().to_string(),
        None => interview.kind.split_once('/').map_or_else(String::new, |(deck, _)| deck.to_owned()),
    }
}

/// What the editors hold before anything is typed.
pub(super) fn first_draft(turn: &Turn) -> Draft {
    let language = [&turn.starter, &turn.solution, &turn.tests]
        .into_iter()
        .flatten()
        .map(|code| code.language.clone())
        .next()
        .unwrap_or_else(|| "python".to_owned());
    let code = turn.starter.as_ref().map(|code| code.text.clone()).unwrap_or_default();
    Draft { code, language, ..Draft::default() }
}

pub(super) fn draft_view(draft: &Draft) -> AnswerDraft {
    AnswerDraft {
        notes: draft.notes.clone(),
        code: draft.code.clone(),
        language: draft.language.clone(),
        chosen: draft.chosen.clone(),
    }
}

pub(super) fn expected(
    store: &Store,
    interview: &Interview,
    place: Place,
    turn: &Turn,
    draft: &Draft,
) -> Result<ExpectedAnswer> {
    let code =
        |code: &Option<Code>| code.as_ref().map(|code| block(&fenced_code(&code.language, &code.text)));
    let points = |items: &[String]| items.iter().map(|item| point(item)).collect();
    let choices =
        choices_in_order(interview, place, turn).into_iter().map(|(index, choice)| ExpectedChoice {
            html: block(&choice.text),
            correct: choice.correct,
            taken: draft.chosen.contains(&index),
            reason_html: choice.reason.as_deref().map(block),
        });
    let card = interview.script.card_at(place);
    let stage = &interview.script.stages[place.stage];
    let cards = card.into_iter().chain(&stage.cards).filter_map(|id| link(store, id));
    Ok(ExpectedAnswer {
        answer_html: turn.answer.as_deref().map(block),
        solution_html: code(&turn.solution),
        tests_html: code(&turn.tests),
        key_points: points(&turn.key_points),
        common_mistakes: points(&turn.common_mistakes),
        red_flags: points(&turn.red_flags),
        choices: choices.collect(),
        assessed_html: (!turn.assessed.is_empty()).then(|| block(&list(&turn.assessed))),
        probes_html: turn.probes.iter().map(|probe| content::inline_to_html(probe)).collect(),
        notes_html: turn.notes.as_deref().map(block),
        cards: cards.collect(),
    })
}

/// A card by id and question; `None` for a card that no deck holds now.
pub(super) fn link(store: &Store, id: &crate::domain::card::CardId) -> Option<CardLink> {
    let card = store.card(&store.owner(id).ok()?).ok().filter(|card| card.present)?;
    let indexed = store.indexed_card(card.key).ok()?;
    Some(CardLink { id: card.id.to_string(), question_html: content::inline_to_html(&indexed.heading) })
}

pub(super) fn assessment_view(interview: &Interview, place: Place) -> Option<AssessmentView> {
    let assessment = interview.assessments.get(&place)?;
    let turn = interview.script.turn(place)?;
    let hint_used = interview.clock.turn_at(place).is_some_and(|turn| turn.hint_used);
    let proposal = assessing::proposal(turn, assessment, hint_used);
    // After listening one may rate otherwise than the ticks do.
    let reason = proposal.filter(|proposal| Some(proposal.rating) == assessment.rating);
    let Assessment { points, mistakes, red_flags, rating, review, .. } = assessment;
    Some(AssessmentView {
        points: points
            .iter()
            .map(|(text, tick)| PointTick { text: text.clone(), tick: (*tick).into() })
            .collect(),
        mistakes: mistakes.clone(),
        red_flags: red_flags.clone(),
        rating: rating.map(Into::into),
        reason: reason.map(|proposal| proposal.reason),
        moved_card: review.is_some(),
    })
}

/// An interview that waits to be taken up again.
pub(super) fn unfinished(interview: &Interview) -> UnfinishedInterview {
    let clock = &interview.clock;
    let left = clock.budget_ms().saturating_sub(clock.elapsed_ms());
    UnfinishedInterview {
        id: interview.id.to_string(),
        title: interview.script.title.clone(),
        begun_at: interview.begun_at.at_ms as f64,
        stage: interview.script.stages[clock.place().stage].title.clone(),
        minutes_left: u32::try_from(left.div_ceil(60_000)).unwrap_or(u32::MAX),
        mode: clock.mode().into(),
    }
}
