//! The parts of a card as canonical text.

use pulldown_cmark::{Event, Parser, Tag};

use super::form::Form;
use super::items::split_box;
use super::lines::{is_blank, is_space, normalise, trim_blank_lines};
use super::markdown::{self, OUTPUT, closed};
use super::printer::{blank_line, heading};
use super::question::{Choice, CodeSample, Part, Parts};

/// Writes the parts that `wanted` names, under headings of `level`.
pub(crate) fn print_parts(
    form: Form,
    out: &mut String,
    parts: &Parts,
    level: usize,
    wanted: impl Fn(Part) -> bool,
) {
    let printer = Printer { form, parts, level };
    for part in Part::ALL.into_iter().filter(|part| wanted(*part)) {
        printer.part(out, part);
    }
}

/// The level of the parts of a turn.
const TURN: usize = 3;

struct Printer<'p> {
    form: Form,
    parts: &'p Parts,
    level: usize,
}

impl Printer<'_> {
    fn part(&self, out: &mut String, part: Part) {
        let parts = self.parts;
        match part {
            Part::Question => self.question(out),
            Part::Answer => self.answer(out),
            Part::Hint => self.text(out, part, parts.hint.as_deref()),
            Part::Notes => self.text(out, part, parts.notes.as_deref()),
            Part::KeyPoints => self.items(out, part, &parts.key_points),
            Part::CommonMistakes => self.items(out, part, &parts.common_mistakes),
            Part::RedFlags => self.items(out, part, &parts.red_flags),
            Part::Assessed => self.items(out, part, &parts.assessed),
            Part::StarterCode => self.code(out, part, parts.starter_code.as_ref()),
            Part::Tests => self.code(out, part, parts.tests.as_ref()),
            Part::Solution => self.code(out, part, parts.solution.as_ref()),
            Part::WrongSolutions => self.wrong_solutions(out),
            Part::FollowUps => {}
        }
    }

    fn title(&self, out: &mut String, part: Part) {
        blank_line(out);
        heading(out, self.level, self.form.title(part), &[]);
    }

    fn body(&self, out: &mut String, part: Part, text: &str) {
        blank_line(out);
        out.push_str(&contain(self.form, text, self.level, part));
        out.push('\n');
    }

    fn text(&self, out: &mut String, part: Part, text: Option<&str>) {
        let Some(text) = text.filter(|text| !trim_blank_lines(text).is_empty()) else { return };
        // What an unknown part left in Notes begins with its own heading and needs no other.
        self.title(out, part);
        self.body(out, part, text);
    }

    fn question(&self, out: &mut String) {
        let Parts { question, choices, .. } = self.parts;
        if question.is_none() && choices.is_empty() {
            return;
        }
        self.title(out, Part::Question);
        let question = question.as_deref().unwrap_or_default();
        if !question.is_empty() {
            self.body(out, Part::Question, question);
        }
        if !choices.is_empty() {
            blank_line(out);
            // The same mark below a list would continue it.
            let mark = if ends_with_list(question, '-') { '*' } else { '-' };
            for choice in choices {
                print_choice(out, choice, mark);
            }
        }
    }

    fn answer(&self, out: &mut String) {
        let Parts { question, choices, answer: Some(answer), .. } = self.parts else { return };
        // Below a turn's words only parts are read.
        let has_lead = self.form == Form::Questions || self.level > TURN;
        let is_lead = has_lead && question.is_none() && choices.is_empty() && !has_boxes(answer);
        if !is_lead {
            self.title(out, Part::Answer);
        }
        self.body(out, Part::Answer, answer);
    }

    fn items(&self, out: &mut String, part: Part, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.title(out, part);
        out.push('\n');
        for item in items {
            print_item(out, "-", &closed(item));
        }
    }

    fn code(&self, out: &mut String, part: Part, code: Option<&CodeSample>) {
        let Some(code) = code else { return };
        self.title(out, part);
        print_sample(out, code);
    }

    fn wrong_solutions(&self, out: &mut String) {
        let Some(first) = self.parts.wrong_solutions.first() else { return };
        self.title(out, Part::WrongSolutions);
        // A part that begins with code has each reason below its code.
        let code_first = first.why.is_empty();
        for wrong in &self.parts.wrong_solutions {
            if !code_first && !wrong.why.is_empty() {
                self.body(out, Part::WrongSolutions, &wrong.why);
            }
            print_sample(out, &wrong.code);
            if code_first && !wrong.why.is_empty() {
                self.body(out, Part::WrongSolutions, &wrong.why);
            }
        }
    }
}

fn print_choice(out: &mut String, choice: &Choice, mark: char) {
    let marker = format!("{mark} [{}]", if choice.correct { 'x' } else { ' ' });
    let text = closed(&choice.text);
    // On the box's own line Markdown reads a paragraph, whatever the text is.
    if text.is_empty() || text.contains('\n') || text.starts_with(is_space) {
        out.push_str(&marker);
        out.push('\n');
        indented(out, &text);
    } else {
        out.push_str(&format!("{marker} {text}\n"));
    }
    if let Some(reason) = &choice.reason {
        out.push('\n');
        indented(out, &closed(reason));
    }
}

fn print_item(out: &mut String, marker: &str, text: &str) {
    let first = text.lines().next().unwrap_or_default();
    // A space after the marker would count as indentation; marks alone would make a rule.
    let is_rule = first.chars().all(|c| is_space(c) || matches!(c, '-' | '*' | '_'));
    out.push_str(marker);
    if first.starts_with(is_space) || is_rule {
        out.push('\n');
        indented(out, text);
    } else {
        out.push(' ');
        out.push_str(first);
        out.push('\n');
        indented(out, text.get(first.len() + 1..).unwrap_or_default());
    }
}

/// Writes lines as the content of an item whose marker is two columns wide.
fn indented(out: &mut String, text: &str) {
    for line in text.split_terminator('\n') {
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn print_sample(out: &mut String, sample: &CodeSample) {
    let mut info = sample.language.clone();
    if !sample.attributes.is_empty() {
        info = format!("{info} {}", sample.attributes);
    }
    print_fence(out, &normalise(&info).replace('\n', " "), &sample.code);
    if let Some(output) = &sample.output {
        print_fence(out, OUTPUT, output);
    }
}

fn print_fence(out: &mut String, info: &str, code: &str) {
    // An info string behind backticks cannot hold one.
    let mark = if info.contains('`') { '~' } else { '`' };
    let longest = code.split(|c| c != mark).map(str::len).max().unwrap_or(0);
    let fence = mark.to_string().repeat(longest.max(2) + 1);
    let space = if info.starts_with(mark) { " " } else { "" };
    blank_line(out);
    out.push_str(&format!("{fence}{space}{info}\n{}{fence}\n", markdown::code_text(code)));
}

/// True when the last top-level block is a list of this mark.
fn ends_with_list(text: &str, mark: char) -> bool {
    markdown::block_ranges(text).last().is_some_and(|last| {
        let block = text[last.clone()].trim_start();
        block.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(|c: char| !c.is_ascii_whitespace()))
    })
}

/// True when a list at the top of a text has a box.
fn has_boxes(text: &str) -> bool {
    if !text.contains('[') {
        return false;
    }
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(text, markdown::options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let is_item = depth == 1 && tag == Tag::Item;
                if is_item && split_box(&super::items::item_text(&text[range])).is_some() {
                    return true;
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The text such that no line of it is a heading of the structure around it, nor in an
/// interview the quote of another turn.
fn contain(form: Form, text: &str, level: usize, part: Part) -> String {
    let mut text = closed(text);
    if form == Form::Interview && text.contains('>') {
        text = without_quotes(&text);
    }
    if !text.contains('#') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in markdown::block_ranges(&text) {
        let Some(found) = markdown::atx_level(&text[range.clone()]).map(usize::from) else { continue };
        let title = text[range.clone()].trim_start_matches('#').trim();
        // Notes hold what unknown parts said, headings included.
        let is_unknown_part = found == level && part == Part::Notes && form.part(title).is_none();
        if found > level || is_unknown_part {
            continue;
        }
        out.push_str(&text[from..range.start]);
        out.push('\\');
        from = range.start;
    }
    out.push_str(&text[from..]);
    debug_assert!(!is_blank(&out) || is_blank(&text), "escaping adds to a text");
    out
}

/// The text with the marks of its top-level quotes escaped.
fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in markdown::block_ranges(text) {
        if !text[range.clone()].starts_with('>') {
            continue;
        }
        out.push_str(&text[from..range.start]);
        for line in text[range.clone()].split_inclusive('\n') {
            let mark = line.len() - line.trim_start_matches(' ').len();
            out.push_str(&line[..mark]);
            if line[mark..].starts_with('>') {
                out.push('\\');
            }
            out.push_str(&line[mark..]);
        }
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}
