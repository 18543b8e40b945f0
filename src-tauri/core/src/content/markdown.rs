//! The Markdown dialect of decks, and questions about one piece of it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::lines::{is_blank, normalise, trim_blank_lines};
use super::question::CodeSample;

/// Tables, task lists, strikethrough and heading attributes; no metadata blocks, because
/// `+++` counts only at line 1 of a file and pulldown would hide one in its middle.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The info string of the block that holds what the code before it prints.
pub(crate) const OUTPUT: &str = "output";

/// Language and attributes of an info string.
pub(crate) fn split_info(info: &str) -> (&str, &str) {
    let info = info.trim();
    match info.split_once([' ', '\t']) {
        Some((language, attributes)) => (language, attributes.trim()),
        None => (info, ""),
    }
}

/// The info string as written on the opening line of a fence.
pub(crate) fn raw_info(block: &str) -> &str {
    let line = block.lines().next().unwrap_or_default().trim_start_matches(' ');
    let fence = line.chars().next().unwrap_or('`');
    line.trim_start_matches(fence).trim()
}

/// Code as values hold it: `\n` ends every line.
pub(crate) fn code_text(code: &str) -> String {
    let mut code = normalise(code);
    if !code.is_empty() && !code.ends_with('\n') {
        code.push('\n');
    }
    code
}

/// Every fenced block of a text but `output` blocks, which belong to the block before them.
pub(crate) fn code_samples(text: &str, first_line: u32) -> Vec<CodeSample> {
    if !text.contains("```") && !text.contains("~~~") {
        return Vec::new();
    }
    let mut samples: Vec<CodeSample> = Vec::new();
    let mut open: Option<CodeSample> = None;
    let mut follows_code = false;
    let (mut counted_to, mut line) = (0, first_line);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let (language, attributes) = split_info(raw_info(&text[range.clone()]));
                if first_line > 0 {
                    let breaks = text[counted_to..range.start].matches('\n').count();
                    line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
                    counted_to = range.start;
                }
                open = Some(CodeSample {
                    language: language.to_owned(),
                    attributes: attributes.to_owned(),
                    code: String::new(),
                    output: None,
                    line,
                });
            }
            Event::Text(code) if open.is_some() => {
                if let Some(sample) = &mut open {
                    sample.code.push_str(&code);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(mut sample) = open.take() {
                    sample.code = code_text(&sample.code);
                    match samples.last_mut() {
                        Some(before) if sample.language == OUTPUT && follows_code => {
                            before.output = Some(sample.code);
                            follows_code = false;
                        }
                        _ if sample.language == OUTPUT => follows_code = false,
                        _ => {
                            samples.push(sample);
                            follows_code = true;
                        }
                    }
                }
            }
            _ if open.is_none() => follows_code = false,
            _ => {}
        }
    }
    samples
}

/// Where the top-level blocks of a text begin and end, in bytes.
pub(crate) fn block_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut depth = 0usize;
    let mut ranges = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    ranges.push(range);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => ranges.push(range),
            _ => {}
        }
    }
    ranges
}

/// The level of a top-level heading when it is written with `#`. A paragraph above `---` or
/// `===` is a heading for Markdown too, but builds no structure here.
pub(crate) fn atx_level(source: &str) -> Option<u8> {
    let hashes = source.bytes().take_while(|&b| b == b'#').count();
    let next = source.as_bytes().get(hashes);
    let ends = next.is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c));
    match u8::try_from(hashes) {
        Ok(level @ 1..=6) if ends => Some(level),
        _ => None,
    }
}

/// What is missing to close a fenced block or an HTML block of the kind that runs to its
/// closing mark. `block` is the block's source, from its first mark.
pub(crate) fn missing_close(block: &str) -> Option<String> {
    let block = block.trim_start_matches(' ');
    if let Some(fence @ ('`' | '~')) = block.chars().next() {
        let length = block.chars().take_while(|&c| c == fence).count();
        let closed = block.trim_end().lines().skip(1).last().is_some_and(|line| {
            let line = line.trim_start_matches(['>']);
            let indent = line.len() - line.trim_start_matches(' ').len();
            let marks = line.trim();
            indent < 4 && marks.len() >= length && marks.chars().all(|c| c == fence)
        });
        return (!closed).then(|| fence.to_string().repeat(length));
    }
    let rest = block.strip_prefix('<')?;
    let close = html_close(rest)?;
    (!block.contains(close)).then(|| close.to_owned())
}

/// True for a fenced block that holds the opening line of another: it was left open, and the
/// end of the next block has closed it.
pub(crate) fn opens_again(block: &str) -> bool {
    let fence = block.chars().next().unwrap_or('`');
    let length = block.chars().take_while(|&c| c == fence).count();
    block.lines().skip(1).any(|line| {
        let line = line.trim_start_matches(' ');
        let info = line.trim_start_matches(fence);
        line.len() - info.len() >= length
            && info.starts_with(|c: char| c.is_ascii_alphabetic())
            && !info.contains(fence)
    })
}

/// What ends an HTML block that may hold blank lines; `rest` follows its `<`.
fn html_close(rest: &str) -> Option<&'static str> {
    const TAGS: [(&str, &str); 4] =
        [("pre", "</pre>"), ("style", "</style>"), ("script", "</script>"), ("textarea", "</textarea>")];
    for (tag, close) in TAGS {
        let ends = || rest[tag.len()..].chars().next().is_none_or(|c| c.is_ascii_whitespace() || c == '>');
        if rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)) && ends() {
            return Some(close);
        }
    }
    let marks = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>")];
    let declares = || rest.starts_with('!') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let close = marks.into_iter().find(|(open, _)| rest.starts_with(open)).map(|(_, close)| close);
    close.or_else(|| declares().then_some(">"))
}

/// The text, with `\n` line ends and without blank lines around it, and its last block closed:
/// such a text can stand before another.
#[must_use]
pub fn closed(text: &str) -> String {
    let text = normalise(text);
    let trimmed = trim_blank_lines(&text);
    if !["```", "~~~", "<"].iter().any(|mark| trimmed.contains(mark)) {
        return trimmed.to_owned();
    }
    let mut depth = 0usize;
    let mut last = None;
    for (event, range) in Parser::new_ext(trimmed, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    let can_be_open =
                        matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::HtmlBlock);
                    last = can_be_open.then_some(range);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => last = None,
            _ => {}
        }
    }
    let last = last.filter(|range| is_blank(&trimmed[range.end..]));
    match last.and_then(|range| missing_close(&trimmed[range])) {
        Some(close) => format!("{trimmed}\n{close}"),
        None => trimmed.to_owned(),
    }
}
