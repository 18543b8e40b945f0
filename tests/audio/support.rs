//! A microphone made of samples, which the test plays.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rehearse_core::audio::{
    AudioInput, Device, Format, InputError, OpenInput, Recorded, Recorder, Reporter, Sink, read,
};
use tempfile::TempDir;

type Line = Arc<Mutex<Option<(Sink, Reporter)>>>;

/// The microphone. It delivers what the test plays, when the test plays it.
pub(crate) struct Samples {
    format: Format,
    line: Line,
    refuses: Option<InputError>,
}

struct Open(Line);

impl OpenInput for Open {}

impl Drop for Open {
    fn drop(&mut self) {
        *self.0.lock().unwrap() = None;
    }
}

impl Samples {
    pub(crate) fn new(sample_rate: u32, channels: u16) -> Self {
        Self { format: Format { sample_rate, channels }, line: Line::default(), refuses: None }
    }

    /// One that does not open.
    pub(crate) fn refusing(error: InputError) -> Self {
        Self { refuses: Some(error), ..Self::new(16_000, 1) }
    }

    /// Delivers interleaved samples in buffers of these lengths in frames, taken in turn.
    pub(crate) fn play_in(&self, interleaved: &[f32], buffers: &[usize]) {
        let mut line = self.line.lock().unwrap();
        let (sink, _) = line.as_mut().expect("the microphone is open");
        let mut rest = interleaved;
        for frames in buffers.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at(rest.len().min(frames * usize::from(self.format.channels)));
            sink.push(now.iter().copied());
            rest = later;
        }
    }

    /// Delivers 16-bit samples in buffers of 10 ms.
    pub(crate) fn play(&self, samples: &[i16]) {
        self.play_in(&as_floats(samples), &[self.format.sample_rate as usize / 100]);
    }

    pub(crate) fn fail(&self, error: InputError) {
        self.report(|reporter| _ = reporter.fail(error));
    }

    pub(crate) fn report(&self, report: impl FnOnce(&Reporter)) {
        let line = self.line.lock().unwrap();
        report(&line.as_ref().expect("the microphone is open").1);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.line.lock().unwrap().is_some()
    }

    #[track_caller]
    pub(crate) fn recorder(&self) -> Recorder {
        Recorder::open(self, None).unwrap()
    }
}

impl AudioInput for Samples {
    fn devices(&self) -> Result<Vec<Device>, InputError> {
        Ok(vec![Device { id: "samples".to_owned(), name: "Samples".to_owned(), is_default: true }])
    }

    fn open(
        &self,
        device: Option<&str>,
        connect: &mut dyn FnMut(Format) -> (Sink, Reporter),
    ) -> Result<Box<dyn OpenInput>, InputError> {
        if let Some(error) = &self.refuses {
            return Err(error.clone());
        }
        if device.is_some_and(|device| device != "samples") {
            return Err(InputError::Gone);
        }
        *self.line.lock().unwrap() = Some(connect(self.format));
        Ok(Box::new(Open(Arc::clone(&self.line))))
    }
}

/// A folder for takes, and the path of one in it.
pub(crate) fn take() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("take.wav");
    (folder, path)
}

/// Records what is played between start and finish.
#[track_caller]
pub(crate) fn record(input: &Samples, path: &Path, play: impl FnOnce()) -> Recorded {
    let mut recorder = input.recorder();
    recorder.start(path).unwrap();
    play();
    recorder.finish().unwrap()
}

/// Waits for the recorder's thread.
pub(crate) fn wait(recorder: &mut Recorder, mut until: impl FnMut(&mut Recorder) -> bool) {
    while !until(recorder) {
        std::thread::yield_now();
    }
}

#[track_caller]
pub(crate) fn samples_of(path: &Path) -> Vec<i16> {
    let mut all = Vec::new();
    let count = read(path, |samples| all.extend_from_slice(samples)).unwrap();
    assert_eq!(count, all.len() as u64);
    all
}

/// The bytes that a WAV file with these samples has, written down independently.
pub(crate) fn wav_bytes(samples: &[i16]) -> Vec<u8> {
    let data = samples.len() as u32 * 2;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((data + 36).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data");
    bytes.extend(data.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// A WAV file with these samples.
pub(crate) fn wav(folder: &TempDir, name: &str, samples: &[i16]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, wav_bytes(samples)).unwrap();
    path
}

pub(crate) fn as_floats(samples: &[i16]) -> Vec<f32> {
    samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
}

/// The same noise for the same seed, over the whole range (xorshift).
pub(crate) fn noise(count: usize, seed: u64) -> Vec<i16> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..count).map(|_| (next() >> 40) as i16).collect()
}

/// A sine of this level, 1 is full scale.
pub(crate) fn sine(rate: u32, frequency: f64, level: f64, count: usize) -> Vec<f32> {
    (0..count).map(|n| (level * (TAU * frequency * n as f64 / f64::from(rate)).sin()) as f32).collect()
}

/// The same for both ears.
pub(crate) fn doubled(mono: &[f32]) -> Vec<f32> {
    mono.iter().flat_map(|sample| [*sample, *sample]).collect()
}

/// Something like speech: syllables of a few partials, pauses, a little noise.
pub(crate) fn speech_like(count: usize, seed: u64) -> Vec<i16> {
    let breath = noise(count, seed);
    (0..count)
        .map(|n| {
            let t = n as f64 / 16_000.0;
            let syllable = (TAU * 2.1 * t).sin().max(0.0) * if (t as u64) % 4 == 3 { 0.0 } else { 1.0 };
            let voice: f64 = (1..9).map(|k| (TAU * 117.0 * f64::from(k) * t).sin() / f64::from(k)).sum();
            (6_000.0 * syllable * voice + f64::from(breath[n]) / 600.0) as i16
        })
        .collect()
}
