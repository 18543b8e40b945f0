//! From a loaded card to what is shown: Markdown becomes sanitised HTML here and nowhere else.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    CardLink, CardStatus, CardView, ChoiceView, DiagnosticView, FollowUpView, HistoryEntry, Phase, PointView,
    WrongSolutionView,
};
use crate::content::{self, CodeSample, Diagnostic, HtmlOptions, Severity};
use crate::domain::card::CardId;
use crate::domain::fold;
use crate::domain::time::Moment;
use crate::services::cards::LoadedCard;
use crate::services::{editing, study};
use crate::store::{LoggedEvent, Store, StoredCard};

pub(super) fn card_view(store: &Store, card: &LoadedCard, now: Moment) -> CardView {
    let text = card.text();
    let parts = text.parts;
    let block = |markdown: &String| content::to_html(markdown, &HtmlOptions::default());
    let code = |sample: &CodeSample| block(&fenced(sample));
    let points = |items: &[String]| items.iter().map(|item| point(item)).collect();
    let parent = text.parent.map(|id| CardLink {
        id: id.to_string(),
        question_html: content::inline_to_html(&card.question.heading),
    });
    let follow_ups = if text.is_follow_up { Vec::new() } else { follow_ups(store, card, now) };
    CardView {
        id: card.stored.id.to_string(),
        deck: card.stored.id.deck().to_string(),
        deck_title: card.indexed.deck_title.clone(),
        section: card.indexed.section.as_deref().map(content::plain_text),
        kind: text.kind.into(),
        level: text.level.map(Into::into),
        minutes: text.minutes.map(f64::from),
        tags: text.tags.to_vec(),
        parent,
        revision: editing::revision(&card.indexed),
        language: card.indexed.language.clone(),
        question_html: content::inline_to_html(text.heading),
        statement_html: parts.question.as_ref().map(block),
        hint_html: parts.hint.as_ref().map(block),
        choices: choices(card),
        several_right: parts.choices.iter().filter(|choice| choice.correct).count() > 1,
        answer_html: parts.answer.as_ref().map(block),
        key_points: points(&parts.key_points),
        common_mistakes: points(&parts.common_mistakes),
        red_flags: points(&parts.red_flags),
        assessed_html: (!parts.assessed.is_empty()).then(|| block(&list(&parts.assessed))),
        starter_html: parts.starter_code.as_ref().map(code),
        solution_html: parts.solution.as_ref().map(code),
        tests_html: parts.tests.as_ref().map(code),
        wrong_solutions: parts
            .wrong_solutions
            .iter()
            .map(|wrong| WrongSolutionView { why_html: block(&wrong.why), code_html: code(&wrong.code) })
            .collect(),
        notes_html: parts.notes.as_ref().map(block),
        follow_ups,
        status: status(store, &card.stored, now),
    }
}

pub(super) fn point(markdown: &str) -> PointView {
    PointView { text: markdown.to_owned(), html: content::inline_to_html(markdown) }
}

/// Choices in the order to show: mixed anew for each review of the card, alike on every machine.
fn choices(card: &LoadedCard) -> Vec<ChoiceView> {
    let text = card.text();
    let seed = u64::from(card.stored.state.reviews);
    let mut choices: Vec<ChoiceView> = text
        .parts
        .choices
        .iter()
        .zip(0..)
        .map(|(choice, index)| ChoiceView {
            index,
            html: content::to_html(&choice.text, &HtmlOptions::default()),
            correct: choice.correct,
            reason_html: choice
                .reason
                .as_ref()
                .map(|reason| content::to_html(reason, &HtmlOptions::default())),
        })
        .collect();
    if text.shuffle {
        choices.sort_by_key(|choice| {
            xxh3_64_with_seed(format!("{} {}", card.stored.id, choice.index).as_bytes(), seed)
        });
    }
    choices
}

fn follow_ups(store: &Store, card: &LoadedCard, now: Moment) -> Vec<FollowUpView> {
    let status_of = |id: &CardId| {
        card.family.iter().find(|sibling| sibling.id == *id).map(|sibling| status(store, sibling, now))
    };
    card.question
        .follow_ups
        .iter()
        .map(|follow_up| {
            let id = follow_up.id.as_ref().filter(|_| follow_up.is_card());
            let status = id.and_then(status_of);
            FollowUpView {
                id: id.filter(|_| status.is_some()).map(ToString::to_string),
                question_html: content::inline_to_html(&follow_up.heading),
                status,
            }
        })
        .collect()
}

/// The other cards of a family, as links with their state.
pub(super) fn siblings(store: &Store, card: &LoadedCard, now: Moment) -> Vec<FollowUpView> {
    card.question
        .each_card()
        .filter_map(|text| {
            let sibling = card.family.iter().find(|sibling| Some(&sibling.id) == text.id)?;
            (sibling.id != card.stored.id).then(|| FollowUpView {
                id: Some(sibling.id.to_string()),
                question_html: content::inline_to_html(text.heading),
                status: Some(status(store, sibling, now)),
            })
        })
        .collect()
}

pub(super) fn status(store: &Store, card: &StoredCard, now: Moment) -> CardStatus {
    let state = &card.state;
    let options = store.options(Some(&card.id.deck()));
    CardStatus {
        phase: match state.phase {
            fold::Phase::New => Phase::New,
            fold::Phase::Learning { .. } => Phase::Learning,
            fold::Phase::Review { .. } => Phase::Review,
            fold::Phase::Relearning { .. } => Phase::Relearning,
        },
        due_at: state.phase.due_at().map(|at| at as f64),
        due_in_days: study::due_in_days(store, state.phase, now),
        last_rating: state.last_rating.map(Into::into),
        reviews: state.reviews,
        lapses: state.lapses,
        leech: options.leech_lapses > 0 && state.lapses >= options.leech_lapses,
        marked: state.marked,
        suspended: state.suspended,
        buried: state.buried_until.is_some_and(|day| day > study::study_day(store, now)),
    }
}

pub(super) fn history_entry(store: &Store, event: LoggedEvent) -> HistoryEntry {
    HistoryEntry {
        study_day: event.at.study_day(store.rollover_hour()).to_iso(),
        event: event.id,
        kind: event.kind,
        at: event.at.at_ms as f64,
        rating: event.rating.map(Into::into),
        taken_ms: event.taken_ms.map(f64::from),
        interval_days: event.interval_days,
        on: event.on,
        source: event.source,
    }
}

pub(super) fn diagnostic_view(diagnostic: Diagnostic) -> DiagnosticView {
    DiagnosticView {
        file: diagnostic.file,
        line: diagnostic.line,
        column: diagnostic.column,
        severity: if diagnostic.severity == Severity::Error { "error" } else { "warning" }.to_owned(),
        message: diagnostic.message,
        hint: diagnostic.hint,
    }
}

pub(super) fn list(items: &[String]) -> String {
    let mut list = String::new();
    for item in items {
        list.push_str("- ");
        list.push_str(&item.replace('\n', "\n  "));
        list.push('\n');
    }
    list
}

/// Code as a fenced block.
pub(super) fn fenced_code(language: &str, code: &str) -> String {
    fenced(&CodeSample {
        language: language.to_owned(),
        attributes: String::new(),
        code: code.to_owned(),
        output: None,
        line: 0,
    })
}

/// A sample as a fenced block, with a fence longer than any in the code.
fn fenced(sample: &CodeSample) -> String {
    let longest = sample.code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let output = sample.output.as_ref().map_or_else(String::new, |output| {
        format!("\n{fence}output\n{}\n{fence}\n", output.trim_end_matches('\n'))
    });
    format!(
        "{fence}{} {}\n{}\n{fence}\n{output}",
        sample.language,
        sample.attributes,
        sample.code.trim_end_matches('\n')
    )
}
