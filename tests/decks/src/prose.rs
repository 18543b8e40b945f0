//! The rules for prose that a machine can hold a card against: enough key points and none too long, an
//! answer that can be spoken in its time, a source for what depends on a version.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use rehearse_core::content::{CardRef, Part, Parts};
use rehearse_core::domain::card::CardKind;

/// Words of a key point, at most.
pub(crate) const POINT: usize = 25;
/// Key points of a main question.
const POINTS: std::ops::RangeInclusive<usize> = 3..=7;
/// Words that a quick speaker says in a minute.
pub(crate) const QUICK: f32 = 160.0;
/// Fewer words for a minute than this, and the minutes are wrong, code that is explained aside.
const SLOW: f32 = 50.0;

/// What is wrong with a card's prose.
pub(crate) fn check(card: &CardRef<'_>) -> Vec<String> {
    let parts = card.parts;
    let mut found = Vec::new();
    found.extend(long_points(parts));
    if card.level.is_none() {
        found.push("no difficulty: write difficulty=easy, medium or hard behind its id".to_owned());
    }
    if card.minutes.is_none() {
        found.push("no minutes: write minutes=2, say, behind its id".to_owned());
    }
    match card.kind {
        CardKind::Open | CardKind::Behavioural => found.extend(spoken(card)),
        CardKind::Code => {
            if !parts.key_points.iter().any(|point| {
                point.split_whitespace().any(|word| word.trim_start_matches('`').starts_with("O("))
            }) {
                found.push("no key point names the complexity, O(...)".to_owned());
            }
        }
        CardKind::Choice => {
            found.extend(silent_choices(parts));
        }
    }
    if card.kind == CardKind::Behavioural && !card.is_follow_up {
        for part in ["Situation", "Task", "Action", "Result"] {
            if !parts.key_points.iter().any(|point| point.starts_with(part)) {
                found.push(format!("no key point begins with {part}"));
            }
        }
    }
    if names_a_version(card.heading, parts) && !links_a_source(parts) {
        found.push(UNSOURCED.to_owned());
    }
    found
}

/// What to say of a version without a source.
pub(crate) const UNSOURCED: &str =
    "it names a version of Python, a PEP or an RFC, and its notes link no source";

/// Key points that nobody can judge at a glance.
pub(crate) fn long_points(parts: &Parts) -> impl Iterator<Item = String> {
    parts
        .key_points
        .iter()
        .map(|point| (words(point), point))
        .filter(|(count, _)| *count > POINT)
        .map(|(count, point)| format!("a key point of {count} words, more than {POINT}: {point}"))
}

/// Choices that do not say why they are right or wrong.
pub(crate) fn silent_choices(parts: &Parts) -> Option<String> {
    let silent = parts.choices.iter().filter(|choice| choice.reason.is_none()).count();
    (silent > 0).then(|| format!("{silent} choices without a reason"))
}

/// Whether the notes lead to a source.
pub(crate) fn links_a_source(parts: &Parts) -> bool {
    parts.notes.as_ref().is_some_and(|notes| notes.contains("https://"))
}

fn spoken(card: &CardRef<'_>) -> Option<String> {
    let points = card.parts.key_points.len();
    let wanted = if card.is_follow_up { 1..=7 } else { POINTS };
    if !wanted.contains(&points) {
        return Some(format!("{points} key points, not {} to {}", wanted.start(), wanted.end()));
    }
    let (minutes, answer) = (card.minutes?, card.parts.answer.as_ref()?);
    let said = words(&without_fences(answer));
    let pace = said as f32 / minutes;
    if pace > QUICK {
        Some(format!("{said} words in {minutes} minutes: {pace:.0} a minute cannot be spoken"))
    } else if pace < SLOW {
        Some(format!("{said} words in {minutes} minutes: {pace:.0} a minute is too little"))
    } else {
        None
    }
}

/// Whether a question or its parts name a version of Python from 3.10 on, a PEP or an RFC.
pub(crate) fn names_a_version(asked: &str, parts: &Parts) -> bool {
    let own = |part| {
        matches!(part, Part::Question | Part::Answer | Part::Hint | Part::KeyPoints | Part::CommonMistakes)
    };
    let texts = parts.texts().filter(|(part, ..)| own(*part)).map(|(_, text, _)| text);
    std::iter::once(asked).chain(texts).map(without_fences).any(|text| dated(&text))
}

fn dated(text: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let versions = text.match_indices("3.1").any(|(at, found)| {
        let (before, after) = (text[..at].chars().next_back(), &text[at + found.len()..]);
        let mut after = after.chars();
        // 3.10 to 3.19; not 13.10, 2.3.10 or 3.141.
        !digit(before) && before != Some('.') && digit(after.next()) && !digit(after.next())
    });
    let standards = ["PEP", "RFC"].iter().any(|name| {
        text.match_indices(name).any(|(at, _)| {
            let (before, after) = (text[..at].chars().next_back(), &text[at + name.len()..]);
            !before.is_some_and(char::is_alphanumeric)
                && digit(after.trim_start_matches(['s', ' ', '-', '\u{a0}']).chars().next())
        })
    });
    versions || standards
}

/// Words as a speaker counts them: runs of text with a letter or digit; addresses of links aside.
pub(crate) fn words(text: &str) -> usize {
    let mut spoken = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        spoken.push_str(before);
        spoken.push(' ');
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    spoken.push_str(rest);
    spoken.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// A text without its fenced code; the other lines stay where they are.
pub(crate) fn without_fences(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut from = 0;
    for (event, range) in Parser::new(text).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event {
            prose.push_str(&text[from..range.start]);
            prose.extend(text[range.clone()].chars().filter(|c| *c == '\n'));
            from = range.end;
        }
    }
    prose.push_str(&text[from..]);
    prose
}

#[cfg(test)]
mod tests {
    use rehearse_core::content::read_file;
    use rehearse_core::domain::card::DeckId;

    use super::*;

    #[track_caller]
    fn check_one(text: &str, expected: Option<&str>) {
        let reading = read_file(text.as_bytes(), &DeckId::new("d").unwrap(), "d.md");
        let question = &reading.questions[0];
        let found = check(&question.each_card().next().unwrap());
        match expected {
            None => assert_eq!(found, [""; 0]),
            Some(part) => assert!(found.iter().any(|message| message.contains(part)), "{found:?}"),
        }
    }

    fn open(answer: &str, points: &str) -> String {
        format!("## Why? {{#q difficulty=easy minutes=1}}\n\n{answer}\n\n### Key points\n\n{points}\n")
    }

    const POINTS: &str = "- One.\n- Two.\n- Three.";

    #[test]
    fn an_answer_must_be_speakable_in_its_minutes_code_aside() {
        check_one(&open(&"word ".repeat(160), POINTS), None);
        check_one(&open(&"word ".repeat(161), POINTS), Some("cannot be spoken"));
        check_one(&open(&"word ".repeat(49), POINTS), Some("too little"));
        let code = format!("{}\n\n```text\n{}\n```", "word ".repeat(100), "code ".repeat(200));
        check_one(&open(&code, POINTS), None);
    }

    #[test]
    fn a_main_question_has_three_to_seven_key_points_of_at_most_25_words() {
        let answer = "word ".repeat(100);
        check_one(&open(&answer, "- One.\n- Two."), Some("2 key points"));
        check_one(&open(&answer, &"- One.\n".repeat(8)), Some("8 key points"));
        check_one(&open(&answer, &format!("- {}\n- b\n- c", "word ".repeat(25))), None);
        check_one(&open(&answer, &format!("- {}\n- b\n- c", "word ".repeat(26))), Some("of 26 words"));
    }

    #[test]
    fn a_version_needs_a_source() {
        let answer = format!("{} since 3.14.", "word ".repeat(100));
        check_one(&open(&answer, POINTS), Some("link no source"));
        let sourced =
            open(&answer, POINTS) + "\n### Notes\n\n[New](https://docs.python.org/3/whatsnew/3.14.html)\n";
        check_one(&sourced, None);
    }

    #[test]
    fn versions_are_known_in_every_spelling() {
        for text in [
            "3.12.1",
            "3.14t",
            "**3.14**",
            "3.11/3.12",
            "3.14's",
            "PEP-649",
            "PEPs 649",
            "RFC9110",
            "Python3.12",
        ] {
            assert!(dated(text), "{text}");
        }
        for text in ["3.1", "13.12", "2.3.12", "3.141", "PEP", "RFCs are", "STEP 8"] {
            assert!(!dated(text), "{text}");
        }
    }

    #[test]
    fn what_a_kind_of_card_needs_is_missed() {
        let card = |attributes: &str, rest: &str| format!("## Why? {{#q {attributes}}}\n\n{rest}\n");
        let answer = "word ".repeat(100);
        let open = format!("{answer}\n\n### Key points\n\n{POINTS}");
        check_one(&card("minutes=1", &open), Some("no difficulty"));
        check_one(&card("difficulty=easy", &open), Some("no minutes"));
        check_one(&card("kind=behavioural difficulty=easy minutes=1", &open), Some("begins with Situation"));
        check_one(
            &card("difficulty=easy minutes=1", "- [x] a\n- [ ] b\n\n  No."),
            Some("1 choices without a reason"),
        );
        let code = "### Question\n\nQ.\n\n### Key points\n\n- PHOTO(n).\n\n### Tests\n\n```python\n```\n\n### Solution\n\n```python\n```";
        check_one(&card("kind=code difficulty=easy minutes=1", code), Some("the complexity"));
    }

    #[test]
    fn addresses_of_links_are_not_spoken() {
        assert_eq!(words("see [the manual](https://docs.python.org/3/a b) – now"), 4);
    }
}
