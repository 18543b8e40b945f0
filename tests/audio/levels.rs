//! Peaks, levels and alarms.

use proptest::prelude::*;
use rehearse_core::audio::Phase;
use rehearse_core::domain::audio::meter::{Alarm, Level, Meter};
use rehearse_core::domain::audio::peaks::{Peaks, downsample};

use super::support::{Samples, noise, sine, take, wait};
use crate::support::cases;

const SECOND: usize = 16_000;

fn peaks(samples: &[i16]) -> Vec<u8> {
    let mut peaks = Peaks::default();
    peaks.push(samples);
    peaks.finish()
}

/// The level after these samples.
fn level(samples: &[i16]) -> Level {
    let mut meter = Meter::default();
    meter.push(samples);
    meter.level()
}

fn loud(level: f64, count: usize) -> Vec<i16> {
    sine(16_000, 440.0, level, count).into_iter().map(|sample| (sample * 32_767.0) as i16).collect()
}

#[test]
fn a_peak_stands_for_the_largest_magnitude_of_20_ms() {
    let mut samples = vec![0; 320 * 4 + 1];
    samples[5] = i16::MIN;
    samples[319] = 100;
    samples[320] = i16::MAX;
    samples[960] = -1;
    samples[1_280] = 16_384;
    assert_eq!(peaks(&samples), [255, 255, 0, 1, 128]);
    assert_eq!(peaks(&[]), [0_u8; 0]);
}

#[test]
fn peaks_are_drawn_as_the_largest_of_each_column() {
    assert_eq!(downsample(&[1, 5, 2, 9, 3, 0], 3), [5, 9, 3]);
    assert_eq!(downsample(&[1, 5, 2, 9, 3], 2), [5, 9]);
    assert_eq!(downsample(&[4, 8], 4), [4, 4, 8, 8]);
    assert_eq!(downsample(&[], 3), [0, 0, 0]);
    assert_eq!(downsample(&[1, 2], 0), [0_u8; 0]);
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn portions_change_neither_peaks_nor_levels(count in 0_usize..40_000, portion in 1_usize..2_000) {
        let samples = noise(count, 4);
        let (mut in_portions, mut meter) = (Peaks::default(), Meter::default());
        for portion in samples.chunks(portion) {
            in_portions.push(portion);
            meter.push(portion);
        }
        prop_assert_eq!(in_portions.finish(), peaks(&samples));
        prop_assert_eq!(meter.level(), level(&samples));
    }

    #[test]
    fn no_peak_is_lost_in_a_drawing(peaks in prop::collection::vec(any::<u8>(), 1..300), columns in 1_usize..400) {
        let drawn = downsample(&peaks, columns);
        prop_assert_eq!(drawn.len(), columns);
        prop_assert_eq!(drawn.iter().max(), peaks.iter().max());
    }
}

#[test]
fn levels_are_in_db_below_full_scale() {
    let half = level(&loud(0.5, SECOND));
    assert!((half.peak_dbfs - -6.02).abs() < 0.05, "{half:?}");
    assert!((half.rms_dbfs - -9.03).abs() < 0.05, "{half:?}");
    assert_eq!(half.alarm, None);
    assert_eq!(level(&[]), Level::SILENCE);
    assert_eq!(level(&[0; 10]).peak_dbfs, -100.0);
}

#[test]
fn silence_is_said_within_a_second_and_no_earlier_than_almost_one() {
    for silence in [0_i16, 32, -32] {
        let mut meter = Meter::default();
        meter.push(&loud(0.1, SECOND + 13));
        meter.push(&vec![silence; SECOND * 95 / 100]);
        assert_eq!(meter.level().alarm, None, "a breath is no fault");
        meter.push(&vec![silence; SECOND * 5 / 100]);
        assert_eq!(meter.level().alarm, Some(Alarm::NoSignal), "{silence}");
        meter.push(&[1_000]);
        assert_eq!(meter.level().alarm, None, "it goes away with the first sound");
    }
    assert_eq!(level(&vec![0; SECOND]).alarm, Some(Alarm::NoSignal));
    assert_eq!(level(&vec![33; SECOND]).alarm, None, "just above -60 dBFS");
}

#[test]
fn clipping_is_said_at_once_and_goes_away_within_a_second() {
    let mut meter = Meter::default();
    meter.push(&loud(0.5, SECOND));
    meter.push(&[i16::MAX, i16::MIN]);
    assert_eq!(meter.level().alarm, None, "two samples may be chance");
    meter.push(&[i16::MAX]);
    assert_eq!(meter.level().alarm, Some(Alarm::Clipping));
    meter.push(&loud(0.5, SECOND * 9 / 10));
    assert_eq!(meter.level().alarm, Some(Alarm::Clipping));
    meter.push(&loud(0.5, SECOND / 10));
    assert_eq!(meter.level().alarm, None);
}

#[test]
fn a_recorder_shows_the_level_without_a_take() {
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    input.play(&[i16::MAX; 16_000]);
    wait(&mut recorder, |recorder| recorder.status(0).level.alarm == Some(Alarm::Clipping));
    assert_eq!(recorder.status(0).phase, Phase::Idle);
    input.play(&[0; 16_000]);
    wait(&mut recorder, |recorder| recorder.status(0).level.alarm == Some(Alarm::NoSignal));
}

#[test]
fn a_device_that_delivers_nothing_for_a_second_gives_no_signal() {
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    let sound = loud(0.3, 4_800);
    input.play(&sound);
    wait(&mut recorder, |recorder| recorder.status(0).level.peak_dbfs > -20.0);
    assert_eq!(recorder.status(999).level.alarm, None);
    assert_eq!(recorder.status(1_000).level, Level::NO_SIGNAL);
    input.play(&sound);
    assert_eq!(recorder.status(1_100).level.alarm, None, "it delivers again");
    assert_eq!(recorder.status(2_099).level.alarm, None);
    assert_eq!(recorder.status(2_100).level.alarm, Some(Alarm::NoSignal));
}

#[test]
fn the_peaks_of_a_take_are_there_while_it_grows() {
    let (_folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&[i16::MAX; 640]);
    input.play(&[0; 400]);
    wait(&mut recorder, |recorder| recorder.status(0).samples == 1_040);
    assert_eq!(recorder.peaks_from(0), [255, 255, 0]);
    assert_eq!(recorder.peaks_from(2), [0]);
    assert_eq!(recorder.peaks_from(9), [0_u8; 0]);
    assert_eq!(recorder.finish().unwrap().peaks, [255, 255, 0, 0]);
}
