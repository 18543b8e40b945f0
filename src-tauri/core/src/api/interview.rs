//! Mock interviews: what there is to choose, the interview that runs, its report.

use super::{CardLink, Level, Notice, PointTick, PointView, Rating, wire};

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
