//! Markdown as plain text, for search and lists.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::html::{as_heading, is_deceptive, show_options};

/// The words of a text without its marks: one line a block, code as it is, links as their
/// text, deceptive characters dropped.
#[must_use]
pub fn plain_text(markdown: &str) -> String {
    let heading = as_heading(markdown);
    let source = heading.as_deref().unwrap_or(markdown);
    let mut out = String::with_capacity(source.len());
    let mut numbers: Vec<Option<u64>> = Vec::new();
    for event in Parser::new_ext(source, show_options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.extend(text.chars().filter(|&c| !is_deceptive(c)));
            }
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::Rule => new_line(&mut out),
            Event::Start(Tag::List(start)) => {
                new_line(&mut out);
                numbers.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
            }
            Event::Start(Tag::Item) => {
                new_line(&mut out);
                if let Some(Some(number)) = numbers.last_mut() {
                    out.push_str(&format!("{number}. "));
                    *number += 1;
                }
            }
            Event::End(TagEnd::TableCell) => out.push('\t'),
            Event::Start(Tag::CodeBlock(_)) => new_line(&mut out),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => new_line(&mut out),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Ends a line that has words on it.
fn new_line(out: &mut String) {
    out.truncate(out.trim_end_matches(['\t', ' ']).len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
