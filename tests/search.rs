//! Finding cards: what is typed, in what order it comes, and that nothing typed is an error.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rehearse_core::domain::rating::Rating;
use rehearse_core::services::query::{parse, search};
use rehearse_core::services::study::CardAction;
use rehearse_core::store::{Sort, Term};

use crate::support::{World, cases, question};

const LIBRARY: &str = r#"# Basics

## What does the event loop do? {#loop difficulty=easy tags=async}

It waits for events and runs callbacks; see `asyncio.run`.

## How is a café menu sorted? {#cafe difficulty=medium tags=Text}

With a collation: naïve sorting puts é last.

## What is `__init__` for? {#init difficulty=hard tags=classes}

It fills a new instance. `read_csv` is a function; ProcessPoolExecutor is a class.

## Is C++ faster? {#cpp kind=behavioural tags=talk}

Sometimes. C# is not C.

## Which prints 3? {#three tags=Async}

- [x] `print(1 + 2)`
- [ ] `print(loop)`
"#;

fn world() -> World {
    World::new(&[("one/01.md", LIBRARY), ("two/01.md", &question("loop"))])
}

fn find(world: &World, query: &str) -> Vec<String> {
    find_sorted(world, query, Sort::Library, 0, 100).1
}

fn find_sorted(world: &World, query: &str, sort: Sort, offset: usize, limit: usize) -> (u64, Vec<String>) {
    let query = parse(query, 8);
    let page = search(world.read(), &query, sort, offset, limit, world.now).unwrap();
    let ids = page.cards.iter().map(|key| world.read().card_by_key(*key).unwrap().id.to_string());
    (page.total, ids.collect())
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    assert_eq!(find(&world(), query), expected, "{query}");
}

#[test]
fn words_must_all_be_there() {
    check("event ", &["one/loop"]);
    check("event callbacks ", &["one/loop"]);
    check("event collation ", &[]);
    check("loop ", &["one/loop", "one/three", "two/loop"]);
    check("", &["one/loop", "one/cafe", "one/init", "one/cpp", "one/three", "two/loop"]);
}

#[test]
fn a_phrase_is_words_in_a_row() {
    check("\"event loop\"", &["one/loop"]);
    check("\"loop event\"", &[]);
    check("\"event loo\"", &[]);
}

#[test]
fn the_last_word_may_still_be_typed() {
    check("ev", &["one/loop"]);
    check("ev ", &[]);
    check("event call", &["one/loop"]);
    check("cal event ", &[]);
}

#[test]
fn what_is_negated_is_left_out() {
    check("loop -event ", &["one/three", "two/loop"]);
    check("-deck:one", &["two/loop"]);
    check("loop -tag:async", &["two/loop"]);
    check("loop -", &["one/loop", "one/three", "two/loop"]);
    check("-is:new", &[]);
}

#[test]
fn fields_narrow_the_search() {
    check("deck:two", &["two/loop"]);
    check("tag:async", &["one/loop", "one/three"]);
    check("tag:ASYNC level:easy", &["one/loop"]);
    check("level:hard", &["one/init"]);
    check("kind:choice", &["one/three"]);
    check("kind:behavioural", &["one/cpp"]);
    check("deck:nowhere", &[]);
    check("is:new deck:two", &["two/loop"]);
}

#[test]
fn states_can_be_searched_for() {
    let mut world = world();
    world.answer("one/loop", Rating::Again);
    world.answer("one/cafe", Rating::Easy);
    world.act("one/init", CardAction::Suspend(true));
    world.act("one/cpp", CardAction::Bury(true));
    world.act("one/three", CardAction::Mark(true));
    for (query, expected) in [
        ("is:new", &["one/init", "one/cpp", "one/three", "two/loop"][..]),
        ("is:learning", &["one/loop"]),
        ("is:review", &["one/cafe"]),
        ("is:due", &["one/loop"]),
        ("is:suspended", &["one/init"]),
        ("is:buried", &["one/cpp"]),
        ("is:marked", &["one/three"]),
        ("is:leech", &[]),
    ] {
        assert_eq!(find(&world, query), expected, "{query}");
    }
    world.later_days(30);
    assert_eq!(find(&world, "is:due"), ["one/loop", "one/cafe"]);
    assert_eq!(find(&world, "is:buried"), [""; 0]);
}

#[test]
fn identifiers_are_found_whole_and_in_parts() {
    check("__init__ ", &["one/init"]);
    check("init ", &["one/init"]);
    check("C++ ", &["one/cpp"]);
    check("C# ", &["one/cpp"]);
    check("read_csv ", &["one/init"]);
    check("csv ", &["one/init"]);
    check("pool ", &["one/init"]);
    check("asyncio.run ", &["one/loop"]);
}

#[test]
fn accents_make_no_difference() {
    check("cafe ", &["one/cafe"]);
    check("CAFÉ ", &["one/cafe"]);
    check("naive ", &["one/cafe"]);
    check("cafe\u{301} ", &["one/cafe"]);
}

#[test]
fn what_is_not_understood_is_said_and_left_out() {
    let query = parse("loop is:blue level: kind:essay ?? ", 8);
    assert_eq!(query.problems.len(), 4, "{:?}", query.problems);
    assert_eq!(query.terms.len(), 1);
}

#[test]
fn hostile_input_is_never_an_error() {
    let world = world();
    let long = "x".repeat(10_000);
    let many = "a ".repeat(10_000);
    let quotes = "\"".repeat(1_001);
    let deep = format!("{}loop{}", "(".repeat(500), ")".repeat(500));
    for query in [
        "*",
        "a*",
        "\"*\"",
        "^loop",
        "loop^2",
        "NEAR(event loop)",
        "NEAR(a b, 2)",
        "a AND b",
        "a OR b",
        "NOT a",
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "loop AND",
        "- -",
        "--",
        "-\"",
        "-(",
        "(",
        ")",
        "question:loop",
        "{question answer} : loop",
        "-question : loop",
        "words:loop",
        "rowid:1",
        "a + b",
        "+",
        "\"",
        "\"\"",
        "'",
        "';drop table cards;--",
        "\0",
        "a\0b",
        "\0\0\" OR 1",
        "\u{1F600}",
        "loop \u{1F600}",
        "½ ",
        "½",
        "٣",
        "𞤀",
        "𞤀 ",
        "deck:\"",
        "tag:\0",
        "deck:'",
        "is:",
        ":",
        "::",
        "a:b:c",
        "tag:tag:tag",
        "%",
        "_",
        "\\",
        "\u{FEFF}",
        "\u{202E}loop",
        "\t\n\r",
        "\u{FFFD}",
        "a\u{300}\u{301}\u{302}",
        "loop\u{0}*",
        "\"loop\" *",
        "* \"loop\"",
        &long,
        &many,
        &quotes,
        &deep,
    ] {
        for sort in [Sort::Library, Sort::Due, Sort::Relevance] {
            let parsed = parse(query, 8);
            let found = search(world.read(), &parsed, sort, 0, 10, world.now);
            assert!(found.is_ok(), "{query:?}: {:?}", found.unwrap_err());
        }
    }
}

#[test]
fn a_page_past_the_end_is_empty() {
    let world = world();
    assert_eq!(find_sorted(&world, "loop ", Sort::Relevance, 3, 10), (3, vec![]));
    assert_eq!(find_sorted(&world, "", Sort::Library, usize::MAX, usize::MAX), (6, vec![]));
    assert_eq!(find_sorted(&world, "", Sort::Library, 0, usize::MAX).1.len(), 6);
    assert_eq!(find_sorted(&world, "loop ", Sort::Due, 0, 0), (3, vec![]));
}

#[test]
fn the_question_counts_more_than_the_answer() {
    let world = world();
    let (_, found) = find_sorted(&world, "callbacks loop", Sort::Relevance, 0, 10);
    assert_eq!(found, ["one/loop"]);
    let (_, found) = find_sorted(&world, "loop ", Sort::Relevance, 0, 10);
    assert_eq!(found.len(), 3);
    assert_ne!(found[0], "one/three", "a choice among others says less than a heading");
}

#[test]
fn soonest_due_comes_first_and_new_cards_last() {
    let mut world = world();
    world.answer("one/cpp", Rating::Easy);
    world.answer("one/cafe", Rating::Again);
    world.later_secs(30);
    world.answer("two/loop", Rating::Again);
    for query in ["", "-is:suspended"] {
        let (_, found) = find_sorted(&world, query, Sort::Due, 0, 10);
        assert_eq!(found[..3], ["one/cafe", "two/loop", "one/cpp"], "{query}");
        assert_eq!(found[3..], ["one/loop", "one/init", "one/three"], "{query}");
    }
}

/// The words of a little language, so that queries find something.
const WORDS: [&str; 6] = ["alpha", "beta", "alphabet", "gamma", "be", "delta"];
const TAGS: [&str; 3] = ["red", "green", "blue"];

#[derive(Clone, Debug)]
struct Made {
    deck: usize,
    words: Vec<usize>,
    tags: BTreeSet<usize>,
    level: usize,
    due: u8,
    suspended: bool,
}

fn made() -> impl Strategy<Value = Made> {
    (
        0..2_usize,
        prop::collection::vec(0..WORDS.len(), 1..5),
        prop::collection::btree_set(0..TAGS.len(), 0..3),
        0..3_usize,
        0_u8..5,
        prop::bool::weighted(0.2),
    )
        .prop_map(|(deck, words, tags, level, due, suspended)| Made {
            deck,
            words,
            tags,
            level,
            due,
            suspended,
        })
}

#[derive(Clone, Debug)]
enum Asked {
    Word(usize),
    Prefix(usize, usize),
    Phrase(usize, usize),
    Tag(usize),
    Deck(usize),
    Level(usize),
    New,
    Suspended,
}

fn asked() -> impl Strategy<Value = (bool, Asked)> {
    let term = prop_oneof![
        4 => (0..WORDS.len()).prop_map(Asked::Word),
        1 => (0..WORDS.len(), 1..4_usize).prop_map(|(word, length)| Asked::Prefix(word, length)),
        1 => (0..WORDS.len(), 0..WORDS.len()).prop_map(|(a, b)| Asked::Phrase(a, b)),
        2 => (0..TAGS.len()).prop_map(Asked::Tag),
        1 => (0..2_usize).prop_map(Asked::Deck),
        1 => (0..3_usize).prop_map(Asked::Level),
        1 => Just(Asked::New),
        1 => Just(Asked::Suspended),
    ];
    (prop::bool::weighted(0.3), term)
}

const LEVELS: [&str; 3] = ["easy", "medium", "hard"];

impl Asked {
    fn term(&self) -> Term {
        let words = |text: &str, prefix| Term::Words { text: text.to_owned(), prefix };
        match self {
            Self::Word(word) => words(WORDS[*word], false),
            Self::Prefix(word, length) => words(prefix(*word, *length), true),
            Self::Phrase(a, b) => words(&format!("{} {}", WORDS[*a], WORDS[*b]), false),
            Self::Tag(tag) => Term::Tag(TAGS[*tag].to_owned()),
            Self::Deck(deck) => Term::Deck(format!("deck{deck}")),
            Self::Level(level) => Term::Level(rehearse_core::domain::card::Level::ALL[*level]),
            Self::New => Term::New,
            Self::Suspended => Term::Suspended,
        }
    }

    fn holds(&self, card: &Made) -> bool {
        // Tags are searched as words too.
        let words: Vec<&str> = card.words.iter().map(|word| WORDS[*word]).collect();
        match self {
            Self::Word(word) => words.contains(&WORDS[*word]),
            Self::Prefix(word, length) => {
                let tags = card.tags.iter().map(|tag| TAGS[*tag]);
                words.iter().copied().chain(tags).any(|known| known.starts_with(prefix(*word, *length)))
            }
            Self::Phrase(a, b) => words.windows(2).any(|pair| pair == [WORDS[*a], WORDS[*b]]),
            Self::Tag(tag) => card.tags.contains(tag),
            Self::Deck(deck) => card.deck == *deck,
            Self::Level(level) => card.level == *level,
            Self::New => card.due == 0,
            Self::Suspended => card.suspended,
        }
    }
}

fn prefix(word: usize, length: usize) -> &'static str {
    &WORDS[word][..length.min(WORDS[word].len())]
}

fn made_world(cards: &[Made]) -> World {
    let mut files = [String::new(), String::new()];
    for (number, card) in cards.iter().enumerate() {
        let words: Vec<&str> = card.words.iter().map(|word| WORDS[*word]).collect();
        let tags: Vec<&str> = card.tags.iter().map(|tag| TAGS[*tag]).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" tags={}", tags.join(",")) };
        let level = LEVELS[card.level];
        files[card.deck]
            .push_str(&format!("## {} {{#c{number} difficulty={level}{tags}}}\n\nNo.\n\n", words.join(" ")));
    }
    let mut world = World::new(&[("deck0/01.md", &files[0]), ("deck1/01.md", &files[1])]);
    for (number, card) in cards.iter().enumerate() {
        let id = format!("deck{}/c{number}", card.deck);
        if card.due > 0 {
            world.now = world.now.plus_ms(1_000);
            world.answer(&id, if card.due < 3 { Rating::Again } else { Rating::Easy });
        }
        if card.suspended {
            world.act(&id, CardAction::Suspend(true));
        }
    }
    world
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn pages_agree_with_a_naive_filter(
        cards in prop::collection::vec(made(), 1..25),
        questions in prop::collection::vec(prop::collection::vec(asked(), 0..4), 4),
        size in 1..7_usize,
    ) {
        let world = made_world(&cards);
        for terms in questions {
            let known: Vec<(bool, Term)> = terms.iter().map(|(not, asked)| (*not, asked.term())).collect();
            let mut expected: Vec<String> = Vec::new();
            for deck in 0..2 {
                for (number, card) in cards.iter().enumerate().filter(|(_, card)| card.deck == deck) {
                    if terms.iter().all(|(not, asked)| asked.holds(card) != *not) {
                        expected.push(format!("deck{deck}/c{number}"));
                    }
                }
            }
            let today = world.now.study_day(4);
            for sort in [Sort::Library, Sort::Due, Sort::Relevance] {
                let mut found: Vec<String> = Vec::new();
                loop {
                    let page = world.read().search(&known, sort, found.len(), size, today).unwrap();
                    prop_assert_eq!(page.total as usize, expected.len(), "{:?}", known);
                    prop_assert!(page.cards.len() <= size);
                    if page.cards.is_empty() {
                        break;
                    }
                    for key in page.cards {
                        found.push(world.read().card_by_key(key).unwrap().id.to_string());
                    }
                }
                if sort == Sort::Library {
                    prop_assert_eq!(&found, &expected, "library order of {:?}", known);
                }
                if sort == Sort::Due {
                    let due = |id: &String| world.state(id).phase.due_at().unwrap_or(i64::MAX);
                    prop_assert!(found.is_sorted_by_key(due), "{:?}", found);
                }
                let mut sorted = (found, expected.clone());
                sorted.0.sort();
                sorted.1.sort();
                prop_assert_eq!(sorted.0, sorted.1, "each card once, {:?} of {:?}", sort, known);
            }
        }
    }

    #[test]
    fn no_text_is_an_error(text in "\\PC{0,40}", sort in 0..3_usize) {
        let world = World::new(&[("one/01.md", LIBRARY)]);
        let query = parse(&text, 8);
        let sort = [Sort::Library, Sort::Due, Sort::Relevance][sort];
        prop_assert!(search(world.read(), &query, sort, 0, 10, world.now).is_ok(), "{:?}", text);
    }
}
