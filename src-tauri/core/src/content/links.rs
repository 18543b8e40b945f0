//! What a text points at: other cards, the deck's media, the world; and whether it is there.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::deck::Deck;
use super::diagnostic::{Diagnostic, Severity};
use crate::domain::card::{CardId, DeckId};

/// What a mention points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A link `card:deck/card`.
    Card(CardId),
    /// The attribute `was=` of the card with this id (`None` when it has no valid one).
    Was(CardId, Option<CardId>),
    /// An image of the deck's `media/` folder, as written.
    Media(String),
}

/// One place of a file that points at something which can be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it points at.
    pub kind: MentionKind,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Mention {
    pub(crate) fn error(&self, file: &str, message: String, hint: &str) -> Diagnostic {
        Diagnostic {
            file: file.to_owned(),
            line: self.line,
            column: self.column,
            severity: Severity::Error,
            message,
            hint: Some(hint.to_owned()),
        }
    }
}

pub(crate) type Target = MentionKind;

/// Why an address is not shown as a link or picture.
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) hint: &'static str,
    pub(crate) is_error: bool,
}

/// True for the only addresses that are shown as links out of the program.
pub(crate) fn is_web_address(address: &str) -> bool {
    let start = |scheme: &str| address.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    (start("https://") || start("http://"))
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || super::html::is_deceptive(c))
}

/// The card that `card:deck/card` names.
pub(crate) fn card_address(address: &str) -> Option<Option<CardId>> {
    address.strip_prefix("card:").map(CardId::new)
}

/// True for `media/` and plain names below it: nothing that could lead out of the folder.
#[must_use]
pub fn is_media_path(path: &str) -> bool {
    path.strip_prefix("media/").is_some_and(|rest| {
        rest.split('/').all(|name| {
            !name.is_empty()
                && !name.starts_with('.')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        })
    })
}

pub(crate) fn of_link(address: &str) -> Result<Option<Target>, Problem> {
    match card_address(address) {
        Some(Some(card)) => Ok(Some(MentionKind::Card(card))),
        Some(None) => Err(Problem {
            message: format!("\"{address}\" names no card"),
            hint: "write card:deck/card or card:deck/card/follow-up",
            is_error: true,
        }),
        None if is_web_address(address) => Ok(None),
        None => Err(Problem {
            message: format!("the address \"{address}\" is shown as text"),
            hint: "links go to https:, http: or card:",
            is_error: false,
        }),
    }
}

pub(crate) fn of_image(address: &str) -> Result<Option<Target>, Problem> {
    if is_media_path(address) {
        return Ok(Some(MentionKind::Media(address.to_owned())));
    }
    Err(Problem {
        message: format!("the image \"{address}\" is shown as text"),
        hint: "put the image into the deck's media folder: ![what it shows](media/name.png)",
        is_error: true,
    })
}

/// Images that are not in the deck's folder.
pub(crate) fn check_media(folder: &Path, file: &str, mentions: &[Mention]) -> Vec<Diagnostic> {
    let missing = |mention: &Mention| match &mention.kind {
        MentionKind::Media(path) if !folder.join(path).is_file() => Some(mention.error(
            file,
            format!("there is no file {path} in the deck"),
            "add it, or fix the name",
        )),
        _ => None,
    };
    mentions.iter().filter_map(missing).collect()
}

/// Links to cards that are not there, and `was=` that cannot be true. Links into decks that
/// were not read whole are not judged.
#[must_use]
pub fn check_links(decks: &[Deck]) -> Vec<Diagnostic> {
    let whole = decks.iter().filter(|deck| !deck.is_override && !deck.is_part);
    let known: HashSet<&DeckId> = whole.map(|deck| &deck.id).collect();
    let cards: HashSet<&CardId> = decks
        .iter()
        .flat_map(|deck| &deck.questions)
        .flat_map(|(_, question)| question.each_card().filter_map(|card| card.id).collect::<Vec<_>>())
        .collect();
    let mut heirs: HashMap<&CardId, (&str, u32)> = HashMap::new();
    let mut diagnostics = Vec::new();
    for deck in decks {
        for (file, mention) in &deck.mentions {
            let file = deck.files[*file].as_str();
            match &mention.kind {
                MentionKind::Card(id) if known.contains(&id.deck()) && !cards.contains(id) => {
                    let message = format!("there is no card \"{id}\"");
                    diagnostics.push(mention.error(file, message, "fix the link, or give the card that id"));
                }
                MentionKind::Was(old, new) if cards.contains(old) && new.as_ref() != Some(old) => {
                    let message = format!("was={old} names a card that is still there");
                    diagnostics.push(mention.error(
                        file,
                        message,
                        "was= names the id that this card had before",
                    ));
                }
                MentionKind::Was(old, _) if !deck.is_override => {
                    if let Some((first, line)) = heirs.insert(old, (file, mention.line)) {
                        let message = format!("was={old} is claimed twice, first in {first}:{line}");
                        diagnostics.push(mention.error(file, message, "one card can carry that progress on"));
                    }
                }
                _ => {}
            }
        }
    }
    diagnostics
}
