//! One item of a list as a text of its own.

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
