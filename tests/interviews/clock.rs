//! The interview's clock, whatever the candidate and the machine do.

use proptest::prelude::*;
use rehearse_core::domain::interview::clock::{
    Action, Clock, EXTENSION_MS, HINT_COST_MS, Milestone, Mode, Outcome, Phase, Plan, Reading, Step, StepKind,
};
use rehearse_core::domain::interview::log::{Begun, Entry, Interview, Logged};
use rehearse_core::domain::interview::script::{Place, Script, Stage, Turn};
use uuid::Uuid;

use super::machine::Machine;
use crate::support::{cases, moment};

/// Six questions in three stages; the second and the last without a hint.
fn script() -> Script {
    let turn = |hint: bool| Turn { hint: hint.then(|| "A hint.".to_owned()), ..Turn::default() };
    let stage = |budget_ms, hints: &[bool]| Stage {
        budget_ms,
        turns: hints.iter().map(|hint| turn(*hint)).collect(),
        ..Stage::default()
    };
    let stages =
        vec![stage(300_000, &[true, false]), stage(120_000, &[true]), stage(600_000, &[true, true, false])];
    Script { stages, ..Script::default() }
}

fn plan(mode: Mode) -> Plan {
    Plan::of(&script(), mode)
}

/// What the log makes of a beginning and the steps after it.
fn folded(mode: Mode, at: Reading, steps: &[Step]) -> Clock {
    let begun = Begun { kind: "d/talk".to_owned(), is_composed: false, mode, script: script(), at };
    let entries = steps.iter().map(|step| Entry::Stepped(*step));
    let logged = |(number, entry)| Logged {
        event: Uuid::from_u128(number),
        at: moment("2026-11-21T09:00:00+01:00"),
        is_void: false,
        entry,
    };
    let all = std::iter::once(Entry::Begun(Box::new(begun))).chain(entries);
    Interview::fold((1..).zip(all).map(logged).collect()).expect("it was begun").clock
}

/// An interview on a machine: what happens to it is kept as the log would.
struct Run {
    machine: Machine,
    clock: Clock,
    steps: Vec<Step>,
    started: Reading,
    beat: Reading,
    /// Time that the machine saw since the start, by boots; what a crash lost aside.
    seen_ms: u64,
    seen_to: Reading,
}

impl Run {
    fn new(mode: Mode) -> Self {
        let machine = Machine::new();
        let now = machine.now();
        let clock = Clock::start(plan(mode), now);
        Self { machine, clock, steps: Vec::new(), started: now, beat: now, seen_ms: 0, seen_to: now }
    }

    /// Counts the time up to a reading, if it is of the same boot.
    fn see(&mut self, to: Reading) {
        if self.clock.phase() != Phase::Finished && to.boot == self.seen_to.boot {
            self.seen_ms += u64::try_from(to.since_boot_ms - self.seen_to.since_boot_ms).unwrap();
        }
        self.seen_to = to;
    }

    fn step(&mut self, step: Step) -> bool {
        match self.clock.apply(step) {
            Ok(clock) => {
                self.see(step.at);
                self.clock = clock;
                self.steps.push(step);
                self.beat = step.at;
                true
            }
            Err(_) => false,
        }
    }

    fn act(&mut self, action: Action) -> bool {
        let at = self.machine.now();
        self.step(Step { at, what: StepKind::Act(action) })
    }

    /// Awake for so long, with a sign of life each second.
    fn run(&mut self, ms: i64) {
        let mut left = ms;
        while left > 0 {
            let step = left.min(1_000);
            self.machine.run_ms(step);
            if step == 1_000 && self.clock.phase() == Phase::Running {
                self.beat = self.machine.now();
            }
            left -= step;
        }
    }

    /// The program is killed, and opened again at once or after a reboot.
    fn crash(&mut self, reboot_ms: Option<i64>) {
        if self.clock.phase() == Phase::Finished {
            return;
        }
        let last_alive = self.beat;
        let lost = self.clock.at(self.machine.now()).elapsed_ms();
        if let Some(off_ms) = reboot_ms {
            self.see(last_alive);
            self.machine.reboot(off_ms);
        }
        let at = self.machine.now();
        assert!(self.step(Step { at, what: StepKind::Reopen { last_alive } }));
        let kept = self.clock.elapsed_ms();
        assert!(
            lost - kept <= 1_000 + 999,
            "a crash loses the time since the last sign of life: {lost} {kept}"
        );
    }

    fn now(&self) -> Clock {
        self.clock.at(self.machine.now())
    }

    /// Elapsed, paused and asleep, together the time since the start.
    fn assert_time_is_all_there(&self) {
        let clock = self.now();
        let mut seen = self.seen_ms;
        let now = self.machine.now();
        if self.clock.phase() != Phase::Finished {
            seen += u64::try_from(now.since_boot_ms - self.seen_to.since_boot_ms).unwrap();
        }
        assert_eq!(clock.elapsed_ms() + clock.paused_ms() + clock.asleep_ms(), seen);
    }
}

#[derive(Clone, Debug)]
enum Happening {
    Act(Action),
    Run(i64),
    Sleep(i64),
    SetWall(i64),
    Crash,
    Reboot(i64),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => prop::sample::select(Action::ALL.to_vec()).prop_map(Happening::Act),
        6 => (1_i64..400_000).prop_map(Happening::Run),
        2 => (1_i64..40_000_000).prop_map(Happening::Sleep),
        2 => (-90_000_000_i64..90_000_000).prop_map(Happening::SetWall),
        1 => Just(Happening::Crash),
        1 => (0_i64..90_000_000).prop_map(Happening::Reboot),
    ]
}

/// Finishing at once would leave little to see: it is rare in what is tried.
fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let rarely_over = |list: Vec<Happening>| {
        let is_end = |h: &Happening| matches!(h, Happening::Act(Action::Finish));
        let last = list.len().saturating_sub(3);
        list.into_iter().enumerate().filter(|(i, h)| *i >= last || !is_end(h)).map(|(_, h)| h).collect()
    };
    prop::collection::vec(happening(), 1..60).prop_map(rarely_over)
}

fn play(run: &mut Run, happening: &Happening) {
    match happening {
        Happening::Act(action) => drop(run.act(*action)),
        Happening::Run(ms) => run.run(*ms),
        Happening::Sleep(ms) => drop(run.machine.sleep_ms(*ms)),
        Happening::SetWall(by) => run.machine.set_wall(*by),
        Happening::Crash => run.crash(None),
        Happening::Reboot(off) => run.crash(Some(*off)),
    }
}

fn outcomes(clock: &Clock) -> Vec<Outcome> {
    clock.stages().iter().flat_map(|stage| stage.turns.iter().map(|turn| turn.outcome)).collect()
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn all_time_since_the_start_is_elapsed_paused_or_asleep(
        pressure in any::<bool>(),
        list in happenings(),
    ) {
        let mut run = Run::new(if pressure { Mode::Pressure } else { Mode::Practice });
        for happening in &list {
            play(&mut run, happening);
            run.assert_time_is_all_there();
        }
    }

    #[test]
    fn the_stored_steps_give_the_same_state(pressure in any::<bool>(), list in happenings()) {
        let mode = if pressure { Mode::Pressure } else { Mode::Practice };
        let mut run = Run::new(mode);
        for happening in &list {
            play(&mut run, happening);
        }
        let folded = folded(mode, run.started, &run.steps);
        prop_assert_eq!(&folded, &run.clock);
        prop_assert_eq!(folded.at(run.machine.now()), run.now());
    }

    #[test]
    fn no_answer_is_ever_lost_and_time_never_runs_back(list in happenings()) {
        let mut run = Run::new(Mode::Practice);
        let mut answered = outcomes(&run.clock);
        for happening in &list {
            let before = run.now();
            play(&mut run, happening);
            let after = run.now();
            for (was, is) in answered.iter().zip(outcomes(&after)) {
                prop_assert!(*was != Outcome::Answered || is == Outcome::Answered);
            }
            answered = outcomes(&after);
            let is_crash = matches!(happening, Happening::Crash | Happening::Reboot(_));
            prop_assert!(is_crash || after.elapsed_ms() >= before.elapsed_ms());
            prop_assert!(is_crash || after.paused_ms() >= before.paused_ms());
            prop_assert!(after.asleep_ms() >= before.asleep_ms() || is_crash);
            prop_assert!(after.away_ms() >= before.away_ms());
        }
    }

    #[test]
    fn the_wall_clock_changes_nothing_within_a_boot(list in happenings()) {
        let mut steady = Run::new(Mode::Practice);
        let mut shaken = Run::new(Mode::Practice);
        for happening in &list {
            if let Happening::SetWall(_) | Happening::Reboot(_) = happening {
                shaken.machine.set_wall(-7_200_000);
                continue;
            }
            play(&mut steady, happening);
            play(&mut shaken, happening);
        }
        let (steady, shaken) = (steady.now(), shaken.now());
        prop_assert_eq!(steady.stages(), shaken.stages());
        prop_assert_eq!(steady.place(), shaken.place());
        prop_assert_eq!(
            (steady.paused_ms(), steady.asleep_ms(), steady.away_ms()),
            (shaken.paused_ms(), shaken.asleep_ms(), shaken.away_ms())
        );
    }

    #[test]
    fn under_pressure_there_is_no_hint_and_no_pause(list in happenings()) {
        let mut run = Run::new(Mode::Pressure);
        for happening in &list {
            play(&mut run, happening);
            prop_assert!(!matches!(run.clock.phase(), Phase::Paused | Phase::Feedback));
            let hints = run.clock.stages().iter().flat_map(|stage| &stage.turns).filter(|turn| turn.hint_used);
            prop_assert_eq!(hints.count(), 0);
        }
    }
}

#[test]
fn the_shown_second_is_true_over_ninety_minutes() {
    let mut run = Run::new(Mode::Pressure);
    let begin = run.machine.now();
    let mut shown = 0;
    // The shell wakes when it is told to, and up to 20 ms late.
    while run.machine.now().since_boot_ms - begin.since_boot_ms < 90 * 60_000 {
        let wait = run.now().wake_in_ms().unwrap();
        run.machine.run_ms(i64::try_from(wait).unwrap() + shown % 21);
        let elapsed = run.now().elapsed_ms();
        let truth = u64::try_from(run.machine.now().since_boot_ms - begin.since_boot_ms).unwrap();
        assert_eq!(elapsed, truth);
        assert!(elapsed % 1_000 <= 20, "it wakes as a second begins, not {} ms into it", elapsed % 1_000);
        shown += 1;
    }
    assert_eq!(shown, 90 * 60);
}

#[test]
fn a_hint_costs_half_a_minute_of_the_stage_once() {
    let mut run = Run::new(Mode::Practice);
    assert!(run.act(Action::Hint));
    assert!(!run.act(Action::Hint), "the hint is given once");
    assert_eq!(run.now().stage_budget_ms(0), 300_000 - HINT_COST_MS);
    assert_eq!(run.now().budget_ms(), 1_020_000 - HINT_COST_MS);
    run.act(Action::Skip);
    assert!(!run.act(Action::Hint), "the second question has none");
}

#[test]
fn an_extension_gives_two_minutes_to_the_stage() {
    let mut run = Run::new(Mode::Practice);
    assert!(run.act(Action::Extend));
    assert_eq!(run.now().stage_budget_ms(0), 300_000 + EXTENSION_MS);
    assert_eq!(run.now().stage_budget_ms(1), 120_000);
}

#[test]
fn practice_waits_after_an_answer_and_pressure_goes_on() {
    let mut practice = Run::new(Mode::Practice);
    practice.run(5_000);
    assert!(practice.act(Action::Answer));
    practice.run(60_000);
    assert_eq!((practice.now().phase(), practice.now().elapsed_ms()), (Phase::Feedback, 5_000));
    assert!(practice.act(Action::Next));
    assert_eq!(practice.now().place(), Place { stage: 0, turn: 1 });

    let mut pressure = Run::new(Mode::Pressure);
    assert!(pressure.act(Action::Answer));
    assert_eq!(
        (pressure.now().phase(), pressure.now().place()),
        (Phase::Running, Place { stage: 0, turn: 1 })
    );
}

#[test]
fn back_leads_to_the_question_before_over_a_stage() {
    let mut run = Run::new(Mode::Pressure);
    assert!(!run.act(Action::Back), "there is none before the first");
    run.act(Action::Skip);
    run.act(Action::Skip);
    assert_eq!(run.now().place(), Place { stage: 1, turn: 0 });
    assert!(run.act(Action::Back));
    assert_eq!(run.now().place(), Place { stage: 0, turn: 1 });
    run.run(7_000);
    assert_eq!(run.now().stage_elapsed_ms(0), 7_000, "time counts where the candidate is");
    assert!(run.act(Action::Answer));
    assert_eq!(run.now().turn_at(Place { stage: 0, turn: 1 }).unwrap().outcome, Outcome::Answered);
}

#[test]
fn the_last_answer_ends_it_and_nothing_counts_after() {
    let mut run = Run::new(Mode::Pressure);
    run.run(10_000);
    for _ in 0..6 {
        assert!(run.act(Action::Answer));
    }
    run.run(50_000);
    assert_eq!((run.now().phase(), run.now().elapsed_ms()), (Phase::Finished, 10_000));
    assert!(Action::ALL.into_iter().all(|action| !run.act(action)), "it is over");
}

#[test]
fn budgets_are_announced_at_half_time_two_minutes_and_the_end() {
    let mut run = Run::new(Mode::Pressure);
    let mut heard = vec![(0, run.now().stage_milestone())];
    for second in 1..=320 {
        run.run(1_000);
        let milestone = run.now().stage_milestone();
        if heard.last().unwrap().1 != milestone {
            heard.push((second, milestone));
        }
    }
    assert_eq!(
        heard,
        [
            (0, Milestone::Begun),
            (150, Milestone::HalfTime),
            (180, Milestone::NearlyOver),
            (300, Milestone::TimeUp)
        ]
    );
    run.act(Action::Skip);
    run.act(Action::Skip);
    run.run(60_000);
    assert_eq!(run.now().stage_milestone(), Milestone::HalfTime);
    run.run(59_000);
    assert_eq!(run.now().stage_milestone(), Milestone::HalfTime, "a stage of two minutes has no last two");
}

#[test]
fn a_night_asleep_counts_for_nothing() {
    let mut run = Run::new(Mode::Practice);
    run.run(30_000);
    run.machine.sleep_ms(8 * 3_600_000);
    run.run(10_000);
    assert_eq!((run.now().elapsed_ms(), run.now().asleep_ms()), (40_000, 8 * 3_600_000));
}

#[test]
fn a_reboot_is_time_away_and_never_negative() {
    let mut run = Run::new(Mode::Practice);
    run.run(30_000);
    run.crash(Some(600_000));
    assert_eq!((run.now().elapsed_ms(), run.now().away_ms()), (30_000, 600_000));
    run.act(Action::Resume);
    run.run(5_000);
    run.machine.set_wall(-999_000_000);
    run.crash(Some(0));
    assert_eq!((run.now().elapsed_ms(), run.now().away_ms()), (35_000, 600_000));
    assert_eq!(run.now().phase(), Phase::Interrupted);
}
