//! What is recorded, from when to when, and how it lies on the disk.

use std::fs;

use proptest::prelude::*;
use rehearse_core::Error;
use rehearse_core::audio::{InputError, Phase, Recorder};

use super::support::{Samples, as_floats, noise, record, samples_of, take, wait, wav_bytes};
use crate::support::cases;

#[test]
fn a_mono_16_khz_device_is_recorded_bit_for_bit() {
    let (_folder, path) = take();
    let mut samples = noise(50_001, 1);
    samples[..5].copy_from_slice(&[i16::MIN, i16::MAX, 0, -1, 1]);
    let input = Samples::new(16_000, 1);
    let recorded = record(&input, &path, || input.play(&samples));
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(&samples));
    assert_eq!((recorded.samples, recorded.bytes), (50_001, 100_046));
    assert_eq!((recorded.dropped, recorded.ended), (0, None));
    assert_eq!(recorded.path, path);
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn the_size_of_buffers_changes_nothing(
        buffers in prop::collection::vec(1_usize..3_000, 1..6),
        count in 0_usize..20_000,
    ) {
        let (_folder, path) = take();
        let samples = noise(count, 2);
        let input = Samples::new(16_000, 1);
        record(&input, &path, || input.play_in(&as_floats(&samples), &buffers));
        prop_assert_eq!(fs::read(&path).unwrap(), wav_bytes(&samples));
    }
}

#[test]
fn two_channels_are_recorded_as_their_mean() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 2);
    record(&input, &path, || input.play_in(&as_floats(&[100, 300, -2_000, 1_000]), &[1]));
    assert_eq!(samples_of(&path), [200, -500]);
}

#[test]
fn what_is_louder_than_full_scale_stops_there() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    record(&input, &path, || input.play_in(&[1.5, -1.5, f32::NAN], &[3]));
    assert_eq!(samples_of(&path), [i16::MAX, i16::MIN, 0]);
}

#[test]
fn sound_from_before_the_start_is_not_in_the_take() {
    let (_folder, path) = take();
    let input = Samples::new(48_000, 1);
    let mut recorder = input.recorder();
    input.play(&noise(50_000, 3)); // some of it still waits in the ring when the take begins
    recorder.start(&path).unwrap();
    input.play(&vec![0; 48_000]);
    let recorded = recorder.finish().unwrap();
    assert_eq!(recorded.samples, 16_000);
    assert_eq!(samples_of(&path), vec![0; 16_000], "not even the tail of the resampler");
}

#[test]
fn one_recorder_records_one_take_after_the_other() {
    let (folder, first) = take();
    let second = folder.path().join("second.wav");
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&first).unwrap();
    input.play(&[1, 2]);
    recorder.finish().unwrap();
    input.play(&[3]);
    recorder.start(&second).unwrap();
    input.play(&[4, 5, 6]);
    let recorded = recorder.finish().unwrap();
    assert_eq!((recorded.samples, recorded.peaks.len()), (3, 1));
    assert_eq!((samples_of(&first), samples_of(&second)), (vec![1, 2], vec![4, 5, 6]));
}

#[test]
fn what_is_heard_on_hold_is_passed_over() {
    for rate in [16_000, 48_000] {
        let (_folder, path) = take();
        let input = Samples::new(rate, 1);
        let second = |value: i16| vec![value; rate as usize];
        let mut recorder = input.recorder();
        recorder.start(&path).unwrap();
        input.play(&second(0));
        recorder.hold(true).unwrap();
        assert_eq!(recorder.status(0).phase, Phase::Held);
        input.play(&second(20_000));
        recorder.hold(true).unwrap(); // twice is once
        input.play(&second(20_000));
        recorder.hold(false).unwrap();
        assert_eq!(recorder.status(0).phase, Phase::Recording);
        input.play(&second(0));
        recorder.finish().unwrap();
        assert_eq!(samples_of(&path), vec![0; 32_000], "at {rate} Hz");
    }
}

#[test]
fn a_take_can_be_finished_on_hold() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&[7; 10]);
    recorder.hold(true).unwrap();
    input.play(&[8; 10]);
    recorder.finish().unwrap();
    assert_eq!(samples_of(&path), [7; 10]);
}

#[test]
fn a_file_that_exists_is_never_overwritten() {
    let (_folder, path) = take();
    fs::write(&path, "mine").unwrap();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    assert!(matches!(recorder.start(&path), Err(Error::Io { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    fs::remove_file(&path).unwrap();
    recorder.start(&path).unwrap();
    assert_eq!(recorder.finish().unwrap().samples, 0, "and the recorder can go on");
}

#[test]
fn the_header_is_there_when_start_returns() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(&[]));
}

#[test]
fn after_each_second_the_header_says_what_is_there() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    for seconds in 1..=3 {
        input.play(&vec![5; 16_000]);
        wait(&mut recorder, |recorder| recorder.status(0).samples >= 16_000 * seconds);
        let said = u32::from_le_bytes(fs::read(&path).unwrap()[40..44].try_into().unwrap());
        assert!(u64::from(said) > 2 * 16_000 * (seconds - 1), "{said} bytes after {seconds} s");
    }
}

#[test]
fn a_discarded_take_leaves_nothing() {
    let (folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&[1; 100]);
    recorder.discard().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(recorder.status(0).phase, Phase::Idle);
}

#[test]
fn a_recorder_that_is_dropped_keeps_its_take_and_closes_the_microphone() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&[1, 2, 3]);
    drop(recorder);
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(&[1, 2, 3]));
    assert!(!input.is_open());
}

#[test]
fn calls_that_make_no_sense_are_refused() {
    let (folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    let refused = |result: rehearse_core::Result<()>| matches!(result, Err(Error::InvalidState(_)));
    assert!(refused(recorder.finish().map(drop)), "nothing to finish");
    assert!(refused(recorder.discard()), "nothing to discard");
    assert!(refused(recorder.hold(true)), "nothing to hold");
    recorder.start(&path).unwrap();
    assert!(refused(recorder.start(&folder.path().join("other.wav"))), "one take at a time");
    input.play(&[9]);
    assert_eq!(recorder.finish().unwrap().samples, 1, "the first one goes on");
}

#[test]
fn a_microphone_that_does_not_open_says_why() {
    for error in [InputError::NoMicrophone, InputError::Busy, InputError::Denied] {
        let opened = Recorder::open(&Samples::refusing(error.clone()), None);
        assert_eq!(opened.err(), Some(error));
    }
    assert_eq!(Recorder::open(&Samples::new(16_000, 1), Some("other")).err(), Some(InputError::Gone));
    for (rate, channels) in [(0, 1), (16_000, 0)] {
        let opened = Recorder::open(&Samples::new(rate, channels), None).err();
        assert!(matches!(opened, Some(InputError::Other(_))), "{rate} Hz, {channels} channels");
    }
}
