//! One take: the question, its sound, what can be measured in it.

use crate::api::{
    AnswerDraft, CardLink, ExpectedAnswer, Kind, Rating, RatingPreview, TakeAssessmentView, TakeWork, wire,
};

wire! {
    /// A question that is answered aloud.
    pub struct TakeQuestion {
        /// The question (inline for a card, blocks for an interviewer's words).
        pub html: String,
        /// More of what is shown with it.
        pub statement_html: Option<String>,
        /// How it is asked.
        pub kind: Kind,
        /// Where it belongs: the deck's section, or the interview.
        pub place: String,
        /// The deck whose folder holds its pictures; may be empty.
        pub deck: String,
        /// BCP 47 language of the text.
        pub language: String,
        /// The card, where it is one's.
        pub card: Option<CardLink>,
    }

    /// Where in an interview a take was recorded.
    pub struct TakePlace {
        /// The interview.
        pub interview: String,
        /// What it was called.
        pub title: String,
        /// The stage, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
    }

    /// A take in a list.
    pub struct TakeRow {
        /// Its id.
        pub id: String,
        /// What was asked (inline).
        pub question_html: String,
        /// The card, where it is one's and a deck still holds it.
        pub card: Option<CardLink>,
        /// Where it was recorded, in an interview.
        pub interview: Option<TakePlace>,
        /// When it was begun (UTC ms).
        pub begun_at: f64,
        /// How long it is.
        pub duration_ms: f64,
        /// Its time budget.
        pub budget_ms: Option<f64>,
        /// It was said again, in half the budget.
        pub shorter: bool,
        /// Whether its sound can be played.
        pub sound: TakeSound,
        /// What is done with it in the background; null when nothing is.
        pub job: Option<TakeJob>,
        /// Size on the disk.
        pub bytes: f64,
        /// Kept by every rule.
        pub starred: bool,
        /// The learner's note.
        pub note: String,
        /// How it was predicted to have gone.
        pub predicted: Option<Rating>,
        /// The rating it was given.
        pub rating: Option<Rating>,
        /// Share of the points made, 0 to 1; null when it is not judged.
        pub coverage: Option<f64>,
        /// The same in words: "3½ of 5".
        pub coverage_words: Option<String>,
        /// Time in pauses; null until it is measured.
        pub paused_ms: Option<f64>,
    }

    /// Whether a take's sound can be played.
    #[derive(Copy, Eq)]
    pub enum TakeSound {
        /// It is being recorded.
        Recording,
        /// It is there.
        Kept,
        /// It was deleted; what was judged stays.
        Deleted,
        /// Its file is not where it was kept.
        Missing,
    }

    /// Work in the background on a take.
    pub struct TakeJob {
        /// What, in a word: "Measuring", "Compressing".
        pub what: String,
        /// How far, 0 to 1.
        pub share: f64,
    }

    /// Something about a take changed: its job went on or was done, its sound was deleted.
    pub struct TakeChanged {
        /// The take.
        pub take: String,
        /// What is done with it now.
        pub job: Option<TakeJob>,
        /// Why it could not be done.
        pub problem: Option<String>,
    }

    /// A take, whole.
    pub struct TakePage {
        /// As in a list.
        pub take: TakeRow,
        /// What was asked.
        pub question: TakeQuestion,
        /// What was expected; null until it is predicted how it went, or it is known already.
        pub expected: Option<ExpectedAnswer>,
        /// What was written during the take.
        pub written: AnswerDraft,
        /// The code that was written.
        pub code_html: Option<String>,
        /// How the code differs from the solution, line by line; empty without either.
        pub code_diff: Vec<DiffLine>,
        /// The wave, in at most 1,200 columns: the loudest of each, 0 to 255.
        pub wave: Vec<u8>,
        /// What can be measured; null until it is.
        pub measures: Option<MeasuresView>,
        /// The judgement that is under way, or the one that was made.
        pub work: TakeWork,
        /// The judgement that was made.
        pub assessment: Option<TakeAssessmentView>,
        /// What each rating would do to the card, Again first; empty when it moves no schedule.
        pub previews: Vec<RatingPreview>,
        /// Why the judgement moves no schedule; null when it does.
        pub schedule_note: Option<String>,
        /// Earlier and later takes of the same question, newest first, without this one.
        pub others: Vec<TakeRow>,
        /// What the takes in a row tell, in a sentence.
        pub progress: Option<String>,
        /// Where the file is; null when there is none.
        pub path: Option<String>,
    }

    /// A line of a comparison of code.
    pub struct DiffLine {
        /// In both, only in one's own, only in the solution.
        pub side: DiffSide,
        /// The line, without its end.
        pub text: String,
    }

    /// Where a line stands.
    #[derive(Copy, Eq)]
    pub enum DiffSide {
        /// In both.
        Both,
        /// In what was written.
        Own,
        /// In the solution.
        Solution,
    }

    /// What can be measured in a take. Times count from the beginning of the file.
    pub struct MeasuresView {
        /// Where the first word begins; null when nobody spoke.
        pub first_word_ms: Option<f64>,
        /// Where the last word ends.
        pub last_word_ms: Option<f64>,
        /// The silences between words, in order.
        pub pauses: Vec<PauseView>,
        /// The measures, each with what it means and how sure it is.
        pub facts: Vec<MeasureFact>,
    }

    /// A silence.
    pub struct PauseView {
        /// Where it begins.
        pub from_ms: f64,
        /// Where it ends.
        pub to_ms: f64,
    }

    /// One measure, in words.
    pub struct MeasureFact {
        /// What is measured: "First word".
        pub name: String,
        /// Its value: "after 2.1 s".
        pub value: String,
        /// How sure it is: "give or take 0.2 s"; null where nothing is to be said.
        pub range: Option<String>,
        /// What it means, in plain words.
        pub meaning: String,
    }
}
