//! What the file of an interview says.

use rehearse_core::content::{Mention, MentionKind, Part};

use super::{EXAMPLE, interview, read, stage};
use crate::content::{card, show};

#[test]
fn the_example_is_read_whole() {
    let reading = read(EXAMPLE);
    assert_eq!(show(&reading.diagnostics), "");
    let interview = reading.interview.unwrap();
    assert_eq!(
        (interview.id.as_deref(), interview.title.as_str(), interview.minutes),
        (Some("parcels"), "A parcel service", Some(20.0))
    );
    assert_eq!(interview.role, "Python developer");
    assert_eq!(interview.interviewer, "Mr Okoye, a team lead: calm, and interested in why");
    assert!(interview.setting.starts_with("A video call."));
    assert_eq!(interview.assesses, ["Design of classes", "Judgement"]);
    assert_eq!(interview.red_flags, ["Blames others"]);

    let [class, gil, failure] = &interview.stages[..] else { panic!("three stages") };
    assert_eq!(
        (class.id.as_deref(), class.title.as_str(), class.minutes),
        (Some("class"), "The class", Some(12.0))
    );
    assert_eq!((class.ask.as_ref(), class.is_behavioural, class.line), (None, false, 13));
    assert!(EXAMPLE[class.span.clone()].starts_with("## The class"));
    assert!(EXAMPLE[class.span.clone()].ends_with("- Slots.\n\n"), "a stage is whole lines");
    let [first, second] = &class.turns[..] else { panic!("two turns") };
    assert_eq!(
        first.says,
        "Let us begin with **one** class.\n\n```python\nparcel = \"P1\"\nprint(parcel)\n```\n\n```output\nP1\n```\n\nWhat would you write?"
    );
    assert_eq!((first.line, second.line), (15, 81));
    assert_eq!(first.parts.question.as_deref(), Some("```python\nrows = [(\"P1\", 3)]\n```"));
    assert_eq!(first.parts.hint.as_deref(), Some("What must never change?"));
    assert!(first.parts.answer.as_ref().unwrap().starts_with("I would make it a frozen dataclass"));
    assert_eq!(first.parts.key_points, ["Frozen.", "Two fields."]);
    assert_eq!(first.parts.common_mistakes, ["A dict with loose keys."]);
    assert_eq!(first.parts.red_flags, ["Does not ask what a parcel is."]);
    assert_eq!(first.parts.assessed, ["Modelling."]);
    assert_eq!(first.parts.notes.as_deref(), Some("See [sets](card:deck/sets)."));
    assert_eq!(first.parts.line_of(Part::Answer, 0), Some(40));
    let probes: Vec<_> =
        first.probes.iter().map(|p| (p.heading.as_str(), p.parts.answer.as_deref(), &p.id)).collect();
    assert_eq!(
        probes,
        [
            ("Why not a tuple?", Some("Because a name says more than a number."), &None),
            ("And a dict?", None, &None)
        ]
    );
    assert_eq!(second.says, "Good. And if there are a million of them?\nlazily said");
    assert_eq!(second.parts.answer.as_deref(), Some("Then I would use slots."));
    assert_eq!(second.parts.starter_code.as_ref().unwrap().code, "class Parcel: ...\n");

    assert_eq!((gil.ask.as_ref(), gil.turns.len()), (Some(&card("deck/gil/why")), 0));
    assert!(failure.is_behavioural);
    assert_eq!(failure.turns[0].says, "Tell me about a failure, in your own words.");
    assert_eq!(failure.turns[1].parts.key_points, ["One change."]);
}

#[test]
fn code_is_found_in_the_words_and_below_them_with_its_lines() {
    let samples: Vec<_> =
        interview(EXAMPLE).code_samples().map(|s| (s.code, s.attributes, s.output, s.line)).collect();
    let sample = |code: &str, attributes: &str, output: Option<&str>, line: u32| {
        (code.to_owned(), attributes.to_owned(), output.map(str::to_owned), line)
    };
    assert_eq!(
        samples,
        [
            sample("parcel = \"P1\"\nprint(parcel)\n", "", Some("P1\n"), 17),
            sample("rows = [(\"P1\", 3)]\n", "", None, 30),
            sample("print(len(rows))\n", "continue", Some("1\n"), 42),
        ]
    );
}

#[test]
fn links_and_asked_cards_are_mentioned_with_their_places() {
    let mentions = read(EXAMPLE).mentions;
    let card = |id: &str, line, column| Mention { kind: MentionKind::Card(card(id)), line, column };
    assert_eq!(
        mentions,
        [
            card("deck/lists", 8, 11),
            card("deck/sets", 79, 5),
            card("deck/gil/why", 98, 28),
            card("deck/failure", 100, 60),
        ]
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    let reading = read(&windows);
    assert_eq!(show(&reading.diagnostics), "");
    let read = reading.interview.unwrap();
    assert!(windows[read.stages[1].span.clone()].starts_with("## The GIL"));
    assert_eq!(read.without_positions(), interview(EXAMPLE).without_positions());
}

#[test]
fn a_quote_may_hold_quotes_lists_and_indented_code() {
    let says = |quote: &str| interview(&stage(quote)).stages[0].turns[0].says.clone();
    assert_eq!(says("> > deep\n> and on\n"), "> deep\nand on");
    assert_eq!(says("   > - one\n   >   more\n"), "- one\n  more");
    assert_eq!(says(">a\n>\n>      code\n"), "a\n\n     code");
    assert_eq!(says(">\tcode\n"), "  code");
    assert_eq!(says("> a\n  ===\n"), "a\n\\===", "what goes on with a paragraph underlines nothing");
    assert_eq!(says("> ```\n> open\n"), "```\nopen\n```");
    assert_eq!(says("> [x]\n\n### Notes\n\n[x]: https://x.y\n"), "[x](<https://x.y>)");
}

#[test]
fn the_first_line_with_words_is_the_turns() {
    assert_eq!(interview(&stage(">\n>\n> a\n")).stages[0].turns[0].line, 14);
    assert_eq!(interview(&stage(">\n")).stages[0].turns[0].line, 12);
}

#[test]
fn a_choice_may_be_asked() {
    let reading = read(&stage("> Which?\n\n### Question\n\nOf these:\n\n- [x] a\n- [ ] b\n\nBecause.\n"));
    assert_eq!(show(&reading.diagnostics), "");
    let parts = &reading.interview.unwrap().stages[0].turns[0].parts;
    assert_eq!(parts.choices.len(), 2);
    assert_eq!((parts.question.as_deref(), parts.answer.as_deref()), (Some("Of these:"), Some("Because.")));
}
