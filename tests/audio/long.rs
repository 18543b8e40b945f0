//! A long take. A minute of sound, as fast as it goes; with `REHEARSE_SOAK_MINUTES=90` so many minutes
//! at 20 times the speed of life, with memory looked at; that takes a release build.

use std::env;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use rehearse_core::audio::read;

use super::support::{Samples, doubled, sine, take, wait};

/// How many times faster than life sound comes in a long run.
const SPEED: u32 = 20;
/// What memory may grow by between the first minute and the last, in KiB.
const GROWTH: u64 = 8 * 1_024;

#[test]
#[allow(clippy::disallowed_methods, reason = "the long run keeps to a speed")]
fn a_long_take_is_whole() {
    let minutes: Option<u64> = env::var("REHEARSE_SOAK_MINUTES").ok().and_then(|text| text.parse().ok());
    let seconds = minutes.unwrap_or(1) * 60;
    let (_folder, path) = take();
    let input = Samples::new(48_000, 2);
    let second = doubled(&sine(48_000, 400.0, 0.3, 48_000));
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    let began = Instant::now();
    let mut first_minute = 0;
    for played in 0..seconds {
        if minutes.is_some() {
            let due = Duration::from_secs(played) / SPEED;
            thread::sleep(due.saturating_sub(began.elapsed()));
        } else {
            // The ring holds ten seconds; half of them may wait.
            wait(&mut recorder, |recorder| recorder.status(0).samples + 5 * 16_000 >= played * 16_000);
        }
        input.play_in(&second, &[480]);
        if played == 60 {
            first_minute = resident_kib();
        }
    }
    let last_minute = resident_kib();
    let recorded = recorder.finish().unwrap();
    assert_eq!((recorded.dropped, &recorded.ended), (0, &None));
    assert_eq!(recorded.samples, seconds * 16_000);
    assert_eq!(read(&path, |_| ()).unwrap(), seconds * 16_000);
    assert_eq!(recorded.peaks.len() as u64, seconds * 50);
    if minutes.is_some() {
        println!("{seconds} s of sound in {:.0} s", began.elapsed().as_secs_f64());
        println!("memory: {first_minute} KiB after a minute, {last_minute} KiB at the end");
        assert!(last_minute < first_minute + GROWTH, "memory grew");
    }
}

/// Memory that this process has in use, in KiB; 0 where the system does not say.
fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
