//! Reading the file of an interview: bytes in, an interview and diagnostics out. Never fails as
//! a whole. A stage is read as a question is: scanned, outlined, filled.

use std::collections::HashMap;
use std::ops::Range;

use toml::de::DeTable;

use super::attributes::ID_HINT;
use super::blocks::{self, Blocks, Notices, scan};
use super::diagnostic::{Diagnostic, Findings};
use super::fill::{Region, fill};
use super::folder::is_interview_front_matter;
use super::form::Form;
use super::interview::{Interview, InterviewStage, InterviewTurn};
use super::keys::{Keys, not_toml};
use super::lines::LineIndex;
use super::links::{Mention, MentionKind, Target};
use super::outline::{Draft, Heading, Role, outline};
use super::question::{FollowUp, Part, Parts};
use super::reader::{decode, open_front_matter, place};
use super::sections::{self, FrontMatter, Labels, Slice, SliceKind};
use crate::domain::card::{CardId, CardKind, DeckId, is_valid_slug};

/// What the file of an interview says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterviewReading {
    /// `None` when the file is no interview: its front matter does not say `kind = "interview"`.
    pub interview: Option<Interview>,
    /// What is wrong, in the file's order.
    pub diagnostics: Vec<Diagnostic>,
    /// What the text points at, `ask=` included; [`super::check_links`] looks whether it is there.
    pub mentions: Vec<Mention>,
}

/// Reads the file of an interview. `file` is the label for diagnostics.
/// `deck` is the deck that it belongs to.
///
/// Bytes that are not UTF-8 are reported and read as U+FFFD, as [`super::read_file`] does.
#[must_use]
pub fn read_interview(bytes: &[u8], deck: &DeckId, file: &str) -> InterviewReading {
    let decoded = decode(bytes);
    let (text, shift) = decoded.body();
    let lines = LineIndex::new(text);
    let mut findings = decoded.faults();
    let mut targets = Vec::new();
    let interview = match sections::front_matter(text) {
        Some(front) if is_interview_front_matter(front.toml) => {
            let mut notices = Notices { findings: &mut findings, targets: &mut targets };
            let mut interview = read_front_matter(&front, &mut notices);
            let mut stages = Stages::default();
            let cut = sections::cut(text, front.end);
            let file = File { text, shift, deck, lines: &lines, labels: &cut.labels };
            for slice in cut.slices {
                read_slice(&file, slice, &mut stages, &mut notices);
            }
            interview.stages = stages.all;
            settle(&interview, &front, notices.findings);
            Some(interview)
        }
        front => {
            let hint = "an interview begins with +++, kind = \"interview\" and its other keys, +++";
            match front.map(|front| (front.start, DeTable::parse(front.toml))) {
                Some((start, Err(error))) => not_toml(&error, start, &mut findings),
                Some(_) => findings.error(0, "the front matter is not that of an interview", hint),
                None if text.starts_with("+++") => open_front_matter(text, &mut findings),
                None => findings.error(0, "no front matter", hint),
            }
            None
        }
    };
    let (diagnostics, mentions) = place(findings, targets, file, &lines);
    InterviewReading { interview, diagnostics, mentions }
}

/// What a stage is read against.
struct File<'f> {
    text: &'f str,
    /// Added to offsets to make spans: the byte order mark's length.
    shift: usize,
    deck: &'f DeckId,
    lines: &'f LineIndex<'f>,
    labels: &'f Labels,
}

const KNOWN: [&str; 9] =
    ["kind", "id", "title", "minutes", "role", "interviewer", "setting", "assesses", "red_flags"];

fn read_front_matter(front: &FrontMatter<'_>, notices: &mut Notices<'_>) -> Interview {
    let (table, errors) = DeTable::parse_recoverable(front.toml);
    for error in &errors {
        not_toml(error, front.start, notices.findings);
    }
    let mut keys = Keys { table: table.get_ref(), base: front.start, findings: notices.findings };
    keys.unknown(&KNOWN, &[("redflags", "red_flags"), ("assessed", "assesses")]);
    let id = keys.string("id").and_then(|(text, at)| {
        if is_valid_slug(&text) {
            return Some(text);
        }
        keys.findings.error(at, format!("\"{text}\" is not an id"), ID_HINT);
        None
    });
    let interview = Interview {
        id,
        title: keys.required("title"),
        minutes: keys.minutes("minutes"),
        role: keys.required("role"),
        interviewer: keys.wanted("interviewer", "say who asks, and in what manner"),
        setting: keys.wanted("setting", "say in a sentence or two where and why it takes place"),
        assesses: keys.wanted_list("assesses", "list what the interview is meant to find out"),
        red_flags: keys.list("red_flags"),
        stages: Vec::new(),
    };
    let texts = table.get_ref().iter().flat_map(|(_, value)| {
        let items = value.get_ref().as_array().into_iter().flat_map(|items| items.iter());
        std::iter::once(value).chain(items).filter_map(|v| Some((v.get_ref().as_str()?, v.span().start)))
    });
    for (text, at) in texts {
        check_markdown(text, front.start + at, notices);
    }
    interview
}

/// What is wrong with a Markdown text of the front matter, and what it points at: all of it at
/// the place where the text begins, because TOML may write a character as several.
fn check_markdown(text: &str, at: usize, notices: &mut Notices<'_>) {
    let (mut findings, mut targets) = (Findings::default(), Vec::<(usize, Target)>::new());
    blocks::scan(text, 0, None, &mut Notices { findings: &mut findings, targets: &mut targets });
    for mut finding in findings.0 {
        finding.offset = at;
        notices.findings.0.push(finding);
    }
    notices.targets.extend(targets.into_iter().map(|(_, target)| (at, target)));
}

/// The rules between the front matter and the stages.
fn settle(interview: &Interview, front: &FrontMatter<'_>, findings: &mut Findings) {
    if interview.stages.is_empty() {
        findings.error(front.end, "no stages", "a stage begins with ## and has an id and minutes");
        return;
    }
    let sum: Option<f32> = interview.stages.iter().map(|stage| stage.minutes).sum();
    if let (Some(minutes), Some(sum)) = (interview.minutes, sum)
        && (minutes - sum).abs() > 0.01
    {
        let sum = (sum * 100.0).round() / 100.0;
        let message = format!("the stages take {sum} minutes, and the interview {minutes}");
        findings.warning(0, message, "minutes in the front matter is the sum of the stages' minutes");
    }
}

/// The stages that have been read, and on which line each id was first seen.
#[derive(Default)]
struct Stages {
    all: Vec<InterviewStage>,
    lines: HashMap<String, u32>,
}

fn read_slice(file: &File<'_>, slice: Slice, stages: &mut Stages, notices: &mut Notices<'_>) {
    let Slice { kind, range } = slice;
    match kind {
        SliceKind::Question => {
            let mut stage = read_stage(file, range, notices);
            if let Some(id) = &stage.id {
                if let Some(first) = stages.lines.get(id) {
                    let message = format!("a second stage \"{id}\"; the first is on line {first}");
                    let at = stage.span.start - file.shift;
                    notices.findings.error(at, message, "the first keeps the id; give this one its own");
                    stage.id = None;
                } else {
                    stages.lines.insert(id.clone(), stage.line);
                }
            }
            stages.all.push(stage);
        }
        SliceKind::Section => {
            blocks::scan(&file.text[range.clone()], range.start, None, notices);
            let hint = "a stage begins with ##; the text below # is not read";
            notices.findings.error(range.start, "a # heading in an interview", hint);
        }
        SliceKind::Preamble => {
            let scanned = blocks::scan(&file.text[range.clone()], range.start, None, notices);
            if let Some(first) = scanned.blocks.first() {
                let at = range.start + first.start;
                notices.findings.error(at, "text before the first stage", "a stage begins with ##");
            }
        }
    }
}

/// Reads the stage that is `range` of the file.
fn read_stage(file: &File<'_>, range: Range<usize>, notices: &mut Notices<'_>) -> InterviewStage {
    let targets_before = notices.targets.len();
    let source = &file.text[range.clone()];
    let blocks = scan(source, range.start, Some((file.labels, Form::Interview)), notices);
    let (mut drafts, mut regions) = outline(Form::Interview, &blocks, source, range.start, notices);
    let has_link = notices.targets[targets_before..].iter().any(|(_, to)| matches!(to, MentionKind::Card(_)));

    // What stands before the first quote is out of place, and kept in the first turn.
    let first_turn = drafts.iter().position(|draft| draft.role == Role::Turn).unwrap_or(0);
    for region in &mut regions {
        if let Some((at, message, hint)) = misplaced(region, first_turn, &blocks) {
            notices.findings.error(at, message, hint);
        }
        if region.card == 0 {
            region.card = first_turn;
        }
        fill(region, &blocks, file.lines, &mut drafts[region.card].parts, notices.findings);
    }
    if drafts[0].heading.attributes.ask.is_some()
        && let Some(own) = regions.iter().find(|region| region.card == first_turn && region.heading.is_some())
    {
        let hint =
            "the card's answer, key points and so on serve this turn; parts belong below further quotes";
        notices.findings.error(own.offset, "a part of the turn that asks a card", hint);
    }
    check_stage(&drafts, first_turn, has_link, notices.findings);

    let attributes = std::mem::take(&mut drafts[0].heading.attributes);
    let ask = attributes.ask.and_then(|(written, at)| {
        let id = CardId::new(&written);
        match &id {
            Some(id) => notices.targets.push((at, MentionKind::Card(id.clone()))),
            None => {
                let hint = if is_valid_slug(&written) {
                    format!("write the whole id: ask={}/{written}, if the card is in this deck", file.deck)
                } else {
                    "write ask=deck/card or ask=deck/card/follow-up".to_owned()
                };
                notices.findings.error(at, format!("ask={written} is not the id of a card"), &hint);
            }
        }
        id
    });
    let line = file.lines.line(drafts[0].heading.offset);
    let title = std::mem::take(&mut drafts[0].heading.text);
    InterviewStage {
        id: attributes.id,
        title,
        minutes: attributes.minutes,
        is_behavioural: attributes.kind == Some(CardKind::Behavioural),
        ask,
        turns: turns(drafts, file, notices.findings),
        span: range.start + file.shift..range.end + file.shift,
        line,
    }
}

type Misplaced = (usize, &'static str, &'static str);

/// Text and parts that stand where nothing is read: before the first quote of a stage, or between
/// a quote and its first part.
fn misplaced(region: &Region, first_turn: usize, blocks: &Blocks<'_>) -> Option<Misplaced> {
    let is_text = region.heading.is_none() && region.part == Some(Part::Notes);
    let at = || region.base + blocks.first_words(region.text.clone());
    match (is_text && !region.blocks.is_empty(), region.card == 0) {
        (true, true) => Some((
            at(),
            "text before the first quote",
            "it is kept in Notes; what the interviewer says begins with > on each line",
        )),
        (true, false) => Some((
            at(),
            "text between a quote and its first part",
            "it is kept in Notes; what is shown with the words belongs in Question",
        )),
        (false, true) if region.heading.is_some() && first_turn > 0 => Some((
            region.offset,
            "a part before the first quote",
            "the parts of a turn stand below its words",
        )),
        _ => None,
    }
}

/// The rules of a stage and of its turns.
fn check_stage(drafts: &[Draft], first_turn: usize, has_link: bool, findings: &mut Findings) {
    let Heading { text, attributes, offset } = &drafts[0].heading;
    let asks = attributes.ask.is_some();
    let hint = "write {#a-name minutes=10}, say, behind its name";
    if text.is_empty() {
        findings.error(*offset, "a stage without a name", "the heading says what it is about");
    }
    if !attributes.has_id {
        findings.error(*offset, "a stage without an id", hint);
    }
    if !attributes.has_minutes {
        findings.error(*offset, "a stage without minutes", hint);
    }
    if !asks && first_turn == 0 {
        let hint = "what the interviewer says begins with > on each line; or ask a card with ask=deck/card";
        findings.error(*offset, "a stage in which nothing is said", hint);
    }
    if !asks && !has_link {
        let hint = "link to the cards that train this, in Notes: the report sends the candidate to them";
        findings.warning(*offset, "a stage without a link to a card", hint);
    }
    for (i, turn) in drafts.iter().enumerate().filter(|(_, draft)| draft.role == Role::Turn) {
        if asks && i == first_turn {
            continue;
        }
        let Draft { heading, parts, .. } = turn;
        if heading.text.is_empty() {
            findings.error(heading.offset, "a turn without words", "say something behind the >");
        }
        if parts.key_points.is_empty() && !parts.has_answer() {
            let hint = "without them nobody can judge what was said";
            findings.warning(heading.offset, "a turn without key points and without an answer", hint);
        }
    }
}

/// The turns of a stage, from its drafts. Parts without any quote make a turn without words.
fn turns(drafts: Vec<Draft>, file: &File<'_>, findings: &mut Findings) -> Vec<InterviewTurn> {
    let mut turns: Vec<InterviewTurn> = Vec::new();
    let mut wordless = InterviewTurn::default();
    for Draft { role, heading, parts, start, end } in drafts {
        match role {
            Role::Slice => {
                wordless = InterviewTurn { parts, line: file.lines.line(heading.offset), ..wordless };
            }
            Role::Turn => turns.push(InterviewTurn {
                says: heading.text,
                parts,
                probes: std::mem::take(&mut wordless.probes),
                line: file.lines.line(heading.offset),
            }),
            Role::FollowUp => {
                if heading.text.is_empty() {
                    findings.error(heading.offset, "a question without words", "the heading is the question");
                }
                let kind = if parts.choices.is_empty() { CardKind::Open } else { CardKind::Choice };
                turns.last_mut().unwrap_or(&mut wordless).probes.push(FollowUp {
                    id: None,
                    heading: heading.text,
                    kind,
                    level: None,
                    minutes: None,
                    tags: Vec::new(),
                    shuffle: true,
                    was: None,
                    parts,
                    span: start + file.shift..end + file.shift,
                    line: file.lines.line(start),
                });
            }
        }
    }
    if turns.is_empty() && (wordless.parts != Parts::default() || !wordless.probes.is_empty()) {
        turns.push(wordless);
    }
    turns
}
