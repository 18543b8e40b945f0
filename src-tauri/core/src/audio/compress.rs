//! Makes FLAC files of takes: half the bytes, the same samples.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, Stream, StreamInfo};
use flacenc::config;
use flacenc::encode_fixed_size_frame;
use flacenc::error::Verify;
use flacenc::source::{Context, Fill, FrameBuf};

use super::read::{PORTION, Reader, compare};
use super::take_file::sync_folder_of;
use super::wav::SPEC;
use crate::error::IoContext;
use crate::{Error, Result};

/// What [`compress`] made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compressed {
    /// How many samples both files hold.
    pub samples: u64,
    /// The length of the FLAC file.
    pub bytes: u64,
}

/// Makes a FLAC file of a WAV file. It is written under another name, read again from there and
/// compared sample by sample; only when it is the same and on the disk does it get its name. The WAV
/// file is not touched: the caller may remove it then.
///
/// `progress` hears the share that is done, 0 to 1. When `cancel` is set, or anything fails, nothing
/// stays behind; a cancelled call returns `None`.
///
/// # Errors
///
/// When the WAV file is damaged, the FLAC file cannot be written, or does not hold the same samples.
pub fn compress(
    wav: &Path,
    flac: &Path,
    progress: &mut dyn FnMut(f32),
    cancel: &AtomicBool,
) -> Result<Option<Compressed>> {
    let mut name = flac.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = flac.with_file_name(name);
    let result = compress_into(&part, wav, flac, progress, cancel);
    if !matches!(result, Ok(Some(_))) {
        let _ = fs::remove_file(&part); // half a file is no use; the result says why
    }
    result
}

fn compress_into(
    part: &Path,
    wav: &Path,
    flac: &Path,
    progress: &mut dyn FnMut(f32),
    cancel: &AtomicBool,
) -> Result<Option<Compressed>> {
    let samples = Reader::open(wav)?.samples();
    // Each sample is encoded and compared.
    let (mut done, all) = (0, (2 * samples).max(1));
    let mut going_on = |count: u64| {
        done += count;
        progress(done as f32 / all as f32);
        !cancel.load(Ordering::Relaxed)
    };
    if !encode(wav, part, &mut going_on)? {
        return Ok(None);
    }
    match compare(&mut Reader::open(wav)?, &mut Reader::open(part)?, &mut going_on)? {
        None => return Ok(None),
        Some(false) => {
            let wav = wav.display();
            return Err(Error::InvalidState(format!("{wav} could not be compressed without a change")));
        }
        Some(true) => {}
    }
    let bytes = fs::metadata(part).at("reading", part)?.len();
    fs::rename(part, flac).and_then(|()| sync_folder_of(flac)).at("writing", flac)?;
    Ok(Some(Compressed { samples, bytes }))
}

/// Encodes one frame after the other, so that a take of any length needs the memory of one frame.
/// Returns whether it came to the end; the file is on the disk then.
fn encode(wav: &Path, part: &Path, going_on: &mut dyn FnMut(u64) -> bool) -> Result<bool> {
    let mut reader = Reader::open(wav)?;
    let failed = |error: String| Error::InvalidState(format!("encoding {}: {error}", wav.display()));
    let config =
        config::Encoder::default().into_verified().map_err(|(_, error)| failed(error.to_string()))?;
    let (rate, channels, bits) =
        (SPEC.sample_rate as usize, usize::from(SPEC.channels), usize::from(SPEC.bits_per_sample));
    let mut info = StreamInfo::new(rate, channels, bits).map_err(|error| failed(error.to_string()))?;
    let mut frame_and_sum = (
        FrameBuf::with_size(channels, PORTION).map_err(|error| failed(error.to_string()))?,
        Context::new(bits, channels),
    );
    let mut out = BufWriter::new(create(part).at("creating", part)?);
    out.write_all(&head(&info).map_err(failed)?).at("writing", part)?;
    let mut frames = 0;
    let (mut wide, mut sink) = (Vec::with_capacity(PORTION), ByteSink::new());
    loop {
        wide.clear();
        wide.extend(reader.next()?.iter().copied().map(i32::from));
        if wide.is_empty() {
            break;
        }
        frame_and_sum.fill_interleaved(&wide).map_err(|error| failed(error.to_string()))?;
        let frame = encode_fixed_size_frame(&config, &frame_and_sum.0, frames, &info)
            .map_err(|error| failed(error.to_string()))?;
        info.update_frame_info(&frame);
        sink.clear();
        frame.write(&mut sink).map_err(|error| failed(error.to_string()))?;
        out.write_all(sink.as_slice()).at("writing", part)?;
        frames += 1;
        if !going_on(wide.len() as u64) {
            return Ok(false);
        }
    }
    info.set_md5_digest(&frame_and_sum.1.md5_digest());
    if frames == 0 {
        info.set_frame_sizes(0, 0).map_err(|error| failed(error.to_string()))?;
    }
    let head = head(&info).map_err(failed)?;
    out.seek(SeekFrom::Start(0)).and_then(|_| out.write_all(&head)).at("writing", part)?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).at("writing", part)?;
    file.sync_all().at("writing", part)?;
    Ok(true)
}

/// Makes a new file in the place of an old one: what a link of that name leads to is not written over.
fn create(part: &Path) -> io::Result<File> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => File::create_new(part),
    }
}

/// What a FLAC file begins with. All frames but the last are of one length, and so says the head.
fn head(info: &StreamInfo) -> Result<Vec<u8>, String> {
    let mut info = info.clone();
    info.set_block_sizes(PORTION, PORTION).map_err(|error| error.to_string())?;
    let mut sink = ByteSink::new();
    Stream::with_stream_info(info).write(&mut sink).map_err(|error| error.to_string())?;
    Ok(sink.as_slice().to_vec())
}
