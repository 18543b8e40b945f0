//! Runs the code samples of the shipped decks: a card must print exactly what it says it prints.
//!
//! A sample's info string says how: `raises=TypeError` ends with that exception, `continue` goes on
//! from the card's earlier samples, `min=3.14` needs that Python or a newer one, `native` needs
//! CPython itself, `no-run` is not run. A sample without an output block prints nothing.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::shell::Job;
use crate::{Result, npm, project};

/// Longer than any honest sample takes.
const LIMIT: Duration = Duration::from_secs(10);

/// Separates what a card's earlier samples print from what this one does.
const SEPARATOR: &str = "\u{1e}";

/// What was run, by the same names as in `rehearse-cli check --json`.
#[derive(Default)]
pub(crate) struct Counts {
    run: u32,
    raises: u32,
    no_run: u32,
    native: u32,
    /// Of those run, how many needed a newer Python than the machine's.
    newer: u32,
    /// Not run for want of a native Python that is new enough.
    left_out: u32,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { run, raises, no_run, native, newer, left_out } = self;
        write!(f, "python samples: {run} run, {raises} raises, {no_run} no-run, {native} native")?;
        if *newer > 0 {
            write!(f, "; {newer} of them in Pyodide, for this machine's Python is older")?;
        }
        if *left_out > 0 {
            write!(f, "; {left_out} native left out, for this machine's Python is older")?;
        }
        Ok(())
    }
}

/// A card as `rehearse-cli cards --json` prints it, as far as samples go.
#[derive(Deserialize)]
struct Card {
    id: String,
    code_samples: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    language: String,
    attributes: Option<String>,
    code: String,
    output: Option<String>,
}

/// An info string, taken apart.
#[derive(Default, PartialEq, Debug)]
struct Manner {
    raises: Option<String>,
    continues: bool,
    min: Option<Version>,
    native: bool,
    no_run: bool,
}

type Version = (u32, u32);

/// How a program ended.
struct Ended {
    status: ExitStatus,
    stdout: String,
    stderr: String,
}

/// Runs every Python sample of the shipped decks.
pub(crate) fn run(cli: &Path) -> Result<Counts> {
    let data = tempfile::tempdir()?;
    let cards = Job::new(cli)
        .args(["cards", "--json", "--limit", "1000000", "--content"])
        .arg(project::content())
        .arg("--data-dir")
        .arg(data.path())
        .read()?;
    let cards: Vec<Card> = serde_json::from_str(&cards)?;
    if cards.is_empty() {
        return Err("the shipped decks have no cards".into());
    }
    let python = machine_version()?;
    let mut counts = Counts::default();
    let mut failures = 0;
    for card in &cards {
        for (place, message) in check_card(card, python, &mut counts)? {
            failures += 1;
            println!("{}, sample {place}: {message}", card.id);
        }
    }
    if failures > 0 { Err(format!("{failures} samples do not do what they say").into()) } else { Ok(counts) }
}

/// Runs one card's samples; what is wrong comes back with the sample's place, from 1.
fn check_card(card: &Card, python: Version, counts: &mut Counts) -> Result<Vec<(usize, String)>> {
    let mut findings = Vec::new();
    let mut earlier: Vec<&str> = Vec::new();
    for (index, sample) in card.code_samples.iter().enumerate() {
        if sample.language != "python" {
            continue;
        }
        let manner = match manner(sample.attributes.as_deref().unwrap_or_default()) {
            Ok(manner) => manner,
            Err(message) => {
                findings.push((index + 1, message));
                continue;
            }
        };
        if manner.no_run {
            counts.no_run += 1;
            continue;
        }
        let too_new = manner.min.is_some_and(|min| min > python);
        counts.native += u32::from(manner.native);
        if manner.native && too_new {
            counts.left_out += 1;
            continue;
        }
        counts.run += 1;
        counts.raises += u32::from(manner.raises.is_some());
        counts.newer += u32::from(too_new);
        let before: &[&str] = if manner.continues { &earlier } else { &[] };
        if let Some(message) = check(sample, &manner, before, too_new)? {
            findings.push((index + 1, message));
        }
        // A sample that ends in an exception leaves nothing to go on from.
        if manner.raises.is_none() {
            earlier.push(&sample.code);
        }
    }
    Ok(findings)
}

/// What is wrong with one sample, if anything.
fn check(sample: &Sample, manner: &Manner, before: &[&str], newer: bool) -> Result<Option<String>> {
    let world = tempfile::tempdir()?;
    let program = world.path().join("sample.py");
    fs::write(&program, source(before, &sample.code))?;
    let folder = world.path().join("empty");
    fs::create_dir(&folder)?;
    let Some(ended) = execute(&program, &folder, world.path(), newer)? else {
        return Ok(Some(format!("still running after {} s", LIMIT.as_secs())));
    };
    Ok(verdict(&ended, sample.output.as_deref(), manner.raises.as_deref()))
}

/// The program's text: the earlier samples, a mark on standard output, the sample.
fn source(before: &[&str], code: &str) -> String {
    if before.is_empty() {
        return code.to_owned();
    }
    let mark = r#"__import__("sys").stdout.write("\x1e")"#;
    format!("{}\n{mark}\n{code}", before.join("\n"))
}

fn verdict(ended: &Ended, output: Option<&str>, raises: Option<&str>) -> Option<String> {
    let printed = ended.stdout.rsplit_once(SEPARATOR).map_or(ended.stdout.as_str(), |(_, own)| own);
    let last = ended.stderr.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    match raises {
        None if !ended.status.success() => return Some(format!("ended with {}: {last}", ended.status)),
        Some(name) if ended.status.success() => return Some(format!("did not raise {name}")),
        Some(name) if !names_exception(&ended.stderr, name) => {
            return Some(format!("raised something other than {name}: {last}"));
        }
        _ => {}
    }
    let (expected, printed) = (unended(output.unwrap_or_default()), unended(printed));
    (expected != printed).then(|| format!("printed\n{printed}\ninstead of\n{expected}"))
}

fn unended(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

/// Whether a traceback's closing line names this exception, with or without its module.
fn names_exception(traceback: &str, name: &str) -> bool {
    traceback.lines().filter(|line| !line.starts_with(' ')).any(|line| {
        let raised = line.split(':').next().unwrap_or_default().trim();
        raised == name || raised.rsplit('.').next() == Some(name)
    })
}

fn manner(attributes: &str) -> std::result::Result<Manner, String> {
    let mut manner = Manner::default();
    for word in attributes.split_whitespace() {
        match word.split_once('=') {
            None if word == "continue" => manner.continues = true,
            None if word == "native" => manner.native = true,
            None if word == "no-run" => manner.no_run = true,
            Some(("raises", name)) => manner.raises = Some(name.to_owned()),
            Some(("min", version)) => {
                manner.min = Some(parse_version(version).ok_or(format!("min={version} is no version"))?);
            }
            _ => return Err(format!("unknown attribute {word:?}")),
        }
    }
    Ok(manner)
}

fn parse_version(text: &str) -> Option<Version> {
    let (major, minor) = text.trim().split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn machine_version() -> Result<Version> {
    let printed =
        Job::new("python3").args(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).read()?;
    parse_version(&printed).ok_or_else(|| format!("python3 says that it is {printed:?}").into())
}

/// Runs a program in an empty folder; none when it took too long.
fn execute(program: &Path, folder: &Path, logs: &Path, newer: bool) -> Result<Option<Ended>> {
    let mut command = if newer {
        let mut command = Command::new("node");
        command.arg("--no-warnings").arg(pyodide()?);
        command
    } else {
        let mut command = Command::new("python3");
        command.args(["-X", "utf8", "-B"]);
        command
    };
    // Files rather than pipes: a sample may print more than a pipe holds.
    let (stdout, stderr) = (logs.join("stdout"), logs.join("stderr"));
    command.arg(program).current_dir(folder).stdin(Stdio::null());
    command.stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    command.env_remove("PYTHONPATH").env_remove("PYTHONSTARTUP").env_remove("PYTHONHOME");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| format!("starting {command:?}: {error}"))?;
    let Some(status) = wait(&mut child)? else { return Ok(None) };
    let read = |path: &PathBuf| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(Ended { status, stdout: read(&stdout)?, stderr: read(&stderr)? }))
}

fn wait(child: &mut Child) -> Result<Option<ExitStatus>> {
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(3));
    }
    // The whole group: a sample may have started processes of its own.
    Job::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).succeeds();
    child.kill().ok();
    child.wait()?;
    Ok(None)
}

/// The script that runs a program in Pyodide; its package is installed when first needed.
fn pyodide() -> Result<PathBuf> {
    let folder = project::root().join("src-tauri/xtask/pyodide");
    npm::install(&folder)?;
    Ok(folder.join("run.mjs"))
}

/// Only what the decks do not show by themselves: that a wrong sample is found.
#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_one(attributes: &str, code: &str, output: Option<&str>, expected: Option<&str>) {
        let sample = Sample {
            language: "python".to_owned(),
            attributes: Some(attributes.to_owned()),
            code: code.to_owned(),
            output: output.map(str::to_owned),
        };
        let manner = manner(attributes).unwrap();
        let before: &[&str] = if manner.continues { &["x = 1\nprint('earlier')"] } else { &[] };
        let finding = check(&sample, &manner, before, false).unwrap();
        match expected {
            None => assert_eq!(finding, None, "{code:?} does what it says"),
            Some(part) => {
                assert!(finding.clone().unwrap_or_default().contains(part), "{code:?}: {finding:?}")
            }
        }
    }

    #[test]
    fn output_is_compared_but_for_its_trailing_newlines() {
        check_one("", "print(1)", Some("1"), None);
        check_one("", "print(1)", Some("2"), Some("instead of"));
        check_one("", "print(1)", None, Some("instead of"));
        check_one("", "print(1); 1/0", Some("1"), Some("ZeroDivisionError"));
    }

    #[test]
    fn an_announced_exception_must_come() {
        check_one("raises=ZeroDivisionError", "print(1); 1/0", Some("1"), None);
        check_one("raises=TypeError", "1/0", None, Some("other than TypeError"));
        check_one("raises=TypeError", "pass", None, Some("did not raise"));
        check_one("raises=JSONDecodeError", "import json; json.loads('')", None, None);
    }

    #[test]
    fn a_continued_sample_sees_the_earlier_ones_but_not_their_output() {
        check_one("continue", "print(x)", Some("1"), None);
        check_one("", "print(1)", Some("1"), None);
    }

    #[test]
    fn info_strings_are_taken_apart() {
        let expected = Manner { min: Some((3, 14)), native: true, ..Manner::default() };
        assert_eq!(manner("min=3.14 native"), Ok(expected));
        assert!(manner("raise=TypeError").is_err(), "a slip in the info string is not passed over");
    }
}
