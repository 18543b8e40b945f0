//! The append-only log: nothing is changed, undo only adds, and what is not known is kept.

use rehearse_core::domain::event::Body;
use rehearse_core::domain::fold::{CardState, Phase};
use rehearse_core::domain::memory::Parameters;
use rehearse_core::domain::options::Options;
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::study::{self, CardAction};
use rehearse_core::services::verify::verify;
use rehearse_core::store::ActionKind;

use crate::support::{World, answer, card, ratings, refused};

#[test]
fn sqlite_itself_refuses_to_change_or_delete_an_event() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Good);
    let raw = world.raw();
    for (sql, why) in [
        ("update events set rating = 4", "events are never changed"),
        ("delete from events", "events are never deleted"),
        ("insert or replace into events select * from events", "events are never deleted"),
    ] {
        raw.pragma_update(None, "recursive_triggers", true).unwrap();
        assert_eq!(raw.execute(sql, []).unwrap_err().to_string(), why, "{sql}");
    }
    drop(raw);
    assert_eq!(world.read().event_count().unwrap(), 1);
}

#[test]
fn the_schema_refuses_nonsense() {
    let world = World::with_cards(["x"]);
    let raw = world.raw();
    raw.execute("insert into devices (device_id) values ('00000000-0000-0000-0000-0000000000d0')", [])
        .unwrap();
    for (kind, columns, values) in [
        ("a review without a rating", "card_id, phase, due_at", "'d/x', 2, 0"),
        ("a rating of five", "card_id, rating, phase, due_at", "'d/x', 5, 2, 0"),
        ("a review that decided nothing", "card_id, rating", "'d/x', 3"),
    ] {
        let sql = format!(
            "insert into events (event_id, device_key, at, clock_at, offset_min, kind, content, {columns})
             values ('00000000-0000-0000-0000-000000000001', 1, 0, 0, 0, 'review', '{{}}', {values})"
        );
        assert!(raw.execute(&sql, []).is_err(), "{kind} must be refused");
    }
}

#[test]
fn a_void_counts_once_however_often_it_comes() {
    let mut world = World::with_cards(["x"]);
    let event = world.answer("d/x", Rating::Good).event.id.to_string();
    for _ in 0..3 {
        let stamp = world.stamp();
        world.store().transaction(|writer| writer.void(stamp.id, stamp.now, &event)).unwrap();
        assert_eq!(world.state("d/x").phase, Phase::New);
        assert_eq!(world.state("d/x").reviews, 0);
    }
    world.assert_cache_is_the_log();
}

#[test]
fn only_what_is_no_void_can_be_voided() {
    let mut world = World::with_cards(["x"]);
    let event = world.answer("d/x", Rating::Good).event.id.to_string();
    let stamp = world.stamp();
    let (void, _) = world.store().transaction(|writer| writer.void(stamp.id, stamp.now, &event)).unwrap();
    let again = world.stamp();
    let text = refused(
        world.store().transaction(|writer| writer.void(again.id, again.now, &void.id.to_string()).map(drop)),
    );
    assert_eq!(text, "an undo cannot be undone");
    let text =
        refused(world.store().transaction(|writer| writer.void(again.id, again.now, "gone").map(drop)));
    assert_eq!(text, "there is no event \"gone\"");
    assert_eq!(world.read().event_count().unwrap(), 2, "nothing was written by the refusals");
}

#[test]
fn a_void_may_come_before_its_target() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    let copy = world.raw();
    copy.execute_batch(
        "create temp table later as select * from events where kind = 'review';
         insert into events (event_id, device_key, at, clock_at, offset_min, kind, voids, content)
         values ('ffffffff-ffff-7fff-8fff-ffffffffffff', 1, 0, 0, 60, 'void', 'eeeeeeee-eeee-7eee-8eee-eeeeeeeeeeee', '{}');
         update temp.later set event_id = 'eeeeeeee-eeee-7eee-8eee-eeeeeeeeeeee', at = at + 5;
         insert into events select * from temp.later;",
    )
    .unwrap();
    drop(copy);
    world.store().rebuild().unwrap();
    assert_eq!(world.state("d/x").reviews, 1, "the second review was voided before it arrived");
}

/// Does something to a card in review, takes it back, and compares everything that the card shows.
#[track_caller]
fn check_undo(kind: ActionKind, act: impl FnOnce(&mut World)) {
    let mut world = World::with_cards(["x"]);
    for rating in ratings("gge") {
        world.answer("d/x", rating);
        world.later_days(5);
    }
    let before = world.state("d/x");
    act(&mut world);
    assert_ne!(
        without_last_at(world.state("d/x")),
        without_last_at(before.clone()),
        "{kind:?} did something"
    );
    let undone = world.undo().unwrap();
    assert_eq!((undone.kind, undone.card), (kind, Some(card("d/x"))));
    assert_eq!(without_last_at(world.state("d/x")), without_last_at(before), "{kind:?} taken back");
    world.assert_cache_is_the_log();
}

fn without_last_at(state: CardState) -> CardState {
    CardState { last_at: None, ..state }
}

#[test]
fn undo_restores_exactly() {
    check_undo(ActionKind::Review, |world| drop(world.answer("d/x", Rating::Again)));
    check_undo(ActionKind::Suspend, |world| world.act("d/x", CardAction::Suspend(true)));
    check_undo(ActionKind::Bury, |world| world.act("d/x", CardAction::Bury(true)));
    check_undo(ActionKind::Mark, |world| world.act("d/x", CardAction::Mark(true)));
    check_undo(ActionKind::Reset, |world| world.act("d/x", CardAction::Reset));
}

#[test]
fn undo_has_no_limit_within_the_day() {
    let mut world = World::with_cards(["x", "y"]);
    let mut states = Vec::new();
    for n in 0..60 {
        states.push(without_last_at(world.state("d/x")));
        match n % 5 {
            0 => world.act("d/x", CardAction::Mark(n % 2 == 0)),
            1 => world.act("d/x", CardAction::Suspend(n % 2 == 0)),
            2 => world.act("d/x", CardAction::Bury(n % 2 == 0)),
            3 => world.act("d/x", CardAction::Reset),
            _ => drop(world.answer("d/x", Rating::ALL[n % 4])),
        }
        world.later_secs(60);
    }
    while let Some(expected) = states.pop() {
        assert!(world.undo().is_some(), "{} actions are left", states.len());
        assert_eq!(without_last_at(world.state("d/x")), expected);
    }
    assert_eq!(world.undo(), None, "nothing is left");
    world.assert_cache_is_the_log();
}

#[test]
fn undo_ends_with_the_study_day() {
    let mut world = World::with_cards(["x"]);
    world.at("2026-11-21T23:00:00+01:00").answer("d/x", Rating::Good);
    world.at("2026-11-22T03:59:00+01:00");
    assert!(world.undo().is_some(), "midnight does not end the study day");
    world.answer("d/x", Rating::Good);
    world.at("2026-11-22T04:00:00+01:00");
    assert_eq!(world.undo(), None, "the rollover does");
    assert_eq!(world.state("d/x").reviews, 1);
}

#[test]
fn undo_survives_closing_the_program() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Good);
    world.reopen();
    assert_eq!(world.undo().map(|undone| undone.kind), Some(ActionKind::Review));
    assert_eq!(world.state("d/x").phase, Phase::New);
}

#[test]
fn what_failed_left_nothing_behind() {
    let mut world = World::with_cards(["x"]);
    let first = world.stamp();
    study::answer_card(world.store(), first, answer("d/x", Rating::Good)).unwrap();
    let state = world.state("d/x");
    // The same event id a second time: refused as a whole.
    let again = study::answer_card(world.store(), first, answer("d/x", Rating::Good));
    assert!(again.is_err());
    assert_eq!(world.state("d/x"), state);
    assert!(world.undo().is_some() && world.undo().is_none(), "one action was remembered");
    let stamp = world.stamp();
    let text = refused(study::answer_card(world.store(), stamp, answer("d/nobody", Rating::Good)));
    assert_eq!(text, "there is no card \"d/nobody\"");
}

#[test]
fn parameters_change_beliefs_and_not_decisions() {
    let mut world = World::with_cards(["x"]);
    for rating in ratings("ggg") {
        world.answer("d/x", rating);
        world.later_days(3);
    }
    let before = world.state("d/x");
    let mut weights = Parameters::default();
    weights.0[2] = 5.0;
    world.append(Body::Parameters(Box::new(weights)));
    world.store().rebuild().unwrap();
    let after = world.state("d/x");
    assert_ne!(after.memory, before.memory, "stability is believed anew");
    assert_eq!(CardState { memory: before.memory, ..after }, before, "and nothing else changed");
    world.reopen();
    world.assert_cache_is_the_log();
}

#[test]
fn the_last_options_win_and_a_void_brings_the_ones_before_back() {
    let mut world = World::with_cards(["x"]);
    world.set_options(Some("d"), |options| options.new_per_day = 3);
    world.later_secs(1);
    world.set_options(Some("d"), |options| options.new_per_day = 7);
    let d = crate::support::deck("d");
    assert_eq!(world.read().options(Some(&d)).new_per_day, 7);
    let last: String = world
        .raw()
        .query_row("select event_id from events order by at desc limit 1", [], |row| row.get(0))
        .unwrap();
    let stamp = world.stamp();
    world.store().transaction(|writer| writer.void(stamp.id, stamp.now, &last)).unwrap();
    assert_eq!(world.read().options(Some(&d)).new_per_day, 3);
    assert_eq!(world.read().options(None), &Options::default(), "the preset was never touched");
}

/// Adds an event by hand, as a newer program or another machine would.
#[track_caller]
fn insert(world: &World, number: u32, kind: &str, card: Option<&str>, content: &str) {
    world
        .raw()
        .execute(
            "insert into events (event_id, device_key, at, clock_at, offset_min, kind, card_id, content)
             values (?1, (select min(device_key) from devices), ?2, ?2, 60, ?3, ?4, ?5)",
            rusqlite::params![
                format!("00000000-0000-7000-8000-{number:012}"),
                world.now.at_ms,
                kind,
                card,
                content
            ],
        )
        .unwrap();
}

#[test]
fn unknown_kinds_are_kept_and_ignored() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    let before = world.state("d/x");
    insert(&world, 1, "dream", Some("d/x"), r#"{"of": "sheep"}"#);
    insert(&world, 2, "dream", None, "[1, 2]");
    insert(&world, 3, "dream", Some("not a card id at all"), "{}");
    insert(&world, 4, "options", None, r#"{"field": "colour", "value": "red"}"#);
    insert(&world, 5, "parameters", None, r#"{"version": 7, "weights": [1, 2, 3]}"#);
    insert(&world, 6, "suspend", Some("d/x"), r#"{"on": "perhaps"}"#);
    insert(&world, 7, "mark", Some("elsewhere/gone"), r#"{"on": true}"#);
    world.reopen();
    world.store().rebuild().unwrap();
    assert_eq!(without_last_at(world.state("d/x")), without_last_at(before));
    assert_eq!(world.read().event_count().unwrap(), 8, "all are kept");
    let kinds = world.kinds(None);
    assert_eq!(kinds.iter().filter(|kind| **kind == "dream").count(), 3, "and listed");
    assert_eq!(verify(world.read()).unwrap().problems, [""; 0]);
    world.answer("d/x", Rating::Good);
    assert!(world.undo().is_some());
}

#[test]
fn options_that_cannot_be_do_not_stop_the_program() {
    // Another program wrote them; here they would mean an interval of nothing.
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    let content = r#"{"field": "options", "deck": null, "options": {"desired_retention": 0.0,
        "learning_steps": [-5.0], "relearning_steps": [0.0], "new_per_day": 1, "reviews_per_day": 1,
        "maximum_interval": 0, "leech_lapses": 0, "bury_siblings": true}}"#;
    insert(&world, 1, "options", None, content);
    world.reopen();
    assert_eq!(world.read().options(None), &Options::default());
    world.later_days(10);
    world.answer("d/x", Rating::Good);
    assert!(world.interval("d/x") >= 1);
}

#[test]
fn a_card_that_left_its_deck_keeps_its_progress_and_comes_back_with_it() {
    let mut world = World::new(&[("d/01.md", &crate::support::questions(["x", "y"]))]);
    world.answer("d/x", Rating::Easy);
    let state = world.state("d/x");
    let file = world.ship("d/01.md", &crate::support::questions(["y"]));
    world.sync();
    let gone = world.read().card(&card("d/x")).unwrap();
    assert!(!gone.present && gone.state == state);
    world.assert_cache_is_the_log();
    crate::support::write(&file, crate::support::questions(["y", "x", "z"]));
    world.sync();
    let back = world.read().card(&card("d/x")).unwrap();
    assert!(back.present && back.state == state);
    world.assert_cache_is_the_log();
}
