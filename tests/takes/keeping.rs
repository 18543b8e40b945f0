//! Which takes are kept: starred, noted, deleted, exported; the rule never deletes by itself.

use std::fs;

use rehearse_core::api::{KeepRule, KeepTake, Rating, SoundFormat, TakeSound, TakesOf, Tick};
use rehearse_core::services::takes::background::Work;

use super::studio::Studio;
use crate::audio::support::samples_of;
use crate::support::refused;

#[test]
fn a_take_is_measured_and_compressed_and_holds_the_same_samples() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 4);
    let folder = studio.recordings();
    let sound = samples_of(&folder.join(format!("{id}.wav")));
    let before = studio.page(&id);
    assert_eq!(before.measures, None);
    assert!(studio.work().is_empty());
    let after = studio.page(&id);
    assert!(after.measures.is_some());
    assert!(after.take.bytes < before.take.bytes);
    assert_eq!(studio.files(), [format!("{id}.flac")]);
    assert_eq!(samples_of(&folder.join(format!("{id}.flac"))), sound);
    assert!(studio.room.desk.next_take_job().unwrap().is_none());
}

#[test]
fn a_file_that_cannot_be_worked_on_is_said_once_and_kept() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let path = studio.recordings().join(format!("{id}.wav"));
    std::fs::write(&path, b"RIFF, but no sound").unwrap();
    let problems = studio.work();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("kept"), "{problems:?}");
    assert!(path.exists());
}

#[test]
fn a_deleted_take_loses_its_sound_and_keeps_its_judgement() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    let stamp = studio.room.world.stamp();
    let takes = studio.room.desk.delete_takes(std::slice::from_ref(&id), stamp).unwrap();
    assert_eq!((takes.bytes, takes.items[0].sound), (0.0, TakeSound::Deleted));
    assert!(studio.files().is_empty());
    assert!(refused(studio.room.desk.take_sound(&id)).contains("was deleted"));
    let page = studio.page(&id);
    assert!(page.assessment.is_some());
    assert_eq!(studio.reviews().len(), 1);
}

#[test]
fn the_rule_says_what_it_gives_up_and_deletes_nothing() {
    let mut studio = Studio::new();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = studio.take("d/q0", 2);
        studio.judge(&id, Tick::Covered, Rating::Good);
        ids.push(id);
        studio.room.world.later_days(1);
    }
    let star = KeepTake { take: ids[0].clone(), starred: true, note: "the good one".to_owned() };
    assert!(studio.room.desk.keep_take(&star).unwrap().starred);
    let takes = studio.room.desk.set_keep_rule(KeepRule::Last { count: 1 }).unwrap();
    assert_eq!(takes.over, [ids[1].clone()], "the newest stays, and so does the starred one");
    assert!(takes.over_bytes > 0.0);
    assert_eq!(studio.files().len(), 3);
    let refusal = studio.room.desk.set_keep_rule(KeepRule::Last { count: 0 });
    assert!(refused(refusal).contains("from 1 to 100"));
    assert_eq!(studio.room.desk.takes().unwrap().rule, KeepRule::Last { count: 1 });
}

#[test]
fn an_exported_take_has_a_name_that_says_what_it_is() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 1);
    let sound = samples_of(&studio.recordings().join(format!("{id}.wav")));
    let folder = studio.room.world.root().join("out");
    let flac = studio.export(&id, SoundFormat::Flac, &folder).unwrap();
    assert!(flac.to_str().unwrap().ends_with("What is q0.flac"), "{}", flac.display());
    let again = studio.export(&id, SoundFormat::Flac, &folder).unwrap();
    assert_ne!(again, flac, "nothing is written over");
    studio.work();
    let wav = studio.export(&id, SoundFormat::Wav, &folder).unwrap();
    for file in [flac, wav] {
        assert_eq!(samples_of(&file), sound, "{}", file.display());
    }
}

#[test]
fn takes_are_listed_by_card_newest_first() {
    let mut studio = Studio::new();
    let first = studio.take("d/q0", 1);
    studio.take("d/q1", 1);
    studio.room.world.later_secs(10);
    let second = studio.take("d/q0", 1);
    let of = TakesOf::Card { card: "d/q0".to_owned() };
    let rows = studio.room.desk.takes_of(&of).unwrap();
    assert_eq!(rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&second, &first]);
}

#[test]
fn an_export_that_fails_leaves_nothing_and_writes_over_nothing() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.work();
    let path = studio.recordings().join(format!("{id}.flac"));
    let folder = studio.room.world.root().join("out");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0);
    fs::write(&path, bytes).unwrap();
    assert!(studio.export(&id, SoundFormat::Wav, &folder).is_err());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::write(&path, "").unwrap();
    #[cfg(unix)]
    {
        let name = studio.export(&id, SoundFormat::Flac, &folder).unwrap();
        let elsewhere = folder.join("elsewhere");
        fs::remove_file(&name).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &name).unwrap();
        assert_ne!(studio.export(&id, SoundFormat::Flac, &folder).unwrap(), name);
        assert!(!elsewhere.exists(), "a link that leads nowhere is not followed");
    }
}

#[test]
fn a_take_that_is_deleted_while_it_is_worked_on_calls_its_job_off_and_nothing_is_said() {
    for after_it_ran in [false, true] {
        let mut studio = Studio::new();
        let id = studio.take("d/q0", 2);
        loop {
            let job = studio.room.desk.next_take_job().unwrap().expect("there is compressing to do");
            let is_last = matches!(job.work, Work::Compress { .. });
            let early = (!is_last || after_it_ran).then(|| job.run(&mut |_| {}));
            if is_last {
                let stamp = studio.room.world.stamp();
                studio.room.desk.delete_takes(std::slice::from_ref(&id), stamp).unwrap();
            }
            let done = early.unwrap_or_else(|| job.run(&mut |_| {}));
            assert_eq!(studio.room.desk.take_job_done(&job, done).problem, None);
            if is_last {
                break;
            }
        }
        assert!(studio.files().is_empty(), "{:?}", studio.files());
        assert!(studio.room.desk.next_take_job().unwrap().is_none());
    }
}

#[test]
fn a_missing_file_takes_no_room_and_is_not_given_up_nor_judged_again() {
    let mut studio = Studio::new();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = studio.take("d/q0", 2);
        studio.judge(&id, Tick::Covered, Rating::Good);
        ids.push(id);
        studio.room.world.later_days(30);
    }
    let now = studio.room.world.now;
    assert_eq!(studio.room.desk.calibration(now).unwrap().regrade, Some(ids[0].clone()));
    fs::remove_file(studio.recordings().join(format!("{}.wav", ids[0]))).unwrap();
    let takes = studio.room.desk.set_keep_rule(KeepRule::Last { count: 1 }).unwrap();
    assert!(takes.over.is_empty(), "{:?}", takes.over);
    let there = takes.items.iter().find(|take| take.id == ids[1]).unwrap();
    assert_eq!(takes.bytes, there.bytes);
    assert_eq!(studio.room.desk.calibration(now).unwrap().regrade, Some(ids[1].clone()));
}
