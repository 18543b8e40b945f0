//! A microphone that says in real time what the test gives it, and knows what it has said when.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::poll::within;
use super::random::Random;

/// Samples that are said at a time: ten milliseconds.
const BLOCK: usize = 160;
const BLOCK_TIME: Duration = Duration::from_millis(10);
/// The loudest sample of the noise that lies under everything, as in any room: no two stretches of it are
/// alike, so that each stretch of a recording tells when it was said.
const NOISE: i16 = 24;

pub(crate) struct Microphone {
    line: Arc<Mutex<Line>>,
    speaker: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Line {
    to_say: VecDeque<i16>,
    said: Vec<i16>,
    /// When each block was said.
    moments: Vec<Instant>,
    is_over: bool,
}

impl Microphone {
    /// Speaks into a named pipe that somebody reads.
    pub(super) fn into(pipe: &Path) -> Self {
        let pipe = OpenOptions::new().write(true).open(pipe).expect("the sound server made the pipe");
        let line = Arc::new(Mutex::new(Line::default()));
        let ours = Arc::clone(&line);
        let speaker = thread::spawn(move || speak(pipe, &ours));
        Self { line, speaker: Some(speaker) }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says these samples next; returns which of all that is said the first one will be.
    pub(crate) fn say(&self, samples: &[i16]) -> usize {
        let mut line = self.line();
        line.to_say.extend(samples);
        line.said.len() + line.to_say.len() - samples.len()
    }

    /// Waits until all was said.
    pub(crate) async fn finished(&self) {
        let left = Duration::from_secs((self.line().to_say.len() / super::sound::RATE) as u64 + 10);
        let done = within(left, async || self.line().to_say.is_empty().then_some(())).await;
        assert!(done.is_some(), "the microphone keeps the time");
    }

    /// How many samples were said by then, noise included.
    pub(crate) fn said_by(&self, moment: Instant) -> usize {
        self.line().moments.partition_point(|said| *said <= moment) * BLOCK
    }

    /// When a sample was said.
    pub(crate) fn moment_of(&self, sample: usize) -> Instant {
        self.line().moments[sample / BLOCK]
    }

    /// Where in all that was said a recording begins; none when it is not one run of it.
    pub(crate) fn place_of(&self, recording: &[i16]) -> Option<usize> {
        let line = self.line();
        if recording.is_empty() {
            return None;
        }
        line.said.windows(recording.len()).position(|stretch| stretch == recording)
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.line().is_over = true;
        if let Some(speaker) = self.speaker.take() {
            speaker.join().ok();
        }
    }
}

/// Says a block each ten milliseconds, until nobody listens or it is over.
fn speak(mut pipe: File, line: &Mutex<Line>) {
    let mut noise = Random::from_seed(1);
    let began = Instant::now();
    for block in 1.. {
        thread::sleep((began + block * BLOCK_TIME).saturating_duration_since(Instant::now()));
        let samples: Vec<i16> = {
            let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
            if line.is_over {
                return;
            }
            let hiss = |noise: &mut Random| noise.below(0..2 * NOISE as u64 + 1) as i16 - NOISE;
            let next = |_| line.to_say.pop_front().unwrap_or(0).saturating_add(hiss(&mut noise));
            let samples: Vec<i16> = (0..BLOCK).map(next).collect();
            line.said.extend(&samples);
            samples
        };
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        if pipe.write_all(&bytes).is_err() {
            return;
        }
        line.lock().unwrap_or_else(PoisonError::into_inner).moments.push(Instant::now());
    }
}
