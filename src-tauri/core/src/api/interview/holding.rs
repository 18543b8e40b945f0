//! The interview that runs: what is asked, written, expected and judged; its clock.

use crate::api::{CardLink, InterviewMode, PointTick, PointView, Rating, wire};

wire! {
    /// What the candidate does.
    #[derive(Copy, Eq)]
    pub enum InterviewAction {
        /// Stops the clock.
        Pause,
        /// Lets it go on, after a pause or after having left.
        Resume,
        /// The question is answered.
        Answer,
        /// Goes on after the key points.
        Next,
        /// Goes on without an answer.
        Skip,
        /// Goes back to the question before.
        Back,
        /// Asks for the hint.
        Hint,
        /// Adds two minutes to the stage.
        Extend,
        /// Leaves; the clock waits.
        Leave,
        /// Ends the interview.
        Finish,
    }

    /// Whether time counts, and why not.
    #[derive(Copy, Eq)]
    pub enum InterviewPhase {
        /// It counts.
        Running,
        /// Practice: the key points of the answer are shown; the clock waits.
        Feedback,
        /// The candidate stopped it.
        Paused,
        /// The candidate left, or the program had ended.
        Interrupted,
        /// The interview is over.
        Finished,
    }

    /// The interview that runs, all that its screen shows.
    pub struct InterviewView {
        /// Its id.
        pub id: String,
        /// What it is called.
        pub title: String,
        /// Who asks, and in what manner.
        pub interviewer: String,
        /// BCP 47 language of the texts.
        pub language: String,
        /// How it is held.
        pub mode: InterviewMode,
        /// Whether time counts.
        pub phase: InterviewPhase,
        /// The stages.
        pub stages: Vec<LiveStage>,
        /// The stage that runs, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
        /// The question's number in the interview, from 1.
        pub question: u32,
        /// Questions in the interview.
        pub questions: u32,
        /// The stage's earlier turns.
        pub said: Vec<SaidTurn>,
        /// What is asked now.
        pub asked: AskedTurn,
        /// What was written so far.
        pub draft: AnswerDraft,
        /// Practice, after the answer: what was expected.
        pub expected: Option<ExpectedAnswer>,
        /// The assessment of this answer, where there is one.
        pub assessment: Option<AssessmentView>,
        /// The next stage's title (inline).
        pub next_stage_html: Option<String>,
        /// The clock.
        pub clock: ClockView,
        /// What happened while the candidate was away, in a sentence: the machine slept, the program ended.
        pub notice: Option<String>,
        /// Seconds that a hint takes off the stage.
        pub hint_cost_seconds: u32,
        /// Minutes that an extension adds.
        pub extension_minutes: u32,
    }

    /// A stage of the interview that runs.
    pub struct LiveStage {
        /// What it is called (inline).
        pub title_html: String,
        /// Its questions.
        pub turns: u32,
    }

    /// A turn that is over.
    pub struct SaidTurn {
        /// The interviewer's words.
        pub says_html: String,
        /// Passed over.
        pub skipped: bool,
        /// Time that counted.
        pub spent_ms: f64,
        /// Words in the notes.
        pub note_words: u32,
        /// Lines of code.
        pub code_lines: u32,
    }

    /// What is asked.
    pub struct AskedTurn {
        /// The interviewer's words.
        pub says_html: String,
        /// The same as plain text, to be read aloud.
        pub says_text: String,
        /// What is shown with them.
        pub statement_html: Option<String>,
        /// Multiple choice, in the order to show.
        pub choices: Vec<AskedChoice>,
        /// Whether more than one choice is right.
        pub several_right: bool,
        /// Whether there is a hint to ask for: never under pressure.
        pub has_hint: bool,
        /// The hint, once it was asked for.
        pub hint_html: Option<String>,
        /// Whether code is expected: the editor opens with the question.
        pub wants_code: bool,
        /// The deck whose folder holds the texts' pictures; may be empty.
        pub deck: String,
    }

    /// A choice, without whether it is right.
    pub struct AskedChoice {
        /// Place in the author's list, from 0.
        pub index: u32,
        /// The choice (inline).
        pub html: String,
    }

    /// What a candidate writes.
    pub struct AnswerDraft {
        /// Plain notes.
        pub notes: String,
        /// Code.
        pub code: String,
        /// The code's language.
        pub language: String,
        /// The choices taken, by the author's index.
        pub chosen: Vec<u32>,
    }

    /// Keeps what was written; durable when it returns.
    pub struct SaveAnswer {
        /// The interview.
        pub interview: String,
        /// The stage, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
        /// What was written.
        pub draft: AnswerDraft,
    }

    /// What a good answer holds.
    pub struct ExpectedAnswer {
        /// A strong answer.
        pub answer_html: Option<String>,
        /// A solution.
        pub solution_html: Option<String>,
        /// The tests that it passes.
        pub tests_html: Option<String>,
        /// Judged one by one.
        pub key_points: Vec<PointView>,
        /// Ticked when made.
        pub common_mistakes: Vec<PointView>,
        /// Ticked when shown.
        pub red_flags: Vec<PointView>,
        /// Multiple choice, in the author's order.
        pub choices: Vec<ExpectedChoice>,
        /// What the question is meant to find out.
        pub assessed_html: Option<String>,
        /// What the interviewer may ask on (inline).
        pub probes_html: Vec<String>,
        /// Errata and sources.
        pub notes_html: Option<String>,
        /// Cards about it.
        pub cards: Vec<CardLink>,
    }

    /// A choice with whether it is right.
    pub struct ExpectedChoice {
        /// The choice (inline).
        pub html: String,
        /// Whether it is right.
        pub correct: bool,
        /// Whether the candidate took it.
        pub taken: bool,
        /// Why it is right or wrong.
        pub reason_html: Option<String>,
    }

    /// Judges an answer; a later judgement of the same answer takes its place.
    pub struct AssessAnswer {
        /// The interview.
        pub interview: String,
        /// The stage, from 0.
        pub stage: u32,
        /// The question in the stage, from 0.
        pub turn: u32,
        /// The key points, every one of them; empty for a multiple choice.
        pub points: Vec<PointTick>,
        /// The common mistakes made, by their text.
        pub mistakes: Vec<String>,
        /// The red flags shown, by their text.
        pub red_flags: Vec<String>,
    }

    /// A judgement.
    pub struct AssessmentView {
        /// The key points.
        pub points: Vec<PointTick>,
        /// The common mistakes made.
        pub mistakes: Vec<String>,
        /// The red flags shown.
        pub red_flags: Vec<String>,
        /// What the ticks amount to.
        pub rating: Option<Rating>,
        /// Why.
        pub reason: Option<String>,
        /// It moved the schedule of the question's card.
        pub moved_card: bool,
    }

    /// The interview's clock. Times are in milliseconds and were true when it was sent.
    pub struct ClockView {
        /// The interview.
        pub interview: String,
        /// Whether time counts.
        pub running: bool,
        /// The stage that runs, from 0.
        pub stage: u32,
        /// Each stage's budget, with extensions and hints.
        pub budgets_ms: Vec<f64>,
        /// Time that counted in each stage.
        pub spent_ms: Vec<f64>,
        /// How far the stage's budget is used up.
        pub stage_milestone: Milestone,
        /// How far the whole budget is used up.
        pub milestone: Milestone,
        /// The clock waited.
        pub paused_ms: f64,
        /// The machine slept.
        pub asleep_ms: f64,
        /// The machine was off, as far as the wall clock tells.
        pub away_ms: f64,
    }

    /// How far a budget is used up: what is announced.
    #[derive(Copy, Eq)]
    pub enum Milestone {
        /// Less than half.
        Begun,
        /// Half of it.
        HalfTime,
        /// Two minutes are left.
        NearlyOver,
        /// All of it.
        TimeUp,
    }
}
