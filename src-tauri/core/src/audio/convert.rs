//! From what a device delivers to what a take holds: mono, 16 kHz, 16 bit.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

use super::input::{Format, InputError};
use crate::domain::audio::SAMPLE_RATE;

/// Frames that the resampler takes at a time: 21 ms at 48 kHz.
const CHUNK: usize = 1_024;

/// Converts a stream of buffers, whatever their size. Where the device already delivers mono at 16 kHz
/// the samples of a 16-bit device come out bit for bit.
pub(super) struct Converter {
    channels: usize,
    mono: Vec<f32>,
    resampling: Option<Resampling>,
}

impl Converter {
    /// # Errors
    ///
    /// A format that no sound has.
    pub(super) fn new(format: Format) -> Result<Self, InputError> {
        if format.channels == 0 || format.sample_rate == 0 {
            return Err(InputError::Other(format!(
                "it delivers {} channels at {} Hz",
                format.channels, format.sample_rate
            )));
        }
        let resampling = (format.sample_rate != SAMPLE_RATE)
            .then(|| Resampling::new(format.sample_rate))
            .transpose()
            .map_err(InputError::Other)?;
        Ok(Self { channels: usize::from(format.channels), mono: Vec::new(), resampling })
    }

    /// Samples in a frame of what comes in.
    pub(super) fn channels(&self) -> usize {
        self.channels
    }

    /// Takes whole frames in and appends what can be said of the output by now.
    pub(super) fn push(&mut self, interleaved: &[f32], out: &mut Vec<i16>) {
        self.mono.clear();
        if self.channels == 1 {
            self.mono.extend_from_slice(interleaved);
        } else {
            let frames = interleaved.chunks_exact(self.channels);
            self.mono.extend(frames.map(|frame| frame.iter().sum::<f32>() / frame.len() as f32));
        }
        match &mut self.resampling {
            Some(resampling) => resampling.push(&self.mono, out),
            None => out.extend(self.mono.iter().map(quantised)),
        }
    }

    /// Appends what is still inside, so that the output is as long as the input was, and begins anew.
    pub(super) fn flush(&mut self, out: &mut Vec<i16>) {
        if let Some(resampling) = &mut self.resampling {
            resampling.flush(out);
        }
    }

    /// Forgets what is still inside, and begins anew.
    pub(super) fn reset(&mut self) {
        if let Some(resampling) = &mut self.resampling {
            resampling.reset();
        }
    }
}

/// A sample of -1 to 1 in 16 bits; what is louder stops at full scale.
fn quantised(sample: &f32) -> i16 {
    (sample * 32_768.0).round() as i16
}

/// A resampler that may be fed in any portions, and whose delay is cut off.
struct Resampling {
    rate_in: u64,
    resampler: Fft<f32>,
    /// Frames that wait until a chunk is full.
    waiting: Vec<f32>,
    chunk_out: Vec<f32>,
    /// Samples at the beginning that are only the resampler's delay.
    to_skip: usize,
    frames_in: u64,
    samples_out: u64,
}

impl Resampling {
    fn new(rate_in: u32) -> Result<Self, String> {
        let (from, to) = (rate_in as usize, SAMPLE_RATE as usize);
        let window = WindowFunction::BlackmanHarris2;
        // One transform a chunk: the longer it is, the closer to 8 kHz the filter begins.
        let resampler = Fft::new_custom(from, to, CHUNK, 1, 1, window, FixedSync::Input)
            .map_err(|error| format!("{rate_in} Hz cannot be resampled: {error}"))?;
        Ok(Self {
            rate_in: u64::from(rate_in),
            waiting: Vec::with_capacity(CHUNK),
            chunk_out: vec![0.0; resampler.output_frames_max()],
            to_skip: resampler.output_delay(),
            frames_in: 0,
            samples_out: 0,
            resampler,
        })
    }

    fn push(&mut self, mut mono: &[f32], out: &mut Vec<i16>) {
        self.frames_in += mono.len() as u64;
        while !mono.is_empty() {
            let (now, later) = mono.split_at(mono.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            mono = later;
            if self.waiting.len() == CHUNK {
                self.process(u64::MAX, out);
            }
        }
    }

    fn flush(&mut self, out: &mut Vec<i16>) {
        let owed = (self.frames_in * u64::from(SAMPLE_RATE) + self.rate_in / 2) / self.rate_in;
        while self.samples_out < owed {
            self.process(owed, out);
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.resampler.reset();
        self.waiting.clear();
        self.to_skip = self.resampler.output_delay();
        (self.frames_in, self.samples_out) = (0, 0);
    }

    /// Resamples what waits, with silence where it is less than a chunk, up to so many samples in all.
    fn process(&mut self, limit: u64, out: &mut Vec<i16>) {
        self.waiting.resize(CHUNK, 0.0);
        let capacity = self.chunk_out.len();
        let input = InterleavedSlice::new(&self.waiting, 1, CHUNK).expect("a chunk has its length");
        let mut output = InterleavedSlice::new_mut(&mut self.chunk_out, 1, capacity)
            .expect("the buffer has its own length");
        let (_, made) = self
            .resampler
            .process_into_buffer(&input, &mut output, None)
            .expect("both buffers are as large as the resampler asks for");
        self.waiting.clear();
        let skipped = self.to_skip.min(made);
        self.to_skip -= skipped;
        let room = usize::try_from(limit - self.samples_out).unwrap_or(usize::MAX);
        let kept = (made - skipped).min(room);
        out.extend(self.chunk_out[skipped..skipped + kept].iter().map(quantised));
        self.samples_out += kept as u64;
    }
}
