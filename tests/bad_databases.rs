//! Files that cannot be used: said, never touched more than needed, never a panic.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use rehearse_core::Error;
use rehearse_core::api::{StartupCase, startup_problem};
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::session::Scope;
use rehearse_core::services::study::{self, CardAction};
use rehearse_core::services::upkeep;
use rehearse_core::services::verify::verify;
use rehearse_core::store::{newest_good_backup, set_aside};
use rusqlite::Connection;

use crate::support::{World, answer, card, cases, many, question, refused, write};

/// A closed world with some progress in it.
fn closed() -> World {
    let mut world = World::new(&[("d/01.md", &many("q", 60))]);
    for n in 0..60 {
        world.answer(&format!("d/q{n}"), Rating::ALL[n % 4]);
        world.later_secs(10);
    }
    world.close();
    world
}

fn database(world: &World) -> PathBuf {
    world.location().database()
}

/// Opens a database that must not open.
#[track_caller]
fn refuses(world: &mut World) -> Error {
    match world.open() {
        Ok(()) => panic!("this file must be refused"),
        Err(error) => error,
    }
}

mod newer {
    use super::*;

    #[test]
    fn a_newer_file_is_refused_and_its_bytes_stay() {
        let mut world = closed();
        Connection::open(database(&world)).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let bytes = fs::read(database(&world)).unwrap();
        let error = refuses(&mut world);
        assert!(matches!(error, Error::DatabaseTooNew { found: 99, supported: 3, .. }), "{error}");
        assert_eq!(fs::read(database(&world)).unwrap(), bytes);
        assert!(!world.location().folder.join("progress.db-wal").exists(), "not even a journal was made");
        let problem = startup_problem(&error, &world.location());
        assert_eq!((problem.case, problem.backup_at), (StartupCase::TooNew, None));
    }

    #[test]
    fn a_newer_format_that_is_still_in_the_journal_is_refused() {
        let mut world = closed();
        let newer = Connection::open(database(&world)).unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        // The header on disk is still the old one while this connection stands.
        let error = refuses(&mut world);
        assert!(matches!(error, Error::DatabaseTooNew { found: 99, .. }), "{error}");
        drop(newer);
        assert!(matches!(refuses(&mut world), Error::DatabaseTooNew { .. }));
    }

    #[test]
    fn a_folder_with_odd_characters_is_checked_all_the_same() {
        let root = tempfile::tempdir().unwrap();
        let location =
            rehearse_core::store::Location { folder: root.path().join("a %41 ?immutable=0#b 'c' \"ü\"") };
        let id = uuid::Uuid::from_u128(1);
        drop(rehearse_core::store::Store::open(location.clone(), id, id).unwrap());
        assert!(location.database().is_file() && location.index().is_file());
        Connection::open(location.database()).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = rehearse_core::store::Store::open(location, id, id).err().expect("refused");
        assert!(matches!(error, Error::DatabaseTooNew { found: 99, .. }), "{error}");
    }
}

mod damaged {
    use super::*;

    #[test]
    fn a_file_that_is_no_database_is_damaged_and_not_newer() {
        let text = "This is a letter and no database. ".repeat(40);
        let random: Vec<u8> =
            (0..4096_u64).map(|n| (xxhash_rust::xxh3::xxh3_64(&n.to_le_bytes()) & 0xFF) as u8).collect();
        for garbage in [text.as_bytes(), &random, &[0xFF; 8192], b"short", &[0; 4096]] {
            let mut world = closed();
            for suffix in ["-wal", "-shm"] {
                let _ = fs::remove_file(world.location().folder.join(format!("progress.db{suffix}")));
            }
            fs::write(database(&world), garbage).unwrap();
            let error = refuses(&mut world);
            assert!(matches!(error, Error::DatabaseDamaged { .. }), "{error}");
            assert_eq!(fs::read(database(&world)).unwrap(), garbage, "nothing was touched");
            assert_eq!(startup_problem(&error, &world.location()).case, StartupCase::Damaged);
        }
    }

    #[test]
    fn an_empty_file_is_a_new_database() {
        let mut world = closed();
        fs::write(database(&world), b"").unwrap();
        world.open().unwrap();
        assert_eq!(world.read().event_count().unwrap(), 0);
    }

    #[test]
    fn a_truncated_file_is_found_out() {
        let mut world = closed();
        let bytes = fs::read(database(&world)).unwrap();
        for length in [bytes.len() / 2, bytes.len() - 4096, 4096, 200, 100, 50] {
            fs::write(database(&world), &bytes[..length]).unwrap();
            assert!(is_found_out(&mut world), "cut to {length} of {} bytes", bytes.len());
            world.close();
        }
    }

    /// Whether opening, verifying or using says that the file is damaged. Nothing may panic.
    fn is_found_out(world: &mut World) -> bool {
        if let Err(error) = world.open() {
            return error.is_damage();
        }
        let verified = verify(world.read());
        let found = match &verified {
            Ok(report) => !report.problems.is_empty(),
            Err(error) => error.is_damage(),
        };
        use_it(world);
        found
    }

    /// Uses a store in every way; what fails must fail as an error.
    fn use_it(world: &mut World) {
        let sources = world.sources();
        let _ = rehearse_core::services::library::sync(world.store(), &sources);
        let _ = rehearse_core::services::session::build_queue(world.read(), &Scope::Due, world.now);
        let _ = rehearse_core::services::overview::overview(world.read(), world.now);
        let _ = world.read().each_event(None, |_| Ok(()));
        let _ = world.read().stale_cards();
        for n in (0..60).step_by(7) {
            let id = format!("d/q{n}");
            let stamp = world.stamp();
            let _ = study::answer_card(world.store(), stamp, answer(&id, Rating::Good));
            let stamp = world.stamp();
            let _ = study::act_on_card(world.store(), stamp, &card(&id), CardAction::Mark(true));
            let stamp = world.stamp();
            let _ = rehearse_core::services::undoing::undo(world.store(), stamp);
        }
        let _ = world.store().rebuild();
        let _ = world.read().back_up("progress-2026-11-21.db", 3);
    }

    proptest! {
        #![proptest_config(cases(30))]

        #[test]
        fn damaged_pages_are_found_out_and_stop_nothing(
            pages in prop::collection::btree_map(1_usize..40, any::<u64>(), 1..4), whole: bool,
        ) {
            let mut world = closed();
            let mut bytes = fs::read(database(&world)).unwrap();
            let count = bytes.len() / 4096;
            for (page, seed) in pages {
                // Not the first page, which opening reads.
                let start = (1 + page % (count - 1)) * 4096;
                let length = if whole { 4096 } else { 600 };
                for (n, byte) in bytes[start..start + length].iter_mut().enumerate() {
                    *byte = (xxhash_rust::xxh3::xxh3_64_with_seed(&n.to_le_bytes(), seed) & 0xFF) as u8;
                }
            }
            fs::write(database(&world), bytes).unwrap();
            let found = is_found_out(&mut world);
            prop_assert!(found || !whole, "whole pages of noise are found out");
        }
    }

    #[test]
    fn a_backup_of_a_damaged_file_is_refused_and_older_ones_stay() {
        let mut world = closed();
        world.open().unwrap();
        world.read().back_up("progress-2026-11-20.db", 3).unwrap();
        world.close();
        let mut bytes = fs::read(database(&world)).unwrap();
        let end = bytes.len();
        bytes[end - 3 * 4096..].fill(0xA5);
        fs::write(database(&world), bytes).unwrap();
        if world.open().is_ok() {
            assert!(world.read().back_up("progress-2026-11-21.db", 3).is_err());
        }
        let names = backups(&world);
        assert_eq!(names, ["progress-2026-11-20.db"], "no half copy is left");
    }
}

fn backups(world: &World) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(world.location().backups())
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

mod backing_up {
    use super::*;

    #[test]
    fn the_newest_copies_are_kept() {
        let mut world = closed();
        world.open().unwrap();
        for day in 10..16 {
            world.read().back_up(&format!("progress-2026-11-{day}.db"), 3).unwrap();
        }
        assert_eq!(
            backups(&world),
            ["progress-2026-11-13.db", "progress-2026-11-14.db", "progress-2026-11-15.db"]
        );
    }

    #[test]
    fn a_copy_left_unfinished_is_no_hindrance() {
        let mut world = closed();
        world.open().unwrap();
        let unfinished = world.location().backups().join("progress-2026-11-21.db.unfinished");
        write(&unfinished, "half a copy of a day on which the disk was full");
        world.read().back_up("progress-2026-11-21.db", 3).unwrap();
        assert_eq!(backups(&world), ["progress-2026-11-21.db"]);
    }

    #[test]
    fn a_day_has_one_backup_and_a_day_without_events_none() {
        let mut world = World::with_cards(["x"]);
        assert_eq!(upkeep::back_up_daily(world.read(), world.now).unwrap(), None);
        world.answer("d/x", Rating::Good);
        assert!(upkeep::back_up_daily(world.read(), world.now).unwrap().is_some());
        assert_eq!(upkeep::back_up_daily(world.read(), world.now).unwrap(), None);
        world.later_days(1);
        assert!(upkeep::back_up_daily(world.read(), world.now).unwrap().is_some());
        assert_eq!(backups(&world), ["progress-2026-11-21.db", "progress-2026-11-22.db"]);
    }

    #[test]
    fn the_newest_good_backup_is_the_one_that_holds_together() {
        let mut world = closed();
        assert_eq!(newest_good_backup(&world.location()), None);
        world.open().unwrap();
        let good = world.read().back_up("progress-2026-11-18.db", 9).unwrap();
        let newer = world.read().back_up("progress-2026-11-19.db", 9).unwrap();
        Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let mut bytes = fs::read(&good).unwrap();
        let middle = bytes.len() / 2 / 4096 * 4096;
        bytes[middle..middle + 4096].fill(0x5A);
        write(&world.location().backups().join("progress-2026-11-20.db"), bytes);
        write(&world.location().backups().join("progress-2026-11-21.db"), "no database");
        assert_eq!(newest_good_backup(&world.location()), Some(good));
    }
}

mod recovering {
    use super::*;

    #[test]
    fn a_damaged_file_is_set_aside_and_the_backup_takes_its_place() {
        let mut world = closed();
        world.open().unwrap();
        world.read().back_up("progress-2026-11-20.db", 3).unwrap();
        let reviews = world.state("d/q7").reviews;
        world.answer("d/q7", Rating::Good);
        world.close();
        fs::write(database(&world), "ruined".repeat(100)).unwrap();
        let error = refuses(&mut world);
        assert!(startup_problem(&error, &world.location()).backup_at.is_some());
        let recovered = upkeep::recover(&world.location(), world.now, true).unwrap();
        assert_eq!(fs::read_to_string(&recovered.aside).unwrap(), "ruined".repeat(100), "nothing is deleted");
        world.reopen();
        assert_eq!(world.state("d/q7").reviews, reviews, "as it was at the backup");
        assert_eq!(verify(world.read()).unwrap().problems, [""; 0]);
        assert_eq!(world.read().card_count().unwrap(), 60);
    }

    #[test]
    fn without_a_backup_one_can_start_empty() {
        let mut world = closed();
        fs::write(database(&world), "ruined".repeat(100)).unwrap();
        assert!(refused(upkeep::recover(&world.location(), world.now, true)).contains("good backup"));
        assert!(database(&world).exists(), "nothing was moved by the refusal");
        upkeep::recover(&world.location(), world.now, false).unwrap();
        world.reopen();
        assert_eq!((world.read().event_count().unwrap(), world.read().card_count().unwrap()), (0, 60));
    }

    #[test]
    fn what_was_set_aside_before_stays() {
        let mut world = closed();
        let mut kept = Vec::new();
        for text in ["first", "second", "third"] {
            fs::write(database(&world), text).unwrap();
            kept.push((set_aside(&world.location(), "20261121-090000", None).unwrap(), text));
        }
        for (path, text) in kept {
            assert_eq!(fs::read_to_string(path).unwrap(), text);
        }
        world.reopen();
    }

    #[test]
    fn a_damaged_index_is_made_anew_after_it_was_noticed() {
        let mut world = closed();
        let index = world.location().index();
        let mut bytes = fs::read(&index).unwrap();
        bytes[4096..].fill(0x33);
        fs::write(&index, bytes).unwrap();
        // Its first page is fine: it opens, and only using it tells.
        let id = world.id();
        let mut error = None;
        if let Ok(mut store) = upkeep::open(&world.location(), world.device, id) {
            world.ship("d/02.md", &question("new"));
            error = rehearse_core::services::library::sync(&mut store, &world.sources()).err();
        }
        if let Some(error) = error {
            upkeep::note_damage(&world.location(), &error);
        }
        let id = world.id();
        drop(upkeep::open(&world.location(), world.device, id).unwrap());
        world.reopen();
        assert_eq!(world.read().card_count().unwrap(), 61);
        assert!(world.read().event_count().unwrap() > 0, "the log was never in danger");
    }
}

mod places_that_cannot_be {
    use super::*;

    #[test]
    fn a_data_folder_below_a_file_is_an_error_with_its_path() {
        let mut world = closed();
        let folder = world.location().folder;
        fs::remove_dir_all(&folder).unwrap();
        write(&folder, "a file");
        let text = refuses(&mut world).to_string();
        assert!(text.starts_with("creating ") && text.contains(folder.to_str().unwrap()), "{text}");
    }

    #[test]
    fn a_folder_in_place_of_the_database_is_an_error_and_no_damage() {
        let mut world = closed();
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(world.location().folder.join(format!("progress.db{suffix}")));
        }
        fs::create_dir(database(&world)).unwrap();
        let error = refuses(&mut world);
        assert!(matches!(error, Error::Io { .. }), "{error:?}");
        assert_eq!(startup_problem(&error, &world.location()).case, StartupCase::CannotOpen);
    }

    #[cfg(unix)]
    #[test]
    fn folders_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let world = World::with_cards(["x"]);
        world.read().back_up("progress-2026-11-21.db", 1).unwrap();
        for folder in [world.location().folder, world.location().decks(), world.location().backups()] {
            let mode = fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{}", folder.display());
        }
    }
}
