//! An interview as canonical text. Reading what was printed gives the same values.

use super::form::Form;
use super::interview::{Interview, InterviewStage, InterviewTurn};
use super::lines::normalise;
use super::markdown::closed;
use super::printer::{blank_line, heading, print_body};

/// The text of the file that holds this interview.
#[must_use]
pub fn print_interview(interview: &Interview) -> String {
    let mut out = String::from("+++\n");
    print_front_matter(&mut out, interview);
    out.push_str("+++\n");
    for stage in &interview.stages {
        print_stage(&mut out, stage);
    }
    out
}

fn print_front_matter(out: &mut String, interview: &Interview) {
    let mut key = |name: &str, value: &str| out.push_str(&format!("{name} = {value}\n"));
    let texts = [
        ("title", &interview.title),
        ("role", &interview.role),
        ("interviewer", &interview.interviewer),
        ("setting", &interview.setting),
    ];
    let lists = [("assesses", &interview.assesses), ("red_flags", &interview.red_flags)];
    key("kind", "\"interview\"");
    if let Some(id) = &interview.id {
        key("id", &quoted(id));
    }
    if let Some(minutes) = interview.minutes {
        key("minutes", &minutes.to_string());
    }
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        key(name, &quoted(text));
    }
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let items: Vec<String> = list.iter().map(|text| quoted(text)).collect();
        key(name, &format!("[{}]", items.join(", ")));
    }
}

/// A text as a basic string of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in normalise(text).chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn print_stage(out: &mut String, stage: &InterviewStage) {
    let mut words = Vec::new();
    words.extend(stage.id.as_ref().map(|id| format!("#{id}")));
    words.extend(stage.minutes.map(|minutes| format!("minutes={minutes}")));
    words.extend(stage.ask.as_ref().map(|card| format!("ask={card}")));
    words.extend(stage.is_behavioural.then(|| "kind=behavioural".to_owned()));
    blank_line(out);
    heading(out, 2, &stage.title, &words);
    for turn in &stage.turns {
        print_turn(out, turn);
    }
}

fn print_turn(out: &mut String, turn: &InterviewTurn) {
    blank_line(out);
    for line in closed(&turn.says).split('\n') {
        out.push_str(if line.is_empty() { ">" } else { "> " });
        out.push_str(line);
        out.push('\n');
    }
    print_body(Form::Interview, out, &turn.parts, &turn.probes);
}
