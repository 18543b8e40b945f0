//! From one slice of a file to a question, and the rules between its attributes and parts.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::{Notices, scan};
use super::fill::fill;
use super::form::Form;
use super::lines::LineIndex;
use super::links::MentionKind;
use super::outline::{Draft, Heading, outline};
use super::question::{FollowUp, Part, Question};
use super::sections::Labels;
use crate::domain::card::{CardId, CardKind, DeckId};

/// What a slice is read against.
pub(crate) struct Context<'c> {
    pub(crate) text: &'c str,
    /// Added to offsets to make spans: the byte order mark's length.
    pub(crate) shift: usize,
    pub(crate) deck: &'c DeckId,
    pub(crate) lines: &'c LineIndex<'c>,
    /// The reference definitions of the whole file.
    pub(crate) labels: &'c Labels,
}

/// Reads the question that is `range` of the file.
pub(crate) fn read_slice(
    context: &Context<'_>,
    range: Range<usize>,
    section: Option<&str>,
    notices: &mut Notices<'_>,
) -> Question {
    let source = &context.text[range.clone()];
    let blocks = scan(source, range.start, Some((context.labels, Form::Questions)), notices);
    let (mut drafts, regions) = outline(Form::Questions, &blocks, source, range.start, notices);
    for region in &regions {
        let parts = &mut drafts[region.card].parts;
        let is_titled = region.heading.is_some() && !region.is_repeated;
        if region.part == Some(Part::Answer) && is_titled && parts.answer.is_some() {
            notices.findings.error(
                region.offset,
                "the text below the question is its answer, and here is another",
                "keep one: both are shown, one below the other",
            );
        }
        fill(region, &blocks, context.lines, parts, notices.findings);
    }
    let mut drafts = drafts.into_iter();
    let main = drafts.next().expect("a slice begins with the heading of its question");
    let id = main.heading.attributes.id.as_deref().and_then(|slug| CardId::in_deck(context.deck, slug));
    let (kind, was) = settle(&main, false, id.as_ref(), notices);
    let follow_ups = follow_ups(drafts, id.as_ref(), context, notices);
    let Draft { heading, parts, .. } = main;
    Question {
        id,
        heading: heading.text,
        kind,
        level: heading.attributes.level,
        minutes: heading.attributes.minutes,
        tags: heading.attributes.tags,
        shuffle: heading.attributes.shuffle.unwrap_or(true),
        was,
        section: section.map(str::to_owned),
        parts,
        follow_ups,
        span: range.start + context.shift..range.end + context.shift,
        line: context.lines.line(range.start),
    }
}

fn follow_ups(
    drafts: impl Iterator<Item = Draft>,
    parent: Option<&CardId>,
    context: &Context<'_>,
    notices: &mut Notices<'_>,
) -> Vec<FollowUp> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut out = Vec::new();
    for mut draft in drafts {
        if let Some(slug) = &draft.heading.attributes.id
            && !seen.insert(slug.clone())
        {
            notices.findings.error(
                draft.heading.offset,
                format!("a second follow-up \"{slug}\""),
                "the first keeps the id; give this one its own",
            );
            draft.heading.attributes.id = None;
        }
        let id = draft.heading.attributes.id.as_deref().and_then(|slug| parent?.follow_up(slug));
        let (kind, was) = settle(&draft, true, id.as_ref(), notices);
        let Draft { heading, parts, start, end, .. } = draft;
        out.push(FollowUp {
            id,
            heading: heading.text,
            kind,
            level: heading.attributes.level,
            minutes: heading.attributes.minutes,
            tags: heading.attributes.tags,
            shuffle: heading.attributes.shuffle.unwrap_or(true),
            was,
            parts,
            span: start + context.shift..end + context.shift,
            line: context.lines.line(start),
        });
    }
    out
}

/// The rules between a card's attributes and its parts; its kind and `was`.
fn settle(
    draft: &Draft,
    is_follow_up: bool,
    id: Option<&CardId>,
    notices: &mut Notices<'_>,
) -> (CardKind, Option<CardId>) {
    let Draft { heading: Heading { attributes, offset, text }, parts, .. } = draft;
    let findings = &mut *notices.findings;
    if !attributes.has_id && (!is_follow_up || parts.has_answer()) {
        let what = if is_follow_up {
            "a follow-up with an answer is a card: it needs an id"
        } else {
            "a card without an id"
        };
        findings.error(*offset, what, "`rehearse-cli check --fix` writes one");
    }
    if !is_follow_up && !parts.has_answer() && attributes.kind != Some(CardKind::Behavioural) {
        findings.warning(
            *offset,
            "a card without an answer",
            "the text below the heading is the expected answer",
        );
    }
    if text.is_empty() {
        findings.error(*offset, "a question without words", "the heading is the question");
    }
    let has_choices = !parts.choices.is_empty();
    let kind = match attributes.kind {
        Some(kind) if has_choices && kind != CardKind::Choice => {
            findings.error(
                *offset,
                format!("kind={} with a list of choices", kind.as_str()),
                "remove kind=, or the boxes",
            );
            CardKind::Choice
        }
        None if has_choices => CardKind::Choice,
        kind => kind.unwrap_or_default(),
    };
    if kind == CardKind::Choice && !has_choices {
        findings.error(*offset, "kind=choice without choices", "list them: - [x] right, - [ ] wrong");
    }
    if kind == CardKind::Code {
        let parts = [
            (Part::Question, parts.question.is_some()),
            (Part::Tests, parts.tests.is_some()),
            (Part::Solution, parts.solution.is_some()),
        ];
        for (part, _) in parts.into_iter().filter(|(_, present)| !present) {
            findings.error(
                *offset,
                format!("kind=code without {}", part.title()),
                "it needs Question, Tests and Solution",
            );
        }
    }
    if attributes.shuffle.is_some() && !has_choices {
        findings.warning(*offset, "shuffle= on a card without choices", "");
    }
    let was = attributes.was.as_ref().map(|(was, at)| {
        notices.targets.push((*at, MentionKind::Was(was.clone(), id.cloned())));
        was.clone()
    });
    (kind, was)
}
