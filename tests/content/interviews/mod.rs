//! The files of interviews: what they say, what their authors are told, and printing them.

mod diagnosing;
mod reading;
mod round_trip;

use rehearse_core::content::{Interview, InterviewReading, read_interview};

use super::deck;

const EXAMPLE: &str = include_str!("../interview.md");

fn read(text: &str) -> InterviewReading {
    read_interview(text.as_bytes(), &deck(), "talk.md")
}

#[track_caller]
fn interview(text: &str) -> Interview {
    read(text).interview.expect("an interview")
}

/// Good front matter; what follows begins on line 12.
const FRONT: &str = "+++\nkind = \"interview\"\nid = \"t\"\ntitle = \"T\"\nminutes = 5\nrole = \"R\"\ninterviewer = \"I\"\nsetting = \"See [x](card:a/b).\"\nassesses = [\"A\"]\n+++\n\n";

/// An interview of one stage; the text begins on line 12.
fn stage(text: &str) -> String {
    let end = "\n\n### Notes\n\n[x](card:a/b)\n";
    let end = if text.contains("### Notes") { "" } else { end };
    format!("{}\n## S {{#s minutes=5}}\n{text}{end}", FRONT.trim_end())
}
