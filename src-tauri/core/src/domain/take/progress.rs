//! Takes of the same question in a row, in one calm sentence: "Shorter each time since October; key
//! point 5 never yet."
//!
//! The sentence has two halves. The first says how the length went: a run of takes that each were
//! shorter (or longer) than the one before, else the newest against the one before; within a
//! twentieth or two seconds two takes are as long. The second says how the answer went, the first
//! that holds: all key points covered, key points that no judged take has reached, points gained or
//! lost since the judged take before.

use chrono::{DateTime, Datelike, FixedOffset};

use crate::domain::assessment::{Made, halves, in_halves};
use crate::domain::event::Tick;
use crate::domain::interview::report::minutes_and_seconds;
use crate::domain::time::Moment;

/// A take of the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it was begun.
    pub begun_at: Moment,
    /// How long it is.
    pub duration_ms: u64,
    /// Its pauses in all; `None` when they are not measured.
    pub paused_ms: Option<u64>,
    /// The key points as they were judged, in the order of the question; `None` before that.
    pub points: Option<Vec<(String, Tick)>>,
}

/// The progress over takes of one question, oldest first; `None` for fewer than two.
#[must_use]
pub fn progress(takes: &[Step]) -> Option<String> {
    let [.., before, newest] = takes else {
        return None;
    };
    let length = run(takes).unwrap_or_else(|| against(before, newest));
    Some(match answer(takes) {
        Some(answer) => format!("{length}; {answer}."),
        None => format!("{length}."),
    })
}

/// How the length of a take stands to that of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Shorter,
    Same,
    Longer,
}

impl Length {
    fn of(before: &Step, after: &Step) -> Self {
        let (before, after) = (before.duration_ms, after.duration_ms);
        if before.abs_diff(after) <= 2_000.max(before / 20) {
            Self::Same
        } else if after < before {
            Self::Shorter
        } else {
            Self::Longer
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Shorter => "Shorter",
            Self::Same => "As long",
            Self::Longer => "Longer",
        }
    }
}

/// "Shorter each time since October", from three takes on.
fn run(takes: &[Step]) -> Option<String> {
    let steps: Vec<Length> = takes.windows(2).map(|pair| Length::of(&pair[0], &pair[1])).collect();
    let last = *steps.last()?;
    let in_a_row = steps.iter().rev().take_while(|step| **step == last).count();
    if in_a_row < 2 || last == Length::Same {
        return None;
    }
    let first = takes[takes.len() - 1 - in_a_row].begun_at.to_datetime()?;
    let newest = takes.last()?.begun_at.to_datetime()?;
    Some(match since(first, newest) {
        Some(day) => format!("{} each time since {day}", last.word()),
        None if in_a_row == steps.len() => format!("{} each time", last.word()),
        None => format!("{} {in_a_row} times in a row", last.word()),
    })
}

/// The month of the first day, or the day when the newest is in the same month; `None` on one day.
fn since(first: DateTime<FixedOffset>, newest: DateTime<FixedOffset>) -> Option<String> {
    let format = match (first.year() == newest.year(), first.month() == newest.month()) {
        _ if first.date_naive() == newest.date_naive() => return None,
        (true, true) => "%-d %B",
        (true, false) => "%B",
        (false, _) => "%B %Y",
    };
    Some(first.format(format).to_string())
}

/// "Shorter than the time before, 2:41 after 3:20".
fn against(before: &Step, newest: &Step) -> String {
    let length = Length::of(before, newest);
    if length != Length::Same {
        let (was, is) = (minutes_and_seconds(before.duration_ms), minutes_and_seconds(newest.duration_ms));
        return format!("{} than the time before, {is} after {was}", length.word());
    }
    let pauses = before.paused_ms.zip(newest.paused_ms).and_then(|(was, is)| pauses(was, is));
    format!("As long as the time before{}", pauses.unwrap_or_default())
}

/// Five seconds more or less in pauses are worth a word.
fn pauses(was_ms: u64, is_ms: u64) -> Option<String> {
    const NOTABLE_MS: u64 = 5_000;
    let more = if is_ms < was_ms { "less" } else { "more" };
    let off_ms = was_ms.abs_diff(is_ms);
    (off_ms >= NOTABLE_MS).then(|| format!(", with {} {more} in pauses", minutes_and_seconds(off_ms)))
}

type Points = [(String, Tick)];

/// What became of the key points; `None` for a question that has none.
fn answer(takes: &[Step]) -> Option<String> {
    let judged: Vec<&Points> = takes.iter().filter_map(|take| take.points.as_deref()).collect();
    let Some((newest, earlier)) = judged.split_last() else {
        return Some("none is judged yet".to_owned());
    };
    let is_open = takes.last().is_some_and(|take| take.points.is_none());
    if newest.is_empty() || is_open {
        return None; // what an earlier one reached is not said of the newest
    }
    if is_full(newest) {
        let again = if earlier.iter().any(|points| is_full(points)) { "again" } else { "for the first time" };
        return Some(format!("every key point covered {again}"));
    }
    let Some(before) = earlier.last() else {
        return Some(format!("{} so far", made(newest).in_words()));
    };
    never(newest, earlier).or_else(|| Some(gained(before, newest)))
}

fn made(points: &Points) -> Made {
    Made::of(points.iter().map(|(_, tick)| *tick))
}

fn is_full(points: &Points) -> bool {
    !points.is_empty() && points.iter().all(|(_, tick)| *tick == Tick::Covered)
}

/// "key points 3 and 5 never yet": missed in the newest judged take and in every earlier one, of which
/// one at least asked for them.
fn never(newest: &Points, earlier: &[&Points]) -> Option<String> {
    let is_never = |text: &String| {
        let mut before = earlier.iter().filter_map(|points| tick_of(points, text)).peekable();
        before.peek().is_some() && before.all(|tick| tick == Tick::Missed)
    };
    let never: Vec<usize> = (1..)
        .zip(newest)
        .filter(|(_, (text, tick))| *tick == Tick::Missed && is_never(text))
        .map(|(number, _)| number)
        .collect();
    match never.as_slice() {
        [] => None,
        [one] => Some(format!("key point {one} never yet")),
        [one, two] => Some(format!("key points {one} and {two} never yet")),
        more => Some(format!("{} key points never yet", more.len())),
    }
}

fn tick_of(points: &Points, text: &str) -> Option<Tick> {
    points.iter().find(|(other, _)| other == text).map(|(_, tick)| *tick)
}

/// "1½ points more than before", over the key points that both takes were judged by.
fn gained(before: &Points, newest: &Points) -> String {
    let both = newest.iter().filter_map(|(text, tick)| Some((tick_of(before, text)?, *tick)));
    let (was, is) =
        both.fold((0, 0), |(was, is), (before, newest)| (was + halves(before), is + halves(newest)));
    let off = is.abs_diff(was);
    let points = if off > 2 { "points" } else { "point" };
    match is.cmp(&was) {
        std::cmp::Ordering::Equal => "as many points as before".to_owned(),
        std::cmp::Ordering::Greater => format!("{} {points} more than before", in_halves(off)),
        std::cmp::Ordering::Less => format!("{} {points} fewer than before", in_halves(off)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A take of a day, with its length; its ticks are letters: "cpm", "" for none judged yet.
    fn take(day: &str, length: (u64, u64), ticks: &str) -> Step {
        let begun_at = DateTime::parse_from_rfc3339(&format!("{day}T18:51:00+01:00")).unwrap();
        let tick = |letter| match letter {
            'c' => Tick::Covered,
            'p' => Tick::Partly,
            _ => Tick::Missed,
        };
        let points =
            ticks.chars().enumerate().map(|(at, letter)| (format!("point {at}"), tick(letter))).collect();
        Step {
            begun_at: Moment::of(&begun_at),
            duration_ms: (length.0 * 60 + length.1) * 1_000,
            paused_ms: None,
            points: (!ticks.is_empty()).then_some(points),
        }
    }

    #[track_caller]
    fn check(takes: &[Step], expected: &str) {
        assert_eq!(progress(takes).as_deref(), Some(expected));
    }

    #[test]
    fn one_take_is_no_progress() {
        assert_eq!(progress(&[]), None);
        assert_eq!(progress(&[take("2026-11-18", (2, 41), "ccccm")]), None);
    }

    #[test]
    fn a_run_is_said_since_its_beginning() {
        let takes = [
            take("2026-10-14", (1, 10), "mmmmm"),
            take("2026-10-27", (4, 5), "cmmcm"),
            take("2026-11-09", (3, 20), "ccmcm"),
            take("2026-11-18", (2, 41), "cccpm"),
        ];
        check(&takes, "Shorter each time since October; key point 5 never yet.");
        check(&takes[..3], "Shorter than the time before, 3:20 after 4:05; key points 3 and 5 never yet.");
    }

    #[test]
    fn a_run_is_dated_as_exactly_as_it_needs() {
        let lengths = |first: &str, second: &str, third: &str| {
            [take(first, (1, 0), ""), take(second, (2, 0), ""), take(third, (3, 0), "")]
        };
        let rows = [
            (lengths("2025-12-30", "2026-01-02", "2026-01-05"), "Longer each time since December 2025"),
            (lengths("2025-11-03", "2026-01-02", "2026-11-05"), "Longer each time since November 2025"),
            (lengths("2026-11-03", "2026-11-09", "2026-11-18"), "Longer each time since 3 November"),
            (lengths("2026-11-18", "2026-11-18", "2026-11-18"), "Longer each time"),
        ];
        for (takes, expected) in rows {
            check(&takes, &format!("{expected}; none is judged yet."));
        }
        let of_a_day = [(0, 40), (0, 6), (0, 22), (0, 37)].map(|length| take("2026-11-18", length, ""));
        check(&of_a_day, "Longer 2 times in a row; none is judged yet.");
    }

    #[test]
    fn two_takes_are_compared_with_each_other() {
        let first = take("2026-11-09", (2, 0), "");
        let second = |length| [first.clone(), take("2026-11-18", length, "cpmm")];
        check(&second((2, 30)), "Longer than the time before, 2:30 after 2:00; 1½ of 4 points so far.");
        check(&second((1, 30)), "Shorter than the time before, 1:30 after 2:00; 1½ of 4 points so far.");
        check(&second((1, 54)), "As long as the time before; 1½ of 4 points so far.");
    }

    #[test]
    fn a_few_seconds_make_no_run() {
        let takes =
            [take("2026-10-14", (4, 0), ""), take("2026-10-27", (3, 0), ""), take("2026-11-09", (2, 55), "")];
        check(&takes, "As long as the time before; none is judged yet.");
    }

    #[test]
    fn pauses_are_said_where_the_length_stayed() {
        let paused = |ms, step: Step| Step { paused_ms: Some(ms), ..step };
        let first = paused(40_000, take("2026-11-09", (2, 0), ""));
        let second = |ms| [first.clone(), paused(ms, take("2026-11-18", (2, 1), ""))];
        check(&second(12_000), "As long as the time before, with 0:28 less in pauses; none is judged yet.");
        check(&second(50_000), "As long as the time before, with 0:10 more in pauses; none is judged yet.");
        check(&second(37_000), "As long as the time before; none is judged yet.");
    }

    #[test]
    fn points_are_said_in_the_order_of_what_matters() {
        let rows = [
            (["cm", "cc"].as_slice(), "every key point covered for the first time"),
            (&["cc", "pm", "cc"], "every key point covered again"),
            (&["cccmmm", "cccmmm"], "3 key points never yet"),
            (&["cpm", "mpm", "ccm"], "key point 3 never yet"),
            (&["cm", "mm", "mm"], "key point 2 never yet"),
            (&["ccp", "cpc"], "as many points as before"),
            (&["cppp", "cccc", "cccp"], "½ point fewer than before"),
            (&["mpp", "pcp"], "1 point more than before"),
            (&["mpp", "ccp"], "1½ points more than before"),
        ];
        let row = |ticks: &[&str]| -> Vec<Step> {
            ticks.iter().map(|ticks| take("2026-11-18", (2, 0), ticks)).collect()
        };
        for (ticks, expected) in rows {
            check(&row(ticks), &format!("As long as the time before; {expected}."));
        }
        check(&row(&["cm", "cc", ""]), "As long as the time before.");
    }

    #[test]
    fn a_key_point_that_is_new_in_the_deck_is_neither_never_reached_nor_gained() {
        for (before, newest) in [("cc", "ccm"), ("cp", "cpc")] {
            check(
                &[take("2026-11-09", (2, 0), before), take("2026-11-18", (2, 0), newest)],
                "As long as the time before; as many points as before.",
            );
        }
    }

    #[test]
    fn a_question_without_key_points_tells_its_length_only() {
        let bare = |day| Step { points: Some(Vec::new()), ..take(day, (2, 0), "") };
        check(&[bare("2026-11-09"), bare("2026-11-18")], "As long as the time before.");
    }
}
