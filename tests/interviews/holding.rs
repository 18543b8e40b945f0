//! Holding an interview through the program without its window.

use rehearse_core::api::{
    AnswerDraft, BeginInterview, ComposeInterview, Desk, InterviewAction as Act, InterviewMode as Mode,
    InterviewPhase as Phase, InterviewSource, InterviewView, SaveAnswer,
};

use super::machine::Machine;
use crate::support::{World, many, refused};

/// Two stages, the second asks a card; a hint, a red flag, key points.
pub(crate) const INTERVIEW: &str = r#"+++
kind = "interview"
id = "talk"
title = "A short talk"
minutes = 8
role = "Developer"
interviewer = "Ms Okafor, who lets you finish"
setting = "By phone."
assesses = ["talking"]
red_flags = ["Never asked a question"]
+++

## Opening {#opening minutes=3}

> Who are **you**?

### Hint
Begin with the newest job.

### Strong answer
I build services.

### Key points
- Says the role.
- Says a figure.

### Common mistakes
- Starts at school.

### Red flags
- Cannot say what they did.

### Notes
See [the card](card:d/q0).

> And why here?

### Strong answer
Because of the product.

### Key points
- Names the product.

## The card {#the-card minutes=5 ask=d/q1}
"#;

/// The cards of the deck `d`; the first two with key points.
pub(crate) fn cards() -> String {
    let with_points = |slug: &str| {
        format!(
            "## What is {slug}? {{#{slug}}}\n\nIt is {slug}.\n\n### Hint\nThink.\n\n### Key points\n- One.\n- Two.\n\n"
        )
    };
    with_points("q0") + &with_points("q1") + &many("x", 20)
}

pub(crate) struct Room {
    pub(crate) desk: Desk,
    pub(crate) world: World,
    pub(crate) machine: Machine,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::of(&[("d/01.md", &cards()), ("d/talk.md", INTERVIEW)])
    }

    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut world = World::new(files);
        Self { desk: world.desk(), world, machine: Machine::new() }
    }

    pub(crate) fn begin(&mut self, mode: Mode) -> InterviewView {
        self.begin_from(InterviewSource::Written { id: "d/talk".to_owned() }, mode)
    }

    pub(crate) fn begin_from(&mut self, source: InterviewSource, mode: Mode) -> InterviewView {
        let stamp = self.world.stamp();
        self.desk.begin_interview(BeginInterview { source, mode }, stamp, self.machine.now()).unwrap()
    }

    pub(crate) fn run_secs(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.machine.run_secs(1);
            self.desk.keep_heartbeat(self.machine.now()).unwrap();
        }
        self.world.later_secs(seconds);
    }

    pub(crate) fn act(&mut self, action: Act) -> InterviewView {
        let stamp = self.world.stamp();
        self.desk.act_on_interview(action, stamp, self.machine.now()).unwrap()
    }

    pub(crate) fn current(&mut self) -> Option<InterviewView> {
        let stamp = self.world.stamp();
        self.desk.current_interview(stamp, self.machine.now()).unwrap()
    }

    pub(crate) fn write(&mut self, view: &InterviewView, notes: &str, code: &str) {
        let draft = AnswerDraft {
            notes: notes.to_owned(),
            code: code.to_owned(),
            language: "python".to_owned(),
            chosen: Vec::new(),
        };
        let request = SaveAnswer { interview: view.id.clone(), stage: view.stage, turn: view.turn, draft };
        self.desk.save_answer(request).unwrap();
    }

    /// The program is killed and opened again.
    pub(crate) fn killed(self) -> Self {
        let Self { desk, mut world, machine } = self;
        drop(desk);
        Self { desk: world.desk(), world, machine }
    }
}

#[test]
fn a_written_interview_is_offered_with_its_stages() {
    let room = Room::new();
    let offered = room.desk.interviews().unwrap();
    let talk = &offered.written[0];
    assert_eq!((talk.id.as_str(), talk.title.as_str(), talk.minutes), ("d/talk", "A short talk", 8.0));
    let stages: Vec<_> = talk.stages.iter().map(|stage| (stage.title_html.as_str(), stage.minutes)).collect();
    assert_eq!(stages, [("Opening", 3.0), ("The card", 5.0)]);
    assert!(offered.unfinished.is_none() && offered.notices.is_empty());
}

#[test]
fn it_asks_turn_by_turn_and_ends_after_the_last() {
    let mut room = Room::new();
    let view = room.begin(Mode::Practice);
    assert_eq!(view.asked.says_html.trim(), "<p>Who are <strong>you</strong>?</p>");
    assert_eq!((view.question, view.questions), (1, 3));
    room.run_secs(20);
    let view = room.act(Act::Answer);
    assert_eq!(view.phase, Phase::Feedback);
    let expected = view.expected.expect("practice shows what was expected");
    assert_eq!(expected.key_points.len(), 2);
    assert_eq!(expected.cards[0].id, "d/q0", "the card that the notes name trains it");
    let view = room.act(Act::Next);
    assert_eq!((view.said.len(), view.asked.says_text.trim()), (1, "And why here?"));
    assert_eq!(view.next_stage_html.as_deref(), Some("The card"));
    room.act(Act::Skip);
    let view = room.act(Act::Back);
    assert_eq!(view.question, 2);
    let view = room.act(Act::Skip);
    assert_eq!(view.asked.says_text.trim(), "What is q1?", "the card is asked in its own words");
    room.act(Act::Answer);
    let view = room.act(Act::Next);
    assert_eq!(view.phase, Phase::Finished);
    assert!(room.desk.interviews().unwrap().unfinished.is_none());
}

#[test]
fn pressure_shows_no_hint_and_no_key_point() {
    let mut room = Room::new();
    let mut view = room.begin(Mode::Pressure);
    while view.phase != Phase::Finished {
        assert!(!view.asked.has_hint && view.asked.hint_html.is_none() && view.expected.is_none());
        let stamp = room.world.stamp();
        let now = room.machine.now();
        assert!(room.desk.act_on_interview(Act::Hint, stamp, now).is_err());
        assert!(room.desk.act_on_interview(Act::Pause, stamp, now).is_err());
        view = room.act(Act::Answer);
    }
}

#[test]
fn a_hint_is_given_when_asked_for() {
    let mut room = Room::new();
    let view = room.begin(Mode::Practice);
    assert!(view.asked.has_hint && view.asked.hint_html.is_none());
    let view = room.act(Act::Hint);
    assert!(view.asked.hint_html.unwrap().contains("newest job"));
    assert_eq!(view.clock.budgets_ms, [150_000.0, 300_000.0]);
}

#[test]
fn what_was_typed_is_there_after_a_kill() {
    let mut room = Room::new();
    let view = room.begin(Mode::Practice);
    room.run_secs(70);
    room.write(&view, "first, the role", "x = 1\n");
    let mut room = room.killed();
    let waiting = room.desk.interviews().unwrap().unfinished.expect("it waits");
    assert_eq!((waiting.title.as_str(), waiting.stage.as_str()), ("A short talk", "Opening"));
    let view = room.current().unwrap();
    assert_eq!(view.phase, Phase::Interrupted);
    assert!(view.notice.is_some());
    assert_eq!((view.draft.notes.as_str(), view.draft.code.as_str()), ("first, the role", "x = 1\n"));
    assert_eq!(view.clock.spent_ms, [70_000.0, 0.0], "the last sign of life was at seventy seconds");
    room.machine.run_secs(500);
    let view = room.act(Act::Resume);
    assert_eq!((view.phase, view.clock.spent_ms[0]), (Phase::Running, 70_000.0));
    assert_eq!(view.clock.paused_ms, 500_000.0);
}

#[test]
fn at_most_a_second_is_lost_when_the_program_is_killed() {
    let mut room = Room::new();
    room.begin(Mode::Practice);
    room.run_secs(30);
    room.machine.run_ms(999);
    let mut room = room.killed();
    assert_eq!(room.current().unwrap().clock.spent_ms[0], 30_000.0);
}

#[test]
fn a_closed_window_leaves_the_interview_without_loss() {
    let mut room = Room::new();
    room.begin(Mode::Pressure);
    room.machine.run_ms(12_345);
    let stamp = room.world.stamp();
    room.desk.leave(stamp, room.machine.now()).unwrap();
    room.machine.run_secs(3_600);
    let mut room = room.killed();
    let view = room.current().unwrap();
    assert_eq!((view.phase, view.clock.spent_ms[0]), (Phase::Interrupted, 12_345.0));
}

#[test]
fn sleep_is_told_and_does_not_count() {
    let mut room = Room::new();
    room.begin(Mode::Practice);
    room.run_secs(10);
    room.machine.sleep_ms(20 * 60_000);
    let view = room.current().unwrap();
    assert_eq!(view.notice.unwrap(), "The computer slept for 20 minutes. That time does not count.");
    assert_eq!(view.clock.spent_ms[0], 10_000.0);
    assert!(room.current().unwrap().notice.is_none(), "it is told once");
}

#[test]
fn a_new_interview_ends_the_one_that_was_left() {
    let mut room = Room::new();
    let first = room.begin(Mode::Practice);
    room.run_secs(40);
    room.begin(Mode::Practice);
    let history = room.desk.interview_history().unwrap().items;
    assert_eq!(history.len(), 2);
    let left = history.iter().find(|past| past.id == first.id).unwrap();
    assert!(left.finished && left.spent_ms == 40_000.0);
}

#[test]
fn a_composed_interview_says_why_and_can_be_repeated() {
    let mut room = Room::new();
    let request = ComposeInterview {
        decks: vec!["d".to_owned()],
        level: None,
        minutes: 15,
        topics: Vec::new(),
        seed: 7,
    };
    let composed = room.desk.compose_interview(request.clone(), room.world.now).unwrap();
    assert_eq!((composed.minutes, composed.note), (15.0, None));
    assert!(composed.questions.iter().all(|question| question.why == "never asked before"));
    let cards: Vec<String> = composed.questions.iter().map(|question| question.card.clone()).collect();
    let view = room.begin_from(InterviewSource::Composed { request, cards }, Mode::Pressure);
    assert_eq!(view.questions as usize, composed.questions.len());
    let again = room.begin_from(InterviewSource::Again { id: view.id.clone() }, Mode::Practice);
    assert_eq!(again.asked.says_html, view.asked.says_html);
    assert_ne!(again.id, view.id);
}

#[test]
fn too_few_cards_are_said() {
    let room = Room::new();
    let request = ComposeInterview {
        decks: vec!["d".to_owned()],
        level: None,
        minutes: 90,
        topics: Vec::new(),
        seed: 7,
    };
    let composed = room.desk.compose_interview(request, room.world.now).unwrap();
    assert!(composed.note.unwrap().starts_with("There are cards for 66 minutes only."));
}

#[test]
fn what_was_composed_is_asked_though_progress_went_on() {
    let mut room = Room::new();
    let request =
        ComposeInterview { decks: Vec::new(), level: None, minutes: 15, topics: Vec::new(), seed: 1 };
    let composed = room.desk.compose_interview(request.clone(), room.world.now).unwrap();
    let cards: Vec<String> = composed.questions.iter().map(|question| question.card.clone()).collect();
    room.world.later_days(400);
    let view = room.begin_from(InterviewSource::Composed { request, cards: cards.clone() }, Mode::Practice);
    room.act(Act::Finish);
    let report = room.desk.interview_report(&view.id).unwrap();
    let asked: Vec<String> = report.turns.into_iter().map(|turn| turn.card.unwrap().id).collect();
    assert_eq!(asked, cards);
}

#[test]
fn under_pressure_no_report_comes_before_the_end() {
    let mut room = Room::new();
    let view = room.begin(Mode::Pressure);
    assert!(room.desk.interview_report(&view.id).is_err() && room.desk.report_markdown(&view.id).is_err());
    room.act(Act::Finish);
    assert!(room.desk.interview_report(&view.id).is_ok());
}

#[test]
fn key_points_are_shown_again_after_an_interruption() {
    let mut room = Room::new();
    room.begin(Mode::Practice);
    room.act(Act::Answer);
    let mut room = room.killed();
    assert_eq!(room.current().unwrap().phase, Phase::Interrupted);
    let view = room.act(Act::Resume);
    assert_eq!(view.phase, Phase::Feedback);
    assert!(view.expected.is_some());
}

#[test]
fn a_choice_is_not_made_after_the_answer() {
    let mut room = Room::new();
    let view = room.begin(Mode::Practice);
    room.act(Act::Answer);
    let draft = AnswerDraft {
        notes: "later".to_owned(),
        code: String::new(),
        language: "python".to_owned(),
        chosen: vec![1],
    };
    let request = SaveAnswer { interview: view.id, stage: 0, turn: 0, draft };
    room.desk.save_answer(request).unwrap();
    let draft = room.current().unwrap().draft;
    assert_eq!((draft.notes.as_str(), draft.chosen.len()), ("later", 0));
}

#[test]
fn one_interview_far_in_the_future_does_not_date_the_next() {
    let mut room = Room::new();
    room.world.at("2090-01-01T09:00:00+01:00");
    room.begin(Mode::Practice);
    room.act(Act::Finish);
    room.world.at("2026-11-22T09:00:00+01:00");
    let view = room.begin(Mode::Practice);
    room.act(Act::Finish);
    let begun = room.desk.interview_report(&view.id).unwrap().about.begun_at;
    assert_eq!(begun, room.world.now.at_ms as f64);
}

#[test]
fn a_file_that_is_no_interview_in_size_is_refused() {
    let huge = INTERVIEW.replace("I build services.", &"I build services. ".repeat(600_000));
    let mut world = World::new(&[("d/01.md", &cards()), ("d/talk.md", &huge)]);
    let mut desk = world.desk();
    let source = InterviewSource::Written { id: "d/talk".to_owned() };
    let begun = desk.begin_interview(
        BeginInterview { source, mode: Mode::Practice },
        world.stamp(),
        Machine::new().now(),
    );
    assert!(refused(begun).contains("8 MB"));
}

#[test]
fn an_odd_length_and_an_unknown_interview_are_refused() {
    let mut room = Room::new();
    let request =
        ComposeInterview { decks: Vec::new(), level: None, minutes: 20, topics: Vec::new(), seed: 0 };
    assert!(refused(room.desk.compose_interview(request, room.world.now)).contains("15, 30, 45, 60 or 90"));
    let stamp = room.world.stamp();
    let source = InterviewSource::Written { id: "d/none".to_owned() };
    let begun =
        room.desk.begin_interview(BeginInterview { source, mode: Mode::Practice }, stamp, room.machine.now());
    assert!(refused(begun).contains("d/none"));
}

#[test]
fn a_deleted_interview_leaves_the_list_and_its_events_stay() {
    let mut room = Room::new();
    let view = room.begin(Mode::Practice);
    room.write(&view, "notes", "");
    let stamp = room.world.stamp();
    room.desk.delete_interview(&view.id, stamp).unwrap();
    assert!(room.desk.interview_history().unwrap().items.is_empty());
    assert!(room.desk.interview_report(&view.id).is_err());
    let drafts: u32 =
        room.world.raw().query_row("select count(*) from interview_drafts", [], |row| row.get(0)).unwrap();
    let events: u32 = room
        .world
        .raw()
        .query_row("select count(*) from events where kind = 'interview'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((drafts, events), (0, 2));
}
