//! The library: decks, search, options.

use super::{CardStatus, Counts, DiagnosticView, Kind, Level, wire};

wire! {
    /// A search of the library.
    pub struct SearchCards {
        /// Words, `"a phrase"`, `-not`, `deck:`, `tag:`, `level:`, `kind:`, `is:`.
        pub query: String,
        /// How to order the rows.
        pub sort: Sort,
        /// Rows to skip.
        pub offset: u32,
        /// Rows to return, at most 200.
        pub limit: u32,
    }

    /// The order of search results.
    #[derive(Copy, Eq)]
    pub enum Sort {
        /// As the decks have them.
        Library,
        /// Soonest due first, new cards last.
        Due,
        /// Best match first; library order without words.
        Relevance,
    }

    /// A page of search results.
    pub struct SearchResults {
        /// Matches in all.
        pub total: u32,
        /// The rows asked for.
        pub rows: Vec<CardRow>,
        /// What in the query was not understood, each a sentence.
        pub problems: Vec<String>,
    }

    /// One card in a list.
    pub struct CardRow {
        /// The card's id.
        pub id: String,
        /// The question, inline HTML.
        pub question_html: String,
        /// The deck's id.
        pub deck: String,
        /// The deck's title.
        pub deck_title: String,
        /// How it is asked.
        pub kind: Kind,
        /// How hard the author says it is.
        pub level: Option<Level>,
        /// Whether it is a follow-up.
        pub follow_up: bool,
        /// Where it stands.
        pub status: CardStatus,
    }

    /// A deck in the library.
    pub struct DeckRow {
        /// The deck's id.
        pub id: String,
        /// Its title.
        pub title: String,
        /// What it is for.
        pub description: String,
        /// Whom it is for.
        pub seniority: Option<String>,
        /// Cards, follow-ups included.
        pub cards: u32,
        /// Due today within its limits.
        pub due: Counts,
        /// Never seen, in all.
        pub unseen: u32,
        /// Suspended.
        pub suspended: u32,
        /// Came with the program.
        pub shipped: bool,
        /// Its folder.
        pub path: String,
        /// What is wrong in its files.
        pub diagnostics: Vec<DiagnosticView>,
        /// Has options of its own.
        pub own_options: bool,
    }

    /// The library at a glance.
    pub struct Library {
        /// Every deck, by title.
        pub decks: Vec<DeckRow>,
        /// Every tag, by name.
        pub tags: Vec<String>,
        /// Cards in all.
        pub cards: u32,
        /// The learner's own decks folder.
        pub own_folder: String,
    }

    /// Scheduling options of a deck, or the preset for all.
    pub struct DeckOptions {
        /// Probability of recall to schedule for, 0.70 to 0.99.
        pub desired_retention: f64,
        /// Minutes between showings of a new card.
        pub learning_steps: Vec<f64>,
        /// Minutes between showings of a forgotten card.
        pub relearning_steps: Vec<f64>,
        /// New cards a day.
        pub new_per_day: u32,
        /// Reviews a day.
        pub reviews_per_day: u32,
        /// Longest interval in days.
        pub maximum_interval: u32,
        /// Lapses at which a card is a leech.
        pub leech_lapses: u32,
        /// Keep siblings of a card seen today for another day.
        pub bury_siblings: bool,
    }

    /// Options as the dialog shows them.
    pub struct DeckOptionsView {
        /// The deck; null for the preset over all decks.
        pub deck: Option<String>,
        /// What is in force.
        pub options: DeckOptions,
        /// The preset over all decks.
        pub preset: DeckOptions,
        /// Whether the deck has options of its own.
        pub own: bool,
    }

    /// Sets options; `options` null goes back to the preset.
    pub struct SetDeckOptions {
        /// The deck; null for the preset over all decks.
        pub deck: Option<String>,
        /// The options.
        pub options: Option<DeckOptions>,
    }

    /// Decks changed on disk and were read again.
    pub struct LibraryChanged {
        /// Cards whose text changed, were added or went; at most 1,000 are named.
        pub cards: Vec<String>,
        /// How many changed in all.
        pub total: u32,
    }
}
