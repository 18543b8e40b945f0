//! How steadily a learner judges: blind judgements of old takes against the first ones.
//!
//! Agreement is Cohen's kappa with quadratic weights (Cohen 1968) over the key points: one minus the
//! squared distance of the two ticks, summed, over what chance alone would give; covered, partly and
//! missed stand one apart. Its range is Student's t around a jackknife over takes (Fleiss and Davies
//! 1982), not over points, because the ticks of one take are not independent of each other. Points
//! are matched by their text; those that only one of the two judgements has are left out and counted.

use super::judgement::Ticks;
use super::log::{Assessed, Regraded};
use super::student_t;
use crate::domain::assessment::{halves, title};
use crate::domain::event::Tick;

/// Takes that are needed for a range.
const ENOUGH: usize = 5;

/// The ticks that two judgements gave to the same key points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Matched {
    /// First and blind.
    ticks: Vec<(Tick, Tick)>,
    /// Points that only one of the two has.
    unmatched: usize,
}

impl Matched {
    fn of(first: &Ticks, blind: &Ticks) -> Self {
        let mut left: Vec<&(String, Tick)> = blind.points.iter().collect();
        let mut matched = Self::default();
        for (text, tick) in &first.points {
            match left.iter().position(|(other, _)| other == text) {
                Some(at) => matched.ticks.push((*tick, left.remove(at).1)),
                None => matched.unmatched += 1,
            }
        }
        matched.unmatched += left.len();
        matched
    }

    fn same(&self) -> usize {
        self.ticks.iter().filter(|(first, blind)| first == blind).count()
    }
}

/// One blind judgement against the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Key points judged as before.
    pub same: usize,
    /// Key points that both judgements have.
    pub points: usize,
    /// "4 of 5 points as before; Good then, Hard now."
    pub words: String,
}

/// Compares a blind judgement of a take with the first.
#[must_use]
pub fn compare(first: &Assessed, blind: &Regraded) -> Comparison {
    let matched = Matched::of(&first.ticks, &blind.ticks);
    let (same, points) = (matched.same(), matched.ticks.len());
    let mut parts = Vec::new();
    if points > 0 {
        parts.push(format!("{same} of {points} {} as before", plural(points, "point", "points")));
    }
    if matched.unmatched > 0 {
        let are = plural(matched.unmatched, "point is in", "points are in");
        parts.push(format!("{} {are} one judgement only", matched.unmatched));
    }
    match (first.derived, blind.derived) {
        (Some(then), Some(now)) if then == now => parts.push(format!("{} both times", title(now))),
        (Some(then), Some(now)) => parts.push(format!("{} then, {} now", title(then), title(now))),
        _ => {}
    }
    let words = if parts.is_empty() { "Nothing to compare".to_owned() } else { parts.join("; ") };
    Comparison { same, points, words: format!("{words}.") }
}

/// How blind judgements agree with the first ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Weighted kappa: 1 is full agreement, 0 what chance gives. `None` when there is no point, or all
    /// ticks are the same one, which chance would bring about as well.
    pub kappa: Option<f64>,
    /// It hardly lies outside (95 %). `None` with fewer than five takes, and where leaving out a take
    /// shows no spread, as in full agreement.
    pub range: Option<(f64, f64)>,
    /// Takes that were judged again.
    pub takes: usize,
    /// Key points that both judgements of a take have.
    pub points: usize,
    /// Key points that were left out, because only one judgement has them.
    pub unmatched: usize,
    /// In words.
    pub words: String,
}

/// How the judgements of takes agree, each the first with a blind one; `None` without any.
///
/// A take is given once: of several blind judgements the newest.
#[must_use]
pub fn agreement(takes: &[(&Ticks, &Ticks)]) -> Option<Agreement> {
    if takes.is_empty() {
        return None;
    }
    let matched: Vec<Matched> = takes.iter().map(|(first, blind)| Matched::of(first, blind)).collect();
    let kappa = weighted_kappa(matched.iter());
    let range = kappa.and_then(|kappa| range(kappa, &matched));
    let points = matched.iter().map(|take| take.ticks.len()).sum();
    let same = matched.iter().map(Matched::same).sum();
    let unmatched = matched.iter().map(|take| take.unmatched).sum();
    let words = in_words(kappa, range, Counts { takes: takes.len(), points, same });
    Some(Agreement { kappa, range, takes: takes.len(), points, unmatched, words })
}

/// `None` when chance alone would agree on everything, or there is nothing to agree on.
fn weighted_kappa<'m>(takes: impl Iterator<Item = &'m Matched>) -> Option<f64> {
    let mut table = [[0.0_f64; 3]; 3];
    for (first, blind) in takes.flat_map(|take| &take.ticks) {
        table[halves(*first)][halves(*blind)] += 1.0;
    }
    let rows = table.map(|row| row.iter().sum::<f64>());
    let columns = [0, 1, 2].map(|column| table.iter().map(|row| row[column]).sum::<f64>());
    let points: f64 = rows.iter().sum();
    let (mut observed, mut by_chance) = (0.0, 0.0);
    for row in 0..3_usize {
        for column in 0..3 {
            let weight = row.abs_diff(column).pow(2) as f64;
            observed += weight * table[row][column];
            by_chance += weight * rows[row] * columns[column];
        }
    }
    (by_chance > 0.0).then(|| 1.0 - observed * points / by_chance)
}

/// Kappa without each take in turn gives as many pseudo-values; their spread is kappa's own.
fn range(kappa: f64, takes: &[Matched]) -> Option<(f64, f64)> {
    let takes: Vec<&Matched> = takes.iter().filter(|take| !take.ticks.is_empty()).collect();
    if takes.len() < ENOUGH {
        return None;
    }
    let count = takes.len() as f64;
    let pseudo_values: Vec<f64> = (0..takes.len())
        .map(|left_out| {
            let others = takes.iter().enumerate().filter(|(at, _)| *at != left_out);
            let without = weighted_kappa(others.map(|(_, take)| *take))?;
            Some(count * kappa - (count - 1.0) * without)
        })
        .collect::<Option<_>>()?;
    let mean = pseudo_values.iter().sum::<f64>() / count;
    let variance = pseudo_values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let half = student_t::two_sided(0.95, takes.len() - 1) * (variance / count).sqrt();
    (half > 1e-9).then(|| ((kappa - half).max(-1.0), (kappa + half).min(1.0)))
}

#[derive(Clone, Copy)]
struct Counts {
    takes: usize,
    points: usize,
    same: usize,
}

/// The figures first, then what they mean; words no finer than the range bears.
fn in_words(kappa: Option<f64>, range: Option<(f64, f64)>, counts: Counts) -> String {
    let Counts { takes, points, same } = counts;
    if points == 0 {
        return "The takes judged again have no key point in common with their first judgement.".to_owned();
    }
    let figures = format!(
        "{same} of {points} {} judged as before, in {takes} {}",
        plural(points, "point", "points"),
        plural(takes, "take", "takes")
    );
    let meaning = match (kappa, range) {
        (None, _) => "all ticks are the same one, so chance would agree as well",
        _ if takes < ENOUGH => "too few takes to say how steadily you judge",
        (Some(_), None) if same == points => "you judge as you did before",
        (Some(_), None) => "how far chance plays in cannot be told yet",
        (Some(_), Some((low, _))) if low <= 0.0 => "that may still be chance",
        (Some(kappa), _) if kappa >= 0.8 => "you judge much as you did before",
        (Some(kappa), _) if kappa >= 0.6 => "you mostly judge as you did before",
        (Some(kappa), _) if kappa >= 0.4 => "you judge only partly as you did before",
        _ => "little more than chance",
    };
    format!("{figures}: {meaning}.")
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rating::Rating;
    use Tick::{Covered as C, Missed as M, Partly as P};

    fn ticks(points: &[(&str, Tick)]) -> Ticks {
        let points = points.iter().map(|(text, tick)| ((*text).to_owned(), *tick)).collect();
        Ticks { points, ..Ticks::default() }
    }

    /// Judgements of one take: "cp" is a point that was covered first and partly covered blind.
    fn take(pairs: &str) -> (Ticks, Ticks) {
        let tick = |letter| match letter {
            b'c' => C,
            b'p' => P,
            _ => M,
        };
        let side = |at: usize| {
            let points = pairs.split_whitespace().enumerate();
            Ticks {
                points: points.map(|(n, pair)| (n.to_string(), tick(pair.as_bytes()[at]))).collect(),
                ..Ticks::default()
            }
        };
        (side(0), side(1))
    }

    #[track_caller]
    fn agreed(takes: &[&str]) -> Agreement {
        let takes: Vec<(Ticks, Ticks)> = takes.iter().map(|pairs| take(pairs)).collect();
        let takes: Vec<(&Ticks, &Ticks)> = takes.iter().map(|(first, blind)| (first, blind)).collect();
        agreement(&takes).unwrap()
    }

    #[track_caller]
    fn check(takes: &[&str], kappa: Option<f64>, range: Option<(f64, f64)>, words: &str) {
        let agreed = agreed(takes);
        let near = |a: f64, b: f64| (a - b).abs() < 0.000_05;
        match (agreed.kappa, kappa) {
            (None, None) => {}
            (Some(found), Some(expected)) if near(found, expected) => {}
            (found, _) => panic!("kappa {found:?}, not {kappa:?}"),
        }
        match (agreed.range, range) {
            (None, None) => {}
            (Some(found), Some(expected)) if near(found.0, expected.0) && near(found.1, expected.1) => {}
            (found, _) => panic!("range {found:?}, not {range:?}"),
        }
        assert_eq!(agreed.words, words);
    }

    #[test]
    fn kappa_of_cohens_own_table() {
        // The frequencies of Cohen (1968), table 1. By hand with quadratic weights: 120 of squared
        // distance were seen, 44,000/200 = 220 are due to chance, and 1 - 120/220 = 5/11.
        let cells = [
            ("cc", 88),
            ("cp", 14),
            ("cm", 18),
            ("pc", 10),
            ("pp", 40),
            ("pm", 10),
            ("mc", 2),
            ("mp", 6),
            ("mm", 12),
        ];
        let pairs: Vec<&str> = cells.iter().flat_map(|(pair, count)| vec![*pair; *count]).collect();
        let kappa = agreed(&[&pairs.join(" ")]).kappa.unwrap();
        assert!((kappa - 5.0 / 11.0).abs() < 1e-12, "{kappa}");
    }

    #[test]
    fn the_range_is_that_of_a_jackknife_over_takes() {
        // Computed apart, in fractions, from the other form: (n - 1)/n times the squared distances of
        // the kappas without a take from their mean gives a standard error of 0.10884; t(7) = 2.3646.
        check(
            &["cc cm pp", "cc pm mm", "cp cc", "mm pm cc pc", "pp cc mm", "cc mm cp", "cc mp pp", "mm cc"],
            Some(0.702_07),
            Some((0.444_70, 0.959_44)),
            "16 of 23 points judged as before, in 8 takes: you mostly judge as you did before.",
        );
    }

    #[test]
    fn few_takes_get_no_verdict() {
        check(
            &["cc pp mm", "cc mp"],
            Some(6.0 / 7.0),
            None,
            "4 of 5 points judged as before, in 2 takes: too few takes to say how steadily you judge.",
        );
    }

    #[test]
    fn kappa_is_undefined_when_all_ticks_are_the_same_one() {
        check(
            &["cc cc", "cc"],
            None,
            None,
            "3 of 3 points judged as before, in 2 takes: all ticks are the same one, so chance would agree as well.",
        );
    }

    #[test]
    fn full_agreement_has_no_spread_to_make_a_range_of() {
        check(
            &["cc mm", "cc pp", "mm cc", "cc cc", "pp mm"],
            Some(1.0),
            None,
            "10 of 10 points judged as before, in 5 takes: you judge as you did before.",
        );
    }

    #[test]
    fn a_range_that_holds_zero_is_said_to_be_chance() {
        let agreed = agreed(&["cc cm", "mc mm", "cm pp", "mm cc", "mc cc"]);
        assert!(agreed.range.unwrap().0 <= 0.0);
        assert_eq!(agreed.words, "6 of 10 points judged as before, in 5 takes: that may still be chance.");
    }

    #[test]
    fn points_are_matched_by_text_and_the_rest_is_counted() {
        let first = ticks(&[("a", C), ("b", P), ("gone", M)]);
        let blind = ticks(&[("b", P), ("new", C), ("also new", C), ("a", M)]);
        let agreed = agreement(&[(&first, &blind)]).unwrap();
        assert_eq!((agreed.points, agreed.unmatched), (2, 3));
        assert!(agreed.words.starts_with("1 of 2 points judged as before, in 1 take:"));
        let apart = agreement(&[(&first, &ticks(&[("other", C)]))]).unwrap();
        assert_eq!((apart.kappa, apart.points, apart.unmatched), (None, 0, 4));
        assert_eq!(agreement(&[]), None);
    }

    #[track_caller]
    fn check_one(
        first: (Ticks, Option<Rating>),
        blind: (Ticks, Option<Rating>),
        same_of: (usize, usize),
        words: &str,
    ) {
        let first = Assessed {
            ticks: first.0,
            derived: first.1,
            rating: Rating::Easy,
            review: None,
            answer: None,
            replaced: None,
        };
        let compared = compare(&first, &Regraded { ticks: blind.0, derived: blind.1 });
        assert_eq!((compared.same, compared.points), same_of);
        assert_eq!(compared.words, words);
    }

    #[test]
    fn a_blind_judgement_is_compared_in_a_sentence() {
        let (first, blind) = take("cc cc pp mm cm");
        let (good, hard) = (Some(Rating::Good), Some(Rating::Hard));
        let (then, now) = ((first.clone(), good), (blind.clone(), hard));
        check_one(then, now, (4, 5), "4 of 5 points as before; Good then, Hard now.");
        check_one((first, good), (blind, good), (4, 5), "4 of 5 points as before; Good both times.");
        check_one(
            (ticks(&[("a", C), ("b", C)]), good),
            (ticks(&[("a", C)]), None),
            (1, 1),
            "1 of 1 point as before; 1 point is in one judgement only.",
        );
        check_one((ticks(&[]), None), (ticks(&[]), None), (0, 0), "Nothing to compare.");
    }
}
