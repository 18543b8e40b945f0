//! What became of interviews: the history, and the report of one.

use crate::api::{AnswerDraft, AssessmentView, CardLink, ExpectedAnswer, InterviewMode, wire};

wire! {
    /// All interviews, newest first.
    pub struct InterviewHistory {
        /// Those that were not deleted.
        pub items: Vec<PastInterview>,
    }

    /// An interview in the history.
    pub struct PastInterview {
        /// Its id.
        pub id: String,
        /// What it was called.
        pub title: String,
        /// Interviews of the same kind share it: they can be compared.
        pub kind: String,
        /// Composed from cards, not written by an author.
        pub composed: bool,
        /// When it was begun (UTC ms).
        pub begun_at: f64,
        /// How it was held.
        pub mode: InterviewMode,
        /// Whether it is over.
        pub finished: bool,
        /// Time that counted.
        pub spent_ms: f64,
        /// Its budget.
        pub budget_ms: f64,
        /// Questions that can be judged.
        pub questions: u32,
        /// Questions that were.
        pub assessed: u32,
        /// Share of key points made, 0 to 1; null when nothing is assessed.
        pub coverage: Option<f64>,
        /// The same in words: "11½ of 16".
        pub coverage_words: Option<String>,
        /// The verdict.
        pub verdict: Option<String>,
    }

    /// The report of an interview.
    pub struct InterviewReport {
        /// The interview, as in the history.
        pub about: PastInterview,
        /// The role that it was for.
        pub role: String,
        /// Who asked.
        pub interviewer: String,
        /// Where and why.
        pub setting_html: String,
        /// What it was meant to find out.
        pub assesses: Vec<String>,
        /// BCP 47 language of the texts.
        pub language: String,
        /// What the report found, in a sentence.
        pub headline: String,
        /// Why the verdict, or what is missing for one.
        pub reasons: Vec<String>,
        /// The three things to work on, the weightiest first.
        pub work_on: Vec<WorkOn>,
        /// The axes that apply.
        pub axes: Vec<AxisView>,
        /// Red flags of the whole interview.
        pub red_flags: Vec<FlagView>,
        /// The stages, in order.
        pub stages: Vec<ReportStage>,
        /// The questions, in order.
        pub turns: Vec<ReportTurn>,
        /// The clock waited.
        pub paused_ms: f64,
        /// The machine slept.
        pub asleep_ms: f64,
        /// The machine was off.
        pub away_ms: f64,
        /// Earlier interviews of the same kind, newest first.
        pub earlier: Vec<PastInterview>,
        /// How it compares with the one before, in a sentence.
        pub comparison: Option<String>,
    }

    /// One thing to work on.
    pub struct WorkOn {
        /// What to do (inline).
        pub title_html: String,
        /// Where it showed (inline).
        pub reason_html: String,
        /// The stage where it showed, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
        /// The cards that train it; a review of them can be started.
        pub cards: Vec<CardLink>,
    }

    /// One axis of the rubric.
    pub struct AxisView {
        /// Its name in commands.
        pub axis: String,
        /// Its name on screen.
        pub title: String,
        /// The band that was given.
        pub band: Option<Band>,
        /// The band that the ticks suggest.
        pub proposed: Option<Band>,
        /// Why.
        pub proposed_reason: Option<String>,
        /// The four bands, lowest first.
        pub bands: Vec<BandView>,
    }

    /// How it went on one axis.
    #[derive(Copy, Eq)]
    pub enum Band {
        /// Would stop an offer by itself.
        NotYet,
        /// Under what the role asks.
        Below,
        /// What the role asks.
        AtTheBar,
        /// More than the role asks.
        Above,
    }

    /// A band with its signs.
    pub struct BandView {
        /// The band.
        pub band: Band,
        /// Its name on screen.
        pub title: String,
        /// What can be observed in it.
        pub signs: Vec<String>,
    }

    /// A red flag of the whole interview.
    pub struct FlagView {
        /// The author's Markdown.
        pub text: String,
        /// The same, rendered (inline).
        pub html: String,
        /// Whether it was shown.
        pub shown: bool,
    }

    /// A stage in a report.
    pub struct ReportStage {
        /// What it is called (inline).
        pub title_html: String,
        /// Its budget.
        pub budget_ms: f64,
        /// Time that counted.
        pub spent_ms: f64,
        /// Why a composed interview asked it.
        pub why: Option<String>,
    }

    /// A question in a report: what was said beside what was expected.
    pub struct ReportTurn {
        /// The stage, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
        /// The interviewer's words.
        pub says_html: String,
        /// What was shown with them.
        pub statement_html: Option<String>,
        /// Reached, answered or passed over.
        pub outcome: Outcome,
        /// Time that counted.
        pub spent_ms: f64,
        /// Whether the hint was given.
        pub hint_used: bool,
        /// What was written.
        pub draft: AnswerDraft,
        /// The code that was written.
        pub code_html: Option<String>,
        /// What was expected.
        pub expected: ExpectedAnswer,
        /// The card whose schedule it moves.
        pub card: Option<CardLink>,
        /// How it was judged.
        pub assessment: Option<AssessmentView>,
    }

    /// What became of a question.
    #[derive(Copy, Eq)]
    pub enum Outcome {
        /// Not answered.
        Open,
        /// Answered.
        Answered,
        /// Passed over.
        Skipped,
    }

    /// Gives a band on an axis, or takes it back.
    pub struct SetBand {
        /// The interview.
        pub interview: String,
        /// The axis.
        pub axis: String,
        /// The band; null takes it back.
        pub band: Option<Band>,
    }

    /// Says which red flags of the whole interview were shown.
    pub struct SetRedFlags {
        /// The interview.
        pub interview: String,
        /// Their texts.
        pub shown: Vec<String>,
    }

    /// The form of an exported report.
    #[derive(Copy, Eq)]
    pub enum ReportFormat {
        /// Markdown.
        Markdown,
        /// One HTML file.
        Html,
        /// All that the report holds, for scripts.
        Json,
    }
}
