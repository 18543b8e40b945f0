//! Judging answers: what moves the schedule, what can be taken back, what the report says.

use rehearse_core::api::{
    AnswerCard, AssessAnswer, Band, Basis, InterviewAction as Act, InterviewMode as Mode, InterviewSource,
    InterviewView, PointTick, Rating, ReportFormat, Scope, SetBand, SetRedFlags, Tick,
};

use super::holding::Room;

impl Room {
    fn judge(&mut self, id: &str, stage: u32, turn: u32, ticks: &[(&str, Tick)]) -> Option<Rating> {
        let points = ticks.iter().map(|(text, tick)| PointTick { text: (*text).to_owned(), tick: *tick });
        let request = AssessAnswer {
            interview: id.to_owned(),
            stage,
            turn,
            points: points.collect(),
            mistakes: Vec::new(),
            red_flags: Vec::new(),
        };
        let stamp = self.world.stamp();
        self.desk.assess_answer(request, stamp).unwrap().rating
    }

    fn finished(mode: Mode) -> (Self, InterviewView) {
        let mut room = Self::new();
        let mut view = room.begin(mode);
        for _ in 0..3 {
            room.run_secs(60);
            view = room.act(Act::Answer);
            if mode == Mode::Practice {
                view = room.act(Act::Next);
            }
        }
        (room, view)
    }

    fn reviews(&self) -> Vec<(String, bool)> {
        let events = self.desk.store();
        let mut reviews = Vec::new();
        let push = |event: rehearse_core::store::LoggedEvent| {
            if event.kind == "review" {
                reviews.push((event.source.unwrap_or_default(), event.voided));
            }
            Ok(())
        };
        events.each_event(None, push).unwrap();
        reviews
    }
}

#[test]
fn only_the_asked_card_is_scheduled_and_only_once() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 0, 0, &[("Says the role.", Tick::Covered), ("Says a figure.", Tick::Covered)]);
    assert!(room.reviews().is_empty(), "a question that asks no card moves none");
    let rating = room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    assert_eq!(rating, Some(Rating::Good));
    assert_eq!(room.reviews(), [("interview".to_owned(), false)]);
    let rating = room.judge(&view.id, 1, 0, &[("One.", Tick::Missed), ("Two.", Tick::Missed)]);
    assert_eq!(rating, Some(Rating::Again));
    assert_eq!(room.reviews(), [("interview".to_owned(), true), ("interview".to_owned(), false)]);
    let page = room.desk.card_page("d/q1", room.world.now).unwrap();
    assert_eq!(page.card.status.reviews, 1, "judged twice, reviewed once");
    assert_eq!(page.card.status.last_rating, Some(Rating::Again));
    assert!(room.desk.store().stale_cards().unwrap().is_empty());
}

#[test]
fn a_judgement_can_be_taken_back_with_its_review() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Partly)]);
    let stamp = room.world.stamp();
    room.desk.undo_assessment(&view.id, 1, 0, stamp).unwrap();
    let page = room.desk.card_page("d/q1", room.world.now).unwrap();
    assert_eq!(page.card.status.reviews, 0);
    let mut room = room.killed();
    let report = room.desk.interview_report(&view.id).unwrap();
    assert_eq!(report.about.assessed, 0);
    let stamp = room.world.stamp();
    assert!(room.desk.undo_assessment(&view.id, 1, 0, stamp).is_err(), "there is nothing left to undo");
}

#[test]
fn interview_answers_are_told_apart_from_reviews() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    let today = room.desk.today(room.world.now).unwrap();
    assert_eq!((today.done, today.done_minutes), (0, 0), "today's reviews are those of review sessions");
    let stamp = room.world.stamp();
    let undone = room.desk.undo(stamp);
    let reviews = room.reviews();
    assert_eq!(
        reviews,
        [("interview".to_owned(), false)],
        "undo of reviews does not reach there: {undone:?}"
    );
    let page = room.desk.card_page("d/q1", room.world.now).unwrap();
    assert_eq!(page.history[0].source.as_deref(), Some("interview"));
}

#[test]
fn judged_again_later_the_review_keeps_its_day() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Missed)]);
    let first = room.desk.card_page("d/q1", room.world.now).unwrap().history[0].study_day.clone();
    room.world.later_days(7);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    let page = room.desk.card_page("d/q1", room.world.now).unwrap();
    assert_eq!((page.history.len(), &page.history[0].study_day), (1, &first));
    assert_eq!(page.history[0].rating, Some(Rating::Good));
}

#[test]
fn a_card_that_went_on_since_stays_where_it_is() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Missed), ("Two.", Tick::Missed)]);
    room.world.later_days(1);
    let step = room.desk.start_review(Scope::Cards { ids: vec!["d/q1".to_owned()] }, room.world.now).unwrap();
    let card = step.card.unwrap();
    let stamp = room.world.stamp();
    let basis =
        Basis { points: Vec::new(), mistakes: Vec::new(), chosen: None, hint_used: false, proposed: None };
    let answer =
        AnswerCard { id: card.id, revision: card.revision, rating: Rating::Easy, taken_ms: 1_000.0, basis };
    room.desk.answer_card(answer, stamp).unwrap();
    let before = room.desk.card_page("d/q1", room.world.now).unwrap();
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    let after = room.desk.card_page("d/q1", room.world.now).unwrap();
    assert_eq!(after.card.status, before.card.status);
    assert_eq!(room.desk.interview_report(&view.id).unwrap().about.coverage_words.as_deref(), Some("2 of 2"));
}

#[test]
fn an_interview_uses_up_none_of_todays_limit_and_gives_none_back() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    let new = |room: &Room| room.desk.today(room.world.now).unwrap().counts.new;
    let before = new(&room);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    assert_eq!(new(&room), before, "twenty are allowed, and the deck has more");
    let step = room.desk.start_review(Scope::Due, room.world.now).unwrap();
    let card = step.card.unwrap();
    let stamp = room.world.stamp();
    let basis =
        Basis { points: Vec::new(), mistakes: Vec::new(), chosen: None, hint_used: false, proposed: None };
    let answer =
        AnswerCard { id: card.id, revision: card.revision, rating: Rating::Easy, taken_ms: 1_000.0, basis };
    room.desk.answer_card(answer, stamp).unwrap();
    assert_eq!(new(&room), before - 1);
}

#[test]
fn the_rating_comes_from_the_ticks_and_the_hint_lowers_it() {
    let mut room = Room::new();
    room.begin(Mode::Practice);
    room.act(Act::Skip);
    room.act(Act::Skip);
    room.act(Act::Hint);
    let view = room.act(Act::Answer);
    let rating = room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    assert_eq!(rating, Some(Rating::Hard));
}

#[test]
fn not_every_point_judged_is_refused() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    let request = AssessAnswer {
        interview: view.id.clone(),
        stage: 0,
        turn: 0,
        points: vec![PointTick { text: "Says the role.".to_owned(), tick: Tick::Covered }],
        mistakes: Vec::new(),
        red_flags: Vec::new(),
    };
    let stamp = room.world.stamp();
    assert!(room.desk.assess_answer(request, stamp).is_err());
}

#[test]
fn the_report_names_what_to_work_on_with_its_cards() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 0, 0, &[("Says the role.", Tick::Covered), ("Says a figure.", Tick::Missed)]);
    room.judge(&view.id, 0, 1, &[("Names the product.", Tick::Covered)]);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Missed), ("Two.", Tick::Missed)]);
    let report = room.desk.interview_report(&view.id).unwrap();
    assert_eq!(report.about.coverage_words.as_deref(), Some("2 of 5"));
    let things: Vec<_> =
        report.work_on.iter().map(|thing| (thing.title_html.as_str(), thing.cards[0].id.as_str())).collect();
    assert_eq!(things, [("One.", "d/q1"), ("Says a figure.", "d/q0")]);
    assert_eq!(report.headline, "About half of it was said.");
}

#[test]
fn a_verdict_needs_every_axis_and_half_of_the_answers() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    let id = view.id.clone();
    let verdict = |room: &Room| room.desk.interview_report(&id).unwrap().about.verdict;
    room.judge(&view.id, 0, 1, &[("Names the product.", Tick::Covered)]);
    for axis in ["communication", "problem-solving", "technical-competence", "testing"] {
        assert_eq!(verdict(&room), None);
        let stamp = room.world.stamp();
        let request =
            SetBand { interview: view.id.clone(), axis: axis.to_owned(), band: Some(Band::AtTheBar) };
        room.desk.set_band(request, stamp).unwrap();
    }
    assert_eq!(verdict(&room), None, "one of three answers is judged");
    room.judge(&view.id, 1, 0, &[("One.", Tick::Covered), ("Two.", Tick::Covered)]);
    assert_eq!(verdict(&room).as_deref(), Some("Rather yes"));
    let stamp = room.world.stamp();
    let flags = SetRedFlags { interview: view.id.clone(), shown: vec!["Never asked a question".to_owned()] };
    room.desk.set_red_flags(flags, stamp).unwrap();
    let report = room.desk.interview_report(&view.id).unwrap();
    assert!(report.red_flags[0].shown);
    assert!(report.reasons.iter().any(|reason| reason.contains("red flag")), "{:?}", report.reasons);
    let stamp = room.world.stamp();
    let band = SetBand { interview: view.id.clone(), axis: "ownership".to_owned(), band: None };
    assert!(room.desk.set_band(band, stamp).is_err(), "a technical interview has no behavioural axis");
}

#[test]
fn a_later_interview_is_compared_with_the_one_before() {
    let (mut room, first) = Room::finished(Mode::Pressure);
    room.judge(&first.id, 0, 1, &[("Names the product.", Tick::Missed)]);
    room.world.later_days(3);
    let mut second = room.begin(Mode::Pressure);
    for _ in 0..3 {
        second = room.act(Act::Answer);
    }
    room.judge(&second.id, 0, 1, &[("Names the product.", Tick::Covered)]);
    let report = room.desk.interview_report(&second.id).unwrap();
    assert_eq!(report.earlier.len(), 1);
    assert_eq!(
        report.comparison.as_deref(),
        Some("1 of 1 points: more than on 21 November 2026, when it was 0 of 1.")
    );
}

#[test]
fn a_report_is_exported_in_three_forms_under_names_of_their_own() {
    let (mut room, view) = Room::finished(Mode::Pressure);
    room.judge(&view.id, 0, 0, &[("Says the role.", Tick::Covered), ("Says a figure.", Tick::Missed)]);
    let folder = room.world.root().join("out");
    let mut paths = Vec::new();
    for format in [ReportFormat::Markdown, ReportFormat::Html, ReportFormat::Json, ReportFormat::Markdown] {
        paths.push(room.desk.export_report(&view.id, format, &folder).unwrap());
    }
    let names: Vec<_> = paths.iter().map(|path| path.rsplit('/').next().unwrap()).collect();
    let stem = "rehearse-a-short-talk-2026-11-21";
    assert_eq!(
        names,
        [format!("{stem}.md"), format!("{stem}.html"), format!("{stem}.json"), format!("{stem}-2.md")]
    );
    let text = |i: usize| std::fs::read_to_string(&paths[i]).unwrap();
    assert!(text(0).contains("- missed: Says a figure."));
    assert!(text(1).contains("<li>missed: Says a figure.</li>"));
    let json: serde_json::Value = serde_json::from_str(&text(2)).unwrap();
    assert_eq!(json["about"]["assessed"], 1);
}

#[test]
fn what_a_candidate_writes_cannot_swallow_the_rest_of_a_report() {
    let mut room = Room::new();
    let view = room.begin(Mode::Pressure);
    room.write(&view, "```\n<!-- and\n# more", "print('```')\n");
    room.act(Act::Finish);
    let folder = room.world.root().join("out");
    let path = room.desk.export_report(&view.id, ReportFormat::Html, &folder).unwrap();
    let page = std::fs::read_to_string(path).unwrap();
    assert!(page.contains("<h3>Expected</h3>") && page.contains("<blockquote>"), "{page}");
    assert!(page.contains("&lt;!-- and") && page.contains("What is q1?"), "{page}");
    let text = room.desk.report_markdown(&view.id).unwrap();
    assert!(text.contains("> What is q1?") && text.contains("\n## The card\n"), "{text}");
}

#[test]
fn another_answer_takes_the_judgement_of_the_first_back() {
    let mut room = Room::new();
    room.begin(Mode::Practice);
    room.act(Act::Skip);
    room.act(Act::Skip);
    let view = room.act(Act::Answer);
    room.judge(&view.id, 1, 0, &[("One.", Tick::Missed), ("Two.", Tick::Missed)]);
    room.act(Act::Back);
    room.act(Act::Skip);
    let view = room.act(Act::Answer);
    assert_eq!((view.question, view.assessment), (3, None));
    assert_eq!(room.reviews(), [("interview".to_owned(), true)]);
}

#[test]
fn choices_keep_the_order_in_which_they_were_asked() {
    let choices: String =
        (0..8).map(|n| format!("- [{}] option {n}\n", if n == 3 { "x" } else { " " })).collect();
    let deck = format!("## Which? {{#pick}}\n\n{choices}");
    let file = "+++\nkind = \"interview\"\nid = \"quiz\"\ntitle = \"Quiz\"\nminutes = 2\nrole = \"Developer\"\n+++\n\n## One {#one minutes=2 ask=d/pick}\n";
    let mut room = Room::of(&[("d/01.md", &deck), ("d/quiz.md", file)]);
    let view = room.begin_from(InterviewSource::Written { id: "d/quiz".to_owned() }, Mode::Practice);
    let asked: Vec<String> = view.asked.choices.iter().map(|choice| choice.html.clone()).collect();
    assert_ne!(asked, sorted(&asked), "they are mixed");
    let view = room.act(Act::Answer);
    let shown: Vec<String> = view.expected.unwrap().choices.into_iter().map(|choice| choice.html).collect();
    assert_eq!(shown, asked);
    let rating = room.judge(&view.id, 0, 0, &[]);
    assert_eq!(rating, Some(Rating::Again), "no choice was made");
    room.act(Act::Finish);
    let text = room.desk.report_markdown(&view.id).unwrap();
    assert!(text.contains("- right: option 3") && text.contains("- wrong: option 0"), "{text}");
}

fn sorted(texts: &[String]) -> Vec<String> {
    let mut sorted = texts.to_vec();
    sorted.sort();
    sorted
}
