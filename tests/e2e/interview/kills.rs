//! An interview is killed in its middle, again and again: nothing that was typed before the last second
//! is lost, and at most a second of its clock.

use std::env;
use std::time::{Duration, Instant};

use super::report;
use crate::support::app::App;
use crate::support::poll::{PATIENCE, within};
use crate::support::random::Random;
use crate::support::world::World;

/// The moments of the kills follow from this alone.
const SEED: u64 = 20_261_124;

/// One run until its kill: what had been typed so long ago that it must be there, and what was last typed.
struct Typed {
    question: u64,
    safe: String,
    all: String,
}

#[tokio::test]
async fn an_interview_survives_kills_with_at_most_a_second_lost() {
    let kills: u32 = env::var("REHEARSE_KILLS").map_or(5, |kills| kills.parse().unwrap());
    println!("{kills} kills, seed {SEED}");
    let mut random = Random::from_seed(SEED);
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_interview("A first technical round", "Practice").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    app.close().await;
    let mut worst_ms = 0_i64;
    for kill in 1..=kills {
        let spent_before = report(&world)["about"]["spentMs"].as_f64().unwrap();
        let (typed, ran_ms) = type_until_killed(&world, &mut random).await;
        // What the program says when it is opened again.
        let app = App::open(&world).await;
        app.press("Ctrl+4").await;
        app.click("button", "Take up again").await;
        app.face("waiting", 0).await;
        let report = report(&world);
        assert_eq!(report["about"]["finished"], false, "kill {kill}");
        let turns = report["turns"].as_array().unwrap();
        let notes = turns[usize::try_from(typed.question).unwrap() - 1]["draft"]["notes"]
            .as_str()
            .unwrap_or_default();
        assert!(
            notes.starts_with(&typed.safe),
            "kill {kill}: {:?} was typed, {notes:?} is there",
            typed.safe
        );
        assert!(
            typed.all.starts_with(notes) || notes.is_empty(),
            "kill {kill}: {notes:?} of {:?}",
            typed.all
        );
        let gained = report["about"]["spentMs"].as_f64().unwrap() - spent_before;
        let lost = i64::try_from(ran_ms).unwrap() - gained as i64;
        worst_ms = worst_ms.max(lost);
        assert!(lost <= 1_000 + 250, "kill {kill}: {lost} ms of the clock were lost in {ran_ms} ms");
        app.close().await;
        world.verify();
    }
    println!(
        "{kills} kills: nothing typed before the last second was lost; at most {worst_ms} ms of the clock"
    );
}

/// Takes the interview up, types, perhaps goes on to the next question, and is killed.
async fn type_until_killed(world: &World, random: &mut Random) -> (Typed, u64) {
    let app = App::open(world).await;
    app.press("Ctrl+4").await;
    app.click("button", "Take up again").await;
    app.face("waiting", 0).await;
    app.press("Enter").await;
    let began = Instant::now();
    let mut seen = app.face("asking", 0).await;
    if random.below(0..3) == 0 && seen["question"].as_u64() < seen["questions"].as_u64() {
        let next = seen["question"].as_u64().unwrap_or_default() + 1;
        app.press("Alt+S").await;
        seen = app.face("asking", next).await;
    }
    let question = seen["question"].as_u64().expect("the screen says which question it is");
    let kept = "return document.querySelector('textarea').value";
    let mut all = app.script(kept, vec![]).await.as_str().unwrap_or_default().to_owned();
    app.press("Alt+N").await;
    app.press("Ctrl+End").await;
    let mut times: Vec<(Instant, usize)> = vec![(Instant::now(), all.len())];
    let until = Instant::now() + Duration::from_millis(random.below(50..3_000));
    while Instant::now() < until {
        let letter = char::from(b'a' + (random.below(0..26) as u8));
        app.press(&letter.to_string()).await;
        all.push(letter);
        times.push((Instant::now(), all.len()));
    }
    app.kill();
    let killed = Instant::now();
    let gone = within(PATIENCE, async || (!app.is_running()).then_some(())).await;
    assert!(gone.is_some(), "the program is gone after SIGKILL");
    drop(app);
    let old = |at: &Instant| killed.duration_since(*at) > Duration::from_secs(1);
    let safe = times.iter().rev().find(|(at, _)| old(at)).map_or(0, |(_, length)| *length);
    let typed = Typed { question, safe: all[..safe].to_owned(), all };
    (typed, killed.duration_since(began).as_millis() as u64)
}
