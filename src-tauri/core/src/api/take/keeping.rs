//! The takes that are kept, and the rule by which they are.

use crate::api::{Notice, TakeRow, wire};

wire! {
    /// Whose takes.
    #[serde(tag = "kind")]
    pub enum TakesOf {
        /// A card's.
        #[serde(rename_all = "camelCase")]
        Card {
            /// The card.
            card: String,
        },
        /// An interview's.
        #[serde(rename_all = "camelCase")]
        Interview {
            /// The interview.
            interview: String,
        },
    }

    /// All takes of this machine.
    pub struct Takes {
        /// Newest first.
        pub items: Vec<TakeRow>,
        /// Their size on the disk.
        pub bytes: f64,
        /// Where they are.
        pub folder: String,
        /// Which are kept.
        pub rule: KeepRule,
        /// Those that the rule gives up, by id: they are deleted when the learner agrees.
        pub over: Vec<String>,
        /// The size of those.
        pub over_bytes: f64,
        /// Files without a take, takes without a file.
        pub notices: Vec<Notice>,
    }

    /// Which takes are kept. Starred ones always are.
    #[serde(tag = "kind")]
    pub enum KeepRule {
        /// All of them.
        All,
        /// The last ones of each question.
        #[serde(rename_all = "camelCase")]
        Last {
            /// How many, 1 to 100.
            count: u32,
        },
        /// The newest ones, as long as all together are no larger.
        #[serde(rename_all = "camelCase")]
        Size {
            /// Megabytes (10⁶ bytes), 50 to 1,000,000.
            megabytes: u32,
        },
    }

    /// What happens with a take that is kept.
    pub struct KeepTake {
        /// The take.
        pub take: String,
        /// Kept by every rule.
        pub starred: bool,
        /// The learner's note.
        pub note: String,
    }

    /// The form of an exported take.
    #[derive(Copy, Eq)]
    pub enum SoundFormat {
        /// As it is kept: lossless, about half the size.
        Flac,
        /// Plays everywhere.
        Wav,
    }
}
