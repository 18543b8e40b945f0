//! Several programs on one folder, and a disk that is full.

mod program;

use program::{Program, finish};
use rehearse_core::api::Desk;
use rehearse_core::domain::card::CardId;
use rehearse_core::domain::event::{Basis, Source};
use rehearse_core::domain::rating::Rating;
use rehearse_core::domain::time::Moment;
use rehearse_core::services::Stamp;
use rehearse_core::services::library::{self, Sources};
use rehearse_core::services::study::{self, Answer};
use rehearse_core::store::{Location, Store};
use serde_json::Value;
use uuid::Uuid;

fn json(program: &Program, arguments: &[&str]) -> Value {
    let output = program.run(&[arguments, &["--json"]].concat());
    assert_eq!((output.code, &*output.stderr), (0, ""), "{arguments:?}");
    serde_json::from_str(&output.stdout).unwrap()
}

#[track_caller]
fn assert_events(program: &Program, count: usize) {
    let verified = json(program, &["verify"]);
    assert_eq!(
        (&verified["ok"], verified["events"].as_u64()),
        (&true.into(), Some(count as u64)),
        "{verified}"
    );
}

#[test]
fn programs_that_answer_at_once_all_succeed() {
    let program = Program::new();
    // A new folder: they make the files at once, too.
    let cards = ["d/open", "d/pick", "d/code", "d/story", "d/open", "d/open", "d/open/next", "d/pick"];
    let started: Vec<_> = cards.iter().map(|card| program.start(&["answer", card, "good"])).collect();
    for child in started {
        let output = finish(child);
        assert_eq!((output.code, &*output.stderr), (0, ""), "{}", output.stdout);
    }
    assert_events(&program, 8);
    let events = json(&program, &["events", "--card", "d/open"]);
    assert_eq!(events.as_array().unwrap().len(), 3);
    let devices: std::collections::BTreeSet<_> =
        json(&program, &["events"]).as_array().unwrap().iter().map(|e| e["device"].to_string()).collect();
    assert_eq!(devices.len(), 1, "it is one machine");
}

#[test]
fn programs_that_undo_at_once_take_back_one_action_each() {
    let program = Program::new();
    for card in ["d/open", "d/pick", "d/code"] {
        json(&program, &["answer", card, "good"]);
    }
    let started: Vec<_> = (0..3).map(|_| program.start(&["undo"])).collect();
    for child in started {
        assert_eq!(finish(child).code, 0);
    }
    assert_events(&program, 6);
    assert_eq!(json(&program, &["due"])["counts"]["new"], 4, "all three were taken back");
}

/// The program's window over a folder, in this process.
struct Window {
    desk: Option<Desk>,
    location: Location,
    sources: Sources,
    made: u128,
}

impl Window {
    fn open(program: &Program) -> Self {
        let location = Location { folder: program.data() };
        let sources = Sources { shipped: Some(program.content().into()), own: location.decks() };
        let mut window = Self { desk: None, location, sources, made: 0 };
        let mut desk = Desk::new(window.another_store(), window.sources.clone(), Vec::new());
        desk.sync().unwrap();
        window.desk = Some(desk);
        window
    }

    fn another_store(&mut self) -> Store {
        self.made += 1;
        Store::open(self.location.clone(), Uuid::from_u128(1), Uuid::from_u128(self.made)).unwrap()
    }
}

#[test]
fn looking_at_the_file_does_not_let_go_of_it() {
    // Closing any handle of a file takes away this process's locks on it; then another program
    // that ends would think it the last one and remove the journal that this one still writes.
    let program = Program::new();
    let mut window = Window::open(&program);
    assert!(window.desk.as_ref().unwrap().about("1").writable);
    drop(window.another_store()); // as the daily backup does
    json(&program, &["answer", "d/open", "good"]);

    let mut store = window.another_store();
    let now = Moment { at_ms: 1_800_000_000_000, offset_min: 0 };
    for (n, card) in (0..).zip(["d/pick", "d/code"]) {
        assert!(window.desk.as_ref().unwrap().about("1").writable);
        let stamp = Stamp { now, id: Uuid::from_u128(0x100 + n) };
        let answer = Answer {
            card: CardId::new(card).unwrap(),
            rating: Rating::Good,
            taken_ms: 1,
            source: Source::Review,
            basis: Basis::default(),
        };
        study::answer_card(&mut store, stamp, answer).unwrap();
        json(&program, &["answer", "d/story", "good"]);
    }
    drop(store);
    drop(window.desk.take());
    assert_events(&program, 5);
}

#[test]
fn a_window_sees_what_the_command_line_answered() {
    let program = Program::new();
    let window = Window::open(&program);
    let desk = window.desk.as_ref().unwrap();
    let before = desk.store().data_version().unwrap();
    json(&program, &["answer", "d/open", "easy"]);
    assert_ne!(desk.store().data_version().unwrap(), before);
    assert_eq!(desk.store().card(&CardId::new("d/open").unwrap()).unwrap().state.reviews, 1);
}

#[test]
fn the_command_line_reads_decks_while_the_window_is_open() {
    let program = Program::new();
    let mut window = Window::open(&program);
    program.write("content/d/02.md", "## New? {#new}\n\nYes.\n");
    assert_eq!(json(&program, &["due"])["counts"]["new"], 5);
    // The window finds that it is known already.
    let mut store = window.another_store();
    let synced = library::sync(&mut store, &window.sources).unwrap();
    assert_eq!(synced.files_read, 0);
    assert_eq!(store.card_count().unwrap(), 6);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    // Stands for a full disk wherever the tests run: no file may grow beyond a size.
    let program = Program::new();
    json(&program, &["answer", "d/open", "good"]);
    let mut events = 1;
    let mut failures = 0;
    for blocks in [0, 1, 8, 16, 40, 64, 65, 66, 72, 80, 100, 200, 1_000] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" answer d/pick good --json");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_rehearse-cli")]);
        let output = finish(program.prepare(&mut command).spawn().unwrap());
        match output.code {
            0 => events += 1,
            1 => {
                failures += 1;
                assert!(output.stderr.starts_with("rehearse-cli: "), "{blocks}: {}", output.stderr);
                assert_eq!(output.stdout, "", "nothing is printed that is not durable");
            }
            code => panic!("exit {code} with {blocks} blocks: {}", output.stderr),
        }
        assert_events(&program, events);
    }
    assert!(
        failures > 0 && events > 1,
        "some sizes were too small ({failures}) and some were enough ({events})"
    );
}

#[cfg(unix)]
#[test]
fn standard_output_that_cannot_be_written_is_said() {
    if !std::path::Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let program = Program::new();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "exec \"$0\" due > /dev/full", env!("CARGO_BIN_EXE_rehearse-cli")]);
    let output = finish(program.prepare(&mut command).spawn().unwrap());
    assert_eq!(output.code, 1);
    assert!(output.stderr.starts_with("rehearse-cli: writing the output: "), "{}", output.stderr);
}
