//! A slice cut at its headings: which heading opens which part, and whose.

use std::collections::BTreeSet;
use std::ops::Range;

use super::attributes::{self, Attributes, Bearer, read_attributes, split_heading};
use super::blocks::{Block, Blocks, Kind, Notices};
use super::fill::Region;
use super::form::Form;
use super::items::{quote_text, quoted};
use super::lines::is_blank;
use super::question::{Part, Parts};

/// What begins a draft: a heading's line, or the quote of a turn. Its text as values hold it,
/// attributes, and where it is.
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) attributes: Attributes,
    pub(crate) offset: usize,
}

/// What a draft becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The question or stage that the slice is.
    Slice,
    /// One of the interviewer's turns.
    Turn,
    FollowUp,
}

/// A card or turn under construction.
pub(crate) struct Draft {
    pub(crate) role: Role,
    pub(crate) heading: Heading,
    pub(crate) parts: Parts,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Cuts the slice at its headings, and a stage at its quotes: the drafts (the question, then its
/// follow-ups; the stage, then each turn with its follow-ups) and the regions of text between.
pub(crate) fn outline(
    form: Form,
    blocks: &Blocks<'_>,
    source: &str,
    base: usize,
    notices: &mut Notices<'_>,
) -> (Vec<Draft>, Vec<Region>) {
    let mut outline = Outline {
        form,
        source,
        base,
        drafts: Vec::new(),
        regions: Vec::new(),
        owner: 0,
        seen: [BTreeSet::new(), BTreeSet::new()],
        in_follow_ups: false,
    };
    for (i, block) in blocks.blocks.iter().enumerate() {
        match block.kind {
            Kind::Heading(level) => outline.heading(level, block, i, blocks, notices),
            Kind::Quote if form == Form::Interview => outline.turn(block, i, blocks),
            _ => outline.extend(i),
        }
    }
    outline.close(source.len());
    (outline.drafts, outline.regions)
}

struct Outline<'t> {
    form: Form,
    source: &'t str,
    base: usize,
    drafts: Vec<Draft>,
    regions: Vec<Region>,
    /// The draft that a part belongs to: the question, or the latest turn.
    owner: usize,
    /// The parts that the owner has had, and those of the current follow-up.
    seen: [BTreeSet<Part>; 2],
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
        let under_follow_up =
            self.in_follow_ups && self.drafts.last().is_some_and(|draft| draft.role == Role::FollowUp);
        match level {
            2 if self.drafts.is_empty() => self.card(Role::Slice, block, index, blocks, notices),
            3 if !self.drafts.is_empty() => {
                self.close(block.start);
                self.part(self.owner, block, index, notices);
            }
            4 if self.in_follow_ups => {
                self.close(block.start);
                self.card(Role::FollowUp, block, index, blocks, notices);
            }
            5 if under_follow_up => {
                self.close_region(block.start);
                self.part(self.drafts.len() - 1, block, index, notices);
            }
            _ => {
                let hint = match level {
                    4 => "#### is a follow-up, below ### Follow-ups",
                    5 => "##### is a part of a follow-up, below its ####",
                    _ => self.form.levels(),
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

    /// A quote begins a turn; the parts below it are the turn's.
    fn turn(&mut self, block: &Block, index: usize, blocks: &Blocks<'_>) {
        self.close(block.start);
        let range = block.start..blocks.line_end(block.end.saturating_sub(1));
        let mut words = block.start;
        for line in self.source[range.clone()].split_inclusive('\n') {
            if !is_blank(&quoted(line)) {
                break;
            }
            words += line.len();
        }
        let first = if words < range.end { words } else { block.start };
        let text = quote_text(&blocks.lines(range.clone()));
        self.owner = self.drafts.len();
        self.in_follow_ups = false;
        self.seen[0].clear();
        let heading = Heading { text, attributes: Attributes::default(), offset: self.base + first };
        self.draft(Role::Turn, heading, range, index);
    }

    /// Begins a draft at `line` of the slice. Text right below a question is its answer; below a
    /// stage or turn it has no place of its own.
    fn draft(&mut self, role: Role, heading: Heading, line: Range<usize>, index: usize) {
        let is_card = self.form == Form::Questions || role == Role::FollowUp;
        let part = if is_card { Part::Answer } else { Part::Notes };
        self.regions.push(Region {
            card: self.drafts.len(),
            part: Some(part),
            title: part.title(),
            is_repeated: false,
            heading: None,
            text: line.end..line.end,
            blocks: index + 1..index + 1,
            offset: heading.offset,
            base: self.base,
        });
        self.drafts.push(Draft {
            role,
            heading,
            parts: Parts::default(),
            start: self.base + line.start,
            end: self.base,
        });
    }

    fn card(
        &mut self,
        role: Role,
        block: &Block,
        index: usize,
        blocks: &Blocks<'_>,
        notices: &mut Notices<'_>,
    ) {
        let (line, offset) = self.line(block);
        let pieces = split_heading(&self.source[line.clone()]);
        let text = line.start + pieces.text.start..line.start + pieces.text.end;
        let inside = pieces.attributes.map(|r| line.start + r.start..line.start + r.end);
        let attributes = inside.map_or_else(Attributes::default, |r| {
            let bearer = match (self.form, role) {
                (Form::Questions, _) => Bearer::Card,
                (Form::Interview, Role::FollowUp) => Bearer::Probe,
                (Form::Interview, _) => Bearer::Stage,
            };
            read_attributes(bearer, &self.source[r.clone()], self.base + r.start, notices.findings)
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
        self.seen[1].clear();
        self.draft(role, heading, line, index);
    }

    fn part(&mut self, card: usize, block: &Block, index: usize, notices: &mut Notices<'_>) {
        let (line, offset) = self.line(block);
        let pieces = split_heading(&self.source[line.clone()]);
        let title = &self.source[line.start + pieces.text.start..line.start + pieces.text.end];
        if pieces.attributes.is_some() {
            notices.findings.error(
                offset,
                "attributes on the heading of a part",
                match self.form {
                    Form::Questions => "they belong to questions and follow-ups",
                    Form::Interview => "they belong to stages",
                },
            );
        }
        let found = self.form.part(title);
        if let Some((written, _)) = found.filter(|(written, _)| *written != title) {
            notices.findings.warning(offset, format!("\"{title}\" is written \"{written}\""), "");
        }
        let is_nested = card != self.owner;
        let nested = is_nested && found.is_some_and(|(_, part)| part == Part::FollowUps);
        let found = found.filter(|_| !nested);
        if found.is_none() {
            let message = if nested {
                "a follow-up has no follow-ups of its own".to_owned()
            } else if title.eq_ignore_ascii_case(Part::WrongSolutions.title()) {
                "\"Wrong solutions\" belong to the exercises of decks".to_owned()
            } else {
                format!("unknown part \"{title}\"")
            };
            let known: Vec<_> = self.form.titles().map(|(title, _)| title).collect();
            let hint = format!("its text is kept in Notes; known: {}", known.join(", "));
            notices.findings.error(offset, message, &hint);
        }
        let part = found.map(|(_, part)| part);
        let is_repeated = part.is_some_and(|part| !self.seen[usize::from(is_nested)].insert(part));
        if let (true, Some((title, part))) = (is_repeated, found) {
            let message = match part {
                Part::Answer if self.form == Form::Interview => {
                    "a second answer: \"Strong answer\" and \"Answer\" are one part".to_owned()
                }
                _ => format!("a second part \"{title}\""),
            };
            notices.findings.error(offset, message, "its text is kept; put all of it under one heading");
        }
        self.in_follow_ups = is_nested || part == Some(Part::FollowUps);
        self.regions.push(Region {
            card,
            part,
            title: found.map_or("", |(title, _)| title),
            is_repeated,
            heading: Some(line.clone()),
            text: line.end..line.end,
            blocks: index + 1..index + 1,
            offset,
            base: self.base,
        });
    }
}
