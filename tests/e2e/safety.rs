//! Decks are text from anywhere: nothing in them may act, fetch or lead away.

use std::net::TcpListener;

use serde_json::json;

use crate::support::app::App;
use crate::support::decks;
use crate::support::world::World;

#[tokio::test]
async fn a_link_in_an_answer_asks_before_anything_opens() {
    let world = World::bare();
    let card = "# Links\n\n## Where is more? {#more}\n\nIn [the manual](https://example.org/manual).\n";
    decks::write(&world.decks(), "links", card);
    let app = App::open(&world).await;
    app.start_review().await;
    app.reveal().await;
    let address = app.client.current_url().await.unwrap();
    app.click("link", "the manual").await;
    app.sees("https://example.org/manual").await;
    app.by_role("dialog", "Open this page").await;
    app.press("Escape").await;
    app.until("the dialog did not close", "return !document.querySelector('dialog[open]')", vec![]).await;
    assert_eq!(app.client.current_url().await.unwrap(), address, "the window stays where it is");
    app.close().await;
}

#[tokio::test]
async fn a_hostile_deck_does_nothing() {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let bait = format!("http://{}", trap.local_addr().unwrap());
    let world = World::bare();
    decks::write(&world.decks(), "hostile", &hostile(&bait));
    let app = App::open(&world).await;
    app.start_review().await;
    app.reveal().await;
    app.sees("Nothing to see here").await;
    app.drawn().await;
    app.screenshot("hostile-deck").await;

    let found = app
        .script(
            "const all = [...document.querySelectorAll('*')];
             return {
                 ran: window.ran ?? null,
                 handlers: all.filter((each) => each.getAttributeNames().some((name) => name.startsWith('on'))).length,
                 leading: [...document.links].filter((link) => !/^(https?|tauri|card):/.test(link.href)).length,
                 fetched: performance.getEntriesByType('resource').map((each) => each.name)
                     .filter((name) => name.startsWith(arguments[0])),
                 foreign: document.querySelectorAll('iframe, object, embed, form[action], meta[http-equiv], base').length,
             };",
            vec![json!(bait)],
        )
        .await;
    let harmless = json!({ "ran": null, "handlers": 0, "leading": 0, "fetched": [], "foreign": 0 });
    assert_eq!(found, harmless, "the deck's tricks are text, or nothing");
    assert!(trap.accept().is_err(), "nothing outside was asked for anything");
    app.close().await;
}

fn hostile(bait: &str) -> String {
    format!(
        r#"# Hostile

## Is this <b onclick="window.ran = 1">harmless</b>? {{#hostile}}

Nothing to see here.

<script>window.ran = 2</script>
<img src="x" onerror="window.ran = 3">
<svg onload="window.ran = 4"></svg>
<iframe src="{bait}/frame"></iframe>
<link rel="stylesheet" href="{bait}/style.css">
<style>@import "{bait}/import.css";</style>

[a script](javascript:window.ran=5) and [data](data:text/html,<script>window.ran=6</script>)

![an image]({bait}/image.png) ![a path](../../../../etc/passwd)

```python raises="><script>window.ran=7</script>
print("<script>window.ran = 8</script>")
```

### Key points
- <img src=x onerror="window.ran = 9"> a point
"#
    )
}
