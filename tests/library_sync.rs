//! Bringing the index up to date: only what changed is read, and nothing on disk stops the program.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rehearse_core::domain::rating::Rating;
use rehearse_core::services::library::{Synced, findings};
use rehearse_core::services::query::{parse, search};
use rehearse_core::services::session::Scope;
use rehearse_core::store::Sort;
use xxhash_rust::xxh3::xxh3_64;

use crate::support::{World, card, many, question, question_with, questions, write, write_manifest};

/// Three files in two decks.
fn world() -> World {
    World::new(&[
        ("a/01.md", &questions(["x", "y"])),
        ("a/02.md", &questions(["z"])),
        ("b/01.md", &questions(["x"])),
    ])
}

/// Every card of the library, in order.
fn cards(world: &World) -> Vec<String> {
    let page = search(world.read(), &parse("", 8), Sort::Library, 0, 1_000, world.now).unwrap();
    assert_eq!(page.total as usize, page.cards.len());
    let listed = world.read().listed(&page.cards).unwrap();
    listed.into_iter().map(|(card, _)| card.id.to_string()).collect()
}

/// The library is what a first reading of the same files would give.
#[track_caller]
fn assert_as_if_read_first(world: &mut World) {
    let by_hand = cards(world);
    world.close();
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(world.location().folder.join(format!("index.db{suffix}")));
    }
    world.reopen();
    assert_eq!(cards(world), by_hand, "what was kept up to date and what is read anew");
    world.assert_cache_is_the_log();
}

fn touch(path: &Path) {
    let later = SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000);
    fs::File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
}

fn bytes(world: &World, name: &str) -> u64 {
    xxh3_64(&fs::read(world.location().folder.join(name)).unwrap_or_default())
}

#[test]
fn without_changes_nothing_is_read_and_nothing_is_written() {
    let mut world = world();
    world.reopen();
    let version = world.another_store();
    let before =
        (bytes(&world, "index.db-wal"), bytes(&world, "progress.db-wal"), version.data_version().unwrap());
    assert_eq!(world.sync(), Synced::default());
    assert_eq!(world.sync().files_read, 0);
    let after =
        (bytes(&world, "index.db-wal"), bytes(&world, "progress.db-wal"), version.data_version().unwrap());
    assert_eq!(after, before, "both files are as they were");
}

#[test]
fn one_changed_file_is_the_only_one_read() {
    let mut world = world();
    world.ship("a/02.md", &questions(["z", "new"]));
    let synced = world.sync();
    assert_eq!((synced.files_read, synced.changed), (1, vec!["a/new".to_owned()]));
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z", "a/new", "b/x"]);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_touched_file_is_read_and_changes_nothing() {
    let mut world = world();
    touch(&world.content().join("a/01.md"));
    let synced = world.sync();
    assert_eq!((synced.files_read, synced.changed), (1, vec![]));
    assert_eq!(world.sync().files_read, 0, "and is known from then on");
}

#[test]
fn a_removed_file_takes_its_cards_along() {
    let mut world = world();
    world.answer("a/x", Rating::Easy);
    fs::remove_file(world.content().join("a/01.md")).unwrap();
    assert_eq!(world.sync().changed, ["a/x", "a/y"]);
    assert_eq!(cards(&world), ["a/z", "b/x"]);
    assert_eq!(world.state("a/x").reviews, 1, "its progress is kept");
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_renamed_file_keeps_its_cards() {
    let mut world = world();
    world.answer("a/x", Rating::Easy);
    fs::rename(world.content().join("a/01.md"), world.content().join("a/03.md")).unwrap();
    world.sync();
    assert_eq!(cards(&world), ["a/z", "a/x", "a/y", "b/x"], "at their new place");
    assert_eq!(world.state("a/x").reviews, 1);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_file_put_before_the_others_moves_them_without_reading_them() {
    let mut world = world();
    world.ship("a/00.md", &question("first"));
    assert_eq!(world.sync().files_read, 1);
    assert_eq!(cards(&world), ["a/first", "a/x", "a/y", "a/z", "b/x"]);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_question_cut_from_one_file_and_pasted_into_another_is_one_card() {
    for (from, to) in [("a/01.md", "a/02.md"), ("a/02.md", "a/01.md")] {
        let mut world = World::new(&[("a/01.md", &questions(["y"])), ("a/02.md", &questions(["z"]))]);
        world.ship(from, &questions(["keep", "moving"]));
        world.sync();
        world.answer("a/moving", Rating::Easy);
        // Pasted first, then cut: between the two there are two.
        world.ship(to, &questions(["rest", "moving"]));
        world.sync();
        assert_eq!(cards(&world).iter().filter(|id| *id == "a/moving").count(), 1);
        world.ship(from, &questions(["keep"]));
        world.sync();
        assert_eq!(world.state("a/moving").reviews, 1);
        assert!(world.read().card(&card("a/moving")).unwrap().present);
        assert_as_if_read_first(&mut world);
    }
}

#[test]
fn a_copied_question_that_is_removed_again_leaves_the_original() {
    for (original, copy) in [("a/01.md", "a/02.md"), ("a/02.md", "a/01.md")] {
        let mut world = World::new(&[(original, &questions(["x"])), (copy, &questions(["y"]))]);
        world.ship(copy, &questions(["y", "x"]));
        world.sync();
        let found = findings(world.read()).unwrap();
        assert_eq!(found["a"].len(), 1, "two cards of one id are a finding: {found:?}");
        assert!(found["a"][0].message.starts_with("a second card \"a/x\"; the first is in "), "{found:?}");
        world.ship(copy, &questions(["y"]));
        world.sync();
        assert!(cards(&world).contains(&"a/x".to_owned()), "copied into {copy} and removed again");
        assert_eq!(findings(world.read()).unwrap()["a"], []);
        assert_as_if_read_first(&mut world);
    }
}

#[test]
fn a_removed_deck_leaves_the_library() {
    let mut world = world();
    fs::remove_dir_all(world.content().join("b")).unwrap();
    assert_eq!(world.sync().changed, ["b/x"]);
    let decks: Vec<_> = world.read().indexed_decks().unwrap().into_iter().map(|deck| deck.id).collect();
    assert_eq!(decks, ["a"]);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_deck_without_files_comes_and_goes() {
    let mut world = world();
    write_manifest(&world.content().join("empty"), "empty");
    world.sync();
    assert_eq!(world.read().indexed_decks().unwrap().len(), 3);
    fs::remove_dir_all(world.content().join("empty")).unwrap();
    world.sync();
    assert_eq!(world.read().indexed_decks().unwrap().len(), 2, "nothing of it stays");
    assert_eq!(world.sync(), Synced::default());
}

#[test]
fn a_new_deck_stands_at_its_place() {
    let mut world = World::new(&[("b/01.md", &question("x"))]);
    world.own("aa/01.md", &question("x"));
    world.sync();
    assert_eq!(cards(&world), ["b/x", "aa/x"], "the learner's own come last");
    world.ship("z/01.md", &question("x"));
    world.sync();
    assert_eq!(cards(&world), ["b/x", "z/x", "aa/x"]);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_deck_id_found_twice_is_said_and_the_first_counts() {
    let mut world = world();
    write_manifest(&world.content().join("c"), "a");
    write(&world.content().join("c/01.md"), question("other"));
    let synced = world.sync();
    assert_eq!(synced.diagnostics.len(), 1, "{:?}", synced.diagnostics);
    assert!(synced.diagnostics[0].message.contains("\"a\" is taken"), "{:?}", synced.diagnostics);
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z", "b/x"]);
}

#[test]
fn a_deck_that_changes_its_id_is_another_deck() {
    let mut world = world();
    world.answer("b/x", Rating::Easy);
    write_manifest(&world.content().join("b"), "c");
    world.sync();
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z", "c/x"]);
    assert_as_if_read_first(&mut world);
    write_manifest(&world.content().join("b"), "b");
    world.sync();
    assert_eq!(world.state("b/x").reviews, 1);
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z", "b/x"]);
}

#[test]
fn a_broken_deck_toml_is_said() {
    let mut world = world();
    write(&world.content().join("b/deck.toml"), "id = ");
    let synced = world.sync();
    assert!(!synced.diagnostics.is_empty());
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z"], "the rest of the library works");
}

#[test]
fn the_learner_s_copy_counts_until_it_goes() {
    let mut world = world();
    let edits = world.location().decks().join("a/edits.md");
    write(&edits, question("y").replace("The answer", "My answer"));
    let synced = world.sync();
    assert_eq!(synced.changed, ["a/y"]);
    let key = world.read().card(&card("a/y")).unwrap().key;
    assert!(world.read().question_source(key).unwrap().contains("My answer"));
    assert!(world.read().indexed_card(key).unwrap().is_override);
    assert_eq!(findings(world.read()).unwrap()["a"], [], "a copy on purpose is no finding");
    assert_as_if_read_first(&mut world);
    fs::remove_file(&edits).unwrap();
    assert_eq!(world.sync().changed, ["a/y"]);
    assert!(world.read().question_source(key).unwrap().contains("The answer"));
    assert_as_if_read_first(&mut world);
}

#[test]
fn edits_of_a_deck_that_is_not_there_are_kept_and_said() {
    let mut world = world();
    write(&world.location().decks().join("gone/edits.md"), question("y"));
    let synced = world.sync();
    assert!(synced.diagnostics[0].message.contains("no deck \"gone\""), "{:?}", synced.diagnostics);
    assert_eq!(cards(&world).len(), 4);
}

#[test]
fn a_file_deleted_while_the_program_runs_is_found_out() {
    let mut world = world();
    assert_eq!(world.queue(Scope::Due).len(), 4);
    fs::remove_dir_all(world.content()).unwrap();
    world.sync();
    assert_eq!(world.queue(Scope::Due), [""; 0]);
    world.answer("a/x", Rating::Good);
    world.assert_cache_is_the_log();
}

#[test]
fn what_cannot_be_read_is_a_finding_of_its_deck() {
    let mut world = world();
    // Not text, and (in place of a file that permissions hide, which root would read) not a file.
    write(&world.content().join("a/03.md"), b"## \xFF\xFE {#bad}\n\nNo.\n");
    fs::create_dir(world.content().join("a/04.md")).unwrap();
    world.sync();
    let found = findings(world.read()).unwrap();
    assert!(found["a"].iter().any(|finding| finding.file.ends_with("03.md")), "{found:?}");
    assert!(found["a"].iter().any(|finding| finding.file.ends_with("04.md")), "{found:?}");
    assert!(cards(&world).starts_with(&["a/x".to_owned(), "a/y".to_owned(), "a/z".to_owned()]));
    world.sync();
}

#[test]
fn an_index_that_is_gone_is_made_again() {
    let mut world = world();
    world.answer("a/x", Rating::Easy);
    assert_as_if_read_first(&mut world);
    assert_eq!(world.state("a/x").reviews, 1);
}

#[test]
fn a_card_that_left_while_the_index_was_gone_is_gone() {
    let mut world = world();
    world.answer("a/z", Rating::Easy);
    world.close();
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(world.location().folder.join(format!("index.db{suffix}")));
    }
    fs::remove_file(world.content().join("a/02.md")).unwrap();
    fs::remove_dir_all(world.content().join("b")).unwrap();
    world.reopen();
    assert_eq!(cards(&world), ["a/x", "a/y"]);
    assert_eq!(world.read().card_count().unwrap(), 2);
    assert_eq!(world.queue(Scope::Due), ["a/x", "a/y"]);
    assert!(!world.read().card(&card("a/z")).unwrap().present);
}

#[test]
fn an_index_of_garbage_is_made_again() {
    for garbage in [&b"not a database at all, but text that goes on for more than a hundred bytes to be sure of it, and more"[..], b"", b"SQLite format 3\0 and then nothing of the kind........................................................................."] {
        let mut world = world();
        world.close();
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(world.location().folder.join(format!("index.db{suffix}")));
        }
        fs::write(world.location().index(), garbage).unwrap();
        world.reopen();
        assert_eq!(cards(&world).len(), 4);
    }
}

#[test]
fn an_index_of_another_database_is_made_again() {
    let mut world = world();
    let mut other = World::new(&[("o/01.md", &many("o", 9))]);
    other.close();
    world.close();
    fs::copy(other.location().index(), world.location().index()).unwrap();
    world.reopen();
    assert_eq!(cards(&world), ["a/x", "a/y", "a/z", "b/x"]);
}

#[test]
fn an_index_is_made_again_for_a_log_that_was_put_back() {
    // A copy of the log by hand, then more decks, then the copy comes back: its cards have other numbers.
    let mut world = World::new(&[("b/01.md", &question("x"))]);
    world.answer("b/x", Rating::Easy);
    world.close();
    let copy = world.root().join("copy.db");
    fs::copy(world.location().database(), &copy).unwrap();
    world.open().unwrap();
    world.ship("a/01.md", &many("a", 5));
    world.sync();
    world.close();
    fs::copy(&copy, world.location().database()).unwrap();
    world.ship("c/01.md", &many("c", 5));
    world.reopen();
    assert_eq!(cards(&world).len(), 11);
    for id in ["a/a0", "c/c4", "b/x"] {
        let key = world.read().card(&card(id)).unwrap().key;
        assert_eq!(world.read().indexed_card(key).unwrap().id, card(id));
        assert!(world.read().question_source(key).unwrap().contains(card(id).slug()), "{id}");
    }
    assert_eq!(world.state("b/x").reviews, 1);
}

#[test]
fn an_index_that_a_crash_left_behind_the_log_is_made_again() {
    // The two files are not committed at one stroke: the log may know of a change that the index lost.
    let mut world = world();
    world.close();
    let old = fs::read(world.location().index()).unwrap();
    world.open().unwrap();
    world.ship("a/01.md", &questions(["new"]));
    world.sync();
    world.close();
    fs::write(world.location().index(), old).unwrap();
    world.reopen();
    assert_eq!(cards(&world), ["a/new", "a/z", "b/x"]);
    assert_as_if_read_first(&mut world);
}

#[test]
fn follow_ups_come_and_go_with_their_parent() {
    let mut world = World::new(&[("d/01.md", &question_with("p", &["f", "g"]))]);
    world.answer("d/p/f", Rating::Easy);
    world.ship("d/01.md", &question_with("p", &["g"]));
    world.sync();
    assert_eq!(cards(&world), ["d/p", "d/p/g"]);
    world.ship("d/01.md", &question_with("p", &["h", "f"]));
    world.sync();
    assert_eq!(cards(&world), ["d/p", "d/p/h", "d/p/f"]);
    assert_eq!(world.state("d/p/f").reviews, 1);
    assert_as_if_read_first(&mut world);
}

#[test]
fn a_file_of_many_questions_is_read() {
    let mut world = World::new(&[("d/01.md", &many("q", 5_000))]);
    assert_eq!(world.read().card_count().unwrap(), 5_000);
    let text = many("q", 5_000).replace("The answer about q4321.", "Another answer.");
    world.ship("d/01.md", &text);
    assert_eq!(world.sync().changed, ["d/q4321"]);
}
