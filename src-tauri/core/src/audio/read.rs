//! Reading takes, WAV and FLAC alike, a portion at a time.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use hound::WavReader;

use super::flac::FlacReader;
use super::take_file::plain;
use super::wav::SPEC;
use crate::domain::audio::peaks::Peaks;
use crate::error::IoContext;
use crate::{Error, Result};

/// Samples that are read at a time.
pub(super) const PORTION: usize = 4_096;

/// Reads a take's samples in portions and returns how many there were. What the file is, is read from
/// its first bytes.
///
/// # Errors
///
/// When the file cannot be read, is no take, or is damaged. By then some samples may have been given.
pub fn read(path: &Path, mut each: impl FnMut(&[i16])) -> Result<u64> {
    let mut reader = Reader::open(path)?;
    loop {
        match reader.next()? {
            [] => return Ok(reader.samples()),
            samples => each(samples),
        }
    }
}

/// How many samples a take's file says that it holds.
///
/// # Errors
///
/// When the file cannot be read, or is no take.
pub fn length_of(path: &Path) -> Result<u64> {
    Ok(Reader::open(path)?.samples())
}

/// The peaks of a take, computed anew.
///
/// # Errors
///
/// As for [`read`].
pub fn peaks_of(path: &Path) -> Result<Vec<u8>> {
    let mut peaks = Peaks::default();
    read(path, |samples| peaks.push(samples))?;
    Ok(peaks.finish())
}

/// Whether two takes hold the same samples.
///
/// # Errors
///
/// As for [`read`].
pub fn same_sound(one: &Path, other: &Path) -> Result<bool> {
    let (mut one, mut other) = (Reader::open(one)?, Reader::open(other)?);
    Ok(compare(&mut one, &mut other, &mut |_| true)?.unwrap_or(false))
}

/// Compares sample by sample. `going_on` hears how many samples were compared each time and says
/// whether to go on; `None` when it did not.
pub(super) fn compare(
    one: &mut Reader,
    other: &mut Reader,
    going_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<bool>> {
    if one.samples() != other.samples() {
        return Ok(Some(false));
    }
    // What one of them gave more than the other, so far.
    let mut ahead = Vec::new();
    loop {
        let samples = one.next()?;
        if samples.is_empty() {
            // The other's end is read too: only there it tells whether it is damaged.
            return Ok(Some(ahead.is_empty() && other.next()?.is_empty()));
        }
        while ahead.len() < samples.len() {
            match other.next()? {
                [] => return Ok(Some(false)),
                more => ahead.extend_from_slice(more),
            }
        }
        if ahead[..samples.len()] != *samples {
            return Ok(Some(false));
        }
        ahead.drain(..samples.len());
        if !going_on(samples.len() as u64) {
            return Ok(None);
        }
    }
}

/// A take that is being read.
pub(super) struct Reader {
    path: PathBuf,
    kind: Kind,
    portion: Vec<i16>,
}

enum Kind {
    Wav(WavReader<BufReader<File>>),
    Flac(Box<FlacReader>),
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).at("opening", path)?;
        let mut magic = Vec::new();
        (&mut file).take(4).read_to_end(&mut magic).at("reading", path)?;
        let kind = match magic.as_slice() {
            b"RIFF" => Kind::Wav(open_wav(path)?),
            b"fLaC" => Kind::Flac(Box::new(FlacReader::open(path)?)),
            _ => return Err(Error::InvalidInput(format!("{} is neither WAV nor FLAC", path.display()))),
        };
        Ok(Self { path: path.to_path_buf(), kind, portion: Vec::with_capacity(PORTION) })
    }

    /// How many samples the file says it holds. Once the end was reached without an error, it does.
    pub(super) fn samples(&self) -> u64 {
        match &self.kind {
            Kind::Wav(wav) => u64::from(wav.len()),
            Kind::Flac(flac) => flac.samples(),
        }
    }

    /// The next samples; none at the end.
    pub(super) fn next(&mut self) -> Result<&[i16]> {
        self.portion.clear();
        match &mut self.kind {
            Kind::Wav(wav) => {
                for sample in wav.samples::<i16>().take(PORTION) {
                    self.portion.push(sample.map_err(plain).at("reading", &self.path)?);
                }
            }
            Kind::Flac(flac) => flac.next(&mut self.portion)?,
        }
        Ok(&self.portion)
    }
}

fn open_wav(path: &Path) -> Result<WavReader<BufReader<File>>> {
    let wav = WavReader::open(path).map_err(plain).at("reading", path)?;
    if wav.spec() != SPEC {
        return Err(Error::InvalidInput(format!("{} is not mono, 16 kHz, 16 bit", path.display())));
    }
    Ok(wav)
}
