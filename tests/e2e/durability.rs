//! What the system is told when an answer is given: one transaction, on the disk before the screen
//! (or the printed event) says so.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::app::App;
use crate::support::poll::{PATIENCE, within};
use crate::support::processes::Group;
use crate::support::world::World;

/// The calls that matter, with the files' names and enough bytes to read a frame's header.
const WATCH: [&str; 9] =
    ["-f", "-y", "-xx", "-s", "24", "-e", "trace=fsync,fdatasync,pwrite64,write", "-e", "signal=none"];

/// A call that strace saw, as far as it concerns us.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    /// A frame of the write-ahead log that ends a transaction.
    Commit,
    /// The write-ahead log was forced onto the disk.
    Sync,
    /// Something was printed.
    Print,
}

#[tokio::test]
async fn a_printed_answer_is_one_transaction_and_on_the_disk() {
    let world = World::shipped();
    world.json(&["answer", "python-mid/list-or-tuple", "good"]);
    let trace = world.data().join("../answer.trace");
    let answer = world.cli_command(&["answer", "python-mid/list-or-tuple", "easy", "--json"]);
    let mut strace = Command::new("strace");
    strace.args(WATCH).arg("-o").arg(&trace).arg(answer.get_program()).args(answer.get_args());
    world.lend(&mut strace).stdin(Stdio::null());
    let output = strace.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let calls = calls(&trace);
    let printed = calls.iter().position(|call| *call == Call::Print).unwrap();
    let before = &calls[..printed];
    let commits = before.iter().filter(|call| **call == Call::Commit).count();
    assert_eq!(commits, 1, "one answer is one transaction: {calls:?}");
    let committed = before.iter().position(|call| *call == Call::Commit).unwrap();
    assert!(
        before[committed..].contains(&Call::Sync),
        "it is forced onto the disk before it is printed: {calls:?}"
    );
}

#[tokio::test]
async fn an_answer_in_the_window_is_on_the_disk_before_the_next_card() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.start_review().await;
    app.reveal().await;
    let trace = world.data().join("../window.trace");
    let tracer = attach(&app, &trace).await;
    app.rate("3").await;
    // What was on the screen now was preceded by this.
    let calls = calls(&trace);
    drop(tracer);
    let committed = calls.iter().position(|call| *call == Call::Commit);
    let committed = committed.unwrap_or_else(|| panic!("no transaction was seen: {calls:?}"));
    assert!(calls[committed..].contains(&Call::Sync), "it is forced onto the disk: {calls:?}");
    app.close().await;
}

/// Watches the running program from now on.
async fn attach(app: &App, trace: &Path) -> Group {
    let pid = app.process();
    let said = trace.with_extension("said");
    let mut strace = Command::new("strace");
    strace.args(WATCH).arg("-o").arg(trace).args(["-p", &pid.to_string()]);
    strace
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said).expect("the world can be written"));
    let tracer = Group::start(&mut strace);
    let attached =
        within(PATIENCE, async || fs::read_to_string(&said).ok().filter(|said| said.contains("attached")))
            .await;
    assert!(attached.is_some(), "strace attaches to the program");
    tracer
}

fn calls(trace: &Path) -> Vec<Call> {
    let lines = BufReader::new(fs::File::open(trace).expect("strace wrote its log")).lines();
    lines.map_while(Result::ok).filter_map(|line| call(&line)).collect()
}

fn call(line: &str) -> Option<Call> {
    let (head, _) = line.split_once('(')?;
    let name = head.split_whitespace().last()?;
    let log = line.contains("progress.db-wal>") || line.contains(&hex("progress.db-wal"));
    match name {
        "fsync" | "fdatasync" if log => Some(Call::Sync),
        "pwrite64" if log && ends_transaction(line) => Some(Call::Commit),
        "write" if line.contains("write(1<") => Some(Call::Print),
        _ => None,
    }
}

/// Whether this writes the header of a frame that ends a transaction: its bytes 4 to 8 hold the
/// database's size in pages, and 0 in every other frame.
fn ends_transaction(line: &str) -> bool {
    let bytes: Vec<&str> = line.split('"').nth(1).unwrap_or_default().split("\\x").skip(1).collect();
    let is_frame_header = line.contains(", 24, ") && bytes.len() == 24;
    is_frame_header && bytes[4..8].iter().any(|byte| *byte != "00")
}

/// With `-xx`, some versions of strace print the files' names in hexadecimal, too.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
}
