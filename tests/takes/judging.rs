//! A take is predicted, ticked and rated; it is a review once; it can be taken back.

use rehearse_core::api::{
    Marker, MarkerOf, PredictTake, Rating, Scope, StoryTicks, TakeTicks, TakeWork, Tick,
};

use super::studio::{Studio, ticks};
use crate::support::refused;

const BOTH: [(&str, Tick); 2] = [("One.", Tick::Covered), ("Two.", Tick::Covered)];

#[test]
fn nothing_is_revealed_before_the_prediction_and_the_first_one_stands() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    assert_eq!(studio.page(&id).expected, None);
    let stamp = studio.room.world.stamp();
    let early = studio.room.desk.assess_take(
        rehearse_core::api::AssessTake { take: id.clone(), work: ticks(&BOTH), rating: Rating::Good },
        stamp,
    );
    assert!(refused(early).contains("say first how it went"));
    studio.predict(&id, Rating::Easy);
    let page = studio.page(&id);
    assert_eq!(page.expected.unwrap().key_points.len(), 2);
    assert_eq!(page.take.predicted, Some(Rating::Easy));
    let stamp = studio.room.world.stamp();
    let second = studio.room.desk.predict_take(&PredictTake { take: id, rating: Rating::Again }, stamp);
    assert!(refused(second).contains("already predicted"));
}

#[test]
fn a_judged_take_is_one_review_with_its_ticks_and_the_session_goes_on() {
    let mut studio = Studio::new();
    let now = studio.room.world.now;
    let ids = vec!["d/q0".to_owned(), "d/q1".to_owned()];
    studio.room.desk.start_review(Scope::Cards { ids }, now).unwrap();
    let id = studio.take("d/q0", 2);
    let judged = studio.judge(&id, Tick::Covered, Rating::Hard);
    assert_eq!((judged.derived, judged.rating, judged.moved_card), (Some(Rating::Good), Rating::Hard, true));
    assert_eq!(studio.reviews(), [("d/q0".to_owned(), 2, false)]);
    let step = studio.room.desk.current_step(studio.room.world.now).unwrap();
    assert_eq!(step.card.unwrap().id, "d/q1");
    assert_eq!(step.progress.done, 1);
    let page = studio.page(&id);
    assert_eq!(page.work.points.len(), 2);
    assert_eq!(page.assessment.unwrap().reason.as_deref(), Some("2 of 2 points is Good."));
    studio.assert_cache_is_the_log();
}

#[test]
fn undo_takes_back_the_judgement_and_its_review_and_leaves_the_ticks() {
    let mut studio = Studio::new();
    let now = studio.room.world.now;
    studio.room.desk.start_review(Scope::Cards { ids: vec!["d/q0".to_owned()] }, now).unwrap();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Partly, Rating::Good);
    let stamp = studio.room.world.stamp();
    let undone = studio.room.desk.undo(stamp).unwrap();
    assert_eq!(undone.kind.as_deref(), Some("take"));
    assert_eq!(undone.step.unwrap().card.unwrap().id, "d/q0", "the card is asked again");
    assert_eq!(studio.reviews(), [("d/q0".to_owned(), 3, true)]);
    let page = studio.page(&id);
    assert_eq!(page.assessment, None);
    assert_eq!(page.work.points.len(), 2, "the ticks stay, to go on from");
    assert_eq!(page.take.predicted, Some(Rating::Good), "a prediction is not taken back");
    studio.assert_cache_is_the_log();
    let stamp = studio.room.world.stamp();
    assert_eq!(studio.room.desk.undo(stamp).unwrap().kind, None);
}

#[test]
fn judged_again_it_is_still_one_review_on_its_first_day() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Missed, Rating::Again);
    let first = studio.room.desk.store().card(&crate::support::card("d/q0")).unwrap().state.last_review_on;
    studio.room.world.later_days(3);
    studio.assess(&id, ticks(&BOTH), Rating::Good);
    let counted: Vec<_> = studio.reviews().into_iter().filter(|(_, _, voided)| !voided).collect();
    assert_eq!(counted, [("d/q0".to_owned(), 3, false)]);
    let state = studio.room.desk.store().card(&crate::support::card("d/q0")).unwrap().state;
    assert_eq!(state.last_review_on, first);
    studio.assert_cache_is_the_log();
}

#[test]
fn a_card_that_was_answered_since_keeps_its_schedule() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.predict(&id, Rating::Good);
    let stamp = studio.room.world.stamp();
    let answer = rehearse_core::services::study::Answer {
        card: crate::support::card("d/q0"),
        rating: rehearse_core::domain::rating::Rating::Again,
        taken_ms: 1_000,
        source: rehearse_core::domain::event::Source::Review,
        basis: Default::default(),
    };
    let mut store = studio.room.world.another_store();
    rehearse_core::services::study::answer_card(&mut store, stamp, answer).unwrap();
    let page = studio.page(&id);
    assert!(page.previews.is_empty());
    assert!(page.schedule_note.unwrap().contains("answered this card since"));
    studio.room.world.later_secs(60);
    let judged = studio.assess(&id, ticks(&BOTH), Rating::Good);
    assert!(!judged.moved_card);
    assert_eq!(studio.reviews(), [("d/q0".to_owned(), 1, false)]);
}

#[test]
fn a_mistake_lowers_the_rating_and_its_moment_is_named() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.predict(&id, Rating::Good);
    let mut work = ticks(&BOTH);
    work.mistakes = vec!["Said it wrong.".to_owned()];
    let marker = Marker { at_ms: 58_000.0, of: MarkerOf::Mistake, text: "Said it wrong.".to_owned() };
    work.markers = vec![marker.clone()];
    let ask = TakeTicks { take: id.clone(), work: work.clone() };
    studio.room.desk.save_take_work(ask.clone()).unwrap();
    let proposal = studio.room.desk.propose_take_rating(ask).unwrap().unwrap();
    assert_eq!(proposal.rating, Rating::Hard);
    assert!(proposal.reason.contains("0:58"), "{}", proposal.reason);
    assert_eq!(proposal.against.as_deref(), Some("one below your prediction"));
    assert_eq!(studio.page(&id).work.markers, [marker], "kept while it is made");
    let open = TakeTicks { take: id, work: ticks(&BOTH[..1]) };
    assert_eq!(studio.room.desk.propose_take_rating(open).unwrap(), None, "one point is open");
}

#[test]
fn a_story_needs_its_four_parts_and_a_result_without_a_figure_counts_half() {
    let mut studio = Studio::new();
    let id = studio.take("d/failure", 2);
    studio.predict(&id, Rating::Good);
    let mut work = ticks(&[("Own part.", Tick::Covered)]);
    let ask = |work: &TakeWork| TakeTicks { take: id.clone(), work: work.clone() };
    assert_eq!(studio.room.desk.propose_take_rating(ask(&work)).unwrap(), None);
    let covered = Some(Tick::Covered);
    work.story = StoryTicks {
        situation: covered,
        task: covered,
        action: covered,
        result: covered,
        figure: Some(false),
    };
    let proposal = studio.room.desk.propose_take_rating(ask(&work)).unwrap().unwrap();
    assert!(proposal.reason.starts_with("4½ of 5 points is Good."), "{}", proposal.reason);
    work.story.task = None;
    let stamp = studio.room.world.stamp();
    let request = rehearse_core::api::AssessTake { take: id.clone(), work, rating: Rating::Good };
    assert!(refused(studio.room.desk.assess_take(request, stamp)).contains("situation, task"));
}

#[test]
fn a_blind_judgement_shows_nothing_of_the_first_and_moves_no_schedule() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    assert_eq!(studio.room.desk.calibration(studio.room.world.now).unwrap().regrade, None, "too soon");
    studio.room.world.later_days(20);
    let now = studio.room.world.now;
    assert_eq!(studio.room.desk.calibration(now).unwrap().regrade.as_ref(), Some(&id));
    let blind = studio.room.desk.take_page(&id, true, now).unwrap();
    assert_eq!((blind.assessment, blind.take.rating, blind.take.coverage_words), (None, None, None));
    assert!(blind.work.points.is_empty());
    let stamp = studio.room.world.stamp();
    let again =
        TakeTicks { take: id.clone(), work: ticks(&[("One.", Tick::Covered), ("Two.", Tick::Missed)]) };
    let compared = studio.room.desk.regrade_take(again, stamp).unwrap();
    assert_eq!((compared.same, compared.points), (1, 2));
    assert_eq!(studio.reviews().len(), 1);
    let calibration = studio.room.desk.calibration(now).unwrap();
    assert_eq!(calibration.agreement.unwrap().takes, 1);
    assert_eq!(calibration.regrade, None, "now and then, not at once again");
    assert_eq!(calibration.points.len(), 1);
}

#[test]
fn takes_of_the_same_question_tell_their_progress() {
    let mut studio = Studio::new();
    let first = studio.take("d/q0", 40);
    studio.judge(&first, Tick::Missed, Rating::Again);
    studio.room.world.later_days(9);
    let second = studio.take("d/q0", 20);
    studio.judge(&second, Tick::Covered, Rating::Good);
    let page = studio.page(&second);
    assert_eq!(page.others.len(), 1);
    assert_eq!(page.others[0].id, first);
    let expected =
        "Shorter than the time before, 0:20 after 0:40; every key point covered for the first time.";
    assert_eq!(page.progress.as_deref(), Some(expected));
}

#[test]
fn code_that_was_written_is_compared_with_the_solution_line_by_line() {
    let deck = "## Add {#add kind=code minutes=5}\n\n### Question\nAdd.\n\n### Tests\n```python\nassert add(1, 2) == 3\n```\n\n### Solution\n```python\ndef add(a, b):\n    return a + b\n```\n\n### Key points\n- One.\n";
    let mut studio = Studio::of(&[("d/01.md", deck)]);
    let id = studio.take("d/add", 1);
    let draft = rehearse_core::api::AnswerDraft {
        notes: "adds".to_owned(),
        code: "def add(a, b):\n    return b + a\n".to_owned(),
        language: "python".to_owned(),
        chosen: Vec::new(),
    };
    let save = rehearse_core::api::SaveTakeText { take: id.clone(), draft };
    studio.room.desk.save_take_text(save).unwrap();
    assert!(studio.page(&id).code_diff.is_empty(), "the solution is not revealed yet");
    studio.predict(&id, Rating::Good);
    let page = studio.page(&id);
    let sides: Vec<_> = page.code_diff.iter().map(|line| (line.side, line.text.trim())).collect();
    use rehearse_core::api::DiffSide::{Both, Own, Solution};
    assert_eq!(sides, [(Both, "def add(a, b):"), (Own, "return b + a"), (Solution, "return a + b")]);
    assert_eq!(page.written.notes, "adds");
}
