//! A library of the same size and kind as the peer's, as deck files.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::chance::Chance;
use crate::text::{COMMON, RARE, Vocabulary};

const CARDS_IN_A_FILE: usize = 100;
const FILES_IN_A_DECK: usize = 10;
/// Words of a question that stand in its heading; the rest is its statement.
const IN_HEADING: usize = 12;
const MORE_TAGS: [&str; 5] = ["hard", "interview", "marked", "leech", "todo"];

/// The id of a card by its number.
pub(crate) fn card_id(number: usize) -> String {
    format!("{}/c{number:06}", deck_id(number))
}

fn deck_id(number: usize) -> String {
    format!("deck-{:03}", number / (CARDS_IN_A_FILE * FILES_IN_A_DECK))
}

/// Writes the decks; each card has about 400 characters a side.
pub(crate) fn write(folder: &Path, cards: usize) -> Outcome<()> {
    let vocabulary = Vocabulary::new();
    let mut chance = Chance::seeded(1);
    let rare: Vec<usize> = (0..5).map(|_| chance.between(0, cards as i64) as usize).collect();
    for first in (0..cards).step_by(CARDS_IN_A_FILE) {
        let deck = folder.join(deck_id(first));
        if first % (CARDS_IN_A_FILE * FILES_IN_A_DECK) == 0 {
            fs::create_dir_all(&deck)?;
            let id = deck_id(first);
            let manifest = format!("id = \"{id}\"\ntitle = \"Bench {id}\"\nlanguage = \"en\"\nformat = 1\n");
            fs::write(deck.join("deck.toml"), manifest)?;
        }
        let mut text = format!("# Section {}\n", first / CARDS_IN_A_FILE);
        for number in first..cards.min(first + CARDS_IN_A_FILE) {
            write_card(&mut text, number, &vocabulary, rare.contains(&number), &mut chance)?;
        }
        fs::write(deck.join(format!("{:04}.md", first / CARDS_IN_A_FILE)), text)?;
    }
    Ok(())
}

fn write_card(
    text: &mut String,
    number: usize,
    vocabulary: &Vocabulary,
    rare: bool,
    chance: &mut Chance,
) -> Outcome<()> {
    let mut front = vocabulary.side(chance);
    let mut back = vocabulary.side(chance);
    if chance.happens(0.5) {
        front[3] = COMMON;
    }
    if rare {
        back[5] = RARE;
    }
    let (heading, statement) = front.split_at(IN_HEADING);
    let (bold, rest) = back.split_at(3);
    let bold = if number.is_multiple_of(3) { format!("**{}**", bold.join(" ")) } else { bold.join(" ") };
    writeln!(
        text,
        "\n## Q1-{number}: {}? {{#c{number:06} tags={}}}\n\n{bold} {}\n\n### Question\n\n{}",
        heading.join(" "),
        tags(chance).join(","),
        rest.join(" "),
        statement.join(" "),
    )?;
    Ok(())
}

/// One or two of 200 topics, sometimes one more.
fn tags(chance: &mut Chance) -> Vec<String> {
    let topics = chance.between(1, 3);
    let mut tags: Vec<String> =
        (0..topics).map(|_| format!("topic-t{:03}", chance.between(0, 200))).collect();
    if chance.happens(0.3) {
        tags.push((*chance.one_of(&MORE_TAGS)).to_owned());
    }
    tags.sort();
    tags.dedup();
    tags
}
