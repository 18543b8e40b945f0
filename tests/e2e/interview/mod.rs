//! Mock interviews in the real window: by keyboard alone, and under pressure.

mod figures;
mod kills;

use serde_json::Value;

use crate::support::app::App;
use crate::support::decks;
use crate::support::poll::{PATIENCE, within};
use crate::support::world::World;

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
    /// Waits until the interview shows this face, at this question unless it is 0.
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
