//! From ratings to intervals: the published numbers, the learning steps, fuzz, limits, leeches.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use rehearse_core::domain::card::CardId;
use rehearse_core::domain::fold::{CardState, Phase};
use rehearse_core::domain::fuzz;
use rehearse_core::domain::memory::{MemoryModel, Parameters, PastReview};
use rehearse_core::domain::options::Options;
use rehearse_core::domain::rating::Rating;
use rehearse_core::domain::schedule::{Context, Future, futures};
use rehearse_core::domain::time::Moment;

use crate::support::{World, card, cases, moment, ratings};

const ROLLOVER: u8 = 4;

/// A card and its clock, without a store and (unless asked for) without fuzz.
struct Learner {
    card: CardId,
    model: MemoryModel,
    options: Options,
    fuzz: bool,
    now: Moment,
    state: CardState,
}

impl Learner {
    fn new() -> Self {
        Self {
            card: card("d/x"),
            model: MemoryModel::default(),
            options: Options::default(),
            fuzz: false,
            now: moment("2026-11-21T09:00:00+00:00"),
            state: CardState::default(),
        }
    }

    fn futures(&self) -> [Future; 4] {
        let context =
            Context { model: &self.model, options: &self.options, rollover_hour: ROLLOVER, fuzz: self.fuzz };
        futures(&self.card, &self.state, self.now, context)
    }

    /// Answers, and returns the days to the next showing.
    fn answer(&mut self, rating: Rating) -> u32 {
        let future = self.futures()[usize::from(rating.number()) - 1];
        assert_eq!(future.rating, rating, "futures come Again first");
        self.state.review(self.now.study_day(ROLLOVER), rating, future.phase);
        self.state.memory = Some(future.memory);
        self.state.last_at = Some(self.now.at_ms);
        future.phase.interval_days().unwrap_or(0)
    }

    fn wait_days(&mut self, days: u32) {
        self.now = self.now.plus_ms(i64::from(days) * 86_400_000);
    }

    fn wait_until_due(&mut self) {
        match self.state.phase {
            Phase::Review { interval_days, .. } => self.wait_days(interval_days),
            phase => self.now.at_ms = phase.due_at().expect("an answered card is due some time"),
        }
    }

    /// What each rating would lead to, as the buttons say it.
    fn labels(&self) -> String {
        let label = |future: &Future| match future.phase {
            Phase::New => "new".to_owned(),
            Phase::Review { interval_days, .. } => format!("{interval_days}d"),
            Phase::Learning { due_at, .. } | Phase::Relearning { due_at, .. } => {
                format!("{}m", (due_at - self.now.at_ms) as f64 / 60_000.0)
            }
        };
        self.futures().iter().map(label).collect::<Vec<_>>().join(" ")
    }
}

#[track_caller]
fn close(found: f32, expected: f64, tolerance: f64, what: &str) {
    let found = f64::from(found);
    let error = (found - expected).abs() / expected.abs().max(1e-9);
    assert!(error <= tolerance, "{what}: {found} is not {expected} (off by {error:e})");
}

mod reference {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    /// Single precision against a double-precision reference.
    const TOLERANCE: f64 = 2e-4;

    /// Replays every history of a file under every parameter set; returns how many states agreed.
    fn check(json: &str) -> usize {
        let file: Value = serde_json::from_str(json).unwrap();
        let numbers = |value: &Value| -> Vec<f64> {
            value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
        };
        let retentions = numbers(&file["desired_retentions"]);
        let r_days = numbers(&file["r_days"]);
        let mut agreed = 0;
        for (name, weights) in file["params"].as_object().unwrap() {
            let weights: Vec<f32> = numbers(weights).into_iter().map(|weight| weight as f32).collect();
            let model = MemoryModel::new(&Parameters(weights.try_into().unwrap())).unwrap();
            for history in file["histories"].as_array().unwrap() {
                let what = format!("history {} ({}) under {name}", history["id"], history["tag"]);
                let reviews: Vec<PastReview> = numbers(&history["ratings"])
                    .into_iter()
                    .zip(numbers(&history["elapsed_days"]))
                    .map(|(rating, elapsed)| PastReview {
                        rating: Rating::from_number(rating as u8).unwrap(),
                        elapsed_days: elapsed as u32,
                    })
                    .collect();
                let states = history["states"][name].as_array().unwrap();
                assert_eq!(states.len(), reviews.len(), "a state after each review");
                let mut before = None;
                for (index, expected) in states.iter().enumerate() {
                    let what = format!("{what}, review {index}");
                    let review = reviews[index];
                    let number = |key: &str| expected[key].as_f64().unwrap();
                    let replayed = model.replay(&reviews[..=index]).unwrap();
                    for (retention, interval) in retentions.iter().zip(numbers(&expected["ivl_raw"])) {
                        let outcome = model.outcomes(before, *retention as f32, review.elapsed_days)
                            [usize::from(review.rating.number()) - 1];
                        close(outcome.interval_days, interval, TOLERANCE, &format!("{what}: interval"));
                        assert_eq!(
                            outcome.memory, replayed,
                            "{what}: one step at a time and the whole history agree to the last bit"
                        );
                    }
                    close(replayed.stability, number("s"), TOLERANCE, &format!("{what}: stability"));
                    close(replayed.difficulty, number("d"), TOLERANCE, &format!("{what}: difficulty"));
                    for (days, recall) in r_days.iter().zip(numbers(&expected["r"])) {
                        let found = model.retrievability(replayed, *days as f32);
                        close(found, recall, TOLERANCE, &format!("{what}: recall after {days} days"));
                    }
                    before = Some(replayed);
                    agreed += 1;
                }
            }
        }
        agreed
    }

    #[test]
    fn the_reference_vectors_agree() {
        let json = include_str!("fixtures/fsrs-vectors.json");
        assert!(check(json) > 200, "the sample holds a few hundred states");
        let file: Value = serde_json::from_str(json).unwrap();
        let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
        for history in file["histories"].as_array().unwrap() {
            *tags.entry(history["tag"].as_str().unwrap()).or_default() += 1;
        }
        assert_eq!(tags.len(), 12, "every kind of history is in the sample: {tags:?}");
    }

    #[test]
    fn again_then_five_good_end_where_the_crate_s_authors_say() {
        let elapsed = [0, 0, 1, 3, 8, 21];
        let reviews: Vec<PastReview> = ratings("aggggg")
            .into_iter()
            .zip(elapsed)
            .map(|(rating, elapsed_days)| PastReview { rating, elapsed_days })
            .collect();
        let memory = MemoryModel::default().replay(&reviews).unwrap();
        close(memory.stability, 53.62691, 1e-5, "stability");
        close(memory.difficulty, 6.3574867, 1e-5, "difficulty");
    }

    #[test]
    fn every_vector_beside_the_worktree_agrees_where_it_is_there() {
        // The whole file is 200 histories and is kept out of the repository for its size.
        let Some(path) = std::env::var_os("REHEARSE_FSRS_VECTORS") else { return };
        println!("{} states agree", check(&std::fs::read_to_string(path).unwrap()));
    }
}

#[track_caller]
fn check_days(answers: &str, expected: &str) {
    let mut learner = Learner::new();
    let days: Vec<String> = ratings(answers)
        .into_iter()
        .map(|rating| {
            let days = learner.answer(rating);
            learner.wait_until_due();
            days.to_string()
        })
        .collect();
    assert_eq!(days.join(" "), expected, "{answers}, answered when due");
}

#[test]
fn answers_when_due_give_the_published_intervals() {
    check_days("ggggggaaggggg", "0 2 11 46 163 498 0 0 2 4 7 12 21");
}

/// The labels of a card's buttons after each of some answers, with these steps.
#[track_caller]
fn check_labels(learning: &[f32], relearning: &[f32], histories: &[&str], expected: Expect) {
    let mut labels = String::new();
    for answers in histories {
        let mut learner = Learner::new();
        learner.options.learning_steps = learning.to_vec();
        learner.options.relearning_steps = relearning.to_vec();
        for rating in ratings(answers) {
            learner.answer(rating);
            learner.wait_until_due();
        }
        labels.push_str(&format!("{answers}: {}\n", learner.labels()));
    }
    expected.assert_eq(&labels);
}

#[test]
fn a_new_card_goes_through_its_steps() {
    check_labels(
        &[1.0, 10.0],
        &[10.0],
        &["", "a", "h", "g", "gh", "ga"],
        expect![[r#"
        : 1m 5.5m 10m 8d
        a: 1m 5.5m 10m 1d
        h: 1m 5.5m 10m 2d
        g: 1m 10m 2d 4d
        gh: 1m 10m 2d 4d
        ga: 1m 5.5m 10m 1d
    "#]],
    );
}

#[test]
fn a_forgotten_card_goes_through_the_relearning_steps() {
    check_labels(
        &[1.0, 10.0],
        &[10.0],
        &["gggg", "gggga", "ggggah"],
        expect![[r#"
        gggg: 10m 116d 163d 265d
        gggga: 10m 15m 3d 5d
        ggggah: 10m 15m 3d 5d
    "#]],
    );
    check_labels(
        &[1.0, 10.0],
        &[1.0, 10.0],
        &["gggga", "ggggag"],
        expect![[r#"
        gggga: 1m 5.5m 10m 5d
        ggggag: 1m 10m 3d 5d
    "#]],
    );
    check_labels(
        &[1.0, 10.0],
        &[],
        &["gggg", "gggga"],
        expect![[r#"
        gggg: 3d 116d 163d 265d
        gggga: 1d 6d 8d 12d
    "#]],
    );
}

#[test]
fn one_step_is_repeated_longer_by_hard_and_left_by_good() {
    check_labels(
        &[10.0],
        &[10.0],
        &["", "h"],
        expect![[r#"
        : 10m 15m 2d 8d
        h: 10m 15m 1d 2d
    "#]],
    );
}

#[test]
fn without_steps_every_rating_gives_days() {
    check_labels(
        &[],
        &[],
        &["", "a"],
        expect![[r#"
        : 1d 1d 2d 8d
        a: 1d 1d 2d 3d
    "#]],
    );
}

#[test]
fn a_card_in_a_step_that_the_options_no_longer_have_goes_on() {
    let mut learner = Learner::new();
    learner.options.learning_steps = vec![1.0, 5.0, 10.0, 20.0];
    for rating in ratings("ggg") {
        learner.answer(rating);
    }
    learner.options.learning_steps = vec![2.0];
    expect!["2m 3m 2d 4d"].assert_eq(&learner.labels());
    learner.options.learning_steps = vec![];
    expect!["1d 2d 2d 4d"].assert_eq(&learner.labels());
}

#[test]
fn a_step_is_due_to_the_millisecond() {
    let mut learner = Learner::new();
    learner.options.learning_steps = vec![0.25];
    learner.answer(Rating::Again);
    assert_eq!(learner.state.phase, Phase::Learning { step: 0, due_at: learner.now.at_ms + 15_000 });
}

#[test]
fn the_interval_is_the_rounded_stability_at_ninety_percent() {
    let mut learner = Learner::new();
    for rating in ratings("gghggeg") {
        learner.answer(rating);
        learner.wait_until_due();
        for future in learner.futures() {
            if let Some(days) = future.phase.interval_days() {
                let stability = future.memory.stability.round().max(1.0) as u32;
                assert_eq!(days, stability, "recall falls to 90 % after `stability` days");
            }
        }
    }
}

#[test]
fn less_retention_means_longer_intervals() {
    let mut intervals = Vec::new();
    for retention in [0.95, 0.90, 0.80, 0.70] {
        let mut learner = Learner::new();
        learner.options.desired_retention = retention;
        learner.answer(Rating::Easy);
        intervals.push(learner.state.phase.interval_days().unwrap());
    }
    assert!(intervals.is_sorted() && intervals[0] < intervals[3], "{intervals:?}");
}

#[test]
fn no_interval_is_longer_than_the_maximum() {
    for fuzz in [false, true] {
        for maximum in [1, 2, 30] {
            let mut learner = Learner::new();
            learner.fuzz = fuzz;
            learner.options.maximum_interval = maximum;
            for rating in ratings("geeee") {
                let days = learner.answer(rating);
                assert!(days <= maximum, "{days} days, fuzz {fuzz}");
                learner.wait_until_due();
            }
            assert_eq!(learner.answer(Rating::Easy), maximum, "the end of the road, fuzz {fuzz}");
        }
    }
}

#[test]
fn reviewing_ahead_never_brings_the_due_day_forward() {
    for fuzz in [false, true] {
        let mut learner = Learner::new();
        learner.fuzz = fuzz;
        for rating in ratings("ggggg") {
            learner.answer(rating);
            learner.wait_until_due();
        }
        learner.answer(Rating::Good);
        let Phase::Review { due_on, interval_days, .. } = learner.state.phase else {
            panic!("a review card");
        };
        for wait in [0, 1, interval_days / 2, interval_days - 1] {
            let mut early = Learner { now: learner.now, state: learner.state.clone(), ..Learner::new() };
            early.fuzz = fuzz;
            early.wait_days(wait);
            for future in &early.futures()[1..] {
                let Phase::Review { due_on: next, .. } = future.phase else { panic!("a review") };
                assert!(next >= due_on, "{:?} after {wait} of {interval_days} days", future.rating);
            }
        }
    }
}

#[test]
fn hard_on_the_same_day_does_not_lower_stability() {
    for before in ["g", "e", "ggg", "a", "gga"] {
        let mut learner = Learner::new();
        for rating in ratings(before) {
            learner.answer(rating);
        }
        let memory = learner.state.memory.unwrap();
        let hard = learner.futures()[1].memory;
        assert!(hard.stability >= memory.stability, "{before}: {memory:?} became {hard:?}");
    }
}

#[test]
fn weights_that_fsrs_cannot_use_are_refused() {
    let with = |index: usize, value: f32| {
        let mut weights = Parameters::default().0;
        weights[index] = value;
        MemoryModel::new(&Parameters(weights)).is_some()
    };
    assert!(!with(3, f32::NAN) && !with(20, f32::INFINITY), "weights are finite");
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn weights_of_any_kind_never_stop_the_program(
        weights in proptest::array::uniform21(prop_oneof![
            Just(0.0_f32), Just(-1.0), Just(1e30), Just(-1e30), Just(f32::MIN_POSITIVE), -5.0_f32..20.0
        ]),
        answers in "[ahge]{1,8}",
        days in 0_u32..400,
    ) {
        if let Some(model) = MemoryModel::new(&Parameters(weights)) {
            let mut learner = Learner { model, ..Learner::new() };
            for rating in ratings(&answers) {
                learner.answer(rating);
                learner.wait_days(days);
                let memory = learner.state.memory.unwrap();
                prop_assert!(memory.stability.is_finite() && memory.stability > 0.0, "{:?}", memory);
                prop_assert!((1.0..=10.0).contains(&memory.difficulty), "{:?}", memory);
            }
        }
    }

    #[test]
    fn intervals_never_decrease_from_again_to_easy(
        history in prop::collection::vec((1_u8..=4, 0_u32..60), 0..12),
        retention in 0.70_f32..0.99,
        wait in 0_u32..400,
        fuzz: bool,
        steps in prop::sample::select(vec![vec![], vec![10.0_f32], vec![1.0, 10.0]]),
        name in "[a-z]{1,6}",
    ) {
        let mut learner = Learner::new();
        learner.card = card(&format!("d/{name}"));
        learner.fuzz = fuzz;
        learner.options.desired_retention = retention;
        learner.options.relearning_steps = steps.clone();
        learner.options.learning_steps = steps;
        for (rating, wait) in history {
            learner.answer(Rating::from_number(rating).unwrap());
            learner.wait_days(wait);
            let memory = learner.state.memory.unwrap();
            prop_assert!(memory.stability > 0.0 && memory.stability.is_finite(), "{:?}", memory);
            prop_assert!((1.0..=10.0).contains(&memory.difficulty), "{:?}", memory);
        }
        learner.wait_days(wait);
        let due: Vec<i64> = learner.futures().iter().map(|f| f.phase.due_at().unwrap()).collect();
        prop_assert!(due.is_sorted(), "{}", learner.labels());
        prop_assert!(due[0] > learner.now.at_ms || learner.futures()[0].phase.interval_days() == Some(1));
    }

    #[test]
    fn fuzz_stays_within_its_bounds_and_grows_with_the_interval(
        a in 0.5_f64..50_000.0, b in 0.5_f64..50_000.0, maximum in 1_u32..40_000, fraction in 0.0_f64..=1.0,
    ) {
        let (shorter, longer) = (a.min(b), a.max(b));
        let (low, high) = fuzz::bounds(shorter, maximum);
        let days = fuzz::spread(shorter, maximum, fraction);
        prop_assert!(low >= 1 && low <= high && high <= maximum, "{low}..{high}");
        prop_assert!((low..=high).contains(&days), "{days} in {low}..{high}");
        prop_assert!(days <= fuzz::spread(longer, maximum, fraction), "monotone from {shorter} to {longer}");
    }

    #[test]
    fn chance_is_the_same_for_the_same_card_and_review(name in "[a-z]{1,8}", number in 0_u32..10_000) {
        let id = card(&format!("d/{name}"));
        let fraction = fuzz::fraction(&id, number);
        prop_assert!((0.0..1.0).contains(&fraction));
        prop_assert_eq!(fraction, fuzz::fraction(&card(&format!("d/{name}")), number));
        prop_assert_ne!(fraction, fuzz::fraction(&id, number + 1), "each review has its own chance");
    }
}

#[test]
fn chance_does_not_change_between_versions() {
    // Another machine of another version must decide alike.
    let fractions: Vec<String> =
        (0..3).map(|n| format!("{:.6}", fuzz::fraction(&card("python-mid/list-or-tuple"), n))).collect();
    expect_test::expect!["0.646767 0.710503 0.176694"].assert_eq(&fractions.join(" "));
}

#[test]
fn fuzz_is_spread_over_the_whole_range() {
    let mut counts = std::collections::BTreeMap::new();
    for n in 0..1_000 {
        *counts.entry(fuzz::spread(10.0, 365, fuzz::fraction(&card("d/x"), n))).or_insert(0) += 1;
    }
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
    assert!(counts.values().all(|count| *count > 150), "evenly: {counts:?}");
}

#[test]
fn the_label_on_a_button_is_what_the_answer_does() {
    let mut world = World::with_cards(["x"]);
    for rating in ratings("ggggahge") {
        let stored = world.read().card(&card("d/x")).unwrap();
        let said = rehearse_core::services::study::futures(world.read(), &stored, world.now)
            [usize::from(rating.number()) - 1];
        let done = world.answer("d/x", rating);
        assert_eq!(done.card.state.phase, said.phase);
        assert_eq!(done.card.state.memory, Some(said.memory));
        world.later_days(i64::from(done.card.state.phase.interval_days().unwrap_or(0)));
        world.later_secs(900);
    }
    world.assert_cache_is_the_log();
}

#[test]
fn a_leech_is_said_once_at_its_eighth_lapse() {
    let mut world = World::with_cards(["x"]);
    world.set_options(None, |options| options.relearning_steps.clear());
    world.answer("d/x", Rating::Easy);
    let mut said = Vec::new();
    for lapse in 1..=10 {
        world.later_days(20);
        if world.answer("d/x", Rating::Again).became_leech {
            said.push(lapse);
        }
    }
    assert_eq!(said, [8], "lapses at which the card was called a leech");
    assert_eq!(world.state("d/x").lapses, 10);
}

#[test]
fn failing_a_step_is_no_lapse() {
    let mut world = World::with_cards(["x"]);
    for rating in ratings("aaagag") {
        world.answer("d/x", rating);
        world.later_secs(60);
    }
    assert_eq!(world.state("d/x").lapses, 0, "a card in learning was not known yet");
}

#[test]
fn a_leech_mark_of_zero_means_never() {
    let mut world = World::with_cards(["x"]);
    world.set_options(None, |options| {
        options.relearning_steps.clear();
        options.leech_lapses = 0;
    });
    world.answer("d/x", Rating::Easy);
    for _ in 0..12 {
        world.later_days(20);
        assert!(!world.answer("d/x", Rating::Again).became_leech);
    }
}
