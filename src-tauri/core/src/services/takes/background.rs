//! What is done with a take once it is recorded: it is measured, its wave is drawn where that is lost, and
//! it is compressed. The work itself needs no database, so that it can be done while the program is used.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::recording::remove;
use crate::audio::{self, Compressed};
use crate::domain::audio::measures::{Analysis, Measures};
use crate::domain::audio::peaks::Peaks;
use crate::error::{Error, IoContext, Result};
use crate::store::{Sound, Store, StoredTake};

/// Work on one take.
#[derive(Clone, Debug)]
pub struct Job {
    /// The take.
    pub take: Uuid,
    /// What is to be done.
    pub work: Work,
    /// Set when the take is deleted meanwhile.
    pub cancel: Arc<AtomicBool>,
}

impl Job {
    fn new(take: Uuid, work: Work) -> Self {
        Self { take, work, cancel: Arc::default() }
    }

    /// Does it, unless it is called off. `progress` hears the share that is done, 0 to 1.
    ///
    /// # Errors
    /// When a file cannot be read or written, or the smaller one does not hold the same sound.
    pub fn run(&self, progress: &mut dyn FnMut(f32)) -> Result<Done> {
        self.work.run(progress, &self.cancel)
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Measure what can be heard, and make the wave.
    Measure {
        /// The take's file.
        path: PathBuf,
        /// Its samples, as far as is known.
        samples: u64,
    },
    /// Make the file smaller, without losing anything.
    Compress {
        /// The file that was recorded.
        wav: PathBuf,
        /// The file to make.
        flac: PathBuf,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// What was measured.
    Measured {
        /// The measures.
        measures: Measures,
        /// The wave: a byte each 20 ms.
        peaks: Vec<u8>,
    },
    /// The smaller file, which holds the same samples.
    Compressed(Compressed),
    /// It was called off.
    Cancelled,
}

impl Work {
    /// What is done, in a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Measure { .. } => "Measuring",
            Self::Compress { .. } => "Compressing",
        }
    }

    fn run(&self, progress: &mut dyn FnMut(f32), cancel: &AtomicBool) -> Result<Done> {
        match self {
            Self::Measure { path, samples } => {
                let (mut analysis, mut peaks, mut seen) = (Analysis::new(), Peaks::default(), 0_u64);
                audio::read(path, |chunk| {
                    analysis.push(chunk);
                    peaks.push(chunk);
                    seen += chunk.len() as u64;
                    progress((seen as f32 / (*samples).max(1) as f32).min(1.0));
                })?;
                if cancel.load(Ordering::Relaxed) {
                    return Ok(Done::Cancelled);
                }
                Ok(Done::Measured { measures: analysis.finish(), peaks: peaks.finish() })
            }
            Self::Compress { wav, flac } => Ok(match audio::compress(wav, flac, progress, cancel)? {
                Some(compressed) => Done::Compressed(compressed),
                None => Done::Cancelled,
            }),
        }
    }
}

/// The next thing to do, newest take first; measuring comes before compressing. `failed` names takes
/// with which it did not work since the program started.
///
/// # Errors
/// When SQLite cannot read.
pub fn next(store: &Store, failed: &HashSet<Uuid>) -> Result<Option<Job>> {
    let mut kept: Vec<_> = store
        .unfinished_takes()?
        .into_iter()
        .filter(|stored| !failed.contains(&stored.id))
        .filter_map(|stored| {
            let path = store.recording(&stored)?;
            path.is_file().then_some((stored, path))
        })
        .collect();
    kept.sort_by_key(|(stored, _)| std::cmp::Reverse(stored.recorded.begun_at.at_ms));
    let needs_measures = |stored: &StoredTake| stored.measures.is_none() || !stored.has_peaks;
    let measure = kept.iter().find(|(stored, _)| needs_measures(stored)).map(|(stored, path)| {
        let samples = stored.recorded.duration_ms.saturating_mul(16);
        Job::new(stored.id, Work::Measure { path: path.clone(), samples })
    });
    let compress = || {
        let is_wav = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "wav");
        // A file that stands in the place of the smaller one holds other sound: nothing is written over.
        let is_to_do = |path: &PathBuf| is_wav(path) && !path.with_extension("flac").exists();
        let (stored, wav) = kept.iter().find(|(_, path)| is_to_do(path))?;
        let flac = wav.with_extension("flac");
        Some(Job::new(stored.id, Work::Compress { wav: wav.clone(), flac }))
    };
    Ok(measure.or_else(compress))
}

/// Keeps what came of a job. The recorded file goes once the row names the smaller one, which must still
/// be there, whole.
///
/// # Errors
/// When the smaller file is gone, or nothing can be written.
pub fn keep(store: &mut Store, job: &Job, done: Done) -> Result<()> {
    let is_kept = store.stored_take(job.take)?.is_some_and(|stored| stored.sound == Sound::Kept);
    match (done, &job.work) {
        (Done::Measured { measures, peaks }, _) if is_kept => store.transaction(|writer| {
            writer.keep_measures(job.take, &measures)?;
            writer.keep_peaks(job.take, &peaks)
        }),
        (Done::Compressed(compressed), Work::Compress { wav, flac }) => {
            if !is_kept {
                return remove(flac); // it was deleted meanwhile
            }
            if fs::metadata(flac).at("looking for", flac)?.len() != compressed.bytes {
                let message = format!("{} was changed by another program", flac.display());
                return Err(Error::InvalidState(message));
            }
            let folder = store.location().recordings();
            let file = flac.strip_prefix(&folder).unwrap_or(flac).to_string_lossy().into_owned();
            store.transaction(|writer| writer.move_sound(job.take, &file, compressed.bytes))?;
            remove(wav)
        }
        _ => Ok(()),
    }
}
