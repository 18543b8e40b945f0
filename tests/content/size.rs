//! Large and hostile files are read in linear time: each of these would run for minutes
//! otherwise.

use std::fmt::Write;

use rehearse_core::content::{HtmlOptions, plain_text, print_interview, read_interview, to_html};

use super::read;

#[test]
fn a_hundred_thousand_questions_in_ten_megabytes_are_read() {
    let mut text = String::new();
    for i in 0..100_000 {
        write!(
            text,
            "## Question number {i}? {{#q-{i} tags=a}}\n\nAn answer of one long line{}\n\n",
            " and more".repeat(6)
        )
        .unwrap();
    }
    assert!(text.len() > 10_000_000, "{}", text.len());
    let reading = read(&text);
    assert_eq!(reading.questions.len(), 100_000);
    assert_eq!(reading.diagnostics.len(), 0);
    assert_eq!(reading.questions[99_999].line, 99_999 * 4 + 1);
}

#[test]
fn a_line_with_a_hundred_thousand_faults_is_placed_in_one_pass() {
    let text = format!("## Q {{#q}}\n\n{}\n", "é<b>".repeat(100_000));
    let reading = read(&text);
    assert_eq!(reading.diagnostics.len(), 100_000);
    assert_eq!(reading.diagnostics[99_999].column, 99_999 * 4 + 2);
}

#[test]
fn hostile_nesting_and_repetition_end() {
    let n = 20_000;
    let texts = [
        "> ".repeat(n),
        "- ".repeat(n),
        "[".repeat(n),
        "*a _b ".repeat(n),
        "`".repeat(n),
        "![".repeat(n),
        "<!--".repeat(n),
        "```x\n".repeat(n),
        "- [x] a\n\n".repeat(n),
        "# \n".repeat(n),
        "[a]: b\n".repeat(n),
        "| a ".repeat(n) + "\n" + &"|---".repeat(n) + "\n",
        "a\n---\n".repeat(n),
        "### Hint\n\nx\n\n".repeat(n),
        "### Notes\n\n    x\n\n".repeat(n),
        "### Follow-ups\n\n#### F {#f}\n\n".repeat(n),
    ];
    for text in texts {
        let body = format!("## Q {{#q}}\n\n{text}\n");
        let _ = read(&body);
        let _ = to_html(&text[..text.len().min(4_000)], &HtmlOptions::default());
        let _ = plain_text(&text);
    }
}

#[test]
fn long_and_hostile_interviews_end() {
    let n = 20_000;
    let stages = (0..n).map(|i| format!("## S {{#s-{i} minutes=1}}\n\n> Say [x](card:a/b).\n\n"));
    let texts = [
        stages.collect(),
        "> a\n\n".repeat(n),
        format!("> {}\n", "a\n> ".repeat(n)),
        "> ```\n> x\n\n".repeat(n),
        ">".repeat(n),
        "> a\n\n### Hint\n\n> b\n".repeat(n),
        "### Follow-ups\n\n#### F\n\n> a\n\n".repeat(n),
        "## S {#s ask=a/b}\n".repeat(n),
    ];
    for text in texts {
        let file = format!("+++\nkind = \"interview\"\n+++\n\n## First {{#first}}\n\n{text}");
        let interview = read_interview(file.as_bytes(), &super::deck(), "x").interview.unwrap();
        let _ = print_interview(&interview);
    }
}
