//! One item of a list, or one quote, as a text of its own.

use std::borrow::Cow;

use super::lines::{dedent, is_space};
use super::markdown::closed;

/// The text of an item: `source` are its whole lines, marker included. Its lines lose the
/// columns that make them part of the item; what the item's end would close is closed.
pub(crate) fn item_text(source: &str) -> String {
    let mut lines = source.split('\n');
    let (indent, first) = first_line(lines.next().unwrap_or_default());
    let mut out = first;
    for line in lines {
        out.push('\n');
        let (spaces, rest) = dedent(line, indent);
        // A line that reached into the item without its indentation is a paragraph's; with it,
        // this one would make the paragraph a heading.
        let is_lazy = columns(line) < indent;
        if is_lazy && !rest.is_empty() && rest.trim_end_matches(is_space).bytes().all(|b| b == b'=') {
            out.push('\\');
        }
        out.extend(std::iter::repeat_n(' ', if rest.is_empty() { 0 } else { spaces }));
        out.push_str(rest);
    }
    closed(&out)
}

/// The text of a quote: `source` are its whole lines. They lose their marks; a line that went on
/// with a paragraph without one stays as it is.
pub(crate) fn quote_text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for (i, line) in source.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let rest = line.trim_matches(is_space);
        // Without a mark, this line goes on with a quoted paragraph; with one, it would underline it.
        if !is_marked(line) && !rest.is_empty() && rest.bytes().all(|b| b == b'=') {
            out.push('\\');
            out.push_str(rest);
        } else {
            out.push_str(&quoted(line));
        }
    }
    closed(&out)
}

/// What a line of a quote says, without its mark.
pub(crate) fn quoted(line: &str) -> Cow<'_, str> {
    if !is_marked(line) {
        return Cow::Borrowed(line);
    }
    let after_indent = line.trim_start_matches(' ');
    let rest = &after_indent[1..];
    if let Some(rest) = rest.strip_prefix(' ') {
        return Cow::Borrowed(rest);
    }
    match rest.strip_prefix('\t') {
        // The mark takes one of the tab's columns.
        Some(after) => {
            let column = line.len() - after_indent.len() + 1;
            Cow::Owned(" ".repeat(3 - column % 4) + after)
        }
        None => Cow::Borrowed(rest),
    }
}

fn is_marked(line: &str) -> bool {
    let after_indent = line.trim_start_matches(' ');
    line.len() - after_indent.len() < 4 && after_indent.starts_with('>')
}

/// The column of an item's content, and its first line from there on.
fn first_line(line: &str) -> (usize, String) {
    let after_indent = line.trim_start_matches(' ');
    let digits = after_indent.bytes().take_while(u8::is_ascii_digit).count();
    let marker = line.len() - after_indent.len() + digits + 1;
    let rest = line.get(marker..).unwrap_or_default();
    if rest.chars().all(|c| is_space(c) || c == '\r') {
        return (marker + 1, String::new());
    }
    let mut column = marker;
    let mut content = rest;
    while let Some(c) = content.chars().next().filter(|c| matches!(c, ' ' | '\t')) {
        column += if c == '\t' { 4 - column % 4 } else { 1 };
        content = &content[1..];
    }
    let spaces = column - marker;
    if spaces >= 5 {
        // One space belongs to the marker; the others make indented code.
        return (marker + 1, " ".repeat(spaces - 1) + content);
    }
    (column, content.to_owned())
}

/// Takes the box off an item's text: whether it is ticked, and what follows.
pub(crate) fn split_box(text: &str) -> Option<(bool, &str)> {
    let rest = text.strip_prefix('[')?;
    let ticked = match rest.chars().next()? {
        'x' | 'X' => true,
        c if is_space(c) => false,
        _ => return None,
    };
    let rest = rest[1..].strip_prefix(']')?;
    if !rest.is_empty() && !rest.starts_with(|c| is_space(c) || c == '\n') {
        return None;
    }
    Some((ticked, rest))
}

/// How far a line is indented; a tab reaches to the next multiple of four.
fn columns(line: &str) -> usize {
    let mut column = 0;
    for c in line.chars() {
        match c {
            ' ' => column += 1,
            '\t' => column += 4 - column % 4,
            _ => break,
        }
    }
    column
}
