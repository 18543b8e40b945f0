//! A room with a microphone that the test plays.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rehearse_core::Result as Outcome;
use rehearse_core::api::{
    AnswerDraft, AssessTake, DeliveryTicks, MicrophoneView, PointTick, PredictTake, Rating, RecordCard,
    SaveTakeText, SoundFormat, StoryTicks, TakeAssessmentView, TakePage, TakeRow, TakeWork, Tick,
};
use rehearse_core::audio::{AudioInput, Device, Format, InputError, OpenInput, Reporter, Sink};
use rehearse_core::services::takes::background::Work;

use crate::audio::support::{Samples, speech_like};
use crate::interviews::holding::{Room, cards};

/// The microphone, which the test keeps a hand on.
struct Shared(Arc<Samples>);

impl AudioInput for Shared {
    fn devices(&self) -> Result<Vec<Device>, InputError> {
        self.0.devices()
    }

    fn open(
        &self,
        device: Option<&str>,
        connect: &mut dyn FnMut(Format) -> (Sink, Reporter),
    ) -> Result<Box<dyn OpenInput>, InputError> {
        self.0.open(device, connect)
    }
}

pub(crate) struct Studio {
    pub(crate) room: Room,
    pub(crate) microphone: Arc<Samples>,
}

/// A story, beside the cards of the room.
const STORY: &str = "## Tell me of a failure {#failure kind=behavioural minutes=2}\n\nA story.\n\n### Key points\n- Own part.\n";

impl Studio {
    pub(crate) fn new() -> Self {
        Self::of(&[("d/01.md", &(cards() + STORY)), ("d/talk.md", crate::interviews::holding::INTERVIEW)])
    }

    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self::with(Room::of(files))
    }

    fn with(mut room: Room) -> Self {
        let microphone = Arc::new(Samples::new(16_000, 1));
        room.desk.listen_with(Box::new(Shared(Arc::clone(&microphone))));
        let stamp = room.world.stamp();
        room.desk.recover_takes(stamp).unwrap();
        Self { room, microphone }
    }

    /// The program ends without a word, and is started again.
    pub(crate) fn crash_and_start(self) -> Self {
        let Room { desk, mut world, machine } = self.room;
        // What a killed program leaves: its threads are gone, nothing is finished.
        std::mem::forget(desk);
        Self::with(Room { desk: world.desk(), world, machine })
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.room.machine.now().monotonic_ms
    }

    pub(crate) fn recordings(&self) -> PathBuf {
        self.room.desk.store().location().recordings()
    }

    /// The names of the files of takes.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.recordings())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn start(&mut self, card: &str) -> MicrophoneView {
        let now_ms = self.now_ms();
        self.room.desk.open_microphone(now_ms).unwrap();
        let stamp = self.room.world.stamp();
        self.room.desk.start_take(&request(card, None), stamp, now_ms).unwrap()
    }

    /// Somebody speaks for so long.
    pub(crate) fn speak(&self, seconds: usize) {
        self.microphone.play(&speech_like(seconds * 16_000, 7));
    }

    pub(crate) fn finish(&mut self) -> Option<TakeRow> {
        let stamp = self.room.world.stamp();
        self.room.desk.finish_take(false, stamp).unwrap()
    }

    /// A take of so many seconds; its id.
    pub(crate) fn take(&mut self, card: &str, seconds: usize) -> String {
        self.start(card);
        self.speak(seconds);
        self.room.world.later_secs(seconds as i64);
        self.finish().unwrap().id
    }

    /// Does all that there is to do in the background.
    pub(crate) fn work(&mut self) -> Vec<String> {
        self.work_and_then(|_| {})
    }

    /// The same, with something that happens between each work and the keeping of it.
    pub(crate) fn work_and_then(&mut self, mut then: impl FnMut(&Work)) -> Vec<String> {
        let mut problems = Vec::new();
        while let Some(job) = self.room.desk.next_take_job().unwrap() {
            let done = job.run(&mut |_| {});
            then(&job.work);
            problems.extend(self.room.desk.take_job_done(&job, done).problem);
        }
        problems
    }

    /// As if the disk were full for the database, or no longer.
    pub(crate) fn refuse_writing(&self, refuse: bool) {
        let raw = self.room.world.raw();
        raw.execute_batch(match refuse {
            true => "create trigger full before insert on events begin select raise(abort, 'no room'); end",
            false => "drop trigger full",
        })
        .unwrap();
    }

    pub(crate) fn export(&self, id: &str, form: SoundFormat, folder: &Path) -> Outcome<PathBuf> {
        self.room.desk.export_take(id, form)?.write(folder)
    }

    /// What is said above the list of takes.
    pub(crate) fn notices(&self) -> Vec<String> {
        let takes = self.room.desk.takes().unwrap();
        takes.notices.into_iter().map(|notice| notice.message).collect()
    }

    pub(crate) fn write_notes(&mut self, take: &str, notes: &str) {
        let draft = AnswerDraft {
            notes: notes.to_owned(),
            code: String::new(),
            language: String::new(),
            chosen: Vec::new(),
        };
        self.room.desk.save_take_text(SaveTakeText { take: take.to_owned(), draft }).unwrap();
    }

    pub(crate) fn page(&self, id: &str) -> TakePage {
        self.room.desk.take_page(id, false, self.room.world.now).unwrap()
    }

    pub(crate) fn predict(&mut self, take: &str, rating: Rating) {
        let stamp = self.room.world.stamp();
        self.room.desk.predict_take(&PredictTake { take: take.to_owned(), rating }, stamp).unwrap();
    }

    pub(crate) fn assess(&mut self, take: &str, work: TakeWork, rating: Rating) -> TakeAssessmentView {
        let stamp = self.room.world.stamp();
        self.room.desk.assess_take(AssessTake { take: take.to_owned(), work, rating }, stamp).unwrap()
    }

    /// Predicted and judged, both points of the room's cards with the same tick.
    pub(crate) fn judge(&mut self, take: &str, tick: Tick, rating: Rating) -> TakeAssessmentView {
        self.predict(take, Rating::Good);
        self.assess(take, ticks(&[("One.", tick), ("Two.", tick)]), rating)
    }

    /// Folded anew, the log gives what the program keeps.
    #[track_caller]
    pub(crate) fn assert_cache_is_the_log(&self) {
        let report = rehearse_core::services::verify::verify(self.room.desk.store()).unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
    }

    /// The reviews of the log: card, rating, whether it was taken back.
    pub(crate) fn reviews(&self) -> Vec<(String, u8, bool)> {
        let mut reviews = Vec::new();
        let push = |event: rehearse_core::store::LoggedEvent| {
            if let (Some(card), Some(rating)) = (event.card, event.rating) {
                reviews.push((card, rating.number(), event.voided));
            }
            Ok(())
        };
        self.room.desk.store().each_event(None, push).unwrap();
        reviews
    }
}

pub(crate) fn request(card: &str, shorter_than: Option<&str>) -> RecordCard {
    RecordCard { card: card.to_owned(), shorter_than: shorter_than.map(ToOwned::to_owned) }
}

pub(crate) fn ticks(points: &[(&str, Tick)]) -> TakeWork {
    TakeWork {
        points: points
            .iter()
            .map(|(text, tick)| PointTick { text: (*text).to_owned(), tick: *tick })
            .collect(),
        mistakes: Vec::new(),
        red_flags: Vec::new(),
        story: StoryTicks::default(),
        delivery: DeliveryTicks::default(),
        markers: Vec::new(),
    }
}
