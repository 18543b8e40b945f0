//! Checks interviews stage by stage: their code runs, their quiz keys are right, their key points are
//! short, their strong answers can be spoken in the time of their stage, and what depends on a version
//! has a source.

use std::collections::HashMap;

use rehearse_core::content::{Deck, Interview, InterviewStage, InterviewTurn, Parts};
use rehearse_core::domain::card::{CardId, CardKind};

use crate::cards::Located;
use crate::prose::{self, QUICK, without_fences, words};
use crate::runner::Runner;
use crate::samples::{self, Trial};
use crate::{Result, exercises, quiz};

/// An interview and where it stands.
pub(crate) struct Talk<'d> {
    pub(crate) interview: &'d Interview,
    pub(crate) deck: &'d str,
    pub(crate) file: &'d str,
}

/// Every interview of the decks, in reading order.
pub(crate) fn located(decks: &[Deck]) -> Vec<Talk<'_>> {
    let talks = decks.iter().flat_map(|deck| {
        deck.interviews.iter().map(|(file, interview)| Talk {
            interview,
            deck: deck.id.as_str(),
            file: deck.files[*file].as_str(),
        })
    });
    talks.collect()
}

/// The spoken answers of cards, for the stages that ask them.
pub(crate) type Answers<'c> = HashMap<&'c CardId, &'c str>;

/// The answers of the cards that are answered aloud.
pub(crate) fn answers<'c>(cards: &[Located<'c>]) -> Answers<'c> {
    let spoken = |kind| matches!(kind, CardKind::Open | CardKind::Behavioural);
    let cards = cards.iter().map(|located| located.card).filter(|card| spoken(card.kind));
    cards.filter_map(|card| Some((card.id?, card.parts.answer.as_deref()?))).collect()
}

/// Something wrong, and its line.
type Found = (u32, String);

/// What an interview's code did, and what is wrong with the interview. Samples that go on from
/// earlier ones go on from all of the interview's that stand above them.
pub(crate) fn check(
    interview: &Interview,
    answers: &Answers<'_>,
    runner: &Runner,
) -> Result<(Vec<Trial>, Vec<Found>)> {
    let mut trials: Vec<Trial> = Vec::new();
    let mut found = Vec::new();
    for stage in &interview.stages {
        for turn in &stage.turns {
            let before = trials.len();
            samples::go_on(&mut trials, &turn.placed_code_samples(), asking(turn), runner)?;
            if !turn.parts.choices.is_empty() {
                let finding = quiz::finding(&turn.parts.choices, &trials[before..]);
                found.extend(finding.map(|message| (turn.line, message)));
            }
            found.extend(exercises::tried(&turn.parts, runner)?);
            found.extend(of_turn(turn).into_iter().map(|message| (turn.line, message)));
        }
        found.extend(of_stage(stage, answers).into_iter().map(|message| (stage.line, message)));
    }
    for trial in &trials {
        found.extend(trial.finding.clone().map(|message| (trial.sample.line, message)));
    }
    Ok((trials, found))
}

/// How many of a turn's samples stand in what a quiz question says: the words and what is shown with them.
fn asking(turn: &InterviewTurn) -> usize {
    let words = InterviewTurn { says: turn.says.clone(), ..InterviewTurn::default() };
    if turn.parts.choices.is_empty() {
        0
    } else {
        words.placed_code_samples().len() + quiz::asking(&turn.parts)
    }
}

/// The parts of a turn and of its follow-ups.
fn all_parts(turn: &InterviewTurn) -> impl Iterator<Item = &Parts> {
    std::iter::once(&turn.parts).chain(turn.probes.iter().map(|probe| &probe.parts))
}

fn of_turn(turn: &InterviewTurn) -> Vec<String> {
    let mut found: Vec<String> = all_parts(turn).flat_map(prose::long_points).collect();
    found.extend(all_parts(turn).filter_map(prose::silent_choices));
    if turn.parts.tests.is_some() != turn.parts.solution.is_some() {
        found.push("tests without a solution, or a solution without tests: nothing tries them".to_owned());
    }
    found
}

fn of_stage(stage: &InterviewStage, answers: &Answers<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let own = stage.turns.iter().filter(|turn| turn.parts.choices.is_empty());
    let own = own.filter_map(|turn| turn.parts.answer.as_deref());
    let asked = stage.ask.as_ref().and_then(|card| answers.get(card).copied());
    let said: usize = asked.into_iter().chain(own).map(|answer| words(&without_fences(answer))).sum();
    if let Some(minutes) = stage.minutes
        && said as f32 > QUICK * minutes
    {
        found.push(format!(
            "strong answers of {said} words in a stage of {minutes} minutes: more than {QUICK} a minute cannot be spoken"
        ));
    }
    let asks = |turn: &InterviewTurn| {
        prose::names_a_version(&turn.says, &turn.parts)
            || turn.probes.iter().any(|probe| prose::names_a_version(&probe.heading, &probe.parts))
    };
    let is_dated = prose::names_a_version(&stage.title, &Parts::default()) || stage.turns.iter().any(asks);
    if is_dated && !stage.turns.iter().flat_map(all_parts).any(prose::links_a_source) {
        found.push(prose::UNSOURCED.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use rehearse_core::content::{Severity, read_file, read_interview};
    use rehearse_core::domain::card::DeckId;

    use super::*;

    const FRONT: &str = "+++\nkind = \"interview\"\nid = \"t\"\ntitle = \"T\"\nminutes = 2\nrole = \"R\"\ninterviewer = \"I\"\nsetting = \"S\"\nassesses = [\"A\"]\n+++\n\n";

    /// What is found in an interview with these stages; they begin on line 12. One card can be asked:
    /// `d/q`, with an answer of 100 words.
    fn findings(stages: &str) -> Vec<Found> {
        let deck = DeckId::new("d").unwrap();
        let reading = read_interview(format!("{FRONT}{stages}").as_bytes(), &deck, "t.md");
        let errors = reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "the stages are sound: {:?}", reading.diagnostics);
        let card = format!("## Why? {{#q}}\n\n{}\n", "word ".repeat(100));
        let questions = read_file(card.as_bytes(), &deck, "d.md").questions;
        let card = questions[0].each_card().next().unwrap();
        let cards = [Located { card, deck: "d", file: "d.md" }];
        check(&reading.interview.unwrap(), &answers(&cards), &Runner::of_the_machine()).unwrap().1
    }

    #[track_caller]
    fn check_one(stages: &str, expected: Option<(u32, &str)>) {
        let found = findings(stages);
        match expected {
            None => assert_eq!(found, []),
            Some((line, part)) => {
                assert!(found.len() == 1 && found[0].0 == line && found[0].1.contains(part), "{found:?}");
            }
        }
    }

    fn stage(text: &str) -> String {
        format!("## S {{#s minutes=2}}\n\n{text}\n")
    }

    #[test]
    fn code_in_the_words_and_below_them_must_print_what_is_said() {
        let text = |words: &str, output: &str| {
            stage(&format!(
                "> See:\n>\n> ```python\n> print({words})\n> ```\n>\n> ```output\n> 1\n> ```\n\n### Strong answer\n\n```python\nprint(2)\n```\n\n```output\n{output}\n```"
            ))
        };
        check_one(&text("1", "2"), None);
        check_one(&text("3", "2"), Some((16, "printed")));
        check_one(&text("1", "3"), Some((26, "printed")));
    }

    #[test]
    fn a_continued_sample_sees_the_code_of_the_interview_above_it() {
        let code = |words: &str, code: &str| format!("```python{words}\n{code}\n```\n");
        let answer = |code: &str| format!("### Strong answer\n\n{code}");
        let first = stage(&format!(
            "> One.\n\n### Question\n\n{}\n{}",
            code("", "x = 1"),
            answer(&code(" continue", "y = x"))
        ));
        let probe = format!("### Follow-ups\n\n#### More?\n\n{}", code(" continue", "assert x == y"));
        let second = |words: &str| {
            format!("\n## T {{#t minutes=1}}\n\n> Two.\n\n{}\n{probe}", answer(&code(words, "assert y == 1")))
        };
        check_one(&format!("{first}{}", second(" continue")), None);
        check_one(&format!("{first}{}", second("")), Some((35, "NameError")));
        let alone = findings(&second(" continue"));
        assert_eq!(alone.len(), 2, "nothing stands above it: {alone:?}");
    }

    #[test]
    fn the_strong_answers_of_a_stage_must_be_speakable_in_its_minutes_code_aside() {
        let text = |first: usize, second: usize| {
            let code = "```text\nno words are spoken here\n```";
            stage(&format!(
                "> One.\n\n### Strong answer\n\n{}\n\n{code}\n\n> Two.\n\n### Answer\n\n{}",
                "word ".repeat(first),
                "word ".repeat(second)
            ))
        };
        check_one(&text(160, 160), None);
        check_one(&text(319, 2), Some((12, "strong answers of 321 words in a stage of 2 minutes")));
    }

    #[test]
    fn the_answer_of_an_asked_card_is_spoken_too() {
        let text = |words: usize| {
            format!(
                "## S {{#s minutes=1 ask=d/q}}\n\n> Own words.\n\n> Two.\n\n### Answer\n\n{}\n",
                "word ".repeat(words)
            )
        };
        check_one(&text(60), None);
        check_one(&text(61), Some((12, "strong answers of 161 words")));
    }

    #[test]
    fn a_key_point_of_a_turn_or_follow_up_has_at_most_25_words() {
        let points = |count: usize| format!("Key points\n\n- {}\n", "word ".repeat(count));
        check_one(&stage(&format!("> One.\n\n### {}", points(25))), None);
        check_one(&stage(&format!("> One.\n\n### {}", points(26))), Some((14, "of 26 words")));
        let probe = format!("> One.\n\n### Follow-ups\n\n#### More?\n\n##### {}", points(26));
        check_one(&stage(&probe), Some((14, "of 26 words")));
    }

    #[test]
    fn a_version_in_a_stage_needs_a_source_in_its_notes() {
        let source = "### Notes\n\n[New](https://docs.python.org/3/whatsnew/3.14.html)";
        for dated in [
            "> New in 3.14?\n\n### Answer\n\nA",
            "> One.\n\n### Strong answer\n\nSince PEP 649.",
            "> One.\n\n### Answer\n\nA\n\n### Follow-ups\n\n#### And in 3.13?",
        ] {
            check_one(&stage(dated), Some((12, "link no source")));
            check_one(&stage(&format!("{dated}\n\n{source}")), None);
            check_one(&stage(&format!("{dated}\n\n> Two.\n\n### Answer\n\nB\n\n{source}")), None);
        }
    }

    #[test]
    fn the_key_of_a_quiz_in_an_interview_is_computed() {
        let text = |right: &str, wrong: &str| {
            stage(&format!(
                "> What does this print?\n>\n> ```python\n> print(1 + 1)\n> ```\n\n### Question\n\n- [x] `{right}`\n\n  Yes.\n- [ ] `{wrong}`\n\n  No."
            ))
        };
        check_one(&text("2", "11"), None);
        check_one(&text("11", "2"), Some((14, "not those marked")));
    }

    #[test]
    fn a_solution_in_an_interview_passes_its_tests_and_the_starter_code_fails_them() {
        let text = |starter: &str, solution: &str| {
            stage(&format!(
                "> Write it.\n\n### Starter code\n\n```python\n{starter}\n```\n\n### Tests\n\n```python\nassert f(2) == 4\n```\n\n### Solution\n\n```python\n{solution}\n```"
            ))
        };
        let (starter, solution) = ("def f(n): ...", "def f(n): return n * 2");
        check_one(&text(starter, solution), None);
        check_one(&text(solution, solution), Some((18, "the starter code passes the tests")));
        check_one(&text(starter, "def f(n): return n"), Some((30, "does not pass its tests")));
        let untried = stage("> Write it.\n\n### Solution\n\n```python\nx\n```");
        check_one(&untried, Some((14, "nothing tries them")));
    }
}
