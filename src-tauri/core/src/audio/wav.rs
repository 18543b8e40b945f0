//! The header of a take's WAV file, and how it is mended when the program was killed.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use hound::{SampleFormat, WavSpec};

use super::take_file::TakeFile;
use crate::domain::audio::SAMPLE_RATE;
use crate::error::IoContext;
use crate::{Error, Result};

/// What every take is.
pub(super) const SPEC: WavSpec =
    WavSpec { channels: 1, sample_rate: SAMPLE_RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };

/// Length of the header that a take begins with.
const HEADER: usize = 44;
/// Where it says how long what follows is, and how long the samples are.
const SIZES: [usize; 2] = [4, 40];

/// What was found when a file was looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repaired {
    /// Header and length fit: nothing was changed. So many samples.
    Whole(u64),
    /// The header was mended. So many samples.
    Mended(u64),
    /// The file is too short to hold a sample. It was not changed; nothing was recorded in it.
    Empty,
}

/// Copies the sound of a take into a new, empty file, which is a WAV file on the disk when this returns.
///
/// # Errors
///
/// When the take is damaged, or the file cannot be written.
pub fn to_wav(take: &Path, file: File, wav: &Path) -> Result<()> {
    let mut file = TakeFile::over(file, wav).at("writing", wav)?;
    let mut written = Ok(());
    super::read::read(take, |samples| {
        if written.is_ok() {
            written = file.append(samples);
        }
    })?;
    written.and_then(|()| file.finish()).at("writing", wav)
}

/// Looks after a WAV file whose writer may have been killed: where the header does not fit the length
/// of the file it is mended in place, half a sample at the end is cut off, and both are on the disk.
///
/// # Errors
///
/// When the file is no take (it is not touched), or cannot be read or written.
pub fn repair(path: &Path) -> Result<Repaired> {
    let mut file = OpenOptions::new().read(true).write(true).open(path).at("opening", path)?;
    let length = file.metadata().at("reading", path)?.len();
    let mut found = Vec::with_capacity(HEADER);
    (&mut file).take(HEADER as u64).read_to_end(&mut found).at("reading", path)?;
    if !begins_a_take(&found) {
        return Err(Error::InvalidInput(format!("{} is not a recording of Rehearse", path.display())));
    }
    let samples = length.saturating_sub(HEADER as u64) / 2;
    if samples == 0 {
        return Ok(Repaired::Empty);
    }
    // A WAV file cannot say more than 32 bits hold; what lies beyond stays in the file.
    let data = u32::try_from(samples * 2).unwrap_or(u32::MAX - HEADER as u32 - 1) & !1;
    let whole_length = HEADER as u64 + u64::from(data);
    if found == header(data) && length == whole_length {
        return Ok(Repaired::Whole(samples));
    }
    mend(&mut file, data, whole_length.min(length)).at("mending", path)?;
    Ok(Repaired::Mended(u64::from(data) / 2))
}

fn mend(file: &mut File, data: u32, length: u64) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header(data))?;
    file.set_len(length)?;
    file.sync_all()
}

/// Whether bytes are the beginning of a take's header, whatever it says about its length.
fn begins_a_take(found: &[u8]) -> bool {
    let is_size = |at: usize| SIZES.iter().any(|size| (*size..size + 4).contains(&at));
    found.iter().zip(header(0)).enumerate().all(|(at, (found, wanted))| is_size(at) || *found == wanted)
}

/// The header of a take with so many bytes of samples.
fn header(data: u32) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let fields: [&[u8]; 13] = [
        b"RIFF",
        &(data + HEADER as u32 - 8).to_le_bytes(),
        b"WAVE",
        b"fmt ",
        &16_u32.to_le_bytes(),
        &1_u16.to_le_bytes(), // PCM
        &SPEC.channels.to_le_bytes(),
        &SAMPLE_RATE.to_le_bytes(),
        &(SAMPLE_RATE * 2).to_le_bytes(), // bytes a second
        &2_u16.to_le_bytes(),             // bytes a frame
        &SPEC.bits_per_sample.to_le_bytes(),
        b"data",
        &data.to_le_bytes(),
    ];
    header.copy_from_slice(&fields.concat());
    header
}
