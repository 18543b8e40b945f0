//! The files of takes: mending what a kill left behind, reading what is damaged.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use rehearse_core::Error;
use rehearse_core::audio::{Repaired, compress, peaks_of, read, repair};

use super::support::{Samples, noise, samples_of, speech_like, take, wait, wav, wav_bytes};
use crate::support::cases;

#[test]
fn a_whole_file_is_not_touched() {
    let (folder, _) = take();
    let path = wav(&folder, "a.wav", &[1, 2, 3]);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(repair(&path).unwrap(), Repaired::Whole(3));
    assert_eq!(fs::read(&path).unwrap(), wav_bytes(&[1, 2, 3]));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_file_of_any_length_plays_up_to_where_it_ends(
        cut in prop_oneof![0_usize..4_100, 40_usize..50],
        said in any::<u32>(),
    ) {
        let (folder, path) = take();
        let samples = noise(2_000, 5);
        let mut bytes = wav_bytes(&samples);
        bytes[4..8].copy_from_slice(&said.wrapping_add(36).to_le_bytes());
        bytes[40..44].copy_from_slice(&said.to_le_bytes());
        bytes.truncate(cut);
        fs::write(&path, &bytes).unwrap();
        let left = bytes.len().saturating_sub(44) / 2;
        if left == 0 {
            prop_assert_eq!(repair(&path).unwrap(), Repaired::Empty);
            prop_assert_eq!(fs::read(&path).unwrap(), bytes, "not touched");
        } else {
            prop_assert_ne!(repair(&path).unwrap(), Repaired::Empty);
            prop_assert_eq!(fs::read(&path).unwrap(), wav_bytes(&samples[..left]));
            prop_assert_eq!(samples_of(&path), &samples[..left]);
            prop_assert_eq!(repair(&path).unwrap(), Repaired::Whole(left as u64), "once is enough");
        }
        drop(folder);
    }
}

#[test]
fn a_kill_loses_no_more_than_what_followed_the_last_sync() {
    let (folder, path) = take();
    let input = Samples::new(16_000, 1);
    let samples = speech_like(16_000 * 5, 6);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    for (played, buffer) in (1..).zip(samples.chunks(1_000)) {
        input.play(buffer);
        wait(&mut recorder, |recorder| recorder.status(0).samples == played * 1_000);
        // What a kill at this moment would leave: the file as the system has it.
        let left = folder.path().join("left.wav");
        fs::copy(&path, &left).unwrap();
        let kept = match repair(&left).unwrap() {
            Repaired::Empty => 0,
            Repaired::Whole(kept) | Repaired::Mended(kept) => kept as usize,
        };
        let had = played as usize * 1_000;
        assert!(kept + 16_000 > had, "{kept} of {had} samples are left");
        if kept > 0 {
            assert_eq!(samples_of(&left), samples[..kept]);
        }
    }
}

#[test]
fn a_foreign_file_is_refused_and_not_touched() {
    let (folder, path) = take();
    let stereo = wav_bytes(&[1, 2]).into_iter().enumerate();
    let stereo: Vec<u8> = stereo.map(|(at, byte)| if at == 22 { 2 } else { byte }).collect();
    for bytes in [&b"hello"[..], &[0; 100], &stereo] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(repair(&path), Err(Error::InvalidInput(_))));
        assert!(read(&path, |_| ()).is_err());
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    let missing = folder.path().join("missing.wav");
    assert!(matches!(repair(&missing), Err(Error::Io { .. })));
    assert!(matches!(read(&missing, |_| ()), Err(Error::Io { .. })));
}

#[test]
fn peaks_can_be_computed_anew_from_either_file() {
    let (folder, path) = take();
    let input = Samples::new(16_000, 1);
    let mut recorder = input.recorder();
    recorder.start(&path).unwrap();
    input.play(&speech_like(50_123, 7));
    let recorded = recorder.finish().unwrap();
    assert_eq!(recorded.peaks.len(), 50_123_usize.div_ceil(320));
    assert_eq!(peaks_of(&path).unwrap(), recorded.peaks);
    let flac = folder.path().join("take.flac");
    compress(&path, &flac, &mut |_| (), &AtomicBool::new(false)).unwrap().unwrap();
    assert_eq!(peaks_of(&flac).unwrap(), recorded.peaks);
}

/// Reads a file that may be damaged: an error, or the count of samples that were given.
#[track_caller]
fn try_to_read(path: &Path) -> Option<u64> {
    let mut given = 0;
    read(path, |samples| given += samples.len() as u64).ok().inspect(|count| assert_eq!(*count, given))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn damaged_files_give_errors(
        in_flac in any::<bool>(),
        holes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (folder, wav_path) = take();
        let samples = speech_like(9_000, 8);
        fs::write(&wav_path, wav_bytes(&samples)).unwrap();
        let mut path = wav_path;
        if in_flac {
            let flac = folder.path().join("take.flac");
            compress(&path, &flac, &mut |_| (), &AtomicBool::new(false)).unwrap().unwrap();
            path = flac;
        }
        let whole = fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        for (at, byte) in holes {
            // Half of them in the head, where they do most.
            let at = if byte % 2 == 0 { at.index(bytes.len()) } else { at.index(60) };
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, &bytes).unwrap();
        let count = try_to_read(&path);
        let _ = repair(&path);
        if in_flac && count.is_some() {
            // The checksum holds: whatever changed, it was no sound.
            prop_assert_eq!(samples_of(&path), samples);
        }
    }
}
