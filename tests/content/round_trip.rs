//! Printing what was read, and reading what was printed.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rehearse_core::content::{
    Choice, CodeSample, FollowUp, Parts, Question, WrongSolution, print_exact, print_questions,
    read_question, replace_question,
};
use rehearse_core::domain::card::{CardId, CardKind, Level};

use super::{card, deck, read, show, values};

fn reads_back(text: &str) -> Result<(), TestCaseError> {
    let first = read(text).questions;
    let printed = print_questions(&first);
    let second = read(&printed).questions;
    prop_assert_eq!(values(&first), values(&second), "printed as:\n{}", printed);
    prop_assert_eq!(&printed, &print_questions(&second), "canonical text is canonical");
    Ok(())
}

#[test]
fn the_example_reads_back() {
    reads_back(include_str!("example.md")).unwrap();
}

/// Lines that decks are made of, and those that break them.
pub(super) fn line() -> impl Strategy<Value = String> {
    let structure = prop::sample::select(vec![
        "# Section",
        "#",
        "## Question {#q}",
        "## Other {#other kind=code}",
        "## No id",
        "##",
        "## Ends {x}",
        "## Hash #",
        "## Closed ##",
        "## {#only}",
        "   ## Indented {#in}",
        "### Question",
        "### Answer",
        "### Hint",
        "### Key points",
        "### key points",
        "### Red flags",
        "### Solution",
        "### Tests",
        "### Wrong solutions",
        "### Follow-ups",
        "### Notes",
        "### Unknown",
        "#### Follow-up {#f}",
        "#### Again {#f}",
        "##### Key points",
        "##### Unknown",
        "##### Notes",
        "##### Answer",
        "###### Deep",
        "#hash",
    ]);
    let text = prop::sample::select(vec![
        "text",
        "",
        "",
        "",
        "more *text* here",
        "    indented",
        "\tcode",
        "   three",
        "- item",
        "-",
        "- ",
        "* item",
        "+ x",
        "  - nested",
        "  under",
        "    deeper",
        "1. one",
        "12) twelve",
        "- [ ] wrong",
        "- [x] right",
        "  - [x] deep",
        "* [X] star",
        "- [ ]",
        "1. [ ] ordered",
        "-     code",
        "- - two",
        "- # heading",
        "- ```",
        "```",
        "```python",
        "````",
        "  ```",
        "~~~",
        "~~~ `x",
        "```output",
        "# comment",
        "> quote",
        "> ## quoted",
        ">",
        "---",
        "===",
        "***",
        "- ---",
        "| a | b |",
        "|---|---|",
        "<!--",
        "-->",
        "<!-- x -->",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<?",
        "a <b>bold</b>",
        "[label]",
        "[text][label]",
        "[text][]",
        "[label]: http://x.y 'title'",
        "[label]: <card:deck/q>",
        "![alt][label]",
        "\\",
        "\\# x",
        "+++",
        "a\\",
        "a  ",
        "\u{a0}",
        "\u{feff}",
        "x\0y",
        "\u{202e}",
        "| [label] |",
        "[x] not",
        "&amp;",
        "é{}",
    ]);
    prop_oneof![1 => structure, 2 => text].prop_map(str::to_owned)
}

fn deck_text() -> impl Strategy<Value = String> {
    (vec(line(), 0..24), prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r"]))
        .prop_map(|(lines, end)| lines.join(end))
}

pub(super) fn body() -> impl Strategy<Value = String> {
    let block = prop::sample::select(vec![
        "A sentence with `code`.",
        "Two\nlines.",
        "- a\n- b",
        "1. one\n2. two",
        "```python\nprint(1)\n```\n\n```output\n1\n```",
        "> quoted",
        "| a |\n|---|\n| b |",
        "    code\n\n    more",
        "[a](https://x.y)",
        "\\# not a heading",
    ]);
    vec(block, 1..4).prop_map(|blocks| blocks.join("\n\n"))
}

/// Why: text that begins no code block.
fn prose() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["A reason.", "One.\n\nTwo.", "See `x`:\n\n- a\n- b"]).prop_map(str::to_owned)
}

pub(super) fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}"
}

pub(super) fn heading() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z ?]{0,20}[a-z?]",
        prop::sample::select(vec![
            "What is {x}",
            "C #",
            "Why `a {b}`?",
            "#",
            "1. one",
            "\\{x}",
            "a ## ##",
            "{#id}",
            "a {} ##"
        ])
        .prop_map(str::to_owned),
    ]
}

fn code() -> impl Strategy<Value = CodeSample> {
    let text = prop::sample::select(vec![
        "",
        "x = 1\n",
        "# comment\n\n    y\n",
        "```\nfence\n```\n",
        "~~~~\n",
        "\n\n",
    ]);
    (prop::sample::select(vec!["", "python", "sql"]), any::<bool>(), text, option::of(Just("1\n".to_owned())))
        .prop_map(|(language, flagged, code, output)| CodeSample {
            language: language.to_owned(),
            attributes: if flagged && !language.is_empty() {
                "raises=TypeError".to_owned()
            } else {
                String::new()
            },
            code: code.to_owned(),
            output,
            line: 0,
        })
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    let text = prop::sample::select(vec!["`a`", "two\nlines", "```\ncode\n\nmore\n```", "    code"]);
    vec((text, any::<bool>(), option::of(prose())), 0..4).prop_map(|items| {
        let choice = |(text, correct, reason): (&str, bool, Option<String>)| Choice {
            text: text.to_owned(),
            correct,
            reason,
        };
        items.into_iter().map(choice).collect()
    })
}

pub(super) fn parts() -> impl Strategy<Value = Parts> {
    let points = || vec(body(), 0..3);
    let wrong = (prose(), code()).prop_map(|(why, code)| WrongSolution { why, code });
    (
        (option::of(body()), option::of(body()), option::of(body()), option::of(body())),
        (points(), points(), points(), points()),
        (option::of(code()), option::of(code()), option::of(code())),
        vec(wrong, 0..3),
        choices(),
    )
        .prop_map(|((question, answer, hint, notes), lists, codes, wrong_solutions, choices)| Parts {
            question,
            answer,
            hint,
            notes,
            key_points: lists.0,
            common_mistakes: lists.1,
            red_flags: lists.2,
            assessed: lists.3,
            starter_code: codes.0,
            tests: codes.1,
            solution: codes.2,
            wrong_solutions,
            choices,
            lines: Default::default(),
        })
}

type Attributes = (CardKind, Option<Level>, Option<f32>, Vec<String>, bool, Option<CardId>);

fn attributes() -> impl Strategy<Value = Attributes> {
    (
        prop::sample::select(CardKind::ALL.to_vec()),
        option::of(prop::sample::select(Level::ALL.to_vec())),
        option::of(prop::sample::select(vec![0.5f32, 1.0, 3.0, 480.0, 12.25])),
        prop::collection::btree_set("[a-z+#.]{1,8}", 0..3).prop_map(|tags| tags.into_iter().collect()),
        any::<bool>(),
        option::of(slug().prop_map(|slug| card(&format!("old/{slug}")))),
    )
}

/// Multiple choice is what has choices.
fn settle(kind: CardKind, parts: &Parts) -> CardKind {
    if parts.choices.is_empty() { kind } else { CardKind::Choice }
}

fn question_value() -> impl Strategy<Value = Question> {
    let follow_up = (slug(), heading(), attributes(), parts());
    (
        option::of(slug()),
        heading(),
        attributes(),
        parts(),
        option::of(Just("Section one".to_owned())),
        prop::collection::vec(follow_up, 0..3),
    )
        .prop_map(
            |(id, heading, (kind, level, minutes, tags, shuffle, was), parts, section, follow_ups)| {
                let id = id.map(|slug| card(&format!("deck/{slug}")));
                let mut seen = Vec::new();
                let follow_ups = follow_ups.into_iter().map(
                    |(slug, heading, (kind, level, minutes, tags, shuffle, was), parts)| {
                        let own =
                            id.as_ref().filter(|_| !seen.contains(&slug)).and_then(|id| id.follow_up(&slug));
                        seen.push(slug);
                        FollowUp {
                            id: own,
                            heading,
                            kind: settle(kind, &parts),
                            level,
                            minutes,
                            tags,
                            shuffle,
                            was,
                            parts,
                            span: 0..0,
                            line: 0,
                        }
                    },
                );
                let follow_ups = follow_ups.collect();
                Question {
                    id,
                    heading,
                    kind: settle(kind, &parts),
                    level,
                    minutes,
                    tags,
                    shuffle,
                    was,
                    section,
                    parts,
                    follow_ups,
                    span: 0..0,
                    line: 0,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_that_was_read_reads_back_after_printing(text in deck_text()) {
        reads_back(&text)?;
    }

    #[test]
    fn any_question_of_a_text_reads_alone_as_in_its_file(text in deck_text()) {
        let (base, body) = match text.strip_prefix('\u{feff}') { Some(body) => (3, body), None => (0, text.as_str()) };
        for question in read(&text).questions {
            let slice = &body[question.span.start - base..question.span.end - base];
            let alone = read_question(slice, &deck(), question.section.as_deref(), "x").questions;
            prop_assert_eq!(values(&alone), values(&[question]));
        }
    }

    #[test]
    fn replacing_a_question_leaves_every_other_byte(text in deck_text(), new in deck_text()) {
        let before = read(&text).questions;
        let new = format!("## New {{#q}}\n{new}");
        if let Ok(changed) = replace_question(text.as_bytes(), &deck(), &card("deck/q"), &new) {
            let old = before.iter().position(|q| q.id.as_ref() == Some(&card("deck/q"))).unwrap();
            let after = read(&changed).questions;
            let span = &before[old].span;
            prop_assert_eq!(&changed[..span.start], &text[..span.start]);
            prop_assert!(changed.ends_with(&text[span.end..]));
            prop_assert_eq!(before.len(), after.len());
            for (i, (a, b)) in before.iter().zip(&after).enumerate() {
                if i != old {
                    prop_assert_eq!(values(std::slice::from_ref(a)), values(std::slice::from_ref(b)));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in vec(any::<u8>(), 0..400)) {
        let _ = rehearse_core::content::read_file(&bytes, &deck(), "x");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_question_that_prints_reads_back(questions in vec(question_value(), 1..3)) {
        let mut questions = questions;
        if questions.len() == 2 && questions[0].section.is_some() && questions[1].section.is_none() {
            questions.swap(0, 1);
        }
        let printed = print_questions(&questions);
        let back = read(&printed).questions;
        prop_assert_eq!(values(&back), questions, "{}", printed);
    }
}

#[test]
fn a_question_that_cannot_be_written_is_refused_by_name() {
    let mut question = super::question("## Q {#q}\n\nAnswer.\n");
    question.parts.question = Some("- [ ] a box\n- [x] another".into());
    let refused = print_exact(&[question], &deck(), "new.md").unwrap_err();
    assert_eq!(
        show(&refused),
        "new.md:1:1: error: \"deck/q\" cannot be written as Markdown that reads back the same\n    look for headings, boxes or braces in its texts\n"
    );
}

#[test]
fn a_body_cannot_add_structure_when_it_is_printed() {
    let mut question = super::question("## Q {#q}\n\nAnswer.\n\n### Hint\n\nHint.\n");
    question.parts.answer = Some("Text\n\n## Another {#another}\n\n```\nopen".into());
    let printed = print_questions(&[question]);
    let back = read(&printed).questions;
    assert_eq!(back.len(), 1, "{printed}");
    assert_eq!(back[0].parts.hint.as_deref(), Some("Hint."));
}
