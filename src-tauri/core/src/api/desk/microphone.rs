//! The microphone, and the take that is being recorded.

use uuid::Uuid;

use super::Desk;
use super::takes::{not_recording, take_id};
use crate::api::convert::card_id;
use crate::api::interview_view::draft_view;
use crate::api::take_view::{asked_card, take_row};
use crate::api::{
    MicrophoneDevice, MicrophoneState, MicrophoneView, Microphones, RecordCard, RecordPage, SaveTakeText,
    TakeRow,
};
use crate::audio::{self, AudioInput, InputError, Recorder};
use crate::domain::audio::SAMPLE_RATE;
use crate::domain::card::CardKind;
use crate::domain::interview::compose::{DESIGN_TAG, Topic};
use crate::domain::interview::script::Place;
use crate::domain::take::log::About;
use crate::domain::time::Moment;
use crate::error::{Error, Result};
use crate::services::cards::{self, LoadedCard};
use crate::services::takes;
use crate::services::takes::recording::{self, NewTake};
use crate::services::{Stamp, settings};
use crate::store::Draft;

/// The microphone of the desk.
#[derive(Default)]
pub(super) struct Microphone {
    /// Where sound comes from; `None` for a program that has no ears, as the command line.
    input: Option<Box<dyn AudioInput + Send>>,
    pub(super) open: Option<Open>,
    /// Why it closed, or why a take ended early.
    pub(super) problem: Option<String>,
    /// A take that ended by itself, until the page asks for it.
    ended: Option<Uuid>,
    /// A take that is whole on the disk, while the store could not be told of it.
    unkept: Option<Unkept>,
    /// The answers of the interview that runs are recorded.
    pub(super) records_interview: bool,
}

struct Unkept {
    id: Uuid,
    sound: audio::Recorded,
    hint_used: bool,
}

/// An open microphone.
pub(super) struct Open {
    pub(super) recorder: Recorder,
    device: String,
    pub(super) take: Option<Recording>,
}

/// The take that is being recorded.
pub(super) struct Recording {
    id: Uuid,
    /// The question of the interview that it answers.
    pub(super) of: Option<(Uuid, Place)>,
}

/// Halved again and again, a budget still leaves time for a sentence or two.
const SHORTEST_BUDGET_MS: u64 = 15_000;

impl Desk {
    /// Gives the program its ears.
    pub fn listen_with(&mut self, input: Box<dyn AudioInput + Send>) {
        self.microphone.input = Some(input);
    }

    /// The microphones of this machine.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn microphones(&self) -> Result<Microphones> {
        let chosen = settings::settings(&self.store)?.microphone;
        let found = match &self.microphone.input {
            Some(input) => input.devices(),
            None => Err(InputError::NoMicrophone),
        };
        let (devices, problem) = match found {
            Ok(devices) if devices.is_empty() => (devices, Some(sentence(&InputError::NoMicrophone))),
            Ok(devices) => (devices, None),
            Err(error) => (Vec::new(), Some(sentence(&error))),
        };
        let devices = devices.into_iter().map(|device| MicrophoneDevice {
            id: device.id,
            name: device.name,
            default: device.is_default,
        });
        Ok(Microphones { devices: devices.collect(), chosen, problem })
    }

    /// Opens the chosen microphone. What it hears is dropped until a take is begun. Why it cannot be
    /// opened is said in the view: everything else goes on without it.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn open_microphone(&mut self, now_ms: i64) -> Result<MicrophoneView> {
        let works = |open: &mut Open| open.recorder.status(now_ms).failure.is_none();
        if !self.microphone.open.as_mut().is_some_and(works) {
            let chosen = settings::settings(&self.store)?.microphone;
            self.microphone.open = None;
            self.microphone.problem = None;
            match self.open_device(chosen.as_deref()) {
                Ok(open) => self.microphone.open = Some(open),
                Err(error) => self.microphone.problem = Some(sentence(&error)),
            }
        }
        Ok(self.microphone_view(now_ms))
    }

    fn open_device(&self, chosen: Option<&str>) -> Result<Open, InputError> {
        let input = self.microphone.input.as_deref().ok_or(InputError::NoMicrophone)?;
        let recorder = Recorder::open(input, chosen)?;
        let devices = input.devices().unwrap_or_default();
        let device = devices
            .into_iter()
            .find(|device| chosen.map_or(device.is_default, |chosen| device.id == chosen))
            .map_or_else(|| "The system's microphone".to_owned(), |device| device.name);
        Ok(Open { recorder, device, take: None })
    }

    /// Closes the microphone. A take that is being recorded ends, and is kept.
    ///
    /// # Errors
    /// When it cannot be kept now; the next start takes it up then.
    pub fn close_microphone(&mut self, stamp: Stamp) -> Result<()> {
        self.microphone.records_interview = false;
        let kept = self.end_take(stamp, false).map(drop);
        self.microphone.open = None;
        self.microphone.problem = None;
        self.microphone.ended = None;
        kept
    }

    /// Whether there is something to show about it.
    #[must_use]
    pub fn hears(&self) -> bool {
        self.microphone.open.is_some()
    }

    /// The take that is being recorded.
    pub(super) fn recording(&self) -> Option<Uuid> {
        self.microphone.open.as_ref()?.take.as_ref().map(|take| take.id)
    }

    /// What the microphone does now. `now_ms` is a monotonic clock.
    pub fn microphone_view(&mut self, now_ms: i64) -> MicrophoneView {
        let problem = self.microphone.problem.clone();
        let Some(Open { recorder, device, take }) = &mut self.microphone.open else {
            return MicrophoneView { problem, ..closed() };
        };
        let status = recorder.status(now_ms);
        MicrophoneView {
            state: match status.phase {
                audio::Phase::Recording if take.is_some() => MicrophoneState::Recording,
                audio::Phase::Held if take.is_some() => MicrophoneState::Held,
                _ => MicrophoneState::On,
            },
            device: Some(device.clone()),
            peak_dbfs: Some(f64::from(status.level.peak_dbfs)),
            level_dbfs: Some(f64::from(status.level.rms_dbfs)),
            alarm: status.level.alarm.map(Into::into),
            take: take.as_ref().map(|take| take.id.to_string()),
            recorded_ms: milliseconds(status.samples) as f64,
            problem,
        }
    }

    /// Looks after the microphone: a take that ended by itself is kept, a device that is gone is closed,
    /// and both are said, whatever else goes wrong. To be called several times a second while it is open.
    pub fn attend_microphone(&mut self, stamp: Stamp, now_ms: i64) -> MicrophoneView {
        if let Some(open) = &mut self.microphone.open {
            let status = open.recorder.status(now_ms);
            let why = status.ended.as_ref().map(sentence);
            let why = why.or_else(|| status.failure.as_ref().map(sentence));
            if let (Some(why), Some(take)) = (&why, &open.take) {
                self.microphone.ended = Some(take.id);
                let kept = self.end_take(stamp, false);
                self.microphone.problem = Some(match kept {
                    Ok(_) => why.clone(),
                    Err(error) => format!("{why} It is not in the list yet: {}", sentence(&error)),
                });
            }
            if status.failure.is_some() {
                let told = self.microphone.problem.take();
                self.microphone.problem = told.or(why);
                self.microphone.open = None;
            }
        }
        self.microphone_view(now_ms)
    }

    /// All that is shown while a card is answered aloud.
    ///
    /// # Errors
    /// When no deck holds the card, or it is a multiple choice.
    pub fn record_page(&self, request: &RecordCard, now: Moment) -> Result<RecordPage> {
        let card = self.spoken_card(&request.card)?;
        let asked = asked_card(&self.store, &card, now);
        let earlier = takes::of_card(&self.store, &card.stored.id)?;
        Ok(RecordPage {
            wants_code: asked.solution.is_some(),
            draft: draft_view(&asked.first_draft),
            budget_ms: self.take_budget(&card, request)?.0 as f64,
            earlier: earlier
                .iter()
                .map(|known| take_row(&self.store, known, self.background.jobs()))
                .collect(),
            hint_html: asked.hint_html,
            question: asked.question,
        })
    }

    fn spoken_card(&self, id: &str) -> Result<LoadedCard> {
        let card = cards::load(&self.store, &self.store.owner(&card_id(id)?)?)?;
        if card.text().kind == CardKind::Choice {
            return Err(Error::InvalidState("A multiple choice is not answered aloud.".to_owned()));
        }
        Ok(card)
    }

    /// The time budget of a take, and the take that it says again in half of its own.
    fn take_budget(&self, card: &LoadedCard, request: &RecordCard) -> Result<(u64, Option<Uuid>)> {
        let text = card.text();
        let is_design = text.tags.iter().any(|tag| tag == DESIGN_TAG);
        let minutes = text.minutes.unwrap_or_else(|| Topic::of(text.kind, is_design).usual_minutes());
        let own = (f64::from(minutes) * 60_000.0) as u64;
        let Some(shorter_than) = &request.shorter_than else { return Ok((own, None)) };
        let id = take_id(shorter_than)?;
        let earlier = takes::load(&self.store, id)?.take.recorded;
        let of = earlier.about.card().map(|of| self.store.owner(of)).transpose()?;
        if of.as_ref() != Some(&card.stored.id) {
            return Err(Error::InvalidInput("that take is one of another question".to_owned()));
        }
        Ok(((earlier.budget_ms.unwrap_or(own) / 2).max(SHORTEST_BUDGET_MS), Some(id)))
    }

    /// Begins a take of a card. What the microphone heard before is not in it.
    ///
    /// # Errors
    /// [`Error::InvalidState`] without an open microphone, or while another take is being recorded.
    pub fn start_take(&mut self, request: &RecordCard, stamp: Stamp, now_ms: i64) -> Result<MicrophoneView> {
        if self.microphone.open.as_ref().is_none_or(|open| open.take.is_some()) {
            let message = match &self.microphone.open {
                Some(_) => "another take is being recorded",
                None => "the microphone is not on",
            };
            return Err(Error::InvalidState(message.to_owned()));
        }
        let card = self.spoken_card(&request.card)?;
        let asked = asked_card(&self.store, &card, stamp.now);
        let (budget_ms, shorter_than) = self.take_budget(&card, request)?;
        let new = NewTake {
            about: About::Card(card.stored.id.clone()),
            question: card.text().heading.to_owned(),
            budget_ms: Some(budget_ms),
            shorter_than,
            written: asked.first_draft,
        };
        self.begin_take(stamp, new, None)?;
        Ok(self.microphone_view(now_ms))
    }

    pub(super) fn begin_take(&mut self, stamp: Stamp, new: NewTake, of: Option<(Uuid, Place)>) -> Result<()> {
        self.keep_ended(stamp)?;
        self.microphone.problem = None;
        self.microphone.ended = None;
        let path = recording::begin(&mut self.store, stamp, new)?;
        let open = self.microphone.open.as_mut().ok_or_else(not_recording)?;
        match open.recorder.start(&path) {
            Ok(()) => {
                open.take = Some(Recording { id: stamp.id, of });
                Ok(())
            }
            Err(error) => {
                // The row of a take that never began; the next start would remove it too.
                let _ = recording::discard(&mut self.store, stamp.id);
                Err(error)
            }
        }
    }

    /// Ends the take that is being recorded; `None` when there is none, or it holds no sound. What is wrong
    /// with the sound is said in the view.
    pub(super) fn end_take(&mut self, stamp: Stamp, hint_used: bool) -> Result<Option<Uuid>> {
        if let Some(open) = &mut self.microphone.open
            && let Some(Recording { id, of }) = open.take.take()
        {
            let sound = open.recorder.finish()?;
            self.microphone.problem = trouble(&sound);
            let hint_used = hint_used || of.is_some_and(|of| self.hint_was_used(of));
            self.microphone.unkept = Some(Unkept { id, sound, hint_used });
        }
        self.keep_ended(stamp)
    }

    /// Tells the store of the take that ended last, where that did not work before.
    fn keep_ended(&mut self, stamp: Stamp) -> Result<Option<Uuid>> {
        let Some(Unkept { id, sound, hint_used }) = &self.microphone.unkept else { return Ok(None) };
        let (id, stamp) = (*id, Stamp { id: stamp.id_of(&format!("end {id}")), ..stamp });
        let is_kept = recording::finish(&mut self.store, stamp, id, sound, *hint_used)?;
        self.microphone.unkept = None;
        Ok(is_kept.then_some(id))
    }

    /// Ends the take; `None` when it holds no sound. One that had ended by itself is handed out too.
    ///
    /// # Errors
    /// [`Error::InvalidState`] when nothing is being recorded.
    pub fn finish_take(&mut self, hint_used: bool, stamp: Stamp) -> Result<Option<TakeRow>> {
        let is_on = self.microphone.open.as_ref().is_some_and(|open| open.take.is_some());
        let id = match is_on {
            true => self.end_take(stamp, hint_used)?,
            false => {
                let id = self.microphone.ended.ok_or_else(not_recording)?;
                self.keep_ended(stamp)?;
                self.microphone.ended = None;
                Some(id)
            }
        };
        match id {
            Some(id) if self.store.stored_take(id)?.is_some() => self.row(id).map(Some),
            _ => Ok(None),
        }
    }

    /// Ends the take and forgets it.
    ///
    /// # Errors
    /// [`Error::InvalidState`] when nothing is being recorded.
    pub fn discard_take(&mut self) -> Result<()> {
        let open = self.microphone.open.as_mut().ok_or_else(not_recording)?;
        let take = open.take.take().ok_or_else(not_recording)?;
        open.recorder.discard()?;
        recording::discard(&mut self.store, take.id)
    }

    /// Remembers that the hint of the card was opened during its take.
    ///
    /// # Errors
    /// [`Error::InvalidState`] when nothing is being recorded.
    pub fn use_take_hint(&mut self) -> Result<()> {
        let id = self.recording().ok_or_else(not_recording)?;
        recording::use_hint(&mut self.store, id)
    }

    /// Keeps what is written during a take.
    ///
    /// # Errors
    /// When there is no such take, or nothing can be written.
    pub fn save_take_text(&mut self, request: SaveTakeText) -> Result<()> {
        let written = Draft {
            notes: request.draft.notes,
            code: request.draft.code,
            language: request.draft.language,
            chosen: Vec::new(),
        };
        recording::save_text(&mut self.store, take_id(&request.take)?, &written)
    }
}

fn closed() -> MicrophoneView {
    MicrophoneView {
        state: MicrophoneState::Off,
        device: None,
        peak_dbfs: None,
        level_dbfs: None,
        alarm: None,
        take: None,
        recorded_ms: 0.0,
        problem: None,
    }
}

fn milliseconds(samples: u64) -> u64 {
    samples * 1_000 / u64::from(SAMPLE_RATE)
}

/// What the learner should know of a take's sound.
fn trouble(sound: &audio::Recorded) -> Option<String> {
    let is_holed = sound.dropped > 0 || sound.glitches > 0;
    let holes = "Some sound was lost because the computer was too busy. The take has gaps there, which look like pauses.";
    sound.ended.as_ref().map(sentence).or_else(|| is_holed.then(|| holes.to_owned()))
}

/// A message as a sentence.
pub(super) fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
