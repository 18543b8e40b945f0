//! Without a microphone, and with one that goes away.

use super::{read, world_of_a_question};
use crate::support::app::App;
use crate::support::sound::Sound;
use crate::support::speech;
use crate::support::world::World;

/// What is said of an interview that goes on.
const GOES_ON: &str = "The interview goes on without recording.";

#[tokio::test]
async fn without_a_microphone_a_review_goes_on_and_says_how_to_get_one() {
    let world = world_of_a_question();
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.press("Shift+V").await;
    app.by_role("heading", "Your answer cannot be recorded now.").await;
    app.sees("connect one, and look into the system").await;
    app.screenshot("take-no-microphone").await;
    app.click("button", "Look again").await;
    app.by_role("heading", "Your answer cannot be recorded now.").await;
    app.press("Escape").await;
    app.is_asked().await;
    app.reveal().await;
    app.rate("3").await;
    app.pass_offers().await;
    assert_eq!(world.reviews(), [("mine/promise".to_owned(), "good".to_owned())]);
    assert!(world.take_rows().is_empty() && world.take_files().is_empty(), "there is no take of silence");
    app.close().await;
    world.verify();
}

#[tokio::test]
async fn without_a_microphone_an_interview_goes_on_with_one_notice() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_recorded_interview("A user profile service", "Practice").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    app.sees(GOES_ON).await;
    assert_eq!(app.text().await.matches(GOES_ON).count(), 1);
    app.press("Ctrl+Enter").await;
    app.face("feedback", 1).await;
    app.press("Ctrl+Enter").await;
    app.face("asking", 2).await;
    assert!(!app.text().await.contains(GOES_ON), "it is said once");
    assert!(world.take_rows().is_empty() && world.take_files().is_empty(), "there is no take of silence");
    app.close().await;
    world.verify();
}

#[tokio::test]
async fn a_microphone_that_falls_silent_is_said_while_the_take_goes_on() {
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    world.is_a_take().await;
    drop(microphone);
    app.sees("No signal: nothing is heard").await;
    app.lamp_says("Recording").await;
    app.press("Ctrl+Enter").await;
    app.predict_good().await;
    app.close().await;
    world.verify();
}

#[tokio::test]
async fn an_unplugged_microphone_is_said_and_what_was_said_is_kept() {
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    microphone.say(&speech::say("I write it down."));
    world.has_heard(&microphone).await;
    sound.unplug();
    app.sees("The microphone is gone").await;
    app.sees("This take is kept.").await;
    app.screenshot("take-unplugged").await;
    app.predict_good().await;
    let kept = read(&world.kept_takes(1).await[0]);
    assert!(microphone.place_of(&kept).is_some(), "what was said until then is there");
    app.tick_all().await;
    app.press("Enter").await;
    app.is_reviewing().await;
    assert_eq!(world.reviews(), [("mine/promise".to_owned(), "good".to_owned())]);
    app.close().await;
    world.verify();
}

#[tokio::test]
async fn an_interview_goes_on_when_its_microphone_is_unplugged() {
    let world = World::shipped();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let app = App::open(&world).await;
    app.choose_recorded_interview("A user profile service", "Practice").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    app.lamp_says("Recording").await;
    microphone.say(&speech::say("First I would ask who reads the profile."));
    world.has_heard(&microphone).await;
    sound.unplug();
    app.sees(GOES_ON).await;
    app.face("asking", 1).await;
    app.press("Ctrl+Enter").await;
    app.settle_prediction().await;
    app.face("feedback", 1).await;
    let kept = read(&world.kept_takes(1).await[0]);
    assert!(microphone.place_of(&kept).is_some(), "what was said until then is kept");
    app.press("Ctrl+Enter").await;
    app.face("asking", 2).await;
    app.close().await;
    world.verify();
}
