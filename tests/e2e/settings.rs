//! Settings act at once and stay.

use std::time::Duration;

use serde_json::json;

use crate::support::app::App;
use crate::support::screens::Step;
use crate::support::world::World;

/// Long enough for a key to do what it should not.
const MOMENT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn single_keys_can_be_switched_off() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.press("Ctrl+3").await;
    let switch = app.by_role("checkbox", "Single keys").await;
    app.client.execute("arguments[0].click()", vec![json!(switch)]).await.unwrap();
    app.sees("Saved").await;
    app.go_to_today().await;
    app.press("?").await;
    let dialog = app.maybe_by_role("dialog", "Keys", MOMENT).await;
    assert!(dialog.is_none(), "a single key does nothing any more");
    app.press("Ctrl+2").await;
    app.sees("Library").await;
    app.close().await;

    let app = App::open(&world).await;
    app.press("?").await;
    assert!(app.maybe_by_role("dialog", "Keys", MOMENT).await.is_none(), "the setting outlives a restart");
    app.click("button", "Start reviewing").await;
    app.step_where("a question", |step| matches!(step, Step::Question { .. })).await;
    app.close().await;
}

#[tokio::test]
async fn the_theme_follows_the_setting_and_stays() {
    let world = World::shipped();
    let app = App::open(&world).await;
    for theme in ["Light", "Dark"] {
        app.choose_theme(theme).await;
        app.screenshot(&format!("settings-{}", theme.to_lowercase())).await;
    }
    app.close().await;
    let app = App::open(&world).await;
    assert!(app.lightness().await < 128, "the window opens dark, as it was left");
    app.close().await;
}
