//! What there is to choose, and how an interview begins.

use crate::api::{Level, Notice, wire};

wire! {
    /// The page on which an interview is chosen.
    pub struct Interviews {
        /// Interviews that came with decks, in library order.
        pub written: Vec<WrittenInterview>,
        /// One that was begun and is not over: it waits to be taken up again.
        pub unfinished: Option<UnfinishedInterview>,
        /// Decks to compose one from.
        pub decks: Vec<ComposeDeck>,
        /// What is wrong with interview files.
        pub notices: Vec<Notice>,
    }

    /// An interview of a deck.
    pub struct WrittenInterview {
        /// `deck/interview`.
        pub id: String,
        /// What it is called.
        pub title: String,
        /// The deck's title.
        pub deck_title: String,
        /// How long it is.
        pub minutes: f64,
        /// The role that it is for.
        pub role: String,
        /// Who asks, and in what manner.
        pub interviewer: String,
        /// Where and why it takes place.
        pub setting_html: String,
        /// What it is meant to find out.
        pub assesses: Vec<String>,
        /// BCP 47 language of the texts.
        pub language: String,
        /// Its stages.
        pub stages: Vec<StageOutline>,
        /// When it was last begun (UTC ms).
        pub last_begun_at: Option<f64>,
        /// How often it was begun.
        pub times: u32,
    }

    /// A stage by name and length.
    pub struct StageOutline {
        /// What it is called (inline).
        pub title_html: String,
        /// Its time budget.
        pub minutes: f64,
    }

    /// An interview that waits to be taken up again.
    pub struct UnfinishedInterview {
        /// Its id.
        pub id: String,
        /// What it is called.
        pub title: String,
        /// When it was begun (UTC ms).
        pub begun_at: f64,
        /// The stage that it stands at.
        pub stage: String,
        /// Minutes left of its budget; 0 when it is used up.
        pub minutes_left: u32,
        /// How it is held.
        pub mode: InterviewMode,
    }

    /// A deck to compose from.
    pub struct ComposeDeck {
        /// The deck's id.
        pub id: String,
        /// Its title.
        pub title: String,
        /// How many of its cards belong to each topic; topics that it lacks are left out.
        pub topics: Vec<TopicCount>,
    }

    /// Cards of a topic.
    pub struct TopicCount {
        /// The topic.
        pub topic: Topic,
        /// How many.
        pub cards: u32,
    }

    /// What a question is about, for the mix of a composed interview.
    #[derive(Copy, Eq)]
    pub enum Topic {
        /// Multiple choice.
        Quiz,
        /// Open questions.
        Concepts,
        /// Coding exercises.
        Coding,
        /// System design.
        Design,
        /// Stories of one's own.
        Behavioural,
    }

    /// What to compose. The same request over the same progress gives the same interview.
    pub struct ComposeInterview {
        /// Decks by id; all of them when empty.
        pub decks: Vec<String>,
        /// Only cards of this level.
        pub level: Option<Level>,
        /// 15, 30, 45, 60 or 90.
        pub minutes: u32,
        /// Topics; all of them when empty.
        pub topics: Vec<Topic>,
        /// Chance; another number gives another interview.
        pub seed: u32,
    }

    /// An interview that was composed.
    pub struct ComposedInterview {
        /// What was asked for.
        pub request: ComposeInterview,
        /// Its questions' minutes together.
        pub minutes: f64,
        /// In order.
        pub questions: Vec<ComposedQuestion>,
        /// Why it is shorter than asked, when it is.
        pub note: Option<String>,
    }

    /// A question of a composed interview.
    pub struct ComposedQuestion {
        /// The card.
        pub card: String,
        /// Its question (inline).
        pub question_html: String,
        /// Its deck's title.
        pub deck_title: String,
        /// What it is about.
        pub topic: Topic,
        /// Its level.
        pub level: Option<Level>,
        /// Its time budget.
        pub minutes: f64,
        /// Why it is there, as in "never asked before".
        pub why: String,
    }

    /// How an interview is held.
    #[derive(Copy, Eq)]
    pub enum InterviewMode {
        /// Hints, a pause, and the key points after each answer.
        Practice,
        /// No hint, no pause, all feedback at the end.
        Pressure,
    }

    /// What to begin.
    #[serde(tag = "kind")]
    pub enum InterviewSource {
        /// An interview of a deck.
        #[serde(rename_all = "camelCase")]
        Written {
            /// `deck/interview`.
            id: String,
        },
        /// A composed one.
        #[serde(rename_all = "camelCase")]
        Composed {
            /// What was composed.
            request: ComposeInterview,
            /// Its questions' cards, as they were shown: progress may have gone on since.
            cards: Vec<String>,
        },
        /// The same questions as an earlier one.
        #[serde(rename_all = "camelCase")]
        Again {
            /// The earlier one.
            id: String,
        },
    }

    /// Begins an interview.
    pub struct BeginInterview {
        /// What to ask.
        pub source: InterviewSource,
        /// How.
        pub mode: InterviewMode,
    }
}
