//! What the author of an interview is told.

use expect_test::{Expect, expect};

use super::{EXAMPLE, FRONT, interview, read};
use crate::content::show;

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
    let reading = crate::content::read("## Q {#q}\n\nA\n\n### Strong answer\n\nB\n");
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
