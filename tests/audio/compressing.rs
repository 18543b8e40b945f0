//! From WAV to FLAC: nothing may change, and nothing half done may stay.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use rehearse_core::audio::{Compressed, compress, same_sound};

use super::support::{noise, samples_of, speech_like, take, wav, wav_bytes};
use crate::support::cases;

static GO_ON: AtomicBool = AtomicBool::new(false);

/// Compresses these samples and reads them again.
#[track_caller]
fn check(samples: &[i16]) -> Compressed {
    let (folder, _) = take();
    let path = wav(&folder, "take.wav", samples);
    let flac = folder.path().join("take.flac");
    let compressed = compress(&path, &flac, &mut |_| (), &GO_ON).unwrap().expect("nobody cancels");
    assert_eq!(samples_of(&flac), samples);
    assert_eq!(compressed.samples, samples.len() as u64);
    assert_eq!(compressed.bytes, fs::metadata(&flac).unwrap().len());
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(samples), "the original stays");
    assert_eq!(names(folder.path()), ["take.flac", "take.wav"]);
    compressed
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn compression_is_lossless() {
    check(&[]);
    check(&[-5]);
    check(&[i16::MIN, i16::MAX]);
    check(&vec![0; 20_000]);
    check(&vec![i16::MIN; 4_096]);
    check(&noise(40_961, 9));
    let square: Vec<i16> = (0..9_999).map(|n| if n / 40 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
    check(&square);
    // Tiny frames, then large ones.
    check(&[vec![0; 100_000], noise(20_000, 10), vec![0; 50_000]].concat());
}

#[test]
fn speech_takes_less_room() {
    let samples = speech_like(160_000, 11);
    assert!(check(&samples).bytes < 2 * 160_000 * 2 / 3);
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn compression_is_lossless_for_any_length(
        count in 0_usize..20_000,
        loudness in 0_u32..16,
        seed in any::<u64>(),
    ) {
        check(&noise(count, seed).into_iter().map(|sample| sample >> loudness).collect::<Vec<_>>());
    }
}

#[test]
fn progress_goes_from_nothing_to_all() {
    let (folder, _) = take();
    let path = wav(&folder, "take.wav", &speech_like(100_000, 12));
    let mut shares = Vec::new();
    compress(&path, &folder.path().join("take.flac"), &mut |share| shares.push(share), &GO_ON).unwrap();
    assert!(shares.is_sorted() && shares[0] > 0.0 && shares.len() > 20, "{shares:?}");
    assert_eq!(shares.last(), Some(&1.0));
}

#[test]
fn a_cancelled_compression_leaves_nothing_behind() {
    for until in [0.1, 0.4, 0.6, 0.9] {
        let (folder, _) = take();
        let path = wav(&folder, "take.wav", &noise(100_000, 13));
        let cancel = AtomicBool::new(false);
        let mut stop = |share: f32| cancel.store(share > until, Ordering::Relaxed);
        let compressed = compress(&path, &folder.path().join("take.flac"), &mut stop, &cancel).unwrap();
        assert_eq!(compressed, None, "cancelled after {until}");
        assert_eq!(names(folder.path()), ["take.wav"]);
    }
}

#[test]
fn a_damaged_original_is_not_compressed() {
    let (folder, path) = take();
    let mut bytes = wav_bytes(&noise(10_000, 14));
    bytes.truncate(9_000);
    fs::write(&path, bytes).unwrap();
    assert!(compress(&path, &folder.path().join("take.flac"), &mut |_| (), &GO_ON).is_err());
    assert_eq!(names(folder.path()), ["take.wav"]);
}

#[test]
fn what_a_kill_left_of_a_compression_does_not_matter() {
    let (folder, _) = take();
    let samples = noise(5_000, 15);
    let path = wav(&folder, "take.wav", &samples);
    fs::write(folder.path().join("take.flac.part"), "half").unwrap();
    fs::write(folder.path().join("take.flac"), "other").unwrap();
    compress(&path, &folder.path().join("take.flac"), &mut |_| (), &GO_ON).unwrap();
    assert_eq!(names(folder.path()), ["take.flac", "take.wav"]);
    assert_eq!(samples_of(&folder.path().join("take.flac")), samples);
}

#[cfg(unix)]
#[test]
fn what_a_link_in_the_place_of_the_half_leads_to_is_not_written_over() {
    let (folder, _) = take();
    let path = wav(&folder, "take.wav", &noise(5_000, 15));
    let mine = folder.path().join("mine.txt");
    fs::write(&mine, "mine").unwrap();
    std::os::unix::fs::symlink(&mine, folder.path().join("take.flac.part")).unwrap();
    compress(&path, &folder.path().join("take.flac"), &mut |_| (), &GO_ON).unwrap();
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
}

#[test]
fn one_wrong_sample_is_noticed() {
    let (folder, _) = take();
    let samples = speech_like(30_000, 16);
    let path = wav(&folder, "take.wav", &samples);
    let flac = folder.path().join("take.flac");
    compress(&path, &flac, &mut |_| (), &GO_ON).unwrap();
    assert!(same_sound(&path, &flac).unwrap());
    for wrong in [0, 4_095, 4_096, 15_000, 29_999] {
        let mut changed = samples.clone();
        changed[wrong] ^= 1;
        let other = wav(&folder, "other.wav", &changed);
        assert!(!same_sound(&other, &flac).unwrap(), "sample {wrong}");
    }
    assert!(!same_sound(&wav(&folder, "short.wav", &samples[..29_999]), &flac).unwrap());
}

#[test]
fn a_change_while_compressing_is_noticed() {
    let (folder, _) = take();
    let samples = noise(60_000, 17);
    let path = wav(&folder, "take.wav", &samples);
    let mut changed = samples.clone();
    changed[0] ^= 1;
    // The original changes under the encoder's hands, which is as if it had encoded something else.
    let mut change = |share: f32| {
        if share > 0.3 {
            fs::write(&path, wav_bytes(&changed)).unwrap();
        }
    };
    let compressed = compress(&path, &folder.path().join("take.flac"), &mut change, &GO_ON);
    assert!(compressed.is_err());
    assert_eq!(names(folder.path()), ["take.wav"]);
}
