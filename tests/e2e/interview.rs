//! Mock interviews in the real window: by keyboard alone, under pressure, and killed in the middle.

use std::env;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::app::App;
use crate::support::decks;
use crate::support::poll::{PATIENCE, within};
use crate::support::random::Random;
use crate::support::world::World;

/// The moments of the kills follow from this alone.
const SEED: u64 = 20_261_124;

/// What an interview's screen says about itself.
const LOOK: &str = "
    const has = (name) => byRole('button', name) !== null;
    const heading = squeeze([...document.querySelectorAll('h1')].find((h) => h.closest('.stage, main'))?.textContent);
    const number = /question (\\d+) of (\\d+)/i.exec(heading);
    const at = { question: Number(number?.[1] ?? 0), questions: Number(number?.[2] ?? 0) };
    if (has('I have answered')) return { face: 'asking', ...at };
    if (has('Next question') || has('To the report')) return { face: 'feedback', ...at };
    if (has('Resume')) return { face: 'waiting', ...at };
    return { face: 'elsewhere', ...at };
";

impl App {
    pub(crate) async fn face(&self, face: &str, question: u64) -> Value {
        let looked = within(PATIENCE, async || {
            let seen = self.script(LOOK, vec![]).await;
            (seen["face"] == face && (question == 0 || seen["question"] == question)).then_some(seen)
        });
        match looked.await {
            Some(seen) => seen,
            None => self.fail(&format!("question {question} did not come ({face})")).await,
        }
    }

    /// From anywhere to the chooser, by keyboard, with the interview of this title chosen.
    pub(crate) async fn choose_interview(&self, title: &str, mode: &str) {
        self.press("Ctrl+4").await;
        self.by_role("heading", "Choose an interview").await;
        self.by_role("radio", title).await;
        self.pick_by_keyboard(title).await;
        self.pick_by_keyboard(mode).await;
    }

    /// Tabs to the group of a radio button, and takes it with the arrows.
    async fn pick_by_keyboard(&self, name: &str) {
        let script = "
            const wanted = byRole('radio', arguments[0]);
            const all = [...document.querySelectorAll('input[type=radio]')].filter((r) => r.name === wanted?.name);
            const focused = document.activeElement;
            return { there: focused === wanted && wanted.checked, inGroup: all.includes(focused) };
        ";
        for _ in 0..80 {
            let seen = self.script(script, vec![name.into()]).await;
            if seen["there"] == true {
                return;
            }
            self.press(if seen["inGroup"] == true { "Down" } else { "Tab" }).await;
        }
        self.fail(&format!("{name} cannot be chosen by keyboard")).await
    }

    /// Writes into the notes.
    pub(crate) async fn note(&self, text: &str) {
        self.press("Alt+N").await;
        self.until(
            "the notes have no cursor",
            "return document.activeElement?.matches('textarea') ?? false",
            vec![],
        )
        .await;
        self.write(text).await;
    }
}

fn held(world: &World) -> Value {
    world.json(&["interview", "list"])["held"][0].clone()
}

fn report(world: &World) -> Value {
    let held = held(world);
    world.json(&["interview", "report", held["id"].as_str().expect("an interview was begun")])
}

#[tokio::test]
async fn the_mid_level_interview_is_held_from_start_to_report_by_keyboard_alone() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_interview("A user profile service", "Practice").await;
    app.screenshot("interview-choose").await;
    app.press("Enter").await;
    let questions = app.face("asking", 1).await["questions"].as_u64().unwrap();
    app.screenshot("interview-asking").await;
    app.note("first the role").await;
    app.press("Alt+H").await;
    app.until("the hint did not come", "return document.querySelector('[data-hint]') !== null", vec![]).await;
    app.press("Alt+P").await;
    app.face("waiting", 0).await;
    app.screenshot("interview-paused").await;
    app.press("Enter").await;
    for question in 1..=questions {
        app.face("asking", question).await;
        if question == 2 {
            app.press("Alt+C").await;
            app.until(
                "the editor has no cursor",
                "return document.activeElement?.closest('.cm-editor') != null",
                vec![],
            )
            .await;
            app.write("class User:").await;
            app.press("Enter").await;
            app.write("pass").await;
            app.screenshot("interview-code").await;
        }
        app.press("Ctrl+Enter").await;
        app.face("feedback", question).await;
        let points = "return document.querySelectorAll('.tick').length";
        let points = app.script(points, vec![]).await.as_u64().unwrap();
        for point in 0..points {
            app.press(["c", "p", "m"][usize::try_from(point % 3).unwrap()]).await;
        }
        if question == 2 {
            app.sees("from your ticks").await;
            app.screenshot("interview-feedback").await;
        }
        app.press("Ctrl+Enter").await;
    }
    app.by_role("heading", "Three things to work on").await;
    app.screenshot("interview-report").await;
    let held = held(&world);
    assert_eq!((held["finished"].as_bool(), held["questions"].as_u64()), (Some(true), Some(questions)));
    assert_eq!(held["assessed"].as_u64(), Some(questions), "all were judged on the way: {held}");
    let report = report(&world);
    assert_eq!(report["turns"][0]["draft"]["notes"], "first the role");
    assert_eq!(report["turns"][0]["hintUsed"], true);
    let code = report["turns"][1]["draft"]["code"].as_str().unwrap_or_default();
    assert!(
        code.ends_with("class User:\n    pass"),
        "the editor indents, and what it held is kept: {code:?}"
    );
    assert!(world.reviews().is_empty(), "no stage of this interview asks a card");
    app.click("button", "Export").await;
    app.click("menuitem", "Markdown").await;
    app.sees("Saved to").await;
    let exports: Vec<_> = std::fs::read_dir(world.data().join("exports")).unwrap().collect();
    assert_eq!(exports.len(), 1, "one report was written");
    app.close().await;
    world.verify();
}

#[tokio::test]
async fn under_pressure_no_hint_is_to_be_seen_anywhere() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_interview("A first technical round", "Under pressure").await;
    app.press("Enter").await;
    let questions = app.face("asking", 1).await["questions"].as_u64().unwrap();
    for question in 1..=questions {
        app.face("asking", question).await;
        app.press("Alt+H").await;
        app.press("Alt+P").await;
        app.face("asking", question).await;
        let text = app.text().await.to_lowercase();
        for word in ["hint", "pause", "key points", "expected answer"] {
            assert!(!text.contains(word), "question {question} shows {word:?}:\n{text}");
        }
        app.press("Ctrl+Enter").await;
    }
    app.by_role("heading", "Nothing is assessed yet.").await;
    assert_eq!(held(&world)["mode"], "pressure");
    app.close().await;
}

#[tokio::test]
async fn a_judged_card_question_is_a_review_of_the_source_interview() {
    let world = World::bare();
    decks::write(&world.decks(), "mine", decks::OPEN_AND_CHOICE);
    std::fs::write(world.decks().join("mine/talk.md"), decks::INTERVIEW).unwrap();
    let app = App::open(&world).await;
    app.choose_interview("A talk about promises", "Practice").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    app.press("Ctrl+Enter").await;
    app.face("feedback", 1).await;
    app.press("c").await;
    app.press("p").await;
    app.sees("This moved the card’s schedule.").await;
    assert_eq!(world.reviews(), [("mine/promise".to_owned(), "good".to_owned())]);
    app.press("u").await;
    app.until(
        "the judgement was not taken back",
        "return !document.body.innerText.includes('moved the card')",
        vec![],
    )
    .await;
    assert!(world.reviews().is_empty(), "undo takes the review back");
    app.press("c").await;
    app.press("c").await;
    app.sees("This moved the card’s schedule.").await;
    app.press("Ctrl+Enter").await;
    app.by_role("heading", "Nearly everything was said.").await;
    app.go_to_today().await;
    app.close().await;
    world.verify();
}

/// One run until its kill: what had been typed so long ago that it must be there, and what was last typed.
struct Typed {
    question: u64,
    safe: String,
    all: String,
    asked_ms: u64,
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
        let seen = app.face("waiting", 0).await;
        let report = report(&world);
        let _ = seen;
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
        assert!(typed.asked_ms <= ran_ms);
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
    let asked_ms = u64::try_from(began.elapsed().as_millis()).unwrap();
    if random.below(0..3) == 0 && seen["question"].as_u64() < seen["questions"].as_u64() {
        let next = seen["question"].as_u64().unwrap() + 1;
        app.press("Alt+S").await;
        seen = app.face("asking", next).await;
    }
    let question = seen["question"].as_u64().unwrap();
    let kept = "return document.querySelector('textarea').value";
    let mut all = app.script(kept, vec![]).await.as_str().unwrap_or_default().to_owned();
    app.press("Alt+N").await;
    app.press("Ctrl+End").await;
    let mut times: Vec<(Instant, usize)> = vec![(Instant::now(), all.len())];
    let until = Instant::now() + Duration::from_millis(random.below(50..3_000));
    while Instant::now() < until {
        let letter = char::from(b'a' + u8::try_from(random.below(0..26)).unwrap());
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
    let typed = Typed { question, safe: all[..safe].to_owned(), all, asked_ms };
    (typed, u64::try_from(killed.duration_since(began).as_millis()).unwrap())
}

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
    let (figure, word) = shown.rsplit_once(' ').unwrap();
    let seconds: i64 = match figure.strip_suffix(" s") {
        Some(seconds) => seconds.parse().unwrap(),
        None => {
            let (minutes, seconds) = figure.split_once(':').unwrap();
            minutes.parse::<i64>().unwrap() * 60 + seconds.parse::<i64>().unwrap()
        }
    };
    if word == "over" { -seconds * 1_000 } else { seconds * 1_000 }
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
