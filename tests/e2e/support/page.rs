//! What one does to a page and what one sees of it: by keyboard, by role and name, by text.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use super::app::App;
use super::poll::{PATIENCE, within};

/// Defines `byRole` and its helpers; put before a script that uses them.
const HELPERS: &str = include_str!("page.js");

impl App {
    /// Presses a key or a combination: `Space`, `Enter`, `?`, `Ctrl+K`.
    pub(crate) async fn press(&self, combination: &str) {
        let codes: Vec<char> = keys(combination);
        let mut actions = KeyActions::new("keyboard".to_owned());
        for &value in &codes {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in codes.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        self.client
            .perform_actions(actions)
            .await
            .unwrap_or_else(|error| panic!("pressing {combination}: {error}"));
    }

    /// Types into whatever has the focus, key by key.
    pub(crate) async fn write(&self, text: &str) {
        for letter in text.chars() {
            self.press(&letter.to_string()).await;
        }
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("{HELPERS}\n{script}");
        self.client
            .execute(&script, arguments)
            .await
            .unwrap_or_else(|error| panic!("script failed: {error}\n{script}"))
    }

    /// Waits for a visible element with this role and accessible name, or a name that begins so.
    pub(crate) async fn by_role(&self, role: &str, name: &str) -> Element {
        match self.maybe_by_role(role, name, PATIENCE).await {
            Some(element) => element,
            None => self.fail(&format!("no {role} named {name:?} came")).await,
        }
    }

    /// The same, without insisting.
    pub(crate) async fn maybe_by_role(&self, role: &str, name: &str, patience: Duration) -> Option<Element> {
        within(patience, async || {
            let found = self.script("return byRole(...arguments)", vec![json!(role), json!(name)]).await;
            let reference = found.as_object()?.values().next()?.as_str()?.to_owned();
            Some(Element::from_element_id(self.client.clone(), reference.into()))
        })
        .await
    }

    /// Clicks on an element with this role and name.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let element = self.by_role(role, name).await;
        element.click().await.unwrap_or_else(|error| panic!("clicking on {role} {name:?}: {error}"));
    }

    /// Everything that can be read on the page now, in lines.
    pub(crate) async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a text can be read.
    pub(crate) async fn sees(&self, text: &str) {
        let wanted = squeezed(text);
        let seen =
            within(PATIENCE, async || squeezed(&self.text().await).contains(&wanted).then_some(())).await;
        if seen.is_none() {
            self.fail(&format!("{text:?} was not to be seen")).await
        }
    }

    /// Waits until a script's result is true.
    pub(crate) async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let met =
            within(PATIENCE, async || (self.script(script, arguments.clone()).await == true).then_some(()));
        if met.await.is_none() {
            self.fail(what).await
        }
    }

    /// The page's main heading, as it reads.
    pub(crate) async fn heading(&self) -> String {
        let script = "return squeeze([...document.querySelectorAll('h1')].find(isVisible)?.innerText)";
        self.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until what was changed has been drawn: a screenshot before that shows a stale frame.
    pub(crate) async fn drawn(&self) {
        let script =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.client.execute_async(script, vec![]).await.expect("animation frames come");
    }

    /// Ends the test with what was on the screen.
    pub(crate) async fn fail(&self, message: &str) -> ! {
        let text = self.client.execute("return document.body.innerText", vec![]).await;
        let text = text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
        let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
        self.screenshot(&format!("failed-{test}")).await;
        panic!("{message}; the screen read:\n{text}");
    }
}

/// Spaces and line breaks are the style sheet's business.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The WebDriver codes of a combination, in the order of pressing.
fn keys(combination: &str) -> Vec<char> {
    if combination == "+" {
        return vec!['+'];
    }
    combination.split('+').map(key).collect()
}

fn key(name: &str) -> char {
    match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Ctrl" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "Left" => '\u{e012}',
        "Up" => '\u{e013}',
        "Right" => '\u{e014}',
        "Down" => '\u{e015}',
        one => {
            let mut letters = one.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => letter,
                _ => panic!("{one:?} is no key"),
            }
        }
    }
}
