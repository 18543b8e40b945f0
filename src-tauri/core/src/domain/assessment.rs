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
    let lowering = match mistakes {
        0 => None,
        1 => Some("a common mistake was made, which makes it"),
        _ => Some("common mistakes were made, which makes it"),
    };
    rate(Made::of(ticks.iter().copied()), lowering, hint_used)
}

/// Points made, in halves, of all that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// Two for a covered point, one for a partly covered one.
    pub(super) halves: usize,
    /// The points.
    pub(super) points: usize,
}

impl Made {
    /// What ticks amount to.
    pub(super) fn of(ticks: impl IntoIterator<Item = Tick>) -> Self {
        ticks.into_iter().fold(Self { halves: 0, points: 0 }, |made, tick| Self {
            halves: made.halves + halves(tick),
            points: made.points + 1,
        })
    }

    /// "3½ of 5 points".
    pub(super) fn in_words(self) -> String {
        let points = if self.points == 1 { "point" } else { "points" };
        format!("{} of {} {points}", in_halves(self.halves), self.points)
    }

    /// Halves over twice the points, compared in whole numbers with 2/5 and 3/5.
    fn rating(self) -> Rating {
        if self.halves * 5 < self.points * 4 {
            Rating::Again
        } else if self.halves * 5 < self.points * 6 {
            Rating::Hard
        } else {
            Rating::Good
        }
    }
}

/// The rating of the points made: one lower where something lowers it (said in words that end before
/// the rating), Hard at most after a hint; `None` without points.
pub(super) fn rate(made: Made, lowering: Option<&str>, hint_used: bool) -> Option<Proposal> {
    if made.points == 0 {
        return None;
    }
    let from_points = made.rating();
    let mut rating = from_points;
    let mut changes = String::new();
    if let Some(lowering) = lowering.filter(|_| rating > Rating::Again) {
        rating = rating.one_lower();
        changes.push_str(&format!("; {lowering} {}", title(rating)));
    }
    if hint_used && rating > Rating::Hard {
        rating = Rating::Hard;
        changes.push_str(&format!("; with the hint it is {} at most", title(rating)));
    }
    let is = if changes.is_empty() { "is" } else { "would be" };
    let reason = format!("{} {is} {}{changes}.", made.in_words(), title(from_points));
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

/// A rating as a sentence names it.
pub(super) fn title(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

/// What a tick counts, in halves of a point.
pub(super) fn halves(tick: Tick) -> usize {
    match tick {
        Tick::Covered => 2,
        Tick::Partly => 1,
        Tick::Missed => 0,
    }
}

/// "3½": a number of halves.
pub(super) fn in_halves(halves: usize) -> String {
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
