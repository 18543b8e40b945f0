//! Which takes are kept. Nothing is deleted here: what a rule gives up is shown first.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::domain::time::Moment;

/// A take whose sound is on the disk, and is no longer recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// What tells its question from others.
    pub question: String,
    /// When it was begun.
    pub begun_at: Moment,
    /// Its size on the disk.
    pub bytes: u64,
    /// Kept by every rule.
    pub is_starred: bool,
    /// Whether it was judged.
    pub is_judged: bool,
}

/// Which takes are kept. Starred ones always are, and so is each question's newest take that is not
/// judged: it still waits for that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepRule {
    /// All of them.
    #[default]
    All,
    /// The last so many of each question, starred ones among them. 1 to 100.
    Last(u32),
    /// The newest ones, as long as all together are no larger than so many megabytes (10⁶ bytes).
    /// 50 to 1,000,000.
    Size(u32),
}

impl KeepRule {
    /// The rule as it stands, or a sentence about what cannot be.
    ///
    /// # Errors
    /// When its number is out of its range.
    pub fn validated(self) -> Result<Self, String> {
        match self {
            Self::Last(count) if !(1..=100).contains(&count) => {
                Err("the takes kept of each question must be from 1 to 100".to_owned())
            }
            Self::Size(megabytes) if !(50..=1_000_000).contains(&megabytes) => {
                Err("the size of all takes must be from 50 to 1,000,000 MB".to_owned())
            }
            rule => Ok(rule),
        }
    }
}

/// The takes that a rule gives up, oldest first.
///
/// By size, those that are kept in any case count first. The others follow from the newest on; the
/// first that no longer fits and all that are older are given up, so that what is kept never has gaps
/// in time that only sizes explain.
#[must_use]
pub fn given_up(takes: &[Kept], rule: KeepRule) -> Vec<Uuid> {
    let mut newest_first: Vec<&Kept> = takes.iter().collect();
    newest_first.sort_by_key(|take| std::cmp::Reverse((take.begun_at.at_ms, take.id)));
    let safe = safe(&newest_first);
    let mut over: Vec<Uuid> = match rule {
        KeepRule::All => Vec::new(),
        KeepRule::Last(count) => beyond_last(&newest_first, count),
        KeepRule::Size(megabytes) => beyond_size(&newest_first, &safe, u64::from(megabytes) * 1_000_000),
    };
    over.retain(|id| !safe.contains(id));
    over.reverse();
    over
}

/// The takes that no rule gives up.
fn safe(newest_first: &[&Kept]) -> BTreeSet<Uuid> {
    let mut waiting: BTreeSet<&str> = BTreeSet::new();
    let mut safe = BTreeSet::new();
    for take in newest_first {
        let is_newest_unjudged = !take.is_judged && waiting.insert(&take.question);
        if take.is_starred || is_newest_unjudged {
            safe.insert(take.id);
        }
    }
    safe
}

fn beyond_last(newest_first: &[&Kept], count: u32) -> Vec<Uuid> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut beyond = Vec::new();
    for take in newest_first {
        let of_question = seen.entry(&take.question).or_default();
        *of_question += 1;
        if *of_question > count {
            beyond.push(take.id);
        }
    }
    beyond
}

fn beyond_size(newest_first: &[&Kept], safe: &BTreeSet<Uuid>, limit: u64) -> Vec<Uuid> {
    let (kept_anyway, others): (Vec<&Kept>, Vec<&Kept>) =
        newest_first.iter().partition(|take| safe.contains(&take.id));
    let mut total: u64 = kept_anyway.iter().map(|take| take.bytes).sum();
    let does_not_fit = |take: &&Kept| {
        total = total.saturating_add(take.bytes);
        total > limit
    };
    let fit = others.iter().position(does_not_fit).unwrap_or(others.len());
    others[fit..].iter().map(|take| take.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1_000_000;

    /// A judged take of 20 MB, the later the higher its number.
    fn take(number: u128, question: &str) -> Kept {
        Kept {
            id: Uuid::from_u128(number),
            question: question.to_owned(),
            begun_at: Moment { at_ms: number as i64 * 1_000, offset_min: 0 },
            bytes: 20 * MB,
            is_starred: false,
            is_judged: true,
        }
    }

    #[track_caller]
    fn check(takes: &[Kept], rule: KeepRule, expected: &[u128]) {
        let over: Vec<u128> = given_up(takes, rule).iter().map(Uuid::as_u128).collect();
        assert_eq!(over, expected, "{rule:?}");
    }

    #[test]
    fn the_last_ones_are_counted_by_question() {
        let takes = [take(1, "a"), take(2, "b"), take(3, "a"), take(5, "a"), take(4, "b")];
        check(&takes, KeepRule::All, &[]);
        check(&takes, KeepRule::Last(1), &[1, 2, 3]);
        check(&takes, KeepRule::Last(2), &[1]);
        check(&takes, KeepRule::Last(3), &[]);
    }

    #[test]
    fn by_size_the_newest_ones_are_kept_without_gaps() {
        let small = Kept { bytes: MB, ..take(1, "a") };
        let takes = [small, take(2, "a"), take(3, "b"), take(4, "c")];
        check(&takes, KeepRule::Size(61), &[]);
        check(&takes, KeepRule::Size(60), &[1]);
        check(&takes, KeepRule::Size(50), &[1, 2]);
    }

    #[test]
    fn starred_takes_are_never_given_up_and_count() {
        let starred = Kept { is_starred: true, ..take(1, "a") };
        check(&[starred.clone(), take(2, "a"), take(3, "a")], KeepRule::Last(1), &[2]);
        let newest = Kept { is_starred: true, ..take(4, "a") };
        check(&[take(2, "a"), take(3, "a"), newest], KeepRule::Last(2), &[2]);
        check(&[starred, take(2, "a"), take(3, "a"), take(4, "a")], KeepRule::Size(60), &[2]);
    }

    #[test]
    fn the_newest_take_that_waits_to_be_judged_is_never_given_up() {
        let waiting = |number, question| Kept { is_judged: false, ..take(number, question) };
        let takes = [waiting(1, "a"), waiting(2, "a"), waiting(3, "b"), take(4, "a"), take(5, "b")];
        check(&takes, KeepRule::Last(1), &[1]);
        check(&takes, KeepRule::Size(60), &[1, 4]);
    }

    #[test]
    fn a_rule_has_its_range() {
        for rule in [
            KeepRule::All,
            KeepRule::Last(1),
            KeepRule::Last(100),
            KeepRule::Size(50),
            KeepRule::Size(1_000_000),
        ] {
            assert_eq!(rule.validated(), Ok(rule));
        }
        for rule in [KeepRule::Last(0), KeepRule::Last(101), KeepRule::Size(49), KeepRule::Size(1_000_001)] {
            assert!(rule.validated().unwrap_err().contains("must be from"), "{rule:?}");
        }
    }
}
