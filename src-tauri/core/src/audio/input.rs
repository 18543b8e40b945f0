//! The microphone as the core sees it, and the way of its sound into the program.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use rtrb::{Consumer, Producer, RingBuffer, chunks::ChunkError};

/// How much sound may wait while the disk is slow.
const BUFFERED_SECONDS: usize = 10;
/// And no fewer samples than these (4 MB): sound servers deliver in bursts.
const BUFFERED_SAMPLES: usize = 1 << 20;

/// A microphone that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Names it for [`AudioInput::open`], also after a restart.
    pub id: String,
    /// As the learner knows it.
    pub name: String,
    /// Whether the system uses it where nothing was chosen.
    pub is_default: bool,
}

/// How a device delivers sound: interleaved samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Frames a second.
    pub sample_rate: u32,
    /// Samples in a frame.
    pub channels: u16,
}

/// Why a microphone cannot be used, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// There is none at all.
    #[error("no microphone was found; connect one, and look into the system's sound settings")]
    NoMicrophone,
    /// The chosen one is not there, or was unplugged.
    #[error("the microphone is gone; connect it again, or choose another one in Settings")]
    Gone,
    /// Another program has it for itself.
    #[error(
        "another program uses the microphone; close that program, or choose another microphone in Settings"
    )]
    Busy,
    /// The system does not let this program listen.
    #[error("the system does not allow Rehearse to use the microphone; allow it in the system's settings")]
    Denied,
    /// Anything else, in the system's words.
    #[error("the microphone does not work: {0}")]
    Other(String),
}

/// Where sound comes from: the sound card, or samples in a test.
pub trait AudioInput {
    /// The microphones that can be chosen.
    ///
    /// # Errors
    ///
    /// When the system cannot say.
    fn devices(&self) -> Result<Vec<Device>, InputError>;

    /// Opens a device by its id, or the system's default. Once its format is known, `connect` gives the
    /// places where its sound and its troubles go. Dropping what is returned closes the device.
    ///
    /// # Errors
    ///
    /// When there is no such device or it does not let itself be opened.
    fn open(
        &self,
        device: Option<&str>,
        connect: &mut dyn FnMut(Format) -> (Sink, Reporter),
    ) -> Result<Box<dyn OpenInput>, InputError>;
}

/// A device that delivers; it stops when this is dropped.
pub trait OpenInput: Send {}

/// What the two ends of a connection count and tell each other.
#[derive(Debug, Default)]
struct Line {
    arrived: AtomicU64,
    dropped: AtomicU64,
    glitches: AtomicU64,
    failure: OnceLock<InputError>,
}

/// Where a device puts its buffers. Made for the callback of a sound card: nothing here waits or
/// allocates.
#[derive(Debug)]
pub struct Sink {
    ring: Producer<f32>,
    line: Arc<Line>,
}

impl Sink {
    /// Takes one buffer of interleaved samples, -1 to 1. One that does not fit is dropped as a whole
    /// and counted.
    pub fn push<I: ExactSizeIterator<Item = f32>>(&mut self, samples: I) {
        match self.ring.write_chunk_uninit(samples.len()) {
            Ok(chunk) => {
                chunk.fill_from_iter(samples);
            }
            Err(ChunkError::TooFewSlots(_)) => {
                self.line.dropped.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.line.arrived.fetch_add(1, Ordering::Release);
    }
}

/// Where a device says what went wrong while it ran.
#[derive(Clone, Debug)]
pub struct Reporter {
    line: Arc<Line>,
}

impl Reporter {
    /// The device delivers nothing more. Only the first failure counts; true when it was this one.
    pub fn fail(&self, error: InputError) -> bool {
        self.line.failure.set(error).is_ok()
    }

    /// The system lost some sound and went on (an overrun).
    pub fn glitch(&self) {
        self.line.glitches.fetch_add(1, Ordering::Relaxed);
    }
}

/// The other end: where the writer takes the sound from.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) ring: Consumer<f32>,
    pub(super) format: Format,
    pub(super) counts: Counts,
}

/// What a connection has counted; anybody may look.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    line: Arc<Line>,
}

impl Counts {
    /// Buffers that came, dropped ones included.
    pub(super) fn arrived(&self) -> u64 {
        self.line.arrived.load(Ordering::Acquire)
    }

    /// Buffers that did not fit.
    pub(super) fn dropped(&self) -> u64 {
        self.line.dropped.load(Ordering::Relaxed)
    }

    /// Overruns that the system reported.
    pub(super) fn glitches(&self) -> u64 {
        self.line.glitches.load(Ordering::Relaxed)
    }

    /// Why the device stopped, if it did.
    pub(super) fn failure(&self) -> Option<&InputError> {
        self.line.failure.get()
    }
}

/// Both ends of a connection for a device of this format.
pub(super) fn connection(format: Format) -> (Sink, Reporter, Source) {
    let capacity = format.sample_rate as usize * usize::from(format.channels) * BUFFERED_SECONDS;
    let (producer, consumer) = RingBuffer::new(capacity.max(BUFFERED_SAMPLES));
    let line = Arc::new(Line::default());
    let sink = Sink { ring: producer, line: Arc::clone(&line) };
    let reporter = Reporter { line: Arc::clone(&line) };
    (sink, reporter, Source { ring: consumer, format, counts: Counts { line } })
}
