//! Lines of a text: where they begin, which are blank, what indents them.

use std::cell::Cell;

use super::diagnostic::{Diagnostic, Finding};

/// White space within a line, as Markdown counts it.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0b' | '\x0c')
}

pub(crate) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| is_space(c) || c == '\n' || c == '\r')
}

/// Drops blank lines before, and white space after. The first line keeps its indentation,
/// because four spaces make it code.
pub(crate) fn trim_blank_lines(text: &str) -> &str {
    let text = text.trim_end_matches(|c| is_space(c) || c == '\n' || c == '\r');
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if !is_blank(line) {
            break;
        }
        start += line.len();
    }
    &text[start..]
}

/// Line feeds only, and no NUL, which neither SQLite's C strings nor Markdown can hold.
pub(crate) fn normalise(text: &str) -> String {
    if !text.contains(['\r', '\0']) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}")
}

/// Where each line of a text begins; turns offsets into places without counting anew.
pub(crate) struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The last column asked for: (line, offset, column). Findings mostly come in order,
    /// so a file of one long line stays linear too.
    last: Cell<(usize, usize, u32)>,
}

impl<'t> LineIndex<'t> {
    /// Lines end with a line feed; the readers have made lone carriage returns into one.
    pub(crate) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(i, _)| i + 1)).collect();
        Self { text, starts, last: Cell::new((0, 0, 1)) }
    }

    fn index(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.index(offset) + 1).unwrap_or(u32::MAX)
    }

    /// Line and column in characters, both from 1.
    pub(crate) fn place(&self, offset: usize) -> (u32, u32) {
        let offset = floor_boundary(self.text, offset);
        let line = self.index(offset);
        let (last_line, last_offset, last_column) = self.last.get();
        let (from, column) = if last_line == line && last_offset <= offset {
            (last_offset, last_column)
        } else {
            (self.starts[line], 1)
        };
        // U+FEFF at the start of a file is a mark, not a character of its first line.
        let characters = self.text[from..offset].chars().filter(|&c| c != '\u{FEFF}').count();
        let column = column.saturating_add(u32::try_from(characters).unwrap_or(u32::MAX));
        self.last.set((line, offset, column));
        (u32::try_from(line + 1).unwrap_or(u32::MAX), column)
    }

    pub(crate) fn diagnostic(&self, file: &str, finding: Finding) -> Diagnostic {
        let (line, column) = self.place(finding.offset);
        let Finding { severity, message, hint, .. } = finding;
        Diagnostic { file: file.to_owned(), line, column, severity, message, hint }
    }
}

/// The nearest character boundary at or before `offset`.
pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Takes up to `columns` columns of indentation off one line; a tab reaches to the next
/// multiple of four.
pub(crate) fn dedent(line: &str, columns: usize) -> (usize, &str) {
    let mut column = 0;
    for (i, c) in line.char_indices() {
        if column >= columns {
            return (column - columns, &line[i..]);
        }
        match c {
            ' ' => column += 1,
            '\t' => column += 4 - column % 4,
            _ => return (0, &line[i..]),
        }
    }
    (column.saturating_sub(columns), "")
}
