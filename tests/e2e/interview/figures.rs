//! What the window shows in time: the second of the clock, and the next question.

use std::env;
use std::time::Duration;

use serde_json::Value;

use super::{held, report};
use crate::support::app::App;
use crate::support::world::World;

/// How far the shown second may be off.
const SECOND_MS: i64 = 250;

#[tokio::test]
async fn the_shown_second_is_the_true_one() {
    let seconds: u64 = env::var("REHEARSE_CLOCK_SECONDS").map_or(5, |seconds| seconds.parse().unwrap());
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_interview("A user profile service", "Practice").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    app.press("Alt+T").await;
    // Each change of the shown second, with the moment at which it was drawn.
    let watch = "
        const shown = byRole('button', '') && document.querySelector('.clock .now');
        window.flips = [];
        let last = shown.textContent;
        const look = () => {
            if (shown.textContent !== last) {
                last = shown.textContent;
                window.flips.push([Date.now(), last.trim()]);
            }
            requestAnimationFrame(look);
        };
        look();
    ";
    app.script(watch, vec![]).await;
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let flips = app.script("return window.flips", vec![]).await;
    let budget_ms = report(&world)["stages"][0]["budgetMs"].as_f64().unwrap() as i64;
    let began = held(&world)["begun_at"].as_str().unwrap().to_owned();
    let began_ms = world.at_ms(&began);
    app.close().await;
    let flips = flips.as_array().unwrap();
    assert!(flips.len() as u64 >= seconds - 2, "the second changes each second: {flips:?}");
    let mut worst = 0;
    for flip in flips {
        let (at_ms, shown) = (flip[0].as_i64().unwrap(), flip[1].as_str().unwrap());
        let true_left_ms = budget_ms - (at_ms - began_ms);
        // What is left is shown rounded up, what is over rounded down: it changes on the full second.
        let off = true_left_ms - left_ms(shown);
        worst = worst.max(off.abs());
    }
    println!("{} seconds were shown over {seconds} s, at most {worst} ms late", flips.len());
    assert!(worst <= SECOND_MS, "a second came {worst} ms late");
}

/// Milliseconds of "4:32 left", "48 s left", "20 s over", "2:10 over".
fn left_ms(shown: &str) -> i64 {
    let (figure, word) = shown.rsplit_once(' ').expect("a figure and a word");
    let seconds: i64 = match figure.strip_suffix(" s") {
        Some(seconds) => number(seconds),
        None => {
            let (minutes, seconds) = figure.split_once(':').expect("minutes and seconds");
            number(minutes) * 60 + number(seconds)
        }
    };
    if word == "over" { -seconds * 1_000 } else { seconds * 1_000 }
}

fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or_else(|_| panic!("{digits:?} is no number"))
}

#[tokio::test]
async fn the_next_question_comes_with_the_key() {
    let rounds: u32 = env::var("REHEARSE_ROUNDS").map_or(1, |rounds| rounds.parse().unwrap());
    let world = World::shipped();
    let app = App::open(&world).await;
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..rounds {
        app.choose_interview("A first technical round", "Under pressure").await;
        app.press("Enter").await;
        let questions = app.face("asking", 1).await["questions"].as_u64().unwrap();
        // From the key press to the frame after the one in which the next question was put on screen.
        let watch = "
            window.times ??= [];
            addEventListener('keydown', (event) => {
                if (event.key !== 'Enter' || !event.ctrlKey) return;
                const began = event.timeStamp;
                const before = document.querySelector('.turn-now')?.textContent;
                const look = () => {
                    const now = document.querySelector('.turn-now')?.textContent;
                    if (now === before) return requestAnimationFrame(look);
                    const channel = new MessageChannel();
                    channel.port1.onmessage = () => now !== undefined && window.times.push(performance.now() - began);
                    requestAnimationFrame(() => channel.port2.postMessage(0));
                };
                requestAnimationFrame(look);
            }, { capture: true, signal: (window.watching?.abort(), window.watching = new AbortController()).signal });
        ";
        app.script(watch, vec![]).await;
        for question in 1..=questions {
            app.press("Ctrl+Enter").await;
            if question < questions {
                // In the page and without a look at it, which would take its time away.
                let wait = "const [count, done] = arguments;
                    const look = () => (window.times.length >= count ? done() : setTimeout(look, 20));
                    look();";
                let count = times.len() as u64 + question;
                app.client.execute_async(wait, vec![count.into()]).await.expect("the next question comes");
            }
        }
        app.by_role("heading", "Nothing is assessed yet.").await;
        let measured = app.script("return window.times", vec![]).await;
        times = measured.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    }
    app.close().await;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!(
        "{} next questions: median {:.0} ms, p95 {:.0} ms, p99 {:.0} ms, most {:.0} ms",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
    assert!(times.len() >= 5, "the next question was seen to come");
}
