//! The keys of a TOML table, read one by one: what is missing or of another type is a finding.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::attributes::MAX_MINUTES;
use super::diagnostic::Findings;
use super::lines::normalise;

/// A table and where its findings go. `base` is where the TOML begins in its file; what is
/// missing is reported at the file's beginning.
pub(crate) struct Keys<'t, 'f> {
    pub(crate) table: &'t DeTable<'t>,
    pub(crate) base: usize,
    pub(crate) findings: &'f mut Findings,
}

/// The finding about a text that is no TOML.
pub(crate) fn not_toml(error: &Error, base: usize, findings: &mut Findings) {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    findings.error(base + at, format!("not valid TOML: {message}"), "");
}

impl<'t> Keys<'t, '_> {
    /// Names the keys that mean nothing; `instead` says what is meant by some of them.
    pub(crate) fn unknown(&mut self, known: &[&str], instead: &[(&str, &str)]) {
        let mut keys: Vec<_> = self.table.iter().map(|(key, _)| key).collect();
        keys.sort_by_key(|key| key.span().start);
        for key in keys {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let meant = instead.iter().find(|(wrong, _)| *wrong == name);
            let hint = meant.map_or_else(
                || format!("known: {}", known.join(", ")),
                |(_, right)| format!("it is written {right}"),
            );
            self.findings.warning(self.base + key.span().start, format!("unknown key \"{name}\""), &hint);
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// Where a value begins, in the file.
    fn place(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.base + value.span().start
    }

    /// The text of a key that must be there, and its place.
    pub(crate) fn string(&mut self, key: &str) -> Option<(String, usize)> {
        if self.get(key).is_none() {
            self.findings.error(0, format!("no {key}"), &format!("write {key} = \"...\""));
        }
        self.any_string(key)
    }

    fn any_string(&mut self, key: &str) -> Option<(String, usize)> {
        let value = self.get(key)?;
        let at = self.place(value);
        let text = value.get_ref().as_str().map(normalise);
        if text.is_none() {
            self.findings.error(at, format!("{key} is not a text"), "put it in quotes");
        }
        Some((text?, at))
    }

    fn not_empty(&mut self, key: &str, found: Option<(String, usize)>) -> String {
        let Some((text, at)) = found else { return String::new() };
        if text.trim().is_empty() {
            self.findings.error(at, format!("{key} is empty"), "");
        }
        text
    }

    /// A text that must be there and say something.
    pub(crate) fn required(&mut self, key: &str) -> String {
        let found = self.string(key);
        self.not_empty(key, found)
    }

    /// A text that says something where it is there, and better is; `why` is the hint.
    pub(crate) fn wanted(&mut self, key: &str, why: &str) -> String {
        if self.get(key).is_none() {
            self.findings.warning(0, format!("no {key}"), why);
        }
        let found = self.any_string(key);
        self.not_empty(key, found)
    }

    pub(crate) fn optional(&mut self, key: &str) -> Option<String> {
        self.any_string(key).map(|(text, _)| text)
    }

    /// A list of texts, where it is there.
    pub(crate) fn list(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let hint = format!("write {key} = [\"...\", \"...\"]");
            self.findings.error(self.place(value), format!("{key} is not a list of texts"), &hint);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str().map(normalise) {
                Some(text) if !text.trim().is_empty() => texts.push(text),
                Some(_) => self.findings.error(self.place(item), format!("an empty text in {key}"), ""),
                None => {
                    let message = format!("{key} holds something that is not a text");
                    self.findings.error(self.place(item), message, "put it in quotes");
                }
            }
        }
        texts
    }

    /// A list of texts that better is there; `why` is the hint.
    pub(crate) fn wanted_list(&mut self, key: &str, why: &str) -> Vec<String> {
        match self.get(key) {
            None => self.findings.warning(0, format!("no {key}"), why),
            Some(value) if value.get_ref().as_array().is_some_and(|items| items.is_empty()) => {
                self.findings.warning(self.place(value), format!("{key} is empty"), why);
            }
            Some(_) => {}
        }
        self.list(key)
    }

    /// A number of minutes, which must be there.
    pub(crate) fn minutes(&mut self, key: &str) -> Option<f32> {
        let hint = format!("write {key} = 45, say: above 0, at most {MAX_MINUTES}");
        let Some(value) = self.get(key) else {
            self.findings.error(0, format!("no {key}"), &hint);
            return None;
        };
        let at = self.place(value);
        let minutes = number(value.get_ref()).filter(|minutes| *minutes > 0.0 && *minutes <= MAX_MINUTES);
        if minutes.is_none() {
            self.findings.error(at, format!("{key} is not a number of minutes"), &hint);
        }
        minutes
    }
}

fn number(value: &DeValue<'_>) -> Option<f32> {
    let plain = |text: &str| text.replace('_', "");
    match value {
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(&plain(number.as_str()), number.radix()).ok()?;
            i16::try_from(number).ok().map(f32::from)
        }
        DeValue::Float(number) => plain(number.as_str()).parse().ok(),
        _ => None,
    }
}
