//! What takes cost: how soon a recording begins, what ten minutes of it do to memory, and how soon a long
//! take is on the screen.

use std::env;
use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::long_take;
use super::{Row, read, seconds, world_of_a_question};
use crate::support::app::App;
use crate::support::microphone::Microphone;
use crate::support::poll::{PATIENCE, within};
use crate::support::sound::{RATE, Sound};
use crate::support::speech;
use crate::support::world::World;

/// How soon a recording begins after its key, 99 times of 100.
const START_MS: f64 = 150.0;
/// What of a take's beginning tells when it was said.
const BEGINNING: usize = RATE / 10;
/// How long a take of 45 minutes may be compressed, on a machine that is busy.
const COMPRESSION: Duration = Duration::from_secs(600);
/// What memory may grow by during a take, in KiB.
const GROWTH: u64 = 8 * 1_024;

fn count(variable: &str, short: u64) -> u64 {
    env::var(variable).map_or(short, |count| count.parse().expect("a count is a number"))
}

#[tokio::test]
async fn a_recording_begins_with_its_key() {
    let rounds = count("REHEARSE_ROUNDS", 1).max(3) as usize;
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    begun_after(&world, None).await;
    app.notes_its_keys().await;
    let mut starts = Vec::new();
    for _ in 0..rounds {
        let before = world.recording();
        app.press("Alt+O").await;
        starts.push(start_of_the_next(&app, &world, &microphone, before).await);
    }
    world.is_a_take().await;
    app.press("Ctrl+Enter").await;
    app.predict_good().await;
    app.close().await;
    told("\"Start over\"", starts);
}

#[tokio::test]
async fn a_recording_begins_with_the_next_question() {
    let rounds = count("REHEARSE_ROUNDS", 1).max(3) as usize;
    let world = World::shipped();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.notes_its_keys().await;
    let mut starts = Vec::new();
    while starts.len() < rounds {
        app.choose_recorded_interview("A user profile service", "Under pressure").await;
        app.press("Enter").await;
        let questions = app.face("asking", 1).await["questions"].as_u64().expect("a number");
        begun_after(&world, None).await;
        for _ in 1..questions {
            let before = world.recording();
            app.press("Ctrl+Enter").await;
            starts.push(start_of_the_next(&app, &world, &microphone, before).await);
        }
        app.press("Ctrl+Enter").await;
        app.by_role("heading", "Nothing is assessed yet.").await;
    }
    app.close().await;
    told("the next question", starts);
}

impl App {
    /// Keeps the moment of the last key press.
    async fn notes_its_keys(&self) {
        let note = "addEventListener('keydown', (event) => {
            if (!['Control', 'Alt'].includes(event.key)) window.pressed = Date.now();
        }, { capture: true });";
        self.script(note, vec![]).await;
    }
}

impl World {
    /// The take that is being recorded.
    fn recording(&self) -> Option<Row> {
        self.take_rows().into_iter().find(|row| row.sound == "recording")
    }
}

/// Waits until another take than this one has begun to grow; returns its beginning.
async fn begun_after(world: &World, before: Option<Row>) -> Vec<i16> {
    let begun = within(PATIENCE, async || {
        let row = world.recording()?;
        let is_new = before.as_ref().is_none_or(|before| before.file != row.file);
        let samples = world.growing();
        (is_new && samples.len() >= BEGINNING).then_some(samples)
    });
    begun.await.expect("another take begins")
}

/// Milliseconds from the last key to the first sample of the take that it began; below 0 when the sample
/// was said before the key.
async fn start_of_the_next(app: &App, world: &World, microphone: &Microphone, before: Option<Row>) -> f64 {
    let samples = begun_after(world, before).await;
    let begun = microphone.place_of(&samples).expect("the take is a run of what was said");
    let pressed_ms = app.script("return window.pressed", vec![]).await.as_f64().expect("a key was pressed");
    let now_ms =
        SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs_f64() * 1_000.0;
    let said_ago = Instant::now() - microphone.moment_of(begun);
    now_ms - said_ago.as_secs_f64() * 1_000.0 - pressed_ms
}

fn told(what: &str, mut starts: Vec<f64>) {
    starts.sort_by(f64::total_cmp);
    let at = |share: f64| starts[((starts.len() - 1) as f64 * share).round() as usize];
    println!(
        "{} recordings began with {what}; from the key to the first sample: least {:.0} ms, median {:.0} ms, p99 {:.0} ms, most {:.0} ms",
        starts.len(),
        at(0.0),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    assert!(starts.len() < 100 || at(0.99) <= START_MS, "a recording begins too late");
}

#[tokio::test]
async fn a_long_take_holds_all_that_was_said_in_the_same_memory() {
    let length = Duration::from_secs(count("REHEARSE_CLOCK_SECONDS", 5));
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let words = speech::say(speech::ANSWER);
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    let pid = app.process();
    let began = Instant::now();
    let mut said = 0;
    // What starting up left behind is gone after a tenth of the time.
    tokio::time::sleep(length / 10).await;
    let at_first = resident_kib(pid);
    while began.elapsed() < length {
        microphone.say(&words);
        said += words.len();
        microphone.finished().await;
    }
    let at_last = resident_kib(pid);
    world.has_heard(&microphone).await;
    app.press("Ctrl+Enter").await;
    app.predict_good().await;
    let kept = read(&world.kept_takes(1).await[0]);
    app.close().await;
    assert!(kept.len() >= said, "all that was said is there");
    assert!(microphone.place_of(&kept).is_some(), "no buffer was dropped");
    println!(
        "{:.0} s through the device, no sample lost; memory of the program: {at_first} KiB at first, {at_last} KiB at the end",
        seconds(kept.len())
    );
    assert!(at_last < at_first + GROWTH, "memory grew");
}

/// Memory that a process has in use and shares with no other, and its part of what it shares, in KiB.
fn resident_kib(pid: i32) -> u64 {
    let smaps = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).expect("the program runs");
    let line = smaps.lines().find_map(|line| line.strip_prefix("Pss:")).expect("Linux counts it");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test]
async fn a_long_take_is_on_the_screen_at_once() {
    let minutes = count("REHEARSE_TAKE_MINUTES", 3);
    let world = world_of_a_question();
    let _sound = Sound::start(&world).await;
    let app = App::open(&world).await;
    app.close().await;
    long_take::keep(&world, minutes as usize);
    let app = App::open(&world).await;
    world.kept_takes_within(COMPRESSION, 1).await;
    app.to_the_question().await;
    let watch = "
        addEventListener('keydown', (event) => {
            const began = event.timeStamp;
            const look = (seen) => () => {
                if (!seen()) return requestAnimationFrame(look(seen));
                const channel = new MessageChannel();
                channel.port1.onmessage = () => window.times.push(performance.now() - began);
                requestAnimationFrame(() => channel.port2.postMessage(0));
            };
            window.times = [];
            look(() => document.querySelector('.player path.ahead')?.getAttribute('d').length > 1000)();
            look(() => !!document.querySelector('audio')?.src)();
        }, { capture: true, once: true });
    ";
    app.script(watch, vec![]).await;
    app.press("v").await;
    let both = within(3 * PATIENCE, async || {
        let times = app.script("return window.times", vec![]).await;
        Some((times[0].as_f64()?, times[1].as_f64()?))
    });
    let Some((wave, sound)) = both.await else { app.fail("the take did not come").await };
    app.screenshot("take-long").await;
    println!(
        "a take of {minutes} minutes: the wave is drawn {wave:.0} ms after the key, the sound is read after {sound:.0} ms"
    );
    app.close().await;
}
