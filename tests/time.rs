//! Clocks that go back, travel, and change for summer: nothing is negative and nothing stops.

use rehearse_core::domain::fold::Phase;
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::options;
use rehearse_core::services::session::Scope;
use rehearse_core::services::study::{self, CardAction};

use crate::support::{World, card, moment};

fn order(world: &World, id: &str) -> Vec<String> {
    let mut events = Vec::new();
    world
        .read()
        .each_event(Some(&card(id)), |event| {
            events.push(event.rating.map_or(event.kind.clone(), |rating| rating.as_str().to_owned()));
            Ok(())
        })
        .unwrap();
    events
}

#[test]
fn a_clock_set_back_keeps_the_order_of_events() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    world.later_days(-1);
    let back = world.answer("d/x", Rating::Again);
    assert_eq!(back.event.clock_at_ms, world.now.at_ms, "what the clock said is kept");
    world.later_secs(60);
    world.act("d/x", CardAction::Mark(true));
    world.answer("d/x", Rating::Good);
    assert_eq!(order(&world, "d/x"), ["easy", "again", "mark", "good"]);
    world.assert_cache_is_the_log();
}

#[test]
fn a_clock_set_back_gives_no_negative_interval() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    world.later_days(-3);
    let stability = world.state("d/x").memory.unwrap().stability;
    let answered = world.answer("d/x", Rating::Good);
    assert!(answered.card.state.memory.unwrap().stability >= stability, "as on the same day");
    let Phase::Review { interval_days, .. } = answered.card.state.phase else { panic!("in review") };
    assert!(interval_days >= 1);
    world.assert_cache_is_the_log();
}

#[test]
fn an_event_between_two_clocks_counts_for_the_cache_as_for_the_log() {
    // Marked under a clock that ran five days ahead, then answered under the right one.
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    world.later_days(8);
    world.act("d/x", CardAction::Mark(true));
    world.later_days(-5);
    world.answer("d/x", Rating::Good);
    world.assert_cache_is_the_log();
}

#[test]
fn a_step_is_due_by_the_clock_that_the_learner_sees() {
    let mut world = World::with_cards(["x", "y"]);
    world.act("d/x", CardAction::Mark(true));
    world.later_days(-2);
    let answered = world.answer("d/x", Rating::Again);
    assert_eq!(
        answered.card.state.phase,
        Phase::Learning { step: 0, due_at: world.now.at_ms + 60_000 },
        "a minute from now, not from the wrong clock's last event"
    );
    world.assert_cache_is_the_log();
}

#[test]
fn options_set_under_a_clock_that_was_set_back_count() {
    let mut world = World::with_cards(["x"]);
    world.set_options(None, |options| options.new_per_day = 3);
    world.later_days(-1);
    world.set_options(None, |options| options.new_per_day = 7);
    assert_eq!(world.read().options(None).new_per_day, 7);
    let stamp = world.stamp();
    options::set_rollover(world.store(), stamp, 6).unwrap();
    world.reopen();
    assert_eq!((world.read().options(None).new_per_day, world.read().rollover_hour()), (7, 6));
}

#[test]
fn an_undo_comes_after_what_it_undoes() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    // Within the same millisecond, and with an id that sorts before.
    world.id_from(0);
    world.undo().unwrap();
    assert_eq!(order(&world, "d/x"), ["easy", "void"]);
}

#[test]
fn a_program_whose_clock_went_back_a_day_goes_on() {
    let mut world = World::with_cards(["x", "y", "z"]);
    world.answer("d/x", Rating::Again);
    world.answer("d/y", Rating::Good);
    world.later_days(-1);
    assert!(!world.queue(Scope::Due).is_empty(), "there is still something to do");
    for rating in Rating::ALL {
        world.answer("d/x", rating);
        world.answer("d/z", rating);
        world.later_secs(30);
    }
    assert!(world.undo().is_some());
    world.later_days(1);
    world.answer("d/y", Rating::Good);
    world.assert_cache_is_the_log();
}

#[track_caller]
fn check_elapsed(first: &str, second: &str, days: u32) {
    let days_apart = moment(second).study_day(4).days_since(moment(first).study_day(4));
    assert_eq!(days_apart, days, "{first} to {second}");
    // The same through the store: the stability is that of so many days.
    let mut world = World::with_cards(["x"]);
    world.at(first).answer("d/x", Rating::Easy);
    let memory = world.state("d/x").memory;
    let expected = world.read().model().outcomes(memory, 0.9, days)[2].memory;
    world.at(second).answer("d/x", Rating::Good);
    assert_eq!(world.state("d/x").memory, Some(expected));
    world.assert_cache_is_the_log();
}

#[test]
fn days_are_study_days_where_the_learner_is() {
    check_elapsed("2026-11-20T22:00:00+01:00", "2026-11-21T09:00:00+01:00", 1);
    check_elapsed("2026-11-21T03:30:00+01:00", "2026-11-21T04:30:00+01:00", 1);
    check_elapsed("2026-11-21T04:30:00+01:00", "2026-11-22T03:30:00+01:00", 0);
    // From Berlin to Honolulu: the evening after is still the same day there.
    check_elapsed("2026-11-21T09:00:00+01:00", "2026-11-21T20:00:00-10:00", 0);
    // From Honolulu to Auckland, across the date line.
    check_elapsed("2026-11-21T20:00:00-10:00", "2026-11-22T23:00:00+13:00", 1);
}

#[test]
fn a_night_with_a_clock_change_is_one_day() {
    check_elapsed("2026-03-28T22:00:00+01:00", "2026-03-29T09:00:00+02:00", 1);
    check_elapsed("2026-10-24T22:00:00+02:00", "2026-10-25T09:00:00+01:00", 1);
    check_elapsed("2026-10-25T03:30:00+02:00", "2026-10-25T03:30:00+01:00", 0);
}

#[test]
fn a_card_due_after_a_clock_change_is_due_at_the_day_s_beginning() {
    let mut world = World::with_cards(["x"]);
    world.at("2026-03-27T09:00:00+01:00").answer("d/x", Rating::Easy);
    let Phase::Review { due_on, interval_days, .. } = world.state("d/x").phase else { panic!("in review") };
    assert_eq!(due_on, moment("2026-03-27T09:00:00+01:00").study_day(4).plus(interval_days));
    let day = due_on.to_iso();
    world.at(&format!("{day}T03:59:59+02:00"));
    assert_eq!(world.queue(Scope::Due), [""; 0], "not before the rollover");
    world.at(&format!("{day}T04:00:00+02:00"));
    assert_eq!(world.queue(Scope::Due), ["d/x"]);
}

#[test]
fn the_rollover_hour_moves_the_day() {
    let mut world = World::with_cards(["x"]);
    world.at("2026-11-21T01:00:00+01:00").answer("d/x", Rating::Easy);
    world.at("2026-11-21T02:00:00+01:00").answer("d/x", Rating::Good);
    let same_day = world.state("d/x");
    let due = world.state("d/x").phase;
    let stamp = world.stamp();
    // Under a rollover at 02:00 the two answers were on two days.
    options::set_rollover(world.store(), stamp, 2).unwrap();
    let two_days = world.state("d/x");
    assert!(two_days.memory.unwrap().stability > same_day.memory.unwrap().stability);
    assert_eq!(two_days.phase, due, "what was decided stays");
    world.assert_cache_is_the_log();
    world.reopen();
    assert_eq!(world.read().rollover_hour(), 2);
    world.assert_cache_is_the_log();
}

#[test]
fn a_rollover_that_no_day_has_is_refused() {
    let mut world = World::with_cards(["x"]);
    let stamp = world.stamp();
    assert!(options::set_rollover(world.store(), stamp, 24).is_err());
}

#[test]
fn a_card_says_how_many_days_until_it_is_due() {
    let mut world = World::with_cards(["x"]);
    world.answer("d/x", Rating::Easy);
    let phase = world.state("d/x").phase;
    let days = world.interval("d/x") as i32;
    for (later, expected) in [(0, days), (i64::from(days), 0), (i64::from(days) + 3, -3)] {
        let now = world.now.plus_ms(later * 86_400_000);
        assert_eq!(study::due_in_days(world.read(), phase, now), Some(expected));
    }
}
