//! The program is killed in the middle of a review, again and again: no answer whose next card was
//! shown is ever lost, and the file always holds together.

use std::cell::RefCell;
use std::env;
use std::time::Duration;

use crate::support::app::App;
use crate::support::decks;
use crate::support::poll::{PATIENCE, within};
use crate::support::random::Random;
use crate::support::screens::Step;
use crate::support::world::World;

/// The moments of the kills follow from this alone.
const SEED: u64 = 20_261_121;

/// A card and its rating, as the log has them.
type Review = (String, String);

/// What the learner saw of one run.
#[derive(Default)]
struct Seen {
    /// Ratings whose next card was shown: these may never be lost.
    confirmed: Vec<Review>,
    /// The rating that was on its way when the program died: may be there or not.
    pending: Option<Review>,
    /// No more cards today: the next run takes a new world.
    exhausted: bool,
}

#[tokio::test]
async fn no_confirmed_answer_is_lost_to_a_kill() {
    let kills: u32 = env::var("REHEARSE_KILLS").map_or(5, |kills| kills.parse().unwrap());
    println!("{kills} kills, seed {SEED}");
    let mut random = Random::from_seed(SEED);
    let (mut answers, mut in_flight) = (0, 0);
    let mut world = world_of_many_cards();
    for kill in 1..=kills {
        let before = world.reviews();
        let moment = Duration::from_millis(random.below(20..2_500));
        let (seen, app) = review_until_killed(&world, moment, &mut random).await;
        drop(app);

        let after = world.reviews();
        let expected = [before, seen.confirmed.clone()].concat();
        assert!(
            after.starts_with(&expected),
            "kill {kill}: {expected:?} were confirmed, {after:?} are in the log"
        );
        let extra = &after[expected.len()..];
        let allowed = extra.is_empty() || Some(&extra[0]) == seen.pending.as_ref() && extra.len() == 1;
        assert!(allowed, "kill {kill}: {extra:?} came from nowhere; {:?} was on its way", seen.pending);
        world.verify();

        answers += seen.confirmed.len();
        in_flight += extra.len();
        if seen.exhausted {
            world = world_of_many_cards();
        }
    }
    println!(
        "{kills} kills: {answers} confirmed answers, none lost; {in_flight} more were on their way and arrived"
    );
    assert!(answers > 0, "kills without answers prove nothing");

    let app = App::open(&world).await;
    app.sees("Other ways to study").await;
    app.close().await;
}

fn world_of_many_cards() -> World {
    let world = World::bare();
    decks::write(&world.decks(), "numbers", &decks::numbered(300));
    world
}

/// Opens the window, reviews as fast as it can, and kills the program at the given moment.
async fn review_until_killed(world: &World, moment: Duration, random: &mut Random) -> (Seen, App) {
    let app = App::open(world).await;
    let seen = RefCell::new(Seen::default());
    // Whichever request is under way when the moment comes is dropped where it stands.
    tokio::select! {
        biased;
        () = tokio::time::sleep(moment) => {}
        () = review(&app, &seen, random) => {}
    }
    app.kill();
    let gone = within(PATIENCE, async || (!app.is_running()).then_some(())).await;
    assert!(gone.is_some(), "the program is gone after SIGKILL");
    (seen.into_inner(), app)
}

async fn review(app: &App, seen: &RefCell<Seen>, random: &mut Random) {
    let mut step = to_the_cards(app).await;
    while let Some(question) = step {
        app.press("Space").await;
        app.step_where("the answer", |step| matches!(step, Step::Answer { .. })).await;
        let key = random.below(1..5);
        let rating = ["again", "hard", "good", "easy"][key as usize - 1];
        seen.borrow_mut().pending = Some((card_of(&question), rating.to_owned()));
        app.press(&key.to_string()).await;
        let next = app.step_where("the next card", |step| !matches!(step, Step::Answer { .. })).await;
        {
            let mut seen = seen.borrow_mut();
            let confirmed = seen.pending.take();
            seen.confirmed.extend(confirmed);
        }
        step = match next {
            Step::Question { question, .. } => Some(question),
            _ => to_the_cards(app).await,
        };
    }
    seen.borrow_mut().exhausted = true;
    // Nothing is left to do but to wait for the kill.
    std::future::pending().await
}

/// From wherever one is to the next question, raising today's limit where it was reached; none when
/// there are no more cards.
async fn to_the_cards(app: &App) -> Option<String> {
    app.go_to_today().await;
    if app.maybe_by_role("button", "Start reviewing", Duration::ZERO).await.is_none() {
        app.click("button", "10 new cards").await;
        app.maybe_by_role("button", "Start reviewing", Duration::from_secs(2)).await?;
    }
    app.click("button", "Start reviewing").await;
    match app.step_where("a question", |step| matches!(step, Step::Question { .. })).await {
        Step::Question { question, .. } => Some(question),
        _ => None,
    }
}

/// The numbered decks ask "What is the answer to number 7?" in `card-7`.
fn card_of(question: &str) -> String {
    let number: String = question.chars().filter(char::is_ascii_digit).collect();
    format!("numbers/card-{number}")
}
