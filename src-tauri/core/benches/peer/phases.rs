//! What is measured, and how that compares with the peer's work under the same name.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rehearse_core::api::{self, AnswerCard, SearchCards};
use rehearse_core::domain::event::{Basis, Source};
use rehearse_core::domain::interview::clock::Reading;
use rehearse_core::domain::rating::Rating;
use rehearse_core::domain::time::Moment;
use rehearse_core::services::session::{Scope, Session, Show};
use rehearse_core::services::{Stamp, cards, library, study, undoing};
use rehearse_core::store::{Store, StoredCard};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::data::Data;
use crate::history::event_id;
use crate::measure::repeat;
use crate::text::{COMMON, RARE};
use crate::{NOW, Outcome};

type Phase = fn(&Data) -> Outcome<()>;

/// Every phase by its name.
pub(crate) const ALL: [(&str, Phase); 7] = [
    ("open", open),
    ("answer", answer),
    ("search", search),
    ("rebuild", rebuild),
    ("check", check),
    ("index", index),
    ("interview", interview),
];

pub(crate) fn run(name: &str, data: &Data) -> Outcome<()> {
    let phase = ALL.iter().find(|(known, _)| *known == name);
    let (_, phase) = phase.ok_or_else(|| format!("there is no phase \"{name}\""))?;
    phase(data)
}

const WARM: usize = 3;
const ROUNDS: usize = 25;
const ANSWERS: usize = 260;
const UNDO_ROUNDS: usize = 6;
const IN_AN_UNDO_ROUND: usize = 20;
const SEARCHES: usize = 40;
const MANY_INTERVIEWS: usize = 200;
/// Between two answers.
const PACE_MS: i64 = 8_000;

/// From nothing to the first card: the files opened and checked, the day's queue of all decks built,
/// its first card read, parsed and rendered to HTML (the peer's first card is not yet rendered).
fn open(data: &Data) -> Outcome<()> {
    data.size.put("file_size", &data.sizes()?, &Value::Null);
    let copied = data.copy("open")?;
    let (mut opened, mut first, mut both, mut today) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut counts = Value::Null;
    for round in 0..WARM + ROUNDS {
        let start = Instant::now();
        let mut desk = copied.desk()?;
        let is_open = Instant::now();
        let step = desk.start_review(api::Scope::Due, NOW)?;
        let shown = Instant::now();
        black_box(desk.today(NOW)?);
        if round >= WARM {
            today.push(shown.elapsed());
            opened.push(is_open - start);
            first.push(shown - is_open);
            both.push(shown - start);
        }
        step.card.ok_or("nothing is due")?;
        counts = json!({ "counts": [step.progress.new, step.progress.learning, step.progress.review] });
    }
    data.size.emit("open_collection", &opened, &Value::Null);
    data.size.emit("build_queue_first_card", &first, &counts);
    data.size.emit("open_plus_first_card", &both, &Value::Null);
    data.size.emit("deck_due_tree", &today, &Value::Null);
    data.size.emit_memory("rss_open");
    Ok(())
}

/// Answers as a session gives them, one after the other.
struct Reviewer {
    chance: Chance,
    now: Moment,
    number: u64,
}

impl Reviewer {
    fn new() -> Self {
        Self { chance: Chance::seeded(3), now: NOW, number: 0 }
    }

    fn stamp(&mut self) -> Stamp {
        self.now = self.now.plus_ms(PACE_MS);
        self.number += 1;
        Stamp { now: self.now, id: event_id(self.now.at_ms, self.number) }
    }

    fn rating(&mut self) -> Rating {
        Rating::ALL[self.chance.weighted(&[0.1, 0.08, 0.72, 0.1])]
    }

    /// Answers a card, durably, and finds out what is next; the time of each.
    fn answer(
        &mut self,
        store: &mut Store,
        session: &mut Session,
        card: StoredCard,
    ) -> Outcome<(Duration, Duration, StoredCard)> {
        let stamp = self.stamp();
        let answer = study::Answer {
            card: card.id,
            rating: self.rating(),
            taken_ms: 7_000,
            source: Source::Review,
            basis: Basis::default(),
        };
        let start = Instant::now();
        let answered = study::answer_card(store, stamp, answer)?;
        let durable = Instant::now();
        session.answered(&answered);
        black_box(session.offer(store, &answered, stamp.now)?);
        let next = next_card(store, session, stamp.now)?;
        Ok((durable - start, durable.elapsed(), next))
    }
}

/// The next card with its question's text and the four futures, as the peer's queue hands it out.
fn next_card(store: &Store, session: &mut Session, now: Moment) -> Outcome<StoredCard> {
    let Show::Card(card) = session.show(store, now)? else { return Err("the queue is empty".into()) };
    let loaded = cards::load_stored(store, *card)?;
    black_box(study::futures(store, &loaded.stored, now));
    Ok(black_box(loaded).stored)
}

/// `answer_card_durable` and `undo_answer` end when the file is on the disk, `next_card_*` when the
/// next card's text is parsed and its futures are known (the peer's has its ids and states).
/// The lines `*_rendered` are the whole of what the window waits for: next card in HTML included.
fn answer(data: &Data) -> Outcome<()> {
    let copied = data.copy("answer")?;
    let mut reviewer = Reviewer::new();
    let mut store = copied.open()?;
    let mut session = Session::start(&store, Scope::Due, NOW)?;
    let mut card = next_card(&store, &mut session, NOW)?;
    let (mut durable, mut next, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..20 + ANSWERS {
        let (to_disk, to_next, shown) = reviewer.answer(&mut store, &mut session, card)?;
        card = shown;
        if round >= 20 {
            durable.push(to_disk);
            next.push(to_next);
            both.push(to_disk + to_next);
        }
    }
    data.size.emit("answer_card_durable", &durable, &Value::Null);
    data.size.emit("next_card_after_answer", &next, &Value::Null);
    data.size.emit("answer_plus_next", &both, &Value::Null);

    let (mut undone, mut next) = (Vec::new(), Vec::new());
    for _ in 0..UNDO_ROUNDS {
        for _ in 0..IN_AN_UNDO_ROUND {
            (_, _, card) = reviewer.answer(&mut store, &mut session, card)?;
        }
        for _ in 0..IN_AN_UNDO_ROUND {
            let stamp = reviewer.stamp();
            let start = Instant::now();
            let taken_back = undoing::undo(&mut store, stamp)?.ok_or("nothing to undo")?;
            let durable = Instant::now();
            session.undone(&store, &taken_back)?;
            card = next_card(&store, &mut session, stamp.now)?;
            next.push(durable.elapsed());
            undone.push(durable - start);
        }
    }
    data.size.emit("undo_answer", &undone, &Value::Null);
    data.size.emit("next_card_after_undo", &next, &Value::Null);
    drop((store, copied));

    let copied = data.copy("answer")?;
    let mut desk = copied.desk()?;
    let mut step = desk.start_review(api::Scope::Due, reviewer.now)?;
    let mut answered = Vec::new();
    for round in 0..20 + ANSWERS {
        let card = step.card.ok_or("the queue is empty")?;
        let request = AnswerCard {
            id: card.id,
            revision: card.revision,
            rating: reviewer.rating().into(),
            taken_ms: 7_000.0,
            basis: api::Basis {
                points: Vec::new(),
                mistakes: Vec::new(),
                chosen: None,
                hint_used: false,
                proposed: None,
            },
        };
        let stamp = reviewer.stamp();
        let start = Instant::now();
        step = desk.answer_card(request, stamp)?;
        if round >= 20 {
            answered.push(start.elapsed());
        }
    }
    data.size.emit("answer_plus_next_rendered", &answered, &Value::Null);
    let mut undone = Vec::new();
    for _ in 0..UNDO_ROUNDS * IN_AN_UNDO_ROUND {
        let stamp = reviewer.stamp();
        let start = Instant::now();
        desk.undo(stamp)?.step.ok_or("the session is gone")?;
        undone.push(start.elapsed());
    }
    data.size.emit("undo_plus_next_rendered", &undone, &Value::Null);
    data.size.emit_memory("rss_answer");
    Ok(())
}

/// The peer returns the ids of all hits. Ours counts all hits and returns the first fifty rows ready
/// to be shown: questions in HTML, decks' titles, where each card stands. A word without a space
/// after it finds longer words too, as while typing (the peer's finds it inside of words).
fn search(data: &Data) -> Outcome<()> {
    let copied = data.copy("search")?;
    let desk = copied.desk()?;
    let tag = "tag:topic-t042";
    let searches = [
        ("search_tag", tag.to_owned(), api::Sort::Relevance),
        ("search_rare_word", RARE.to_owned(), api::Sort::Relevance),
        ("search_common_word", COMMON.to_owned(), api::Sort::Relevance),
        ("search_common_sorted", COMMON.to_owned(), api::Sort::Due),
        ("search_common_whole_word", format!("{COMMON} "), api::Sort::Relevance),
        ("search_two_words", format!("{COMMON} {tag}"), api::Sort::Relevance),
        ("search_is_due", "is:due".to_owned(), api::Sort::Relevance),
        ("search_all_sorted", String::new(), api::Sort::Due),
        ("search_common_page_100", COMMON.to_owned(), api::Sort::Due),
        ("search_one_letter", COMMON[..1].to_owned(), api::Sort::Relevance),
    ];
    for (metric, query, sort) in searches {
        let offset = if metric.ends_with("page_100") { 5_000.min(data.size.cards as u32 / 4) } else { 0 };
        let request = SearchCards { query, sort, offset, limit: 50 };
        let found = desk.search_cards(&request, NOW)?;
        let more = json!({ "query": request.query, "hits": found.total, "rows": found.rows.len() });
        let times = repeat(2, SEARCHES, || desk.search_cards(&request, NOW))?;
        data.size.emit(metric, &times, &more);
    }
    data.size.emit_memory("rss_search");
    Ok(())
}

/// Every card's state folded from the whole log and written, from a cache that knows nothing; then
/// once more with nothing to write.
fn rebuild(data: &Data) -> Outcome<()> {
    let copied = data.copy("rebuild")?;
    let mut times = Vec::new();
    for _ in 0..3 {
        let bare = Connection::open(copied.location().database())?;
        bare.execute_batch(
            "update cards set phase = 0, step = null, interval_days = null, due_at = null, due_on = null,
               stability = null, difficulty = null, reviews = 0, lapses = 0, last_rating = null,
               first_review_on = null, last_review_on = null, reviewed_on = null, last_at = null;
             pragma wal_checkpoint(truncate);",
        )?;
        drop(bare);
        let mut store = copied.open()?;
        let start = Instant::now();
        store.rebuild()?;
        times.push(start.elapsed());
    }
    data.size.emit("rebuild_state", &times, &Value::Null);
    let mut store = copied.open()?;
    let times = repeat(0, 3, || store.rebuild())?;
    data.size.emit("rebuild_state_unchanged", &times, &Value::Null);
    data.size.emit_memory("rss_rebuild");
    Ok(())
}

/// What a start costs when no deck file has changed.
fn check(data: &Data) -> Outcome<()> {
    let copied = data.copy("check")?;
    let mut store = copied.open()?;
    let sources = copied.sources();
    library::sync(&mut store, &sources)?;
    let times = repeat(1, ROUNDS, || {
        let synced = library::sync(&mut store, &sources)?;
        if synced.files_read == 0 { Outcome::Ok(()) } else { Err("files were read again".into()) }
    })?;
    data.size.emit("index_check_unchanged", &times, &Value::Null);
    data.size.emit_memory("rss_check");
    Ok(())
}

/// The first start: every deck file read, parsed and indexed.
fn index(data: &Data) -> Outcome<()> {
    let times = repeat(0, if data.size.cards > 10_000 { 1 } else { 3 }, || {
        let empty = data.empty("index")?;
        let mut store = empty.open()?;
        library::sync(&mut store, &empty.sources())?;
        Outcome::Ok(empty)
    })?;
    data.size.emit("index_build", &times, &Value::Null);
    data.size.emit_memory("rss_index");
    Ok(())
}

/// Composing the longest interview from the whole library, and the next question of a running one:
/// the step durable, the question rendered.
fn interview(data: &Data) -> Outcome<()> {
    let copied = data.copy("interview")?;
    let mut desk = copied.desk()?;
    let mut composed = Vec::new();
    let request = |seed: usize| api::ComposeInterview {
        decks: Vec::new(),
        level: None,
        minutes: 90,
        topics: Vec::new(),
        seed: u32::try_from(seed).unwrap_or_default(),
    };
    let mut questions = 0;
    for round in 0..WARM + ROUNDS {
        let start = Instant::now();
        let interview = desk.compose_interview(request(round), NOW)?;
        if round >= WARM {
            composed.push(start.elapsed());
        }
        questions = interview.questions.len();
    }
    data.size.emit("compose_interview_90_min", &composed, &json!({ "questions": questions }));

    let mut reviewer = Reviewer::new();
    let mut next = Vec::new();
    for round in 0..10 {
        let composed = desk.compose_interview(request(round), NOW)?;
        let cards = composed.questions.into_iter().map(|question| question.card).collect();
        let source = api::InterviewSource::Composed { request: request(round), cards };
        let begin = api::BeginInterview { source, mode: api::InterviewMode::Pressure };
        let mut view = desk.begin_interview(begin, reviewer.stamp(), reading(reviewer.now))?;
        while view.phase != api::InterviewPhase::Finished {
            let stamp = reviewer.stamp();
            let start = Instant::now();
            view = desk.act_on_interview(api::InterviewAction::Answer, stamp, reading(stamp.now))?;
            next.push(start.elapsed());
        }
    }
    data.size.emit("interview_next_question", &next, &Value::Null);

    // A candidate of many interviews: the list, and the page that offers the next one.
    for round in 0..MANY_INTERVIEWS {
        let request = api::ComposeInterview { minutes: 30, ..request(round) };
        let composed = desk.compose_interview(request.clone(), NOW)?;
        let cards = composed.questions.into_iter().map(|question| question.card).collect();
        let source = api::InterviewSource::Composed { request, cards };
        let begin = api::BeginInterview { source, mode: api::InterviewMode::Practice };
        desk.begin_interview(begin, reviewer.stamp(), reading(reviewer.now))?;
        let stamp = reviewer.stamp();
        desk.act_on_interview(api::InterviewAction::Finish, stamp, reading(stamp.now))?;
    }
    let (mut offered, mut history) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(desk.interviews()?);
        let between = Instant::now();
        black_box(desk.interview_history()?);
        offered.push(between - start);
        history.push(between.elapsed());
    }
    data.size.emit("interviews_page", &offered, &json!({ "held": MANY_INTERVIEWS + 10 }));
    data.size.emit("interview_history", &history, &json!({ "held": MANY_INTERVIEWS + 10 }));
    Ok(())
}

/// A machine that never sleeps.
fn reading(now: Moment) -> Reading {
    Reading { wall_ms: now.at_ms, monotonic_ms: now.at_ms, since_boot_ms: now.at_ms, boot: 1 }
}
