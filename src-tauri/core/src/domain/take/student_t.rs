//! Quantiles of Student's t (Student 1908), for ranges from few observations.

/// The half-width, in standard errors, of a two-sided interval of a confidence below 1.
///
/// Solved by bisection from the finite series of the distribution for whole degrees of freedom
/// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
pub(super) fn two_sided(confidence: f64, degrees: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if within(middle, degrees.max(1)) < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The probability that |T| is at most `t`.
fn within(t: f64, degrees: usize) -> f64 {
    let angle = (t / (degrees as f64).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let is_odd = degrees % 2 == 1;
    let mut term = if is_odd { cosine } else { 1.0 };
    let mut sum = if degrees == 1 { 0.0 } else { term };
    let mut at = if is_odd { 3 } else { 2 };
    while at + 2 <= degrees {
        term *= cosine * cosine * (at - 1) as f64 / at as f64;
        sum += term;
        at += 2;
    }
    if is_odd { (angle + sine * sum) * std::f64::consts::FRAC_2_PI } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::two_sided;

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        let rows = [
            (0.95, 1, 12.706),
            (0.95, 2, 4.303),
            (0.95, 3, 3.182),
            (0.95, 6, 2.447),
            (0.95, 11, 2.201),
            (0.95, 30, 2.042),
            (0.95, 120, 1.980),
            (0.99, 5, 4.032),
            (0.99, 10, 3.169),
        ];
        for (confidence, degrees, printed) in rows {
            let t = two_sided(confidence, degrees);
            assert!((t - printed).abs() < 0.000_6, "{confidence} {degrees}: {t}");
        }
    }
}
