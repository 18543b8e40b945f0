//! The Today screen.

use super::wire;

wire! {
    /// What is due today.
    pub struct Today {
        /// The study day, `YYYY-MM-DD`.
        pub study_day: String,
        /// What the queue would show today, all decks together.
        pub counts: Counts,
        /// About how many minutes that takes, from the learner's own pace.
        pub minutes: u32,
        /// Decks with anything due, in library order.
        pub decks: Vec<DeckDue>,
        /// Answered today.
        pub done: u32,
        /// Minutes spent today.
        pub done_minutes: u32,
        /// Due tomorrow (reviews already scheduled).
        pub due_tomorrow: u32,
        /// Held back by today's limits.
        pub held_back: Counts,
        /// Cards in the library; 0 shows the empty face.
        pub cards: u32,
        /// The next learning card when nothing is due now (UTC ms).
        pub next_learning_at: Option<f64>,
        /// What the learner must know: a damaged file set aside, a deck with errors, a clock set back.
        pub notices: Vec<Notice>,
    }

    /// Cards by where they stand.
    #[derive(Copy, Eq)]
    pub struct Counts {
        /// Never seen.
        pub new: u32,
        /// In learning or relearning steps.
        pub learning: u32,
        /// Due for review.
        pub review: u32,
    }

    /// One deck's share of today.
    pub struct DeckDue {
        /// The deck's id.
        pub id: String,
        /// Its title.
        pub title: String,
        /// Due today within its limits.
        pub counts: Counts,
        /// About how long that takes.
        pub minutes: u32,
    }

    /// Something the learner must know.
    pub struct Notice {
        /// A stable word for the case, such as "database-set-aside".
        pub code: String,
        /// A sentence: what, where, what to do.
        pub message: String,
        /// Whether it stands in the way (shown with the problem mark).
        pub problem: bool,
    }

    /// Raises today's limits, for today only.
    pub struct StudyMore {
        /// Only this deck; null raises the limit over all decks.
        pub deck: Option<String>,
        /// More new cards.
        pub new: u32,
        /// More reviews.
        pub reviews: u32,
    }
}
