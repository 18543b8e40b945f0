//! Which old take to judge again, blindly: now and then, not nagging.

use uuid::Uuid;

use super::log::Take;
use crate::domain::time::{MS_PER_DAY, Moment};

/// A judgement must be so old that its ticks are forgotten.
const SINCE_JUDGED_DAYS: i64 = 14;
/// A take rests so long after a blind judgement.
const SINCE_REGRADED_DAYS: i64 = 60;
/// One blind judgement of any take is enough for so long.
const BETWEEN_DAYS: i64 = 3;

/// The take to judge again; `None` when there is none, or it is too soon after the last.
///
/// It was judged by key points at least 14 days ago and not judged again within 60, its sound is kept,
/// and of all such takes it is the one that was not judged for the longest time. For three days after
/// a blind judgement there is none. `takes` are all takes, so that a deleted one counts for the pause.
#[must_use]
pub fn to_regrade(takes: &[Take], now: Moment) -> Option<Uuid> {
    let days_ago = |days: i64| now.at_ms.saturating_sub(days * MS_PER_DAY);
    let mut regrades = takes.iter().filter_map(regraded_ms);
    if regrades.any(|at_ms| at_ms > days_ago(BETWEEN_DAYS)) {
        return None;
    }
    let rested = takes.iter().filter_map(|take| {
        let (_, judged, assessed) = take.assessed.as_ref().filter(|_| !take.is_deleted)?;
        let regraded = regraded_ms(take);
        let is_due = !assessed.ticks.points.is_empty()
            && judged.at_ms <= days_ago(SINCE_JUDGED_DAYS)
            && regraded.is_none_or(|at_ms| at_ms <= days_ago(SINCE_REGRADED_DAYS));
        is_due.then(|| (regraded.map_or(judged.at_ms, |at_ms| at_ms.max(judged.at_ms)), take.id))
    });
    rested.min().map(|(_, id)| id)
}

/// When a take was last judged blindly.
fn regraded_ms(take: &Take) -> Option<i64> {
    take.regraded.iter().map(|blind| blind.at.at_ms).max()
}

#[cfg(test)]
mod tests {
    use super::super::judgement::Ticks;
    use super::super::log::{About, Assessed, Blind, Recorded, Regraded};
    use super::*;
    use crate::domain::card::CardId;
    use crate::domain::event::Tick;
    use crate::domain::rating::Rating;

    fn day(day: i64) -> Moment {
        Moment { at_ms: day * MS_PER_DAY, offset_min: 60 }
    }

    /// A take that was judged on a day, and blindly on others.
    fn take(id: u128, judged: i64, blind: &[i64]) -> Take {
        let ticks = Ticks { points: vec![("a".to_owned(), Tick::Covered)], ..Ticks::default() };
        let assessed = Assessed {
            ticks: ticks.clone(),
            derived: Some(Rating::Good),
            rating: Rating::Good,
            review: None,
            answer: None,
            replaced: None,
        };
        let regraded = Regraded { ticks, derived: Some(Rating::Good) };
        Take {
            id: Uuid::from_u128(id),
            recorded: Recorded {
                about: About::Card(CardId::new("deck/card").unwrap()),
                question: "Why?".to_owned(),
                begun_at: day(judged),
                duration_ms: 60_000,
                budget_ms: None,
                shorter_than: None,
                hint_used: false,
            },
            predicted: None,
            assessed: Some((Uuid::nil(), day(judged), assessed.clone())),
            judgements: Vec::new(),
            regraded: blind
                .iter()
                .map(|at| Blind { at: day(*at), regraded: regraded.clone(), first: assessed.clone() })
                .collect(),
            is_deleted: false,
        }
    }

    #[track_caller]
    fn check(takes: &[Take], now: i64, expected: Option<u128>) {
        assert_eq!(to_regrade(takes, day(now)), expected.map(Uuid::from_u128), "on day {now}");
    }

    #[test]
    fn a_judgement_rests_fourteen_days() {
        check(&[], 14, None);
        check(&[take(1, 0, &[])], 13, None);
        check(&[take(1, 0, &[])], 14, Some(1));
    }

    #[test]
    fn a_blind_judgement_rests_sixty_days() {
        check(&[take(1, 0, &[20])], 79, None);
        check(&[take(1, 0, &[20])], 80, Some(1));
        check(&[take(1, 70, &[10])], 83, None);
    }

    #[test]
    fn the_take_that_waited_longest_comes_first() {
        check(&[take(1, 20, &[]), take(2, 10, &[]), take(3, 0, &[15])], 90, Some(2));
        check(&[take(1, 20, &[]), take(2, 0, &[25]), take(3, 15, &[])], 90, Some(3));
    }

    #[test]
    fn one_in_three_days_is_enough() {
        let takes = [take(1, 0, &[]), take(2, 0, &[30])];
        check(&takes, 32, None);
        check(&takes, 33, Some(1));
        let deleted = Take { is_deleted: true, ..take(2, 0, &[30]) };
        check(&[take(1, 0, &[]), deleted], 32, None);
    }

    #[test]
    fn a_take_without_sound_or_judgement_or_points_is_left_alone() {
        check(&[Take { is_deleted: true, ..take(1, 0, &[]) }], 30, None);
        check(&[Take { assessed: None, ..take(1, 0, &[]) }], 30, None);
        let mut bare = take(1, 0, &[]);
        bare.assessed.as_mut().unwrap().2.ticks.points.clear();
        check(&[bare], 30, None);
    }
}
