//! From a take to what is shown.

use std::collections::HashMap;

use similar::{ChangeTag, TextDiff};
use uuid::Uuid;

use super::interview_view::{block, draft_view, expected as expected_in_interview, first_draft, link};
use super::render::{card_view, fenced_code};
use super::take_words::measures_view;
use super::{
    DiffLine, DiffSide, ExpectedAnswer, Kind, RatingPreview, RegradeView, TakeAssessmentView, TakeJob,
    TakePage, TakePlace, TakeQuestion, TakeRow, TakeSound,
};
use crate::api::convert::preview;
use crate::content;
use crate::domain::audio::peaks::downsample;
use crate::domain::interview::report::Coverage;
use crate::domain::interview::script::{Code, Turn};
use crate::domain::take::agreement::compare;
use crate::domain::take::judgement::{Story, Ticks};
use crate::domain::take::log::About;
use crate::domain::take::progress::{Step, progress};
use crate::domain::take::rating::counted;
use crate::domain::time::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::services::cards::{self, LoadedCard};
use crate::services::study;
use crate::services::takes::judging::{self, Feeds};
use crate::services::takes::{self, Known};
use crate::store::{Draft, Sound, Store, StoredTake};

/// Columns in which a wave is drawn.
const COLUMNS: usize = 1_200;

/// What is done with takes now, by id.
pub(super) type Jobs = HashMap<Uuid, TakeJob>;

pub(super) fn take_row(store: &Store, known: &Known, jobs: &Jobs) -> TakeRow {
    let recorded = known.recorded();
    let stored = known.stored.as_ref();
    let assessed = known.take.assessed.as_ref().map(|(_, _, assessed)| assessed);
    let made = assessed
        .map(|assessed| {
            let is_story = assessed.ticks.story != Story::default();
            Coverage::of(counted(&assessed.ticks, is_story))
        })
        .filter(|made| made.points > 0);
    TakeRow {
        id: known.id().to_string(),
        question_html: inline(&recorded.question),
        card: recorded.about.card().and_then(|card| link(store, card)),
        interview: place_of(store, &recorded.about),
        begun_at: recorded.begun_at.at_ms as f64,
        duration_ms: recorded.duration_ms as f64,
        budget_ms: recorded.budget_ms.map(|ms| ms as f64),
        shorter: recorded.shorter_than.is_some(),
        sound: sound_of(store, known),
        job: jobs.get(&known.id()).cloned(),
        bytes: stored.map_or(0.0, |stored| stored.bytes as f64),
        starred: stored.is_some_and(|stored| stored.is_starred),
        note: stored.map_or_else(String::new, |stored| stored.note.clone()),
        predicted: known.take.predicted.map(Into::into),
        rating: assessed.map(|assessed| assessed.rating.into()),
        coverage: made.and_then(Coverage::share).map(f64::from),
        coverage_words: made.map(Coverage::in_words),
        paused_ms: paused_ms(stored).map(|ms| ms as f64),
    }
}

fn paused_ms(stored: Option<&StoredTake>) -> Option<u64> {
    let measures = stored?.measures.as_ref()?;
    Some(measures.pauses.iter().map(|pause| pause.to_ms - pause.from_ms).sum())
}

/// A question may be a heading or an interviewer's paragraphs: in a list it is one line.
pub(super) fn inline(question: &str) -> String {
    content::inline_to_html(&question.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn sound_of(store: &Store, known: &Known) -> TakeSound {
    match known.stored.as_ref().map(|stored| stored.sound) {
        Some(Sound::Recording) => TakeSound::Recording,
        Some(Sound::Deleted) => TakeSound::Deleted,
        Some(Sound::Kept) if known.path(store).is_some_and(|path| path.is_file()) => TakeSound::Kept,
        None if known.take.is_deleted => TakeSound::Deleted,
        Some(Sound::Kept) | None => TakeSound::Missing,
    }
}

fn place_of(store: &Store, about: &About) -> Option<TakePlace> {
    let About::Question { interview, place, .. } = about else { return None };
    let title = store.interview_title(*interview).ok().flatten();
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some(TakePlace {
        interview: interview.to_string(),
        title: title.unwrap_or_default(),
        stage: number(place.stage),
        turn: number(place.turn),
    })
}

/// What is asked, and what a good answer holds.
pub(super) struct Asked {
    pub(super) question: TakeQuestion,
    pub(super) expected: Option<ExpectedAnswer>,
    /// What the editors hold before anything is typed.
    pub(super) first_draft: Draft,
    pub(super) solution: Option<Code>,
    pub(super) hint_html: Option<String>,
}

/// A card as it is answered aloud.
pub(super) fn asked_card(store: &Store, card: &LoadedCard, now: Moment) -> Asked {
    let text = card.text();
    let view = card_view(store, card, now);
    let code = |sample: &Option<content::CodeSample>| {
        sample.as_ref().map(|sample| Code { language: sample.language.clone(), text: sample.code.clone() })
    };
    // The interview's rule for what the editors hold is a turn's.
    let turn = Turn {
        starter: code(&text.parts.starter_code),
        solution: code(&text.parts.solution),
        tests: code(&text.parts.tests),
        ..Turn::default()
    };
    let probes = view.follow_ups.iter().map(|follow_up| follow_up.question_html.clone()).collect();
    Asked {
        question: TakeQuestion {
            html: view.question_html,
            statement_html: view.statement_html,
            kind: view.kind,
            place: view.section.unwrap_or(view.deck_title),
            deck: view.deck,
            language: view.language,
            card: link(store, &card.stored.id),
        },
        expected: Some(ExpectedAnswer {
            answer_html: view.answer_html,
            solution_html: view.solution_html,
            tests_html: view.tests_html,
            key_points: view.key_points,
            common_mistakes: view.common_mistakes,
            red_flags: view.red_flags,
            choices: Vec::new(),
            assessed_html: view.assessed_html,
            probes_html: probes,
            notes_html: view.notes_html,
            cards: Vec::new(),
        }),
        first_draft: first_draft(&turn),
        solution: turn.solution,
        hint_html: view.hint_html,
    }
}

/// What a take answers.
fn asked(store: &Store, known: &Known, now: Moment) -> Result<Asked> {
    let recorded = known.recorded();
    match &recorded.about {
        About::Card(card) => match cards::load(store, &store.owner(card)?) {
            Ok(card) => Ok(asked_card(store, &card, now)),
            Err(Error::NotFound { .. }) => Ok(gone(card.deck().to_string(), &recorded.question)),
            Err(error) => Err(error),
        },
        About::Question { interview, place, .. } => {
            let interview = judging::interview_of(store, *interview)?;
            if !interview.shows_answers() {
                let message = "Under pressure takes are listened to when the interview is over.";
                return Err(Error::InvalidState(message.to_owned()));
            }
            let turn = interview.script.turn(*place).or_not_found("question", place.stage)?;
            let draft = store.draft(interview.id, *place)?.unwrap_or_default();
            let is_behavioural = interview.script.stages[place.stage].is_behavioural;
            let is_code = turn.solution.is_some() || turn.tests.is_some() || turn.starter.is_some();
            let kind = match (is_behavioural, is_code) {
                (true, _) => Kind::Behavioural,
                (false, true) => Kind::Code,
                (false, false) => Kind::Open,
            };
            let card = interview.script.card_at(*place);
            Ok(Asked {
                question: TakeQuestion {
                    html: block(&turn.says),
                    statement_html: turn.statement.as_deref().map(block),
                    kind,
                    place: interview.script.title.clone(),
                    deck: super::interview_view::deck_of(&interview, *place),
                    language: interview.script.language.clone(),
                    card: card.and_then(|card| link(store, card)),
                },
                expected: Some(expected_in_interview(store, &interview, *place, turn, &draft)?),
                first_draft: first_draft(turn),
                solution: turn.solution.clone(),
                hint_html: None,
            })
        }
    }
}

/// A question whose card left its deck: its words are known, not what was expected.
fn gone(deck: String, question: &str) -> Asked {
    Asked {
        question: TakeQuestion {
            html: inline(question),
            statement_html: None,
            kind: Kind::Open,
            place: "A card that no deck holds any more".to_owned(),
            deck,
            language: "en".to_owned(),
            card: None,
        },
        expected: None,
        first_draft: Draft::default(),
        solution: None,
        hint_html: None,
    }
}

pub(super) fn take_page(
    store: &Store,
    known: &Known,
    jobs: &Jobs,
    is_blind: bool,
    now: Moment,
) -> Result<TakePage> {
    let Asked { question, expected, first_draft, solution, .. } = asked(store, known, now)?;
    let recorded = known.recorded();
    let written = written(store, known)?;
    let has_code = !written.code.trim().is_empty() && written.code.trim() != first_draft.code.trim();
    let is_open = known.take.predicted.is_some()
        || known.take.assessed.is_some()
        || judging::is_revealed(store, known, now)?;
    let mut row = take_row(store, known, jobs);
    let work = match store.take_work(known.id())? {
        _ if is_blind => Ticks::default().into(),
        Some(work) => work.into(),
        None => known.take.assessed.as_ref().map(|(_, _, a)| a.ticks.clone()).unwrap_or_default().into(),
    };
    let yardstick = judging::yardstick(store, known)?;
    let (previews, schedule_note) = schedule(store, known, now)?;
    let row_of = takes::of_same_question(store, recorded)?;
    // What came later has no part in what this take's page says.
    let so_far =
        row_of.iter().rev().filter(|other| other.recorded().begun_at.at_ms <= recorded.begun_at.at_ms);
    let progress = progress(&so_far.map(step).collect::<Vec<_>>());
    if is_blind {
        row.rating = None;
        row.coverage = None;
        row.coverage_words = None;
    }
    let stored = known.stored.as_ref();
    Ok(TakePage {
        question,
        expected: expected.filter(|_| is_open),
        code_html: has_code.then(|| block(&fenced_code(&written.language, &written.code))),
        code_diff: match solution.filter(|_| has_code && is_open) {
            Some(solution) => diff(&written.code, &solution.text),
            None => Vec::new(),
        },
        written: draft_view(&written),
        wave: downsample(&store.take_peaks(known.id())?, COLUMNS),
        measures: stored
            .and_then(|stored| stored.measures.as_ref())
            .map(|measures| measures_view(measures, recorded.budget_ms)),
        work,
        story_parts: yardstick.story_parts().into_iter().map(Into::into).collect(),
        asks_figure: yardstick.is_behavioural,
        assessment: assessment_view(store, known)?.filter(|_| !is_blind),
        previews,
        schedule_note,
        others: row_of
            .iter()
            .filter(|other| other.id() != known.id())
            .map(|other| take_row(store, other, jobs))
            .collect(),
        progress: progress.filter(|_| !is_blind),
        path: known.path(store).map(|path| path.display().to_string()),
        take: row,
    })
}

/// What was written: beside the take, or in the interview.
fn written(store: &Store, known: &Known) -> Result<Draft> {
    if let About::Question { interview, place, .. } = &known.recorded().about {
        return Ok(store.draft(*interview, *place)?.unwrap_or_default());
    }
    Ok(known.stored.as_ref().map(|stored| stored.written.clone()).unwrap_or_default())
}

fn step(known: &Known) -> Step {
    let assessed = known.take.assessed.as_ref().map(|(_, _, assessed)| assessed);
    Step {
        begun_at: known.recorded().begun_at,
        duration_ms: known.recorded().duration_ms,
        paused_ms: paused_ms(known.stored.as_ref()),
        points: assessed.map(|assessed| assessed.ticks.points.clone()),
    }
}

/// What each rating would do, or why a judgement does nothing.
fn schedule(store: &Store, known: &Known, now: Moment) -> Result<(Vec<RatingPreview>, Option<String>)> {
    let note = |text: &str| Ok((Vec::new(), Some(text.to_owned())));
    match judging::feeds(store, known, now)? {
        Feeds::NoCard => note("This question belongs to no card: no schedule is moved."),
        Feeds::CardGone => note("No deck holds this card now: no schedule is moved."),
        Feeds::AnsweredSince => {
            note("You have answered this card since: its schedule goes by that, and stays as it is.")
        }
        Feeds::Card(_) if known.take.assessed.as_ref().is_some_and(|(_, _, a)| a.review.is_some()) => {
            note("Judged again, it takes the place of the rating that this take gave the card.")
        }
        Feeds::Card(card) => {
            let futures = study::futures(store, &card, now);
            Ok((futures.iter().map(|future| preview(future, now)).collect(), None))
        }
    }
}

pub(super) fn assessment_view(store: &Store, known: &Known) -> Result<Option<TakeAssessmentView>> {
    let Some((_, at, assessed)) = known.take.assessed.as_ref() else { return Ok(None) };
    let reason = judging::derived(store, known, &assessed.ticks)?
        .filter(|proposal| Some(proposal.rating) == assessed.derived)
        .map(|proposal| proposal.reason);
    let regrades = known.take.regraded.iter().map(|blind| {
        let compared = compare(&blind.first, &blind.regraded);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        RegradeView {
            at: blind.at.at_ms as f64,
            derived: blind.regraded.derived.map(Into::into),
            same: number(compared.same),
            points: number(compared.points),
            words: compared.words,
        }
    });
    Ok(Some(TakeAssessmentView {
        at: at.at_ms as f64,
        derived: assessed.derived.map(Into::into),
        reason,
        rating: assessed.rating.into(),
        moved_card: assessed.review.is_some(),
        regrades: regrades.collect(),
    }))
}

/// How what was written differs from the solution, line by line.
fn diff(own: &str, solution: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(own, solution);
    let lines = diff.iter_all_changes().map(|change| DiffLine {
        side: match change.tag() {
            ChangeTag::Equal => DiffSide::Both,
            ChangeTag::Delete => DiffSide::Own,
            ChangeTag::Insert => DiffSide::Solution,
        },
        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
    });
    lines.collect()
}
