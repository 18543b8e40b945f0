//! What is shown and when: limits, siblings, follow-ups, steps, and cards that change meanwhile.

use rehearse_core::domain::fold::Phase;
use rehearse_core::domain::queue::LaneCounts;
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::options;
use rehearse_core::services::overview::overview;
use rehearse_core::services::session::{Scope, Session, Show};
use rehearse_core::services::study::{self, Answered, CardAction};

use crate::support::{World, answer, card, deck, many, question, question_with, questions};

/// A session over a world, driven like a learner drives it.
struct Sitting {
    world: World,
    session: Session,
}

impl Sitting {
    fn start(world: World, scope: Scope) -> Self {
        let session = Session::start(world.read(), scope, world.now).unwrap();
        Self { world, session }
    }

    /// What is on screen: a card's id, "wait" or "done".
    fn shown(&mut self) -> String {
        match self.session.show(self.world.read(), self.world.now).unwrap() {
            Show::Card(card) => card.id.to_string(),
            Show::Wait(_) => "wait".to_owned(),
            Show::Done => "done".to_owned(),
        }
    }

    fn rate(&mut self, rating: Rating) -> Answered {
        let id = self.shown();
        let answered = self.world.answer(&id, rating);
        self.session.answered(&answered);
        self.world.later_secs(10);
        answered
    }

    fn undo(&mut self) {
        let undone = self.world.undo().unwrap();
        self.session.undone(self.world.read(), &undone).unwrap();
    }

    fn act(&mut self, id: &str, action: CardAction) {
        self.world.act(id, action);
        if matches!(action, CardAction::Suspend(true) | CardAction::Bury(true)) {
            self.session.leave_out(self.world.read().card(&card(id)).unwrap().key);
        }
    }

    /// Rates everything Good until nothing is left, waiting where there is something to wait for.
    fn rate_all(&mut self) -> Vec<String> {
        let mut order = Vec::new();
        loop {
            match self.session.show(self.world.read(), self.world.now).unwrap() {
                Show::Done => return order,
                Show::Wait(until) => self.world.now.at_ms = until,
                Show::Card(card) => {
                    order.push(card.id.to_string());
                    self.rate(Rating::Good);
                }
            }
            assert!(order.len() < 1_000, "a session comes to an end");
        }
    }
}

/// Two decks of ten new cards each, `a` and `b`.
fn two_decks() -> World {
    World::new(&[("a/01.md", &many("a", 10)), ("b/01.md", &many("b", 10))])
}

/// Answers a card so that it is due on the next study day but one or so, and moves there.
fn make_due(world: &mut World, ids: &[&str]) {
    for id in ids {
        world.answer(id, Rating::Good);
        world.later_secs(700);
        world.answer(id, Rating::Good);
    }
    world.later_days(30);
}

mod limits {
    use super::*;

    #[test]
    fn a_deck_stops_at_its_own_new_cards() {
        let mut world = two_decks();
        world.set_options(Some("a"), |options| options.new_per_day = 3);
        assert_eq!(world.queue(Scope::Deck(deck("a"))), ["a/a0", "a/a1", "a/a2"]);
        assert_eq!(world.queue(Scope::Deck(deck("b"))).len(), 10, "another deck has its own");
        assert_eq!(world.queue(Scope::Due).len(), 13);
    }

    #[test]
    fn the_preset_limits_all_decks_together() {
        let mut world = two_decks();
        world.set_options(None, |options| options.new_per_day = 5);
        let shown = world.queue(Scope::Due);
        assert_eq!(shown, ["a/a0", "b/b0", "a/a1", "b/b1", "a/a2"], "decks take turns");
    }

    #[test]
    fn what_was_done_today_counts_against_the_limit() {
        let mut world = two_decks();
        world.set_options(None, |options| options.new_per_day = 5);
        for id in ["a/a0", "a/a1", "b/b0"] {
            world.answer(id, Rating::Easy);
        }
        assert_eq!(world.queue(Scope::Due).len(), 2);
        world.undo();
        assert_eq!(world.queue(Scope::Due).len(), 3, "and undo gives it back");
        world.later_days(1);
        assert_eq!(world.queue(Scope::Due).len(), 5, "tomorrow is another day");
    }

    #[test]
    fn reviews_have_a_limit_of_their_own() {
        let mut world = two_decks();
        make_due(&mut world, &["a/a0", "a/a1", "a/a2", "b/b0"]);
        world.set_options(None, |options| {
            options.reviews_per_day = 2;
            options.new_per_day = 0;
        });
        assert_eq!(world.queue(Scope::Due).len(), 2);
        world.answer("a/a0", Rating::Good);
        assert_eq!(world.queue(Scope::Due).len(), 1);
    }

    #[test]
    fn study_more_raises_today_and_today_only() {
        let mut world = two_decks();
        world.set_options(None, |options| options.new_per_day = 2);
        let stamp = world.stamp();
        options::study_more(world.store(), stamp, None, 3, 0).unwrap();
        assert_eq!(world.queue(Scope::Due).len(), 5);
        let stamp = world.stamp();
        options::study_more(world.store(), stamp, None, 1, 0).unwrap();
        assert_eq!(world.queue(Scope::Due).len(), 6, "several add up");
        world.later_days(1);
        assert_eq!(world.queue(Scope::Due).len(), 2);
    }

    #[test]
    fn study_more_of_one_deck_raises_that_deck() {
        let mut world = two_decks();
        for id in ["a", "b"] {
            world.set_options(Some(id), |options| options.new_per_day = 1);
        }
        let stamp = world.stamp();
        options::study_more(world.store(), stamp, Some(deck("a")), 2, 0).unwrap();
        assert_eq!(world.queue(Scope::Due), ["a/a0", "b/b0", "a/a1", "a/a2"]);
    }

    #[test]
    fn study_more_of_nothing_is_refused() {
        let mut world = two_decks();
        let stamp = world.stamp();
        assert!(options::study_more(world.store(), stamp, None, 0, 0).is_err());
        assert!(options::study_more(world.store(), stamp, None, 10_000, 0).is_err());
    }

    #[test]
    fn what_the_limits_hold_back_is_counted_and_what_siblings_hold_back_is_not() {
        let mut world = World::new(&[("a/01.md", &question_with("p", &["f", "g"]))]);
        world.set_options(None, |options| options.new_per_day = 1);
        let held = overview(world.read(), world.now).unwrap().held_back;
        assert_eq!(held, LaneCounts::default(), "its follow-ups wait for another day, not for room");
        world.ship("a/01.md", &(question_with("p", &["f", "g"]) + &question("q")));
        world.sync();
        assert!(overview(world.read(), world.now).unwrap().held_back.new > 0);
    }
}

mod families {
    use super::*;

    fn world(bury: bool) -> World {
        let mut world = World::new(&[("d/01.md", &(question_with("p", &["f", "g"]) + &question("q")))]);
        world.set_options(None, |options| options.bury_siblings = bury);
        world
    }

    #[test]
    fn one_sibling_a_day_is_enough() {
        let mut world = world(true);
        assert_eq!(world.queue(Scope::Due), ["d/p", "d/q"]);
        world.answer("d/p", Rating::Easy);
        assert_eq!(world.queue(Scope::Due), ["d/q"], "its follow-ups wait for tomorrow");
        world.later_days(1);
        assert_eq!(world.queue(Scope::Due), ["d/p/f", "d/q"]);
    }

    #[test]
    fn without_burying_all_siblings_come_parent_first() {
        assert_eq!(world(false).queue(Scope::Due), ["d/p", "d/p/f", "d/p/g", "d/q"]);
    }

    #[test]
    fn a_follow_up_waits_for_a_buried_parent_and_not_for_a_suspended_one() {
        let mut world = world(false);
        world.act("d/p", CardAction::Bury(true));
        assert_eq!(world.queue(Scope::Due), ["d/q"]);
        world.act("d/p", CardAction::Bury(false));
        world.act("d/p", CardAction::Suspend(true));
        assert_eq!(world.queue(Scope::Due), ["d/p/f", "d/p/g", "d/q"]);
    }

    #[test]
    fn accepted_follow_ups_are_shown_although_the_rule_buries_them() {
        let mut sitting = Sitting::start(world(true), Scope::Due);
        let answered = sitting.rate(Rating::Easy);
        let offered = sitting.session.offer(sitting.world.read(), &answered, sitting.world.now).unwrap();
        let ids: Vec<_> = offered.iter().map(|card| card.id.to_string()).collect();
        assert_eq!(ids, ["d/p/f", "d/p/g"]);
        sitting.session.accept(&offered);
        assert_eq!(sitting.shown(), "d/p/f");
        sitting.rate(Rating::Easy);
        assert_eq!(sitting.shown(), "d/p/g");
        sitting.rate(Rating::Easy);
        assert_eq!(sitting.shown(), "d/q");
    }

    #[test]
    fn follow_ups_are_offered_once_and_not_after_again() {
        let mut sitting = Sitting::start(world(true), Scope::Due);
        let forgotten = sitting.rate(Rating::Again);
        let now = sitting.world.now;
        assert_eq!(sitting.session.offer(sitting.world.read(), &forgotten, now).unwrap(), []);
        let good = sitting.world.answer("d/p", Rating::Good);
        assert_eq!(sitting.session.offer(sitting.world.read(), &good, now).unwrap().len(), 2);
        let again = sitting.world.answer("d/p", Rating::Good);
        assert_eq!(sitting.session.offer(sitting.world.read(), &again, now).unwrap(), [], "once is enough");
    }
}

mod steps {
    use super::*;

    #[test]
    fn a_learning_card_comes_back_when_its_step_is_due() {
        let mut sitting = Sitting::start(World::with_cards(["x", "y", "z"]), Scope::Due);
        assert_eq!(sitting.shown(), "d/x");
        sitting.rate(Rating::Again);
        assert_eq!(sitting.shown(), "d/y", "not at once");
        sitting.rate(Rating::Easy);
        sitting.world.later_secs(60);
        assert_eq!(sitting.shown(), "d/x", "before new cards");
    }

    #[test]
    fn with_nothing_else_a_near_step_is_shown_early_and_a_far_one_is_waited_for() {
        let mut world = World::with_cards(["x"]);
        world.set_options(None, |options| options.learning_steps = vec![15.0, 60.0]);
        let mut sitting = Sitting::start(world, Scope::Due);
        sitting.rate(Rating::Again);
        assert_eq!(sitting.shown(), "d/x", "fifteen minutes are near");
        sitting.rate(Rating::Good);
        assert_eq!(sitting.shown(), "wait", "an hour is not");
        sitting.world.later_secs(45 * 60);
        assert_eq!(sitting.shown(), "d/x");
        sitting.rate(Rating::Good);
        assert_eq!(sitting.shown(), "done");
    }

    #[test]
    fn a_step_of_another_day_keeps_no_session_waiting() {
        let mut world = World::with_cards(["x"]);
        world.set_options(None, |options| options.learning_steps = vec![1.0, 24.0 * 60.0]);
        let mut sitting = Sitting::start(world, Scope::Due);
        sitting.rate(Rating::Good);
        assert_eq!(sitting.shown(), "done", "tomorrow's step is tomorrow's");
        let again = Session::start(sitting.world.read(), Scope::Due, sitting.world.now).unwrap();
        assert_eq!(again.to_come(), LaneCounts::default());
        sitting.world.later_days(1);
        assert_eq!(sitting.shown(), "d/x");
    }

    #[test]
    fn a_step_over_the_rollover_is_still_shown_tonight() {
        let mut world = World::with_cards(["x"]);
        world.at("2026-11-22T03:58:00+01:00");
        let mut sitting = Sitting::start(world, Scope::Due);
        sitting.rate(Rating::Good);
        assert_eq!(sitting.shown(), "d/x", "ten minutes from now is as good as due");
    }

    #[test]
    fn every_session_comes_to_an_end() {
        let mut sitting = Sitting::start(two_decks(), Scope::Due);
        let order = sitting.rate_all();
        assert_eq!(order.len(), 40, "twenty new cards, twice each");
        assert_eq!(sitting.session.done(), 40);
    }
}

mod changes_meanwhile {
    use super::*;

    #[test]
    fn undo_brings_the_last_card_back_after_the_end() {
        let mut sitting = Sitting::start(World::with_cards(["x"]), Scope::Due);
        sitting.rate(Rating::Easy);
        assert_eq!(sitting.shown(), "done");
        sitting.undo();
        assert_eq!(sitting.shown(), "d/x");
        assert_eq!(sitting.session.done(), 0);
        sitting.rate(Rating::Good);
        assert_eq!(sitting.session.summary().by_rating, [0, 0, 1, 0], "the undone answer is not counted");
    }

    #[test]
    fn several_undone_answers_come_back_in_their_order() {
        let mut sitting = Sitting::start(World::with_cards(["x", "y", "z"]), Scope::Due);
        for _ in 0..3 {
            sitting.rate(Rating::Easy);
        }
        for _ in 0..3 {
            sitting.undo();
        }
        assert_eq!(sitting.rate_all(), ["d/x", "d/y", "d/z", "d/x", "d/y", "d/z"], "and then their steps");
    }

    #[test]
    fn a_buried_card_leaves_and_undo_brings_it_back() {
        for action in [CardAction::Bury(true), CardAction::Suspend(true)] {
            let mut sitting = Sitting::start(World::with_cards(["x", "y"]), Scope::Due);
            sitting.act("d/x", action);
            assert_eq!(sitting.shown(), "d/y");
            sitting.undo();
            assert_eq!(sitting.shown(), "d/x");
        }
    }

    #[test]
    fn undoing_what_was_done_elsewhere_brings_no_card_into_the_session() {
        let mut world = World::with_cards(["x", "y"]);
        world.answer("d/x", Rating::Easy);
        let mut sitting = Sitting::start(world, Scope::Due);
        assert_eq!(sitting.shown(), "d/y");
        for action in [CardAction::Suspend(true), CardAction::Bury(true), CardAction::Mark(true)] {
            // From the library: the card is not due, and not in this session.
            sitting.act("d/x", action);
            sitting.undo();
            assert_eq!(sitting.shown(), "d/y", "{action:?}");
        }
    }

    #[test]
    fn undoing_a_resumption_does_not_show_a_suspended_card() {
        let mut world = World::with_cards(["x", "y"]);
        world.act("d/x", CardAction::Suspend(true));
        let mut sitting = Sitting::start(world, Scope::Due);
        sitting.act("d/x", CardAction::Suspend(false));
        sitting.undo();
        assert_eq!(sitting.shown(), "d/y");
    }

    #[test]
    fn a_card_suspended_in_another_window_is_skipped() {
        let mut sitting = Sitting::start(World::with_cards(["x", "y"]), Scope::Due);
        sitting.world.act("d/x", CardAction::Suspend(true));
        assert_eq!(sitting.shown(), "d/y");
    }

    #[test]
    fn a_card_answered_in_another_window_is_skipped() {
        let mut sitting = Sitting::start(World::with_cards(["x", "y"]), Scope::Due);
        let mut other = sitting.world.another_store();
        let stamp = sitting.world.stamp();
        study::answer_card(&mut other, stamp, answer("d/x", Rating::Easy)).unwrap();
        assert_eq!(sitting.shown(), "d/y");
    }

    #[test]
    fn a_card_that_left_its_deck_is_skipped() {
        let mut sitting = Sitting::start(World::with_cards(["x", "y"]), Scope::Due);
        assert_eq!(sitting.shown(), "d/x");
        sitting.world.ship("d/01.md", &question("y"));
        sitting.world.sync();
        assert_eq!(sitting.shown(), "d/y");
    }

    #[test]
    fn a_new_study_day_brings_a_new_queue() {
        let mut world = World::with_cards(["x", "y", "z"]);
        world.set_options(None, |options| options.new_per_day = 1);
        world.at("2026-11-21T23:50:00+01:00");
        let mut sitting = Sitting::start(world, Scope::Due);
        sitting.rate(Rating::Easy);
        assert_eq!(sitting.shown(), "done");
        sitting.world.at("2026-11-22T04:00:00+01:00");
        assert_eq!(sitting.shown(), "d/y");
        assert_eq!(sitting.session.done(), 1, "it is still one session");
    }
}

mod scopes {
    use super::*;

    #[test]
    fn a_tag_picks_its_cards_in_all_decks() {
        let tagged = |slug: &str| question(slug).replace('}', " tags=Loops}");
        let world = World::new(&[
            ("a/01.md", &(question("plain") + &tagged("x"))),
            ("b/01.md", &(tagged("y") + &question("other"))),
        ]);
        assert_eq!(world.queue(Scope::Tag("loops".into())), ["a/x", "b/y"]);
        assert_eq!(world.queue(Scope::Tag("LOOPS".into())).len(), 2, "whatever the case");
        assert_eq!(world.queue(Scope::Tag("none".into())), [""; 0]);
    }

    #[test]
    fn steps_of_a_scope_are_those_of_its_cards() {
        let mut world = two_decks();
        world.answer("a/a0", Rating::Again);
        world.answer("b/b0", Rating::Again);
        world.later_secs(120);
        assert_eq!(world.queue(Scope::Deck(deck("b")))[0], "b/b0");
        assert!(!world.queue(Scope::Deck(deck("b"))).contains(&"a/a0".to_owned()));
        assert_eq!(world.queue(Scope::Tag("none".into())), [""; 0]);
    }

    #[test]
    fn the_given_cards_come_in_the_given_order() {
        let mut world = World::with_cards(["x", "y", "z"]);
        world.act("d/z", CardAction::Suspend(true));
        world.answer("d/y", Rating::Easy);
        let ids = ["d/z", "d/x", "d/y"].map(card).to_vec();
        assert_eq!(world.queue(Scope::Cards(ids)), ["d/z", "d/x", "d/y"], "due or not, suspended or not");
        let gone = Session::start(world.read(), Scope::Cards(vec![card("d/gone")]), world.now);
        assert_eq!(gone.unwrap_err().to_string(), "there is no card \"d/gone\"");
    }

    #[test]
    fn ahead_shows_what_is_least_remembered_first() {
        let mut world = World::with_cards(["x", "y", "z", "new"]);
        world.answer("d/x", Rating::Easy);
        world.answer("d/y", Rating::Good);
        world.later_secs(700);
        world.answer("d/y", Rating::Good);
        world.later_days(1);
        let ahead = Scope::Ahead { days: 30, deck: None };
        let shown = world.queue(ahead.clone());
        assert_eq!(shown, ["d/y", "d/x"], "two days of stability are less than eight");
        world.answer("d/y", Rating::Good);
        assert_eq!(world.queue(ahead), ["d/x"], "seen today already");
    }

    #[test]
    fn reviewing_ahead_counts_and_never_brings_a_due_day_forward() {
        let mut world = World::with_cards(["x"]);
        world.answer("d/x", Rating::Easy);
        let Phase::Review { due_on, .. } = world.state("d/x").phase else { panic!("in review") };
        world.later_days(3);
        let mut sitting = Sitting::start(world, Scope::Ahead { days: 30, deck: None });
        sitting.rate(Rating::Hard);
        assert_eq!(sitting.shown(), "done");
        let Phase::Review { due_on: next, .. } = sitting.world.state("d/x").phase else {
            panic!("in review")
        };
        assert!(next >= due_on);
    }

    #[test]
    fn a_card_forgotten_ahead_comes_back_in_its_steps() {
        let mut world = World::with_cards(["x"]);
        world.answer("d/x", Rating::Easy);
        world.later_days(3);
        let mut sitting = Sitting::start(world, Scope::Ahead { days: 30, deck: None });
        sitting.rate(Rating::Again);
        assert_eq!(sitting.shown(), "d/x");
        sitting.rate(Rating::Good);
        assert_eq!(sitting.shown(), "done");
    }

    #[test]
    fn ahead_skips_what_another_window_put_away() {
        let mut world = World::with_cards(["x", "y"]);
        world.answer("d/x", Rating::Easy);
        world.answer("d/y", Rating::Easy);
        world.later_days(3);
        let mut sitting = Sitting::start(world, Scope::Ahead { days: 30, deck: None });
        let first = sitting.shown();
        sitting.world.act(&first, CardAction::Suspend(true));
        let second = sitting.shown();
        assert_ne!(second, first);
        sitting.world.answer(&second, Rating::Good);
        assert_eq!(sitting.shown(), "done");
    }

    #[test]
    fn due_cards_come_longest_due_first_and_new_ones_among_them() {
        let mut world = World::new(&[("d/01.md", &questions(["a", "b", "c", "n", "m"]))]);
        for id in ["d/b", "d/c", "d/a"] {
            world.answer(id, Rating::Easy);
            world.later_days(1);
        }
        world.later_days(60);
        let shown = world.queue(Scope::Due);
        let reviews: Vec<_> = shown.iter().filter(|id| !["d/n", "d/m"].contains(&id.as_str())).collect();
        let due = |id: &str| world.state(id).phase.due_at().unwrap();
        assert!(reviews.is_sorted_by_key(|id| due(id)), "{shown:?}");
        assert_eq!(shown.len(), 5);
        assert_ne!(shown[3..], ["d/n", "d/m"], "new cards are spread among the reviews");
    }
}
