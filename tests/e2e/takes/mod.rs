//! Answers that are said aloud: a voice speaks into the real window through a microphone that is only
//! sound, and what is kept is compared with what was said.

mod figures;
mod interviews;
mod killed;
mod long_take;
mod recorded;
mod unheard;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rehearse_core::audio;
use rusqlite::{Connection, OpenFlags};

use crate::support::app::App;
use crate::support::decks;
use crate::support::microphone::Microphone;
use crate::support::poll::{PATIENCE, within};
use crate::support::screens::Step;
use crate::support::sound::{RATE, samples_of};
use crate::support::world::World;

/// What the page says of its microphone.
const LAMP: &str = "return squeeze(document.querySelector('.microphone .cue')?.textContent)";

/// A world with one open question, and a multiple choice.
pub(crate) fn world_of_a_question() -> World {
    let world = World::bare();
    decks::write(&world.decks(), "mine", decks::OPEN_AND_CHOICE);
    world
}

impl App {
    /// From Today to the open question of [`world_of_a_question`].
    pub(crate) async fn to_the_question(&self) {
        self.go_to_today().await;
        self.click("button", "Review Deck mine").await;
        self.is_asked().await;
    }

    /// Waits until the open question is asked in the review.
    pub(crate) async fn is_asked(&self) {
        self.step_where("the question", |step| matches!(step, Step::Question { choice: false, .. })).await;
    }

    /// Begins a take of the question that is asked, by keyboard, and waits until it is recorded.
    pub(crate) async fn answer_aloud(&self) {
        self.press("Shift+V").await;
        self.lamp_says("Recording").await;
    }

    async fn lamp(&self) -> String {
        self.script(LAMP, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn lamp_says(&self, words: &str) {
        let says_so = within(PATIENCE, async || (self.lamp().await == words).then_some(())).await;
        if says_so.is_none() {
            self.fail(&format!("the lamp does not say {words:?}")).await
        }
    }

    /// Waits for the question how it went, and says that it went well; then for the take's page.
    pub(crate) async fn predict_good(&self) {
        self.by_role("heading", "How well did that go?").await;
        self.press("3").await;
        self.by_role("heading", "Expected answer").await;
    }

    /// Waits until the take's page gave way to the review.
    pub(crate) async fn is_reviewing(&self) {
        let goes_on = |step: &Step| matches!(step, Step::Question { .. } | Step::Offer);
        self.step_where("the review after the take", goes_on).await;
        self.pass_offers().await;
    }

    /// Judges both key points as covered.
    pub(crate) async fn tick_all(&self) {
        self.press("c").await;
        self.press("c").await;
        self.sees("from your ticks").await;
    }
}

/// A take's row.
#[derive(Debug)]
struct Row {
    sound: String,
    file: PathBuf,
}

impl World {
    fn recordings(&self) -> PathBuf {
        self.data().join("recordings")
    }

    /// What a query finds in the program's file; nothing while there is none.
    fn query<T>(&self, query: &str, each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let Ok(database) = Connection::open_with_flags(self.database(), read_only) else { return Vec::new() };
        let mut query = database.prepare(query).expect("the query fits the file");
        let found = query.query_map([], each).expect("the file can be read");
        found.map(|found| found.expect("the row is as expected")).collect()
    }

    /// The rows of takes, oldest first.
    fn take_rows(&self) -> Vec<Row> {
        self.query("select sound, file from takes order by recorded ->> '$.begun_at'", |row| {
            Ok(Row { sound: row.get(0)?, file: self.recordings().join(row.get::<_, String>(1)?) })
        })
    }

    /// The files of takes.
    fn take_files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.recordings()).into_iter().flatten();
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.expect("a folder can be read").path()).collect();
        files.sort();
        files
    }

    /// What the take that is being recorded holds on the disk by now.
    fn growing(&self) -> Vec<i16> {
        const HEADER: usize = 44;
        let row = self.take_rows().into_iter().find(|row| row.sound == "recording");
        let bytes = row.and_then(|row| fs::read(row.file).ok()).unwrap_or_default();
        samples_of(bytes.get(HEADER..).unwrap_or_default())
    }

    /// Waits until so many takes are kept and nothing is left to do with them: each row has its file,
    /// compressed, and there is no other. Returns the files, oldest first.
    pub(crate) async fn kept_takes(&self, count: usize) -> Vec<PathBuf> {
        self.kept_takes_within(2 * PATIENCE, count).await
    }

    async fn kept_takes_within(&self, patience: Duration, count: usize) -> Vec<PathBuf> {
        let settled = within(patience, async || {
            let rows = self.take_rows();
            let kept = rows
                .iter()
                .all(|row| row.sound == "kept" && row.file.extension().is_some_and(|end| end == "flac"));
            let named: Vec<PathBuf> = rows.into_iter().map(|row| row.file).collect();
            let mut sorted = named.clone();
            sorted.sort();
            (kept && named.len() == count && sorted == self.take_files()).then_some(named)
        });
        settled.await.unwrap_or_else(|| {
            panic!("{count} takes were expected: rows {:?}, files {:?}", self.take_rows(), self.take_files())
        })
    }

    /// Waits until what is recorded is a take: less than half a second would be none.
    pub(crate) async fn is_a_take(&self) {
        let long_enough = within(PATIENCE, async || (self.growing().len() >= RATE).then_some(()));
        long_enough.await.expect("the take grows");
    }

    /// Waits until the take on the disk holds all that was said up to now.
    pub(crate) async fn has_heard(&self, microphone: &Microphone) {
        microphone.finished().await;
        let said = microphone.said_by(Instant::now());
        let heard = within(PATIENCE, async || {
            let begun = microphone.place_of(&self.growing())?;
            (begun + self.growing().len() >= said).then_some(())
        });
        assert!(heard.await.is_some(), "what is said arrives in the file");
    }
}

/// All samples of a kept take, WAV or FLAC.
fn read(file: &Path) -> Vec<i16> {
    let mut samples = Vec::new();
    audio::read(file, |portion| samples.extend_from_slice(portion))
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()));
    samples
}

/// How long so many samples last, in seconds.
fn seconds(samples: usize) -> f64 {
    samples as f64 / RATE as f64
}
