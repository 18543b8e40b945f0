//! Editing a question: its lines change and nothing else, and every edit can be taken back.

use std::fs;
use std::path::PathBuf;

use rehearse_core::Result;
use rehearse_core::services::editing::{self, Saved};
use rehearse_core::services::query;
use rehearse_core::store::{ActionKind, Sort};

use crate::support::{World, card, question, question_with, refused, write};

/// A deck of the learner's own with three questions, and oddities that an editor must leave alone.
fn odd_text(end: &str) -> String {
    let text = "<!-- a note -->\n\n# Section   \n\n## One {#one}\n\nFirst.\t\n\n\n\n## Two {#two}\n\nSecond.\n\n### Key points\n* star\n+ plus\n\n## Three {#three}\n\nThird, without an end";
    text.replace('\n', end)
}

fn own_world(text: &str) -> (World, PathBuf) {
    let mut world = World::with_cards(["x"]);
    let file = world.own("own/01.md", text);
    world.sync();
    (world, file)
}

fn save(world: &mut World, id: &str, change: impl Fn(&str) -> String) -> Result<Saved> {
    let source = editing::question_text(world.read(), &card(id)).unwrap();
    let text = change(&source.text);
    save_text(world, id, &text, &source.revision)
}

fn save_text(world: &mut World, id: &str, text: &str, revision: &str) -> Result<Saved> {
    let stamp = world.stamp();
    let saved = editing::save_question(world.store(), stamp, &card(id), text, revision);
    world.sync();
    saved
}

fn source(world: &World, id: &str) -> String {
    editing::question_text(world.read(), &card(id)).unwrap().text
}

#[test]
fn saving_changes_the_question_s_lines_and_no_other_byte() {
    for end in ["\n", "\r\n"] {
        for (id, old, new) in [
            ("own/one", "First.", "First, in other words."),
            ("own/two", "Second.", "Second.\nAnd a line more."),
            ("own/three", "Third, without an end", "Third"),
        ] {
            let text = odd_text(end);
            let (mut world, file) = own_world(&text);
            let saved = save(&mut world, id, |source| source.replace(old, new)).unwrap();
            assert!(saved.saved, "{id}: {:?}", saved.diagnostics);
            let written = fs::read_to_string(&file).unwrap();
            let at = text.find(old).unwrap();
            assert!(written.starts_with(&text[..at]), "{id} with {end:?}: what is above stays");
            let next = text[at..].find("## ").map_or("", |below| &text[at + below..]);
            assert!(written.ends_with(next), "{id} with {end:?}: what is below stays");
            assert!(written.contains(&new.replace('\n', end)), "{id} with {end:?}: the file's line ends");
            assert_eq!(written.contains('\r'), end == "\r\n");

            assert_eq!(world.undo().map(|undone| undone.kind), Some(ActionKind::Edit));
            assert_eq!(fs::read_to_string(&file).unwrap(), text, "{id} with {end:?}: undone to the byte");
        }
    }
}

#[test]
fn a_file_with_a_byte_order_mark_keeps_it() {
    let text = format!("\u{FEFF}{}", odd_text("\n"));
    let (mut world, file) = own_world(&text);
    assert!(save(&mut world, "own/one", |source| source.replace("First.", "1st.")).unwrap().saved);
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("First.\t", "1st."), "the mark stays");
    world.sync();
    world.undo().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn progress_stays_with_an_edited_question() {
    let (mut world, _) = own_world(&odd_text("\n"));
    world.answer("own/one", rehearse_core::domain::rating::Rating::Easy);
    let state = world.state("own/one");
    save(&mut world, "own/one", |source| source.replace("First", "Premier")).unwrap();
    assert_eq!(world.state("own/one"), state);
}

#[test]
fn saving_the_same_text_writes_nothing_and_leaves_nothing_to_undo() {
    let (mut world, file) = own_world(&odd_text("\n"));
    assert!(save(&mut world, "own/one", str::to_owned).unwrap().saved);
    assert_eq!(fs::read_to_string(&file).unwrap(), odd_text("\n"));
    assert_eq!(world.undo(), None);
}

#[test]
fn a_follow_up_is_edited_in_its_parent_s_lines() {
    let text = question_with("p", &["f"]) + &question("q");
    let (mut world, file) = own_world(&text);
    let saved = save(&mut world, "own/p/f", |source| source.replace("Because of f", "Since f")).unwrap();
    assert!(saved.saved, "{:?}", saved.diagnostics);
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("Because of f", "Since f"));
    world.undo().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

mod shipped {
    use super::*;

    fn edits(world: &World) -> PathBuf {
        world.location().decks().join("d/edits.md")
    }

    #[test]
    fn a_shipped_question_is_copied_and_never_changed() {
        let mut world = World::with_cards(["x", "y"]);
        let file = world.content().join("d/01.md");
        let text = fs::read_to_string(&file).unwrap();
        let before = editing::question_text(world.read(), &card("d/x")).unwrap();
        assert!(before.writes_copy && before.path == edits(&world));
        assert!(save(&mut world, "d/x", |source| source.replace("answer", "reply")).unwrap().saved);
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert!(source(&world, "d/x").contains("The reply about x."));
        // A second edit changes the copy.
        assert!(save(&mut world, "d/x", |source| source.replace("reply", "word")).unwrap().saved);
        assert!(source(&world, "d/x").contains("The word about x."));
        assert!(save(&mut world, "d/y", |source| source.replace("answer", "reply")).unwrap().saved);
        assert_eq!(fs::read_to_string(edits(&world)).unwrap().matches("## ").count(), 2);
        // All the way back.
        for _ in 0..3 {
            assert_eq!(world.undo().map(|undone| undone.kind), Some(ActionKind::Edit));
            world.sync();
        }
        assert!(!edits(&world).exists(), "the copy is gone");
        assert!(source(&world, "d/x").contains("The answer about x."));
    }

    #[test]
    fn the_original_is_restored_and_that_can_be_undone() {
        let mut world = World::with_cards(["x", "y"]);
        for id in ["d/x", "d/y"] {
            assert!(save(&mut world, id, |source| source.replace("answer", "reply")).unwrap().saved);
        }
        let copies = fs::read_to_string(edits(&world)).unwrap();
        for id in ["d/y", "d/x"] {
            let stamp = world.stamp();
            editing::restore_original(world.store(), stamp, &card(id)).unwrap();
            world.sync();
            assert!(source(&world, id).contains("The answer"), "{id} as it was shipped");
        }
        assert!(!edits(&world).exists());
        for id in ["d/x", "d/y"] {
            world.undo().unwrap();
            world.sync();
            assert!(source(&world, id).contains("The reply"), "{id} as it was edited");
        }
        assert_eq!(fs::read_to_string(edits(&world)).unwrap(), copies);
        let stamp = world.stamp();
        let text = refused(editing::restore_original(world.store(), stamp, &card("d/nobody")));
        assert_eq!(text, "there is no card \"d/nobody\"");
    }

    #[test]
    fn a_copy_keeps_the_section_and_the_place_of_its_question() {
        let text = format!("# First\n\n{}# Second\n\n{}{}", question("x"), question("y"), question("z"));
        let mut world = World::new(&[("d/01.md", &text)]);
        let order = |world: &mut World| -> Vec<(String, Option<String>)> {
            let now = world.now;
            let query = query::parse("", 8);
            let page = query::search(world.read(), &query, Sort::Library, 0, 9, now).unwrap();
            let listed = world.read().listed(&page.cards).unwrap();
            listed.into_iter().map(|(card, indexed)| (card.id.to_string(), indexed.section)).collect()
        };
        let before = order(&mut world);
        assert_eq!(before[1], ("d/y".to_owned(), Some("Second".to_owned())));
        assert!(save(&mut world, "d/y", |source| source.replace("answer", "reply")).unwrap().saved);
        assert!(source(&world, "d/y").contains("The reply"));
        assert_eq!(order(&mut world), before);
    }

    #[test]
    fn what_has_no_copy_cannot_be_restored() {
        let mut world = World::with_cards(["x"]);
        let stamp = world.stamp();
        let text = refused(editing::restore_original(world.store(), stamp, &card("d/x")));
        assert_eq!(text, "this question has no changed copy");
    }

    #[test]
    fn a_restore_is_not_undone_over_a_newer_copy() {
        let mut world = World::with_cards(["x"]);
        save(&mut world, "d/x", |source| source.replace("answer", "reply")).unwrap();
        let stamp = world.stamp();
        editing::restore_original(world.store(), stamp, &card("d/x")).unwrap();
        let by_hand = question("x").replace("answer", "word of mine");
        write(&edits(&world), &by_hand);
        world.sync();
        let stamp = world.stamp();
        assert!(
            refused(rehearse_core::services::undoing::undo(world.store(), stamp))
                .contains("has changed since that edit")
        );
        assert_eq!(fs::read_to_string(edits(&world)).unwrap(), by_hand);
    }
}

mod refusals {
    use super::*;

    #[track_caller]
    fn check(change: fn(&str) -> String, expected: &str) {
        let text = odd_text("\n");
        let (mut world, file) = own_world(&text);
        let saved = save(&mut world, "own/two", change).unwrap();
        assert!(!saved.saved, "refused");
        let said: Vec<_> = saved.diagnostics.iter().map(|found| found.message.clone()).collect();
        assert!(said.iter().any(|message| message.contains(expected)), "{expected:?} in {said:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing was written");
        assert_eq!(world.undo(), None, "and nothing is to be undone");
    }

    #[test]
    fn a_text_that_is_not_one_whole_question_is_refused() {
        check(|text| text.replace("{#two}", "{#deux}"), "the id became \"own/deux\"");
        check(|text| text.replace(" {#two}", ""), "the id is gone");
        check(|text| format!("{text}\n## More {{#more}}\n\nText.\n"), "a second ## heading");
        check(|text| format!("# Section\n\n{text}"), "a # heading");
        check(|_| String::new(), "no ## heading");
        check(|text| format!("{text}\n```python\n"), "");
        check(|text| format!("{text}\n<!-- "), "");
    }

    #[test]
    fn a_stale_revision_is_refused() {
        let text = odd_text("\n");
        let (mut world, file) = own_world(&text);
        let old = editing::question_text(world.read(), &card("own/two")).unwrap();
        save(&mut world, "own/two", |source| source.replace("Second", "2nd")).unwrap();
        let said = refused(save_text(&mut world, "own/two", &old.text, &old.revision));
        assert!(said.starts_with("the question changed on disk"), "{said}");
        assert!(fs::read_to_string(&file).unwrap().contains("2nd"));
    }

    #[test]
    fn what_another_editor_saved_a_moment_ago_is_not_overwritten() {
        // The index has not heard of it yet: no reading between the other's save and ours.
        let (mut world, file) = own_world(&odd_text("\n"));
        let source = editing::question_text(world.read(), &card("own/two")).unwrap();
        let theirs = odd_text("\n").replace("Second.", "Their words.");
        write(&file, &theirs);
        let said = refused(save_text(
            &mut world,
            "own/two",
            &source.text.replace("Second", "2nd"),
            &source.revision,
        ));
        assert!(said.starts_with("the question changed on disk"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
    }

    #[test]
    fn another_question_changed_meanwhile_is_no_hindrance() {
        let (mut world, file) = own_world(&odd_text("\n"));
        let source = editing::question_text(world.read(), &card("own/two")).unwrap();
        let theirs = odd_text("\n").replace("First.", "Their words.");
        write(&file, &theirs);
        let text = source.text.replace("Second", "2nd");
        assert!(save_text(&mut world, "own/two", &text, &source.revision).unwrap().saved);
        assert_eq!(fs::read_to_string(&file).unwrap(), theirs.replace("Second", "2nd"));
        // And undo takes back ours alone.
        world.undo().unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
    }

    #[test]
    fn an_edit_is_not_undone_over_later_changes() {
        let (mut world, file) = own_world(&odd_text("\n"));
        save(&mut world, "own/two", |source| source.replace("Second", "2nd")).unwrap();
        let later = fs::read_to_string(&file).unwrap().replace("2nd", "zweitens");
        write(&file, &later);
        let stamp = world.stamp();
        let said = refused(rehearse_core::services::undoing::undo(world.store(), stamp));
        assert!(said.contains("01.md has changed since that edit, so it cannot be undone here"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), later);
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let text = odd_text("\n");
        let (mut world, file) = own_world(&text);
        // Permissions do not stop root: something stands where the new text would be written.
        fs::create_dir(file.with_file_name(".01.md.saving")).unwrap();
        let said = refused(save(&mut world, "own/two", |source| source.replace("Second", "2nd")));
        assert!(said.starts_with("writing "), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(world.undo(), None);
        fs::remove_dir(file.with_file_name(".01.md.saving")).unwrap();
        assert!(save(&mut world, "own/two", |source| source.replace("Second", "2nd")).unwrap().saved);
    }

    #[test]
    fn a_deck_folder_that_cannot_be_made_is_an_error() {
        let mut world = World::with_cards(["x"]);
        fs::remove_dir(world.location().decks()).unwrap();
        write(&world.location().decks(), "a file in place of the folder");
        let said = refused(save(&mut world, "d/x", |source| source.replace("answer", "reply")));
        assert!(said.starts_with("creating "), "{said}");
        assert!(source(&world, "d/x").contains("The answer"));
    }

    #[test]
    fn a_question_that_left_cannot_be_edited() {
        let (mut world, file) = own_world(&odd_text("\n"));
        let old = editing::question_text(world.read(), &card("own/two")).unwrap();
        fs::remove_file(&file).unwrap();
        let said = refused(save_text(&mut world, "own/two", &old.text, &old.revision));
        assert!(said.starts_with("the question changed on disk"), "{said}");
        assert!(!file.exists(), "nothing was written");
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_file_is_changed_where_it_is() {
        let (mut world, file) = own_world(&odd_text("\n"));
        let real = file.with_file_name("zz-real.md");
        fs::rename(&file, &real).unwrap();
        std::os::unix::fs::symlink("zz-real.md", &file).unwrap();
        // Both names hold the same questions: the first counts.
        world.sync();
        assert!(save(&mut world, "own/two", |source| source.replace("Second", "2nd")).unwrap().saved);
        assert!(fs::symlink_metadata(&file).unwrap().is_symlink(), "the link is still one");
        assert!(fs::read_to_string(&real).unwrap().contains("2nd"));
    }
}
