//! The harness itself: without this, no other test here proves anything.

use serde_json::json;

use crate::support::app::App;
use crate::support::path_from;
use crate::support::world::World;

#[tokio::test]
async fn a_window_opens_runs_scripts_and_leaves_nothing_behind() {
    let world = World::shipped();
    let app = App::open_program(&world, path_from("REHEARSE_PROGRAM")).await;
    app.drawn().await;
    let sum = app.script("return arguments[0] + 1", vec![json!(41)]).await;
    assert_eq!(sum, 42, "scripts run in the page and answer");
    app.screenshot("harness").await;
    assert!(app.is_running(), "the program runs while its window is open");
    app.close().await;
}

#[tokio::test]
async fn a_killed_window_leaves_nothing_behind() {
    let world = World::shipped();
    let mut app = App::open_program(&world, path_from("REHEARSE_PROGRAM")).await;
    app.kill();
    app.driver.group.end();
    assert_eq!(app.driver.group.members(), [], "the driver and the web processes end with the program");
}
