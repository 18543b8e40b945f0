//! From the ticks of a take to its derived rating, with the reason.
//!
//! The formula: each key point is one point, and in a behavioural answer so is each of Situation,
//! Task, Action and Result that no key point names with its first word; covered counts 1, partly ½, and
//! a result without a figure ½ at most.
//! Under two fifths of the points is Again, under three fifths Hard, from there on Good; common
//! mistakes and red flags lower it by one rating, however many there are, and an opened hint allows
//! Hard at most. Easy is about effort, which ticks cannot see, so it is never derived; structure and
//! brevity never change the rating, because it says how well one knows the answer, not how one told it.

use super::judgement::{MarkerOf, StoryPart, Ticks};
use crate::domain::assessment::{Made, Proposal, rate};
use crate::domain::event::Tick;
use crate::domain::interview::report::moment_in_take;
use crate::domain::rating::Rating;

/// What has to be judged before a rating can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The key points of the question.
    pub points: usize,
    /// Whether the answer is a story, judged by its four parts as well.
    pub is_behavioural: bool,
}

/// The derived rating with its reason; `None` until all that counts is judged, and for a question
/// with nothing to judge it by.
///
/// What counts are the key points; in a behavioural answer also the parts of the story that none of them
/// names and, unless the result was missed, whether it had a figure.
#[must_use]
pub fn derive(ticks: &Ticks, needs: Needs, hint_used: bool) -> Option<Proposal> {
    if ticks.points.len() < needs.points {
        return None;
    }
    let counted = if needs.is_behavioural { told(ticks)? } else { Counted::points(ticks) };
    let mut derived = rate(Made::of(counted.ticks), lowering(ticks).as_deref(), hint_used)?;
    if counted.is_halved {
        derived.reason.push_str(" The result had no figure, so it counts ½.");
    }
    Some(derived)
}

/// What is counted of a judgement: the points that were made, and how many there are.
#[must_use]
pub fn counted(ticks: &Ticks, is_behavioural: bool) -> Vec<Tick> {
    let story = if is_behavioural { told(ticks) } else { None };
    story.unwrap_or_else(|| Counted::points(ticks)).ticks
}

/// What counts, and whether a result counts half of what it was judged.
struct Counted {
    ticks: Vec<Tick>,
    is_halved: bool,
}

impl Counted {
    fn points(ticks: &Ticks) -> Self {
        Self { ticks: ticks.points.iter().map(|(_, tick)| *tick).collect(), is_halved: false }
    }
}

/// The key points of a story and those of its parts that no key point names; `None` while something that
/// counts is not judged.
fn told(ticks: &Ticks) -> Option<Counted> {
    let parts = ticks.points.iter().map(|(text, tick)| (StoryPart::named_by(text), *tick));
    let unnamed = StoryPart::unnamed(ticks.points.iter().map(|(text, _)| text));
    let by_themselves = unnamed.into_iter().map(|part| Some((Some(part), ticks.story.tick(part)?)));
    let counted: Vec<(Option<StoryPart>, Tick)> =
        parts.map(Some).chain(by_themselves).collect::<Option<_>>()?;
    let has_result =
        counted.iter().any(|(part, tick)| *part == Some(StoryPart::Result) && *tick != Tick::Missed);
    let is_bare = has_result && !ticks.story.figure?;
    let halved = |(part, tick): &(Option<StoryPart>, Tick)| {
        is_bare && *part == Some(StoryPart::Result) && *tick == Tick::Covered
    };
    let is_halved = counted.iter().any(halved);
    let count = |pair: &(Option<StoryPart>, Tick)| if halved(pair) { Tick::Partly } else { pair.1 };
    Some(Counted { ticks: counted.iter().map(count).collect(), is_halved })
}

/// What lowers the rating, in words that end before the rating: the first one that is marked on the
/// time line, else that there were any.
fn lowering(ticks: &Ticks) -> Option<String> {
    let (mistakes, flags) = (ticks.mistakes.len(), ticks.red_flags.len());
    let marked = ticks
        .markers
        .iter()
        .filter_map(|marker| match marker.of {
            MarkerOf::Mistake if ticks.mistakes.contains(&marker.text) => Some((marker.at_ms, "mistake")),
            MarkerOf::RedFlag if ticks.red_flags.contains(&marker.text) => Some((marker.at_ms, "red flag")),
            _ => None,
        })
        .min();
    if let Some((at_ms, what)) = marked {
        let one = format!("the {what} at {}", moment_in_take(at_ms));
        return Some(match mistakes + flags - 1 {
            0 => format!("{one} makes it"),
            more => format!("{one} and {more} more make it"),
        });
    }
    let what = match (mistakes, flags) {
        (0, 0) => return None,
        (1, 0) => "a common mistake was made",
        (_, 0) => "common mistakes were made",
        (0, 1) => "a red flag was shown",
        (0, _) => "red flags were shown",
        (_, 1) => "mistakes were made, a red flag among them",
        (_, _) => "mistakes were made, red flags among them",
    };
    Some(format!("{what}, which makes it"))
}

/// How a derived rating stands to the prediction: "one below your prediction"; `None` without one.
///
/// A predicted Easy is met by Good, the highest that ticks give.
#[must_use]
pub fn against_prediction(derived: Rating, predicted: Option<Rating>) -> Option<String> {
    let predicted = predicted?;
    let steps = ["no", "one", "two", "three"][usize::from(derived.number().abs_diff(predicted.number()))];
    Some(match (derived, predicted) {
        (Rating::Good, Rating::Easy) => "as high as ticks go".to_owned(),
        _ if derived == predicted => "as you predicted".to_owned(),
        _ if derived < predicted => format!("{steps} below your prediction"),
        _ => format!("{steps} above your prediction"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::judgement::{Delivery, Marker, Story};
    use super::*;
    use Tick::{Covered as C, Missed as M, Partly as P};

    const STORY: Story =
        Story { situation: Some(C), task: Some(C), action: Some(C), result: Some(C), figure: Some(true) };

    fn ticks(points: &[Tick]) -> Ticks {
        let points = points.iter().enumerate().map(|(at, tick)| (format!("point {at}"), *tick)).collect();
        Ticks { points, ..Ticks::default() }
    }

    fn marker(at_ms: u64, of: MarkerOf, text: &str) -> Marker {
        Marker { at_ms, of, text: text.to_owned() }
    }

    fn open(points: usize) -> Needs {
        Needs { points, is_behavioural: false }
    }

    fn story(points: usize) -> Needs {
        Needs { points, is_behavioural: true }
    }

    #[track_caller]
    fn check(ticks: &Ticks, needs: Needs, rating: Rating, reason: &str) {
        let derived = derive(ticks, needs, false).unwrap();
        assert_eq!((derived.rating, derived.reason.as_str()), (rating, reason));
    }

    #[test]
    fn points_decide_as_in_a_review() {
        check(&ticks(&[C, M, M, P, M]), open(5), Rating::Again, "1½ of 5 points is Again.");
        check(&ticks(&[C, C, M, M, M]), open(5), Rating::Hard, "2 of 5 points is Hard.");
        check(&ticks(&[C, C, P, P, M]), open(5), Rating::Good, "3 of 5 points is Good.");
    }

    #[test]
    fn nothing_is_derived_until_all_that_counts_is_judged() {
        assert_eq!(derive(&ticks(&[C, C]), open(3), false), None);
        assert_eq!(derive(&ticks(&[]), open(0), false), None);
        for gap in [
            Story { situation: None, ..STORY },
            Story { task: None, ..STORY },
            Story { action: None, ..STORY },
            Story { result: None, ..STORY },
            Story { figure: None, ..STORY },
            Story { result: Some(P), figure: None, ..STORY },
        ] {
            assert_eq!(derive(&Ticks { story: gap, ..ticks(&[C]) }, story(1), false), None, "{gap:?}");
        }
        let no_result = Story { result: Some(M), figure: None, ..STORY };
        check(&Ticks { story: no_result, ..ticks(&[]) }, story(0), Rating::Good, "3 of 4 points is Good.");
    }

    #[test]
    fn each_part_of_a_story_is_a_point_and_only_in_a_story() {
        let told = Ticks { story: STORY, ..ticks(&[M, M, M, M]) };
        check(&told, story(4), Rating::Hard, "4 of 8 points is Hard.");
        check(&told, open(4), Rating::Again, "0 of 4 points is Again.");
    }

    #[test]
    fn a_key_point_that_names_a_part_is_that_part_and_counts_once() {
        let names = ["Situation: when.", "**Task**, and whose.", "Action: one.", "Action: two.", "Result."];
        let named = |tick, figure| Ticks {
            points: names.iter().map(|text| ((*text).to_owned(), tick)).collect(),
            story: Story { figure, ..Story::default() },
            ..Ticks::default()
        };
        check(&named(C, Some(true)), story(5), Rating::Good, "5 of 5 points is Good.");
        let halved = "4½ of 5 points is Good. The result had no figure, so it counts ½.";
        check(&named(C, Some(false)), story(5), Rating::Good, halved);
        check(&named(M, None), story(5), Rating::Again, "0 of 5 points is Again.");
        assert_eq!(derive(&named(C, None), story(5), false), None, "whether it had a figure is open");
    }

    #[test]
    fn a_result_without_a_figure_counts_half_at_most() {
        let bare = |result| Ticks {
            story: Story { result: Some(result), figure: Some(false), ..STORY },
            ..ticks(&[])
        };
        let halved = "3½ of 4 points is Good. The result had no figure, so it counts ½.";
        check(&bare(C), story(0), Rating::Good, halved);
        check(&bare(P), story(0), Rating::Good, "3½ of 4 points is Good.");
        check(&bare(M), story(0), Rating::Good, "3 of 4 points is Good.");
        let with_figure = Ticks { story: Story { result: Some(P), ..STORY }, ..ticks(&[]) };
        check(&with_figure, story(0), Rating::Good, "3½ of 4 points is Good.");
    }

    #[test]
    fn the_reason_names_the_moment_of_a_mistake() {
        let mut judged = ticks(&[C, C, C, P, M]);
        judged.mistakes = vec!["it is thread-safe".to_owned()];
        judged.markers = vec![
            marker(20_000, MarkerOf::Mistake, "not made after all"),
            marker(33_000, MarkerOf::Point, "it is thread-safe"),
            marker(58_900, MarkerOf::Mistake, "it is thread-safe"),
        ];
        check(
            &judged,
            open(5),
            Rating::Hard,
            "3½ of 5 points would be Good; the mistake at 0:58 makes it Hard.",
        );
        judged.red_flags = vec!["blames others".to_owned()];
        judged.markers.push(marker(41_000, MarkerOf::RedFlag, "blames others"));
        check(
            &judged,
            open(5),
            Rating::Hard,
            "3½ of 5 points would be Good; the red flag at 0:41 and 1 more make it Hard.",
        );
    }

    #[test]
    fn mistakes_and_red_flags_lower_by_one_however_many() {
        let rows = [
            (1, 0, "a common mistake was made"),
            (3, 0, "common mistakes were made"),
            (0, 1, "a red flag was shown"),
            (0, 2, "red flags were shown"),
            (1, 1, "mistakes were made, a red flag among them"),
            (2, 2, "mistakes were made, red flags among them"),
        ];
        for (mistakes, red_flags, what) in rows {
            let judged = Ticks {
                mistakes: vec!["wrong".to_owned(); mistakes],
                red_flags: vec!["bad".to_owned(); red_flags],
                ..ticks(&[C, C])
            };
            let reason = format!("2 of 2 points would be Good; {what}, which makes it Hard.");
            check(&judged, open(2), Rating::Hard, &reason);
        }
    }

    #[test]
    fn a_hint_allows_hard_at_most() {
        let derived = derive(&ticks(&[C]), open(1), true).unwrap();
        assert_eq!(derived.rating, Rating::Hard);
        assert_eq!(derived.reason, "1 of 1 point would be Good; with the hint it is Hard at most.");
    }

    #[test]
    fn how_it_was_told_never_changes_the_rating() {
        let plain = derive(&ticks(&[C, P]), open(2), false);
        for tick in [C, P, M] {
            let delivery = Delivery { structure: Some(tick), brevity: Some(tick) };
            assert_eq!(derive(&Ticks { delivery, ..ticks(&[C, P]) }, open(2), false), plain);
        }
    }

    #[test]
    fn a_derived_rating_is_said_against_the_prediction() {
        use Rating::{Again, Easy, Good, Hard};
        let rows = [
            (Hard, Good, "one below your prediction"),
            (Again, Easy, "three below your prediction"),
            (Good, Good, "as you predicted"),
            (Good, Easy, "as high as ticks go"),
            (Good, Again, "two above your prediction"),
        ];
        for (derived, predicted, words) in rows {
            assert_eq!(against_prediction(derived, Some(predicted)).as_deref(), Some(words));
        }
        assert_eq!(against_prediction(Good, None), None);
    }
}
