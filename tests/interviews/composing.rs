//! Composing an interview: budget, siblings, seed, reasons.

use proptest::prelude::*;
use rehearse_core::domain::card::{CardId, CardKind, Level};
use rehearse_core::domain::interview::compose::{Candidate, Standing, Topic, Wish, compose};
use rehearse_core::domain::queue::CardKey;

use crate::support::cases;

fn candidate(number: i64, family: i64, topic: Topic, minutes: f32, standing: Standing) -> Candidate {
    Candidate {
        key: CardKey(number),
        id: CardId::new(&format!("d/c{number}")).unwrap(),
        family: CardKey(family),
        topic,
        level: Level::ALL.get(usize::try_from(number).unwrap() % 4).copied(),
        minutes,
        standing,
    }
}

fn total(candidates: &[Candidate], chosen: &[usize]) -> f32 {
    chosen.iter().map(|&i| candidates[i].minutes).sum()
}

fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Untested),
        Just(Standing::Forgotten),
        (0.0_f32..1.0).prop_map(Standing::Recall),
    ]
}

/// A library such as learners have: every topic, usual lengths, families of one to four.
fn library() -> impl Strategy<Value = Vec<Candidate>> {
    let card = (prop::sample::select(Topic::ALL.to_vec()), 0_usize..4, standing(), 0_i64..3);
    prop::collection::vec(card, 120..260).prop_map(|cards| {
        let mut family = 0;
        let build = |(number, (topic, length, standing, sibling)): (usize, (Topic, usize, Standing, i64))| {
            let minutes = match topic {
                Topic::Quiz => [1.0, 1.5, 2.0, 2.0][length],
                Topic::Concepts | Topic::Behavioural => [2.0, 2.5, 3.0, 4.0][length],
                Topic::Design => [3.0, 5.0, 6.0, 8.0][length],
                Topic::Coding => [8.0, 10.0, 12.0, 20.0][length],
            };
            let number = i64::try_from(number).unwrap();
            if sibling == 0 {
                family = number;
            }
            candidate(number, family, topic, minutes, standing)
        };
        cards.into_iter().enumerate().map(build).collect()
    })
}

/// Minutes of the asked-for topics with one card of each family.
fn minutes_of_families(library: &[Candidate], wish: &Wish) -> f32 {
    let mut families = std::collections::HashSet::new();
    let asked = |c: &&Candidate| wish.topics.is_empty() || wish.topics.contains(&c.topic);
    library.iter().filter(asked).filter(|c| families.insert(c.family)).map(|c| c.minutes).sum()
}

fn wish() -> impl Strategy<Value = Wish> {
    let minutes = prop::sample::select(vec![15_u32, 30, 45, 60, 90]);
    let topics = prop::sample::subsequence(Topic::ALL.to_vec(), 0..=5);
    (minutes, topics, any::<u64>()).prop_map(|(minutes, topics, seed)| Wish { minutes, topics, seed })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn it_fits_the_budget(library in library(), wish in wish()) {
        // Coding alone cannot fill a quarter of an hour with exercises of eight minutes and more.
        prop_assume!(wish.topics != [Topic::Coding]);
        prop_assume!(minutes_of_families(&library, &wish) >= 1.2 * wish.minutes as f32);
        let chosen = compose(&library, &wish);
        let minutes = total(&library, &chosen);
        let off = (minutes - wish.minutes as f32).abs();
        prop_assert!(off <= wish.tolerance() + 0.001, "{minutes} of {} minutes", wish.minutes);
    }

    #[test]
    fn siblings_never_stand_side_by_side(library in library(), wish in wish()) {
        let chosen = compose(&library, &wish);
        for pair in chosen.windows(2) {
            prop_assert_ne!(library[pair[0]].family, library[pair[1]].family);
        }
    }

    #[test]
    fn only_asked_topics_come_and_no_card_twice(library in library(), wish in wish()) {
        let chosen = compose(&library, &wish);
        let mut seen = std::collections::HashSet::new();
        for &i in &chosen {
            prop_assert!(seen.insert(i));
            prop_assert!(wish.topics.is_empty() || wish.topics.contains(&library[i].topic));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_interview(library in library(), wish in wish()) {
        prop_assert_eq!(compose(&library, &wish), compose(&library, &wish));
    }
}

#[test]
fn another_seed_gives_another_interview() {
    let library: Vec<Candidate> =
        (0..200).map(|n| candidate(n, n, Topic::Concepts, 3.0, Standing::Untested)).collect();
    let of = |seed| compose(&library, &Wish { minutes: 45, topics: Vec::new(), seed });
    let different = (1..=20).filter(|&seed| of(seed) != of(0)).count();
    assert_eq!(different, 20);
}

#[test]
fn forgotten_and_untested_cards_come_before_known_ones() {
    let standing = |n: i64| match n % 4 {
        0 => Standing::Forgotten,
        1 => Standing::Untested,
        2 => Standing::Recall(0.85),
        _ => Standing::Recall(0.97),
    };
    let library: Vec<Candidate> =
        (0..80).map(|n| candidate(n, n, Topic::Concepts, 3.0, standing(n))).collect();
    let chosen = compose(&library, &Wish { minutes: 60, topics: Vec::new(), seed: 3 });
    assert_eq!(chosen.len(), 20);
    assert!(chosen.iter().all(|&i| library[i].standing == Standing::Forgotten), "there are twenty of them");
    let more = compose(&library, &Wish { minutes: 90, topics: Vec::new(), seed: 3 });
    let need: u32 = more.iter().map(|&i| u32::from(library[i].standing.need())).sum();
    assert_eq!(need, 20 * 4 + 10 * 3);
}

#[test]
fn every_asked_topic_gets_its_share() {
    let library: Vec<Candidate> = (0..300)
        .map(|n| {
            let topic = Topic::ALL[usize::try_from(n).unwrap() % 5];
            candidate(n, n, topic, topic.usual_minutes(), Standing::Untested)
        })
        .collect();
    let chosen = compose(&library, &Wish { minutes: 60, topics: Vec::new(), seed: 9 });
    for topic in Topic::ALL {
        let minutes: f32 =
            chosen.iter().map(|&i| &library[i]).filter(|c| c.topic == topic).map(|c| c.minutes).sum();
        assert!((9.0..=15.0).contains(&minutes), "{topic:?} has {minutes} of 60 minutes");
    }
    let topics: Vec<Topic> = chosen.iter().map(|&i| library[i].topic).collect();
    assert!(topics.is_sorted(), "topics are not mixed: {topics:?}");
}

#[test]
fn a_single_family_is_asked_with_others_between_or_not_at_all() {
    let alone: Vec<Candidate> =
        (0..9).map(|n| candidate(n, 0, Topic::Concepts, 5.0, Standing::Untested)).collect();
    assert_eq!(compose(&alone, &Wish { minutes: 45, topics: Vec::new(), seed: 1 }).len(), 1);
    let two: Vec<Candidate> =
        (0..10).map(|n| candidate(n, n % 2, Topic::Concepts, 5.0, Standing::Untested)).collect();
    let chosen = compose(&two, &Wish { minutes: 45, topics: Vec::new(), seed: 1 });
    assert_eq!(chosen.len(), 9, "two families take turns");
}

#[test]
fn odd_minutes_add_up_as_well() {
    let library: Vec<Candidate> =
        (0..60).map(|n| candidate(n, n, Topic::Concepts, 1.1, Standing::Untested)).collect();
    let chosen = compose(&library, &Wish { minutes: 15, topics: Vec::new(), seed: 1 });
    assert!((total(&library, &chosen) - 15.0).abs() <= 1.0, "{}", total(&library, &chosen));
}

#[test]
fn need_does_not_break_the_budget() {
    let library = [
        candidate(1, 1, Topic::Concepts, 13.75, Standing::Forgotten),
        candidate(2, 2, Topic::Concepts, 14.25, Standing::Recall(0.99)),
    ];
    let chosen = compose(&library, &Wish { minutes: 15, topics: Vec::new(), seed: 1 });
    assert_eq!(chosen, [1]);
}

#[test]
fn without_cards_nothing_is_composed() {
    assert_eq!(compose(&[], &Wish { minutes: 90, topics: Vec::new(), seed: 0 }), Vec::<usize>::new());
}

#[test]
fn each_kind_of_card_has_its_topic() {
    let topics = CardKind::ALL.map(|kind| Topic::of(kind, false));
    assert_eq!(topics, [Topic::Concepts, Topic::Quiz, Topic::Coding, Topic::Behavioural]);
    assert_eq!(Topic::of(CardKind::Open, true), Topic::Design);
}
