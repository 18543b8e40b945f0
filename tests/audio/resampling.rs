//! Devices that deliver something else than 16 kHz mono.

use std::f64::consts::TAU;

use super::support::{Samples, doubled, record, samples_of, sine, take};

/// Records a sine of half full scale for so many frames, in buffers of odd sizes.
#[track_caller]
fn recorded_sine(rate: u32, channels: u16, frequency: f64, frames: usize) -> Vec<f64> {
    let (_folder, path) = take();
    let input = Samples::new(rate, channels);
    let mono = sine(rate, frequency, 0.5, frames);
    let sound = if channels == 2 { doubled(&mono) } else { mono };
    let recorded = record(&input, &path, || input.play_in(&sound, &[441, 1, 1_024, 73]));
    assert_eq!(recorded.dropped, 0);
    samples_of(&path).into_iter().map(|sample| f64::from(sample) / 32_768.0).collect()
}

/// The sine of a frequency that is closest to the sound: its level, how late it is in seconds, and how
/// far the sound is off it at worst.
fn closest_sine(sound: &[f64], frequency: f64) -> (f64, f64, f64) {
    let angle = |n: usize| TAU * frequency * n as f64 / 16_000.0;
    let sums = |f: &dyn Fn(f64, f64, f64) -> f64| -> f64 {
        sound.iter().enumerate().map(|(n, sample)| f(angle(n).sin(), angle(n).cos(), *sample)).sum()
    };
    let (ss, sc, cc) = (sums(&|s, _, _| s * s), sums(&|s, c, _| s * c), sums(&|_, c, _| c * c));
    let (xs, xc) = (sums(&|s, _, x| x * s), sums(&|_, c, x| x * c));
    let determinant = ss * cc - sc * sc;
    let (a, b) = ((xs * cc - xc * sc) / determinant, (xc * ss - xs * sc) / determinant);
    let off = |(n, sample): (usize, &f64)| (sample - a * angle(n).sin() - b * angle(n).cos()).abs();
    let worst = sound.iter().enumerate().map(off).fold(0.0, f64::max);
    (a.hypot(b), (-b).atan2(a) / (TAU * frequency), worst)
}

#[test]
fn a_sine_keeps_its_frequency_its_level_and_its_place() {
    for (rate, channels) in [(44_100, 2), (48_000, 2), (48_000, 1), (96_000, 2), (8_000, 1), (16_000, 2)] {
        for frequency in [100.0, 1_000.0, 3_400.0] {
            let sound = recorded_sine(rate, channels, frequency, rate as usize * 3);
            let about = format!("{frequency} Hz at {rate} Hz, {channels} channels");
            // The filter rings where the sound is cut off. 1,600 samples are whole periods.
            let (level, late, worst) = closest_sine(&sound[1_600..sound.len() - 1_600], frequency);
            assert!((level - 0.5).abs() < 0.001, "{about}: level {level}");
            assert!(late.abs() * 16_000.0 < 0.51, "{about}: {late} s late");
            assert!(worst < 0.001, "{about}: a gap or a click of {worst}");
        }
    }
}

#[test]
fn durations_are_right() {
    for rate in [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000] {
        for frames in [1, 7, 1_000, 44_100, 70_001] {
            let samples = recorded_sine(rate, 1, 440.0, frames).len() as f64;
            let seconds = frames as f64 / f64::from(rate);
            assert!((samples / 16_000.0 - seconds).abs() <= 0.000_1, "{frames} frames at {rate} Hz");
        }
    }
}

#[test]
fn what_16_khz_cannot_hold_is_filtered_and_does_not_fold_back() {
    let sound = recorded_sine(48_000, 1, 11_000.0, 48_000);
    let loudest = sound[400..sound.len() - 400].iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    assert!(loudest < 0.001, "{loudest}");
}
