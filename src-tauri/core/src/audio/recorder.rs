//! Records takes from an open microphone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::input::{AudioInput, Counts, InputError, OpenInput, connection};
use super::take_file::{TakeFile, sync_folder_of};
use super::writer::{Command, Progress, Request, Writer, look};
use crate::domain::audio::meter::Level;
use crate::error::IoContext;
use crate::{Error, Result};

/// A device that delivers nothing for so long gives no signal.
const SILENT_MS: i64 = 1_000;

/// What a recorder is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Listening; nothing is kept.
    Idle,
    /// Writing a take.
    Recording,
    /// A take is open, and what is heard is passed over.
    Held,
    /// The take ended by itself and waits for [`Recorder::finish`] or [`Recorder::discard`].
    Ended,
}

/// Why a take ended although nobody asked for it. What was recorded until then is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The device stopped.
    #[error("{0}; what was recorded until then is kept")]
    Microphone(InputError),
    /// There is no room left.
    #[error("the disk is full; make room. What was recorded until then is kept")]
    DiskFull,
    /// The file could not be written, in the system's words.
    #[error("the recording could not be written: {0}. What was recorded until then is kept")]
    NotWritten(String),
    /// The longest take was reached.
    #[error("a take is a day long at most; what was recorded until then is kept")]
    TooLong,
}

/// A take that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The WAV file.
    pub path: PathBuf,
    /// Samples in it, 16,000 a second.
    pub samples: u64,
    /// Its length.
    pub bytes: u64,
    /// The shape of its wave, one byte for each 20 ms.
    pub peaks: Vec<u8>,
    /// Buffers of sound that were lost because the disk was too slow.
    pub dropped: u64,
    /// How often the system lost sound.
    pub glitches: u64,
    /// Why it ended, if nobody asked for it.
    pub ended: Option<Ended>,
}

/// What can be shown while a recorder is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// What it is doing.
    pub phase: Phase,
    /// Samples of the take that were written.
    pub samples: u64,
    /// Buffers that were lost since the take began.
    pub dropped: u64,
    /// Overruns that the system reported since the take began.
    pub glitches: u64,
    /// The last second of sound.
    pub level: Level,
    /// Why the take ended, if nobody asked for it.
    pub ended: Option<Ended>,
    /// Why the device stopped, also without a take. Open another recorder then.
    pub failure: Option<InputError>,
}

/// An open microphone and the thread that writes takes from it. While no take is being written only the
/// level is looked at. Dropping it closes the microphone; a take that is not finished is, and kept.
pub struct Recorder {
    /// Closed first, so that nothing more comes.
    input: Option<Box<dyn OpenInput>>,
    requests: Option<Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    progress: Arc<Mutex<Progress>>,
    counts: Counts,
    /// How many buffers had come at the last look, and when that changed, in ms.
    arrived: Option<(u64, i64)>,
}

impl Recorder {
    /// Opens a microphone by its id, or the system's default.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn open(input: &dyn AudioInput, device: Option<&str>) -> Result<Self, InputError> {
        let mut source = None;
        let input = input.open(device, &mut |format| {
            let (sink, reporter, other_end) = connection(format);
            source = Some(other_end);
            (sink, reporter)
        })?;
        let source = source.ok_or_else(|| InputError::Other("it delivers nothing".to_owned()))?;
        let counts = source.counts.clone();
        let progress = Progress::shared();
        let writer = Writer::new(source, Arc::clone(&progress))?;
        let (requests, receiver) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("recorder".to_owned())
            .spawn(move || writer.run(&receiver))
            .map_err(|error| InputError::Other(error.to_string()))?;
        Ok(Self {
            input: Some(input),
            requests: Some(requests),
            writer: Some(thread),
            progress,
            counts,
            arrived: None,
        })
    }

    /// Begins a take in a new file. Sound from before the call is not in it, sound from then on is; the
    /// file and its header are on the disk before the first sample.
    ///
    /// # Errors
    ///
    /// When the file exists or cannot be made, a take is being recorded, or the device has stopped.
    pub fn start(&mut self, path: &Path) -> Result<()> {
        self.ask(Command::Arm)?;
        match TakeFile::create(path) {
            Ok(file) => self.ask(Command::Write(file)).map(drop),
            Err(error) => {
                self.ask(Command::Disarm)?;
                Err(error)
            }
        }
    }

    /// Passes over what is heard from now on, or goes on with the take.
    ///
    /// # Errors
    ///
    /// When no take is being recorded.
    pub fn hold(&mut self, hold: bool) -> Result<()> {
        self.ask(Command::Hold(hold)).map(drop)
    }

    /// Ends the take. It is on the disk when this returns: the last sample and the header. A take that
    /// ended by itself is handed out too.
    ///
    /// # Errors
    ///
    /// When there is no take.
    pub fn finish(&mut self) -> Result<Recorded> {
        self.ask(Command::Finish)?.ok_or_else(stopped)
    }

    /// Ends the take and removes its file.
    ///
    /// # Errors
    ///
    /// When there is no take, or the file cannot be removed.
    pub fn discard(&mut self) -> Result<()> {
        let path = self.finish()?.path;
        fs::remove_file(&path).and_then(|()| sync_folder_of(&path)).at("removing", &path)
    }

    /// What it is doing. `now_ms` is a monotonic clock; a device that has delivered nothing between looks
    /// a second apart gives no signal. Ask at least four times a second, or alarms come late.
    pub fn status(&mut self, now_ms: i64) -> Status {
        let arrived = self.counts.arrived();
        let since = match self.arrived {
            Some((before, since)) if before == arrived => since,
            _ => now_ms,
        };
        self.arrived = Some((arrived, since));
        let progress = look(&self.progress);
        Status {
            phase: progress.phase,
            samples: progress.samples,
            dropped: self.counts.dropped() - progress.before.0,
            glitches: self.counts.glitches() - progress.before.1,
            level: if now_ms - since >= SILENT_MS { Level::NO_SIGNAL } else { progress.level },
            ended: progress.ended.clone(),
            failure: self.counts.failure().cloned(),
        }
    }

    /// The peaks of the take so far, from this one on.
    #[must_use]
    pub fn peaks_from(&self, first: usize) -> Vec<u8> {
        look(&self.progress).peaks.whole().get(first..).unwrap_or_default().to_vec()
    }

    fn ask(&self, command: Command) -> Result<Option<Recorded>> {
        let (answer, answered) = mpsc::channel();
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(Request { command, answer }).map_err(|_| stopped())?;
        answered.recv().map_err(|_| stopped())?
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        drop(self.input.take());
        drop(self.requests.take());
        if let Some(writer) = self.writer.take() {
            let _ = writer.join(); // it says what it has to say before
        }
    }
}

fn stopped() -> Error {
    Error::InvalidState("the recorder has stopped; open the microphone again".to_owned())
}
