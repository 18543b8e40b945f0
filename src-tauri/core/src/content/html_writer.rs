//! The first wall of [`super::html`]: from Markdown's events to the few elements we show.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::html::{HtmlOptions, escape_attribute, escape_text};
use super::links::{card_address, is_media_path, is_web_address};
use super::markdown::{OUTPUT, split_info};

/// Inline code beyond this many characters may break across lines (`class="long"`).
const LONG_CODE: usize = 24;

/// How an open link ends.
enum Link {
    Anchor {
        start: usize,
        address: String,
    },
    /// Shown as text: its address follows in parentheses.
    Text {
        start: usize,
        address: String,
    },
}

/// An open image: its description is collected as plain text.
struct Image {
    address: String,
    alt: String,
}

pub(crate) struct Writer {
    options: HtmlOptions,
    out: String,
    links: Vec<Link>,
    images: Vec<Image>,
    /// A code block's element is left open for the output that may follow.
    open_code: bool,
    in_output: bool,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer {
    pub(crate) fn new(options: HtmlOptions) -> Self {
        Self {
            options,
            out: String::new(),
            links: Vec::new(),
            images: Vec::new(),
            open_code: false,
            in_output: false,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
        }
    }

    pub(crate) fn events<'e>(&mut self, events: impl Iterator<Item = Event<'e>>) {
        events.for_each(|event| self.event(event));
    }

    /// Like [`Self::events`], without a single heading or paragraph around them.
    pub(crate) fn inner_events<'e>(&mut self, events: impl Iterator<Item = Event<'e>>) {
        let mut events = events.peekable();
        let wrapped = matches!(events.peek(), Some(Event::Start(Tag::Heading { .. } | Tag::Paragraph)));
        for event in events {
            let is_wrapper = matches!(
                event,
                Event::Start(Tag::Heading { .. } | Tag::Paragraph)
                    | Event::End(TagEnd::Heading(_) | TagEnd::Paragraph)
            );
            if !(wrapped && is_wrapper) {
                self.event(event);
            }
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.close_code();
        self.out
    }

    fn close_code(&mut self) {
        if std::mem::take(&mut self.open_code) {
            self.out.push_str("</div>\n");
        }
    }

    fn event(&mut self, event: Event<'_>) {
        if !self.images.is_empty() {
            return self.image_event(event);
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(&kind),
            Event::Start(tag) => {
                self.close_code();
                self.start(tag);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.out.push_str(if std::mem::take(&mut self.in_output) {
                    "</pre>"
                } else {
                    "</code></pre>"
                });
            }
            Event::End(tag) => {
                self.close_code();
                self.end(tag);
            }
            Event::Text(text) if self.in_output && self.out.ends_with('>') && text.starts_with('\n') => {
                // A parser drops the first line feed of a pre: ammonia's, then the window's.
                self.out.push_str("\n\n");
                escape_text(&mut self.out, &text);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                escape_text(&mut self.out, &text)
            }
            Event::Code(code) => {
                let long = code.chars().count() > LONG_CODE;
                self.out.push_str(if long { "<code class=\"long\">" } else { "<code>" });
                escape_text(&mut self.out, &code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                self.close_code();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(ticked) => self.out.push_str(if ticked { "☑ " } else { "☐ " }),
            // Extensions that are switched off.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                escape_text(&mut self.out, &text);
            }
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => split_info(info).0.to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        if language == OUTPUT {
            if !self.open_code {
                self.out.push_str("<div class=\"code\">");
            }
            self.out.push_str("<pre class=\"output\">");
            self.in_output = true;
        } else {
            self.close_code();
            self.out.push_str("<div class=\"code\"");
            let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'_' | b'.');
            if !language.is_empty() && language.bytes().all(plain) {
                self.out.push_str(" data-language=\"");
                self.out.push_str(&language.to_ascii_lowercase());
                self.out.push('"');
            }
            self.out.push_str("><pre tabindex=\"0\"><code>");
        }
        self.open_code = true;
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                self.out.push_str(&format!("<h{}>", shown_level(level)));
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(start)) => self.out.push_str(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.out.push_str("<table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::Image { dest_url, .. } => {
                self.images.push(Image { address: dest_url.into_string(), alt: String::new() });
            }
            _ => {}
        }
    }

    fn cell(&mut self) {
        let align = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " align=\"left\"",
            Some(Alignment::Center) => " align=\"center\"",
            Some(Alignment::Right) => " align=\"right\"",
            _ => "",
        };
        self.column += 1;
        self.out.push_str(if self.in_head { "<th" } else { "<td" });
        self.out.push_str(align);
        self.out.push('>');
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.out.push_str(&format!("</h{}>\n", shown_level(level))),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn link(&mut self, address: &str) {
        let start = self.out.len();
        if let Some(Some(card)) = card_address(address) {
            self.out.push_str(&format!("<a href=\"#\" data-card=\"{card}\">"));
        } else if is_web_address(address) {
            self.out.push_str("<a href=\"");
            escape_attribute(&mut self.out, address);
            self.out.push_str("\" data-external rel=\"noopener noreferrer\">");
        } else {
            self.links.push(Link::Text { start, address: address.to_owned() });
            return;
        }
        self.links.push(Link::Anchor { start: self.out.len(), address: address.to_owned() });
    }

    fn end_link(&mut self) {
        match self.links.pop() {
            Some(Link::Anchor { start, address }) => {
                if self.out.len() == start {
                    escape_text(&mut self.out, &address);
                }
                self.out.push_str("</a>");
            }
            Some(Link::Text { start, address }) => self.address_after(start, &address),
            None => {}
        }
    }

    /// Writes the address of what is shown as text, unless the text is the address.
    fn address_after(&mut self, start: usize, address: &str) {
        let mut shown = String::new();
        escape_text(&mut shown, address);
        if self.out[start..] == shown || shown.is_empty() {
            return;
        }
        if self.out.len() == start {
            self.out.push_str(&shown);
        } else {
            self.out.push_str(&format!(" ({shown})"));
        }
    }

    fn image_event(&mut self, event: Event<'_>) {
        let Some(image) = self.images.last_mut() else { return };
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.images.push(Image { address: dest_url.into_string(), alt: String::new() });
            }
            Event::End(TagEnd::Image) => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(Image { address, alt }) = self.images.pop() else { return };
        if let Some(outer) = self.images.last_mut() {
            outer.alt.push_str(&alt);
        } else if self.options.images && is_media_path(&address) {
            self.out.push_str("<img data-media=\"");
            escape_attribute(&mut self.out, &address);
            self.out.push_str("\" alt=\"");
            escape_attribute(&mut self.out, &alt);
            self.out.push_str("\">");
        } else {
            let start = self.out.len();
            escape_text(&mut self.out, &alt);
            self.address_after(start, &address);
        }
    }
}

/// The screen owns the headings above level 4.
fn shown_level(level: HeadingLevel) -> usize {
    (level as usize).max(4)
}
