//! Reads takes in FLAC.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use symphonia_bundle_flac::{FlacDecoder, FlacReader as FlacParser};
use symphonia_core::audio::Channels;
use symphonia_core::codecs::CodecParameters;
use symphonia_core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia_core::formats::FormatReader;
use symphonia_core::io::MediaSourceStream;

use super::wav::SPEC;
use crate::error::IoContext;
use crate::{Error, Result};

/// Length of a FLAC file without any sound: its mark and the block that describes the stream.
const HEADER: usize = 42;

/// A FLAC file that is being decoded.
pub(super) struct FlacReader {
    path: PathBuf,
    /// `None` for a file that holds no sound at all.
    decoding: Option<(FlacParser<'static>, FlacDecoder)>,
    samples: u64,
    decoded: u64,
}

impl FlacReader {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).at("opening", path)?;
        let mut head = Vec::with_capacity(HEADER + 1);
        (&mut file).take(HEADER as u64 + 1).read_to_end(&mut head).at("reading", path)?;
        file.rewind().at("reading", path)?;
        let mut reader = Self { path: path.to_path_buf(), decoding: None, samples: 0, decoded: 0 };
        if head.len() <= HEADER {
            return if says_no_samples(&head) { Ok(reader) } else { Err(reader.damaged()) };
        }
        let source = MediaSourceStream::new(Box::new(file), Default::default());
        let parser = FlacParser::try_new(source, Default::default()).map_err(|_| reader.damaged())?;
        let track = parser.tracks().first().ok_or_else(|| reader.damaged())?;
        let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
            return Err(reader.damaged());
        };
        let channels = parameters.channels.as_ref().map(Channels::count);
        let is_take = parameters.sample_rate == Some(SPEC.sample_rate)
            && parameters.bits_per_sample == Some(u32::from(SPEC.bits_per_sample))
            && channels == Some(usize::from(SPEC.channels));
        if !is_take {
            return Err(Error::InvalidInput(format!("{} is not mono, 16 kHz, 16 bit", path.display())));
        }
        reader.samples = track.num_frames.ok_or_else(|| reader.damaged())?;
        let options = AudioDecoderOptions::default().verify(true);
        let decoder = FlacDecoder::try_new(parameters, &options).map_err(|_| reader.damaged())?;
        reader.decoding = Some((parser, decoder));
        Ok(reader)
    }

    pub(super) fn samples(&self) -> u64 {
        self.samples
    }

    /// Puts the next samples into `portion`; none at the end. The end is one only when all samples came
    /// and their checksum is the one in the file.
    pub(super) fn next(&mut self, portion: &mut Vec<i16>) -> Result<()> {
        let Some((parser, decoder)) = &mut self.decoding else { return Ok(()) };
        // A frame may hold nothing; only the end of the file is the end.
        while portion.is_empty() {
            let Ok(packet) = parser.next_packet() else { return Err(self.damaged()) };
            let Some(packet) = packet else {
                let is_whole = self.decoded == self.samples && decoder.finalize().verify_ok == Some(true);
                return if is_whole { Ok(()) } else { Err(self.damaged()) };
            };
            match decoder.decode(&packet) {
                Ok(samples) => samples.copy_to_vec_interleaved(portion),
                Err(_) => return Err(self.damaged()),
            }
            self.decoded += portion.len() as u64;
        }
        Ok(())
    }

    fn damaged(&self) -> Error {
        Error::InvalidInput(format!("{} is damaged, or cut short", self.path.display()))
    }
}

/// Whether the head of a FLAC file is whole and says that nothing follows: its count of samples, 36 bits,
/// is zero. The decoder does not open such a file.
fn says_no_samples(head: &[u8]) -> bool {
    head.len() == HEADER && head[21] & 0x0F == 0 && head[22..26] == [0; 4]
}
