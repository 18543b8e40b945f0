//! Second-order filters, after R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
//! coefficients".

use std::f64::consts::TAU;

use super::SAMPLE_RATE;

/// The quality of the two sections that make a fourth-order Butterworth filter.
const BUTTERWORTH_4: [f64; 2] = [0.541_196_1, 1.306_563];

/// One section, in transposed direct form II.
#[derive(Clone, Debug)]
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    fn new(b: [f64; 3], a: [f64; 3]) -> Self {
        Self { b: b.map(|b| b / a[0]), a: [a[1] / a[0], a[2] / a[0]], state: [0.0; 2] }
    }

    fn low_pass(hertz: f64, quality: f64) -> Self {
        let (cos, alpha) = angle(hertz, quality);
        let edge = (1.0 - cos) / 2.0;
        Self::new([edge, 1.0 - cos, edge], [1.0 + alpha, -2.0 * cos, 1.0 - alpha])
    }

    fn high_pass(hertz: f64, quality: f64) -> Self {
        let (cos, alpha) = angle(hertz, quality);
        let edge = (1.0 + cos) / 2.0;
        Self::new([edge, -(1.0 + cos), edge], [1.0 + alpha, -2.0 * cos, 1.0 - alpha])
    }

    fn next(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.state[0];
        self.state[0] = self.b[1] * x - self.a[0] * y + self.state[1];
        self.state[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

fn angle(hertz: f64, quality: f64) -> (f64, f64) {
    let omega = TAU * hertz / f64::from(SAMPLE_RATE);
    (omega.cos(), omega.sin() / (2.0 * quality))
}

/// Fourth-order Butterworth filters at the ends of a band.
#[derive(Clone, Debug)]
pub(super) struct Band {
    sections: Vec<Biquad>,
}

impl Band {
    /// Lets pass what lies above so many hertz.
    pub(super) fn above(hertz: f64) -> Self {
        Self { sections: BUTTERWORTH_4.map(|quality| Biquad::high_pass(hertz, quality)).into() }
    }

    /// Lets pass what lies between two frequencies, in hertz.
    pub(super) fn between(from: f64, to: f64) -> Self {
        let mut band = Self::above(from);
        band.sections.extend(BUTTERWORTH_4.map(|quality| Biquad::low_pass(to, quality)));
        band
    }

    /// The next sample, filtered.
    pub(super) fn next(&mut self, x: f64) -> f64 {
        self.sections.iter_mut().fold(x, |x, section| section.next(x))
    }
}
