//! What an open block took in, for the message about it.

use std::ops::Range;

/// The lines of `range` that look like headings of the structure: what an open fence swallows.
pub(crate) fn heading_like_lines(text: &str, range: Range<usize>) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ').trim_end();
        let hashes = trimmed.bytes().take_while(|&b| b == b'#').count();
        let titled = trimmed[hashes..].starts_with(' ');
        let attributed = trimmed.ends_with('}') && trimmed.contains("{#");
        // One `#` begins a comment in most languages: there, only attributes tell.
        if titled && ((2..=5).contains(&hashes) || (hashes == 1 && attributed)) {
            found.push((at, trimmed));
        }
        at += line.len();
    }
    found
}

/// The headings that an open block took in, for its message.
pub(crate) fn swallows(headings: &[(usize, &str)]) -> String {
    const SHOWN: usize = 3;
    if headings.is_empty() {
        return String::new();
    }
    let shown: Vec<_> =
        headings.iter().take(SHOWN).map(|(_, line)| format!("\"{}\"", shorten(line))).collect();
    let more = match headings.len().saturating_sub(SHOWN) {
        0 => String::new(),
        1 => " and one more heading".to_owned(),
        rest => format!(" and {rest} more headings"),
    };
    format!(" and swallows {}{more}", shown.join(", "))
}

fn shorten(line: &str) -> String {
    let mut text: String = line.chars().take(60).collect();
    if text.len() < line.len() {
        text.push('…');
    }
    text
}
