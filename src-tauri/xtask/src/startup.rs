//! `cargo xtask bench --startup`: from the process' start to the first screen with its data, over a
//! library of 10,000 cards with ten reviews each, against the least that a window can be.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::shell::Job;
use crate::window::Screen;
use crate::{Result, packages, project, run};

/// Counted runs of each program; they alternate, so that a busy moment hits both.
const RUNS: usize = 15;
/// The library's size.
const CARDS: &str = "10000";
/// Runs that only warm the caches.
const WARM_UP: usize = 2;
/// How both programs announce their second animation frame on standard error.
const READY: &str = "startup: ready after";
/// Far beyond any start.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn bench() -> Result<()> {
    packages::install(&[packages::BUILD, packages::WINDOW])?;
    run::build_release()?;
    Job::new("cargo")
        .args(["build", "--release", "-p", "rehearse", "--features", "custom-protocol"])
        .args(["--example", "empty_window"])
        .run()?;
    let floor = project::release_binary("examples/empty_window")?;
    let program = project::release_binary("rehearse")?;
    let screen = Screen::start()?;
    let library = Library::make()?;
    let (mut floors, mut programs) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP + RUNS {
        let pair = [start(&floor, &screen, &library)?, start(&program, &screen, &library)?];
        if round >= WARM_UP {
            floors.push(pair[0]);
            programs.push(pair[1]);
        }
    }
    let (floor, program) = (median(&mut floors), median(&mut programs));
    println!("process start to second animation frame, {CARDS} cards, medians of {RUNS} alternating runs");
    println!("empty window  {:>7.0} ms  ({:.0} to {:.0})", floor, floors[0], floors[RUNS - 1]);
    println!("rehearse      {:>7.0} ms  ({:.0} to {:.0})", program, programs[0], programs[RUNS - 1]);
    println!("ratio         {:>7.2}", program / floor);
    Ok(())
}

/// A learner's files, made by the core's bench and copied for these runs.
struct Library {
    decks: PathBuf,
    data: tempfile::TempDir,
}

impl Library {
    fn make() -> Result<Self> {
        let work = results()?.join("startup");
        Job::new("cargo")
            .args(["bench", "--quiet", "-p", "rehearse-core", "--bench", "peer", "--"])
            .args(["--cards", CARDS, "--reviews", "10", "--phases", "check", "--workdir"])
            .arg(&work)
            .read()?;
        let made = work.join(format!("c{CARDS}_r10"));
        let data = tempfile::tempdir()?;
        for file in ["progress.db", "index.db"] {
            fs::copy(made.join("data").join(file), data.path().join(file))?;
        }
        Ok(Self { decks: made.join("library"), data })
    }
}

/// Starts a program, waits for its first screen, ends it; the milliseconds in between, seen from
/// outside, so that loading the program counts too.
fn start(program: &Path, screen: &Screen, library: &Library) -> Result<f64> {
    let mut command = Command::new(program);
    command
        .env("DISPLAY", &screen.display)
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("REHEARSE_STARTUP_LOG", "1")
        .env("REHEARSE_CONTENT_DIR", &library.decks)
        .env("REHEARSE_DATA_DIR", library.data.path())
        .env("REHEARSE_CONFIG_DIR", library.data.path().join("config"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    // A group of its own, for the web processes have to end with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let began = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("starting {}: {error}", program.display()))?;
    let ready = wait_for_ready(&mut child, began);
    end(&mut child)?;
    ready.map_err(|error| format!("{}: {error}", program.display()).into())
}

fn wait_for_ready(child: &mut Child, began: Instant) -> Result<f64> {
    let output = child.stderr.take().ok_or("no standard error to read from")?;
    let (announce, announced) = mpsc::channel();
    thread::spawn(move || {
        let mut lines = BufReader::new(output).lines().map_while(std::io::Result::ok);
        if lines.any(|line| line.contains(READY)) {
            announce.send(began.elapsed()).ok();
        }
        // Read on, or the program would block on a full pipe while it ends.
        lines.for_each(drop);
    });
    let took = announced.recv_timeout(LIMIT).map_err(|_| format!("no line {READY:?} came"))?;
    Ok(took.as_secs_f64() * 1000.0)
}

/// Asks the group to end, and insists when it does not.
fn end(child: &mut Child) -> Result<()> {
    let group = format!("-{}", child.id());
    Job::new("kill").args(["-TERM", "--", &group]).succeeds();
    let deadline = Instant::now() + Duration::from_secs(5);
    while child.try_wait()?.is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
    }
    Job::new("kill").args(["-KILL", "--", &group]).succeeds();
    child.wait()?;
    Ok(())
}

/// Sorts, and takes the middle.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Where the figures of the benches are kept, beside the build.
pub(crate) fn results() -> Result<PathBuf> {
    let folder = project::target()?.join("bench");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
