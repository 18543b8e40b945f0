//! An interview whose answers are recorded.

use super::read;
use crate::support::app::App;
use crate::support::sound::Sound;
use crate::support::speech;
use crate::support::world::World;

impl App {
    /// Chooses an interview, with its answers recorded.
    pub(super) async fn choose_recorded_interview(&self, title: &str, mode: &str) {
        self.choose_interview(title, mode).await;
        let chosen = self.by_role("checkbox", "Record my answers").await.is_selected().await;
        if !chosen.expect("a checkbox is checked or not") {
            self.click("checkbox", "Record my answers").await;
        }
        let chosen = "return byRole('checkbox', 'Record my answers').checked";
        self.until("recording cannot be chosen", chosen, vec![]).await;
        self.choose_interview(title, mode).await;
    }

    /// Says that an answer of the interview went well, where that is asked.
    pub(super) async fn settle_prediction(&self) {
        self.by_role("heading", "How well did that go?").await;
        self.press("3").await;
    }
}

#[tokio::test]
async fn each_answer_of_an_interview_is_a_take_and_can_be_heard_from_the_report() {
    let world = World::shipped();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.choose_recorded_interview("A user profile service", "Practice").await;
    sound.is_heard_by(0).await;
    app.press("Enter").await;
    for (question, answer) in (1..).zip(["First I would ask who reads it.", "A class with three fields."]) {
        app.face("asking", question).await;
        app.lamp_says("Recording").await;
        assert_eq!(sound.listeners(), 1, "the microphone is open once");
        microphone.say(&speech::say(answer));
        world.has_heard(&microphone).await;
        if question == 1 {
            app.screenshot("interview-recording").await;
        }
        app.press("Ctrl+Enter").await;
        app.settle_prediction().await;
        app.face("feedback", question).await;
        app.press("Ctrl+Enter").await;
    }
    app.face("asking", 3).await;
    app.press("Alt+V").await;
    app.lamp_says("Microphone off").await;
    sound.is_heard_by(0).await;
    app.press("Alt+V").await;
    app.lamp_says("Recording").await;
    sound.is_heard_by(1).await;
    app.press("Alt+Q").await;
    app.by_role("dialog", "End the interview?").await;
    app.click("button", "End it").await;
    app.by_role("button", "Listen to question 1").await;
    app.by_role("button", "Listen to question 2").await;
    sound.is_heard_by(0).await;
    app.screenshot("interview-report-takes").await;

    // The third was begun, and ended with the interview.
    let takes = world.kept_takes(world.take_rows().len()).await;
    assert!(takes.len() >= 2, "two answers are two takes: {takes:?}");
    let places: Vec<_> = takes.iter().take(2).map(|take| microphone.place_of(&read(take))).collect();
    assert!(places[0].is_some() && places[0] < places[1], "each holds its answer: {places:?}");
    app.click("button", "Listen to question 2").await;
    app.until("it does not open", "return !!document.querySelector('audio')?.src", vec![]).await;
    app.press("Space").await;
    app.until("nothing plays", "return document.querySelector('audio').currentTime > 0.5", vec![]).await;
    app.close().await;
    world.verify();
}
