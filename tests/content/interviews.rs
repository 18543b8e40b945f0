//! What the file of an interview says, what its author is told, and printing it.

use expect_test::{Expect, expect};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rehearse_core::content::{
    FollowUp, Interview, InterviewReading, InterviewStage, InterviewTurn, Mention, MentionKind, Part, Parts,
    print_interview, read_interview,
};
use rehearse_core::domain::card::CardKind;

use super::round_trip::{body, heading, line, parts, slug};
use super::{card, deck, show};

const EXAMPLE: &str = include_str!("interview.md");

fn read(text: &str) -> InterviewReading {
    read_interview(text.as_bytes(), &deck(), "talk.md")
}

#[track_caller]
fn interview(text: &str) -> Interview {
    read(text).interview.expect("an interview")
}

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

const FRONT: &str = "+++\nkind = \"interview\"\nid = \"t\"\ntitle = \"T\"\nminutes = 5\nrole = \"R\"\ninterviewer = \"I\"\nsetting = \"See [x](card:a/b).\"\nassesses = [\"A\"]\n+++\n\n";

/// An interview of one stage; the text begins on line 12.
fn stage(text: &str) -> String {
    let end = "\n\n### Notes\n\n[x](card:a/b)\n";
    let end = if text.contains("### Notes") { "" } else { end };
    format!("{}\n## S {{#s minutes=5}}\n{text}{end}", FRONT.trim_end())
}

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&show(&read(text).diagnostics));
}

/// Stages below good front matter; the first is on line 12.
#[track_caller]
fn check_stages(text: &str, expect: Expect) {
    check(&format!("{FRONT}{text}"), expect);
}

/// Below the heading of a good stage with a link, and words.
#[track_caller]
fn check_turn(text: &str, expect: Expect) {
    check_stages(&format!("## S {{#s minutes=5}}\n\n> Go on: [x](card:a/b).\n\n{text}"), expect);
}

#[test]
fn front_matter_is_checked_key_by_key() {
    let stages = "\n## S {#s minutes=5 ask=a/b}\n";
    check(
        &format!("+++\nkind = \"interview\"\n+++\n{stages}"),
        expect![[r#"
        talk.md:1:1: error: no id
            write id = "..."
        talk.md:1:1: error: no title
            write title = "..."
        talk.md:1:1: error: no minutes
            write minutes = 45, say: above 0, at most 480
        talk.md:1:1: error: no role
            write role = "..."
        talk.md:1:1: warning: no interviewer
            say who asks, and in what manner
        talk.md:1:1: warning: no setting
            say in a sentence or two where and why it takes place
        talk.md:1:1: warning: no assesses
            list what the interview is meant to find out
    "#]],
    );
    check(
        &format!(
            "+++\nkind = \"interview\"\nid = \"Bad Id\"\ntitle = 3\nminutes = 0\nrole = \" \"\nassesses = \"a\"\nred_flags = [\"a\", 2, \"\"]\ninterviewer = []\nmanner = \"x\"\nsetting = \"a <b>\"\n+++\n{stages}"
        ),
        expect![[r#"
            talk.md:3:6: error: "Bad Id" is not an id
                small letters a-z, digits, single hyphens between them
            talk.md:4:9: error: title is not a text
                put it in quotes
            talk.md:5:11: error: minutes is not a number of minutes
                write minutes = 45, say: above 0, at most 480
            talk.md:6:8: error: role is empty
            talk.md:7:12: error: assesses is not a list of texts
                write assesses = ["...", "..."]
            talk.md:8:19: error: red_flags holds something that is not a text
                put it in quotes
            talk.md:8:22: error: an empty text in red_flags
            talk.md:9:15: error: interviewer is not a text
                put it in quotes
            talk.md:10:1: warning: unknown key "manner"
                known: kind, id, title, minutes, role, interviewer, setting, assesses, red_flags
            talk.md:11:11: error: raw HTML is shown as text
                use Markdown; put code in backticks
        "#]],
    );
    check(
        &format!(
            "+++\nkind = \"interview\"\nid = \"a\"\ntitle = T\nrole = \"R\"\nrole = \"S\"\n+++\n{stages}"
        ),
        expect![[r#"
            talk.md:1:1: error: no minutes
                write minutes = 45, say: above 0, at most 480
            talk.md:1:1: warning: no interviewer
                say who asks, and in what manner
            talk.md:1:1: warning: no setting
                say in a sentence or two where and why it takes place
            talk.md:1:1: warning: no assesses
                list what the interview is meant to find out
            talk.md:4:9: error: not valid TOML: invalid boolean, expected `true`
            talk.md:4:9: error: title is not a text
                put it in quotes
            talk.md:6:1: error: not valid TOML: duplicate key
        "#]],
    );
    check(
        &FRONT.replace("minutes = 5", "minutes = \"5\"").replace("[\"A\"]", "[]"),
        expect![[r#"
        talk.md:5:11: error: minutes is not a number of minutes
            write minutes = 45, say: above 0, at most 480
        talk.md:9:12: warning: assesses is empty
            list what the interview is meant to find out
        talk.md:11:1: error: no stages
            a stage begins with ## and has an id and minutes
    "#]],
    );
}

#[test]
fn a_slip_in_the_front_matter_leaves_the_interview_an_interview() {
    let text = EXAMPLE.replace("title = \"A parcel service\"", "title = A parcel service");
    assert!(rehearse_core::content::is_interview(text.as_bytes()));
    let reading = read(&text);
    assert!(show(&reading.diagnostics).starts_with("talk.md:4:9: error: not valid TOML"));
    let read = reading.interview.unwrap();
    assert_eq!((read.role.as_str(), read.stages.len()), ("Python developer", 3));
}

#[test]
fn a_file_that_does_not_say_so_is_no_interview() {
    for text in [
        "",
        "## Q {#q}\n",
        "+++\nkind = \"interview\"\n",
        "+++\nkind = \"talk\"\n+++\n",
        "+++\nkind =\n+++\n",
    ] {
        let reading = read(text);
        assert_eq!(reading.interview, None, "{text}");
        assert_eq!(reading.diagnostics.len(), 1, "{text}");
    }
    check(
        "## Q {#q}\n",
        expect![[r#"
        talk.md:1:1: error: no front matter
            an interview begins with +++, kind = "interview" and its other keys, +++
    "#]],
    );
    check(
        "+++\nkind = \"interview\"\n",
        expect![[r#"
        talk.md:1:1: error: front matter that is never closed
            close it with a line +++
    "#]],
    );
    check(
        "+++\nkind =\n+++\n",
        expect![[r#"
        talk.md:2:7: error: not valid TOML: string values must be quoted, expected literal string
    "#]],
    );
    check(
        "+++\nkind = \"talk\"\n+++\n",
        expect![[r#"
        talk.md:1:1: error: the front matter is not that of an interview
            an interview begins with +++, kind = "interview" and its other keys, +++
    "#]],
    );
}

#[test]
fn an_interview_has_stages_and_their_minutes_are_its_own() {
    check_stages(
        "",
        expect![[r#"
        talk.md:11:1: error: no stages
            a stage begins with ## and has an id and minutes
    "#]],
    );
    check_stages(
        "text\n\n# Section\n\nlost\n\n## S {#s minutes=4.5 ask=a/b}\n",
        expect![[r#"
        talk.md:1:1: warning: the stages take 4.5 minutes, and the interview 5
            minutes in the front matter is the sum of the stages' minutes
        talk.md:12:1: error: text before the first stage
            a stage begins with ##
        talk.md:14:1: error: a # heading in an interview
            a stage begins with ##; the text below # is not read
    "#]],
    );
    check_stages("## S {#s minutes=2.2 ask=a/b}\n\n## T {#t minutes=2.8 ask=a/b}\n", expect![[""]]);
}

#[test]
fn a_stage_has_an_id_minutes_words_and_a_link() {
    check_stages(
        "## S\n\n## {#t minutes=5}\n\n## T {#t minutes=x ask=a/b}\n",
        expect![[r#"
        talk.md:12:1: error: a stage without an id
            write {#a-name minutes=10}, say, behind its name
        talk.md:12:1: error: a stage without minutes
            write {#a-name minutes=10}, say, behind its name
        talk.md:12:1: error: a stage in which nothing is said
            what the interviewer says begins with > on each line; or ask a card with ask=deck/card
        talk.md:12:1: warning: a stage without a link to a card
            link to the cards that train this, in Notes: the report sends the candidate to them
        talk.md:14:1: error: a stage without a name
            the heading says what it is about
        talk.md:14:1: error: a stage in which nothing is said
            what the interviewer says begins with > on each line; or ask a card with ask=deck/card
        talk.md:14:1: warning: a stage without a link to a card
            link to the cards that train this, in Notes: the report sends the candidate to them
        talk.md:16:1: error: a second stage "t"; the first is on line 14
            the first keeps the id; give this one its own
        talk.md:16:10: error: minutes=x is not a value of minutes
            a number of minutes, such as 3 or 1.5
    "#]],
    );
}

#[test]
fn attributes_of_stages_are_those_of_stages() {
    let attributes = [
        "difficulty=easy tags=a shuffle=no was=a/b",
        "kind=open colour=red",
        "kind=behavioural ask=b",
        "ask=a/B ask=a/b",
    ];
    let stages: String = (1..)
        .zip(attributes)
        .map(|(n, words)| format!("## S {{#s-{n} minutes=1.25 {words}}}\n\n> [x](card:a/b)\n\n### Hint {{#h}}\n\nH\n\n### Follow-ups\n\n#### P {{#p}}\n\n### Answer\n\nA\n\n"))
        .collect();
    check_stages(
        &stages,
        expect![[r#"
        talk.md:12:25: error: difficulty= belongs to cards
            a stage has #id, minutes, ask and kind=behavioural
        talk.md:12:41: error: tags= belongs to cards
            a stage has #id, minutes, ask and kind=behavioural
        talk.md:12:48: error: shuffle= belongs to cards
            a stage has #id, minutes, ask and kind=behavioural
        talk.md:12:59: error: was= belongs to cards
            a stage has #id, minutes, ask and kind=behavioural
        talk.md:16:1: error: attributes on the heading of a part
            they belong to stages
        talk.md:22:9: error: attributes on a follow-up of an interview
            it is asked in its interview and never scheduled: remove them
        talk.md:28:25: error: kind=open is not a value of kind
            a stage has kind=behavioural or none
        talk.md:28:35: error: unknown key "colour"
            known in a stage: minutes, ask, kind
        talk.md:32:1: error: attributes on the heading of a part
            they belong to stages
        talk.md:38:9: error: attributes on a follow-up of an interview
            it is asked in its interview and never scheduled: remove them
        talk.md:44:42: error: ask=b is not the id of a card
            write the whole id: ask=deck/b, if the card is in this deck
        talk.md:48:1: error: attributes on the heading of a part
            they belong to stages
        talk.md:48:1: error: a part of the turn that asks a card
            the card's answer, key points and so on serve this turn; parts belong below further quotes
        talk.md:54:9: error: attributes on a follow-up of an interview
            it is asked in its interview and never scheduled: remove them
        talk.md:60:25: error: ask=a/B is not the id of a card
            write ask=deck/card or ask=deck/card/follow-up
        talk.md:60:33: error: a second ask=
            each key counts once; the first is used
        talk.md:64:1: error: attributes on the heading of a part
            they belong to stages
        talk.md:64:1: error: a part of the turn that asks a card
            the card's answer, key points and so on serve this turn; parts belong below further quotes
        talk.md:70:9: error: attributes on a follow-up of an interview
            it is asked in its interview and never scheduled: remove them
    "#]],
    );
    check_stages(
        "## S {#s minutes=5 ask=a/b} more\n",
        expect![[r#"
        talk.md:12:1: error: a stage without an id
            write {#a-name minutes=10}, say, behind its name
        talk.md:12:1: error: a stage without minutes
            write {#a-name minutes=10}, say, behind its name
        talk.md:12:1: error: a stage in which nothing is said
            what the interviewer says begins with > on each line; or ask a card with ask=deck/card
        talk.md:12:1: warning: a stage without a link to a card
            link to the cards that train this, in Notes: the report sends the candidate to them
        talk.md:12:6: error: text after the closing brace
            the attributes end the heading's line
    "#]],
    );
}

#[test]
fn text_outside_parts_is_named_and_kept_in_notes() {
    let text = format!(
        "{FRONT}## S {{#s minutes=5}}\n\nBefore.\n\n### Hint\n\nH\n\n### Follow-ups\n\n#### P\n\n> Words: [x](card:a/b).\n\nBetween.\n\n### Answer\n\nA\n\n## T\n\nOnly text.\n"
    );
    check(
        &text,
        expect![[r#"
            talk.md:14:1: error: text before the first quote
                it is kept in Notes; what the interviewer says begins with > on each line
            talk.md:16:1: error: a part before the first quote
                the parts of a turn stand below its words
            talk.md:20:1: error: a part before the first quote
                the parts of a turn stand below its words
            talk.md:26:1: error: text between a quote and its first part
                it is kept in Notes; what is shown with the words belongs in Question
            talk.md:32:1: error: a stage without an id
                write {#a-name minutes=10}, say, behind its name
            talk.md:32:1: error: a stage without minutes
                write {#a-name minutes=10}, say, behind its name
            talk.md:32:1: error: a stage in which nothing is said
                what the interviewer says begins with > on each line; or ask a card with ask=deck/card
            talk.md:32:1: warning: a stage without a link to a card
                link to the cards that train this, in Notes: the report sends the candidate to them
            talk.md:34:1: error: text before the first quote
                it is kept in Notes; what the interviewer says begins with > on each line
        "#]],
    );
    let read = interview(&text);
    let parts = &read.stages[0].turns[0].parts;
    assert_eq!(parts.notes.as_deref(), Some("Before.\n\nBetween."));
    assert_eq!(parts.hint.as_deref(), Some("H"));
    assert_eq!(read.stages[0].turns[0].probes[0].heading, "P");
    assert_eq!(read.stages[1].turns[0].parts.notes.as_deref(), Some("Only text."));
}

#[test]
fn parts_are_those_of_interviews() {
    check_turn(
        "### strong answer\n\nA\n\n### Answer\n\nB\n\n### Explanation\n\nE\n\n### Wrong solutions\n\n```python\nx\n```\n\n### Strong answer\n",
        expect![[r#"
            talk.md:16:1: warning: "strong answer" is written "Strong answer"
            talk.md:20:1: error: a second answer: "Strong answer" and "Answer" are one part
                its text is kept; put all of it under one heading
            talk.md:24:1: error: unknown part "Explanation"
                its text is kept in Notes; known: Question, Strong answer, Answer, Hint, Key points, Common mistakes, Red flags, What is assessed, Starter code, Tests, Solution, Follow-ups, Notes
            talk.md:28:1: error: "Wrong solutions" belong to the exercises of decks
                its text is kept in Notes; known: Question, Strong answer, Answer, Hint, Key points, Common mistakes, Red flags, What is assessed, Starter code, Tests, Solution, Follow-ups, Notes
            talk.md:34:1: error: a second answer: "Strong answer" and "Answer" are one part
                its text is kept; put all of it under one heading
            talk.md:34:1: warning: "Strong answer" is empty
        "#]],
    );
    check_turn(
        "### Answer\n\nA\n\n#### Deep\n\n# Top\n\n### Hint\n",
        expect![[r#"
        talk.md:20:1: error: a #### heading out of place
            #### is a follow-up, below ### Follow-ups
        talk.md:22:1: error: a # heading in an interview
            a stage begins with ##; the text below # is not read
    "#]],
    );
    check_turn(
        "### Key points\n\n- a\n\n### Follow-ups\n\nSome:\n\n#### P\n\nText.\n\n##### Strong answer\n\nA\n\n##### Follow-ups\n\n####\n",
        expect![[r#"
            talk.md:22:1: warning: text before the first follow-up
                it is kept in Notes; a follow-up begins with ####
            talk.md:32:1: error: a follow-up has no follow-ups of its own
                its text is kept in Notes; known: Question, Strong answer, Answer, Hint, Key points, Common mistakes, Red flags, What is assessed, Starter code, Tests, Solution, Follow-ups, Notes
            talk.md:34:1: error: a question without words
                the heading is the question
        "#]],
    );
}

#[test]
fn strong_answer_belongs_to_interviews() {
    let reading = super::read("## Q {#q}\n\nA\n\n### Strong answer\n\nB\n");
    assert!(reading.diagnostics[0].message.contains("unknown part"), "{}", show(&reading.diagnostics));
    assert!(!reading.diagnostics[0].hint.as_ref().unwrap().contains("Strong"), "it is not offered in decks");
}

#[test]
fn a_turn_that_asks_a_card_has_no_parts_of_its_own() {
    check_stages(
        "## S {#s minutes=5 ask=a/b}\n\n> Own words.\n\n### Hint\n\nH\n\n### Notes\n\nN\n\n> More?\n\n### Answer\n\nA\n",
        expect![[r#"
            talk.md:16:1: error: a part of the turn that asks a card
                the card's answer, key points and so on serve this turn; parts belong below further quotes
        "#]],
    );
    check_stages(
        "## S {#s minutes=5 ask=a/b}\n\n### Notes\n\nN\n",
        expect![[r#"
        talk.md:14:1: error: a part of the turn that asks a card
            the card's answer, key points and so on serve this turn; parts belong below further quotes
    "#]],
    );
    check_stages("## S {#s minutes=5 ask=a/b}\n\n>\n\n> More?\n\n### Answer\n\nA\n", expect![[""]]);
}

#[test]
fn a_turn_has_words_and_something_to_judge_them_by() {
    check_turn(
        "> Then?\n\n### Hint\n\nH\n\n>\n\n### Key points\n\n- a\n",
        expect![[r#"
        talk.md:14:1: warning: a turn without key points and without an answer
            without them nobody can judge what was said
        talk.md:16:1: warning: a turn without key points and without an answer
            without them nobody can judge what was said
        talk.md:22:1: error: a turn without words
            say something behind the >
    "#]],
    );
}

#[test]
fn a_quote_ends_the_follow_ups_of_the_turn_above() {
    check_turn(
        "### Follow-ups\n\n#### P\n\n> Then?\n\n#### Q\n",
        expect![[r#"
        talk.md:14:1: warning: a turn without key points and without an answer
            without them nobody can judge what was said
        talk.md:20:1: warning: a turn without key points and without an answer
            without them nobody can judge what was said
        talk.md:22:1: error: a #### heading out of place
            #### is a follow-up, below ### Follow-ups
        talk.md:22:1: error: text between a quote and its first part
            it is kept in Notes; what is shown with the words belongs in Question
    "#]],
    );
}

#[test]
fn of_two_stages_with_one_id_the_first_keeps_it() {
    let text = format!("{FRONT}## S {{#s minutes=2 ask=a/b}}\n\n## T {{#s minutes=3 ask=a/b}}\n");
    check(
        &text,
        expect![[r#"
        talk.md:14:1: error: a second stage "s"; the first is on line 12
            the first keeps the id; give this one its own
    "#]],
    );
    let ids: Vec<_> = interview(&text).stages.into_iter().map(|stage| stage.id).collect();
    assert_eq!(ids, [Some("s".to_owned()), None]);
}

#[test]
fn references_belong_to_their_stage() {
    check_stages(
        "## S {#s minutes=2 ask=a/b}\n\n> [x]\n\n## T {#t minutes=3 ask=a/b}\n\n> T\n\n[x]: https://x.y\n",
        expect![[r#"
            talk.md:14:3: error: [x] is defined outside this stage
                a stage is shown alone: repeat the definition in it, or write the address here
        "#]],
    );
}

fn reads_back(first: Interview) -> Result<(), TestCaseError> {
    let printed = print_interview(&first);
    let reading = read(&printed);
    let toml = reading.diagnostics.iter().find(|diagnostic| diagnostic.message.contains("not valid TOML"));
    prop_assert_eq!(toml, None, "printed as:\n{}", printed);
    let second = reading.interview.unwrap();
    prop_assert_eq!(
        first.without_positions(),
        second.clone().without_positions(),
        "printed as:\n{}",
        printed
    );
    prop_assert_eq!(&printed, &print_interview(&second), "canonical text is canonical");
    Ok(())
}

#[test]
fn the_example_reads_back() {
    reads_back(interview(EXAMPLE)).unwrap();
}

#[test]
fn a_text_cannot_add_turns_or_stages_when_it_is_printed() {
    let mut changed = interview(EXAMPLE);
    changed.stages[0].turns[0].parts.answer =
        Some("Text\n> quoted\n> - [ ] more\n\n## Stage {#other}\n\n### Strong answer\n\n```\nopen".into());
    changed.stages[0].turns[0].parts.notes = Some("### Strong answer\n\n> x".into());
    let printed = print_interview(&changed);
    let back = interview(&printed);
    let shape = |i: &Interview| i.stages.iter().map(|s| s.turns.len()).collect::<Vec<_>>();
    assert_eq!(shape(&back), shape(&changed), "{printed}");
    let second = |i: Interview| i.without_positions().stages.swap_remove(0).turns.swap_remove(1);
    assert_eq!(second(back), second(changed), "{printed}");
}

/// Lines that only interviews have, and those that break them.
fn interview_line() -> impl Strategy<Value = String> {
    let own = prop::sample::select(vec![
        "> says",
        ">says",
        "> ",
        "  > - a",
        "> > deep",
        ">     code",
        ">\tcode",
        "> ```python",
        "> ## no stage",
        "> ===",
        "> [label]",
        "> [label]: card:a/b",
        "> <!--",
        ">> deep",
        "### Strong answer",
        "### strong answer",
        "##### Strong answer",
        "#### Probe",
        "#### {#x}",
        "## Stage {#s minutes=5}",
        "## Stage {#t minutes=0.5 ask=a/b}",
        "## Stage {#u ask=b kind=behavioural}",
        "## Stage {#s tags=x}",
    ]);
    prop_oneof![1 => own.prop_map(str::to_owned), 1 => line()]
}

fn interview_text() -> impl Strategy<Value = String> {
    let keys = prop::sample::select(vec![
        "id = \"a\"",
        "id = 1",
        "title = \"T \\\" \\\\ \\u00e9 \\u0001\"",
        "title =",
        "minutes = 4_5",
        "minutes = 0x2d",
        "minutes = 1e1",
        "minutes = nan",
        "role = '''x\ny'''",
        "assesses = [\"a\", \"b\"]",
        "assesses = [1]",
        "red_flags = [\"x\"",
        "setting = \"<b> [x](card:a/b)\"",
        "[table]",
        "]",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r"]);
    (vec(keys, 0..6), vec(interview_line(), 0..24), end).prop_map(|(keys, lines, end)| {
        let front = format!("+++\nkind = \"interview\"\n{}\n+++\n", keys.join("\n"));
        format!("{front}{}", lines.join("\n")).replace('\n', end)
    })
}

/// Parts of a turn or probe: a quote in a text would be another turn.
fn own_parts() -> impl Strategy<Value = Parts> {
    parts().prop_map(|mut parts| {
        parts.wrong_solutions.clear();
        for text in [&mut parts.question, &mut parts.answer, &mut parts.hint, &mut parts.notes] {
            *text = text.take().map(|text| text.replace("> quoted", "no quote"));
        }
        parts
    })
}

fn probe() -> impl Strategy<Value = FollowUp> {
    (heading(), own_parts()).prop_map(|(heading, parts)| FollowUp {
        id: None,
        heading,
        kind: if parts.choices.is_empty() { CardKind::Open } else { CardKind::Choice },
        level: None,
        minutes: None,
        tags: Vec::new(),
        shuffle: true,
        was: None,
        parts,
        span: 0..0,
        line: 0,
    })
}

fn minutes() -> impl Strategy<Value = Option<f32>> {
    option::of(prop::sample::select(vec![0.5f32, 1.0, 12.1, 45.0, 480.0]))
}

fn stages() -> impl Strategy<Value = Vec<InterviewStage>> {
    let turn = (body(), own_parts(), vec(probe(), 0..3)).prop_map(|(says, parts, probes)| InterviewTurn {
        says,
        parts,
        probes,
        line: 0,
    });
    let ask = option::of(slug().prop_map(|slug| card(&format!("deck/{slug}"))));
    let stage = (option::of(slug()), heading(), minutes(), any::<bool>(), ask, vec(turn, 0..3)).prop_map(
        |(id, title, minutes, is_behavioural, ask, turns)| InterviewStage {
            id,
            title,
            minutes,
            is_behavioural,
            ask,
            turns,
            span: 0..0,
            line: 0,
        },
    );
    vec(stage, 0..3).prop_map(|mut stages| {
        if stages.len() == 2 && stages[0].id == stages[1].id {
            stages[1].id = None;
        }
        stages
    })
}

fn interview_value() -> impl Strategy<Value = Interview> {
    let text =
        || prop::sample::select(vec!["", "A text.", "\"q\" \\ é\n\ttwo", " x "]).prop_map(str::to_owned);
    let list = || vec(prop::sample::select(vec!["one", "`two`, \"x\""]).prop_map(str::to_owned), 0..3);
    (option::of(slug()), (text(), text(), text(), text()), minutes(), (list(), list()), stages()).prop_map(
        |(id, (title, role, interviewer, setting), minutes, (assesses, red_flags), stages)| Interview {
            id,
            title,
            minutes,
            role,
            interviewer,
            setting,
            assesses,
            red_flags,
            stages,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interview_that_was_read_reads_back_after_printing(text in interview_text()) {
        let reading = read(&text);
        prop_assert!(reading.interview.is_some() || !reading.diagnostics.is_empty());
        if let Some(interview) = reading.interview {
            reads_back(interview)?;
        }
    }

    #[test]
    fn every_line_of_a_stage_is_in_its_span(text in interview_text()) {
        let Some(interview) = read(&text).interview else { return Ok(()) };
        for pair in interview.stages.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
            prop_assert!(text.is_char_boundary(pair[0].span.start) && pair[0].span.end <= text.len());
        }
    }

    #[test]
    fn any_cut_of_the_example_is_read_without_a_panic(from in 0..EXAMPLE.len(), to in 0..EXAMPLE.len(), at in 0..EXAMPLE.len()) {
        let bytes = EXAMPLE.as_bytes();
        let cut = [&bytes[..from], &bytes[to..], &bytes[at..at]].concat();
        let _ = read_interview(&cut, &deck(), "x");
        let swapped = [&bytes[..from], &bytes[at..], &bytes[to..]].concat();
        let _ = read_interview(&swapped, &deck(), "x");
    }

    #[test]
    fn any_bytes_are_read_as_an_interview_without_a_panic(bytes in vec(any::<u8>(), 0..400)) {
        let _ = read_interview(&bytes, &deck(), "x");
        let _ = read_interview(&[FRONT.as_bytes(), &bytes].concat(), &deck(), "x");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interview_that_prints_reads_back(interview in interview_value()) {
        reads_back(interview)?;
    }
}
