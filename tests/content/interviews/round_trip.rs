//! Printing an interview, and reading what was printed.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rehearse_core::content::{
    FollowUp, Interview, InterviewStage, InterviewTurn, Parts, print_interview, read_interview,
};
use rehearse_core::domain::card::CardKind;

use super::{EXAMPLE, FRONT, interview, read};
use crate::content::round_trip::{body, heading, line, parts, slug};
use crate::content::{card, deck};

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
