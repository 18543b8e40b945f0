//! The command line as scripts call it: names, flags, JSON keys and exit codes only grow.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod program;

use program::{Output, Program, keys};
use serde_json::Value;

const AT: &str = "2026-11-21T09:00:00+01:00";

/// A call that is done: exit 0, nothing on standard error, one JSON value on standard output.
#[track_caller]
fn json(program: &Program, arguments: &[&str]) -> Value {
    let output = program.run(&[arguments, &["--json", "--at", AT]].concat());
    assert_eq!((output.code, &*output.stderr), (0, ""), "{arguments:?}: {}", output.stdout);
    serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

/// A call that the data refuses: exit 1, one line on standard error.
#[track_caller]
fn refused(output: &Output, expected: &str) {
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(output.stderr, format!("rehearse-cli: {expected}\n"));
}

mod names {
    use super::*;

    #[test]
    fn check_prints_counts_and_findings() {
        let program = Program::new();
        let report = json(&program, &["check", program.content()]);
        assert_eq!(
            keys(&report),
            ["by_kind", "cards", "decks", "diagnostics", "follow_ups", "interviews", "samples"]
        );
        assert_eq!(keys(&report["by_kind"]), ["behavioural", "choice", "code", "open"]);
        assert_eq!(keys(&report["decks"][0]), ["cards", "follow_ups", "id", "interviews", "title"]);
        assert_eq!(keys(&report["samples"]["python"]), ["native", "no_run", "raises", "run"]);
        assert_eq!((report["cards"].as_u64(), report["follow_ups"].as_u64()), (Some(5), Some(1)));
        let sum: u64 = report["by_kind"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(sum, 5, "`by_kind` sums to `cards`");
        assert_eq!(report["samples"]["python"]["run"], 1, "starter code, tests and solutions do not count");
    }

    #[test]
    fn sql_counts_as_run_but_for_other_dialects() {
        let program = Program::new();
        let sample = |info: &str| format!("```{info}\nSELECT 1;\n```\n\n");
        let samples =
            [sample("sql"), sample("sql dialect=postgresql"), sample("sql raises=OperationalError")];
        program.write("content/d/02.md", &format!("## How? {{#how}}\n\n{}", samples.concat()));
        let report = json(&program, &["check", program.content()]);
        let sql = &report["samples"]["sql"];
        assert_eq!((&sql["run"], &sql["no_run"], &sql["raises"]), (&1.into(), &1.into(), &1.into()));
    }

    #[test]
    fn interview_lists_what_there_is_and_reports_what_was_held() {
        let program = Program::new();
        let text = "+++\nkind = \"interview\"\nid = \"talk\"\ntitle = \"A talk\"\nminutes = 5\nrole = \"Developer\"\n+++\n\n## Open {#open minutes=5 ask=d/open}\n";
        program.write("content/d/talk.md", text);
        let list = json(&program, &["interview", "list"]);
        assert_eq!(keys(&list), ["held", "written"]);
        assert_eq!(keys(&list["written"][0]), ["id", "minutes", "role", "stages", "title"]);
        assert_eq!(list["written"][0]["id"], "d/talk");
        assert_eq!(list["held"].as_array().unwrap().len(), 0);
        let id = "00000000-0000-7000-8000-000000000000";
        refused(&program.run(&["interview", "report", id]), &format!("there is no interview \"{id}\""));
    }

    #[test]
    fn interviews_count_with_their_code_and_their_findings() {
        let program = Program::new();
        let front = "+++\nkind = \"interview\"\nid = \"talk\"\ntitle = \"Talk\"\nminutes = 9\nrole = \"R\"\ninterviewer = \"I\"\nsetting = \"S\"\nassesses = [\"A\"]\n+++\n";
        let turn = "> Look:\n>\n> ```python\n> x = 1\n> ```\n\n### Strong answer\n\n```python raises=TypeError\nx()\n```\n\n### Follow-ups\n\n#### And so?\n\n```sql\nSELECT 1;\n```\n\n### Solution\n\n```python\ny\n```\n";
        let stages = format!("\n## One {{#one minutes=5 ask=d/gone}}\n\n## Two {{#two minutes=4}}\n\n{turn}");
        let talk = program.write("content/d/talk.md", &format!("{front}{stages}"));
        for path in [program.content(), talk.to_str().unwrap()] {
            let output = program.run(&["check", path, "--json"]);
            let report: Value = serde_json::from_str(&output.stdout).unwrap();
            assert_eq!((&report["interviews"], &report["decks"][0]["interviews"]), (&1.into(), &1.into()));
            let own = if path == program.content() { 1 } else { 0 };
            assert_eq!(report["samples"]["python"]["run"], own + 1, "the words of a turn hold code too");
            assert_eq!(report["samples"]["python"]["raises"], 1);
            assert_eq!(report["samples"]["sql"]["run"], 1);
            let place = format!("{}:", talk.display());
            let findings = output.stderr.lines().filter(|line| line.starts_with(&place)).count();
            // No link in a stage; and where the deck is read whole, no card that is asked.
            assert_eq!((findings, output.code), (usize::try_from(own).unwrap() + 1, i32::from(own == 1)));
        }
        let text = program.run(&["check", program.content()]).stdout;
        assert!(text.contains("d: 5 cards (1 follow-ups), 1 interview\n"), "{text}");
    }

    #[test]
    fn a_finding_has_its_place_and_a_hint() {
        let program = Program::new();
        program.write("content/d/02.md", "## No id\n\nText.\n");
        let output = program.run(&["check", program.content(), "--json"]);
        assert_eq!(output.code, 1);
        let report: Value = serde_json::from_str(&output.stdout).unwrap();
        let finding = &report["diagnostics"][0];
        assert_eq!(keys(finding), ["column", "file", "hint", "line", "message", "severity"]);
        assert_eq!((&finding["line"], &finding["severity"]), (&Value::from(1), &Value::from("error")));
        let place = format!("{}:1:", finding["file"].as_str().unwrap());
        assert!(output.stderr.starts_with(&place), "{}", output.stderr);
    }

    #[test]
    fn cards_prints_every_part() {
        let program = Program::new();
        let cards = json(&program, &["cards"]);
        let expected = [
            "answer_md",
            "assessed",
            "choices",
            "code_samples",
            "common_mistakes",
            "deck",
            "file",
            "hint_md",
            "id",
            "key_points",
            "kind",
            "level",
            "line",
            "minutes",
            "notes_md",
            "parent",
            "question",
            "question_md",
            "red_flags",
            "section",
            "solution",
            "starter",
            "tags",
            "tests",
        ];
        for card in cards.as_array().unwrap() {
            assert_eq!(keys(card), expected, "{}", card["id"]);
        }
        let of = |id: &str| cards.as_array().unwrap().iter().find(|card| card["id"] == id).unwrap();
        assert_eq!(of("d/open/next")["parent"], "d/open");
        assert_eq!(of("d/open")["parent"], Value::Null);
        assert_eq!(keys(&of("d/pick")["choices"][0]), ["correct", "reason", "text"]);
        assert_eq!(keys(&of("d/open")["code_samples"][0]), ["attributes", "code", "language", "output"]);
        assert_eq!(of("d/open")["code_samples"][0]["output"], "3\n");
        assert_eq!(json(&program, &["cards", "--query", "kind:choice"]).as_array().unwrap().len(), 1);
        assert_eq!(json(&program, &["cards", "--limit", "2"]).as_array().unwrap().len(), 2);
        assert_eq!(json(&program, &["cards", "--limit", "0"]).as_array().unwrap().len(), 0);
    }

    #[test]
    fn answering_listing_and_undoing_print_their_keys() {
        let program = Program::new();
        let due = json(&program, &["due"]);
        assert_eq!(keys(&due), ["at", "counts", "next", "study_day"]);
        assert_eq!(keys(&due["counts"]), ["learning", "new", "review"]);
        assert_eq!((&due["at"], &due["study_day"]), (&Value::from(AT), &Value::from("2026-11-21")));

        let answered = json(&program, &["answer", "d/open", "easy", "--taken-ms", "4000"]);
        assert_eq!(
            keys(&answered),
            ["at", "card", "difficulty", "due_at", "event", "interval_days", "rating", "stability", "state"]
        );
        assert_eq!((&answered["state"], &answered["rating"]), (&Value::from("review"), &Value::from("easy")));
        assert_eq!(answered["at"], AT);

        let events = json(&program, &["events"]);
        assert_eq!(keys(&events[0]), ["at", "card", "device", "event", "kind", "rating", "voids"]);
        assert_eq!(events[0]["event"], answered["event"]);

        let undone = json(&program, &["undo"]);
        assert_eq!(keys(&undone), ["event", "voids"]);
        assert_eq!(undone["voids"], answered["event"]);

        let events = json(&program, &["events", "--card", "d/open"]);
        let kinds: Vec<_> =
            events.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["review", "void"], "a card's voids are part of its history");
        assert_eq!(json(&program, &["events", "--card", "d/pick"]), Value::Array(Vec::new()));

        let verified = json(&program, &["verify"]);
        assert_eq!(keys(&verified), ["cards", "events", "ok", "problems"]);
        assert_eq!(
            (&verified["ok"], &verified["events"], &verified["cards"]),
            (&true.into(), &2.into(), &5.into())
        );
    }

    #[test]
    fn a_learning_step_has_no_interval() {
        let program = Program::new();
        let answered = json(&program, &["answer", "d/open", "good"]);
        assert_eq!((&answered["state"], &answered["interval_days"]), (&"learning".into(), &Value::Null));
        assert_eq!(answered["due_at"], "2026-11-21T09:10:00+01:00");
    }

    #[test]
    fn without_json_there_are_lines_to_read() {
        let program = Program::new();
        for arguments in
            [&["cards"][..], &["due"], &["answer", "d/open", "good"], &["events"], &["undo"], &["verify"]]
        {
            let output = program.run(&[arguments, &["--at", AT]].concat());
            assert_eq!((output.code, &*output.stderr), (0, ""), "{arguments:?}");
            assert!(
                !output.stdout.trim().is_empty() && !output.stdout.starts_with(['{', '[']),
                "{arguments:?}"
            );
        }
    }
}

mod exit_codes {
    use super::*;

    #[test]
    fn a_call_whose_words_are_off_exits_2() {
        let program = Program::new();
        for arguments in [
            &[][..],
            &["dance"],
            &["answer", "d/open"],
            &["answer", "d/open", "perfect"],
            &["answer", "d/open", "good", "--taken-ms", "-1"],
            &["due", "--at", "yesterday"],
            &["due", "--at", "2026-11-21"],
            &["cards", "--limit", "many"],
            &["check"],
            &["due", "--colour"],
        ] {
            let output = program.run(arguments);
            assert_eq!(output.code, 2, "{arguments:?}");
            assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
        }
    }

    #[test]
    fn data_that_refuses_exits_1_with_one_line() {
        let program = Program::new();
        refused(&program.run(&["answer", "d/nobody", "good"]), "there is no card \"d/nobody\"");
        refused(&program.run(&["answer", "No Id", "good"]), "there is no card \"No Id\"");
        refused(&program.run(&["undo"]), "there is nothing left to undo today");
        refused(&program.run(&["events", "--card", "No Id"]), "there is no card \"No Id\"");
        let output = program.run(&["cards", "--query", "level:brutal"]);
        assert_eq!(output.code, 1);
        assert!(output.stderr.contains("level:brutal is unknown"), "{}", output.stderr);
    }

    #[test]
    fn undo_ends_with_the_study_day() {
        let program = Program::new();
        json(&program, &["answer", "d/open", "good"]);
        let output = program.run(&["undo", "--at", "2026-11-22T04:00:00+01:00"]);
        refused(&output, "there is nothing left to undo today");
    }

    #[test]
    fn warnings_alone_exit_0() {
        let program = Program::new();
        // The statement is long enough to be one, the rest is fine; a link as text is a warning.
        program.write("content/d/02.md", "## What? {#warned}\n\nSee [this](ftp://example.org/x).\n");
        let output = program.run(&["check", program.content()]);
        assert_eq!(output.code, 0, "{output:?}");
        assert!(output.stderr.contains("warning"), "{output:?}");
    }

    #[test]
    fn a_damaged_and_a_newer_database_are_said() {
        let program = Program::new();
        json(&program, &["answer", "d/open", "good"]);
        let database = program.data().join("progress.db");
        let bytes = std::fs::read(&database).unwrap();
        let mut newer = bytes.clone();
        newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
        std::fs::write(&database, &newer).unwrap();
        let output = program.run(&["due"]);
        assert_eq!(output.code, 1);
        assert!(output.stderr.contains("written by a newer version"), "{}", output.stderr);
        assert_eq!(std::fs::read(&database).unwrap(), newer, "untouched");
        std::fs::write(&database, "no database".repeat(100)).unwrap();
        let output = program.run(&["due"]);
        assert_eq!(output.code, 1);
        assert!(output.stderr.contains("is damaged"), "{}", output.stderr);
        std::fs::write(&database, bytes).unwrap();
        assert_eq!(json(&program, &["verify"])["events"], 1);
    }

    #[test]
    fn verify_says_what_does_not_hold_together() {
        let program = Program::new();
        for card in ["d/open", "d/pick", "d/code", "d/story"] {
            json(&program, &["answer", card, "good"]);
        }
        let database = program.data().join("progress.db");
        let mut bytes = std::fs::read(&database).unwrap();
        bytes[3 * 4096..].fill(0xEE);
        std::fs::write(&database, bytes).unwrap();
        let output = program.run(&["verify"]);
        assert_eq!(output.code, 1);
        assert!(!output.stderr.is_empty() && !output.stderr.contains("panicked"), "{}", output.stderr);
    }
}

mod calling {
    use super::*;

    #[test]
    fn flags_stand_before_or_after_the_subcommand() {
        let program = Program::new();
        let data = program.data().display().to_string();
        let flags = ["--data-dir", &data, "--content", program.content(), "--json", "--at", AT];
        for split in [0, 2, 4, 5, 7] {
            let (before, after) = flags.split_at(split);
            let output = program.run_plain(&[before, &["due"], after].concat());
            assert_eq!(output.code, 0, "{before:?} due {after:?}: {}", output.stderr);
            let due: Value = serde_json::from_str(&output.stdout).unwrap();
            assert_eq!((&due["at"], &due["counts"]["new"]), (&Value::from(AT), &4.into()));
        }
    }

    #[test]
    fn check_can_write_the_missing_ids() {
        let program = Program::new();
        let file = program.write("content/d/02.md", "## What is missing here?\n\nAn id.\n");
        assert_eq!(program.run(&["check", program.content()]).code, 1);
        assert_eq!(program.run(&["check", program.content(), "--fix"]).code, 0);
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.starts_with("## What is missing here? {#what-is-missing"), "{text}");
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let program = Program::new();
        program.write(
            "content/d/02.md",
            &(0..3_000).map(|n| format!("## What is {n}? {{#n{n}}}\n\nA number.\n\n")).collect::<String>(),
        );
        let output = program.run_and_close_output(&["cards", "--json"]);
        assert_eq!((output.code, &*output.stderr), (0, ""));
        let output = program.run_and_close_output(&["cards"]);
        assert_eq!((output.code, &*output.stderr), (0, ""));
    }

    #[test]
    fn the_content_folder_is_found_where_one_calls_from() {
        let program = Program::new();
        let data = program.data().display().to_string();
        let output = program.run_plain(&["--data-dir", &data, "due", "--json"]);
        let due: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(due["counts"]["new"], 4);
    }
}
