//! The interview's clock: a pure state machine. It is driven by readings of the machine's clocks
//! and by what the candidate does; it never asks what time it is.
//!
//! A reading carries three clocks. The monotonic one stands still while the machine sleeps, the
//! one since boot does not, and neither is ever set back; the wall clock only tells how long the
//! machine was off. So within one boot
//!
//! `elapsed + paused + asleep = time since the start`
//!
//! whatever the wall clock does; the gap between two boots is `away`.
//!
//! Between two steps nothing is stored: [`Clock::at`] is the clock at a later reading, and a step
//! is applied to that. Replaying the steps therefore gives the very state that was shown.

use super::script::{Place, Script};

/// What a hint takes off its stage's budget.
pub const HINT_COST_MS: u64 = 30_000;
/// What an extension adds to a stage's budget.
pub const EXTENSION_MS: u64 = 120_000;
/// Nearly over: the second announcement.
const NEARLY_OVER_MS: u64 = 120_000;

/// One look at the machine's clocks, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Since 1970, UTC; may be set back and forth.
    pub wall_ms: i64,
    /// Runs while the machine is awake.
    pub monotonic_ms: i64,
    /// Runs since the machine was booted, asleep or awake.
    pub since_boot_ms: i64,
    /// Which boot it was: readings of two boots have only the wall clock in common.
    pub boot: u128,
}

/// How an interview is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Hints, a pause, and the key points after each answer.
    Practice,
    /// As in a real interview: no hint, no pause, all feedback at the end.
    Pressure,
}

/// What the clock knows of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How it is held.
    pub mode: Mode,
    /// The stages, in order; none of them without turns.
    pub stages: Vec<StagePlan>,
}

/// One stage of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePlan {
    /// Its time budget.
    pub budget_ms: u64,
    /// Whether each of its turns has a hint.
    pub hints: Vec<bool>,
}

impl Plan {
    /// The plan of a script.
    #[must_use]
    pub fn of(script: &Script, mode: Mode) -> Self {
        let stages = script.stages.iter().map(|stage| StagePlan {
            budget_ms: stage.budget_ms,
            hints: stage.turns.iter().map(|turn| turn.hint.is_some()).collect(),
        });
        Self { mode, stages: stages.collect() }
    }

    fn next(&self, place: Place) -> Option<Place> {
        let next = Place { turn: place.turn + 1, ..place };
        if next.turn < self.stages[place.stage].hints.len() {
            return Some(next);
        }
        (place.stage + 1 < self.stages.len()).then_some(Place { stage: place.stage + 1, turn: 0 })
    }

    fn previous(&self, place: Place) -> Option<Place> {
        if place.turn > 0 {
            return Some(Place { turn: place.turn - 1, ..place });
        }
        let stage = place.stage.checked_sub(1)?;
        Some(Place { stage, turn: self.stages[stage].hints.len() - 1 })
    }
}

/// What a candidate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Stops the clock; in practice only.
    Pause,
    /// Lets it go on.
    Resume,
    /// The question is answered. Practice shows its key points and waits; pressure goes on.
    Answer,
    /// Goes on after the key points.
    Next,
    /// Goes on without an answer.
    Skip,
    /// Goes back to the question before.
    Back,
    /// Asks for the hint; in practice only, once a question, at the price of [`HINT_COST_MS`].
    Hint,
    /// Adds [`EXTENSION_MS`] to the stage.
    Extend,
    /// Leaves the room: the clock waits until the candidate is back.
    Leave,
    /// Ends the interview.
    Finish,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 10] = [
        Self::Pause,
        Self::Resume,
        Self::Answer,
        Self::Next,
        Self::Skip,
        Self::Back,
        Self::Hint,
        Self::Extend,
        Self::Leave,
        Self::Finish,
    ];

    /// The word in the log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Answer => "answer",
            Self::Next => "next",
            Self::Skip => "skip",
            Self::Back => "back",
            Self::Hint => "hint",
            Self::Extend => "extend",
            Self::Leave => "leave",
            Self::Finish => "finish",
        }
    }

    /// The action that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }
}

/// One step of an interview, as the log keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Reading,
    /// What.
    pub what: StepKind,
}

/// What happened at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The candidate did something.
    Act(Action),
    /// The program is back after it had ended in mid-interview; it was last known to run then.
    Reopen {
        /// The last sign of life.
        last_alive: Reading,
    },
}

/// Whether time counts, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It counts.
    Running,
    /// Practice: the key points of the answer are shown.
    Feedback,
    /// The candidate stopped it.
    Paused,
    /// The candidate left, or the program had ended.
    Interrupted,
    /// The interview is over.
    Finished,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not reached, or not answered yet.
    #[default]
    Open,
    /// Answered.
    Answered,
    /// Passed over.
    Skipped,
}

/// One question, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TurnState {
    /// Time that counted while it was asked.
    pub elapsed_ms: u64,
    /// Whether its hint was given.
    pub hint_used: bool,
    /// What became of it.
    pub outcome: Outcome,
}

/// One stage, so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageState {
    /// Minutes that were added.
    pub extended_ms: u64,
    /// Its questions.
    pub turns: Vec<TurnState>,
}

/// Why a step does not apply; a sentence for the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// How far a budget is used up: what is announced, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// Less than half of it.
    Begun,
    /// Half of it.
    HalfTime,
    /// Two minutes are left.
    NearlyOver,
    /// All of it.
    TimeUp,
}

/// The clock of one interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    plan: Plan,
    last: Reading,
    phase: Phase,
    place: Place,
    /// The key points of the answer are shown; they are again after an interruption.
    shows_feedback: bool,
    stages: Vec<StageState>,
    paused_ms: u64,
    asleep_ms: u64,
    away_ms: u64,
}

impl Clock {
    /// A clock that starts now.
    ///
    /// # Panics
    /// For a plan without stages, or with a stage without turns.
    #[must_use]
    pub fn start(plan: Plan, at: Reading) -> Self {
        assert!(
            !plan.stages.is_empty() && plan.stages.iter().all(|stage| !stage.hints.is_empty()),
            "an interview asks something in each of its stages"
        );
        let turns = |stage: &StagePlan| vec![TurnState::default(); stage.hints.len()];
        let stages = plan.stages.iter().map(|stage| StageState { extended_ms: 0, turns: turns(stage) });
        Self {
            stages: stages.collect(),
            plan,
            last: at,
            phase: Phase::Running,
            place: Place::default(),
            shows_feedback: false,
            paused_ms: 0,
            asleep_ms: 0,
            away_ms: 0,
        }
    }

    /// The clock at a later reading.
    #[must_use]
    pub fn at(&self, now: Reading) -> Self {
        let mut clock = self.clone();
        clock.pass(now, self.phase == Phase::Running);
        clock
    }

    /// Lets time pass; `counts` says whether it is the candidate's.
    fn pass(&mut self, now: Reading, counts: bool) {
        let from = std::mem::replace(&mut self.last, now);
        if self.phase == Phase::Finished {
            return;
        }
        if now.boot != from.boot {
            self.away_ms += difference(now.wall_ms, from.wall_ms);
            return;
        }
        let passed = difference(now.since_boot_ms, from.since_boot_ms);
        // Clocks that run backwards count as standing still, and do not count twice afterwards.
        self.last.since_boot_ms = now.since_boot_ms.max(from.since_boot_ms);
        self.last.monotonic_ms = now.monotonic_ms.max(from.monotonic_ms);
        let awake = difference(now.monotonic_ms, from.monotonic_ms).min(passed);
        self.asleep_ms += passed - awake;
        if counts {
            self.turn_mut().elapsed_ms += awake;
        } else {
            self.paused_ms += awake;
        }
    }

    /// The clock after a step; the step happens at its own reading.
    ///
    /// # Errors
    /// Says why the step does not apply; the clock is as it was.
    pub fn apply(&self, step: Step) -> Result<Self, Refused> {
        match step.what {
            StepKind::Act(action) => {
                let mut clock = self.at(step.at);
                clock.act(action)?;
                Ok(clock)
            }
            StepKind::Reopen { last_alive } => {
                if self.phase == Phase::Finished {
                    return Err(Refused("The interview is over."));
                }
                let mut clock = self.at(last_alive);
                clock.pass(step.at, false);
                clock.phase = Phase::Interrupted;
                Ok(clock)
            }
        }
    }

    fn act(&mut self, action: Action) -> Result<(), Refused> {
        let is_pressure = self.plan.mode == Mode::Pressure;
        let is_asking = matches!(self.phase, Phase::Running | Phase::Paused);
        match (action, self.phase) {
            (_, Phase::Finished) => return Err(Refused("The interview is over.")),
            (Action::Pause, _) if is_pressure => return Err(Refused("Under pressure there is no pause.")),
            (Action::Pause, Phase::Running) => self.phase = Phase::Paused,
            (Action::Resume, Phase::Paused | Phase::Interrupted) => {
                self.phase = if self.shows_feedback { Phase::Feedback } else { Phase::Running };
            }
            (Action::Hint, _) if is_pressure => return Err(Refused("Under pressure there are no hints.")),
            (Action::Hint, _) if is_asking => self.give_hint()?,
            (Action::Extend, _) if is_asking => {
                self.stages[self.place.stage].extended_ms += EXTENSION_MS;
            }
            (Action::Answer, _) if is_asking => {
                self.turn_mut().outcome = Outcome::Answered;
                if is_pressure {
                    self.go_on();
                } else {
                    (self.phase, self.shows_feedback) = (Phase::Feedback, true);
                }
            }
            (Action::Next, Phase::Feedback) => self.go_on(),
            (Action::Skip, _) if is_asking => {
                if self.turn().outcome == Outcome::Open {
                    self.turn_mut().outcome = Outcome::Skipped;
                }
                self.go_on();
            }
            (Action::Back, Phase::Running | Phase::Paused | Phase::Feedback) => {
                self.place = self.plan.previous(self.place).ok_or(Refused("This is the first question."))?;
                (self.phase, self.shows_feedback) = (Phase::Running, false);
            }
            (Action::Leave, _) => self.phase = Phase::Interrupted,
            (Action::Finish, _) => self.phase = Phase::Finished,
            _ => return Err(Refused("That does not apply now.")),
        }
        Ok(())
    }

    fn go_on(&mut self) {
        self.shows_feedback = false;
        match self.plan.next(self.place) {
            Some(place) => (self.place, self.phase) = (place, Phase::Running),
            None => self.phase = Phase::Finished,
        }
    }

    fn give_hint(&mut self) -> Result<(), Refused> {
        if !self.plan.stages[self.place.stage].hints[self.place.turn] {
            return Err(Refused("This question has no hint."));
        }
        if self.turn().hint_used {
            return Err(Refused("The hint is already given."));
        }
        self.turn_mut().hint_used = true;
        Ok(())
    }

    fn turn(&self) -> &TurnState {
        &self.stages[self.place.stage].turns[self.place.turn]
    }

    fn turn_mut(&mut self) -> &mut TurnState {
        &mut self.stages[self.place.stage].turns[self.place.turn]
    }

    /// How it is held.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.plan.mode
    }

    /// Whether time counts, and why not.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The question that is asked.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The stages so far.
    #[must_use]
    pub fn stages(&self) -> &[StageState] {
        &self.stages
    }

    /// The turn at a place.
    #[must_use]
    pub fn turn_at(&self, place: Place) -> Option<&TurnState> {
        self.stages.get(place.stage)?.turns.get(place.turn)
    }

    /// The reading of the last step.
    #[must_use]
    pub fn last(&self) -> Reading {
        self.last
    }

    /// Time that counted, in all.
    #[must_use]
    pub fn elapsed_ms(&self) -> u64 {
        (0..self.stages.len()).map(|stage| self.stage_elapsed_ms(stage)).sum()
    }

    /// Time that counted in a stage.
    #[must_use]
    pub fn stage_elapsed_ms(&self, stage: usize) -> u64 {
        self.stages[stage].turns.iter().map(|turn| turn.elapsed_ms).sum()
    }

    /// A stage's budget: the plan's, more by extensions, less by hints.
    #[must_use]
    pub fn stage_budget_ms(&self, stage: usize) -> u64 {
        let StageState { extended_ms, turns } = &self.stages[stage];
        let hints = turns.iter().filter(|turn| turn.hint_used).count() as u64;
        self.plan.stages[stage].budget_ms.saturating_add(*extended_ms).saturating_sub(hints * HINT_COST_MS)
    }

    /// The budget of all stages.
    #[must_use]
    pub fn budget_ms(&self) -> u64 {
        (0..self.stages.len()).fold(0, |sum: u64, stage| sum.saturating_add(self.stage_budget_ms(stage)))
    }

    /// Time that the candidate, the key points or the closed program kept the clock waiting.
    #[must_use]
    pub fn paused_ms(&self) -> u64 {
        self.paused_ms
    }

    /// Time that the machine slept.
    #[must_use]
    pub fn asleep_ms(&self) -> u64 {
        self.asleep_ms
    }

    /// Time between two boots, as far as the wall clock tells.
    #[must_use]
    pub fn away_ms(&self) -> u64 {
        self.away_ms
    }

    /// How far the present stage's budget is used up.
    #[must_use]
    pub fn stage_milestone(&self) -> Milestone {
        milestone(self.stage_budget_ms(self.place.stage), self.stage_elapsed_ms(self.place.stage))
    }

    /// How far the whole budget is used up.
    #[must_use]
    pub fn milestone(&self) -> Milestone {
        milestone(self.budget_ms(), self.elapsed_ms())
    }

    /// How long the shell may sleep until what is shown changes: to the stage's next whole second.
    /// `None` while time does not count.
    #[must_use]
    pub fn wake_in_ms(&self) -> Option<u64> {
        let elapsed = self.stage_elapsed_ms(self.place.stage);
        (self.phase == Phase::Running).then(|| 1_000 - elapsed % 1_000)
    }
}

fn difference(later: i64, earlier: i64) -> u64 {
    u64::try_from(later.saturating_sub(earlier)).unwrap_or(0)
}

fn milestone(budget_ms: u64, elapsed_ms: u64) -> Milestone {
    let left = budget_ms.saturating_sub(elapsed_ms);
    // In a short stage "two minutes left" would come before half time.
    if left == 0 {
        Milestone::TimeUp
    } else if left <= NEARLY_OVER_MS && budget_ms >= 2 * NEARLY_OVER_MS {
        Milestone::NearlyOver
    } else if left <= budget_ms / 2 {
        Milestone::HalfTime
    } else {
        Milestone::Begun
    }
}
