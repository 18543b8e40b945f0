//! axe-core on every screen, in light and in dark.

use crate::support::app::App;
use crate::support::screens::Step;
use crate::support::world::World;

#[tokio::test]
async fn axe_finds_nothing_in_light() {
    every_screen("Light").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_dark() {
    every_screen("Dark").await;
}

async fn every_screen(theme: &str) {
    let world = World::shipped();
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
    app.start_review().await;
    let (mut open, mut choice) = (false, false);
    while !(open && choice) {
        let step = app.step_where("a card of each kind", |step| matches!(step, Step::Question { .. })).await;
        let is_choice = matches!(step, Step::Question { choice: true, .. });
        let kind = if is_choice { "choice" } else { "question" };
        let seen = if is_choice { &mut choice } else { &mut open };
        if !*seen {
            check(&app, theme, &format!("review {kind}")).await;
        }
        app.reveal().await;
        if !*seen {
            check(&app, theme, &format!("review {kind} answer")).await;
            *seen = true;
        }
        app.rate("4").await;
        if app.step().await == Step::Offer {
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
