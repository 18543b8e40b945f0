//! A file cut at its top-level `#` and `##` headings. Everything else is the affair of one
//! question or stage.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::markdown;

/// What a slice of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SliceKind {
    /// Text before the first heading.
    Preamble,
    /// A `#` heading and the text below it.
    Section,
    /// A `##` heading and everything below it: a question, or a stage of an interview.
    Question,
}

/// A run of whole lines of the file.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) kind: SliceKind,
    pub(crate) range: Range<usize>,
}

/// The slices of a text, in order, without gaps; and the labels that are defined anywhere in it.
pub(crate) struct Sections {
    pub(crate) slices: Vec<Slice>,
    pub(crate) labels: Labels,
}

/// The labels of a text's reference definitions.
#[derive(Debug, Default)]
pub(crate) struct Labels(HashSet<String>);

impl Labels {
    pub(crate) fn holds(&self, label: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold(label))
    }
}

/// Labels match whatever their case and the width of their spaces.
fn fold(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Cuts a text, from `start` on.
pub(crate) fn cut(text: &str, start: usize) -> Sections {
    let source = &text[start..];
    let mut cuts: Vec<(usize, SliceKind)> = vec![(start, SliceKind::Preamble)];
    let mut depth = 0usize;
    let mut events = Parser::new_ext(source, markdown::options()).into_offset_iter();
    for (event, range) in events.by_ref() {
        match event {
            Event::Start(tag) => {
                if depth == 0 && matches!(tag, Tag::Heading { .. }) {
                    let kind = match markdown::atx_level(&source[range.clone()]) {
                        Some(1) => Some(SliceKind::Section),
                        Some(2) => Some(SliceKind::Question),
                        _ => None,
                    };
                    // The range begins after the heading's leading spaces.
                    let line = source[..range.start].rfind('\n').map_or(0, |i| i + 1);
                    cuts.extend(kind.map(|kind| (start + line, kind)));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let labels = Labels(events.reference_definitions().iter().map(|(label, _)| fold(label)).collect());
    let ends = cuts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect::<Vec<_>>();
    let slices = cuts
        .into_iter()
        .zip(ends)
        .map(|((at, kind), end)| Slice { kind, range: at..end })
        .filter(|slice| slice.kind != SliceKind::Preamble || !slice.range.is_empty())
        .collect();
    Sections { slices, labels }
}

/// The front matter of a file: `+++`, TOML, `+++`. Only at line 1.
pub(crate) struct FrontMatter<'t> {
    pub(crate) toml: &'t str,
    /// Where the TOML begins.
    pub(crate) start: usize,
    /// Where the file goes on after it.
    pub(crate) end: usize,
}

/// The front matter, when the file begins with one that is closed.
pub(crate) fn front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "+++")?;
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == "+++" {
            return Some(FrontMatter { toml: &text[start..at], start, end: at + line.len() });
        }
        at += line.len();
    }
    None
}
