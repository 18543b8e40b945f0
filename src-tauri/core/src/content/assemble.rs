//! From the blocks of one slice to a question: which heading opens which part, and whose.

use std::ops::Range;

use super::attributes::{self, Attributes, read_attributes, split_heading};
use super::blocks::{Block, Blocks, Kind, Notices, scan};
use super::fill::{Region, fill};
use super::lines::LineIndex;
use super::links::MentionKind;
use super::question::{FollowUp, Part, Parts, Question};
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

/// A heading's line: text as values hold it, attributes, and where it is.
struct Heading {
    text: String,
    attributes: Attributes,
    offset: usize,
}

/// A card under construction.
struct Draft {
    heading: Heading,
    parts: Parts,
    start: usize,
    end: usize,
}

/// Reads the question that is `range` of the file.
pub(crate) fn read_slice(
    context: &Context<'_>,
    range: Range<usize>,
    section: Option<&str>,
    notices: &mut Notices<'_>,
) -> Question {
    let source = &context.text[range.clone()];
    let blocks = scan(source, range.start, Some(context.labels), notices);
    let (mut drafts, regions) = outline(&blocks, source, range.start, notices);
    for (i, region) in regions.iter().enumerate() {
        let parts = &mut drafts[region.card].parts;
        // The lead is the region right before the card's first part.
        let answered_above = i > 0 && region.part == Some(Part::Answer) && parts.answer.is_some();
        if answered_above
            && !regions[..i].iter().any(|r| r.card == region.card && r.part == Some(Part::Answer))
        {
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
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for mut draft in drafts {
        if let Some(slug) = &draft.heading.attributes.id {
            if seen.contains(slug) {
                notices.findings.error(
                    draft.heading.offset,
                    format!("a second follow-up \"{slug}\""),
                    "the first keeps the id; give this one its own",
                );
                draft.heading.attributes.id = None;
            } else {
                seen.push(slug.clone());
            }
        }
        let id = draft.heading.attributes.id.as_deref().and_then(|slug| parent?.follow_up(slug));
        let (kind, was) = settle(&draft, true, id.as_ref(), notices);
        let Draft { heading, parts, start, end } = draft;
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

/// Cuts the slice at its headings: the cards (the question, then its follow-ups) and the
/// regions of text between headings.
fn outline(
    blocks: &Blocks<'_>,
    source: &str,
    base: usize,
    notices: &mut Notices<'_>,
) -> (Vec<Draft>, Vec<Region>) {
    let mut outline = Outline {
        source,
        base,
        drafts: Vec::new(),
        regions: Vec::new(),
        seen: Vec::new(),
        in_follow_ups: false,
    };
    for (i, block) in blocks.blocks.iter().enumerate() {
        match block.kind {
            Kind::Heading(level) => outline.heading(level, block, i, blocks, notices),
            _ => outline.extend(i),
        }
    }
    outline.close(source.len());
    (outline.drafts, outline.regions)
}

struct Outline<'t> {
    source: &'t str,
    base: usize,
    drafts: Vec<Draft>,
    regions: Vec<Region>,
    /// The parts that the current card has had.
    seen: Vec<Part>,
    in_follow_ups: bool,
}

impl Outline<'_> {
    fn extend(&mut self, block: usize) {
        if let Some(region) = self.regions.last_mut() {
            region.blocks.end = block + 1;
        }
    }

    fn close(&mut self, end: usize) {
        self.close_region(end);
        if self.in_follow_ups
            && let Some(draft) = self.drafts.last_mut()
        {
            draft.end = self.base + end;
        }
    }

    fn heading(
        &mut self,
        level: u8,
        block: &Block,
        index: usize,
        blocks: &Blocks<'_>,
        notices: &mut Notices<'_>,
    ) {
        let under_follow_up = self.drafts.len() > 1 && self.in_follow_ups;
        match level {
            2 if self.drafts.is_empty() => self.card(block, index, blocks, notices),
            3 if !self.drafts.is_empty() => {
                self.close(block.start);
                if self.in_follow_ups {
                    self.in_follow_ups = false;
                    self.seen = vec![Part::FollowUps];
                    self.seen.extend(self.regions.iter().filter(|r| r.card == 0).filter_map(|r| r.part));
                }
                self.part(0, block, index, notices);
            }
            4 if self.in_follow_ups => {
                self.close(block.start);
                self.card(block, index, blocks, notices);
            }
            5 if under_follow_up => {
                self.close_region(block.start);
                self.part(self.drafts.len() - 1, block, index, notices);
            }
            _ => {
                let hint = match level {
                    4 => "#### is a follow-up, below ### Follow-ups",
                    5 => "##### is a part of a follow-up, below its ####",
                    _ => "levels: # section, ## question, ### part, #### follow-up, ##### its part",
                };
                let marks = "#".repeat(usize::from(level));
                notices.findings.error(
                    self.base + block.start,
                    format!("a {marks} heading out of place"),
                    hint,
                );
                self.extend(index);
            }
        }
    }

    fn close_region(&mut self, end: usize) {
        if let Some(region) = self.regions.last_mut() {
            region.text.end = end;
        }
    }

    fn line(&self, block: &Block) -> (Range<usize>, usize) {
        let end = self.source[block.start..].find('\n').map_or(self.source.len(), |i| block.start + i + 1);
        let indent = self.source[block.start..end].bytes().take_while(|&b| b == b' ').count();
        (block.start..end, self.base + block.start + indent)
    }

    fn card(&mut self, block: &Block, index: usize, blocks: &Blocks<'_>, notices: &mut Notices<'_>) {
        let (line, offset) = self.line(block);
        let pieces = split_heading(&self.source[line.clone()]);
        let text = line.start + pieces.text.start..line.start + pieces.text.end;
        let inside = pieces.attributes.map(|r| line.start + r.start..line.start + r.end);
        let attributes = inside.map_or_else(Attributes::default, |r| {
            read_attributes(&self.source[r.clone()], self.base + r.start, notices.findings)
        });
        if let Some(stray) = attributes::stray_attributes(&self.source[text.clone()]) {
            let at = self.base + text.start + stray;
            notices.findings.error(
                at,
                "text after the closing brace",
                "the attributes end the heading's line",
            );
        }
        let heading = Heading { text: blocks.text(text), attributes, offset };
        let card = self.drafts.len();
        self.seen.clear();
        self.drafts.push(Draft {
            heading,
            parts: Parts::default(),
            start: self.base + line.start,
            end: self.base,
        });
        self.regions.push(Region {
            card,
            part: None,
            heading: None,
            text: line.end..line.end,
            blocks: index + 1..index + 1,
            offset,
            base: self.base,
        });
    }

    fn part(&mut self, card: usize, block: &Block, index: usize, notices: &mut Notices<'_>) {
        let (line, offset) = self.line(block);
        let pieces = split_heading(&self.source[line.clone()]);
        let title = &self.source[line.start + pieces.text.start..line.start + pieces.text.end];
        if pieces.attributes.is_some() {
            notices.findings.error(
                offset,
                "attributes on the heading of a part",
                "they belong to questions and follow-ups",
            );
        }
        let exact = Part::ALL.into_iter().find(|part| part.title() == title);
        let mut part =
            exact.or_else(|| Part::ALL.into_iter().find(|part| part.title().eq_ignore_ascii_case(title)));
        if let (None, Some(near)) = (exact, part) {
            notices.findings.warning(offset, format!("\"{title}\" is written \"{}\"", near.title()), "");
        }
        let nested = card > 0 && part == Some(Part::FollowUps);
        if part.is_none() || nested {
            let message = if nested {
                "a follow-up has no follow-ups of its own".to_owned()
            } else {
                format!("unknown part \"{title}\"")
            };
            let known: Vec<_> = Part::ALL.iter().map(|part| part.title()).collect();
            let hint = format!("its text is kept in Notes; known: {}", known.join(", "));
            notices.findings.error(offset, message, &hint);
            part = None;
        }
        if let Some(part) = part {
            if self.seen.contains(&part) {
                let hint = "its text is kept; put all of it under one heading";
                notices.findings.error(offset, format!("a second part \"{}\"", part.title()), hint);
            }
            self.seen.push(part);
        }
        self.in_follow_ups = card > 0 || part == Some(Part::FollowUps);
        self.regions.push(Region {
            card,
            part,
            heading: Some(line.clone()),
            text: line.end..line.end,
            blocks: index + 1..index + 1,
            offset,
            base: self.base,
        });
    }
}
