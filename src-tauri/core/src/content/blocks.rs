//! The Markdown of one question or stage as a row of top-level blocks, in one pass of the parser.
//!
//! The pass also finds what cannot be shown as written (raw HTML, addresses of foreign kinds),
//! and makes every text whole on its own: it notes where reference links are to be written out
//! inline, and what closes a block that its author left open.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::diagnostic::Findings;
use super::form::Form;
use super::links::{self, Target};
use super::sections::Labels;
use super::{lines, markdown, references, swallowed};

/// What a top-level block is, as far as the structure cares.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Written with `#`.
    Heading(u8),
    /// Fenced: info string as written, code.
    Code {
        info: String,
        code: String,
    },
    /// The items' ranges.
    List(Vec<Range<usize>>),
    Quote,
    Other,
}

#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// From the start of its first line.
    pub(crate) start: usize,
    /// To the parser's end of it, which may be within its last line.
    pub(crate) end: usize,
}

/// A slice of a file and its blocks.
pub(crate) struct Blocks<'t> {
    source: &'t str,
    pub(crate) blocks: Vec<Block>,
    /// What would change the text around the slice: offset and message.
    pub(crate) structural: Vec<(usize, &'static str)>,
    /// Replacements, by position; none overlap.
    edits: Vec<(Range<usize>, String)>,
}

/// What the pass found beside blocks, at offsets of the file.
pub(crate) struct Notices<'n> {
    pub(crate) findings: &'n mut Findings,
    pub(crate) targets: &'n mut Vec<(usize, Target)>,
}

impl Blocks<'_> {
    /// The text of a range as values hold it.
    pub(crate) fn text(&self, range: Range<usize>) -> String {
        lines::trim_blank_lines(&self.lines(range)).to_owned()
    }

    /// Where the first line with words of a range begins, or the range's start.
    pub(crate) fn first_words(&self, range: Range<usize>) -> usize {
        let mut at = range.start;
        for line in self.source[range.clone()].split_inclusive('\n') {
            if !lines::is_blank(line) {
                return at;
            }
            at += line.len();
        }
        range.start
    }

    /// Where the line that holds `at` ends, its line feed included.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let rest = &self.source.as_bytes()[at..];
        rest.iter().position(|&b| b == b'\n').map_or(self.source.len(), |i| at + i + 1)
    }

    /// The text of a range with every edit made, blank lines kept.
    pub(crate) fn lines(&self, range: Range<usize>) -> String {
        let first = self.edits.partition_point(|(at, _)| at.start < range.start);
        let mut out = String::new();
        let mut from = range.start;
        for (at, replacement) in &self.edits[first..] {
            if at.end > range.end {
                break;
            }
            out.push_str(&self.source[from..at.start]);
            out.push_str(replacement);
            from = at.end;
        }
        out.push_str(&self.source[from..range.end]);
        lines::normalise(&out)
    }
}

/// Reads the blocks of `source`, which stands at `base` of its file. `elsewhere` are the
/// definitions of the whole file, and what it is a file of: using a definition from outside its
/// question or stage is an error.
pub(crate) fn scan<'t>(
    source: &'t str,
    base: usize,
    elsewhere: Option<(&Labels, Form)>,
    notices: &mut Notices<'_>,
) -> Blocks<'t> {
    let outside = RefCell::new(Vec::new());
    let callback = |link: BrokenLink<'t>| -> Option<(CowStr<'t>, CowStr<'t>)> {
        if elsewhere.is_some_and(|(known, _)| known.holds(&link.reference)) {
            outside.borrow_mut().push((link.span.start, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(source, markdown::options(), Some(callback));
    let mut scan = Scan {
        source,
        base,
        notices,
        blocks: Vec::new(),
        edits: Vec::new(),
        structural: Vec::new(),
        depth: 0,
        table: false,
    };
    scan.events(parser.into_offset_iter());
    let Scan { blocks, mut edits, structural, .. } = scan;
    edits.sort_by_key(|(range, _)| range.start);
    let unit = elsewhere.map_or(Form::Questions, |(_, form)| form).unit();
    for (offset, label) in outside.into_inner() {
        let message = format!("[{label}] is defined outside this {unit}");
        let hint = format!("a {unit} is shown alone: repeat the definition in it, or write the address here");
        notices.findings.error(base + offset, message, &hint);
    }
    Blocks { source, blocks, structural, edits }
}

struct Scan<'t, 'n, 'm> {
    source: &'t str,
    base: usize,
    notices: &'n mut Notices<'m>,
    blocks: Vec<Block>,
    edits: Vec<(Range<usize>, String)>,
    structural: Vec<(usize, &'static str)>,
    depth: usize,
    table: bool,
}

impl<'t> Scan<'t, '_, '_> {
    fn events(&mut self, events: impl Iterator<Item = (Event<'t>, Range<usize>)>) {
        let mut code: Option<String> = None;
        let mut follows_code = false;
        for (event, range) in events {
            let is_code_end = matches!(event, Event::End(TagEnd::CodeBlock));
            match event {
                Event::Start(tag) => {
                    if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = &tag {
                        let is_output = info.split_whitespace().next() == Some(markdown::OUTPUT);
                        if is_output && !follows_code {
                            self.notices.findings.warning(
                                self.base + range.start,
                                "an output block without code before it",
                                "it belongs directly below the code that prints it",
                            );
                        }
                        code = Some(String::new());
                        follows_code = !is_output;
                    } else {
                        follows_code = false;
                    }
                    self.start(&tag, range);
                    self.depth += 1;
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.table &= tag != TagEnd::Table;
                    if tag == TagEnd::CodeBlock
                        && let Some(text) = code.take()
                        && self.depth == 0
                        && let Some(Block { kind: Kind::Code { code, .. }, .. }) = self.blocks.last_mut()
                    {
                        *code = markdown::code_text(&text);
                    }
                }
                Event::Text(text) => {
                    if let Some(code) = &mut code {
                        code.push_str(&text);
                    }
                }
                Event::InlineHtml(_) => self.raw_html(&range),
                Event::Rule if self.depth == 0 => self.block(Kind::Other, &range),
                _ => {}
            }
            follows_code &= is_code_end || code.is_some();
        }
    }

    fn start(&mut self, tag: &Tag<'t>, range: Range<usize>) {
        if self.depth == 1
            && *tag == Tag::Item
            && let Some(Block { kind: Kind::List(items), .. }) = self.blocks.last_mut()
        {
            items.push(range.clone());
        }
        if self.depth == 0 {
            let kind = self.kind(tag, &range);
            self.block(kind, &range);
        }
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.fence(&range),
            Tag::HtmlBlock => {
                self.raw_html(&range);
                self.html_block(&range);
            }
            Tag::Table(_) => self.table = true,
            Tag::Link { link_type, dest_url, title, .. } => {
                self.target(links::of_link(dest_url), &range);
                self.edits.extend(references::inline(
                    self.source,
                    &range,
                    *link_type,
                    dest_url,
                    title,
                    self.table,
                ));
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.target(links::of_image(dest_url), &range);
                self.edits.extend(references::inline(
                    self.source,
                    &range,
                    *link_type,
                    dest_url,
                    title,
                    self.table,
                ));
            }
            _ => {}
        }
    }

    fn block(&mut self, kind: Kind, range: &Range<usize>) {
        let line = self.source[..range.start].rfind('\n').map_or(0, |i| i + 1);
        self.blocks.push(Block { kind, start: line, end: range.end });
    }

    fn kind(&mut self, tag: &Tag<'t>, range: &Range<usize>) -> Kind {
        match tag {
            Tag::Heading { level, .. } => {
                if let Some(level) = markdown::atx_level(&self.source[range.clone()]) {
                    return Kind::Heading(level);
                }
                self.structural.push((range.start, "a line of === or --- makes the text above it a heading"));
                let line = if *level == HeadingLevel::H1 { "===" } else { "---" };
                self.notices.findings.error(
                    self.base + range.start,
                    format!("the line {line} makes the text above it a heading, which builds no structure"),
                    "write headings with #; put a blank line above a rule",
                );
                Kind::Other
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                let info = markdown::raw_info(&self.source[range.clone()]);
                Kind::Code { info: lines::normalise(info), code: String::new() }
            }
            Tag::List(_) => Kind::List(Vec::new()),
            Tag::BlockQuote(_) => Kind::Quote,
            _ => Kind::Other,
        }
    }

    fn fence(&mut self, range: &Range<usize>) {
        let block = &self.source[range.clone()];
        let open = markdown::missing_close(block);
        let headings = swallowed::heading_like_lines(self.source, range.clone());
        let attributed = headings.iter().any(|(_, line)| line.ends_with('}'));
        let inner_fence = markdown::opens_again(block);
        if let Some(close) = open {
            let message = format!("this code block is never closed{}", swallowed::swallows(&headings));
            let hint = format!("close it with a line {close}");
            self.notices.findings.error(self.base + range.start, message, &hint);
            self.structural.push((range.start, "a code block that is never closed"));
            self.close(range, &close);
        } else if attributed || inner_fence {
            self.notices.findings.error(
                self.base + range.start,
                format!("this code block looks unclosed{}", swallowed::swallows(&headings)),
                "close it where its code ends; code that holds a fence needs a longer fence around it",
            );
        }
    }

    fn html_block(&mut self, range: &Range<usize>) {
        let open = markdown::missing_close(&self.source[range.clone()]);
        let headings = swallowed::heading_like_lines(self.source, range.clone());
        let what =
            if self.source[range.start..].starts_with("<!--") { "this comment" } else { "this HTML block" };
        if let Some(close) = open {
            let message = format!("{what} is never closed{}", swallowed::swallows(&headings));
            self.notices.findings.error(self.base + range.start, message, &format!("close it with {close}"));
            self.structural.push((range.start, "a comment or HTML block that is never closed"));
            self.close(range, &close);
        } else if !headings.is_empty() {
            let message = format!("{what} runs on{}", swallowed::swallows(&headings));
            self.notices.findings.error(self.base + range.start, message, "end it before the heading");
        }
    }

    /// An open top-level block reaches to the end of the slice; its text is closed there, so
    /// that it can stand before other text.
    fn close(&mut self, range: &Range<usize>, close: &str) {
        if self.depth == 0 && lines::is_blank(&self.source[range.end..]) {
            let end = self.source.len();
            let break_before = if self.source.ends_with('\n') { "" } else { "\n" };
            self.edits.push((end..end, format!("{break_before}{close}")));
        }
    }

    fn raw_html(&mut self, range: &Range<usize>) {
        let html = self.source[range.clone()].trim_start();
        let (message, hint) = if html.starts_with("<!--") {
            ("a comment is raw HTML, and shown as text", "remarks belong in Notes")
        } else {
            ("raw HTML is shown as text", "use Markdown; put code in backticks")
        };
        self.notices.findings.error(self.base + range.start, message, hint);
    }

    fn target(&mut self, target: Result<Option<Target>, links::Problem>, range: &Range<usize>) {
        match target {
            Ok(Some(target)) => self.notices.targets.push((self.base + range.start, target)),
            Ok(None) => {}
            Err(links::Problem { message, hint, is_error: true }) => {
                self.notices.findings.error(self.base + range.start, message, hint);
            }
            Err(links::Problem { message, hint, .. }) => {
                self.notices.findings.warning(self.base + range.start, message, hint);
            }
        }
    }
}
