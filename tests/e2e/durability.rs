//! What the system is told when an answer is given: one transaction, on the disk before the screen
//! (or the printed event) says so.

use std::collections::HashSet;
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
    let mut syncing = HashSet::new();
    lines.map_while(Result::ok).filter_map(|line| call(&line, &mut syncing)).collect()
}

/// Reads a line of strace's log. A sync counts when it is done: one that another thread's call cut
/// in two is remembered, by thread, until its second half.
fn call(line: &str, syncing: &mut HashSet<String>) -> Option<Call> {
    let (thread, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    if rest.starts_with("<...") && rest.contains("sync resumed>") {
        return syncing.remove(thread).then_some(Call::Sync);
    }
    let (name, arguments) = rest.split_once('(')?;
    let log = arguments.contains("progress.db-wal>") || arguments.contains(&hex("progress.db-wal"));
    match name {
        "fsync" | "fdatasync" if log && rest.contains("<unfinished") => {
            syncing.insert(thread.to_owned());
            None
        }
        "fsync" | "fdatasync" if log => Some(Call::Sync),
        "pwrite64" | "write" if log => ends_transaction(arguments).then_some(Call::Commit),
        "write" if arguments.starts_with("1<") => Some(Call::Print),
        _ => None,
    }
}

/// Whether this writes the header of a frame that ends a transaction: its bytes 4 to 8 hold the
/// database's size in pages, and 0 in every other frame.
fn ends_transaction(arguments: &str) -> bool {
    let mut parts = arguments.split('"');
    let bytes: Vec<&str> = parts.nth(1).unwrap_or_default().split("\\x").skip(1).collect();
    let is_frame_header = bytes.len() == 24 && parts.next().is_some_and(|rest| rest.starts_with(", 24"));
    is_frame_header && bytes[4..8].iter().any(|byte| *byte != "00")
}

/// With `-xx`, some versions of strace print the files' names in hexadecimal, too.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
}

#[test]
fn the_log_of_strace_is_read_as_it_is_written() {
    let log = r#"77  pwrite64(4</d/progress.db-wal>, "\x37\x7f\x06\x82\x00\x2d\xe2\x18\x00\x00\x10\x00\x00\x00\x00\x00\x01\xf8\x31\xda\xbe\xb4\x60\xd5"..., 32, 0) = 32
77  pwrite64(4</d/progress.db-wal>, "\x00\x00\x00\x05\x00\x00\x00\x00\x01\xf8\x31\xda\xbe\xb4\x60\xd5\xb2\xe6\xcb\xb3\x30\x80\x98\xcc", 24, 8272) = 24
77  write(4<HEX>, "\x00\x00\x00\x06\x00\x00\x00\x06\x01\xf8\x31\xda\xbe\xb4\x60\xd5\xd7\xaf\x60\xe6\x1b\xdc\x44\x63", 24) = 24
77  fdatasync(4</d/progress.db-wal> <unfinished ...>
78  fdatasync(3</d/progress.db>) = 0
78  <... fdatasync resumed>) = 0
77  <... fdatasync resumed>) = 0
77  write(1<pipe:[1]>, "\x64", 1) = 1"#;
    let log = log.replace("HEX", &hex("/d/progress.db-wal"));
    let mut syncing = HashSet::new();
    let calls: Vec<Call> = log.lines().filter_map(|line| call(line, &mut syncing)).collect();
    assert_eq!(calls, [Call::Commit, Call::Sync, Call::Print]);
}
