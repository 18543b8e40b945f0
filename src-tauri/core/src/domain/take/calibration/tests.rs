use super::*;
use Rating::{Again, Easy, Good, Hard};

fn pairs(count: usize, predicted: Rating, derived: Rating, topics: &[&str]) -> Vec<Pair> {
    let topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
    vec![Pair { predicted, derived, topics }; count]
}

fn sentence(groups: &[Vec<Pair>]) -> String {
    calibrate(&groups.concat()).sentence
}

#[track_caller]
fn check(groups: &[Vec<Pair>], expected: &str) {
    assert_eq!(sentence(groups), expected);
}

#[test]
fn few_takes_say_nothing_and_say_so() {
    check(&[], "No take is predicted and judged yet; about 10 are needed.");
    check(&[pairs(1, Good, Again, &[])], "Too few to say: 1 take so far, about 10 are needed.");
    check(&[pairs(3, Good, Again, &[])], "Too few to say: 3 takes so far, about 10 are needed.");
    let nine = calibrate(&pairs(9, Good, Again, &["sql"]));
    assert_eq!((nine.bias, nine.topics.len(), nine.grid[2][0]), (None, 0, 9));
    assert!(calibrate(&pairs(10, Good, Again, &[])).bias.is_some());
}

#[test]
fn the_grid_keeps_what_was_said() {
    let all = [pairs(2, Easy, Good, &[]), pairs(3, Good, Hard, &[]), pairs(1, Again, Again, &[])].concat();
    assert_eq!(calibrate(&all).grid, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 3, 0, 0], [0, 0, 2, 0]]);
}

#[test]
fn easy_predicted_and_good_derived_is_no_error() {
    let bias = |predicted, derived| calibrate(&pairs(12, predicted, derived, &[])).bias.unwrap().mean;
    assert_eq!(bias(Easy, Good), 0.0);
    assert_eq!(bias(Easy, Hard), 1.0);
    assert_eq!(bias(Good, Again), 2.0);
    assert_eq!(bias(Again, Good), -2.0);
}

#[test]
fn a_range_by_hand() {
    // Seven of 1, with -1 and 1 added: mean 7/9, variance (9 - 49/9)/8 = 4/9, error 2/9, t(8) = 2.306.
    let bias = Bias::of(&[1.0; 7], 0.95);
    assert_eq!(bias.mean, 1.0);
    assert!((bias.low - (7.0 / 9.0 - 2.306 * 2.0 / 9.0)).abs() < 0.001, "{bias:?}");
    assert!((bias.high - (7.0 / 9.0 + 2.306 * 2.0 / 9.0)).abs() < 0.001, "{bias:?}");
}

#[test]
fn a_topic_that_leans_alone_is_named() {
    check(
        &[pairs(7, Good, Hard, &["concurrency", "python"]), pairs(25, Good, Good, &["sql"])],
        "You over-rate concurrency answers by a full band (7 takes, between nearly 0 and 1½).",
    );
    check(
        &[pairs(9, Hard, Good, &["stories"]), pairs(25, Good, Good, &["sql"])],
        "You under-rate stories answers by a full band (9 takes, between ¼ and 1¼).",
    );
}

#[test]
fn a_lean_over_all_is_not_put_on_one_topic() {
    check(
        &[pairs(9, Good, Hard, &["concurrency"]), pairs(9, Good, Hard, &["sql"])],
        "You over-rate your answers by a full band (18 takes, between ¾ and 1).",
    );
    check(
        &[pairs(12, Good, Hard, &["python"])],
        "You over-rate your answers by a full band (12 takes, between ½ and 1¼).",
    );
}

#[test]
fn a_topic_further_off_than_all_is_named() {
    check(
        &[pairs(12, Good, Again, &["sql"]), pairs(30, Good, Hard, &["python"]), pairs(30, Good, Good, &[])],
        "You over-rate sql answers by two bands (12 takes, between 1¼ and 2).",
    );
}

#[test]
fn a_topic_needs_five_takes_and_more_evidence_among_many() {
    let level = pairs(20, Good, Good, &[]);
    let few = calibrate(&[pairs(4, Good, Hard, &["sql"]), level.clone()].concat());
    assert_eq!(few.topics, []);
    let alone = calibrate(&[pairs(5, Good, Hard, &["sql"]), level.clone()].concat());
    assert!(alone.topics[0].bias.leans());
    let among = calibrate(&[pairs(5, Good, Hard, &["sql"]), pairs(5, Good, Good, &["go"]), level].concat());
    assert_eq!(among.topics[0].words, "no lean shows (5 takes, between ¼ too low and 1½ too high)");
}

#[test]
fn topics_come_furthest_off_first_and_count_a_take_once() {
    let all = [
        pairs(20, Good, Good, &["a", "a"]),
        pairs(20, Hard, Good, &["b"]),
        pairs(20, Good, Hard, &["c", "a"]),
    ];
    let topics = calibrate(&all.concat()).topics;
    let said: Vec<(&str, &str)> = topics.iter().map(|topic| (&*topic.topic, &*topic.words)).collect();
    assert_eq!(
        said,
        [
            ("b", "under-rated by a full band (20 takes, between ¾ and 1¼)"),
            ("c", "over-rated by a full band (20 takes, between ¾ and 1¼)"),
            ("a", "over-rated by half a band (40 takes, between ¼ and ¾)"),
        ]
    );
}

#[test]
fn predictions_that_fit_are_said_to_fit() {
    check(
        &[pairs(12, Good, Good, &[])],
        "Your predictions fit: on average within a quarter of a band, and 12 of 12 were met.",
    );
    check(
        &[pairs(14, Good, Good, &[]), pairs(3, Good, Hard, &[]), pairs(3, Hard, Good, &[])],
        "Your predictions fit: on average within half a band, and 14 of 20 were met.",
    );
}

#[test]
fn errors_that_cancel_out_are_no_fit() {
    check(
        &[pairs(20, Good, Hard, &[]), pairs(5, Good, Good, &[]), pairs(20, Hard, Good, &[])],
        "You over-rate about as much as you under-rate: 5 of 45 predictions were met.",
    );
    check(
        &[pairs(5, Good, Again, &[]), pairs(5, Again, Good, &[])],
        "No lean shows yet in 10 takes: on average between 1¼ too low and 1¼ too high.",
    );
}

/// The probability that the range holds the true mean when each take is off by -2 to 2 with these
/// probabilities, summed over every outcome of so many takes.
fn coverage(takes: usize, chances: [f64; 5]) -> f64 {
    const OFF: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];
    fn sum(left: usize, at: usize, weight: f64, off: &mut Vec<f64>, chances: &[f64; 5], mean: f64) -> f64 {
        if at == 4 {
            off.extend(std::iter::repeat_n(OFF[4], left));
            let bias = Bias::of(off, 0.95);
            off.truncate(off.len() - left);
            let holds = bias.low <= mean + 1e-9 && mean <= bias.high + 1e-9;
            return if holds { weight * chances[4].powi(left as i32) } else { 0.0 };
        }
        let mut total = 0.0;
        let mut ways = weight;
        for here in 0..=left {
            total += sum(left - here, at + 1, ways, off, chances, mean);
            ways *= chances[at] * (left - here) as f64 / (here + 1) as f64;
            off.push(OFF[at]);
        }
        off.truncate(off.len() - left - 1);
        total
    }
    let mean = OFF.iter().zip(chances).map(|(off, chance)| off * chance).sum();
    sum(takes, 0, 1.0, &mut Vec::new(), &chances, mean)
}

#[test]
fn the_range_holds_the_true_bias_at_least_93_times_in_100() {
    let learners = [
        [0.0, 0.1, 0.8, 0.1, 0.0],
        [0.05, 0.2, 0.5, 0.2, 0.05],
        [0.0, 0.0, 0.5, 0.5, 0.0],
        [0.0, 0.0, 0.1, 0.9, 0.0],
        [0.0, 0.0, 0.9, 0.1, 0.0],
        [0.0, 0.0, 0.0, 0.5, 0.5],
        [0.0, 0.0, 0.0, 0.1, 0.9],
        [0.0, 0.5, 0.0, 0.5, 0.0],
        [0.1, 0.0, 0.0, 0.9, 0.0],
        [0.0, 0.1, 0.2, 0.6, 0.1],
    ];
    for chances in learners {
        for takes in [5, 10] {
            let coverage = coverage(takes, chances);
            assert!((0.93..=1.000_001).contains(&coverage), "{takes} takes, {chances:?}: {coverage}");
        }
    }
}
