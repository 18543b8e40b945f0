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

#[tokio::test]
async fn keys_arrive_as_the_program_expects_them() {
    let world = World::shipped();
    let app = App::open_program(&world, path_from("REHEARSE_PROGRAM")).await;
    let listen = "window.seen = [];
        addEventListener('keydown', (event) => {
            event.preventDefault();
            event.stopImmediatePropagation();
            if (event.key !== 'Control') seen.push((event.ctrlKey ? 'Ctrl+' : '') + event.key);
        }, { capture: true });";
    app.script(listen, vec![]).await;
    let combinations =
        ["Space", "Enter", "1", "u", "?", "@", "*", "-", "/", "Ctrl+k", "Ctrl+Enter", "Escape"];
    for combination in combinations {
        app.press(combination).await;
    }
    let seen = app.script("return seen", vec![]).await;
    let expected = combinations.map(|combination| if combination == "Space" { " " } else { combination });
    assert_eq!(seen, json!(expected));
    app.close().await;
}

#[tokio::test]
async fn elements_are_found_by_role_and_name() {
    let world = World::shipped();
    let app = App::open_program(&world, path_from("REHEARSE_PROGRAM")).await;
    let plant = r#"document.body.innerHTML = `
        <button hidden>Save</button> <button aria-hidden="true">Save</button>
        <button id="later">Save later</button> <button id="now">Save <kbd>Ctrl Enter</kbd></button>
        <label><input id="box" type="checkbox"> <span>Single keys</span></label>
        <h2 id="code">Is <code>yield</code>?</h2>`"#;
    app.script(plant, vec![]).await;
    for (role, name, id) in [
        ("button", "Save Ctrl Enter", "now"),
        ("button", "Save later", "later"),
        ("checkbox", "Single keys", "box"),
        ("heading", "Is yield?", "code"),
    ] {
        let found = app.by_role(role, name).await;
        assert_eq!(found.attr("id").await.unwrap().as_deref(), Some(id), "{role} {name:?}");
    }
    app.close().await;
}

#[tokio::test]
async fn axe_sees_a_planted_fault() {
    let world = World::shipped();
    let app = App::open_program(&world, path_from("REHEARSE_PROGRAM")).await;
    app.script("document.body.innerHTML = '<main><h1>Title</h1><img src=\"\"></main>'", vec![]).await;
    let found = app.violations().await;
    assert!(found.iter().any(|fault| fault.contains("image-alt")), "{found:?}");
    app.close().await;
}
