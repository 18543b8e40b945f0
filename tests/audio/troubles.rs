//! Devices that vanish, disks that fill up, threads that are late.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use rehearse_core::audio::{Ended, InputError, Phase, Recorder, peaks_of};

use super::support::{Samples, noise, samples_of, take, wait, wav_bytes};

#[test]
fn a_device_that_vanishes_ends_the_take_and_keeps_it() {
    for rate in [16_000, 48_000] {
        let (_folder, path) = take();
        let input = Samples::new(rate, 1);
        let mut recorder = input.recorder();
        recorder.start(&path).unwrap();
        input.play(&vec![9; rate as usize]);
        input.fail(InputError::Gone);
        input.fail(InputError::Busy); // what follows from the first failure is no news
        wait(&mut recorder, |recorder| recorder.status(0).phase == Phase::Ended);
        let status = recorder.status(0);
        assert_eq!(status.ended, Some(Ended::Microphone(InputError::Gone)));
        assert_eq!(status.failure, Some(InputError::Gone));
        assert_eq!(samples_of(&path).len(), 16_000, "it is whole before anybody asks for it");
        let recorded = recorder.finish().unwrap();
        assert_eq!(recorded.ended, Some(Ended::Microphone(InputError::Gone)));
        assert_eq!((recorded.samples, recorded.peaks.len()), (16_000, 50));
    }
}

#[test]
fn nothing_can_be_recorded_from_a_device_that_vanished() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    input.fail(InputError::Gone);
    assert_eq!(recorder.status(0).failure, Some(InputError::Gone));
    let error = recorder.start(&path).unwrap_err();
    assert!(error.to_string().contains("connect it again"), "{error}");
    assert!(!path.exists());
}

#[test]
fn a_take_that_ended_by_itself_can_be_discarded() {
    let (folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.fail(InputError::Gone);
    wait(&mut recorder, |recorder| recorder.status(0).phase == Phase::Ended);
    recorder.discard().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn buffers_that_do_not_fit_are_dropped_whole_and_counted() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    let too_long = vec![0.5; 2_000_000];
    input.play_in(&too_long, &[too_long.len()]); // before the take: not counted for it
    recorder.start(&path).unwrap();
    input.play_in(&too_long, &[too_long.len()]);
    input.play(&[1, 2, 3]);
    input.report(|reporter| {
        reporter.glitch();
        reporter.glitch();
    });
    let status = recorder.status(0);
    assert_eq!((status.dropped, status.glitches), (1, 2));
    let recorded = recorder.finish().unwrap();
    assert_eq!((recorded.dropped, recorded.glitches), (1, 2));
    assert_eq!(samples_of(&path), [1, 2, 3]);
}

/// Where the process that may not write large files finds its folder.
const LIMITED: &str = "REHEARSE_TEST_LIMITED";

/// Runs in a process of its own, whose files may hold 100 KiB: the system refuses what is more. Without
/// the variable there is nothing to do.
#[test]
fn in_a_limited_process() {
    let Ok(folder) = env::var(LIMITED) else { return };
    let path = Path::new(&folder).join("take.wav");
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&noise(16_000 * 5, 18));
    wait(&mut recorder, |recorder| recorder.status(0).phase == Phase::Ended);
    report(&mut recorder, &path);
}

#[track_caller]
fn report(recorder: &mut Recorder, path: &Path) {
    let ended = recorder.status(0).ended.expect("it ended");
    assert!(matches!(ended, Ended::NotWritten(_)), "{ended}");
    let recorded = recorder.finish().unwrap();
    assert_eq!(recorded.ended, Some(ended));
    assert_eq!(recorded.bytes, path.metadata().unwrap().len());
    assert_eq!(recorded.samples, (recorded.bytes - 44) / 2);
    assert_eq!(recorded.peaks, peaks_of(path).unwrap());
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_ends_the_take_and_keeps_what_was_written() {
    let (folder, path) = take();
    // The shell's limit counts blocks of 512 bytes; the signal of the limit is ignored, so that writing
    // fails instead.
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$0\" --exact audio::troubles::in_a_limited_process";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(env::current_exe().unwrap())
        .env(LIMITED, folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let samples = samples_of(&path);
    assert!(samples.len() > 45_000, "{} samples were kept", samples.len());
    assert_eq!(samples, noise(16_000 * 5, 18)[..samples.len()]);
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(&samples));
}
