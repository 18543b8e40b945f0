//! Whole flows through the program without its window.

use rehearse_core::api::{
    AnswerCard, Basis, CardAction, Desk, PointTick, ProposeRating, Rating, ReviewStep, Scope, SearchCards,
    SetDeckOptions, Settings, Sort, StudyMore, Theme, Tick,
};
use rehearse_core::services::Stamp;

use crate::support::{World, many, question, question_with};

struct Program {
    desk: Desk,
    world: World,
}

impl Program {
    fn new(mut world: World) -> Self {
        let desk = world.desk();
        Self { desk, world }
    }

    fn stamp(&mut self) -> Stamp {
        self.world.later_secs(5);
        self.world.stamp()
    }

    fn start(&mut self, scope: Scope) -> ReviewStep {
        self.desk.start_review(scope, self.world.now).unwrap()
    }

    fn rate(&mut self, step: &ReviewStep, rating: Rating) -> ReviewStep {
        let card = step.card.as_ref().expect("a card is shown");
        let request = answer(&card.id, &card.revision, rating);
        let stamp = self.stamp();
        self.desk.answer_card(request, stamp).unwrap()
    }

    fn search(&self, query: &str) -> Vec<String> {
        let request = SearchCards { query: query.to_owned(), sort: Sort::Library, offset: 0, limit: 200 };
        let found = self.desk.search_cards(&request, self.world.now).unwrap();
        assert_eq!(found.total as usize, found.rows.len());
        found.rows.into_iter().map(|row| row.id).collect()
    }

    /// Closes and opens the program.
    fn reopen(self) -> Self {
        let Self { desk, mut world } = self;
        drop(desk);
        Self { desk: world.desk(), world }
    }
}

fn answer(id: &str, revision: &str, rating: Rating) -> AnswerCard {
    AnswerCard {
        id: id.to_owned(),
        revision: revision.to_owned(),
        rating,
        taken_ms: 6_500.0,
        basis: Basis {
            points: vec![PointTick { text: "A point.".to_owned(), tick: Tick::Covered }],
            mistakes: vec!["A mistake.".to_owned()],
            chosen: None,
            hint_used: false,
            proposed: Some(Rating::Good),
        },
    }
}

fn shown(step: &ReviewStep) -> &str {
    step.card.as_ref().map_or("nothing", |card| &card.id)
}

#[test]
fn ten_answers_and_three_undone_are_there_after_a_restart() {
    let mut program = Program::new(World::new(&[("d/01.md", &many("q", 12))]));
    let mut step = program.start(Scope::Due);
    let mut answered = Vec::new();
    for n in 0..10 {
        answered.push(shown(&step).to_owned());
        assert_eq!(step.previews.len(), 4);
        step = program.rate(&step, [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy][n % 4]);
    }
    assert_eq!(step.progress.done, 10);
    for n in 1..=3 {
        let stamp = program.stamp();
        let undone = program.desk.undo(stamp).unwrap();
        assert_eq!(undone.kind.as_deref(), Some("review"));
        assert_eq!(undone.card.unwrap().id, answered[10 - n]);
        step = undone.step.unwrap();
        assert_eq!(shown(&step), answered[10 - n], "the card is shown again");
    }
    assert_eq!(step.progress.done, 7);
    let status = |program: &Program, id: &str| program.desk.card_page(id, program.world.now).unwrap();
    let before: Vec<_> = answered.iter().map(|id| status(&program, id)).collect();
    let program = program.reopen();
    let after: Vec<_> = answered.iter().map(|id| status(&program, id)).collect();
    assert_eq!(after, before, "everything that counts is in the log");
    assert_eq!(program.desk.today(program.world.now).unwrap().done, 7);
    assert_eq!(program.desk.store().stale_cards().unwrap(), []);
}

#[test]
fn a_session_ends_with_its_figures() {
    let mut program = Program::new(World::with_cards(["x", "y"]));
    let step = program.start(Scope::Due);
    assert_eq!((step.progress.new, step.can_undo), (2, false));
    let step = program.rate(&step, Rating::Easy);
    assert!(step.can_undo);
    let step = program.rate(&step, Rating::Easy);
    assert!(step.card.is_none() && step.waiting_until.is_none());
    let summary = step.summary.unwrap();
    assert_eq!((summary.answered, summary.by_rating, summary.first_seen), (2, [0, 0, 0, 2], 2));
    assert_eq!(summary.taken_ms, 13_000.0);
    assert_eq!(summary.held_back, 0);
    let today = program.desk.today(program.world.now).unwrap();
    assert_eq!((today.done, today.cards), (2, 2));
}

#[test]
fn a_card_in_steps_is_waited_for() {
    let mut world = World::with_cards(["x"]);
    world.set_options(None, |options| options.learning_steps = vec![60.0]);
    let mut program = Program::new(world);
    let step = program.start(Scope::Due);
    let step = program.rate(&step, Rating::Again);
    let until = step.waiting_until.expect("an hour to wait");
    assert_eq!(until, (program.world.now.at_ms + 3_600_000) as f64);
    program.world.now.at_ms = until as i64;
    let step = program.desk.current_step(program.world.now).unwrap();
    assert_eq!(shown(&step), "d/x");
}

#[test]
fn follow_ups_are_offered_and_taken() {
    let mut program =
        Program::new(World::new(&[("d/01.md", &(question_with("p", &["f"]) + &question("q")))]));
    let step = program.start(Scope::Due);
    let step = program.rate(&step, Rating::Easy);
    let offer = step.offer.clone().expect("an offer");
    assert_eq!(offer.parent.id, "d/p");
    let ids: Vec<String> = offer.follow_ups.into_iter().filter_map(|follow_up| follow_up.id).collect();
    assert_eq!(ids, ["d/p/f"]);
    assert!(step.card.is_none() && step.summary.is_none(), "the offer comes first");
    let step = program.desk.accept_follow_ups(&ids, program.world.now).unwrap();
    assert_eq!(shown(&step), "d/p/f");
}

#[test]
fn an_offer_that_is_left_leaves_the_queue_as_it_was() {
    let mut program =
        Program::new(World::new(&[("d/01.md", &(question_with("p", &["f"]) + &question("q")))]));
    let step = program.start(Scope::Due);
    program.rate(&step, Rating::Easy);
    let step = program.desk.accept_follow_ups(&[], program.world.now).unwrap();
    assert_eq!((shown(&step), &step.offer), ("d/q", &None));
}

#[test]
fn a_session_of_a_deck_that_is_not_there_is_refused() {
    let mut program = Program::new(World::with_cards(["x"]));
    let gone = || "gone".to_owned();
    for scope in [Scope::Deck { deck: gone() }, Scope::Ahead { days: 3, deck: Some(gone()) }] {
        let error = program.desk.start_review(scope, program.world.now).unwrap_err();
        assert_eq!(error.to_string(), "there is no deck \"gone\"");
    }
}

#[test]
fn an_answer_to_a_card_that_changed_meanwhile_counts_and_says_so() {
    let mut program = Program::new(World::with_cards(["x", "y"]));
    let step = program.start(Scope::Due);
    program.world.ship("d/01.md", &(question("x") + "\nMore.\n" + &question("y")));
    program.desk.sync().unwrap();
    let step = program.rate(&step, Rating::Good);
    assert!(step.notice.unwrap().contains("changed on disk"));
    assert_eq!(step.progress.done, 1);
}

#[test]
fn a_card_removed_from_disk_in_a_session_is_skipped() {
    let mut program = Program::new(World::with_cards(["x", "y"]));
    assert_eq!(shown(&program.start(Scope::Due)), "d/x");
    program.world.ship("d/01.md", &question("y"));
    let changed = program.desk.sync().unwrap().expect("something changed");
    assert_eq!((changed.cards, changed.total), (vec!["d/x".to_owned()], 1));
    assert_eq!(shown(&program.desk.current_step(program.world.now).unwrap()), "d/y");
    assert_eq!(program.desk.sync().unwrap(), None, "nothing changed since");
}

#[test]
fn putting_away_and_taking_back_moves_the_session() {
    let mut program = Program::new(World::with_cards(["x", "y"]));
    program.start(Scope::Due);
    for action in [CardAction::Suspend { on: true }, CardAction::Bury { on: true }] {
        let stamp = program.stamp();
        let status = program.desk.act_on_card("d/x", action, stamp).unwrap();
        assert!(status.suspended || status.buried);
        assert_eq!(shown(&program.desk.current_step(program.world.now).unwrap()), "d/y");
        let stamp = program.stamp();
        let undone = program.desk.undo(stamp).unwrap();
        assert_eq!(shown(&undone.step.unwrap()), "d/x");
    }
}

#[test]
fn undo_with_nothing_to_undo_says_so() {
    let mut program = Program::new(World::with_cards(["x"]));
    let stamp = program.stamp();
    let undone = program.desk.undo(stamp).unwrap();
    assert_eq!((undone.kind, undone.message.as_str()), (None, "There is nothing left to undo today."));
}

#[test]
fn undo_outside_a_session_shows_no_step() {
    let mut program = Program::new(World::with_cards(["x"]));
    let stamp = program.stamp();
    program.desk.act_on_card("d/x", CardAction::Mark { on: true }, stamp).unwrap();
    let stamp = program.stamp();
    assert_eq!(program.desk.undo(stamp).unwrap().step, None);
}

#[test]
fn undoing_an_edit_brings_no_card_into_the_session() {
    let world = World::with_cards([]);
    world.own("own/01.md", &(question("x") + &question("y")));
    let mut program = Program::new(world);
    let step = program.start(Scope::Due);
    program.rate(&step, Rating::Easy);
    let source = program.desk.card_source("own/x").unwrap();
    let stamp = program.stamp();
    let request = rehearse_core::api::SaveCardSource {
        id: source.id,
        text: source.text.replace("answer", "reply"),
        revision: source.revision,
    };
    assert!(program.desk.save_card_source(&request, stamp).unwrap().saved);
    let stamp = program.stamp();
    let undone = program.desk.undo(stamp).unwrap();
    assert_eq!(undone.kind.as_deref(), Some("edit"));
    assert_eq!(shown(&undone.step.unwrap()), "own/y", "the edited card is not due");
}

#[test]
fn a_leech_is_said_with_the_answer() {
    let mut world = World::with_cards(["x"]);
    world.set_options(None, |options| {
        options.relearning_steps.clear();
        options.leech_lapses = 1;
    });
    let mut program = Program::new(world);
    let step = program.start(Scope::Due);
    assert_eq!(program.rate(&step, Rating::Easy).notice, None);
    program.world.later_days(30);
    let step = program.start(Scope::Due);
    let step = program.rate(&step, Rating::Again);
    assert!(step.notice.unwrap().contains("leech"));
    assert_eq!(program.search("is:leech"), ["d/x"]);
}

#[test]
fn today_counts_what_the_queue_shows() {
    let mut program = Program::new(World::new(&[("a/01.md", &many("a", 30)), ("b/01.md", &many("b", 3))]));
    let today = program.desk.today(program.world.now).unwrap();
    assert_eq!((today.counts.new, today.held_back.new, today.cards), (20, 13, 33));
    assert_eq!(today.study_day, "2026-11-21");
    let by_deck: Vec<_> = today.decks.iter().map(|deck| (&*deck.id, deck.counts.new)).collect();
    assert_eq!(by_deck, [("a", 17), ("b", 3)]);
    let stamp = program.stamp();
    let more = StudyMore { deck: None, new: 5, reviews: 0 };
    assert_eq!(program.desk.study_more(more, stamp).unwrap().counts.new, 25);
}

#[test]
fn library_and_search_show_the_decks() {
    let program = Program::new(World::new(&[("a/01.md", &many("a", 3)), ("b/01.md", &many("b", 2))]));
    let library = program.desk.library(program.world.now).unwrap();
    let rows: Vec<_> = library.decks.iter().map(|deck| (&*deck.id, deck.cards, deck.shipped)).collect();
    assert_eq!(rows, [("a", 3, true), ("b", 2, true)]);
    assert_eq!(program.search("deck:b"), ["b/b0", "b/b1"]);
}

#[test]
fn options_and_settings_are_kept_over_a_restart() {
    let mut program = Program::new(World::with_cards(["x"]));
    let mut options = program.desk.deck_options(Some("d".into())).unwrap().options;
    options.new_per_day = 7;
    let stamp = program.stamp();
    let request = SetDeckOptions { deck: Some("d".into()), options: Some(options.clone()) };
    assert!(program.desk.set_deck_options(request, stamp).unwrap().own);
    let settings = Settings {
        theme: Theme::Dark,
        text_percent: 120,
        single_keys: false,
        announce_time: false,
        speak_questions: true,
        record_interviews: true,
        microphone: Some("hw:1".to_owned()),
        rollover_hour: 5,
    };
    let stamp = program.stamp();
    assert_eq!(program.desk.set_settings(&settings, stamp).unwrap(), settings);
    let mut program = program.reopen();
    assert_eq!(program.desk.deck_options(Some("d".into())).unwrap().options, options);
    assert_eq!(program.desk.settings().unwrap(), settings);
    let stamp = program.stamp();
    let back = SetDeckOptions { deck: Some("d".into()), options: None };
    assert!(!program.desk.set_deck_options(back, stamp).unwrap().own);
}

#[test]
fn settings_out_of_range_are_refused_as_a_whole() {
    let mut program = Program::new(World::with_cards(["x"]));
    let good = program.desk.settings().unwrap();
    for bad in [
        Settings { text_percent: 79, ..good.clone() },
        Settings { text_percent: 201, ..good.clone() },
        Settings { theme: Theme::Dark, rollover_hour: 24, ..good.clone() },
        Settings { theme: Theme::Dark, rollover_hour: 300, ..good.clone() },
    ] {
        let stamp = program.stamp();
        assert!(program.desk.set_settings(&bad, stamp).is_err(), "{bad:?}");
        assert_eq!(program.desk.settings().unwrap(), good, "nothing was kept of {bad:?}");
    }
}

#[test]
fn a_card_s_page_tells_its_history() {
    let mut program = Program::new(World::new(&[("d/01.md", &question_with("p", &["f"]))]));
    let step = program.start(Scope::Due);
    program.rate(&step, Rating::Easy);
    let stamp = program.stamp();
    program.desk.act_on_card("d/p", CardAction::Mark { on: true }, stamp).unwrap();
    let page = program.desk.card_page("d/p", program.world.now).unwrap();
    let kinds: Vec<_> = page.history.iter().map(|entry| &*entry.kind).collect();
    assert_eq!(kinds, ["mark", "review"], "newest first");
    assert_eq!(page.history[1].taken_ms, Some(6_500.0));
    assert!(page.memory.is_some() && page.siblings.len() == 1 && !page.edited);
    assert!(program.desk.card_page("d/gone", program.world.now).is_err());
    assert!(program.desk.card_page("no id", program.world.now).is_err());
}

#[test]
fn an_exercise_comes_with_its_tests_and_the_attempts_that_fail_them() {
    let text = "## Double it. {#double kind=code}\n\n### Question\n\nWrite `f`.\n\n\
        ### Tests\n\n```python\nassert f(2) == 4\n```\n\n### Solution\n\n```python\ndef f(n): return 2 * n\n```\n\n\
        ### Wrong solutions\n\nIt *squares*.\n\n```python\ndef f(n): return n * n\n```\n";
    let program = Program::new(World::new(&[("d/01.md", text)]));
    let card = program.desk.card_page("d/double", program.world.now).unwrap().card;
    assert!(card.tests_html.unwrap().contains("assert f(2) == 4"));
    let [wrong] = &card.wrong_solutions[..] else { panic!("one attempt") };
    assert_eq!(wrong.why_html.trim(), "<p>It <em>squares</em>.</p>");
    assert!(wrong.code_html.contains("return n * n"));
}

#[test]
fn ratings_are_proposed_from_ticks_once_all_are_judged() {
    let ask = |ticks: Vec<Option<Tick>>| {
        let request = ProposeRating { ticks, mistakes: 0, hint_used: false, choice_right: None };
        Desk::propose_rating(&request).map(|proposal| proposal.rating)
    };
    assert_eq!(ask(vec![Some(Tick::Covered), None]), None);
    assert_eq!(ask(vec![Some(Tick::Covered), Some(Tick::Covered)]), Some(Rating::Good));
}

#[test]
fn pictures_are_read_from_the_deck_s_folder_and_nowhere_else() {
    let world = World::with_cards(["x"]);
    crate::support::write(&world.content().join("d/media/a.png"), b"png");
    crate::support::write(&world.root().join("secret.png"), b"secret");
    let program = Program::new(world);
    assert_eq!(program.desk.media("d", "media/a.png").unwrap(), b"png");
    for path in [
        "media/../deck.toml",
        "../secret.png",
        "deck.toml",
        "media/",
        "media/.a",
        "media/b.png",
        "/etc/passwd",
    ] {
        assert!(program.desk.media("d", path).is_err(), "{path}");
    }
    assert!(program.desk.media("elsewhere", "media/a.png").is_err());
}

#[test]
fn an_answer_to_an_unknown_card_writes_nothing() {
    let mut program = Program::new(World::with_cards(["x"]));
    program.start(Scope::Due);
    for id in ["d/gone", "", "no id", "../x"] {
        let stamp = program.stamp();
        assert!(program.desk.answer_card(answer(id, "", Rating::Good), stamp).is_err());
    }
    assert_eq!(program.desk.store().event_count().unwrap(), 0);
}
