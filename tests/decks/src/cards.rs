//! Checks decks card by card and interview by interview, and prints what was found and how much there is.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rehearse_core::content::{self, CardRef, Deck};
use rehearse_core::domain::card::CardKind;

use crate::runner::Runner;
use crate::samples::{Fate, Trial};
use crate::{Result, exercises, interviews, parallel, prose, quiz, samples};

/// A card and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Located<'d> {
    pub(crate) card: CardRef<'d>,
    pub(crate) deck: &'d str,
    pub(crate) file: &'d str,
}

impl Located<'_> {
    /// Its id, or what stands for one in messages.
    pub(crate) fn name(&self) -> String {
        self.card.id.map_or_else(|| format!("{}:{}", self.file, self.card.line), ToString::to_string)
    }
}

/// Something wrong, where.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    line: u32,
    message: String,
}

impl Finding {
    fn new(file: &str, line: u32, message: String) -> Self {
        Self { file: file.to_owned(), line, message }
    }
}

/// How much there is of what.
#[derive(Default)]
struct Counts {
    cards: usize,
    follow_ups: usize,
    choice: usize,
    computed: usize,
    exercises: usize,
    wrong_solutions: usize,
    interviews: usize,
    run: usize,
    newer: usize,
    shown: usize,
    left_out: usize,
}

/// Reads every deck of a folder; a folder without one is an error.
pub(crate) fn read(folder: &Path) -> Result<(Vec<Deck>, Vec<Finding>)> {
    let (folders, mut diagnostics) = content::find_decks(folder);
    let decks: Vec<Deck> = folders.iter().map(content::read_deck).collect();
    diagnostics.extend(decks.iter().flat_map(|deck| deck.diagnostics.iter().cloned()));
    diagnostics.extend(content::check_links(&decks));
    if decks.iter().all(|deck| deck.questions.is_empty() && deck.interviews.is_empty()) {
        for diagnostic in &diagnostics {
            println!("{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.message);
        }
        return Err(format!("{} holds no deck with cards or interviews", folder.display()).into());
    }
    let findings = diagnostics.into_iter().map(|diagnostic| Finding {
        file: diagnostic.file,
        line: diagnostic.line,
        message: match diagnostic.hint {
            Some(hint) => format!("{}; {hint}", diagnostic.message),
            None => diagnostic.message,
        },
    });
    Ok((decks, findings.collect()))
}

/// Every card of the decks, in reading order.
pub(crate) fn located(decks: &[Deck]) -> Vec<Located<'_>> {
    let questions = decks.iter().flat_map(|deck| deck.questions.iter().map(move |question| (deck, question)));
    let cards = questions.flat_map(|(deck, (file, question))| {
        let file = deck.files[*file].as_str();
        question.each_card().map(move |card| Located { card, deck: deck.id.as_str(), file })
    });
    cards.collect()
}

/// Runs every check on the decks of a folder; what is found is printed, and is an error.
pub(crate) fn check(folder: &Path, runner: &Runner) -> Result<()> {
    let (decks, mut findings) = read(folder)?;
    let cards = located(&decks);
    let mut totals: BTreeMap<&str, Counts> = BTreeMap::new();
    for (card, checked) in cards.iter().zip(parallel::map(&cards, |card| check_card(card, runner))) {
        let (trials, found) = checked.map_err(|error| format!("{}: {error}", card.name()))?;
        print_left_out(card.file, &trials);
        count(totals.entry(card.deck).or_default(), card, &trials);
        findings.extend(found);
    }
    let talks = interviews::located(&decks);
    let answers = interviews::answers(&cards);
    let checked = parallel::map(&talks, |talk| interviews::check(talk.interview, &answers, runner));
    for (talk, checked) in talks.iter().zip(checked) {
        let (trials, found) = checked.map_err(|error| format!("{}: {error}", talk.file))?;
        print_left_out(talk.file, &trials);
        let counts = totals.entry(talk.deck).or_default();
        counts.interviews += 1;
        count_trials(counts, &trials);
        findings.extend(found.into_iter().map(|(line, message)| Finding::new(talk.file, line, message)));
    }
    findings.extend(same_questions(&cards));
    findings.sort();
    findings.dedup();
    for Finding { file, line, message } in &findings {
        println!("{file}:{line}: {message}");
    }
    print_counts(&totals);
    if findings.is_empty() { Ok(()) } else { Err(format!("{} findings in the decks", findings.len()).into()) }
}

fn print_left_out(file: &str, trials: &[Trial]) {
    for trial in trials.iter().filter(|trial| trial.fate == Fate::LeftOut) {
        println!("{file}:{}: left out, for it needs a newer Python itself", trial.sample.line);
    }
}

/// Cards that ask in the same words: nobody can tell them apart in a list.
fn same_questions(cards: &[Located<'_>]) -> Vec<Finding> {
    let mut first: HashMap<String, &Located<'_>> = HashMap::new();
    let mut found = Vec::new();
    for located in cards {
        let words = located.card.heading.to_lowercase();
        let words: Vec<&str> =
            words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        match first.entry(words.join(" ")) {
            Entry::Vacant(place) => {
                place.insert(located);
            }
            Entry::Occupied(other) => {
                let message = format!("it asks in the same words as {}", other.get().name());
                found.push(Finding::new(located.file, located.card.line, message));
            }
        }
    }
    found
}

fn check_card(located: &Located<'_>, runner: &Runner) -> Result<(Vec<Trial>, Vec<Finding>)> {
    let card = &located.card;
    let trials = samples::run(&card.parts.placed_code_samples(), quiz::asking(card.parts), runner)?;
    let mut found: Vec<(u32, String)> = Vec::new();
    for trial in &trials {
        found.extend(trial.finding.clone().map(|message| (trial.sample.line, message)));
    }
    if card.kind == CardKind::Choice {
        found.extend(quiz::finding(&card.parts.choices, &trials).map(|message| (card.line, message)));
    }
    if card.kind == CardKind::Code {
        found.extend(exercises::check(card, runner)?);
    } else if exercises::belongs_elsewhere(card.parts) {
        let message = "code of an exercise on a card without kind=code: nothing tries it";
        found.push((card.line, message.to_owned()));
    }
    found.extend(prose::check(card).into_iter().map(|message| (card.line, message)));
    let finding = |(line, message)| Finding::new(located.file, line, message);
    Ok((trials, found.into_iter().map(finding).collect()))
}

fn count(counts: &mut Counts, located: &Located<'_>, trials: &[Trial]) {
    let card = &located.card;
    counts.cards += 1;
    counts.follow_ups += usize::from(card.is_follow_up);
    counts.choice += usize::from(card.kind == CardKind::Choice);
    let computed = card.kind == CardKind::Choice && quiz::computed(&card.parts.choices, trials).is_some();
    counts.computed += usize::from(computed);
    counts.exercises += usize::from(card.kind == CardKind::Code);
    counts.wrong_solutions += card.parts.wrong_solutions.len();
    count_trials(counts, trials);
}

fn count_trials(counts: &mut Counts, trials: &[Trial]) {
    for trial in trials {
        match trial.fate {
            Fate::Run => counts.run += 1,
            Fate::RunNewer => counts.newer += 1,
            Fate::Shown => counts.shown += 1,
            Fate::LeftOut => counts.left_out += 1,
        }
    }
}

fn print_counts(decks: &BTreeMap<&str, Counts>) {
    let sum = |field: fn(&Counts) -> usize| decks.values().map(field).sum::<usize>();
    let line = |name: &str, value: &dyn Fn(fn(&Counts) -> usize) -> usize| {
        println!(
            "{name:<18} {:>6} {:>10} {:>7} {:>9} {:>10} {:>6} {:>10} {:>8} {:>8} {:>6} {:>9}",
            value(|c| c.cards),
            value(|c| c.follow_ups),
            value(|c| c.choice),
            value(|c| c.computed),
            value(|c| c.exercises),
            value(|c| c.wrong_solutions),
            value(|c| c.interviews),
            value(|c| c.run),
            value(|c| c.newer),
            value(|c| c.shown),
            value(|c| c.left_out),
        );
    };
    println!(
        "{:<18} {:>6} {:>10} {:>7} {:>9} {:>10} {:>6} {:>10} {:>8} {:>8} {:>6} {:>9}",
        "deck",
        "cards",
        "follow-ups",
        "choice",
        "computed",
        "exercises",
        "wrong",
        "interviews",
        "run",
        "pyodide",
        "shown",
        "left out"
    );
    for (deck, counts) in decks {
        line(deck, &|field| field(counts));
    }
    line("together", &sum);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn two_cards_that_ask_in_the_same_words_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "format = 1\nid = \"d\"\ntitle = \"D\"\nlanguage = \"en\"\n";
        fs::write(folder.path().join("deck.toml"), manifest).unwrap();
        let cards = "## Why? {#one}\n\nSo.\n\n## why? {#two}\n\nSo.\n\n## How? {#three}\n\nSo.\n";
        fs::write(folder.path().join("d.md"), cards).unwrap();
        let (decks, _) = read(folder.path()).unwrap();
        let found: Vec<_> =
            same_questions(&located(&decks)).into_iter().map(|f| (f.line, f.message)).collect();
        assert_eq!(found, [(5, "it asks in the same words as d/one".to_owned())]);
    }

    /// The examples of the author's guide: its fenced Markdown that holds a question.
    fn examples() -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/README.md");
        let guide = fs::read_to_string(path).unwrap();
        let blocks = guide.split("\n````markdown\n").skip(1);
        let blocks = blocks.map(|block| block.split("\n````\n").next().unwrap().to_owned());
        blocks.filter(|block| block.contains("## ") && block.contains("{#")).collect()
    }

    #[test]
    fn every_example_of_the_authors_guide_passes_every_check() {
        let (examples, mut found) = (examples(), Vec::new());
        assert!(examples.len() >= 5, "one example of each kind, and more");
        for example in examples {
            let folder = tempfile::tempdir().unwrap();
            let manifest = "format = 1\nid = \"example\"\ntitle = \"Example\"\nlanguage = \"en\"\n";
            fs::write(folder.path().join("deck.toml"), manifest).unwrap();
            fs::write(folder.path().join("example.md"), &example).unwrap();
            let (decks, findings) = read(folder.path()).unwrap();
            let runner = Runner::of_the_machine();
            let cards = located(&decks);
            let of_cards = cards.iter().flat_map(|card| check_card(card, &runner).unwrap().1).collect();
            let answers = interviews::answers(&cards);
            let talks = interviews::located(&decks);
            let of_interviews = talks.iter().flat_map(|talk| {
                let found = interviews::check(talk.interview, &answers, &runner).unwrap().1;
                found.into_iter().map(|(line, message)| Finding::new(talk.file, line, message))
            });
            let of_interviews = of_interviews.collect();
            let heading = example.lines().find(|line| line.starts_with("## ")).unwrap().to_owned();
            for Finding { line, message, .. } in [findings, of_cards, of_interviews].concat() {
                found.push(format!("{heading}, line {line}: {message}"));
            }
        }
        assert_eq!(found, [""; 0]);
    }
}
