//! Tries a coding exercise: the solution passes its tests, the starter code and every wrong solution
//! fail them.

use std::collections::HashSet;
use std::time::Duration;

use rehearse_core::content::{CardRef, CodeSample, Parts};

use crate::Result;
use crate::manner::manner;
use crate::runner::{Ended, LIMIT, Language, Runner};

/// How many wrong solutions an exercise needs.
const WRONG: usize = 2;

/// What is wrong with an exercise, with the line of the code.
pub(crate) fn check(card: &CardRef<'_>, runner: &Runner) -> Result<Vec<(u32, String)>> {
    let parts = card.parts;
    let (Some(_), Some(solution)) = (&parts.tests, &parts.solution) else {
        return Ok(Vec::new()); // the reader has said so
    };
    let slips = slips(parts);
    if !slips.is_empty() {
        return Ok(slips); // code that is read wrongly proves nothing
    }
    let mut findings = tried(parts, runner)?;
    if parts.starter_code.is_none() {
        findings.push((card.line, "an exercise without starter code".to_owned()));
    }
    let mut seen: HashSet<&str> = parts.starter_code.iter().map(|code| code.code.as_str()).collect();
    seen.insert(&solution.code);
    let different = parts.wrong_solutions.iter().filter(|wrong| seen.insert(&wrong.code.code)).count();
    if different < WRONG {
        findings.push((card.line, format!("an exercise with fewer than {WRONG} different wrong solutions")));
    }
    Ok(findings)
}

/// What is wrong with the code of an exercise itself: the solution passes the tests, everything else
/// fails them. Without tests and a solution nothing can be tried.
pub(crate) fn tried(parts: &Parts, runner: &Runner) -> Result<Vec<(u32, String)>> {
    let (Some(tests), Some(solution)) = (&parts.tests, &parts.solution) else { return Ok(Vec::new()) };
    let mut findings = slips(parts);
    if !findings.is_empty() {
        return Ok(findings);
    }
    if let Some(message) = failure(run(&solution.code, tests, solution, runner)?) {
        findings.push((solution.line, format!("the solution does not pass its tests: {message}")));
    }
    let starter = parts.starter_code.iter().map(|code| ("the starter code", code));
    let wrong = parts.wrong_solutions.iter().map(|wrong| ("the wrong solution", &wrong.code));
    for (what, code) in starter.chain(wrong) {
        if let Some(message) = doubt(run(&code.code, tests, solution, runner)?) {
            findings.push((code.line, format!("{what} {message}")));
        }
    }
    Ok(findings)
}

/// Code of an exercise on a card that is none: nothing would try it.
pub(crate) fn belongs_elsewhere(parts: &Parts) -> bool {
    parts.tests.is_some()
        || parts.solution.is_some()
        || parts.starter_code.is_some()
        || !parts.wrong_solutions.is_empty()
}

/// Appends the tests to some code and runs both as the solution's manner says.
pub(crate) fn run(code: &str, tests: &CodeSample, solution: &CodeSample, runner: &Runner) -> Result<Ended> {
    run_within(code, tests, solution, runner, LIMIT)
}

/// [`run`], with a time limit.
pub(crate) fn run_within(
    code: &str,
    tests: &CodeSample,
    solution: &CodeSample,
    runner: &Runner,
    limit: Duration,
) -> Result<Ended> {
    let min = manner(&solution.language, &solution.attributes).ok().and_then(|manner| manner.min);
    let newer = min.is_some_and(|min| runner.version().is_ok_and(|version| min > version));
    let language = if newer { Language::NewerPython } else { Language::Python };
    runner.run(language, "", &format!("{code}\n{}", tests.code), limit)
}

/// How the tests failed; none when they passed.
pub(crate) fn failure(ended: Ended) -> Option<String> {
    match ended {
        Ended::Returned(output) if output.text.is_empty() => None,
        Ended::Returned(_) => Some("it prints something".to_owned()),
        Ended::Raised(_, exception) => Some(exception.to_string()),
        Ended::Died(how) => Some(format!("it {how}")),
        Ended::TimedOut(limit) => Some(format!("still running after {} s", limit.as_secs())),
    }
}

/// Blocks in another language than Python, or with words that mean nothing in an exercise.
fn slips(parts: &Parts) -> Vec<(u32, String)> {
    let single = [&parts.starter_code, &parts.tests, &parts.solution].into_iter().flatten();
    let blocks = single.chain(parts.wrong_solutions.iter().map(|wrong| &wrong.code));
    let slip = |code: &CodeSample| {
        if code.language != "python" {
            return Some((
                code.line,
                format!("the code of an exercise is fenced python, not {:?}", code.language),
            ));
        }
        match manner(&code.language, &code.attributes) {
            Err(message) => Some((code.line, message)),
            Ok(manner) if manner.no_run || manner.continues || manner.raises.is_some() => {
                Some((code.line, format!("{:?} has no meaning in an exercise", code.attributes)))
            }
            Ok(_) => None,
        }
    };
    blocks.filter_map(slip).collect()
}

/// What is doubtful about a failure that was wanted: none, or one that is no mistake in the logic.
fn doubt(ended: Ended) -> Option<String> {
    if let Ended::Raised(_, exception) = &ended {
        // A name that is bound too late is a mistake that people make; one that is nowhere is a slip.
        let slip =
            ["SyntaxError", "NameError", "ImportError", "SystemExit"].iter().any(|name| exception.is_a(name));
        if !slip || exception.is("UnboundLocalError") {
            return None;
        }
    }
    let wrong = |message| format!("fails for the wrong reason: {message}");
    Some(failure(ended).map_or_else(|| "passes the tests".to_owned(), wrong))
}

#[cfg(test)]
mod tests {
    use rehearse_core::content::read_file;
    use rehearse_core::domain::card::DeckId;

    use super::*;

    fn findings(starter: &str, solution: &str, wrong: [&str; 2]) -> Vec<String> {
        let text = format!(
            "## Double it. {{#q kind=code}}\n\n### Question\n\nWrite it.\n\n### Starter code\n\n```python\n{starter}\n```\n\n\
             ### Tests\n\n```python\nassert f(3) == 6\n```\n\n### Solution\n\n```python\n{solution}\n```\n\n\
             ### Wrong solutions\n\nOne.\n\n```python\n{}\n```\n\nTwo.\n\n```python\n{}\n```\n",
            wrong[0], wrong[1]
        );
        let reading = read_file(text.as_bytes(), &DeckId::new("d").unwrap(), "d.md");
        assert_eq!(reading.diagnostics, [], "the deck of the test is sound");
        let question = &reading.questions[0];
        let card = question.each_card().next().unwrap();
        check(&card, &Runner::of_the_machine()).unwrap().into_iter().map(|(_, message)| message).collect()
    }

    const STARTER: &str = "def f(n):\n    ...";
    const SOLUTION: &str = "def f(n):\n    return n * 2";
    const WRONG: &str = "def f(n):\n    return n ** 2";

    #[test]
    fn a_sound_exercise_has_no_findings() {
        assert_eq!(findings(STARTER, SOLUTION, [WRONG, "def f(n):\n    return n"]), [""; 0]);
    }

    #[test]
    fn a_solution_that_fails_and_a_wrong_one_that_passes_are_found() {
        let passing = "def f(n):\n    return n + n";
        let found = findings(SOLUTION, WRONG, [passing, "def f(n):\n    return n"]);
        assert!(found[0].starts_with("the solution does not pass"), "{found:?}");
        assert_eq!(found[1..], ["the starter code passes the tests", "the wrong solution passes the tests"]);
    }

    #[test]
    fn a_wrong_solution_that_does_not_even_run_is_found() {
        let found = findings(STARTER, SOLUTION, [WRONG, "def g(n):\n    return n"]);
        assert!(found[0].contains("for the wrong reason: NameError"), "{found:?}");
    }

    #[test]
    fn a_failure_that_is_no_mistake_in_the_logic_is_found() {
        for (code, reason) in [
            ("import not_there", "ModuleNotFoundError"),
            ("def f(n) return n", "SyntaxError"),
            ("import sys; sys.exit(1)", "SystemExit"),
            ("import os; os._exit(3)", "ended the process"),
            ("def f(n):\n    print(n)\n    return n * 2", "prints something"),
        ] {
            let found = findings(STARTER, SOLUTION, [WRONG, code]);
            assert!(found.len() == 1 && found[0].contains(reason), "{code:?}: {found:?}");
        }
        let late = "def f(n):\n    n += m\n    m = 1\n    return n";
        assert_eq!(findings(STARTER, SOLUTION, [WRONG, late]), [""; 0]);
    }

    #[test]
    fn a_solution_that_never_reaches_its_tests_is_found() {
        let found = findings(
            STARTER,
            "def f(n):\n    return 0\nraise SystemExit",
            [WRONG, "def f(n):\n    return n"],
        );
        assert!(found[0].contains("SystemExit"), "{found:?}");
    }

    #[test]
    fn the_same_attempt_twice_counts_once() {
        let found = findings(STARTER, SOLUTION, [WRONG, WRONG]);
        assert_eq!(found, ["an exercise with fewer than 2 different wrong solutions"]);
    }

    #[test]
    fn a_word_that_means_nothing_there_is_found() {
        let text = "## D. {#q kind=code}\n\n### Question\n\nW.\n\n### Tests\n\n```python no-run\nassert f(3) == 6\n```\n\n### Solution\n\n```python\ndef f(n): return 6\n```\n";
        let reading = read_file(text.as_bytes(), &DeckId::new("d").unwrap(), "d.md");
        let card = reading.questions[0].each_card().next().unwrap();
        let found = check(&card, &Runner::of_the_machine()).unwrap();
        assert_eq!(found, [(9, "\"no-run\" has no meaning in an exercise".to_owned())]);
    }
}
