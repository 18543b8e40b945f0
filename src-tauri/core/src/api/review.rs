//! A review session: what to show next, and what came of an answer.

use super::{CardLink, CardView, FollowUpView, Rating, Tick, wire};

wire! {
    /// What to review.
    #[serde(tag = "kind")]
    pub enum Scope {
        /// Everything that is due.
        Due,
        /// One deck's due cards.
        Deck {
            /// The deck's id.
            deck: String
        },
        /// The due cards with a tag.
        Tag {
            /// The tag.
            tag: String
        },
        /// Cards whose due date comes within so many days, by retrievability, lowest first.
        Ahead {
            /// 1 to 30.
            days: u32,
            /// Only this deck; null for all.
            deck: Option<String>
        },
        /// Exactly these cards, in this order (a card opened from the library).
        Cards {
            /// The cards' ids.
            ids: Vec<String>
        },
    }

    /// What the review screen shows now.
    pub struct ReviewStep {
        /// How far the session is.
        pub progress: Progress,
        /// The next card; null when there is none just now, or when an offer comes first.
        pub card: Option<CardView>,
        /// The four futures of that card, Again first.
        pub previews: Vec<RatingPreview>,
        /// Follow-ups of the card just answered, to be taken or left.
        pub offer: Option<Offer>,
        /// One sentence about what just happened that the learner must know (a leech, an edited card).
        pub notice: Option<String>,
        /// Only learning steps remain: when the next one is due (UTC ms).
        pub waiting_until: Option<f64>,
        /// Nothing remains: the session in figures.
        pub summary: Option<Summary>,
        /// Whether there is something to undo today.
        pub can_undo: bool,
    }

    /// Counts for the one quiet line.
    pub struct Progress {
        /// Cards answered in this session.
        pub done: u32,
        /// New cards to come.
        pub new: u32,
        /// Learning cards to come.
        pub learning: u32,
        /// Reviews to come.
        pub review: u32,
    }

    /// What a rating would lead to.
    pub struct RatingPreview {
        /// The rating.
        pub rating: Rating,
        /// Minutes to the next showing, for a learning step.
        pub minutes: Option<f64>,
        /// Days to the next showing, for a review.
        pub days: Option<u32>,
    }

    /// Follow-ups offered after their parent.
    pub struct Offer {
        /// The parent.
        pub parent: CardLink,
        /// Those that can be taken now.
        pub follow_ups: Vec<FollowUpView>,
    }

    /// The end of a session.
    pub struct Summary {
        /// Cards answered.
        pub answered: u32,
        /// Answers by rating, Again first.
        pub by_rating: [u32; 4],
        /// Milliseconds spent on them.
        pub taken_ms: f64,
        /// Cards seen for the first time.
        pub first_seen: u32,
        /// Cards answered Again: worth another look.
        pub again: Vec<CardLink>,
        /// Reviews due on the next study day.
        pub due_tomorrow: u32,
        /// Cards held back by today's limits; "study more today" would bring them.
        pub held_back: u32,
    }

    /// One answer.
    pub struct AnswerCard {
        /// The card that was shown.
        pub id: String,
        /// The revision that was shown.
        pub revision: String,
        /// The learner's rating.
        pub rating: Rating,
        /// From question to rating, on a monotonic clock.
        pub taken_ms: f64,
        /// What the rating was based on.
        pub basis: Basis,
    }

    /// What a rating was based on.
    pub struct Basis {
        /// The judged key points.
        pub points: Vec<PointTick>,
        /// The common mistakes made, by their text.
        pub mistakes: Vec<String>,
        /// Multiple choice: the indexes chosen.
        pub chosen: Option<Vec<u32>>,
        /// Whether the hint was opened.
        pub hint_used: bool,
        /// What the ticks proposed.
        pub proposed: Option<Rating>,
    }

    /// One judged key point.
    pub struct PointTick {
        /// The point's own text.
        pub text: String,
        /// The judgement.
        pub tick: Tick,
    }

    /// Asks for the rating that ticks propose.
    pub struct ProposeRating {
        /// One for each key point; null where not yet judged.
        pub ticks: Vec<Option<Tick>>,
        /// Common mistakes made.
        pub mistakes: u32,
        /// Whether the hint was opened.
        pub hint_used: bool,
        /// Multiple choice: whether exactly the right choices were picked; null for other kinds.
        pub choice_right: Option<bool>,
    }

    /// A proposed rating, never without its reason.
    pub struct Proposal {
        /// The rating.
        pub rating: Rating,
        /// Why, in a sentence.
        pub reason: String,
    }

    /// What was undone.
    pub struct Undone {
        /// "review", "take", "suspend", "bury", "mark", "reset", "edit"; null when there was nothing to undo today.
        pub kind: Option<String>,
        /// The card.
        pub card: Option<CardLink>,
        /// What was undone, in a sentence; or why not.
        pub message: String,
        /// What the session shows now; null outside a session.
        pub step: Option<ReviewStep>,
    }

    /// What to do to a card, outside of rating it.
    #[serde(tag = "kind")]
    pub enum CardAction {
        /// Out of the queue until resumed, or back in.
        Suspend {
            /// Suspended, or resumed.
            on: bool
        },
        /// Out of the queue until the next study day, or back in.
        Bury {
            /// Buried, or back.
            on: bool
        },
        /// Flag it, or remove the flag.
        Mark {
            /// Marked, or not.
            on: bool
        },
        /// Start over as a new card; the history stays.
        Reset,
    }
}
