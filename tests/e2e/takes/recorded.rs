//! One answer, from the key that begins it to its review.

use super::{read, seconds, world_of_a_question};
use crate::support::app::App;
use crate::support::sound::{Sound, level};
use crate::support::speech;
use crate::support::world::World;

/// What a take may hold before the first word and after the last one, in seconds: the way of the keys.
const AROUND: f64 = 3.0;
/// How far the level of the kept words may be off.
const LEVEL_DB: f64 = 0.1;
/// The loudest sample of silence.
const SILENCE: u16 = 64;

#[tokio::test]
async fn an_answer_is_kept_as_it_was_said_and_is_heard_and_judged() {
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let words = speech::say(speech::ANSWER);
    let app = App::open(&world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    let said = microphone.say(&words);
    app.screenshot("take-recording").await;
    world.has_heard(&microphone).await;
    app.press("Ctrl+Enter").await;
    app.by_role("heading", "How well did that go?").await;
    app.screenshot("take-ended").await;
    app.predict_good().await;
    sound.is_heard_by(0).await;

    let kept = read(&world.kept_takes(1).await[0]);
    let begun = microphone.place_of(&kept).expect("what went in came out, sample for sample");
    let place = said.checked_sub(begun).expect("the take begins before the answer");
    assert!(place + words.len() <= kept.len(), "the whole answer is in the take");
    let around = seconds(kept.len()) - seconds(words.len());
    assert!(around < AROUND, "{around} s more than was said");
    let off = 20.0 * (level(&kept[place..place + words.len()]) / level(&words)).log10();
    assert!(off.abs() < LEVEL_DB, "the level is {off} dB off");
    println!("{:.2} s were said, the take is {:.2} s long", seconds(words.len()), seconds(kept.len()));

    plays(&app, &sound).await;
    is_judged(&app, &world).await;
    app.close().await;
    world.verify();
}

/// The player plays, faster and elsewhere, and the loudspeaker sounds.
async fn plays(app: &App, sound: &Sound<'_>) {
    app.until("the sound was not read", "return !!document.querySelector('audio').src", vec![]).await;
    let overheard = sound.overhear();
    app.press("Space").await;
    app.until("nothing plays", "return document.querySelector('audio').currentTime > 1.5", vec![]).await;
    app.screenshot("take-playing").await;
    let loudest = overheard.samples().iter().map(|sample| sample.unsigned_abs()).max();
    assert!(loudest > Some(SILENCE), "the loudspeaker is silent: {loudest:?}");
    drop(overheard);

    app.press("s").await;
    app.press("s").await;
    app.until("it is not faster", "return document.querySelector('audio').playbackRate === 1.5", vec![])
        .await;
    // A change of speed takes a moment: measured is what comes after the next half second of sound.
    let measure = "
        const done = arguments[0];
        const audio = document.querySelector('audio');
        const changed = audio.currentTime;
        const look = (from) => {
            const now = { at: performance.now(), shown: audio.currentTime };
            if (!from) return setTimeout(look, 20, now.shown > changed + 0.5 ? now : null);
            if (now.at < from.at + 1500) return setTimeout(look, 20, from);
            done((1000 * (now.shown - from.shown)) / (now.at - from.at));
        };
        look(null);
    ";
    let speed = app.client.execute_async(measure, vec![]).await.expect("the page has a clock");
    let speed = speed.as_f64().expect("a number");
    assert!((1.4..1.6).contains(&speed), "it plays at {speed} times its speed, not at 1.5");
    assert!(app.script("return document.querySelector('audio').preservesPitch", vec![]).await == true);

    app.press("Space").await;
    app.script("byRole('slider', 'Position').focus()", vec![]).await;
    app.press("Home").await;
    app.press("Right").await;
    app.press("Right").await;
    app.until(
        "it did not go to the second second",
        "return Math.abs(document.querySelector('audio').currentTime - 2) < 0.05",
        vec![],
    )
    .await;
}

/// Ticks, the derived rating, the review and its end.
async fn is_judged(app: &App, world: &World) {
    app.tick_all().await;
    assert_eq!(world.reviews(), [], "ticks alone are no review");
    app.press("Enter").await;
    app.is_reviewing().await;
    assert_eq!(world.reviews(), [("mine/promise".to_owned(), "good".to_owned())]);
    let judged =
        "select count(*), sum(exists (select 1 from events where event_id = take.content ->> '$.review'))
        from events take where kind = 'take' and content ->> '$.review' is not null";
    let (judged, reviewed): (u32, u32) = world.query(judged, |row| Ok((row.get(0)?, row.get(1)?)))[0];
    assert_eq!((judged, reviewed), (1, 1), "the judgement of the take names its review, the only one");
    app.press("u").await;
    app.is_asked().await;
    assert_eq!(world.reviews(), [], "undo takes the review back");
}
