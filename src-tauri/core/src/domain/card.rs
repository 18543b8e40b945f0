//! Who a card is: authored ids that survive a typo, a move and a merge of two laptops.

use std::fmt;
use std::sync::Arc;

/// True for `[a-z0-9]+(-[a-z0-9]+)*`, the form of every authored id.
#[must_use]
pub fn is_valid_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The id of a deck: one slug, unique in the library.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeckId(Arc<str>);

impl DeckId {
    /// `None` unless `text` is a slug.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        is_valid_slug(text).then(|| Self(text.into()))
    }

    /// The id as it is written in `deck.toml`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a card: `deck/card`, or `deck/parent/follow-up`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(Arc<str>);

impl CardId {
    /// `None` unless `text` is two or three slugs joined by `/`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let parts = text.split('/').count();
        ((2..=3).contains(&parts) && text.split('/').all(is_valid_slug)).then(|| Self(text.into()))
    }

    /// The card `slug` of a deck; `None` unless `slug` is one.
    #[must_use]
    pub fn in_deck(deck: &DeckId, slug: &str) -> Option<Self> {
        is_valid_slug(slug).then(|| Self(format!("{}/{slug}", deck.as_str()).into()))
    }

    /// The follow-up `slug` of this card; `None` for a follow-up of a follow-up.
    #[must_use]
    pub fn follow_up(&self, slug: &str) -> Option<Self> {
        (self.parent().is_none() && is_valid_slug(slug)).then(|| Self(format!("{}/{slug}", self.0).into()))
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The deck that the id names.
    #[must_use]
    pub fn deck(&self) -> DeckId {
        let end = self.0.find('/').unwrap_or(self.0.len());
        DeckId(self.0[..end].into())
    }

    /// The last slug: the id that the author wrote on the heading.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The card that this one follows up; `None` for a main question.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (head, _) = self.0.rsplit_once('/')?;
        head.contains('/').then(|| Self(head.into()))
    }

    /// The main question of this card's siblings: itself, or its parent.
    #[must_use]
    pub fn family(&self) -> Self {
        self.parent().unwrap_or_else(|| self.clone())
    }
}

macro_rules! text_id {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}
text_id!(DeckId);
text_id!(CardId);

/// How a question is asked and answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardKind {
    /// Answered aloud and judged against key points.
    #[default]
    Open,
    /// One or several of a list of choices.
    Choice,
    /// A coding exercise with tests and a solution.
    Code,
    /// A story of one's own: Situation, Task, Action, Result.
    Behavioural,
}

impl CardKind {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Open, Self::Choice, Self::Code, Self::Behavioural];

    /// The word that deck files, searches and JSON use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Choice => "choice",
            Self::Code => "code",
            Self::Behavioural => "behavioural",
        }
    }

    /// The kind that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How hard the author says a question is (the attribute `difficulty=`). Called level
/// everywhere else, so that it is never confused with FSRS difficulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Asked to warm up.
    Easy,
    /// The bar of the role.
    Medium,
    /// Separates good from very good.
    Hard,
}

impl Level {
    /// Every level, easiest first.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// The word that deck files, searches and JSON use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The level that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}
