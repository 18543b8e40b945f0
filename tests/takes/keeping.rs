//! Which takes are kept: starred, noted, deleted, exported; the rule never deletes by itself.

use rehearse_core::api::{KeepRule, KeepTake, Rating, SoundFormat, TakeSound, TakesOf, Tick};

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
    let flac = studio.room.desk.export_take(&id, SoundFormat::Flac, &folder).unwrap();
    assert!(flac.ends_with("What is q0.flac"), "{flac}");
    let again = studio.room.desk.export_take(&id, SoundFormat::Flac, &folder).unwrap();
    assert_ne!(again, flac, "nothing is written over");
    studio.work();
    let wav = studio.room.desk.export_take(&id, SoundFormat::Wav, &folder).unwrap();
    for file in [flac, wav] {
        assert_eq!(samples_of(file.as_ref()), sound, "{file}");
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
