//! Deck text to values plus diagnostics, and back; Markdown to safe HTML.
//!
//! Reading never fails as a whole: it gives what could be read and says what is wrong, with
//! file, line and column. The unit is one question: [`reader::read_file`] cuts a file at its
//! top-level `#` and `##` headings and reads each slice exactly as [`reader::read_question`]
//! would read it alone. An interview is a file of its own kind, whose `##` are stages; they are
//! read with the same means. Printing what was read and reading it again gives the same values.
//!
//! Knows files and the domain; knows no database, no clock and no wire format.

mod assemble;
mod attributes;
mod blocks;
mod choices;
pub mod deck;
pub mod diagnostic;
pub mod edit;
mod fill;
pub mod folder;
mod form;
pub mod html;
mod html_writer;
mod ids;
pub mod interview;
pub mod interview_printer;
pub mod interview_reader;
mod items;
mod keys;
mod lines;
pub mod links;
pub mod manifest;
mod markdown;
mod outline;
pub mod plain;
mod print_parts;
pub mod printer;
pub mod question;
pub mod reader;
mod references;
mod sections;
mod swallowed;

pub use deck::{Deck, read_deck};
pub use diagnostic::{Diagnostic, Severity};
pub use edit::{add_missing_ids, replace_question};
pub use folder::{DeckFolder, decks_in, find_decks, is_interview};
pub use html::{HtmlOptions, inline_to_html, to_html};
pub use interview::{Interview, InterviewStage, InterviewTurn};
pub use interview_printer::print_interview;
pub use interview_reader::{InterviewReading, read_interview};
pub use links::{Mention, MentionKind, check_links};
pub use manifest::{Manifest, read_manifest};
pub use markdown::closed as closed_text;
pub use plain::plain_text;
pub use printer::{print_exact, print_question, print_questions};
pub use question::{CardRef, Choice, CodeSample, FollowUp, Part, Parts, Question, WrongSolution};
pub use reader::{FileReading, read_file, read_question};
