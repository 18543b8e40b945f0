//! A slice cut at its headings: which heading opens which part, and whose.

use std::collections::BTreeSet;
use std::ops::Range;

use super::attributes::{self, Attributes, read_attributes, split_heading};
use super::blocks::{Block, Blocks, Kind, Notices};
use super::fill::Region;
use super::question::{Part, Parts};

/// A heading's line: text as values hold it, attributes, and where it is.
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) attributes: Attributes,
    pub(crate) offset: usize,
}

/// A card under construction.
pub(crate) struct Draft {
    pub(crate) heading: Heading,
    pub(crate) parts: Parts,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Cuts the slice at its headings: the cards (the question, then its follow-ups) and the
/// regions of text between headings.
pub(crate) fn outline(
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
        seen: [BTreeSet::new(), BTreeSet::new()],
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
    /// The parts that the question has had, and those of the current follow-up.
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
        let under_follow_up = self.drafts.len() > 1 && self.in_follow_ups;
        match level {
            2 if self.drafts.is_empty() => self.card(block, index, blocks, notices),
            3 if !self.drafts.is_empty() => {
                self.close(block.start);
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
        self.seen[1].clear();
        self.drafts.push(Draft {
            heading,
            parts: Parts::default(),
            start: self.base + line.start,
            end: self.base,
        });
        self.regions.push(Region {
            card,
            part: None,
            is_repeated: false,
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
        let is_repeated = part.is_some_and(|part| !self.seen[usize::from(card > 0)].insert(part));
        if let (true, Some(part)) = (is_repeated, part) {
            let hint = "its text is kept; put all of it under one heading";
            notices.findings.error(offset, format!("a second part \"{}\"", part.title()), hint);
        }
        self.in_follow_ups = card > 0 || part == Some(Part::FollowUps);
        self.regions.push(Region {
            card,
            part,
            is_repeated,
            heading: Some(line.clone()),
            text: line.end..line.end,
            blocks: index + 1..index + 1,
            offset,
            base: self.base,
        });
    }
}
