//! Runs the samples of one card or interview: each must print exactly what its text says it prints.

use rehearse_core::content::{CodeSample, Part};

use crate::Result;
use crate::manner::{Manner, manner};
use crate::runner::{Ended, LIMIT, Language, Runner};

/// A sample and the part of the card that it stands in.
pub(crate) type Placed = (Part, CodeSample);

/// What became of a sample.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// Run on the machine.
    Run,
    /// Run in Pyodide, because it needs a newer Python than the machine's.
    RunNewer,
    /// Only shown: it says so, or its language is not run.
    Shown,
    /// Needs a native Python newer than the machine's.
    LeftOut,
}

/// One sample after its run.
pub(crate) struct Trial {
    /// Where it stands.
    pub(crate) part: Part,
    /// What the card says.
    pub(crate) sample: CodeSample,
    /// How it was to be run.
    pub(crate) manner: Manner,
    /// Whether it was.
    pub(crate) fate: Fate,
    /// It stands in the question of a quiz and has no output block: what it prints is the answer.
    pub(crate) asks: bool,
    /// What it printed; none where it was not run to its end.
    pub(crate) printed: Option<String>,
    /// What is wrong with it.
    pub(crate) finding: Option<String>,
}

/// Runs a card's samples, of which the first `asking` stand in the question of a quiz. Those may print
/// without an output block: what they print is the answer, and the caller compares it with the choices.
pub(crate) fn run(samples: &[Placed], asking: usize, runner: &Runner) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    go_on(&mut trials, samples, asking, runner)?;
    Ok(trials)
}

/// [`run`] after the samples that have been tried: those that go on from earlier ones see them too.
pub(crate) fn go_on(
    trials: &mut Vec<Trial>,
    samples: &[Placed],
    asking: usize,
    runner: &Runner,
) -> Result<()> {
    for (index, (part, sample)) in samples.iter().enumerate() {
        let (manner, fate, slip) = match manner(&sample.language, &sample.attributes) {
            _ if !is_run(&sample.language) => (Manner::default(), Fate::Shown, misspelt(sample)),
            Ok(manner) => {
                let fate = fate(sample, &manner, runner)?;
                (manner, fate, None)
            }
            Err(message) => (Manner::default(), Fate::Shown, Some(message)),
        };
        let asks = index < asking && sample.output.is_none() && fate != Fate::Shown;
        let claims_unproven = fate == Fate::Shown && sample.output.is_some() && !manner.dialect;
        let mut trial = Trial {
            part: *part,
            sample: sample.clone(),
            manner,
            fate,
            asks,
            printed: None,
            finding: slip.or_else(|| claims_unproven.then(|| UNPROVEN.to_owned())),
        };
        if matches!(fate, Fate::Run | Fate::RunNewer) {
            let before =
                if trial.manner.continues { before(trials, &sample.language) } else { String::new() };
            let ended = runner.run(language(sample, fate), &before, &sample.code, LIMIT)?;
            (trial.printed, trial.finding) = judge(ended, &trial);
        }
        trials.push(trial);
    }
    Ok(())
}

const UNPROVEN: &str = "an output block after code that is not run: nothing proves it";

fn is_run(language: &str) -> bool {
    matches!(language, "python" | "sql")
}

/// A language that was probably meant to be one that is run.
fn misspelt(sample: &CodeSample) -> Option<String> {
    let first = sample.language.split([',', ':', '{']).next().unwrap_or_default().to_lowercase();
    let meant = match first.as_str() {
        "python" | "python3" | "py" | "pycon" => "python",
        "sql" | "sqlite" | "sqlite3" | "postgresql" | "postgres" => "sql",
        _ => return None,
    };
    Some(format!("code in {:?} is not run: write {meant}, and words after a space", sample.language))
}

fn fate(sample: &CodeSample, manner: &Manner, runner: &Runner) -> Result<Fate> {
    if manner.no_run || manner.dialect {
        return Ok(Fate::Shown);
    }
    let too_new = match manner.min {
        Some(min) if sample.language == "python" => min > runner.version()?,
        _ => false,
    };
    Ok(match (too_new, manner.native) {
        (true, true) => Fate::LeftOut,
        (true, false) => Fate::RunNewer,
        (false, _) => Fate::Run,
    })
}

fn language(sample: &CodeSample, fate: Fate) -> Language {
    match (sample.language.as_str(), fate) {
        ("sql", _) => Language::Sql,
        (_, Fate::RunNewer) => Language::NewerPython,
        _ => Language::Python,
    }
}

/// The earlier samples that a sample goes on from. One that ended in an exception leaves nothing.
fn before(trials: &[Trial], language: &str) -> String {
    let earlier = trials.iter().filter(|trial| {
        trial.sample.language == language
            && matches!(trial.fate, Fate::Run | Fate::RunNewer)
            && trial.manner.raises.is_none()
    });
    earlier.map(|trial| trial.sample.code.as_str()).collect::<Vec<_>>().join("\n")
}

/// What a sample printed, and what is wrong with how it ended or with that.
fn judge(ended: Ended, trial: &Trial) -> (Option<String>, Option<String>) {
    let (output, wrong) = match (ended, &trial.manner.raises) {
        (Ended::TimedOut(limit), _) => {
            return (None, Some(format!("still running after {} s", limit.as_secs())));
        }
        (Ended::Died(how), _) => return (None, Some(format!("it {how}"))),
        (Ended::Returned(output), None) => (output, None),
        (Ended::Returned(output), Some(name)) => (output, Some(format!("did not raise {name}"))),
        (Ended::Raised(output, exception), Some(name)) if exception.is(name) => (output, None),
        (Ended::Raised(output, exception), Some(name)) => {
            (output, Some(format!("raised something other than {name}: {exception}")))
        }
        (Ended::Raised(output, exception), None) => (output, Some(format!("failed: {exception}"))),
    };
    let (min, version) = (trial.manner.min.unwrap_or_default(), output.version);
    let too_old = (version < min)
        .then(|| format!("it needs Python {}.{}, and ran in {}.{}", min.0, min.1, version.0, version.1));
    let (expected, printed) = (trial.sample.output.as_deref().unwrap_or_default(), &output.text);
    let differs = !trial.asks && unended(expected) != unended(printed);
    let differs = differs.then(|| format!("printed\n{}\ninstead of\n{}", shown(printed), shown(expected)));
    (Some(output.text), wrong.or(too_old).or(differs))
}

fn unended(text: &str) -> &str {
    text.trim_end_matches('\n')
}

/// A text for a message: not too long, and without characters that a terminal obeys.
fn shown(text: &str) -> String {
    const LINES: usize = 30;
    let safe = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    let mut lines: Vec<String> =
        text.lines().take(LINES).map(|line| line.chars().take(300).map(safe).collect()).collect();
    if text.lines().nth(LINES).is_some() {
        lines.push("...".to_owned());
    }
    lines.join("\n")
}

/// Only what the decks do not show by themselves: that a wrong sample is found.
#[cfg(test)]
mod tests {
    use super::*;

    fn sample(language: &str, attributes: &str, code: &str, output: Option<&str>) -> CodeSample {
        CodeSample {
            language: language.to_owned(),
            attributes: attributes.to_owned(),
            code: code.to_owned(),
            output: output.map(str::to_owned),
            line: 0,
        }
    }

    /// Runs a sample behind another that prints, and looks for a part of the finding.
    #[track_caller]
    fn check(sample: CodeSample, before: &str, expected: Option<&str>) {
        let earlier =
            CodeSample { output: Some("earlier".to_owned()), attributes: String::new(), ..sample.clone() };
        let samples =
            [(Part::Answer, CodeSample { code: before.to_owned(), ..earlier }), (Part::Answer, sample)];
        let trials = run(&samples, 0, &Runner::of_the_machine()).unwrap();
        let finding = trials[1].finding.as_deref();
        match expected {
            None => assert_eq!(finding, None, "{:?} does what it says", trials[1].sample.code),
            Some(part) => assert!(finding.unwrap_or_default().contains(part), "{finding:?}"),
        }
    }

    fn python(attributes: &str, code: &str, output: Option<&str>, expected: Option<&str>) {
        check(sample("python", attributes, code, output), "x = 1\nprint('earlier')", expected);
    }

    #[test]
    fn output_is_compared_but_for_its_trailing_newlines() {
        python("", "print(1)", Some("1"), None);
        python("", "print(1)", Some("2"), Some("instead of"));
        python("", "print(1)", None, Some("instead of"));
        python("", "print(1); 1/0", Some("1"), Some("ZeroDivisionError"));
    }

    #[test]
    fn an_announced_exception_must_come() {
        python("raises=ZeroDivisionError", "print(1); 1/0", Some("1"), None);
        python("raises=TypeError", "1/0", None, Some("other than TypeError"));
        python("raises=TypeError", "pass", None, Some("did not raise"));
        python("raises=JSONDecodeError", "import json; json.loads('')", None, None);
    }

    #[test]
    fn a_continued_sample_sees_the_earlier_ones_but_not_their_output() {
        python("continue", "print(x)", Some("1"), None);
        python("", "print(x)", Some("1"), Some("NameError"));
    }

    #[test]
    fn sql_prints_names_and_rows_and_sees_what_it_continues() {
        let table = "CREATE TABLE boat (name TEXT, seats INT);\nINSERT INTO boat VALUES ('Ida; II', 8), ('Eva', NULL);\nSELECT 'earlier';";
        let rows = "SELECT name, seats FROM boat ORDER BY name;";
        let sql = |attributes, code, output| sample("sql", attributes, code, Some(output));
        check(sql("continue", rows, "name | seats\nEva | NULL\nIda; II | 8"), table, None);
        check(sql("continue", rows, "name | seats\nEva | 0\nIda; II | 8"), table, Some("instead of"));
        check(sql("", rows, ""), table, Some("no such table"));
        check(sql("raises=OperationalError", rows, ""), table, None);
        check(sql("dialect=postgresql", "SELECT now();", "anything"), table, None);
        check(
            sql("continue", "-- how\nEXPLAIN QUERY PLAN SELECT seats FROM boat;", "SCAN boat"),
            table,
            None,
        );
    }

    #[test]
    fn the_last_exception_counts_and_not_one_on_the_way_to_it() {
        let chained = "try:\n    {}['a']\nexcept KeyError:\n    int('x')";
        python("raises=ValueError", chained, None, None);
        python("raises=KeyError", chained, None, Some("other than KeyError"));
        python("raises=TypeError", "import sys; sys.exit('TypeError')", None, Some("SystemExit"));
    }

    #[test]
    fn a_sample_that_is_not_run_to_its_end_is_found() {
        python("", "import os\nos._exit(0)", None, Some("ended the process"));
        python("continue", "print(x)\nraise SystemExit", Some("1"), Some("SystemExit"));
    }

    #[test]
    fn a_slip_that_would_leave_code_unrun_is_found() {
        python("raise=TypeError", "1/0", None, Some("no meaning"));
        check(sample("Python", "", "print(1)", Some("1")), "", Some("write python"));
        check(sample("python,continue", "", "print(1)", None), "", Some("write python"));
        check(sample("python", "no-run", "print(1)", Some("1")), "", Some("nothing proves it"));
        check(sample("", "", "print(1)", Some("1")), "", Some("nothing proves it"));
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_shown() {
        python("", "print('\\x1b[2J' + 'a\\n' * 99)", None, Some("\u{fffd}[2Ja"));
    }
}
