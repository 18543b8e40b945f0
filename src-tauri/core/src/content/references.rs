//! Reference links written out inline, so that a text can be shown without the definition.

use std::ops::Range;

use pulldown_cmark::LinkType;

/// What replaces the label of a reference link or image at `range`, and where it stands.
/// `None` for a link that has its address with it.
pub(crate) fn inline(
    source: &str,
    range: &Range<usize>,
    kind: LinkType,
    address: &str,
    title: &str,
    in_table: bool,
) -> Option<(Range<usize>, String)> {
    let link = &source[range.clone()];
    let (text_end, label_end) = match kind {
        LinkType::Reference => (unescaped_bracket(link)?, link.len()),
        // The parser's range ends before the empty brackets.
        LinkType::Collapsed if source[range.end..].starts_with("[]") => (link.len(), link.len() + 2),
        LinkType::Collapsed => return None,
        LinkType::Shortcut => (link.len(), link.len()),
        _ => return None,
    };
    let mut inline = format!("(<{}>", escape_address(address, in_table));
    if !title.is_empty() {
        inline.push_str(&format!(" \"{}\"", escape_title(title)));
    }
    inline.push(')');
    Some((range.start + text_end..range.start + label_end, inline))
}

/// The last `[` of a full reference, which begins its label.
fn unescaped_bracket(link: &str) -> Option<usize> {
    let bytes = link.as_bytes();
    (0..bytes.len()).rev().find(|&i| {
        let slashes = bytes[..i].iter().rev().take_while(|&&b| b == b'\\').count();
        bytes[i] == b'[' && slashes % 2 == 0
    })
}

fn escape_address(address: &str, in_table: bool) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '\n' | '\r' => out.push_str("%0A"),
            '|' if in_table => out.push_str("%7C"),
            '<' | '>' | '\\' | '&' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

fn escape_title(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' => out.push_str("&#124;"),
            '"' | '\\' | '&' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}
