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
