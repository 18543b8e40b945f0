//! From ticks to a proposed rating. The learner decides; this only proposes, with its reason.
//!
//! The rule: a covered point counts 1, a partly covered one ½. Under two fifths of the points is
//! Again, under three fifths is Hard, from there on Good. Common mistakes made lower it by one
//! rating in all; an opened hint allows Hard at most. Easy is about effort, which ticks cannot see,
//! so it is never proposed.

use super::event::Tick;
use super::rating::Rating;

/// A proposed rating, never without its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The rating.
    pub rating: Rating,
    /// Why, in a sentence or two.
    pub reason: String,
}

/// The proposal for an answer judged against key points; `None` without points.
#[must_use]
pub fn propose(ticks: &[Tick], mistakes: u32, hint_used: bool) -> Option<Proposal> {
    if ticks.is_empty() {
        return None;
    }
    let halves: usize = ticks
        .iter()
        .map(|tick| match tick {
            Tick::Covered => 2,
            Tick::Partly => 1,
            Tick::Missed => 0,
        })
        .sum();
    // Halves over twice the points, compared in whole numbers: 2/5 and 3/5.
    let from_points = if halves * 5 < ticks.len() * 4 {
        Rating::Again
    } else if halves * 5 < ticks.len() * 6 {
        Rating::Hard
    } else {
        Rating::Good
    };
    let mut rating = from_points;
    let share =
        format!("{} of {} {}", in_halves(halves), ticks.len(), plural(ticks.len(), "point", "points"));
    let mut reason = format!("{share} {} {}", would(mistakes > 0 || hint_used), name(from_points));
    if mistakes > 0 && rating > Rating::Again {
        rating = rating.one_lower();
        let what = if mistakes == 1 { "a common mistake was" } else { "common mistakes were" };
        reason.push_str(&format!("; {what} made, which makes it {}", name(rating)));
    }
    if hint_used && rating > Rating::Hard {
        rating = Rating::Hard;
        reason.push_str(&format!("; with the hint it is {} at most", name(rating)));
    }
    reason.push('.');
    if rating == from_points {
        reason = format!("{share} {} {}.", would(false), name(rating));
    }
    Some(Proposal { rating, reason })
}

/// The proposal for a multiple choice.
#[must_use]
pub fn propose_choice(right: bool, hint_used: bool) -> Proposal {
    let (rating, reason) = match (right, hint_used) {
        (false, _) => (Rating::Again, "The choice was wrong, which is Again."),
        (true, true) => (Rating::Hard, "The choice was right; with the hint it is Hard at most."),
        (true, false) => (Rating::Good, "The choice was right, which is Good."),
    };
    Proposal { rating, reason: reason.to_owned() }
}

fn would(changed: bool) -> &'static str {
    if changed { "would be" } else { "is" }
}

fn name(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

fn in_halves(halves: usize) -> String {
    match (halves / 2, halves % 2) {
        (0, 1) => "½".to_owned(),
        (whole, 0) => whole.to_string(),
        (whole, _) => format!("{whole}½"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tick::{Covered as C, Missed as M, Partly as P};

    #[track_caller]
    fn check(ticks: &[Tick], mistakes: u32, hint: bool, rating: Rating, reason: &str) {
        let proposal = propose(ticks, mistakes, hint).unwrap();
        assert_eq!((proposal.rating, proposal.reason.as_str()), (rating, reason));
    }

    #[test]
    fn points_decide_and_mistakes_lower_by_one() {
        check(&[C, C, P, M], 0, false, Rating::Good, "2½ of 4 points is Good.");
        check(
            &[C, C, P, M],
            1,
            false,
            Rating::Hard,
            "2½ of 4 points would be Good; a common mistake was made, which makes it Hard.",
        );
        check(
            &[C, C, C],
            3,
            false,
            Rating::Hard,
            "3 of 3 points would be Good; common mistakes were made, which makes it Hard.",
        );
        check(&[C, M, M, M, M], 0, false, Rating::Again, "1 of 5 points is Again.");
        check(&[C, C, M, M, M], 0, false, Rating::Hard, "2 of 5 points is Hard.");
        check(&[C, C, C, M, M], 0, false, Rating::Good, "3 of 5 points is Good.");
        check(&[P], 0, false, Rating::Hard, "½ of 1 point is Hard.");
    }

    #[test]
    fn a_hint_allows_hard_at_most() {
        check(
            &[C, C],
            0,
            true,
            Rating::Hard,
            "2 of 2 points would be Good; with the hint it is Hard at most.",
        );
        check(&[M, M], 0, true, Rating::Again, "0 of 2 points is Again.");
        check(&[M, M], 2, false, Rating::Again, "0 of 2 points is Again.");
    }

    #[test]
    fn nothing_is_proposed_without_points() {
        assert_eq!(propose(&[], 2, false), None);
    }
}
