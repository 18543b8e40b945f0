//! What a deck file says.

use rehearse_core::content::{Choice, Part, read_question};
use rehearse_core::domain::card::{CardKind, Level};

use super::{deck, question, read, show, values};

const DESIGN: &str = include_str!("example.md");

#[test]
fn the_example_of_the_design_reads_without_diagnostics() {
    let reading = read(DESIGN);
    assert_eq!(show(&reading.diagnostics), "");
    assert_eq!(reading.questions.len(), 2);
    let [tuple, prints] = &reading.questions[..] else { panic!("two questions") };

    assert_eq!(tuple.id.as_ref().unwrap().as_str(), "deck/list-or-tuple");
    assert_eq!(tuple.heading, "How do a list and a tuple differ, and when do you pick which?");
    assert_eq!(tuple.section.as_deref(), Some("Collections"));
    assert_eq!((tuple.kind, tuple.level, tuple.minutes), (CardKind::Open, Some(Level::Easy), Some(3.0)));
    assert_eq!(tuple.tags, ["collections", "mutability"]);
    assert!(tuple.parts.answer.as_ref().unwrap().starts_with("A list can grow"));
    assert_eq!(tuple.parts.key_points.len(), 2);
    assert_eq!(tuple.parts.key_points[0], "Mutability: only the list can change.");
    assert_eq!(tuple.follow_ups.len(), 1);
    assert_eq!(tuple.follow_ups[0].id.as_ref().unwrap().as_str(), "deck/list-or-tuple/tuple-holding-list");
    assert_eq!(tuple.follow_ups[0].parts.key_points, ["The reference is fixed, not the object."]);
    let samples: Vec<_> = tuple.code_samples().collect();
    assert_eq!(samples.len(), 1);
    assert_eq!(samples[0].code, "print({(52, 13): \"Berlin\"}[52, 13])\n");
    assert_eq!(samples[0].output.as_deref(), Some("Berlin\n"));
    assert_eq!(samples[0].line, 7);

    assert_eq!(prints.kind, CardKind::Choice);
    assert_eq!(
        prints.parts.choices[1],
        Choice {
            text: "`([1, 2, 4], 3)`".into(),
            correct: true,
            reason: Some("The tuple still points at the same list.".into())
        }
    );
    assert_eq!(prints.parts.choices.len(), 3);
    assert_eq!(prints.parts.line_of(Part::Question, 2), Some(44));
}

#[test]
fn a_question_read_alone_has_the_value_that_it_has_in_its_file() {
    for question in read(DESIGN).questions {
        let alone = read_question(&DESIGN[question.span.clone()], &deck(), question.section.as_deref(), "x");
        assert_eq!(show(&alone.diagnostics), "");
        assert_eq!(values(&alone.questions), values(&[question]));
    }
}

#[test]
fn a_follow_up_without_difficulty_or_tags_has_its_parents() {
    let question = question(
        "## Q {#q difficulty=hard tags=a,b}\n\nA\n\n### Follow-ups\n\n#### F {#f}\n\nB\n\n#### G {#g difficulty=easy tags=c}\n\nC\n",
    );
    let cards: Vec<_> =
        question.each_card().map(|c| (c.heading, c.level, c.tags.to_vec(), c.parent.is_some())).collect();
    let tags = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        cards,
        [
            ("Q", Some(Level::Hard), tags(&["a", "b"]), false),
            ("F", Some(Level::Hard), tags(&["a", "b"]), true),
            ("G", Some(Level::Easy), tags(&["c"]), true),
        ]
    );
    assert_eq!(question.follow_ups[0].level, None);
}

#[test]
fn a_choice_is_its_first_block_and_the_rest_says_why() {
    let text = "## Q {#q}\n\nShown.\n\n- [x] two\n  lines\n\n  why\n\n  ```python\n  x\n  ```\n- [ ]\n  ```python\n  y\n  ```\n\n  why not\n* [X] star\n";
    let reading = read(&text.replace("* [X] star\n", "\nExplains.\n"));
    assert_eq!(show(&reading.diagnostics), "");
    let parts = &reading.questions[0].parts;
    assert_eq!(parts.question.as_deref(), Some("Shown."));
    assert_eq!(parts.answer.as_deref(), Some("Explains."));
    let choices: Vec<_> =
        parts.choices.iter().map(|c| (c.text.as_str(), c.correct, c.reason.as_deref())).collect();
    assert_eq!(
        choices,
        [
            ("two\nlines", true, Some("why\n\n```python\nx\n```")),
            ("```python\ny\n```", false, Some("why not")),
        ]
    );
    let samples: Vec<_> = parts.code_samples().into_iter().map(|s| (s.code, s.line)).collect();
    assert_eq!(samples, [("x\n".to_owned(), 10), ("y\n".to_owned(), 14)]);
}

#[test]
fn a_choice_whose_text_is_a_table_keeps_its_box() {
    let question = question("## Q {#q}\n\n- [x] a | b\n  --|--\n  1 | 2\n- [ ] c\n");
    assert_eq!(question.parts.choices[0].text, "a | b\n--|--\n1 | 2");
    assert!(question.parts.choices[0].correct);
}

#[test]
fn shuffle_no_keeps_the_order_of_choices() {
    assert!(!question("## Q {#q shuffle=no}\n\n- [x] a\n- [ ] b\n").shuffle);
    assert!(question("## Q {#q shuffle=yes}\n\n- [x] a\n- [ ] b\n").shuffle);
}

#[test]
fn a_coding_exercise_has_its_parts() {
    let question = question(
        "## Q {#q kind=code}\n\n### Question\n\nWrite it.\n\n### Starter code\n\n```python\ndef f(): ...\n```\n\n### Tests\n\n```python\nassert f()\n```\n\n### Solution\n\n```python\ndef f(): return 1\n```\n\n### Wrong solutions\n\nReturns nothing:\n\n```python\ndef f(): pass\n```\n\nReturns zero:\n\n```python\ndef f(): return 0\n```\n",
    );
    let parts = &question.parts;
    assert_eq!(question.kind, CardKind::Code);
    assert_eq!(parts.starter_code.as_ref().unwrap().code, "def f(): ...\n");
    assert_eq!(
        (parts.tests.as_ref().unwrap().line, parts.tests.as_ref().unwrap().language.as_str()),
        (15, "python")
    );
    let wrong: Vec<_> =
        parts.wrong_solutions.iter().map(|w| (w.why.as_str(), w.code.code.as_str())).collect();
    assert_eq!(wrong, [("Returns nothing:", "def f(): pass\n"), ("Returns zero:", "def f(): return 0\n")]);
    assert_eq!(question.code_samples().count(), 0, "exercises are no samples");
    assert!(parts.has_answer());
}

#[test]
fn a_follow_up_without_an_answer_is_a_prompt() {
    let question = question(
        "## Q {#q}\n\nA\n\n### Follow-ups\n\n#### Prompt?\n\n#### Card? {#c}\n\nB\n\n##### Hint\n\nH\n\n### Notes\n\nN\n",
    );
    assert_eq!(question.follow_ups.iter().map(|f| f.is_card()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(question.each_card().count(), 2);
    assert_eq!(question.follow_ups[1].parts.hint.as_deref(), Some("H"));
    assert_eq!(
        question.parts.notes.as_deref(),
        Some("N"),
        "### after the follow-ups is the question's again"
    );
}

#[test]
fn spans_are_whole_lines_from_the_headings_leading_spaces_on() {
    let text = "# S\n   ## Q {#q}\n\nA\n\n### Follow-ups\n\n#### F {#f}\n\nB\n\n### Notes\n\nN\n\n  # T\n\n## R {#r}\nA";
    let questions = read(text).questions;
    assert_eq!(
        &text[questions[0].span.clone()],
        "   ## Q {#q}\n\nA\n\n### Follow-ups\n\n#### F {#f}\n\nB\n\n### Notes\n\nN\n\n"
    );
    assert_eq!(&text[questions[0].follow_ups[0].span.clone()], "#### F {#f}\n\nB\n\n");
    assert_eq!(&text[questions[1].span.clone()], "## R {#r}\nA");
    assert_eq!((questions[0].line, questions[0].follow_ups[0].line, questions[1].line), (2, 8, 18));
    assert_eq!(questions[1].section.as_deref(), Some("T"));
}

#[test]
fn a_reference_is_written_out_so_that_every_text_stands_alone() {
    let question = question(
        "## Q of [x] {#q}\n\n[text][x], [x][], ![p][m]\n\n| t |\n|---|\n| [x] |\n\n### Notes\n\n[x]: https://x.y/a|b \"A \\\"title\\\"\"\n[m]: media/p.png\n",
    );
    let x = "(<https://x.y/a|b> \"A \\\"title\\\"\")";
    assert_eq!(question.heading, format!("Q of [x]{x}"));
    let in_table = x.replace("a|b", "a%7Cb");
    assert_eq!(
        question.parts.answer.unwrap(),
        format!("[text]{x}, [x]{x}, ![p](<media/p.png>)\n\n| t |\n|---|\n| [x]{in_table} |")
    );
    assert_eq!(question.parts.notes, None, "definitions alone are no text");
}

#[test]
fn braces_in_a_heading_are_text_when_escaped() {
    assert_eq!(question("## What is \\{x}? {#q}\n\nA\n").heading, "What is \\{x}?");
    assert_eq!(question("## C # {#q}\n\nA\n").heading, "C");
    assert_eq!(question("## C \\# {#q}\n\nA\n").heading, "C \\#");
    assert_eq!(question("## `{x}` ## {#q}\n\nA\n").heading, "`{x}`");
    assert_eq!(read("## What is \\{x}\n\nA\n").questions[0].heading, "What is \\{x}");
}

#[test]
fn an_interview_is_passed_over_quietly() {
    let text = "+++\nkind = \"interview\"\nid = \"x\"\n+++\n\n## Stage {#stage minutes=5}\n\n> Hello.\n";
    let reading = read(text);
    assert_eq!((reading.questions.len(), reading.diagnostics.len()), (0, 0));
    assert!(rehearse_core::content::is_interview(text.as_bytes()));
    assert!(!rehearse_core::content::is_interview(DESIGN.as_bytes()));
}

#[test]
fn a_lazy_line_of_a_point_stays_text() {
    let question = question("## Q {#q}\n\nA\n\n### Key points\n\n- one\n===\n- two\n  more\nlazy\n");
    assert_eq!(question.parts.key_points, ["one\n\\===", "two\nmore\nlazy"]);
}
