//! Ids from headings: what `check --fix` writes.

use super::plain::plain_text;

const MAX_WORDS: usize = 6;
const MAX_LENGTH: usize = 48;

/// A slug of a heading's first words; "question" when no letter of it fits one.
pub(crate) fn slug_of(heading: &str) -> String {
    let text = plain_text(heading).to_lowercase().replace(['\'', '’'], "");
    let text: String = text.chars().filter(|c| c.is_ascii() || !c.is_alphanumeric()).collect();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words.take(MAX_WORDS) {
        if slug.len() + 1 + word.len() > MAX_LENGTH && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word[..word.len().min(MAX_LENGTH)]);
    }
    if slug.is_empty() { "question".to_owned() } else { slug }
}

/// `slug`, or `slug-2` and so on: the first that is free.
pub(crate) fn first_free(slug: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(slug) {
        return slug.to_owned();
    }
    (2u32..).map(|n| format!("{slug}-{n}")).find(|id| !is_taken(id)).unwrap_or_default()
}
