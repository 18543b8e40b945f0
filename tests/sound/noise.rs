//! Noise to speak over, the same for the same seed.

use std::f32::consts::TAU;

use rehearse_core::domain::audio::SAMPLE_RATE;

/// What is in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noise {
    /// Exact zeros.
    None,
    /// As much at every frequency.
    White,
    /// As much in every octave, like a room.
    Pink,
    /// The mains and its overtones, with some white noise below.
    Hum,
}

impl Noise {
    pub(crate) const ALL: [Noise; 4] = [Noise::None, Noise::White, Noise::Pink, Noise::Hum];

    /// So many samples of it, with a root mean square of 1 (unless there is none).
    pub(crate) fn samples(self, length: usize, rng: &mut fastrand::Rng) -> Vec<f32> {
        let mut samples: Vec<f32> = match self {
            Noise::None => return vec![0.0; length],
            Noise::White => (0..length).map(|_| white(rng)).collect(),
            Noise::Pink => pink(length, rng),
            Noise::Hum => (0..length).map(|n| hum(n) + 0.1 * white(rng)).collect(),
        };
        let scale = 1.0 / rms(&samples);
        samples.iter_mut().for_each(|s| *s *= scale);
        samples
    }
}

/// Root mean square.
pub(crate) fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|s| f64::from(s * s)).sum::<f64>() / samples.len() as f64).sqrt() as f32
}

/// Near enough to a normal distribution.
fn white(rng: &mut fastrand::Rng) -> f32 {
    (0..6).map(|_| rng.f32() - 0.5).sum()
}

/// Paul Kellet's filter ("economy" form): within half a dB of 3 dB an octave above 40 Hz.
fn pink(length: usize, rng: &mut fastrand::Rng) -> Vec<f32> {
    let mut state = [0.0_f32; 3];
    let mut next = || {
        let white = white(rng);
        state[0] = 0.99765 * state[0] + white * 0.099_046;
        state[1] = 0.963 * state[1] + white * 0.296_516_4;
        state[2] = 0.57 * state[2] + white * 1.052_691_3;
        state.iter().sum::<f32>() + white * 0.1848
    };
    (0..length).map(|_| next()).collect()
}

fn hum(n: usize) -> f32 {
    let overtones = [(50.0, 1.0), (100.0, 0.6), (150.0, 0.4), (250.0, 0.2), (350.0, 0.1)];
    let at = n as f32 / SAMPLE_RATE as f32;
    overtones.iter().map(|(hertz, loud)| loud * (TAU * (hertz * at).fract()).sin()).sum()
}
