//! The thread that takes sound out of the ring and puts it into the file of a take.

use std::io::{self, ErrorKind};
use std::mem;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::convert::Converter;
use super::input::{InputError, Source};
use super::read::peaks_of;
use super::recorder::{Ended, Phase, Recorded};
use super::take_file::{LONGEST, TakeFile};
use super::wav::{Repaired, repair};
use crate::domain::audio::meter::{Level, Meter};
use crate::domain::audio::peaks::Peaks;
use crate::{Error, Result};

/// How often the ring is looked into when nobody asks for anything.
const POLL: Duration = Duration::from_millis(20);

/// What the recorder asks of its thread.
pub(super) enum Command {
    /// Drop what has come so far; what comes from now on belongs to the take to be.
    Arm,
    /// There will be no take.
    Disarm,
    /// Write what came since [`Command::Arm`], and go on.
    Write(TakeFile),
    /// Pass over what comes, or go on.
    Hold(bool),
    /// End the take; it is handed back.
    Finish,
}

/// A command and where its answer goes.
pub(super) struct Request {
    pub(super) command: Command,
    pub(super) answer: Sender<Result<Option<Recorded>>>,
}

/// What both threads know.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) phase: Phase,
    pub(super) samples: u64,
    pub(super) peaks: Peaks,
    pub(super) level: Level,
    pub(super) ended: Option<Ended>,
    /// Buffers dropped and overruns before the take.
    pub(super) before: (u64, u64),
}

impl Progress {
    pub(super) fn shared() -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            phase: Phase::Idle,
            samples: 0,
            peaks: Peaks::default(),
            level: Level::SILENCE,
            ended: None,
            before: (0, 0),
        }))
    }
}

/// The progress, also after a thread that held it has panicked: it is whole after each step.
pub(super) fn look(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) struct Writer {
    source: Source,
    converter: Converter,
    meter: Meter,
    state: State,
    progress: Arc<Mutex<Progress>>,
    interleaved: Vec<f32>,
    samples: Vec<i16>,
}

enum State {
    Idle,
    Armed,
    Writing { file: TakeFile, held: bool },
    Over(Recorded),
}

impl Writer {
    pub(super) fn new(source: Source, progress: Arc<Mutex<Progress>>) -> Result<Self, InputError> {
        Ok(Self {
            converter: Converter::new(source.format)?,
            source,
            meter: Meter::default(),
            state: State::Idle,
            progress,
            interleaved: Vec::new(),
            samples: Vec::new(),
        })
    }

    /// Works until the recorder is gone; a take that nobody finished is finished then.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        loop {
            match requests.recv_timeout(POLL) {
                Ok(Request { command, answer }) => {
                    // Who asked waits for the answer; if it is gone, nobody misses it.
                    let _ = answer.send(self.obey(command));
                }
                Err(RecvTimeoutError::Timeout) => self.work(),
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.finish();
                    return;
                }
            }
        }
    }

    fn obey(&mut self, command: Command) -> Result<Option<Recorded>> {
        self.work();
        match command {
            Command::Arm => self.arm()?,
            Command::Disarm => self.enter(State::Idle),
            Command::Write(file) => self.enter(State::Writing { file, held: false }),
            Command::Hold(hold) => self.hold(hold)?,
            Command::Finish => return self.finish().map(Some),
        }
        Ok(None)
    }

    fn arm(&mut self) -> Result<()> {
        if let Some(error) = self.source.counts.failure() {
            return Err(Error::InvalidState(error.to_string()));
        }
        if !matches!(self.state, State::Idle) {
            return Err(Error::InvalidState("a take is being recorded already".to_owned()));
        }
        self.converter.reset();
        let mut progress = look(&self.progress);
        progress.before = (self.source.counts.dropped(), self.source.counts.glitches());
        (progress.samples, progress.peaks, progress.ended) = (0, Peaks::default(), None);
        drop(progress);
        self.enter(State::Armed);
        Ok(())
    }

    fn hold(&mut self, hold: bool) -> Result<()> {
        let State::Writing { held, .. } = &mut self.state else {
            return Err(Error::InvalidState("no take is being recorded".to_owned()));
        };
        let was_held = mem::replace(held, hold);
        if hold && !was_held {
            self.samples.clear();
            self.converter.flush(&mut self.samples);
            self.write();
        } else if was_held && !hold {
            self.converter.reset();
        }
        self.show_phase();
        Ok(())
    }

    fn finish(&mut self) -> Result<Recorded> {
        self.work();
        if matches!(self.state, State::Writing { .. }) {
            self.end(None);
        }
        match mem::replace(&mut self.state, State::Idle) {
            State::Over(recorded) => {
                self.show_phase();
                Ok(recorded)
            }
            other => {
                self.state = other;
                Err(Error::InvalidState("no take is being recorded".to_owned()))
            }
        }
    }

    /// Takes in what has come.
    fn work(&mut self) {
        // Looked at first: what came before the failure still belongs to the take.
        let failure = self.source.counts.failure().cloned();
        if !matches!(self.state, State::Armed) {
            self.take_in();
        }
        if let Some(error) = failure
            && matches!(self.state, State::Writing { .. })
        {
            self.end(Some(Ended::Microphone(error)));
        }
    }

    fn take_in(&mut self) {
        let channels = self.converter.channels();
        let portion = self.source.format.sample_rate as usize * channels;
        let slots = self.source.ring.slots();
        let mut left = slots - slots % channels;
        while left > 0 {
            let chunk = self.source.ring.read_chunk(left.min(portion)).expect("so many samples wait");
            left -= chunk.len();
            let (one, two) = chunk.as_slices();
            self.interleaved.clear();
            self.interleaved.extend_from_slice(one);
            self.interleaved.extend_from_slice(two);
            chunk.commit_all();
            self.samples.clear();
            self.converter.push(&self.interleaved, &mut self.samples);
            self.meter.push(&self.samples);
            if matches!(self.state, State::Writing { held: false, .. }) {
                self.write();
            }
        }
        look(&self.progress).level = self.meter.level();
    }

    /// Writes the converted samples; a failure ends the take.
    fn write(&mut self) {
        let State::Writing { file, .. } = &mut self.state else { return };
        if file.samples() + self.samples.len() as u64 > LONGEST {
            self.end(Some(Ended::TooLong));
            return;
        }
        match file.append(&self.samples) {
            Ok(()) => {
                let mut progress = look(&self.progress);
                progress.samples = file.samples();
                progress.peaks.push(&self.samples);
            }
            Err(error) => self.end(Some(not_written(&error))),
        }
    }

    /// Closes the file of the take, with all that is still inside the converter.
    fn end(&mut self, ended: Option<Ended>) {
        let State::Writing { mut file, held } = mem::replace(&mut self.state, State::Idle) else { return };
        let path = file.path().to_path_buf();
        let mut ended = ended;
        let mut closed = Ok(());
        if matches!(ended, None | Some(Ended::Microphone(_))) {
            self.samples.clear();
            if !held {
                self.converter.flush(&mut self.samples);
            }
            closed = file.append(&self.samples);
            look(&self.progress).peaks.push(&self.samples);
        }
        let mut samples = file.samples();
        closed = closed.and(file.finish());
        let mut peaks = mem::take(&mut look(&self.progress).peaks).finish();
        if let Err(error) = &closed {
            ended.get_or_insert(not_written(error));
        }
        if matches!(ended, Some(Ended::DiskFull | Ended::NotWritten(_))) {
            // What is on the disk is what was recorded.
            samples = match repair(&path) {
                Ok(Repaired::Whole(samples) | Repaired::Mended(samples)) => samples,
                Ok(Repaired::Empty) => 0,
                Err(_) => samples,
            };
            peaks = peaks_of(&path).unwrap_or(peaks);
        }
        let counts = &self.source.counts;
        let before = look(&self.progress).before;
        let recorded = Recorded {
            bytes: path.metadata().map_or(0, |file| file.len()),
            path,
            samples,
            peaks,
            dropped: counts.dropped() - before.0,
            glitches: counts.glitches() - before.1,
            ended: ended.clone(),
        };
        let mut progress = look(&self.progress);
        (progress.samples, progress.ended) = (samples, ended);
        drop(progress);
        self.enter(State::Over(recorded));
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.show_phase();
    }

    fn show_phase(&self) {
        look(&self.progress).phase = match self.state {
            State::Idle | State::Armed => Phase::Idle,
            State::Writing { held: false, .. } => Phase::Recording,
            State::Writing { held: true, .. } => Phase::Held,
            State::Over(_) => Phase::Ended,
        };
    }
}

fn not_written(error: &io::Error) -> Ended {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Ended::DiskFull,
        _ => Ended::NotWritten(error.to_string()),
    }
}
