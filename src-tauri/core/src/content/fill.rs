//! What one stretch of text between two headings adds to a card's parts.

use std::ops::Range;

use super::blocks::{Block, Blocks, Kind};
use super::choices::{check_choices, read_choice};
use super::diagnostic::Findings;
use super::items::{item_text, split_box};
use super::lines::{LineIndex, is_space};
use super::markdown::{self, OUTPUT, split_info};
use super::question::{CodeSample, Part, Parts, WrongSolution};

/// The text below one heading, up to the next.
pub(crate) struct Region {
    /// The draft that it belongs to.
    pub(crate) card: usize,
    /// `None` for an unknown part.
    pub(crate) part: Option<Part>,
    /// The part's title.
    pub(crate) title: &'static str,
    /// The card has had this part before.
    pub(crate) is_repeated: bool,
    /// The part heading's line in the slice; `None` for the text below what begins the draft.
    pub(crate) heading: Option<Range<usize>>,
    /// The text in the slice.
    pub(crate) text: Range<usize>,
    /// The blocks in the text.
    pub(crate) blocks: Range<usize>,
    /// The heading's place in the file.
    pub(crate) offset: usize,
    /// Where the slice begins in the file.
    pub(crate) base: usize,
}

/// Adds a region to its card's parts.
pub(crate) fn fill(
    region: &Region,
    blocks: &Blocks<'_>,
    lines: &LineIndex<'_>,
    parts: &mut Parts,
    findings: &mut Findings,
) {
    let mut fill = Fill { region, all: blocks, lines, parts, findings };
    let is_empty = region.blocks.is_empty();
    match (region.part, &region.heading) {
        (None, Some(heading)) => fill.note(heading.start..region.text.end),
        (Some(part), Some(_)) if is_empty && part != Part::FollowUps && fill.is_blank() => {
            fill.findings.warning(region.offset, format!("\"{}\" is empty", region.title), "");
        }
        _ if is_empty => {}
        (Some(Part::Answer) | None, None) => fill.shown(Part::Answer),
        (Some(Part::Question), _) => fill.shown(Part::Question),
        (Some(Part::FollowUps), _) => {
            let at = region.base + fill.start_of(region.text.clone());
            fill.findings.warning(
                at,
                "text before the first follow-up",
                "it is kept in Notes; a follow-up begins with ####",
            );
            fill.note(region.text.clone());
        }
        (Some(part @ (Part::Answer | Part::Hint | Part::Notes)), _) => {
            fill.check_no_boxes();
            fill.text(part, region.text.clone());
        }
        (Some(part @ (Part::KeyPoints | Part::CommonMistakes | Part::RedFlags | Part::Assessed)), _) => {
            fill.items(part);
        }
        (Some(part @ (Part::StarterCode | Part::Tests | Part::Solution)), _) => fill.code(part),
        (Some(Part::WrongSolutions), _) => fill.wrong_solutions(),
    }
}

struct Fill<'f, 't> {
    region: &'f Region,
    all: &'f Blocks<'t>,
    lines: &'f LineIndex<'f>,
    parts: &'f mut Parts,
    findings: &'f mut Findings,
}

impl<'f> Fill<'f, '_> {
    fn blocks(&self) -> &'f [Block] {
        &self.all.blocks[self.region.blocks.clone()]
    }

    /// The lines of the region's `i`th block, up to the next block.
    fn range(&self, i: usize) -> Range<usize> {
        let blocks = self.blocks();
        let end = blocks.get(i + 1).map_or(self.region.text.end, |next| next.start);
        blocks[i].start..end
    }

    /// Where the first line with words begins.
    fn start_of(&self, range: Range<usize>) -> usize {
        self.all.first_words(range)
    }

    fn mark(&mut self, part: Part, index: usize, at: usize) {
        let line = self.lines.line(self.region.base + at);
        self.parts.lines.entry((part, index)).or_insert(line);
    }

    /// True when not even definitions stand in the region.
    fn is_blank(&self) -> bool {
        self.all.text(self.region.text.clone()).is_empty()
    }

    /// Adds text to a part, below what it has.
    fn text(&mut self, part: Part, range: Range<usize>) {
        let text = self.all.text(range.clone());
        if text.is_empty() {
            return;
        }
        let start = self.start_of(range);
        self.mark(part, 0, start);
        let slot = match part {
            Part::Question => &mut self.parts.question,
            Part::Answer => &mut self.parts.answer,
            Part::Hint => &mut self.parts.hint,
            _ => &mut self.parts.notes,
        };
        match slot {
            Some(before) => {
                // Indented text would go on with a list above it.
                before.push_str(if text.starts_with(is_space) { "\n\n---\n\n" } else { "\n\n" });
                before.push_str(&text);
            }
            None => *slot = Some(text),
        }
    }

    fn note(&mut self, range: Range<usize>) {
        self.text(Part::Notes, range);
    }

    /// Text that may hold the list of choices: up to the end of the list it is shown with the
    /// question, what follows explains. Without a list it belongs to `part`.
    fn shown(&mut self, part: Part) {
        let list = self.blocks().iter().position(|block| self.has_boxes(block));
        let Some(list) = list else {
            self.text(part, self.region.text.clone());
            return;
        };
        let at = self.region.base + self.blocks()[list].start;
        if !self.parts.choices.is_empty() {
            self.findings.error(
                at,
                "a second list of choices",
                "a question has one; this one is kept in Notes",
            );
            // In the question it would be the list of choices, once printed.
            self.note(self.region.text.clone());
            return;
        }
        let range = self.range(list);
        self.text(Part::Question, self.region.text.start..range.start);
        self.choices(list);
        let rest = range.end..self.region.text.end;
        if let Some(second) = self.blocks()[list + 1..].iter().find(|block| self.has_boxes(block)) {
            let at = self.region.base + second.start;
            self.findings.error(
                at,
                "a second list of choices",
                "a question has one; this one is kept as text",
            );
        }
        self.text(Part::Answer, rest);
    }

    fn has_boxes(&self, block: &Block) -> bool {
        let Kind::List(items) = &block.kind else { return false };
        items.iter().any(|item| split_box(&item_text(&self.all.lines(item.clone()))).is_some())
    }

    fn check_no_boxes(&mut self) {
        if let Some(list) = self.blocks().iter().find(|block| self.has_boxes(block)) {
            let at = self.region.base + list.start;
            self.findings.warning(
                at,
                "a task list outside the question is only text",
                "choices belong below ## or in Question",
            );
        }
    }

    /// Where the items of a list begin and end: whole lines. Definitions below the last one are
    /// no block, and not its text either.
    fn item_ranges(&self, block: usize) -> Vec<Range<usize>> {
        let Kind::List(items) = &self.blocks()[block].kind else { return Vec::new() };
        let starts: Vec<usize> = items.iter().map(|item| item.start).collect();
        let end = items.last().map_or(0, |item| self.all.line_end(item.end.saturating_sub(1)));
        let ends = starts.iter().skip(1).copied().chain([end.min(self.range(block).end)]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    fn choices(&mut self, list: usize) {
        let ranges = self.item_ranges(list);
        let choices: Vec<_> =
            ranges.iter().map(|range| read_choice(&item_text(&self.all.lines(range.clone())))).collect();
        let offsets: Vec<_> = ranges.iter().map(|range| self.region.base + range.start).collect();
        check_choices(&choices, &offsets, self.findings);
        for (i, range) in ranges.iter().enumerate() {
            // Index 0 is the question's own text. A box may stand alone above its choice.
            let first = self.all.lines(range.start..self.all.line_end(range.start));
            let is_alone = split_box(&item_text(&first)).is_some_and(|(_, rest)| rest.is_empty());
            let at = if is_alone { self.all.line_end(range.start) } else { range.start };
            self.mark(Part::Question, i + 1, at);
        }
        self.parts.choices = choices.into_iter().map(|(choice, _)| choice).collect();
    }

    fn items(&mut self, part: Part) {
        for i in 0..self.blocks().len() {
            let range = self.range(i);
            let at = self.region.base + range.start;
            let is_list = matches!(self.blocks()[i].kind, Kind::List(_));
            let ranges: Vec<Range<usize>> = if is_list {
                self.item_ranges(i)
            } else {
                let message = format!("\"{}\" is a list", part.title());
                self.findings.warning(at, message, "this text counts as one point: begin it with -");
                let block = &self.blocks()[i];
                let end = self.all.line_end(block.end.saturating_sub(1));
                std::iter::once(block.start..end).collect()
            };
            for range in ranges {
                let lines = self.all.lines(range.clone());
                let text = if is_list { item_text(&lines) } else { markdown::closed(&lines) };
                let at = self.region.base + range.start;
                if text.is_empty() {
                    self.findings.warning(at, "an empty point", "");
                    continue;
                }
                let list = match part {
                    Part::KeyPoints => &mut self.parts.key_points,
                    Part::CommonMistakes => &mut self.parts.common_mistakes,
                    Part::RedFlags => &mut self.parts.red_flags,
                    _ => &mut self.parts.assessed,
                };
                list.push(text);
                let index = list.len() - 1;
                self.mark(part, index, range.start);
            }
        }
    }

    /// The code of a block, and the index after it and its output.
    fn sample(&self, i: usize) -> Option<(CodeSample, usize)> {
        let Block { kind: Kind::Code { info, code }, start, .. } = &self.blocks()[i] else { return None };
        let (language, attributes) = split_info(info);
        if language == OUTPUT {
            return None;
        }
        let output = match self.blocks().get(i + 1).map(|next| &next.kind) {
            Some(Kind::Code { info, code }) if split_info(info).0 == OUTPUT => Some(code.clone()),
            _ => None,
        };
        let next = i + 1 + usize::from(output.is_some());
        let line = self.lines.line(self.region.base + start);
        let (language, attributes) = (language.to_owned(), attributes.to_owned());
        Some((CodeSample { language, attributes, code: code.clone(), output, line }, next))
    }

    fn code(&mut self, part: Part) {
        let mut i = 0;
        let mut found = false;
        while i < self.blocks().len() {
            let slot = match part {
                Part::StarterCode => &self.parts.starter_code,
                Part::Tests => &self.parts.tests,
                _ => &self.parts.solution,
            };
            if let (None, Some((sample, next))) = (slot, self.sample(i)) {
                match part {
                    Part::StarterCode => self.parts.starter_code = Some(sample),
                    Part::Tests => self.parts.tests = Some(sample),
                    _ => self.parts.solution = Some(sample),
                }
                found = true;
                i = next;
                continue;
            }
            let range = self.range(i);
            let at = self.region.base + range.start;
            let message = format!("\"{}\" holds one code block and nothing else", part.title());
            self.findings.warning(at, message, "this text is kept in Notes");
            self.note(range);
            i += 1;
        }
        if !found {
            let message = format!("\"{}\" without code", part.title());
            self.findings.error(self.region.offset, message, "put it into one fenced code block");
        }
    }

    /// Code with why it fails: why stands above its code, or below when the part begins with
    /// code.
    fn wrong_solutions(&mut self) {
        let code_first = self.sample(0).is_some();
        let mut why: Vec<String> = Vec::new();
        let first = self.parts.wrong_solutions.len();
        let mut i = 0;
        while i < self.blocks().len() {
            let Some((code, next)) = self.sample(i) else {
                if matches!(&self.blocks()[i].kind, Kind::Code { .. }) {
                    // A lone output block, which the pass over the blocks has reported.
                    self.note(self.range(i));
                    i += 1;
                    continue;
                }
                let text = self.all.text(self.range(i));
                match self.parts.wrong_solutions.last_mut() {
                    Some(last) if code_first => join(&mut last.why, &text),
                    _ => why.push(text),
                }
                i += 1;
                continue;
            };
            self.parts.wrong_solutions.push(WrongSolution { why: why.join("\n\n"), code });
            why.clear();
            i = next;
        }
        match self.parts.wrong_solutions[first..].last_mut() {
            Some(last) => why.iter().for_each(|text| join(&mut last.why, text)),
            None => {
                let hint = "each is why it fails, then a fenced code block";
                self.findings.error(self.region.offset, "\"Wrong solutions\" without code", hint);
                self.note(self.region.text.clone());
            }
        }
        for wrong in &self.parts.wrong_solutions[first..] {
            if wrong.why.is_empty() {
                self.findings.warning(
                    self.region.offset,
                    "a wrong solution without why",
                    "say above the code why it fails",
                );
            }
        }
    }
}

fn join(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push_str("\n\n");
    }
    to.push_str(text);
}
