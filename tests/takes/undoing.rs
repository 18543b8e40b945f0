//! Judged again, taken back, and what stands then: a card has one review for its take at any time.

use rehearse_core::api::{
    AssessAnswer, InterviewAction as Act, InterviewMode as Mode, PointTick, Rating, Scope, Tick,
};
use rehearse_core::domain::rating::Rating as Given;
use rehearse_core::services::study;

use super::studio::{Studio, ticks};

const BOTH: [(&str, Tick); 2] = [("One.", Tick::Covered), ("Two.", Tick::Covered)];

impl Studio {
    /// The reviews that count: card and rating.
    fn counted(&self) -> Vec<(String, u8)> {
        let reviews = self.reviews().into_iter().filter(|(_, _, voided)| !voided);
        reviews.map(|(card, rating, _)| (card, rating)).collect()
    }

    fn undo(&mut self) -> Option<String> {
        let stamp = self.room.world.stamp();
        self.room.desk.undo(stamp).unwrap().kind
    }

    /// The card is answered by hand, as another copy of the program may.
    fn answer(&mut self, id: &str, rating: Given) {
        let mut store = self.room.world.another_store();
        let stamp = self.room.world.stamp();
        study::answer_card(&mut store, stamp, crate::support::answer(id, rating)).unwrap();
    }

    /// An interview under pressure, over, with a take of each question; the take of the asked card.
    fn interviewed(&mut self) -> (String, String) {
        let view = self.room.begin(Mode::Pressure);
        let (stamp, now_ms) = (self.room.world.stamp(), self.now_ms());
        self.room.desk.record_interview(true, stamp, now_ms).unwrap();
        for _ in 0..3 {
            self.speak(2);
            self.room.run_secs(2);
            self.room.act(Act::Answer);
        }
        let of = rehearse_core::api::TakesOf::Interview { interview: view.id.clone() };
        let takes = self.room.desk.takes_of(&of).unwrap();
        let is_card = |take: &&rehearse_core::api::TakeRow| take.interview.as_ref().unwrap().stage == 1;
        (view.id, takes.iter().find(is_card).unwrap().id.clone())
    }
}

#[test]
fn undo_of_a_second_judgement_brings_back_the_first() {
    let mut studio = Studio::new();
    studio.room.world.later_secs(1);
    let other = studio.room.world.now;
    studio.room.desk.start_review(Scope::Cards { ids: vec!["d/x0".to_owned()] }, other).unwrap();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Missed, Rating::Again);
    studio.assess(&id, ticks(&BOTH), Rating::Easy);
    assert_eq!(studio.counted(), [("d/q0".to_owned(), 4)]);
    assert_eq!(studio.undo().as_deref(), Some("take"));
    assert_eq!(studio.counted(), [("d/q0".to_owned(), 1)], "the first judgement and its review stand again");
    assert_eq!(studio.page(&id).assessment.unwrap().rating, Rating::Again);
    assert_eq!(studio.undo().as_deref(), Some("take"));
    assert!(studio.counted().is_empty());
    assert_eq!(studio.page(&id).assessment, None);
    assert_eq!(studio.undo(), None, "undo is at the day's beginning, not stuck");
    studio.assert_cache_is_the_log();
}

#[test]
fn undo_of_a_judgement_that_inherited_its_review_leaves_the_review() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    studio.room.world.later_days(2);
    studio.answer("d/q0", Given::Hard);
    studio.assess(&id, ticks(&BOTH), Rating::Easy);
    assert_eq!(studio.counted(), [("d/q0".to_owned(), 3), ("d/q0".to_owned(), 2)], "the card has gone on");
    studio.undo();
    assert_eq!(studio.counted().len(), 2);
    assert_eq!(studio.page(&id).assessment.unwrap().rating, Rating::Good);
    studio.assert_cache_is_the_log();
}

#[test]
fn a_judgement_without_a_review_asks_no_card_again_when_it_is_undone() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.predict(&id, Rating::Good);
    let now = studio.room.world.now;
    studio.room.desk.start_review(Scope::Cards { ids: vec!["d/x0".to_owned()] }, now).unwrap();
    studio.room.world.later_secs(5);
    studio.answer("d/q0", Given::Good);
    studio.room.world.later_secs(5);
    studio.assess(&id, ticks(&BOTH), Rating::Good);
    studio.undo();
    let step = studio.room.desk.current_step(studio.room.world.now).unwrap();
    assert_eq!(step.card.unwrap().id, "d/x0");
    assert_eq!(studio.counted().len(), 1);
}

#[test]
fn judged_again_after_its_card_left_the_deck_the_review_stays() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    studio.room.world.ship("d/01.md", "## Else? {#else}\n\nYes.\n");
    studio.room.desk.sync().unwrap();
    studio.room.world.later_days(1);
    let judged = studio.assess(&id, ticks(&BOTH), Rating::Hard);
    assert!(judged.moved_card, "its review of that day stands");
    assert_eq!(studio.counted(), [("d/q0".to_owned(), 3)]);
}

#[test]
fn judged_again_after_its_card_was_renamed_and_answered_the_review_stays() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    let renamed = "## What is q0? {#new was=d/q0}\n\nIt is q0.\n\n### Key points\n- One.\n- Two.\n";
    studio.room.world.ship("d/01.md", renamed);
    studio.room.desk.sync().unwrap();
    studio.room.world.later_days(3);
    studio.answer("d/new", Given::Good);
    studio.room.world.later_days(1);
    studio.assess(&id, ticks(&BOTH), Rating::Again);
    assert_eq!(studio.counted(), [("d/q0".to_owned(), 3), ("d/new".to_owned(), 3)]);
    studio.assert_cache_is_the_log();
}

#[test]
fn an_interviews_take_of_a_card_that_was_answered_since_never_reviews_it() {
    let mut studio = Studio::new();
    let (_, id) = studio.interviewed();
    studio.answer("d/q1", Given::Good);
    studio.room.world.later_secs(10);
    studio.predict(&id, Rating::Good);
    for _ in 0..2 {
        let judged = studio.assess(&id, ticks(&BOTH), Rating::Hard);
        assert!(!judged.moved_card);
        assert_eq!(studio.counted(), [("d/q1".to_owned(), 3)]);
    }
}

#[test]
fn undo_of_an_interviews_take_brings_back_what_the_report_had_judged() {
    let mut studio = Studio::new();
    let (interview, id) = studio.interviewed();
    studio.predict(&id, Rating::Good);
    let points = BOTH.map(|(text, _)| PointTick { text: text.to_owned(), tick: Tick::Missed });
    let request = AssessAnswer {
        interview: interview.clone(),
        stage: 1,
        turn: 0,
        points: points.to_vec(),
        mistakes: Vec::new(),
        red_flags: Vec::new(),
    };
    let stamp = studio.room.world.stamp();
    studio.room.desk.assess_answer(request, stamp).unwrap();
    assert_eq!(studio.counted(), [("d/q1".to_owned(), 1)]);
    studio.assess(&id, ticks(&BOTH), Rating::Good);
    assert_eq!(studio.counted(), [("d/q1".to_owned(), 3)]);
    studio.assess(&id, ticks(&BOTH), Rating::Hard);
    assert_eq!(studio.counted(), [("d/q1".to_owned(), 2)]);
    let rating = |studio: &Studio| {
        let report = studio.room.desk.interview_report(&interview).unwrap();
        report.turns[2].assessment.as_ref().and_then(|assessment| assessment.rating)
    };
    studio.undo();
    assert_eq!((studio.counted(), rating(&studio)), (vec![("d/q1".to_owned(), 3)], Some(Rating::Good)));
    studio.undo();
    assert_eq!((studio.counted(), rating(&studio)), (vec![("d/q1".to_owned(), 1)], Some(Rating::Again)));
    studio.assert_cache_is_the_log();
}

#[test]
fn what_the_ticks_proposed_is_kept_beside_the_rating_in_an_interview_too() {
    let mut studio = Studio::new();
    let (_, id) = studio.interviewed();
    studio.judge(&id, Tick::Covered, Rating::Hard);
    let raw = studio.room.world.raw();
    let proposed: Option<u8> = raw
        .query_row(
            "select json_extract(content, '$.proposed') from events where kind = 'review'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(proposed, Some(3));
}

#[test]
fn a_clock_that_was_ahead_does_not_keep_a_take_from_being_a_review() {
    let mut studio = Studio::new();
    let now = studio.room.world.now;
    studio.room.world.later_days(30);
    studio.answer("d/q0", Given::Good);
    studio.room.world.now = now;
    studio.room.world.later_secs(60);
    let id = studio.take("d/q0", 2);
    let judged = studio.judge(&id, Tick::Covered, Rating::Good);
    assert!(judged.moved_card);
    assert_eq!(studio.counted().len(), 2);
}

#[test]
fn judged_again_in_a_session_a_take_counts_once() {
    let mut studio = Studio::new();
    let now = studio.room.world.now;
    let ids = vec!["d/q0".to_owned(), "d/x0".to_owned()];
    studio.room.desk.start_review(Scope::Cards { ids }, now).unwrap();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    studio.assess(&id, ticks(&BOTH), Rating::Hard);
    let of_another = studio.take("d/q1", 2);
    studio.judge(&of_another, Tick::Covered, Rating::Good);
    let step = studio.room.desk.current_step(studio.room.world.now).unwrap();
    assert_eq!(step.progress.done, 1, "a card that this session does not ask is none of its answers");
    assert_eq!(step.card.unwrap().id, "d/x0");
}

#[test]
fn a_prediction_after_the_answer_was_seen_is_refused_and_the_take_is_judged_without() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.room.world.later_secs(5);
    studio.answer("d/q0", Given::Good);
    studio.room.world.later_secs(5);
    let stamp = studio.room.world.stamp();
    let request = rehearse_core::api::PredictTake { take: id.clone(), rating: Rating::Good };
    let refusal = crate::support::refused(studio.room.desk.predict_take(&request, stamp));
    assert!(refusal.contains("shown already"), "{refusal}");
    assert!(studio.page(&id).expected.is_some());
    studio.assess(&id, ticks(&BOTH), Rating::Good);
    let now = studio.room.world.now;
    assert!(studio.room.desk.calibration(now).unwrap().points.is_empty(), "no prediction, no calibration");
}

#[test]
fn agreement_compares_with_the_judgement_that_stood_when_one_judged_blindly() {
    let mut studio = Studio::new();
    let id = studio.take("d/q0", 2);
    studio.judge(&id, Tick::Covered, Rating::Good);
    studio.room.world.later_days(20);
    let blind = [("One.", Tick::Missed), ("Two.", Tick::Missed)];
    let stamp = studio.room.world.stamp();
    let again = rehearse_core::api::TakeTicks { take: id.clone(), work: ticks(&blind) };
    studio.room.desk.regrade_take(again, stamp).unwrap();
    studio.assess(&id, ticks(&blind), Rating::Again);
    assert_eq!(studio.page(&id).assessment.unwrap().regrades[0].same, 0);
    let agreement = studio.room.desk.calibration(studio.room.world.now).unwrap().agreement.unwrap();
    assert!(
        agreement.words.contains('0') || agreement.kappa.is_none_or(|kappa| kappa < 1.0),
        "{agreement:?}"
    );
    studio.undo();
    assert_eq!(studio.undo().as_deref(), Some("take"), "a blind judgement can be undone");
    assert!(studio.page(&id).assessment.unwrap().regrades.is_empty());
}
