//! Changes what cards claim, at random: a claimed output, or the key of a quiz question that code
//! decides. Every change must be caught by the same checks that pass the decks.

use std::path::Path;

use fastrand::Rng;
use rehearse_core::content::Choice;
use rehearse_core::domain::card::CardKind;

use crate::cards::{self, Located};
use crate::runner::Runner;
use crate::samples::{Fate, Placed};
use crate::{Result, parallel, quiz, samples};

/// Something that a card claims and a machine can check.
#[derive(Clone, Copy)]
enum Claim<'c> {
    /// The output block of the card's sample with this index.
    Output(&'c Located<'c>, usize),
    /// The boxes of a quiz question.
    Key(&'c Located<'c>),
}

/// A changed claim.
struct Change<'c> {
    located: &'c Located<'c>,
    /// What was changed, for people.
    what: String,
    /// It changes the boxes of a quiz question.
    is_of_key: bool,
    samples: Vec<Placed>,
    choices: Vec<Choice>,
}

/// Makes `count` random changes; each must be caught.
pub(crate) fn soak(folder: &Path, runner: &Runner, count: usize, seed: u64) -> Result<()> {
    println!("outputs and keys, {count} changes, seed {seed}:");
    let (decks, _) = cards::read(folder)?;
    let cards = cards::located(&decks);
    let claims =
        parallel::map(&cards, |card| claims_of(card, runner)).into_iter().collect::<Result<Vec<_>>>()?;
    let claims: Vec<Claim<'_>> = claims.into_iter().flatten().collect();
    if claims.is_empty() {
        return Err("the decks claim nothing that can be checked".into());
    }
    let mut random = Rng::with_seed(seed);
    let changes: Vec<Change<'_>> =
        (0..count).map(|_| change(claims[random.usize(..claims.len())], &mut random)).collect();
    let keys = changes.iter().filter(|change| change.is_of_key).count();
    let caught = parallel::map(&changes, |change| is_caught(change, runner));
    let mut survivors = 0;
    for (change, caught) in changes.iter().zip(caught) {
        if !caught? {
            survivors += 1;
            println!("{}: {}", change.located.name(), change.what);
        }
    }
    let possible = claims.len();
    println!("{} of {count} changes caught, {keys} of them to keys ({possible} claims)", count - survivors);
    if survivors == 0 { Ok(()) } else { Err(format!("{survivors} changes were not caught").into()) }
}

/// What a card claims: the outputs of the samples that are run, and a key that code decides.
fn claims_of<'c>(located: &'c Located<'c>, runner: &Runner) -> Result<Vec<Claim<'c>>> {
    let card = &located.card;
    let samples = card.parts.placed_code_samples();
    let is_choice = card.kind == CardKind::Choice;
    if !is_choice && samples.iter().all(|(_, sample)| sample.output.is_none()) {
        return Ok(Vec::new());
    }
    let trials = samples::run(&samples, quiz::asking(card.parts), runner)?;
    if trials.iter().any(|trial| trial.finding.is_some()) {
        return Err(format!("{} does not do what it says: check the decks first", located.name()).into());
    }
    let run = trials.iter().enumerate().filter(|(_, trial)| {
        matches!(trial.fate, Fate::Run | Fate::RunNewer) && trial.sample.output.is_some()
    });
    let mut claims: Vec<Claim<'_>> = run.map(|(index, _)| Claim::Output(located, index)).collect();
    if is_choice && quiz::computed(&card.parts.choices, &trials).is_some() {
        claims.push(Claim::Key(located));
    }
    Ok(claims)
}

fn change<'c>(claim: Claim<'c>, random: &mut Rng) -> Change<'c> {
    let (Claim::Output(located, _) | Claim::Key(located)) = claim;
    let mut samples = located.card.parts.placed_code_samples();
    let mut choices = located.card.parts.choices.clone();
    let what = match claim {
        Claim::Output(_, index) => {
            let output = samples[index].1.output.as_mut().expect("claims_of chose samples with an output");
            let changed = changed_text(output, random);
            let what = format!("output {output:?} to {changed:?}");
            *output = changed;
            what
        }
        Claim::Key(_) => {
            let indexes = 0..choices.len();
            let (right, wrong): (Vec<_>, Vec<_>) = indexes.partition(|index| choices[*index].correct);
            let (from, to) = (random.choice(&right).copied(), random.choice(&wrong).copied());
            for index in [from, to].into_iter().flatten() {
                choices[index].correct ^= true;
            }
            format!("key from {from:?} to {to:?}")
        }
    };
    Change { located, what, is_of_key: matches!(claim, Claim::Key(_)), samples, choices }
}

/// The text with one visible character changed, doubled or left out.
fn changed_text(text: &str, random: &mut Rng) -> String {
    let visible: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let Some(&(at, old)) = random.choice(&visible) else { return format!("{text}x") };
    let new = match (random.u8(..3), old) {
        (0, _) => String::new(),
        (1, _) => format!("{old}{old}"),
        (_, '0'..='9') => char::from(b'0' + (old as u8 - b'0' + random.u8(1..10)) % 10).to_string(),
        _ => if old == 'x' { "y" } else { "x" }.to_owned(),
    };
    format!("{}{new}{}", &text[..at], &text[at + old.len_utf8()..])
}

fn is_caught(change: &Change<'_>, runner: &Runner) -> Result<bool> {
    let trials = samples::run(&change.samples, quiz::asking(change.located.card.parts), runner)?;
    let wrong_key = quiz::finding(&change.choices, &trials);
    Ok(wrong_key.is_some() || trials.iter().any(|trial| trial.finding.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_changes_one_visible_character() {
        for seed in 0..500 {
            let changed = changed_text("a 1\n", &mut Rng::with_seed(seed));
            assert_ne!(changed, "a 1\n");
            assert!(changed.contains(' ') && changed.ends_with('\n'), "white space stays: {changed:?}");
        }
    }

    fn deck(card: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "format = 1\nid = \"d\"\ntitle = \"D\"\nlanguage = \"en\"\n";
        std::fs::write(folder.path().join("deck.toml"), manifest).unwrap();
        std::fs::write(folder.path().join("d.md"), card).unwrap();
        folder
    }

    #[test]
    fn every_change_of_an_output_or_a_computed_key_is_caught() {
        let card = "## A sum: what does this print? {#q}\n\n### Question\n\n```python\nprint(1 + 1)\n```\n\n\
            - [x] `2`\n- [ ] `11`\n\nBecause:\n\n```python\nprint(2)\n```\n\n```output\n2\n```\n";
        soak(deck(card).path(), &Runner::of_the_machine(), 20, 7).unwrap();
    }

    #[test]
    fn a_deck_that_is_wrong_already_proves_nothing() {
        let card = "## Why? {#q}\n\nSo:\n\n```python\nprint(2)\n```\n\n```output\n3\n```\n";
        assert!(soak(deck(card).path(), &Runner::of_the_machine(), 5, 7).is_err());
    }
}
