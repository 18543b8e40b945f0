//! axe-core on the page as it stands: what it finds, readable.

use serde_json::{Value, json};

use super::app::App;
use super::repository;

/// The rules that say "this is wrong", without those that only say "this could be better".
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

impl App {
    /// Asserts that axe finds nothing on this screen.
    pub(crate) async fn is_accessible(&self, screen: &str) {
        let report = self.violations().await;
        if !report.is_empty() {
            self.screenshot(&format!("axe-{screen}")).await;
        }
        assert!(report.is_empty(), "axe on {screen}:\n{}", report.join("\n"));
    }

    /// What axe finds on the page now.
    pub(crate) async fn violations(&self) -> Vec<String> {
        // Settle first: contrast is measured on the colours of this very frame.
        self.drawn().await;
        let loaded = self.client.execute("return typeof axe === 'object'", vec![]).await;
        if !loaded.is_ok_and(|loaded| loaded == true) {
            let path = repository().join("ui/node_modules/axe-core/axe.min.js");
            let source = std::fs::read_to_string(&path).expect("axe-core is installed with the interface");
            self.client.execute(&source, vec![]).await.expect("axe-core loads");
        }
        let script = "const [tags, done] = arguments;
            axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
                .then((found) => done(found.violations), (error) => done(String(error)));";
        let found = self.client.execute_async(script, vec![json!(TAGS)]).await.expect("axe-core runs");
        let violations = found.as_array().unwrap_or_else(|| panic!("axe failed: {found}"));
        violations.iter().map(readable).collect()
    }
}

fn readable(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let places = nodes.iter().map(|node| {
        format!(
            "    {}\n      {}",
            text(&node["html"]),
            text(&node["failureSummary"]).replace('\n', "\n      ")
        )
    });
    let places: Vec<String> = places.collect();
    format!(
        "  {} ({}): {}\n{}",
        text(&violation["id"]),
        text(&violation["impact"]),
        text(&violation["help"]),
        places.join("\n")
    )
}
