//! What a deck's author is told, word for word.

use expect_test::{Expect, expect};

use super::{read, show};

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&show(&read(text).diagnostics));
}

/// Under a good heading, with a good answer above.
#[track_caller]
fn check_below(text: &str, expect: Expect) {
    check(&format!("## Q {{#q}}\n\nAnswer.\n\n{text}"), expect);
}

#[test]
fn a_byte_that_is_not_utf8_has_a_line_and_a_column_and_the_rest_is_read() {
    let reading = rehearse_core::content::read_file(
        b"## Q {#q}\n\nna\xc3\xafve \xff x\n\n## R {#r}\n\nA\n",
        &super::deck(),
        "deck.md",
    );
    expect![[r#"
        deck.md:3:7: error: a byte that is not UTF-8
            save the file as UTF-8
    "#]]
    .assert_eq(&show(&reading.diagnostics));
    assert_eq!(reading.questions.len(), 2);
    assert_eq!(reading.questions[0].parts.answer.as_deref(), Some("naïve \u{FFFD} x"));
}

#[test]
fn a_nul_is_diagnosed_and_read_as_the_replacement_character() {
    check_below(
        "a\0b\n",
        expect![[r#"
        deck.md:5:2: error: a NUL character
            remove it; it is read as �
    "#]],
    );
    assert_eq!(read("## Q {#q}\n\na\0b\n").questions[0].parts.answer.as_deref(), Some("a\u{FFFD}b"));
}

#[test]
fn a_paragraph_above_a_rule_is_a_setext_heading() {
    check_below(
        "Two words\n---\n\nmore\n\nThree words\n===\n\n#no\n---\n",
        expect![[r#"
        deck.md:5:1: error: the line --- makes the text above it a heading, which builds no structure
            write headings with #; put a blank line above a rule
        deck.md:10:1: error: the line === makes the text above it a heading, which builds no structure
            write headings with #; put a blank line above a rule
        deck.md:13:1: error: the line --- makes the text above it a heading, which builds no structure
            write headings with #; put a blank line above a rule
    "#]],
    );
}

#[test]
fn headings_in_quotes_and_lists_build_nothing() {
    check_below("> ## quoted\n\n- # listed\n\n      ## code\n", expect![""]);
    assert_eq!(read("## Q {#q}\n\nA\n\n> ## B {#b}\n\n- ## C {#c}\n").questions.len(), 1);
}

#[test]
fn an_open_fence_says_what_it_swallowed() {
    check_below(
        "```python\nx\n\n## R {#r}\n\nA\n\n### Hint\n\n# comment\n",
        expect![[r####"
        deck.md:5:1: error: this code block is never closed and swallows "## R {#r}", "### Hint"
            close it with a line ```
    "####]],
    );
    check(
        "text\n\n~~~~\n## Q {#q}\n~~~\n",
        expect![[r###"
        deck.md:1:1: error: text before the first question
            a question begins with ##
        deck.md:3:1: error: this code block is never closed and swallows "## Q {#q}"
            close it with a line ~~~~
    "###]],
    );
}

#[test]
fn a_fence_that_a_later_fence_closes_is_found_by_the_heading_in_it() {
    check_below(
        "```python\nx\n\n## R {#r}\n\n```python\ny\n```\n",
        expect![[r###"
        deck.md:5:1: error: this code block looks unclosed and swallows "## R {#r}"
            close it where its code ends; code that holds a fence needs a longer fence around it
    "###]],
    );
    check_below(
        "```python\nx\n\n## R\n\n```python\ny\n```\n",
        expect![[r###"
        deck.md:5:1: error: this code block looks unclosed and swallows "## R"
            close it where its code ends; code that holds a fence needs a longer fence around it
    "###]],
    );
    check_below("```python\n## only a comment\nx\n```\n", expect![""]);
    check_below("````markdown\n```python\nx\n```\n````\n", expect![""]);
}

#[test]
fn an_open_comment_says_what_it_swallowed() {
    check_below(
        "<!-- to do\n\n## R {#r}\n\nA\n\n## S {#s}\n\n## T {#t}\n\n## U {#u}\n",
        expect![[r###"
            deck.md:5:1: error: a comment is raw HTML, and shown as text
                remarks belong in Notes
            deck.md:5:1: error: this comment is never closed and swallows "## R {#r}", "## S {#s}", "## T {#t}" and one more heading
                close it with -->
        "###]],
    );
    check_below(
        "<!-- closed\n## R {#r}\n-->\n",
        expect![[r###"
        deck.md:5:1: error: a comment is raw HTML, and shown as text
            remarks belong in Notes
        deck.md:5:1: error: this comment runs on and swallows "## R {#r}"
            end it before the heading
    "###]],
    );
    check_below(
        "<div>\n## R {#r}\n",
        expect![[r###"
        deck.md:5:1: error: raw HTML is shown as text
            use Markdown; put code in backticks
        deck.md:5:1: error: this HTML block runs on and swallows "## R {#r}"
            end it before the heading
    "###]],
    );
}

#[test]
fn raw_html_is_named_once_a_place() {
    check_below(
        "<div>\nx\n</div>\n\na <b>c</b>\n\n<!-- note -->\n",
        expect![[r#"
        deck.md:5:1: error: raw HTML is shown as text
            use Markdown; put code in backticks
        deck.md:9:3: error: raw HTML is shown as text
            use Markdown; put code in backticks
        deck.md:9:7: error: raw HTML is shown as text
            use Markdown; put code in backticks
        deck.md:11:1: error: a comment is raw HTML, and shown as text
            remarks belong in Notes
    "#]],
    );
    check_below("`<b>` and \\<i> and <https://x.y>\n", expect![""]);
}

#[test]
fn front_matter_counts_only_at_line_1() {
    check(
        "+++\nx = 1\n+++\n\n## Q {#q}\n\nA\n",
        expect![[r#"
        deck.md:1:1: warning: front matter in a file of questions has no meaning
            only interviews have it: kind = "interview"
    "#]],
    );
    check(
        "+++\n\n## Q {#q}\n\nA\n",
        expect![[r#"
        deck.md:1:1: error: front matter that is never closed
            close it with a line +++
        deck.md:1:1: error: text before the first question
            a question begins with ##
    "#]],
    );
    let middle = read("## Q {#q}\n\n+++\ntext\n+++\n");
    assert_eq!(show(&middle.diagnostics), "");
    assert_eq!(middle.questions[0].parts.answer.as_deref(), Some("+++\ntext\n+++"), "the text is not lost");
}

#[test]
fn levels_out_of_place_are_named_and_their_text_is_kept() {
    check(
        "### Hint\n\n## Q {#q}\n\nA\n\n#### F\n\nB\n\n##### Hint\n\n###### Deep\n\nC\n",
        expect![[r#"
        deck.md:1:1: error: text before the first question
            a question begins with ##
        deck.md:7:1: error: a #### heading out of place
            #### is a follow-up, below ### Follow-ups
        deck.md:11:1: error: a ##### heading out of place
            ##### is a part of a follow-up, below its ####
        deck.md:13:1: error: a ###### heading out of place
            levels: # section, ## question, ### part, #### follow-up, ##### its part
    "#]],
    );
    let reading = read("## Q {#q}\n\nA\n\n#### F\n\nB\n");
    assert_eq!(reading.questions[0].parts.answer.as_deref(), Some("A\n\n#### F\n\nB"));
}

#[test]
fn unknown_repeated_and_empty_parts_are_named_and_their_text_is_kept() {
    check_below(
        "### Explanation\n\nE\n\n### Hint\n\nH\n\n### Hint\n\nI\n\n### key Points\n\n- a\n\n### Notes\n",
        expect![[r#"
            deck.md:5:1: error: unknown part "Explanation"
                its text is kept in Notes; known: Question, Answer, Hint, Key points, Common mistakes, Red flags, What is assessed, Starter code, Tests, Solution, Wrong solutions, Follow-ups, Notes
            deck.md:13:1: error: a second part "Hint"
                its text is kept; put all of it under one heading
            deck.md:17:1: warning: "key Points" is written "Key points"
            deck.md:21:1: warning: "Notes" is empty
        "#]],
    );
    let reading = read("## Q {#q}\n\nA\n\n### Explanation\n\nE\n\n### Hint\n\nH\n\n### Hint\n\nI\n");
    assert_eq!(reading.questions[0].parts.notes.as_deref(), Some("### Explanation\n\nE"));
    assert_eq!(reading.questions[0].parts.hint.as_deref(), Some("H\n\nI"));
}

#[test]
fn text_without_a_place_is_named() {
    check(
        "Before.\n\n# Section {#s}\n\nOf the section.\n\n## Q {#q}\n\nA\n\n### Follow-ups\n\nSome:\n\n#### F\n",
        expect![[r#"
            deck.md:1:1: error: text before the first question
                a question begins with ##
            deck.md:3:1: error: attributes on a section
                they belong to questions and follow-ups
            deck.md:5:1: warning: text of a section is not shown
                a question begins with ##
            deck.md:13:1: warning: text before the first follow-up
                it is kept in Notes; a follow-up begins with ####
        "#]],
    );
}

#[test]
fn text_below_the_heading_and_an_answer_are_one_answer_too_many() {
    check_below(
        "### Answer\n\nB\n",
        expect![[r#"
        deck.md:5:1: error: the text below the question is its answer, and here is another
            keep one: both are shown, one below the other
    "#]],
    );
    assert_eq!(
        read("## Q {#q}\n\nA\n\n### Answer\n\nB\n").questions[0].parts.answer.as_deref(),
        Some("A\n\nB")
    );
}

#[test]
fn attributes_are_checked() {
    let attributes = [
        "#Bad_Id",
        "#a #b",
        "",
        "#a tags=x tags=y",
        "#a colour=red",
        "#a difficulty=Hard kind=multi minutes=0 minutes=x shuffle=maybe was=old",
        "#a minutes=-1",
        "#a tags=x,,x,y\"z",
        "#a word .class",
        "#a ask=deck/card",
        "#a shuffle=no",
    ];
    let text: String = attributes.iter().map(|a| format!("## Q {{{a}}}\n\nA\n")).collect();
    check(
        &text,
        expect![[r#"
        deck.md:1:7: error: "Bad_Id" is not an id
            small letters a-z, digits, single hyphens between them
        deck.md:4:10: error: a second id "b"
            a heading has one id
        deck.md:7:1: error: a card without an id
            `rehearse-cli check --fix` writes one
        deck.md:10:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:10:17: error: a second tags=
            each key counts once; the first is used
        deck.md:13:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:13:10: error: unknown key "colour"
            known: kind, difficulty, minutes, tags, shuffle, was
        deck.md:16:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:16:10: error: difficulty=Hard is not a value of difficulty
            easy, medium or hard
        deck.md:16:26: error: kind=multi is not a value of kind
            open, choice, code or behavioural
        deck.md:16:37: error: minutes=0 is not a value of minutes
            a number of minutes, such as 3 or 1.5
        deck.md:16:47: error: a second minutes=
            each key counts once; the first is used
        deck.md:16:57: error: shuffle=maybe is not a value of shuffle
            yes or no
        deck.md:16:71: error: was=old is not a value of was
            the whole former id: deck/card or deck/card/follow-up
        deck.md:19:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:19:10: error: minutes=-1 is not a value of minutes
            a number of minutes, such as 3 or 1.5
        deck.md:22:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:22:10: error: "" is not a tag
            tags=one,two without spaces, quotes or braces
        deck.md:22:10: warning: the tag "x" twice
        deck.md:22:10: error: "y"z" is not a tag
            tags=one,two without spaces, quotes or braces
        deck.md:25:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:25:10: error: "word" is not an attribute
            write {#id key=value}, without spaces around =; for braces in the text write \{
        deck.md:25:15: error: ".class" is not an attribute
            write {#id key=value}, without spaces around =; for braces in the text write \{
        deck.md:28:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
        deck.md:28:10: error: ask= belongs to the stages of an interview
            remove it
        deck.md:31:1: warning: shuffle= on a card without choices
        deck.md:31:1: error: a second card "deck/a"; the first is on line 4
            give it an id of its own
    "#]],
    );
}

#[test]
fn text_after_the_closing_brace_is_named() {
    check(
        "## Q {#q} more\n\nA\n\n## What does `{#id}` mean? {#r}\n\nA\n",
        expect![[r#"
        deck.md:1:1: error: a card without an id
            `rehearse-cli check --fix` writes one
        deck.md:1:6: error: text after the closing brace
            the attributes end the heading's line
    "#]],
    );
}

#[test]
fn ids_are_needed_and_unique() {
    check(
        "## Q {#q}\n\nA\n\n### Follow-ups\n\n#### F {#f}\n\nA\n\n#### G {#f}\n\nA\n\n#### H\n\nA\n\n#### Prompt\n\n## R {#q}\n\nA\n\n## S\n\nA\n",
        expect![[r#"
            deck.md:11:1: error: a second follow-up "f"
                the first keeps the id; give this one its own
            deck.md:15:1: error: a follow-up with an answer is a card: it needs an id
                `rehearse-cli check --fix` writes one
            deck.md:21:1: error: a second card "deck/q"; the first is on line 1
                give it an id of its own
            deck.md:25:1: error: a card without an id
                `rehearse-cli check --fix` writes one
        "#]],
    );
}

#[test]
fn a_list_of_choices_follows_its_rules() {
    check(
        "## Q {#q}\n\n- [ ] a\n- b\n",
        expect![[r#"
        deck.md:3:1: error: no choice is right
            tick the right ones with [x]
        deck.md:4:1: error: a choice without a box
            every item begins with [ ] or [x]
    "#]],
    );
    check(
        "## Q {#q}\n\n- [x] a\n",
        expect![[r#"
        deck.md:3:1: error: one choice is no choice
            give two at least
    "#]],
    );
    check(
        "## Q {#q}\n\n- [x] a\n- [ ]\n\ntext\n\n- [ ] c\n",
        expect![[r#"
        deck.md:4:1: error: an empty choice
        deck.md:8:1: error: a second list of choices
            a question has one; this one is kept as text
    "#]],
    );
    check(
        "## Q {#q kind=choice}\n\nA\n",
        expect![[r#"
        deck.md:1:1: error: kind=choice without choices
            list them: - [x] right, - [ ] wrong
    "#]],
    );
    check(
        "## Q {#q kind=open}\n\n- [x] a\n- [ ] b\n",
        expect![[r#"
        deck.md:1:1: error: kind=open with a list of choices
            remove kind=, or the boxes
    "#]],
    );
    check(
        "## Q {#q}\n\nA\n\n### Hint\n\n- [ ] a\n",
        expect![[r#"
        deck.md:7:1: warning: a task list outside the question is only text
            choices belong below ## or in Question
    "#]],
    );
    check(
        "## Q {#q}\n\n- [x] a\n- [ ] b\n\n### Question\n\n- [x] a\n- [ ] b\n",
        expect![[r#"
        deck.md:8:1: error: a second list of choices
            a question has one; this one is kept in Notes
    "#]],
    );
}

#[test]
fn code_needs_a_question_tests_and_a_solution() {
    check(
        "## Q {#q kind=code}\n\nA\n",
        expect![[r#"
        deck.md:1:1: error: kind=code without Question
            it needs Question, Tests and Solution
        deck.md:1:1: error: kind=code without Tests
            it needs Question, Tests and Solution
        deck.md:1:1: error: kind=code without Solution
            it needs Question, Tests and Solution
    "#]],
    );
    check_below(
        "### Tests\n\nNo code.\n\n### Solution\n\n```python\nx\n```\n\nWhy.\n\n```python\ny\n```\n",
        expect![[r#"
            deck.md:5:1: error: "Tests" without code
                put it into one fenced code block
            deck.md:7:1: warning: "Tests" holds one code block and nothing else
                this text is kept in Notes
            deck.md:15:1: warning: "Solution" holds one code block and nothing else
                this text is kept in Notes
            deck.md:17:1: warning: "Solution" holds one code block and nothing else
                this text is kept in Notes
        "#]],
    );
    check_below(
        "### Wrong solutions\n\nNo code.\n",
        expect![[r#"
        deck.md:5:1: error: "Wrong solutions" without code
            each is why it fails, then a fenced code block
    "#]],
    );
    check_below(
        "### Wrong solutions\n\n```python\nx\n```\n",
        expect![[r#"
        deck.md:5:1: warning: a wrong solution without why
            say above the code why it fails
    "#]],
    );
}

#[test]
fn points_are_a_list() {
    check_below(
        "### Key points\n\nA sentence.\n\n- a\n-\n",
        expect![[r#"
        deck.md:7:1: warning: "Key points" is a list
            this text counts as one point: begin it with -
        deck.md:10:1: warning: an empty point
    "#]],
    );
}

#[test]
fn references_belong_to_their_question() {
    check(
        "## Q {#q}\n\n[a] and [b]\n\n[a]: https://a.b\n\n## R {#r}\n\nUses [A] and [text][a], not [c].\n",
        expect![[r#"
            deck.md:9:6: error: [A] is defined outside this question
                a question is shown alone: repeat the definition in it, or write the address here
            deck.md:9:14: error: [a] is defined outside this question
                a question is shown alone: repeat the definition in it, or write the address here
        "#]],
    );
}

#[test]
fn addresses_that_are_not_shown_are_named() {
    check_below(
        "[a](javascript:x) [b](mailto:a@b.c) [c](card:Bad) ![d](http://x.y/z.png) ![e](../x.png)\n",
        expect![[r#"
            deck.md:5:1: warning: the address "javascript:x" is shown as text
                links go to https:, http: or card:
            deck.md:5:19: warning: the address "mailto:a@b.c" is shown as text
                links go to https:, http: or card:
            deck.md:5:37: error: "card:Bad" names no card
                write card:deck/card or card:deck/card/follow-up
            deck.md:5:51: error: the image "http://x.y/z.png" is shown as text
                put the image into the deck's media folder: ![what it shows](media/name.png)
            deck.md:5:74: error: the image "../x.png" is shown as text
                put the image into the deck's media folder: ![what it shows](media/name.png)
        "#]],
    );
}

#[test]
fn output_needs_code_above() {
    check_below(
        "```output\nx\n```\n",
        expect![[r#"
        deck.md:5:1: warning: an output block without code before it
            it belongs directly below the code that prints it
    "#]],
    );
    check_below(
        "```python\nx\n```\n\nand\n\n```output\nx\n```\n",
        expect![[r#"
        deck.md:11:1: warning: an output block without code before it
            it belongs directly below the code that prints it
    "#]],
    );
}

#[test]
fn a_card_without_an_answer_is_named() {
    check(
        "## Q {#q}\n\n### Hint\n\nH\n\n##\n\nA\n",
        expect![[r#"
        deck.md:1:1: warning: a card without an answer
            the text below the heading is the expected answer
        deck.md:7:1: error: a card without an id
            `rehearse-cli check --fix` writes one
        deck.md:7:1: error: a question without words
            the heading is the question
    "#]],
    );
}

#[test]
fn a_byte_order_mark_and_carriage_returns_change_nothing() {
    let plain = "# S\n\n## Q {#q}\n\nA\n\n```python\nx\n```\n\n- a\n- b\n\n### Key points\n\n- one\n  two\n";
    let windows = format!("\u{FEFF}{}", plain.replace('\n', "\r\n"));
    let old_mac = plain.replace('\n', "\r");
    for text in [windows, old_mac] {
        let reading = read(&text);
        assert_eq!(show(&reading.diagnostics), "");
        assert_eq!(super::values(&reading.questions), super::values(&read(plain).questions));
        assert!(text[reading.questions[0].span.clone()].starts_with("## Q"), "spans are bytes of the file");
    }
}
