//! The program's screens: how to get there, and what is on them. The interface's own words are
//! gathered here, so that a changed label is a change in one place.

use serde_json::{Value, json};

use super::app::App;
use super::page::squeezed;
use super::poll::{PATIENCE, within};
use super::world::World;

/// Where a review stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A question without its answer.
    Question { question: String, choice: bool },
    /// The same with its answer, to be rated.
    Answer { question: String },
    /// Follow-ups, to be taken or left.
    Offer,
    /// None of these: the summary, Today, a pause.
    Elsewhere,
}

/// Looks at the review: what can be pressed tells where it stands.
const LOOK: &str = "
    const question = squeeze([...document.querySelectorAll('h1')].find(isVisible)?.innerText);
    const has = (name) => byRole('button', name) !== null;
    if (has('Again') && has('Easy')) return { step: 'answer', question };
    const reveal = has('Show answer') || has('Check') || has('Show without choosing');
    const choice = document.querySelector('main input[type=radio], main input[type=checkbox]') !== null;
    if (reveal) return { step: 'question', question, choice };
    return { step: has('Continue without') ? 'offer' : 'elsewhere' };
";

impl App {
    /// Where the review stands now.
    pub(crate) async fn step(&self) -> Step {
        let seen = self.script(LOOK, vec![]).await;
        let question = seen["question"].as_str().unwrap_or_default().to_owned();
        match seen["step"].as_str() {
            Some("question") => Step::Question { question, choice: seen["choice"] == true },
            Some("answer") => Step::Answer { question },
            Some("offer") => Step::Offer,
            _ => Step::Elsewhere,
        }
    }

    /// Waits until the review stands as wanted.
    pub(crate) async fn step_where(&self, what: &str, wanted: impl Fn(&Step) -> bool) -> Step {
        let step = within(PATIENCE, async || Some(self.step().await).filter(&wanted)).await;
        match step {
            Some(step) => step,
            None => self.fail(&format!("{what} did not come")).await,
        }
    }

    /// From Today into the review of what is due.
    pub(crate) async fn start_review(&self) {
        self.by_role("button", "Start reviewing").await;
        self.press("Space").await;
        self.step_where("the first question", |step| matches!(step, Step::Question { .. })).await;
    }

    /// Reveals the answer of the question on screen, by keyboard; returns the question.
    pub(crate) async fn reveal(&self) -> String {
        let step = self.step_where("a question", |step| matches!(step, Step::Question { .. })).await;
        if let Step::Question { choice: true, .. } = step {
            self.press("1").await;
            self.press("Enter").await;
        } else {
            self.press("Space").await;
        }
        let revealed = self.step_where("its answer", |step| matches!(step, Step::Answer { .. })).await;
        match revealed {
            Step::Answer { question } => question,
            _ => unreachable!("only an answer was waited for"),
        }
    }

    /// Rates the answer on screen with a key from 1 to 4, and waits until something else is shown.
    pub(crate) async fn rate(&self, key: &str) {
        self.press(key).await;
        self.step_where("the next card", |step| !matches!(step, Step::Answer { .. })).await;
    }

    /// Leaves follow-ups for another time, where they are offered.
    pub(crate) async fn pass_offers(&self) {
        if self.step().await == Step::Offer {
            self.press("Space").await;
            self.step_where("the card after the offer", |step| *step != Step::Offer).await;
        }
    }

    /// Shows Today, wherever one is.
    pub(crate) async fn go_to_today(&self) {
        self.press("Ctrl+1").await;
        self.by_role("heading", "Other ways to study").await;
    }

    /// Searches the library from anywhere.
    pub(crate) async fn search(&self, query: &str) {
        self.press("Ctrl+K").await;
        self.until(
            "the cursor is not in the search",
            "return document.activeElement?.matches('input') ?? false",
            vec![],
        )
        .await;
        self.write(query).await;
    }

    /// Opens a card from the search's results.
    pub(crate) async fn open_card(&self, question: &str) {
        let found = within(PATIENCE, async || {
            for role in ["link", "button", "option", "row"] {
                if self.maybe_by_role(role, question, std::time::Duration::ZERO).await.is_some() {
                    return Some(role);
                }
            }
            None
        });
        match found.await {
            Some(role) => self.click(role, question).await,
            None => self.fail(&format!("{question:?} was not found")).await,
        }
    }

    /// The background's lightness, 0 to 255: tells a light theme from a dark one.
    pub(crate) async fn lightness(&self) -> u64 {
        let script = "
            const context = document.createElement('canvas').getContext('2d');
            const shown = [document.body, document.documentElement].map((each) => getComputedStyle(each).backgroundColor);
            context.fillStyle = shown.find((colour) => !/^rgba\\(0, 0, 0, 0\\)|transparent/.test(colour)) ?? 'white';
            context.fillRect(0, 0, 1, 1);
            const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
            return Math.round((red + green + blue) / 3);
        ";
        self.script(script, vec![]).await.as_u64().unwrap_or_default()
    }

    /// Picks a theme in Settings.
    pub(crate) async fn choose_theme(&self, name: &str) {
        self.press("Ctrl+3").await;
        let radio = self.by_role("radio", name).await;
        let script = "const label = arguments[0].labels?.[0] ?? arguments[0]; label.click()";
        self.client.execute(script, vec![json!(radio)]).await.expect("the theme can be chosen");
        let dark = name == "Dark";
        let taken = within(PATIENCE, async || ((self.lightness().await < 128) == dark).then_some(()));
        if taken.await.is_none() {
            self.fail(&format!("the theme did not become {name}")).await
        }
    }
}

impl World {
    /// The id of the card with this question, as it reads on screen.
    pub(crate) fn card_asking(&self, question: &str) -> String {
        let cards = self.json(&["cards", "--limit", "100000"]);
        let plain = |text: &str| squeezed(&text.replace(['`', '*'], ""));
        let cards = cards.as_array().map(Vec::as_slice).unwrap_or_default();
        let asks_it = |card: &&Value| plain(card["question"].as_str().unwrap_or_default()) == plain(question);
        let card = cards.iter().find(asks_it).unwrap_or_else(|| panic!("no card asks {question:?}"));
        card["id"].as_str().unwrap_or_default().to_owned()
    }
}
