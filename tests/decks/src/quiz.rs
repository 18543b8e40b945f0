//! Computes which choices of a quiz question are right, where a sample decides it.
//!
//! A sample of the question that prints without an output block decides: what it prints is the answer.
//! Otherwise the first sample below the choices does whose output is one of the choices. A choice stands
//! for an output when it is that output in backticks, white space aside, and for an exception when it
//! names the exception in backticks.

use rehearse_core::content::{Choice, Part, Parts};

use crate::samples::{Fate, Trial};

/// How many of the samples stand in a quiz question itself, not in its choices.
pub(crate) fn asking(parts: &Parts) -> usize {
    let question = Parts { question: parts.question.clone(), ..Parts::default() };
    if parts.choices.is_empty() { 0 } else { question.placed_code_samples().len() }
}

/// Which choices a sample says are right; none when nothing of the card computes them.
pub(crate) fn computed(choices: &[Choice], trials: &[Trial]) -> Option<Vec<bool>> {
    let right = |trial: &Trial| choices.iter().map(|choice| stands_for(choice, trial)).collect::<Vec<_>>();
    if let Some(asking) = trials.iter().rfind(|trial| trial.asks && says_something(trial)) {
        return Some(right(asking));
    }
    let below = trials.iter().filter(|trial| trial.part == Part::Answer && says_something(trial));
    below.map(right).find(|right| right.contains(&true))
}

/// What is wrong with the boxes of a quiz question, as far as it can be computed.
pub(crate) fn finding(choices: &[Choice], trials: &[Trial]) -> Option<String> {
    if trials.iter().filter(|trial| trial.asks && says_something(trial)).count() > 1 {
        return Some(
            "two samples of the question print without an output block: which is the answer?".to_owned(),
        );
    }
    let Some(computed) = computed(choices, trials) else {
        let shows_code = trials.iter().any(|trial| trial.asks && trial.fate != Fate::LeftOut);
        return shows_code.then(|| NOT_COMPUTED.to_owned());
    };
    if !computed.contains(&true) {
        return Some("the code of the question prints none of the choices".to_owned());
    }
    let marked = choices.iter().map(|choice| choice.correct);
    (!marked.eq(computed.iter().copied())).then(|| {
        let right = choices.iter().zip(&computed).filter(|(_, right)| **right);
        let right: Vec<&str> = right.map(|(choice, _)| choice.text.trim()).collect();
        format!("the code says that these choices are right, not those marked: {}", right.join("; "))
    })
}

/// What to say of a question that shows code which decides nothing.
const NOT_COMPUTED: &str = "the code of the question decides no choice: let it, or the first sample \
    below the choices, print what the right choice says, or fence it no-run";

fn says_something(trial: &Trial) -> bool {
    trial.printed.as_ref().is_some_and(|text| !text.trim().is_empty() || trial.manner.raises.is_some())
}

fn stands_for(choice: &Choice, trial: &Trial) -> bool {
    let printed = trial.printed.as_deref().unwrap_or_default();
    if let Some(exception) = &trial.manner.raises {
        let denies = choice.text.split_whitespace().any(|word| matches!(word, "no" | "not" | "without"));
        let names = choice.text.contains(&format!("`{exception}`")) && !denies;
        return names && words(&choice.text).contains(&words(printed));
    }
    let claimed = words(choice.text.trim().trim_matches('`'));
    // A table may be named by its rows alone.
    let rows = printed.split_once('\n').map_or("", |(_, rows)| rows);
    claimed == words(printed) || (trial.sample.language == "sql" && claimed == words(rows))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use rehearse_core::content::read_file;
    use rehearse_core::domain::card::DeckId;

    use super::*;
    use crate::runner::Runner;
    use crate::samples;

    /// None when nothing is computed, else the finding.
    fn verdict(text: &str) -> Option<Option<String>> {
        let reading = read_file(text.as_bytes(), &DeckId::new("d").unwrap(), "d.md");
        assert_eq!(reading.diagnostics, [], "the deck of the test is sound");
        let card = reading.questions[0].each_card().next().unwrap();
        let samples = card.parts.placed_code_samples();
        let trials = samples::run(&samples, asking(card.parts), &Runner::of_the_machine()).unwrap();
        let found = finding(&card.parts.choices, &trials);
        if found.is_none() && computed(&card.parts.choices, &trials).is_none() { None } else { Some(found) }
    }

    const QUESTION: &str = "## What does this print? {#q kind=choice}\n\n### Question\n\n```python\nprint(1 + 1)\nprint(3)\n```\n\n";

    #[test]
    fn a_question_that_prints_decides_its_key() {
        assert_eq!(verdict(&format!("{QUESTION}- [ ] `2`\n- [x] `2 3`\n")), Some(None));
        let wrong = verdict(&format!("{QUESTION}- [x] `2`\n- [ ] `2 3`\n")).unwrap().unwrap();
        assert!(wrong.contains("`2 3`"), "{wrong}");
        let none = verdict(&format!("{QUESTION}- [ ] `2`\n- [x] `23`\n")).unwrap().unwrap();
        assert!(none.contains("none of the choices"), "{none}");
    }

    #[test]
    fn an_exception_is_a_choice_that_names_it() {
        let text = "## What happens? {#q kind=choice}\n\n### Question\n\n```python raises=TypeError\n1 + 'a'\n```\n\n- [x] It raises `TypeError`.\n- [ ] `1a`\n";
        assert_eq!(verdict(text), Some(None));
    }

    #[test]
    fn the_first_sample_below_the_choices_decides_if_it_prints_one_of_them() {
        let text = |output: &str| {
            format!(
                "## What is it? {{#q kind=choice}}\n\n- [x] `4`\n- [ ] `5`\n\nLook:\n\n```python\nprint({output})\n```\n\n```output\n{output}\n```\n"
            )
        };
        assert_eq!(verdict(&text("4")), Some(None));
        assert!(verdict(&text("5")).unwrap().is_some());
        assert_eq!(verdict(&text("6")), None);
    }

    #[test]
    fn an_exception_that_a_choice_denies_or_that_comes_after_other_output_is_another_choice() {
        let text = |right: &str| {
            format!(
                "## What happens? {{#q kind=choice}}\n\n### Question\n\n```python raises=TypeError\nprint(7)\n1 + 'a'\n```\n\n- [x] {right}\n- [ ] `1a`\n"
            )
        };
        assert_eq!(verdict(&text("It prints 7 and raises `TypeError`.")), Some(None));
        assert!(verdict(&text("It raises `TypeError` at once.")).unwrap().is_some());
        assert!(verdict(&text("It prints 7, not `TypeError`.")).unwrap().is_some());
    }

    #[test]
    fn code_in_the_question_must_decide() {
        let text = |code: &str, below: &str| {
            format!(
                "## Which? {{#q kind=choice}}\n\n### Question\n\n```python\n{code}\n```\n\n- [x] `4`\n- [ ] `5`\n\nSo.\n{below}"
            )
        };
        let not_computed = verdict(&text("x = 4", "")).unwrap().unwrap();
        assert!(not_computed.contains("decides no choice"), "{not_computed}");
        let below = "\n```python continue\nprint(0)\n```\n\n```output\n0\n```\n\nAnd:\n\n```python continue\nprint(x)\n```\n\n```output\n4\n```\n";
        assert_eq!(verdict(&text("x = 4", below)), Some(None), "the second sample below decides");
        let two = verdict(&text("print(4)\n```\n\n```python\nprint(5)", "")).unwrap().unwrap();
        assert!(two.contains("which is the answer"), "{two}");
    }
}
