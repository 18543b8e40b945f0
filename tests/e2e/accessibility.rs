//! axe-core on every screen, in light and in dark.

use crate::support::app::App;
use crate::support::decks;
use crate::support::screens::Step;
use crate::support::sound::Sound;
use crate::support::speech;
use crate::support::world::World;
use crate::takes;

#[tokio::test]
async fn axe_finds_nothing_in_light() {
    every_screen("Light").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_dark() {
    every_screen("Dark").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_interviews_in_light() {
    every_screen_of_interviews("Light").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_interviews_in_dark() {
    every_screen_of_interviews("Dark").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_takes_in_light() {
    every_screen_of_takes("Light").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_takes_in_dark() {
    every_screen_of_takes("Dark").await;
}

async fn every_screen_of_takes(theme: &str) {
    let world = takes::world_of_a_question();
    let app = App::open(&world).await;
    app.choose_theme(theme).await;
    app.press("Ctrl+5").await;
    app.by_role("button", "Go to Today").await;
    check(&app, theme, "takes none").await;
    app.to_the_question().await;
    app.press("Shift+V").await;
    app.by_role("button", "Look again").await;
    check(&app, theme, "take no microphone").await;

    let sound = Sound::start(&world).await;
    let microphone = sound.plug_in();
    app.click("button", "Look again").await;
    app.lamp_says("Recording").await;
    microphone.say(&speech::say("I write it down."));
    world.has_heard(&microphone).await;
    check(&app, theme, "take recording").await;
    app.press("Ctrl+Enter").await;
    app.by_role("heading", "How well did that go?").await;
    check(&app, theme, "take predict").await;
    app.press("Escape").await;
    app.is_asked().await;
    app.press("v").await;
    app.by_role("slider", "Position").await;
    world.kept_takes(1).await;
    check(&app, theme, "take before its prediction").await;
    app.predict_good().await;
    app.press("b").await;
    app.tick_all().await;
    check(&app, theme, "take judging").await;
    app.press("Enter").await;
    app.is_reviewing().await;
    app.press("u").await;
    app.is_asked().await;

    app.answer_aloud().await;
    microphone.say(&speech::say("I tell somebody."));
    world.has_heard(&microphone).await;
    app.press("Ctrl+Enter").await;
    app.predict_good().await;
    app.click("button", "Compare with").await;
    app.by_role("heading", "How do you keep a promise?").await;
    world.kept_takes(2).await;
    check(&app, theme, "take compare").await;
    app.press("Escape").await;
    app.by_role("heading", "Expected answer").await;
    app.tick_all().await;
    app.press("Enter").await;
    app.is_reviewing().await;

    app.press("Ctrl+5").await;
    app.by_role("table", "").await;
    check(&app, theme, "takes").await;
    app.click("radio", "How well you judge").await;
    app.by_role("heading", "Over time").await;
    check(&app, theme, "calibration").await;
    app.press("Ctrl+3").await;
    app.click("button", "Try it").await;
    app.by_role("button", "Stop").await;
    check(&app, theme, "settings microphone").await;
    app.close().await;
}

async fn every_screen_of_interviews(theme: &str) {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.choose_theme(theme).await;
    app.choose_interview("A senior back-end interview with system design", "Practice").await;
    check(&app, theme, "interviews").await;
    app.click("button", "Compose").await;
    app.sees("Another one").await;
    check(&app, theme, "interviews composed").await;
    app.choose_interview("A senior back-end interview with system design", "Practice").await;
    app.press("Enter").await;
    let questions = app.face("asking", 1).await["questions"].as_u64().unwrap_or_default();
    check(&app, theme, "interview").await;
    app.press("Alt+P").await;
    app.face("waiting", 0).await;
    check(&app, theme, "interview paused").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    let mut coded = false;
    for question in 1..=questions {
        app.face("asking", question).await;
        // The question with starter code brings the editor with it.
        let editor = app.script("return document.querySelector('.cm-editor') !== null", vec![]).await;
        if editor == true && !coded {
            check(&app, theme, "interview code").await;
            app.note("Not sure about the lock.").await;
            app.press("Ctrl+Enter").await;
            app.face("feedback", question).await;
            check(&app, theme, "interview feedback").await;
            app.press("c").await;
            coded = true;
        } else {
            app.press("Ctrl+Enter").await;
            app.face("feedback", question).await;
        }
        app.press("Ctrl+Enter").await;
    }
    assert!(coded, "a question of this interview has starter code");
    app.by_role("heading", "Question by question").await;
    check(&app, theme, "interview report").await;
    app.press("a").await;
    app.by_role("button", "Leave it open").await;
    check(&app, theme, "interview assess").await;
    app.press("Escape").await;
    app.by_role("heading", "Question by question").await;

    app.choose_interview("A first technical round", "Under pressure").await;
    app.press("Enter").await;
    app.face("asking", 1).await;
    check(&app, theme, "interview pressure").await;
    app.press("Alt+Q").await;
    app.by_role("dialog", "End the interview?").await;
    check(&app, theme, "interview end").await;
    app.click("button", "End it").await;
    app.by_role("heading", "Question by question").await;
    app.press("Ctrl+4").await;
    app.click("button", "Earlier interviews").await;
    app.by_role("checkbox", "Pick A first technical round").await;
    check(&app, theme, "interview history").await;
    app.click("checkbox", "Pick A first technical round").await;
    app.click("checkbox", "Pick A senior back-end interview").await;
    app.click("button", "Compare").await;
    app.sees("Asked on").await;
    check(&app, theme, "interview compare").await;
    app.close().await;
}

async fn every_screen(theme: &str) {
    let world = World::shipped();
    decks::write(&world.decks(), "mine", &format!("{}\n{}", decks::OPEN_AND_CHOICE, decks::EXERCISE));
    let app = App::open(&world).await;
    app.choose_theme(theme).await;
    check(&app, theme, "settings").await;

    app.go_to_today().await;
    check(&app, theme, "today").await;
    app.click("button", "Options of").await;
    app.sees("retention").await;
    check(&app, theme, "deck options").await;
    leave_dialog(&app).await;
    app.press("?").await;
    app.by_role("dialog", "Keys").await;
    check(&app, theme, "keys").await;
    leave_dialog(&app).await;

    app.search("yield from").await;
    app.sees("What is the difference between yield and yield from?").await;
    check(&app, theme, "library").await;
    app.open_card("What is the difference between yield and yield from?").await;
    app.sees("hands over to another iterable").await;
    check(&app, theme, "card page").await;

    app.go_to_today().await;
    app.click("button", "Review Deck mine").await;
    for (kind, sees) in
        [("question", "keep a promise"), ("choice", "is a number"), ("exercise", "def double")]
    {
        let is_choice = kind == "choice";
        app.step_where(kind, |step| matches!(step, Step::Question { choice, .. } if *choice == is_choice))
            .await;
        app.sees(sees).await;
        check(&app, theme, &format!("review {kind}")).await;
        app.reveal().await;
        check(&app, theme, &format!("review {kind} answer")).await;
        app.rate("4").await;
        if kind == "question" {
            app.step_where("the offer of its follow-up", |step| *step == Step::Offer).await;
            check(&app, theme, "review offer").await;
            app.pass_offers().await;
        }
    }
    app.close().await;
}

async fn check(app: &App, theme: &str, screen: &str) {
    let name = format!("{screen} {theme}").to_lowercase().replace(' ', "-");
    app.screenshot(&name).await;
    app.is_accessible(&name).await;
}

async fn leave_dialog(app: &App) {
    app.press("Escape").await;
    app.until("the dialog did not close", "return !document.querySelector('dialog[open]')", vec![]).await;
}
