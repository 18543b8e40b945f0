//! A task list as the choices of a multiple-choice card.

use super::diagnostic::Findings;
use super::items::split_box;
use super::lines::{is_space, trim_blank_lines};
use super::markdown::{block_ranges, closed};
use super::question::Choice;

/// One item's text as a choice: its first block, then why. An item without a box is a wrong
/// choice; the flag says that it had none.
pub(crate) fn read_choice(item: &str) -> (Choice, bool) {
    let (boxed, correct, rest) = match split_box(item) {
        Some((correct, rest)) => (true, correct, rest),
        None => (false, false, item),
    };
    // Spaces after the box are not code: the parser reads a paragraph there.
    let rest = if rest.trim_start_matches(is_space).starts_with('\n') {
        rest
    } else {
        rest.trim_start_matches(is_space)
    };
    let rest = trim_blank_lines(rest);
    let end = block_ranges(rest)
        .get(1)
        .map_or(rest.len(), |second| rest[..second.start].rfind('\n').map_or(second.start, |i| i + 1));
    let reason = trim_blank_lines(&rest[end..]);
    let choice =
        Choice { text: closed(&rest[..end]), correct, reason: (!reason.is_empty()).then(|| closed(reason)) };
    (choice, boxed)
}

/// The rules of a list of choices: every item boxed, two at least, one of them right.
/// `offsets` are the items' places.
pub(crate) fn check_choices(choices: &[(Choice, bool)], offsets: &[usize], findings: &mut Findings) {
    for ((choice, boxed), &offset) in choices.iter().zip(offsets) {
        if !boxed {
            findings.error(offset, "a choice without a box", "every item begins with [ ] or [x]");
        }
        if choice.text.is_empty() {
            findings.error(offset, "an empty choice", "");
        }
    }
    let start = offsets.first().copied().unwrap_or(0);
    if choices.len() < 2 {
        findings.error(start, "one choice is no choice", "give two at least");
    }
    if !choices.iter().any(|(choice, _)| choice.correct) {
        findings.error(start, "no choice is right", "tick the right ones with [x]");
    }
}
