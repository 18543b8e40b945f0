//! Markdown to HTML that a window may show, whoever wrote the deck.
//!
//! Two walls: the writer below makes only the elements it knows and escapes everything else,
//! raw HTML included; ammonia then drops whatever is not on the list. Neither trusts the other.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::LazyLock;

use pulldown_cmark::{Options, Parser};

use super::html_writer::Writer;
use super::lines::is_space;
use super::markdown;

/// What a text may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Show the deck's own pictures; otherwise their descriptions.
    pub images: bool,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self { images: true }
    }
}

/// Block Markdown as HTML.
#[must_use]
pub fn to_html(markdown: &str, options: &HtmlOptions) -> String {
    let mut writer = Writer::new(*options);
    writer.events(Parser::new_ext(markdown, show_options()));
    clean(&writer.finish())
}

/// A heading, a choice or a point as HTML without a paragraph around it. A text of several
/// blocks keeps them.
#[must_use]
pub fn inline_to_html(markdown: &str) -> String {
    let mut writer = Writer::new(HtmlOptions::default());
    match as_heading(markdown) {
        Some(heading) => writer.inner_events(Parser::new_ext(&heading, show_options())),
        None if markdown::block_ranges(markdown).len() == 1 => {
            writer.inner_events(Parser::new_ext(markdown, show_options()));
        }
        None => writer.events(Parser::new_ext(markdown, show_options())),
    }
    clean(&writer.finish())
}

/// Heading attributes are read from headings of the structure, which never come here: braces
/// in a text are text.
pub(crate) fn show_options() -> Options {
    markdown::options() - Options::ENABLE_HEADING_ATTRIBUTES
}

/// A text of one line as a heading, the one block whose content is always inline: "1. x" is a
/// list elsewhere. `None` for several lines.
pub(crate) fn as_heading(markdown: &str) -> Option<String> {
    let text = markdown.trim_matches(|c| is_space(c) || c == '\n' || c == '\r');
    if text.contains(['\n', '\r']) {
        return None;
    }
    // A last run of # would close the heading.
    let before = text.trim_end_matches('#');
    let closes = before.len() < text.len() && (before.is_empty() || before.ends_with(is_space));
    let escape = if closes { "\\" } else { "" };
    Some(format!("# {before}{escape}{}", &text[before.len()..]))
}

/// Characters that reorder what is shown, and those that no text needs: a deck could make
/// code read differently from what runs.
pub(crate) fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

fn name(c: char) -> &'static str {
    match c {
        '\u{0000}' => "NUL",
        '\u{061C}' => "ARABIC LETTER MARK",
        '\u{200E}' => "LEFT-TO-RIGHT MARK",
        '\u{200F}' => "RIGHT-TO-LEFT MARK",
        '\u{202A}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202B}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202C}' => "POP DIRECTIONAL FORMATTING",
        '\u{202D}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202E}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        _ => "CONTROL CHARACTER",
    }
}

/// Escapes text; deceptive characters become markers that can be seen.
pub(crate) fn escape_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_deceptive(c) => {
                let code = u32::from(c);
                let _ = write!(
                    out,
                    "<span class=\"bidi\" title=\"U+{code:04X} {}\">⟨U+{code:04X}⟩</span>",
                    name(c)
                );
            }
            c => out.push(c),
        }
    }
}

/// Escapes an attribute's value; deceptive characters are dropped.
pub(crate) fn escape_attribute(out: &mut String, text: &str) {
    for c in text.chars().filter(|&c| !is_deceptive(c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}

fn clean(html: &str) -> String {
    static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let attributes = HashMap::from([
            ("a", HashSet::from(["href", "rel", "data-external", "data-card"])),
            ("img", HashSet::from(["data-media", "alt"])),
            ("div", HashSet::from(["data-language"])),
            ("pre", HashSet::from(["tabindex"])),
            ("span", HashSet::from(["title"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["align"])),
            ("td", HashSet::from(["align"])),
        ]);
        let classes = HashMap::from([
            ("div", HashSet::from(["code"])),
            ("pre", HashSet::from(["output"])),
            ("code", HashSet::from(["long"])),
            ("span", HashSet::from(["bidi"])),
        ]);
        let tags = HashSet::from([
            "p",
            "ul",
            "ol",
            "li",
            "em",
            "strong",
            "del",
            "code",
            "pre",
            "blockquote",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "h4",
            "h5",
            "h6",
            "hr",
            "br",
            "a",
            "img",
            "div",
            "span",
        ]);
        let mut builder = ammonia::Builder::empty();
        builder
            .tags(tags)
            .tag_attributes(attributes)
            .allowed_classes(classes)
            .generic_attributes(HashSet::new())
            .url_schemes(HashSet::from(["http", "https"]))
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(None);
        builder
    });
    CLEANER.clean(html).to_string()
}
