//! Builders for tests: a small world on disk with its own clock, so that a test reads like use.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use proptest::test_runner::Config as ProptestConfig;
use rehearse_core::Result;
use rehearse_core::api::Desk;
use rehearse_core::domain::card::{CardId, DeckId};
use rehearse_core::domain::event::{Basis, Body, Source};
use rehearse_core::domain::fold::{CardState, Phase};
use rehearse_core::domain::options::Options;
use rehearse_core::domain::rating::Rating;
use rehearse_core::domain::time::Moment;
use rehearse_core::services::library::{self, Sources, Synced};
use rehearse_core::services::session::{Scope, Session, Show};
use rehearse_core::services::study::{self, Answer, Answered, CardAction};
use rehearse_core::services::undoing::Undone;
use rehearse_core::services::{Stamp, options};
use rehearse_core::store::{Location, Store};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

/// The machine of most tests.
pub(crate) const DEVICE: Uuid = Uuid::from_u128(0xD0);

/// So many cases of a property, each a world of its own; `REHEARSE_CASES=20` tries twenty times as
/// many. What failed is printed, not kept in a file.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let times = std::env::var("REHEARSE_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let cases = count.saturating_mul(times);
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

/// A moment from RFC 3339.
#[track_caller]
pub(crate) fn moment(rfc3339: &str) -> Moment {
    Moment::of(&DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

#[track_caller]
pub(crate) fn card(id: &str) -> CardId {
    CardId::new(id).unwrap_or_else(|| panic!("{id} is a card id"))
}

#[track_caller]
pub(crate) fn deck(id: &str) -> DeckId {
    DeckId::new(id).unwrap_or_else(|| panic!("{id} is a deck id"))
}

/// `a`, `h`, `g`, `e`: the ratings of a word.
#[track_caller]
pub(crate) fn ratings(word: &str) -> Vec<Rating> {
    word.chars()
        .map(|letter| match letter {
            'a' => Rating::Again,
            'h' => Rating::Hard,
            'g' => Rating::Good,
            'e' => Rating::Easy,
            other => panic!("{other} is no rating"),
        })
        .collect()
}

/// A question of a deck file.
pub(crate) fn question(slug: &str) -> String {
    format!("## What is {slug}? {{#{slug}}}\n\nThe answer about {slug}.\n\n")
}

/// A question with follow-ups that are cards.
pub(crate) fn question_with(slug: &str, follow_ups: &[&str]) -> String {
    let mut text = question(slug);
    text.push_str("### Follow-ups\n\n");
    for follow_up in follow_ups {
        text.push_str(&format!("#### And {follow_up}? {{#{follow_up}}}\n\nBecause of {follow_up}.\n\n"));
    }
    text
}

/// The text of a file with these questions.
pub(crate) fn questions<'a>(slugs: impl IntoIterator<Item = &'a str>) -> String {
    slugs.into_iter().map(question).collect()
}

/// `a0`, `a1`, ...: the text of a file with so many questions.
pub(crate) fn many(prefix: &str, count: usize) -> String {
    (0..count).map(|n| question(&format!("{prefix}{n}"))).collect()
}

pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes a deck's `deck.toml`.
pub(crate) fn write_manifest(folder: &Path, id: &str) {
    let title = format!("Deck {id}");
    let toml = format!(
        "id = \"{id}\"\ntitle = \"{title}\"\nlanguage = \"en\"\nseniority = \"mid\"\ndescription = \"About {id}.\"\nlicence = \"CC0-1.0\"\nformat = 1\n"
    );
    write(&folder.join("deck.toml"), toml);
}

/// A data folder, shipped decks, an open store, and a clock that only the test moves.
pub(crate) struct World {
    folder: TempDir,
    store: Option<Store>,
    pub(crate) now: Moment,
    pub(crate) device: Uuid,
    made: u128,
}

impl World {
    /// A world whose shipped decks hold these files (`deck/file.md`), open and in step with them.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut world = Self {
            folder: tempfile::tempdir().unwrap(),
            store: None,
            now: moment("2026-11-21T09:00:00+01:00"),
            device: DEVICE,
            made: 1_000,
        };
        fs::create_dir_all(world.content()).unwrap();
        for (path, text) in files {
            world.ship(path, text);
        }
        world.open().unwrap();
        world.sync();
        world
    }

    /// One deck `d` with these questions.
    pub(crate) fn with_cards<'a>(slugs: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(&[("d/01.md", &questions(slugs))])
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub(crate) fn location(&self) -> Location {
        Location { folder: self.folder.path().join("data") }
    }

    pub(crate) fn sources(&self) -> Sources {
        Sources { shipped: Some(self.content()), own: self.location().decks() }
    }

    /// Writes a file of a shipped deck, and its `deck.toml` where there is none.
    pub(crate) fn ship(&self, path: &str, text: &str) -> PathBuf {
        put_in_deck(&self.content(), path, text)
    }

    /// Writes a file of a deck of the learner's own.
    pub(crate) fn own(&self, path: &str, text: &str) -> PathBuf {
        put_in_deck(&self.location().decks(), path, text)
    }

    pub(crate) fn open(&mut self) -> Result<()> {
        drop(self.store.take());
        let id = self.id();
        self.store = Some(Store::open(self.location(), self.device, id)?);
        Ok(())
    }

    pub(crate) fn close(&mut self) {
        drop(self.store.take());
    }

    /// Closes the program and starts it again.
    pub(crate) fn reopen(&mut self) {
        self.open().unwrap();
        self.sync();
    }

    #[track_caller]
    pub(crate) fn store(&mut self) -> &mut Store {
        self.store.as_mut().expect("the store is open")
    }

    pub(crate) fn read(&self) -> &Store {
        self.store.as_ref().expect("the store is open")
    }

    /// Another window on the same data.
    pub(crate) fn another_store(&mut self) -> Store {
        let id = self.id();
        Store::open(self.location(), self.device, id).unwrap()
    }

    /// The whole program over this world; the world's own store is closed.
    pub(crate) fn desk(&mut self) -> Desk {
        self.close();
        let store = self.another_store();
        let mut desk = Desk::new(store, self.sources(), Vec::new());
        desk.sync().unwrap();
        desk
    }

    /// The database, for what no caller of the program may do.
    pub(crate) fn raw(&self) -> Connection {
        let connection = Connection::open(self.location().database()).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        connection
    }

    pub(crate) fn sync(&mut self) -> Synced {
        let sources = self.sources();
        library::sync(self.store(), &sources).unwrap()
    }

    pub(crate) fn id(&mut self) -> Uuid {
        self.made += 1;
        // Version 7 in form; the counter keeps them in order.
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | self.made)
    }

    /// Begins the ids again from below those that were made.
    pub(crate) fn id_from(&mut self, number: u128) {
        self.made = number;
    }

    pub(crate) fn stamp(&mut self) -> Stamp {
        Stamp { now: self.now, id: self.id() }
    }

    /// Moves the clock to a moment.
    pub(crate) fn at(&mut self, rfc3339: &str) -> &mut Self {
        self.now = moment(rfc3339);
        self
    }

    pub(crate) fn later_secs(&mut self, seconds: i64) -> &mut Self {
        self.now = self.now.plus_ms(seconds * 1_000);
        self
    }

    pub(crate) fn later_days(&mut self, days: i64) -> &mut Self {
        self.later_secs(days * 86_400)
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, id: &str, rating: Rating) -> Answered {
        let stamp = self.stamp();
        study::answer_card(self.store(), stamp, answer(id, rating)).unwrap()
    }

    #[track_caller]
    pub(crate) fn act(&mut self, id: &str, action: CardAction) {
        let stamp = self.stamp();
        study::act_on_card(self.store(), stamp, &card(id), action).unwrap();
    }

    #[track_caller]
    pub(crate) fn undo(&mut self) -> Option<Undone> {
        let stamp = self.stamp();
        rehearse_core::services::undoing::undo(self.store(), stamp).unwrap()
    }

    #[track_caller]
    pub(crate) fn append(&mut self, body: Body) -> Uuid {
        let Stamp { now, id } = self.stamp();
        self.store().transaction(|writer| writer.append(id, now, body)).unwrap();
        id
    }

    /// Sets options of a deck, or the preset.
    #[track_caller]
    pub(crate) fn set_options(&mut self, of: Option<&str>, set: impl FnOnce(&mut Options)) {
        let of = of.map(deck);
        let mut chosen = self.read().options(of.as_ref()).clone();
        set(&mut chosen);
        let stamp = self.stamp();
        options::set_options(self.store(), stamp, of, Some(chosen)).unwrap();
    }

    #[track_caller]
    pub(crate) fn state(&self, id: &str) -> CardState {
        self.read().card(&card(id)).unwrap().state
    }

    #[track_caller]
    pub(crate) fn interval(&self, id: &str) -> u32 {
        match self.state(id).phase {
            Phase::Review { interval_days, .. } => interval_days,
            other => panic!("{id} is in review, not {other:?}"),
        }
    }

    /// The cards that a session of a scope shows when each is taken away after it was shown.
    pub(crate) fn queue(&self, scope: Scope) -> Vec<String> {
        let mut session = Session::start(self.read(), scope, self.now).unwrap();
        let mut shown = Vec::new();
        while let Show::Card(card) = session.show(self.read(), self.now).unwrap() {
            session.leave_out(card.key);
            shown.push(card.id.to_string());
        }
        shown
    }

    /// The kinds of a card's events, or of the whole log's, in order.
    pub(crate) fn kinds(&self, id: Option<&str>) -> Vec<String> {
        let mut kinds = Vec::new();
        let push = |event: rehearse_core::store::LoggedEvent| {
            kinds.push(event.kind);
            Ok(())
        };
        self.read().each_event(id.map(card).as_ref(), push).unwrap();
        kinds
    }

    /// The cache is what the log says.
    #[track_caller]
    pub(crate) fn assert_cache_is_the_log(&self) {
        let stale = self.read().stale_cards().unwrap();
        assert!(stale.is_empty(), "the stored states of {stale:?} are not what the log says");
    }
}

pub(crate) fn answer(id: &str, rating: Rating) -> Answer {
    Answer { card: card(id), rating, taken_ms: 4_000, source: Source::Review, basis: Basis::default() }
}

fn put_in_deck(root: &Path, path: &str, text: &str) -> PathBuf {
    let file = root.join(path);
    write(&file, text);
    let folder = root.join(path.split('/').next().unwrap());
    if file.parent() == Some(&folder) && !folder.join("deck.toml").exists() {
        write_manifest(&folder, folder.file_name().unwrap().to_str().unwrap());
    }
    file
}

/// The text of an error that must be there.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Ok(value) => panic!("this must be refused, and gave {value:?}"),
        Err(error) => error.to_string(),
    }
}
