//! The stored states are a cache: whatever happens, folding the log gives the same.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rehearse_core::domain::fold::CardState;
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::options;
use rehearse_core::services::study::CardAction;
use rusqlite::Connection;

use crate::support::{World, cases, question_with};

const CARDS: [&str; 4] = ["d/a", "d/a/f", "d/b", "e/c"];

fn world() -> World {
    World::new(&[
        ("d/01.md", &(question_with("a", &["f"]) + &crate::support::question("b"))),
        ("e/01.md", &crate::support::question("c")),
    ])
}

/// Something that happens.
#[derive(Clone, Debug)]
enum Deed {
    Answer(usize, u8),
    Undo,
    Act(usize, Act),
    Later(i64),
    Offset(i32),
    Rollover(u8),
    Reopen,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Suspend(bool),
    Bury(bool),
    Mark(bool),
    Reset,
}

fn deed() -> impl Strategy<Value = Deed> {
    let act = prop_oneof![
        any::<bool>().prop_map(Act::Suspend),
        any::<bool>().prop_map(Act::Bury),
        any::<bool>().prop_map(Act::Mark),
        Just(Act::Reset),
    ];
    prop_oneof![
        8 => (0..CARDS.len(), 1_u8..=4).prop_map(|(card, rating)| Deed::Answer(card, rating)),
        3 => Just(Deed::Undo),
        3 => (0..CARDS.len(), act).prop_map(|(card, act)| Deed::Act(card, act)),
        4 => prop_oneof![
            Just(30_i64),
            Just(3_600),
            Just(86_400),
            Just(-86_400),
            Just(-3_600),
            Just(40 * 86_400),
            -400_000_i64..400_000,
        ].prop_map(Deed::Later),
        1 => (-12_i32..=14).prop_map(|hours| Deed::Offset(hours * 60)),
        1 => (0_u8..24).prop_map(Deed::Rollover),
        1 => Just(Deed::Reopen),
    ]
}

fn apply(world: &mut World, deed: &Deed) {
    match deed {
        Deed::Answer(card, rating) => {
            drop(world.answer(CARDS[*card], Rating::from_number(*rating).unwrap()));
        }
        Deed::Undo => drop(world.undo()),
        Deed::Act(card, act) => world.act(
            CARDS[*card],
            match act {
                Act::Suspend(on) => CardAction::Suspend(*on),
                Act::Bury(on) => CardAction::Bury(*on),
                Act::Mark(on) => CardAction::Mark(*on),
                Act::Reset => CardAction::Reset,
            },
        ),
        Deed::Later(seconds) => drop(world.later_secs(*seconds)),
        Deed::Offset(offset_min) => world.now.offset_min = *offset_min,
        Deed::Rollover(hour) => {
            let stamp = world.stamp();
            options::set_rollover(world.store(), stamp, *hour).unwrap();
        }
        Deed::Reopen => world.reopen(),
    }
}

fn states(world: &World) -> BTreeMap<&'static str, CardState> {
    CARDS.iter().map(|id| (*id, world.state(id))).collect()
}

/// Copies a log into another database, event by event, in another order.
fn copy_log(from: &Connection, to: &Connection, seed: u64) {
    let mut events: Vec<(String, Vec<rusqlite::types::Value>)> = from
        .prepare("select * from events")
        .unwrap()
        .query_map([], |row| {
            let values = (0..16).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<_>>>()?;
            Ok((row.get(0)?, values))
        })
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    events.sort_by_key(|(id, _)| xxhash_rust::xxh3::xxh3_64_with_seed(id.as_bytes(), seed));
    to.execute(
        "insert or ignore into devices (device_key, device_id) values (1, ?1)",
        [crate::support::DEVICE.to_string()],
    )
    .unwrap();
    for (_, values) in events {
        to.execute(
            "insert into events values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            rusqlite::params_from_iter(values),
        )
        .unwrap();
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_cache_is_what_the_log_says_after_anything(
        deeds in prop::collection::vec(deed(), 1..40), seed: u64,
    ) {
        let mut world = world();
        for deed in &deeds {
            apply(&mut world, deed);
            let stale = world.read().stale_cards().unwrap();
            prop_assert!(stale.is_empty(), "{stale:?} after {deed:?}");
        }
        let lived = states(&world);
        world.store().rebuild().unwrap();
        prop_assert_eq!(&states(&world), &lived, "a rebuild changes nothing");

        // The same events in another file, in another order.
        let mut other = self::world();
        copy_log(&world.raw(), &other.raw(), seed);
        other.reopen();
        other.store().rebuild().unwrap();
        prop_assert_eq!(&states(&other), &lived, "the order of arrival does not matter");
        prop_assert!(other.read().stale_cards().unwrap().is_empty());
    }
}

#[test]
fn a_damaged_cache_is_found_and_mended() {
    let mut world = world();
    world.answer("d/a", Rating::Easy);
    let state = world.state("d/a");
    world.raw().execute("update cards set stability = 99, reviews = 7 where card_id = 'd/a'", []).unwrap();
    world.raw().execute("update cards set marked = 1 where card_id = 'd/b'", []).unwrap();
    let mut stale: Vec<String> =
        world.read().stale_cards().unwrap().iter().map(ToString::to_string).collect();
    stale.sort();
    assert_eq!(stale, ["d/a", "d/b"]);
    world.store().rebuild().unwrap();
    assert_eq!(world.state("d/a"), state);
    world.assert_cache_is_the_log();
}

#[test]
fn events_of_one_millisecond_fold_in_order_of_their_ids() {
    // Two machines at the same moment: the greater id is the later event, wherever it was stored first.
    for (first, second) in [(1, 2), (2, 1)] {
        let mut world = world();
        world.answer("e/c", Rating::Good);
        let raw = world.raw();
        for number in [first, second] {
            raw.execute(
                "insert into events (event_id, device_key, at, clock_at, offset_min, kind, card_id, content)
                 values (?1, 1, 5, 5, 60, 'mark', 'd/b', ?2)",
                rusqlite::params![
                    format!("00000000-0000-7000-8000-{number:012}"),
                    format!("{{\"on\": {}}}", number == 2)
                ],
            )
            .unwrap();
        }
        drop(raw);
        world.store().rebuild().unwrap();
        assert!(world.state("d/b").marked);
        world.assert_cache_is_the_log();
    }
}

#[test]
fn two_windows_answer_one_card_and_both_count() {
    let mut world = world();
    let mut other = world.another_store();
    world.answer("d/a", Rating::Good);
    world.later_secs(5);
    let stamp = world.stamp();
    let answered = rehearse_core::services::study::answer_card(
        &mut other,
        stamp,
        crate::support::answer("d/a", Rating::Good),
    )
    .unwrap();
    assert_eq!(answered.card.state.reviews, 2);
    world.assert_cache_is_the_log();
}

#[test]
fn a_window_learns_of_the_options_that_another_set() {
    let mut world = world();
    let mut other = world.another_store();
    world.set_options(None, |options| options.learning_steps.clear());
    let stamp = world.stamp();
    options::set_rollover(world.store(), stamp, 9).unwrap();
    world.at("2026-11-22T08:00:00+01:00");
    let stamp = world.stamp();
    let answered = rehearse_core::services::study::answer_card(
        &mut other,
        stamp,
        crate::support::answer("d/a", Rating::Good),
    )
    .unwrap();
    assert!(answered.card.state.phase.interval_days().is_some(), "the steps are gone");
    assert_eq!(answered.card.state.first_review_on.unwrap().to_iso(), "2026-11-21");
    world.assert_cache_is_the_log();
}
