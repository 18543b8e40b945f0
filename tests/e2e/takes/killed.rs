//! The program is killed in the middle of an answer, again and again: at most a second of it is lost,
//! what is left can be heard, and rows and files always fit together.

use std::cell::Cell;
use std::env;
use std::time::{Duration, Instant};

use super::{read, world_of_a_question};
use crate::support::app::App;
use crate::support::microphone::Microphone;
use crate::support::poll::{PATIENCE, within};
use crate::support::random::Random;
use crate::support::sound::{RATE, Sound};
use crate::support::speech;
use crate::support::world::World;

/// The moments of the kills follow from this alone.
const SEED: u64 = 20_261_205;
/// What a kill may cost.
const LOST: Duration = Duration::from_secs(1);

/// What the learner knows of an answer that was cut off.
struct CutOff {
    /// When the lamp was seen to say that it is recorded; none when the kill came first.
    recorded: Option<Instant>,
    killed: Instant,
}

#[tokio::test]
async fn at_most_a_second_of_an_answer_is_lost_to_a_kill() {
    let kills: usize = env::var("REHEARSE_KILLS").map_or(5, |kills| kills.parse().unwrap());
    println!("{kills} kills, seed {SEED}");
    let mut random = Random::from_seed(SEED);
    let world = world_of_a_question();
    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    let words = speech::say(speech::ANSWER);
    let late = lateness(&world, &microphone).await;
    println!("sound is on its way for {} ms", late.as_millis());

    let mut takes = world.kept_takes(1).await.len();
    let mut worst = Duration::ZERO;
    let mut app = App::open(&world).await;
    for kill in 1..=kills {
        app.to_the_question().await;
        microphone.say(&words);
        let moment = Duration::from_millis(random.below(50..5_000));
        let cut_off = answer_until_killed(&app, moment).await;
        drop(app);
        let left = world.take_rows().len() - takes;
        app = App::open(&world).await;
        let before = takes;
        takes = after_the_kill(&world, kill, before, left).await;
        if takes > before {
            let lost = lost(&world, &microphone, &cut_off, kill);
            worst = worst.max(lost);
            assert!(lost <= LOST + late, "kill {kill}: {} ms were lost", lost.as_millis());
            is_heard(&app).await;
        } else if let Some(recorded) = cut_off.recorded {
            let said = cut_off.killed - recorded;
            assert!(said <= LOST + late, "kill {kill}: a take of {} ms is not there", said.as_millis());
        }
        world.verify();
    }
    app.close().await;
    println!("{kills} kills: {} takes, at most {} ms of one lost", takes - 1, worst.as_millis());
    assert!(takes > 1, "kills without takes prove nothing");
}

/// How long sound is on its way when nothing is killed, in the buffers of the sound server and of the
/// device: what was said by the key that ends a take, and came too late for it. How the program writes it
/// has no part in this, for then all that has come is written.
async fn lateness(world: &World, microphone: &Microphone) -> Duration {
    let app = App::open(world).await;
    app.to_the_question().await;
    app.answer_aloud().await;
    world.is_a_take().await;
    world.has_heard(microphone).await;
    let pressed = Instant::now();
    app.press("Ctrl+Enter").await;
    app.predict_good().await;
    let take = read(&world.kept_takes(1).await[0]); // its work ends before the program does
    app.close().await;
    let begun = microphone.place_of(&take).expect("the take is a run of what was said");
    time_of(microphone.said_by(pressed).saturating_sub(begun + take.len()))
}

/// Begins an answer and kills the program at the given moment after the key.
async fn answer_until_killed(app: &App, moment: Duration) -> CutOff {
    let recorded = Cell::new(None);
    let answer = async {
        app.answer_aloud().await;
        recorded.set(Some(Instant::now()));
        std::future::pending::<()>().await;
    };
    // Whichever request is under way when the moment comes is dropped where it stands.
    tokio::select! {
        biased;
        () = tokio::time::sleep(moment) => {}
        () = answer => {}
    }
    let killed = Instant::now();
    app.kill();
    let gone = within(PATIENCE, async || (!app.is_running()).then_some(())).await;
    assert!(gone.is_some(), "the program is gone after SIGKILL");
    CutOff { recorded: recorded.into_inner(), killed }
}

/// Waits until rows and files fit together again; a row whose take held no sound is gone with its file.
async fn after_the_kill(world: &World, kill: usize, before: usize, left: usize) -> usize {
    assert!(left <= 1, "kill {kill}: one answer left {left} rows");
    let recovered = async || {
        let rows = world.take_rows();
        rows.iter().all(|row| row.sound == "kept").then_some(rows.len())
    };
    let after = within(PATIENCE, recovered).await.unwrap_or_else(|| panic!("kill {kill}: no recovery"));
    assert!((before..=before + left).contains(&after), "kill {kill}: {before} takes became {after}");
    world.kept_takes(after).await.len()
}

/// How much of what was said between the begin of the take and the kill is not in it.
fn lost(world: &World, microphone: &Microphone, cut_off: &CutOff, kill: usize) -> Duration {
    let said = microphone.said_by(cut_off.killed);
    let rows = world.take_rows();
    let take = read(&rows.last().expect("there is a take").file);
    let begun = microphone.place_of(&take);
    let begun = begun.unwrap_or_else(|| panic!("kill {kill}: the take is no run of what was said"));
    if let Some(recorded) = cut_off.recorded {
        assert!(begun <= microphone.said_by(recorded), "kill {kill}: the take begins after the lamp said so");
    }
    time_of(said.saturating_sub(begun + take.len()))
}

/// The newest take of the question plays.
async fn is_heard(app: &App) {
    app.to_the_question().await;
    app.press("v").await;
    app.until("the take does not open", "return !!document.querySelector('audio')?.src", vec![]).await;
    app.press("Space").await;
    app.until("the take does not play", "return document.querySelector('audio').played.length > 0", vec![])
        .await;
    app.press("Escape").await;
    app.is_asked().await;
}

fn time_of(samples: usize) -> Duration {
    Duration::from_micros(samples as u64 * 1_000_000 / RATE as u64)
}
