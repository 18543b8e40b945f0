//! Changing one question in its file.

use std::collections::HashSet;

use expect_test::{Expect, expect};
use rehearse_core::content::{add_missing_ids, replace_question};

use super::{card, deck, read, show};

const FILE: &str = "# S\n\n## Q {#q}\n\nA\n\n### Follow-ups\n\n#### F {#f}\n\nB\n\n\n## R {#r}\n\nC";

fn replace(file: &str, id: &str, new: &str) -> Result<String, String> {
    replace_question(file.as_bytes(), &deck(), &card(id), new).map_err(|d| show(&d))
}

#[test]
fn only_the_questions_lines_change() {
    assert_eq!(
        replace(FILE, "deck/q", "## New {#q}\n\nB").unwrap(),
        "# S\n\n## New {#q}\n\nB\n\n\n## R {#r}\n\nC"
    );
    assert_eq!(
        replace(FILE, "deck/r", "\n\n## New {#r}\n\nB\n\n\n").unwrap(),
        FILE.replace("## R {#r}\n\nC", "## New {#r}\n\nB")
    );
}

#[test]
fn a_follow_up_is_changed_with_its_whole_question() {
    let new = "## Q {#q}\n\nA\n\n### Follow-ups\n\n#### G {#f}\n\nB";
    assert_eq!(replace(FILE, "deck/q/f", new).unwrap(), FILE.replace("#### F", "#### G"));
}

#[test]
fn line_ends_and_the_byte_order_mark_of_the_file_are_kept() {
    let file = format!("\u{FEFF}{}", FILE.replace('\n', "\r\n"));
    assert_eq!(
        replace(&file, "deck/q", "## New {#q}\n\nB\n").unwrap(),
        "\u{FEFF}# S\r\n\r\n## New {#q}\r\n\r\nB\r\n\r\n\r\n## R {#r}\r\n\r\nC"
    );
    assert_eq!(replace(FILE, "deck/r", "## R {#r}\r\n\r\nD\r\n").unwrap(), FILE.replace('C', "D"));
}

#[test]
fn a_text_that_changes_the_structure_around_it_is_refused() {
    let texts = [
        "## Other {#other}\n\nB",
        "## No id\n\nB",
        "B",
        "text\n\n## Q {#q}\n\nB",
        "# Section\n\n## Q {#q}\n\nB",
        "## Q {#q}\n\nB\n\n## Two {#two}\n\nC",
        "## Q {#q}\n\nB\n\n# Section",
        "## Q {#q}\n\n```python\nopen",
        "## Q {#q}\n\n<!-- open",
        "## Q {#q}\n\n- <!-- open",
        "## Q {#q}\n\nSetext\n---\n",
        "+++\nx = 1\n+++\n\n## Q {#q}\n",
        "",
    ];
    let refused: Vec<_> = texts
        .iter()
        .map(|text| format!("{text:?}\n{}", replace(FILE, "deck/q", text).unwrap_err()))
        .collect();
    expect![[r###"
        "## Other {#other}\n\nB"
        the new text:1:1: error: the id became "deck/other"
            keep {#q}: it holds the progress

        "## No id\n\nB"
        the new text:1:1: error: the id is gone
            keep {#q}: it holds the progress

        "B"
        the new text:1:1: error: text before the question
            it begins with its ## heading
        the new text:1:1: error: no ## heading
            the heading is the question

        "text\n\n## Q {#q}\n\nB"
        the new text:1:1: error: text before the question
            it begins with its ## heading

        "# Section\n\n## Q {#q}\n\nB"
        the new text:1:1: error: a # heading
            sections are not part of a question

        "## Q {#q}\n\nB\n\n## Two {#two}\n\nC"
        the new text:5:1: error: a second ## heading
            one question at a time; a part is ###

        "## Q {#q}\n\nB\n\n# Section"
        the new text:5:1: error: a # heading
            sections are not part of a question

        "## Q {#q}\n\n```python\nopen"
        the new text:3:1: error: a code block that is never closed
            it would change what the text around it is

        "## Q {#q}\n\n<!-- open"
        the new text:3:1: error: a comment or HTML block that is never closed
            it would change what the text around it is

        "## Q {#q}\n\n- <!-- open"
        the new text:3:3: error: a comment or HTML block that is never closed
            it would change what the text around it is

        "## Q {#q}\n\nSetext\n---\n"
        the new text:3:1: error: a line of === or --- makes the text above it a heading
            it would change what the text around it is

        "+++\nx = 1\n+++\n\n## Q {#q}\n"
        the new text:1:1: error: text before the question
            it begins with its ## heading

        ""
        the new text:1:1: error: no ## heading
            the heading is the question
    "###]]
    .assert_eq(&refused.join("\n"));
}

#[test]
fn a_definition_stays_the_questions_own() {
    let file = "## Q {#q}\n\nA\n\n## R {#r}\n\n[x]\n\n[x]: https://r.r\n";
    let changed = replace(file, "deck/q", "## Q {#q}\n\n[x]\n\n[x]: https://q.q").unwrap();
    let answers: Vec<_> = read(&changed).questions.into_iter().map(|q| q.parts.answer.unwrap()).collect();
    assert!(
        answers[0].starts_with("[x](<https://q.q>)") && answers[1].starts_with("[x](<https://r.r>)"),
        "{answers:?}"
    );
}

#[test]
fn a_card_that_is_not_there_or_there_twice_is_refused() {
    expect![[r#"
        the file:1:1: error: there is no card "deck/gone" in the file
            it may have moved
    "#]]
    .assert_eq(&replace(FILE, "deck/gone", "## Q {#gone}").unwrap_err());
    expect![[r#"
        the file:1:1: error: the file has two cards "deck/q"
            give one of them another id
    "#]]
    .assert_eq(&replace(&format!("{FILE}\n\n## Q {{#q}}\n"), "deck/q", "## Q {#q}").unwrap_err());
    assert!(replace_question(b"\xff\n## Q {#q}\n", &deck(), &card("deck/q"), "## Q {#q}").is_err());
}

#[track_caller]
fn check_ids(file: &str, taken: &[&str], expect: Expect) {
    let taken: HashSet<_> = taken.iter().map(|id| card(id)).collect();
    let fixed = add_missing_ids(file, &deck(), &taken).unwrap_or_else(|| "nothing to do".into());
    expect.assert_eq(&fixed.replace('\r', "␍"));
    assert_eq!(add_missing_ids(&fixed, &deck(), &taken), None, "a fixed file needs no fix");
}

#[test]
fn missing_ids_are_made_from_headings_and_nothing_else_changes() {
    check_ids(
        "## What does `__init__` do, and when is it called by Python? {difficulty=easy}\r\n\r\nA\r\n\r\n### Follow-ups\r\n\r\n#### Why?\r\n\r\nB\r\n\r\n#### Why? ##\r\n\r\nC\r\n\r\n#### Prompt\r\n",
        &[],
        expect![[r#"
            ## What does `__init__` do, and when is it called by Python? {#what-does-init-do-and-when difficulty=easy}␍
            ␍
            A␍
            ␍
            ### Follow-ups␍
            ␍
            #### Why? {#why}␍
            ␍
            B␍
            ␍
            #### Why? {#why-2} ##␍
            ␍
            C␍
            ␍
            #### Prompt␍
        "#]],
    );
    check_ids(
        "## A {#a}\n\nA\n\n## A\n\nB\n\n   ## A ###   \n\nC\n\n## Ünïcode\n\n## ??? {}\n\n## Isn't it?\n",
        &["deck/a-2", "other/a-3"],
        expect![[r#"
            ## A {#a}

            A

            ## A {#a-3}

            B

               ## A {#a-4} ###   

            C

            ## Ünïcode {#ncode}

            ## ??? {#question}

            ## Isn't it? {#isnt-it}
        "#]],
    );
    check_ids("## Bad {#Bad_Id}\n\nA\n\n## Stray {#id} x\n\nB\n", &[], expect!["nothing to do"]);
    check_ids(FILE, &[], expect!["nothing to do"]);
}
