//! `was=`: progress follows a card over a rename, a chain of renames, and with its follow-ups.

use rehearse_core::domain::rating::Rating;
use rehearse_core::services::study::CardAction;

use crate::support::{World, card, question};

/// A question that carries another's progress on.
fn renamed(slug: &str, was: &str) -> String {
    question(slug).replace("}\n", &format!(" was={was}}}\n"))
}

fn reviews(world: &World, id: &str) -> u32 {
    world.read().card(&card(id)).map_or(0, |card| card.state.reviews)
}

#[test]
fn progress_follows_a_rename() {
    let mut world = World::with_cards(["old", "y"]);
    world.answer("d/old", Rating::Easy);
    world.act("d/old", CardAction::Mark(true));
    let state = world.state("d/old");
    world.ship("d/01.md", &(renamed("new", "d/old") + &question("y")));
    world.sync();
    assert_eq!(world.state("d/new"), state);
    world.assert_cache_is_the_log();
    world.later_days(10);
    world.answer("d/new", Rating::Good);
    assert_eq!(reviews(&world, "d/new"), 2);
    world.assert_cache_is_the_log();
    assert_eq!(world.kinds(Some("d/new")), ["review", "mark", "review"], "its history is one");
}

#[test]
fn progress_follows_a_chain_of_renames() {
    let mut world = World::with_cards(["a"]);
    world.answer("d/a", Rating::Easy);
    for (old, new) in [("a", "b"), ("b", "c")] {
        world.ship("d/01.md", &renamed(new, &format!("d/{old}")));
        world.sync();
        world.later_days(9);
        world.answer(&format!("d/{new}"), Rating::Good);
        world.assert_cache_is_the_log();
    }
    assert_eq!(reviews(&world, "d/c"), 3);
}

#[test]
fn progress_follows_a_card_into_another_deck() {
    let mut world = World::new(&[("a/01.md", &question("x")), ("b/01.md", &question("other"))]);
    world.answer("a/x", Rating::Easy);
    world.ship("a/01.md", &question("rest"));
    world.ship("b/01.md", &(question("other") + &renamed("x", "a/x")));
    world.sync();
    assert_eq!(reviews(&world, "b/x"), 1);
    world.assert_cache_is_the_log();
}

#[test]
fn progress_follows_when_the_new_name_is_read_before_the_old_one_goes() {
    // The new name stands in a file that is read first; the old one is removed after it.
    let mut world = World::new(&[("d/02.md", &question("old")), ("d/01.md", &question("y"))]);
    world.answer("d/old", Rating::Easy);
    world.ship("d/01.md", &(question("y") + &renamed("new", "d/old")));
    world.ship("d/02.md", &question("rest"));
    world.sync();
    assert_eq!((reviews(&world, "d/new"), reviews(&world, "d/old")), (1, 0));
    world.assert_cache_is_the_log();
}

#[test]
fn follow_ups_move_with_their_parent() {
    let follow_up = "### Follow-ups\n\n#### And then? {#then}\n\nThis.\n\n";
    let mut world = World::new(&[("d/01.md", &(question("old") + follow_up))]);
    world.answer("d/old/then", Rating::Easy);
    world.ship("d/01.md", &(renamed("new", "d/old") + follow_up));
    world.sync();
    assert_eq!(reviews(&world, "d/new/then"), 1);
    world.assert_cache_is_the_log();
}

#[test]
fn undo_reaches_over_a_rename() {
    let mut world = World::with_cards(["old"]);
    world.answer("d/old", Rating::Easy);
    world.ship("d/01.md", &renamed("new", "d/old"));
    world.sync();
    let undone = world.undo().unwrap();
    assert_eq!(undone.card, Some(card("d/new")), "the card that carries the review now");
    assert_eq!(reviews(&world, "d/new"), 0);
    world.assert_cache_is_the_log();
}

#[test]
fn a_card_that_is_still_there_keeps_its_progress() {
    // `was=` names a card that no one removed: two cards cannot share one history.
    let mut world = World::with_cards(["old"]);
    world.answer("d/old", Rating::Easy);
    world.ship("d/01.md", &(question("old") + &renamed("new", "d/old")));
    world.sync();
    assert_eq!((reviews(&world, "d/old"), reviews(&world, "d/new")), (1, 0));
    world.answer("d/old", Rating::Good);
    world.answer("d/new", Rating::Good);
    assert_eq!((reviews(&world, "d/old"), reviews(&world, "d/new")), (2, 1));
    world.assert_cache_is_the_log();
    world.ship("d/01.md", &renamed("new", "d/old"));
    world.sync();
    assert_eq!(reviews(&world, "d/new"), 3, "once it is gone, its history is carried on");
    world.assert_cache_is_the_log();
    world.ship("d/01.md", &(question("old") + &renamed("new", "d/old")));
    world.sync();
    assert_eq!((reviews(&world, "d/old"), reviews(&world, "d/new")), (2, 1), "and it comes back with it");
    world.assert_cache_is_the_log();
}

#[test]
fn two_heirs_do_not_share_one_history() {
    let mut world = World::with_cards(["old"]);
    world.answer("d/old", Rating::Easy);
    world.ship("d/01.md", &(renamed("b", "d/old") + &renamed("a", "d/old")));
    world.sync();
    assert_eq!((reviews(&world, "d/a"), reviews(&world, "d/b")), (1, 0), "the first by name has it");
    world.act("d/b", CardAction::Mark(true));
    world.answer("d/b", Rating::Good);
    assert_eq!((reviews(&world, "d/a"), reviews(&world, "d/b")), (1, 1));
    world.assert_cache_is_the_log();
}

#[test]
fn names_that_go_in_a_circle_stop_nothing() {
    let mut world = World::with_cards(["a", "b"]);
    world.answer("d/a", Rating::Easy);
    world.ship("d/01.md", &(renamed("a", "d/b") + &renamed("b", "d/a")));
    world.sync();
    world.act("d/a", CardAction::Mark(true));
    world.answer("d/b", Rating::Good);
    world.assert_cache_is_the_log();
    world.ship("d/01.md", &question("c"));
    world.sync();
    world.assert_cache_is_the_log();
    world.ship("d/01.md", &renamed("a", "d/a"));
    world.sync();
    assert_eq!(reviews(&world, "d/a"), 1);
    world.assert_cache_is_the_log();
}

#[test]
fn taking_was_back_gives_the_progress_back() {
    let mut world = World::with_cards(["old"]);
    world.answer("d/old", Rating::Easy);
    world.ship("d/01.md", &renamed("new", "d/old"));
    world.sync();
    world.ship("d/01.md", &question("new"));
    world.sync();
    assert_eq!(reviews(&world, "d/new"), 0);
    world.assert_cache_is_the_log();
    world.ship("d/01.md", &question("old"));
    world.sync();
    assert_eq!(reviews(&world, "d/old"), 1);
    world.assert_cache_is_the_log();
}
