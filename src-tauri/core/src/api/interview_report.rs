//! From an interview to its report and its row in the history.

use std::collections::BTreeMap;

use super::interview::{
    AxisView, BandView, FlagView, InterviewReport, PastInterview, ReportStage, ReportTurn, WorkOn,
};
use super::interview_view::{assessment_view, block, draft_view, expected, first_draft, link};
use super::render::fenced_code;
use crate::content;
use crate::domain::interview::clock::Phase;
use crate::domain::interview::log::Interview;
use crate::domain::interview::rubric::{Axis, Band};
use crate::domain::interview::script::{Place, Turn};
use crate::error::Result;
use crate::store::{Draft, Store};

pub(super) fn past_interview(interview: &Interview) -> PastInterview {
    let sitting = interview.sitting();
    let (questions, assessed) = sitting.judged();
    let coverage = sitting.coverage();
    PastInterview {
        id: interview.id.to_string(),
        title: interview.script.title.clone(),
        kind: interview.kind.clone(),
        composed: interview.is_composed,
        begun_at: interview.begun_at.at_ms as f64,
        mode: interview.clock.mode().into(),
        finished: interview.clock.phase() == Phase::Finished,
        spent_ms: interview.clock.elapsed_ms() as f64,
        budget_ms: interview.clock.budget_ms() as f64,
        questions: u32::try_from(questions).unwrap_or(u32::MAX),
        assessed: u32::try_from(assessed).unwrap_or(u32::MAX),
        coverage: coverage.share().map(f64::from),
        coverage_words: coverage.share().map(|_| coverage.in_words()),
        verdict: sitting.verdict().verdict.map(|verdict| verdict.title().to_owned()),
    }
}

/// The report of an interview; `others` are all interviews, newest first.
pub(super) fn report(
    store: &Store,
    interview: &Interview,
    drafts: &BTreeMap<Place, Draft>,
    others: &[Interview],
) -> Result<InterviewReport> {
    let sitting = interview.sitting();
    let script = &interview.script;
    let clock = &interview.clock;
    let is_earlier = |other: &&Interview| {
        other.kind == interview.kind
            && other.id != interview.id
            && other.begun_at.at_ms <= interview.begun_at.at_ms
    };
    let earlier: Vec<PastInterview> = others.iter().filter(is_earlier).map(past_interview).collect();
    let mut turns = Vec::new();
    for (place, _, turn) in script.turns() {
        turns.push(report_turn(store, interview, drafts, place, turn)?);
    }
    let work_on = sitting.work_on().into_iter().map(|thing| WorkOn {
        title_html: content::inline_to_html(&thing.title),
        reason_html: content::inline_to_html(&thing.reason),
        stage: number(thing.place.stage),
        turn: number(thing.place.turn),
        cards: thing.cards.iter().filter_map(|id| link(store, id)).collect(),
    });
    let stages = script.stages.iter().enumerate().map(|(i, stage)| ReportStage {
        title_html: content::inline_to_html(&stage.title),
        budget_ms: clock.stage_budget_ms(i) as f64,
        spent_ms: clock.stage_elapsed_ms(i) as f64,
        why: stage.why.clone(),
    });
    let red_flags = script.red_flags.iter().map(|flag| FlagView {
        text: flag.clone(),
        html: content::inline_to_html(flag),
        shown: interview.red_flags.contains(flag),
    });
    Ok(InterviewReport {
        about: past_interview(interview),
        role: script.role.clone(),
        interviewer: script.interviewer.clone(),
        setting_html: block(&script.setting),
        assesses: script.assesses.clone(),
        language: script.language.clone(),
        headline: sitting.headline(),
        reasons: sitting.verdict().reasons,
        work_on: work_on.collect(),
        axes: sitting.axes().into_iter().map(|axis| axis_view(interview, axis)).collect(),
        red_flags: red_flags.collect(),
        stages: stages.collect(),
        turns,
        paused_ms: clock.paused_ms() as f64,
        asleep_ms: clock.asleep_ms() as f64,
        away_ms: clock.away_ms() as f64,
        comparison: comparison(interview, others.iter().filter(is_earlier)),
        earlier,
    })
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn report_turn(
    store: &Store,
    interview: &Interview,
    drafts: &BTreeMap<Place, Draft>,
    place: Place,
    turn: &Turn,
) -> Result<ReportTurn> {
    let state = interview.clock.turn_at(place).copied().unwrap_or_default();
    let draft = drafts.get(&place).cloned().unwrap_or_else(|| first_draft(turn));
    // Starter code that nobody touched is not an answer.
    let is_own = draft.code.trim_end() != first_draft(turn).code.trim_end();
    let code = if is_own { draft.code.trim_end() } else { "" };
    Ok(ReportTurn {
        stage: number(place.stage),
        turn: number(place.turn),
        says_html: block(&turn.says),
        statement_html: turn.statement.as_deref().map(block),
        outcome: state.outcome.into(),
        spent_ms: state.elapsed_ms as f64,
        hint_used: state.hint_used,
        code_html: (!code.is_empty()).then(|| block(&fenced_code(&draft.language, code))),
        expected: expected(store, interview, place, turn, &draft)?,
        draft: draft_view(&draft),
        card: interview.script.card_at(place).and_then(|id| link(store, id)),
        assessment: assessment_view(interview, place),
    })
}

fn axis_view(interview: &Interview, axis: Axis) -> AxisView {
    let sitting = interview.sitting();
    let proposed = (axis == Axis::TechnicalCompetence).then(|| sitting.proposed_competence()).flatten();
    AxisView {
        axis: axis.as_str().to_owned(),
        title: axis.title().to_owned(),
        band: interview.bands.get(&axis).map(|band| (*band).into()),
        proposed: proposed.as_ref().map(|(band, _)| (*band).into()),
        proposed_reason: proposed.map(|(_, reason)| reason),
        bands: Band::ALL
            .into_iter()
            .map(|band| BandView {
                band: band.into(),
                title: band.title().to_owned(),
                signs: axis.signs(band).iter().map(|sign| (*sign).to_owned()).collect(),
            })
            .collect(),
    }
}

/// How an interview compares with the newest judged one before it.
fn comparison<'i>(interview: &Interview, mut earlier: impl Iterator<Item = &'i Interview>) -> Option<String> {
    let now = interview.sitting().coverage();
    let before = earlier.find(|other| other.sitting().coverage().points > 0)?;
    let share = now.share()?;
    let then = before.sitting().coverage();
    let than = then.share()?;
    let day = before.begun_at.to_datetime()?.format("%-d %B %Y");
    let difference = share - than;
    let word = if difference > 0.05 {
        "more"
    } else if difference < -0.05 {
        "less"
    } else {
        "about as much"
    };
    let conjunction = if word == "about as much" { "as" } else { "than" };
    Some(format!(
        "{} points: {word} {conjunction} on {day}, when it was {}.",
        now.in_words(),
        then.in_words()
    ))
}
