//! The answers of an interview are recorded with its clock, and judged as its answers.

use rehearse_core::api::{
    InterviewAction as Act, InterviewMode as Mode, MicrophoneState, MicrophoneView, Rating, TakeRow, TakesOf,
    Tick,
};

use super::studio::{Studio, ticks};
use crate::support::refused;

impl Studio {
    fn record_interview(&mut self, on: bool) -> MicrophoneView {
        let (stamp, now_ms) = (self.room.world.stamp(), self.now_ms());
        self.room.desk.record_interview(on, stamp, now_ms).unwrap()
    }

    fn state(&mut self) -> MicrophoneState {
        let now_ms = self.now_ms();
        self.room.desk.microphone_view(now_ms).state
    }

    fn takes_of_interview(&self, id: &str) -> Vec<TakeRow> {
        self.room.desk.takes_of(&TakesOf::Interview { interview: id.to_owned() }).unwrap()
    }
}

#[test]
fn each_question_has_its_take_while_the_clock_counts() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Practice);
    assert_eq!(studio.record_interview(true).state, MicrophoneState::Recording);
    studio.speak(3);
    studio.room.run_secs(3);
    studio.room.act(Act::Pause);
    assert_eq!(studio.state(), MicrophoneState::Held);
    studio.speak(5); // said to somebody else
    studio.room.run_secs(5);
    studio.room.act(Act::Resume);
    studio.speak(2);
    studio.room.run_secs(2);
    studio.room.act(Act::Answer);
    assert_eq!(studio.state(), MicrophoneState::On, "the key points are read, not answered");
    studio.room.act(Act::Next);
    assert_eq!(studio.state(), MicrophoneState::Recording);
    studio.speak(1);
    studio.room.act(Act::Leave);
    let takes = studio.takes_of_interview(&view.id);
    assert_eq!(takes.len(), 2);
    let first = takes.iter().find(|take| take.interview.as_ref().unwrap().turn == 0).unwrap();
    assert_eq!(first.duration_ms, 5_000.0, "without what was said in the pause");
    assert_eq!(first.budget_ms, Some(90_000.0), "half of the stage, which asks two questions");
}

#[test]
fn an_interview_goes_on_without_its_microphone() {
    let mut room = crate::interviews::holding::Room::new();
    room.begin(Mode::Practice);
    let stamp = room.world.stamp();
    let view = room.desk.record_interview(true, stamp, 0).unwrap();
    assert!(view.problem.is_some());
    room.run_secs(2);
    room.act(Act::Answer);
}

#[test]
fn switched_off_the_interview_is_no_longer_recorded() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Practice);
    studio.record_interview(true);
    studio.speak(2);
    assert_eq!(studio.record_interview(false).state, MicrophoneState::Off);
    assert!(!studio.microphone.is_open());
    assert_eq!(studio.takes_of_interview(&view.id).len(), 1);
    studio.room.act(Act::Answer);
    studio.room.act(Act::Next);
    assert_eq!(studio.takes_of_interview(&view.id).len(), 1);
}

#[test]
fn under_pressure_a_take_reveals_nothing_before_the_end() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Pressure);
    studio.record_interview(true);
    studio.speak(2);
    studio.room.run_secs(2);
    studio.room.act(Act::Answer);
    let id = studio.takes_of_interview(&view.id)[0].id.clone();
    let now = studio.room.world.now;
    assert!(refused(studio.room.desk.take_page(&id, false, now)).contains("when the interview is over"));
    studio.room.act(Act::Finish);
    assert_eq!(studio.page(&id).expected, None, "the prediction comes first");
    studio.predict(&id, Rating::Good);
    assert!(studio.page(&id).expected.is_some());
}

#[test]
fn a_judged_take_is_the_judgement_of_the_interviews_answer_and_one_review() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Pressure);
    studio.record_interview(true);
    for _ in 0..3 {
        studio.speak(2);
        studio.room.run_secs(2);
        studio.room.act(Act::Answer);
    }
    let takes = studio.takes_of_interview(&view.id);
    let at = |stage: u32, turn: u32| {
        let is_at = |take: &&TakeRow| {
            take.interview.as_ref().is_some_and(|place| (place.stage, place.turn) == (stage, turn))
        };
        takes.iter().find(is_at).unwrap().id.clone()
    };
    let (opening, card) = (at(0, 0), at(1, 0));
    studio.predict(&opening, Rating::Good);
    let points = [("Says the role.", Tick::Covered), ("Says a figure.", Tick::Missed)];
    let judged = studio.assess(&opening, ticks(&points), Rating::Hard);
    assert!(!judged.moved_card);
    assert!(studio.reviews().is_empty(), "no card asks this question");
    studio.judge(&card, Tick::Covered, Rating::Hard);
    assert_eq!(studio.reviews(), [("d/q1".to_owned(), 2, false)]);
    let report = studio.room.desk.interview_report(&view.id).unwrap();
    let ratings: Vec<_> =
        report.turns.iter().map(|turn| turn.assessment.as_ref().and_then(|a| a.rating)).collect();
    assert_eq!(ratings, [Some(Rating::Hard), None, Some(Rating::Hard)], "overruled, and kept so");
    let stamp = studio.room.world.stamp();
    studio.room.desk.undo_take_assessment(&card, stamp).unwrap();
    assert_eq!(studio.reviews(), [("d/q1".to_owned(), 2, true)]);
    let report = studio.room.desk.interview_report(&view.id).unwrap();
    assert!(report.turns[2].assessment.is_none());
    studio.assert_cache_is_the_log();
}

#[test]
fn a_take_knows_that_the_hint_was_opened_at_its_question() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Practice);
    studio.record_interview(true);
    studio.room.act(Act::Hint);
    studio.speak(2);
    studio.room.run_secs(2);
    studio.room.act(Act::Answer);
    studio.room.act(Act::Next);
    studio.speak(1);
    studio.room.run_secs(1);
    studio.room.act(Act::Answer);
    let takes = studio.takes_of_interview(&view.id);
    let hints = |turn: u32| {
        let is_at = |take: &&TakeRow| take.interview.as_ref().unwrap().turn == turn;
        let id = takes.iter().find(is_at).unwrap().id.parse().unwrap();
        rehearse_core::services::takes::load(studio.room.desk.store(), id).unwrap().recorded().hint_used
    };
    assert_eq!((hints(0), hints(1)), (true, false));
}

#[test]
fn the_microphone_closes_when_the_interview_is_over_left_or_deleted() {
    for act in [Some(Act::Finish), Some(Act::Leave), None] {
        let mut studio = Studio::new();
        let view = studio.room.begin(Mode::Practice);
        studio.record_interview(true);
        studio.speak(1);
        studio.room.run_secs(1);
        match act {
            Some(act) => drop(studio.room.act(act)),
            None => {
                let stamp = studio.room.world.stamp();
                studio.room.desk.delete_interview(&view.id, stamp).unwrap();
            }
        }
        assert!(!studio.microphone.is_open(), "{act:?}");
        assert_eq!(studio.state(), MicrophoneState::Off, "{act:?}");
    }
}

#[test]
fn taken_up_again_an_interview_is_recorded_again() {
    let mut studio = Studio::new();
    let view = studio.room.begin(Mode::Practice);
    studio.record_interview(true);
    studio.speak(1);
    studio.room.act(Act::Leave);
    assert_eq!(studio.record_interview(true).state, MicrophoneState::On);
    studio.room.act(Act::Resume);
    assert_eq!(studio.state(), MicrophoneState::Recording);
    studio.speak(1);
    studio.room.act(Act::Finish);
    assert_eq!(studio.takes_of_interview(&view.id).len(), 2);
}

#[test]
fn leaving_closes_the_microphone_although_the_step_cannot_be_written() {
    let mut studio = Studio::new();
    studio.room.begin(Mode::Practice);
    studio.record_interview(true);
    studio.speak(1);
    studio.refuse_writing(true);
    let (stamp, at) = (studio.room.world.stamp(), studio.room.machine.now());
    assert!(studio.room.desk.leave(stamp, at).is_err());
    assert!(!studio.microphone.is_open());
}
