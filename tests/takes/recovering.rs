//! The program is killed while it records, or in the middle of its work on a take.

use std::fs;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use rehearse_core::api::TakeSound;
use rehearse_core::audio;
use rehearse_core::services::takes::background::Work;
use uuid::Uuid;

use super::studio::Studio;
use crate::audio::support::{samples_of, speech_like, wav_bytes};
use crate::interviews::holding::Room;
use crate::support::cases;

#[test]
fn a_take_that_a_crash_cut_off_is_kept_and_plays() {
    let mut studio = Studio::new();
    let id = studio.start("d/q0").take.unwrap();
    studio.speak(5);
    // What the writer was given is on the disk but for the last second.
    let stamp = studio.room.world.stamp();
    while studio.room.desk.attend_microphone(stamp, 0).recorded_ms < 5_000.0 {
        std::thread::yield_now();
    }
    let mut studio = studio.crash_and_start();
    let rows = studio.room.desk.takes().unwrap().items;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].id.as_str(), rows[0].sound), (id.as_str(), TakeSound::Kept));
    assert!(rows[0].duration_ms >= 4_000.0, "{}", rows[0].duration_ms);
    assert!(studio.work().is_empty());
    assert!(!studio.page(&id).wave.is_empty());
    assert!(studio.page(&id).measures.is_some());
}

#[test]
fn a_take_that_never_held_a_sample_is_forgotten() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    let studio = studio.crash_and_start();
    assert!(studio.files().is_empty());
    assert!(studio.room.desk.store().stored_takes().unwrap().is_empty());
    assert!(studio.room.desk.takes().unwrap().items.is_empty());
}

#[test]
fn halves_of_a_compressed_file_go_and_so_does_the_second_of_two_that_sound_the_same() {
    let mut studio = Studio::new();
    let (first, second) = (studio.take("d/q0", 2), studio.take("d/q1", 2));
    let folder = studio.recordings();
    let [wav, flac] = ["wav", "flac"].map(|ending| folder.join(format!("{second}.{ending}")));
    let sound = samples_of(&wav);
    // Killed while compressing, and after renaming but before the row knew.
    fs::write(folder.join(format!("{first}.flac.part")), b"fLaC").unwrap();
    audio::compress(&wav, &flac, &mut |_| {}, &AtomicBool::new(false)).unwrap();
    let mut studio = studio.crash_and_start();
    assert_eq!(studio.files(), [format!("{first}.wav"), format!("{second}.wav")]);
    assert!(studio.work().is_empty());
    assert!(studio.files().iter().all(|name| name.ends_with(".flac")));
    // Killed after the row named the smaller file, before the recorded one was gone.
    fs::write(&wav, wav_bytes(&sound)).unwrap();
    let studio = studio.crash_and_start();
    assert_eq!(studio.files(), [format!("{first}.flac"), format!("{second}.flac")]);
    assert_eq!(samples_of(&flac), sound);
    assert!(studio.notices().is_empty());
}

#[test]
fn what_the_learner_put_into_the_folder_is_left_alone_and_said() {
    let mut studio = Studio::new();
    let (id, other) = (studio.take("d/q0", 2), studio.take("d/q1", 2));
    let folder = studio.recordings();
    studio.work();
    fs::create_dir(folder.join("copy")).unwrap();
    let mine = ["notes.part", &format!("{id}.wav"), &format!("copy/{id}.flac"), "half.flac.part"];
    fs::copy(folder.join(format!("{id}.flac")), folder.join(mine[2])).unwrap();
    for name in [mine[0], mine[3]] {
        fs::write(folder.join(name), "mine").unwrap();
    }
    fs::write(folder.join(mine[1]), wav_bytes(&speech_like(9_000, 2))).unwrap(); // other sound
    // Sorted away, and deleted in the list where it was missing.
    let sorted = folder.join(format!("copy/{other}.flac"));
    fs::rename(folder.join(format!("{other}.flac")), &sorted).unwrap();
    let stamp = studio.room.world.stamp();
    studio.room.desk.delete_takes(std::slice::from_ref(&other), stamp).unwrap();
    let mut studio = studio.crash_and_start();
    assert!(studio.work().is_empty());
    for path in mine.map(|name| folder.join(name)).iter().chain([&sorted]) {
        assert!(path.is_file(), "{}", path.display());
    }
    let told = studio.notices();
    assert!(told.iter().any(|text| text.contains("and 4 more files")), "{told:?}");
}

#[test]
fn a_recording_is_not_compressed_over_a_file_that_holds_other_sound() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let folder = studio.recordings();
    let flac = folder.join(format!("{id}.flac"));
    fs::write(&flac, "mine").unwrap();
    let mut studio = studio.crash_and_start();
    assert!(studio.work().is_empty());
    assert_eq!(fs::read_to_string(&flac).unwrap(), "mine");
    assert!(folder.join(format!("{id}.wav")).is_file());
    assert_eq!(studio.notices().len(), 1);
}

#[test]
fn a_deleted_take_whose_file_could_not_go_loses_it_at_the_next_start() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let path = studio.recordings().join(format!("{id}.wav"));
    // A folder of that name cannot be removed as a file.
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let stamp = studio.room.world.stamp();
    assert!(studio.room.desk.delete_takes(std::slice::from_ref(&id), stamp).is_err());
    fs::remove_dir(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    let studio = studio.crash_and_start();
    assert!(studio.files().is_empty());
    assert_eq!(studio.room.desk.store().stored_takes().unwrap()[0].file, None);
}

#[test]
fn what_is_wrong_with_one_file_holds_up_no_other() {
    let mut studio = Studio::new();
    let (damaged, lost) = (studio.take("d/q0", 1), studio.take("d/q1", 1));
    let folder = studio.recordings();
    studio.room.world.raw().execute_batch("delete from take_peaks; delete from takes").unwrap();
    fs::write(folder.join(format!("{damaged}.wav")), "damaged").unwrap();
    // The same lost take twice.
    let wav = folder.join(format!("{lost}.wav"));
    audio::compress(&wav, &wav.with_extension("flac"), &mut |_| {}, &AtomicBool::new(false)).unwrap();
    let mut studio = studio.crash_and_start();
    let takes = studio.room.desk.takes().unwrap();
    assert_eq!(takes.items.iter().filter(|take| take.sound == TakeSound::Kept).count(), 2);
    assert!(!wav.exists(), "the second of two that sound the same");
    assert_eq!(studio.work().len(), 1, "the damaged one");
}

#[test]
fn a_folder_that_cannot_be_read_is_said_and_closes_no_list() {
    let mut studio = Studio::new();
    studio.take("d/q0", 1);
    let folder = studio.recordings();
    let away = folder.with_extension("away");
    fs::rename(&folder, &away).unwrap();
    fs::write(&folder, "no folder").unwrap();
    assert_eq!(studio.room.desk.takes().unwrap().items.len(), 1);
    let told = studio.notices();
    assert!(told.iter().any(|text| text.contains("was not read whole")), "{told:?}");
}

#[test]
fn a_take_whose_file_cannot_be_seen_is_not_forgotten() {
    let mut studio = Studio::new();
    studio.take("d/q1", 1);
    let id = studio.start("d/q0").take.unwrap();
    studio.write_notes(&id, "what I wanted to say");
    let folder = studio.recordings();
    let path = folder.join(format!("{id}.wav"));
    // The disk is not there: neither is any other file.
    let away = folder.with_extension("away");
    fs::rename(&folder, &away).unwrap();
    fs::create_dir(&folder).unwrap();
    let studio = studio.crash_and_start();
    assert!(studio.notices().iter().any(|text| text.contains(&id)), "{:?}", studio.notices());
    // Back again, compressed, as after a backup that was made during the take.
    fs::remove_dir(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();
    fs::write(&path, wav_bytes(&speech_like(32_000, 2))).unwrap();
    audio::compress(&path, &path.with_extension("flac"), &mut |_| {}, &AtomicBool::new(false)).unwrap();
    fs::remove_file(&path).unwrap();
    let studio = studio.crash_and_start();
    let takes = studio.room.desk.takes().unwrap();
    let take = takes.items.iter().find(|take| take.id == id).expect("it is taken up");
    assert_eq!((take.sound, take.duration_ms), (TakeSound::Kept, 2_000.0));
    assert_eq!(studio.page(&id).written.notes, "what I wanted to say");
}

#[test]
fn a_deleted_take_without_a_row_does_not_come_back_with_a_file() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let path = studio.recordings().join(format!("{id}.wav"));
    let bytes = fs::read(&path).unwrap();
    let stamp = studio.room.world.stamp();
    studio.room.desk.delete_takes(std::slice::from_ref(&id), stamp).unwrap();
    studio.room.world.raw().execute("delete from takes", []).unwrap();
    fs::write(&path, bytes).unwrap();
    let studio = studio.crash_and_start();
    assert!(studio.room.desk.store().stored_takes().unwrap().is_empty());
    assert!(path.is_file());
    assert!(studio.notices().iter().any(|text| text.contains("belong to no take")));
}

#[test]
fn a_file_that_was_moved_into_a_folder_is_found_again() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    let folder = studio.recordings();
    fs::create_dir(folder.join("good ones")).unwrap();
    let name = format!("{id}.wav");
    fs::rename(folder.join(&name), folder.join("good ones").join(&name)).unwrap();
    assert_eq!(studio.room.desk.takes().unwrap().items[0].sound, TakeSound::Missing);
    let studio = studio.crash_and_start();
    let takes = studio.room.desk.takes().unwrap();
    assert_eq!((takes.items[0].sound, takes.notices.len()), (TakeSound::Kept, 0));
}

#[test]
fn a_missing_file_and_a_stray_one_are_said_and_nothing_is_deleted() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    let folder = studio.recordings();
    fs::remove_file(folder.join(format!("{id}.wav"))).unwrap();
    let stray = folder.join(format!("{}.wav", Uuid::from_u128(9)));
    fs::write(&stray, wav_bytes(&speech_like(100, 1))).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let studio = studio.crash_and_start();
    let takes = studio.room.desk.takes().unwrap();
    assert_eq!(takes.items[0].sound, TakeSound::Missing);
    let told: Vec<&str> = takes.notices.iter().map(|notice| &*notice.message).collect();
    assert!(told.iter().any(|text| text.contains("file of one take is missing")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("belong to no take")), "{told:?}");
    assert!(stray.exists() && folder.join("notes.txt").exists());
}

#[test]
fn a_row_that_was_lost_comes_back_from_the_log() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    let wave = studio.page(&id).wave;
    assert!(!wave.is_empty());
    studio.room.world.raw().execute_batch("delete from take_peaks; delete from takes").unwrap();
    let mut studio = studio.crash_and_start();
    let takes = studio.room.desk.takes().unwrap();
    assert_eq!((takes.items[0].id.as_str(), takes.items[0].sound), (id.as_str(), TakeSound::Kept));
    assert!(studio.page(&id).wave.iter().all(|peak| *peak == 0), "the start does not wait for it");
    assert!(studio.work().is_empty());
    assert_eq!(studio.page(&id).wave, wave);
}

#[test]
fn work_on_takes_waits_until_rows_and_files_were_brought_together() {
    let mut studio = Studio::new();
    studio.take("d/q0", 1);
    let Studio { room: Room { mut world, machine, desk }, .. } = studio;
    drop(desk);
    let mut room = Room { desk: world.desk(), world, machine };
    assert!(room.desk.next_take_job().unwrap().is_none());
    let stamp = room.world.stamp();
    room.desk.recover_takes(stamp).unwrap();
    assert!(room.desk.next_take_job().unwrap().is_some());
}

#[test]
fn a_compressed_file_that_went_before_it_was_kept_leaves_the_recorded_one() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    let folder = studio.recordings();
    let sound = samples_of(&folder.join(format!("{id}.wav")));
    for lost in [None, Some("cut short")] {
        let problems = studio.work_and_then(|work| {
            if let Work::Compress { flac, .. } = work {
                match lost {
                    None => fs::remove_file(flac).unwrap(),
                    Some(text) => fs::write(flac, text).unwrap(),
                }
            }
        });
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("kept"), "{problems:?}");
        assert_eq!(samples_of(&folder.join(format!("{id}.wav"))), sound);
        assert_eq!(studio.room.desk.takes().unwrap().items[0].sound, TakeSound::Kept);
        studio = studio.crash_and_start();
    }
}

#[test]
fn a_row_that_names_a_file_elsewhere_reaches_nothing() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let folder = studio.recordings();
    let outside = folder.parent().unwrap().join(format!("{id}.wav"));
    let other = folder.join(format!("{}.wav", Uuid::from_u128(9)));
    let bytes = wav_bytes(&speech_like(20_000, 3));
    for path in [&outside, &other] {
        fs::write(path, &bytes).unwrap();
    }
    let up = format!("../{id}.wav");
    for name in [outside.to_str().unwrap(), &up, &format!("{}.wav", Uuid::from_u128(9))] {
        for sound in ["recording", "kept"] {
            let sql = "update takes set file = ?1, sound = ?2, measures = null";
            studio.room.world.raw().execute(sql, [name, sound]).unwrap();
            assert!(studio.room.desk.take_sound(&id).is_err());
            assert!(studio.work().is_empty());
            studio = studio.crash_and_start();
            assert!(studio.work().is_empty());
        }
    }
    studio.room.world.raw().execute("update takes set file = ?1", [&up]).unwrap();
    let stamp = studio.room.world.stamp();
    studio.room.desk.delete_takes(std::slice::from_ref(&id), stamp).unwrap();
    for path in [&outside, &other] {
        assert_eq!(fs::read(path).unwrap(), bytes, "{}", path.display());
        assert!(!path.with_extension("flac").exists());
    }
}

proptest! {
    #![proptest_config(cases(24))]

    /// However much of the file reached the disk: what is there is kept, and there is never a row
    /// without its file or a file without its row.
    #[test]
    fn a_recording_cut_at_any_byte_is_taken_up(cut in 0_usize..64_100) {
        let mut studio = Studio::new();
        let id = studio.start("d/q0").take.unwrap();
        let path = studio.recordings().join(format!("{id}.wav"));
        let said = speech_like(32_000, 5);
        let bytes = wav_bytes(&said);
        fs::write(&path, &bytes[..cut.min(bytes.len())]).unwrap();
        let studio = studio.crash_and_start();
        let kept = studio.room.desk.takes().unwrap().items;
        let samples = cut.saturating_sub(44) / 2;
        if samples == 0 {
            prop_assert!(kept.is_empty());
            prop_assert!(studio.files().is_empty(), "{:?}", studio.files());
            prop_assert!(studio.room.desk.store().stored_takes().unwrap().is_empty());
        } else {
            prop_assert_eq!(kept.len(), 1);
            prop_assert_eq!(samples_of(&path), &said[..samples.min(said.len())]);
        }
    }
}
