//! Finds runs of words that decks have in common with other texts.
//!
//! Words are runs of `a` to `z`, digits and apostrophes in lower case, across lines; fenced code is left
//! out on both sides.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::prose::without_fences;

/// The shortest run that counts.
const RUN: usize = 8;

/// A word and its line.
type Word = (String, usize);

/// A run of words in two texts.
#[derive(Debug, PartialEq, Eq)]
struct Overlap {
    /// The deck's line.
    line: usize,
    /// The other text's place in the list.
    text: usize,
    /// The other text's line.
    text_line: usize,
    /// The run.
    words: String,
}

pub(crate) fn check(folder: &Path, texts: &Path) -> Result<()> {
    let (texts, mut decks) = (read_all(texts)?, read_all(folder)?);
    decks.retain(|(path, _)| path.extension().is_some_and(|extension| extension == "md"));
    if texts.is_empty() || decks.is_empty() {
        return Err("there is nothing to compare: one of the folders holds no text".into());
    }
    let words: Vec<Vec<Word>> = texts.iter().map(|(_, text)| words(text)).collect();
    let known = index(&words);
    let mut count = 0;
    for (path, text) in &decks {
        for Overlap { line, text, text_line, words: run } in overlaps(&self::words(text), &words, &known) {
            count += 1;
            println!("{}:{line}: {:?}, as in {}:{text_line}", path.display(), run, texts[text].0.display());
        }
    }
    println!("{} files compared with {}", decks.len(), texts.len());
    if count == 0 { Ok(()) } else { Err(format!("{count} runs of {RUN} words or more in common").into()) }
}

/// Every file below a folder with its path, by name; bytes that are no text come as replacement marks.
fn read_all(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let mut entries = fs::read_dir(folder)
        .map_err(|error| format!("reading {}: {error}", folder.display()))?
        .collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            found.extend(read_all(&path)?);
        } else if entry.file_type()?.is_file() {
            let bytes = fs::read(&path).map_err(|error| format!("reading {}: {error}", path.display()))?;
            found.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(found)
}

fn words(text: &str) -> Vec<Word> {
    let prose = without_fences(text).to_lowercase();
    let words = prose.lines().enumerate().flat_map(|(index, line)| {
        let words = line.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '\''));
        words.filter(|word| !word.is_empty()).map(move |word| (word.to_owned(), index + 1))
    });
    words.collect()
}

fn run_at(words: &[Word], at: usize) -> Option<String> {
    let run = words.get(at..at + RUN)?;
    Some(run.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" "))
}

/// Where each run of the texts begins: the text and the word in it.
type Index = HashMap<String, Vec<(usize, usize)>>;

fn index(texts: &[Vec<Word>]) -> Index {
    let mut known = Index::new();
    for (text, words) in texts.iter().enumerate() {
        for at in 0..words.len() {
            if let Some(run) = run_at(words, at) {
                known.entry(run).or_default().push((text, at));
            }
        }
    }
    known
}

/// The longest runs that a deck has in common with the texts.
fn overlaps(deck: &[Word], texts: &[Vec<Word>], known: &Index) -> Vec<Overlap> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(run) = run_at(deck, at) {
        let in_common = |&(text, start): &(usize, usize)| {
            deck[at..]
                .iter()
                .zip(&texts[text][start..])
                .take_while(|(ours, theirs)| ours.0 == theirs.0)
                .count()
        };
        let longest = known.get(&run).and_then(|places| places.iter().max_by_key(|place| in_common(place)));
        let Some(&(text, start)) = longest else {
            at += 1;
            continue;
        };
        let length = in_common(&(text, start));
        let words = deck[at..at + length].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        found.push(Overlap { line: deck[at].1, text, text_line: texts[text][start].1, words });
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(deck: &str, text: &str) -> Vec<Overlap> {
        let texts = vec![words(text)];
        overlaps(&words(deck), &texts, &index(&texts))
    }

    #[test]
    fn a_run_of_eight_words_is_found_across_lines_and_capitals() {
        let found = runs(
            "Well,\none two Three\nfour five six seven eight, nine",
            "x\none two three four-five SIX seven eight ten",
        );
        assert_eq!(
            found,
            [Overlap {
                line: 2,
                text: 0,
                text_line: 2,
                words: "one two three four five six seven eight".to_owned()
            }]
        );
    }

    #[test]
    fn of_several_places_the_longest_run_counts() {
        let text = "1 2 3 4 5 6 7 8 x 1 2 3 4 5 6 7 8 9 10 11 12 y";
        let found = runs("1 2 3 4 5 6 7 8 9 10 11 12", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "1 2 3 4 5 6 7 8 9 10 11 12");
    }

    #[test]
    fn the_words_of_an_interview_are_compared_across_its_marks_without_its_code() {
        let interview = "+++\nsetting = \"one two three four\"\nassesses = [\"five six seven\", \"eight\"]\n+++\n\n> ```python\n> a b c\n> ```\n>\n> nine ten eleven twelve\n> thirteen fourteen fifteen\nsixteen\n";
        let spoken = "nine ten eleven twelve thirteen fourteen fifteen sixteen";
        let found = runs(interview, spoken);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].words.as_str()), (10, spoken));
        assert_eq!(runs(interview, "one two three four assesses five six seven eight").len(), 1);
        assert_eq!(runs(interview, "eight a b c nine ten eleven twelve"), []);
    }

    #[test]
    fn seven_words_and_code_are_no_overlap() {
        assert_eq!(runs("one two three four five six seven", "one two three four five six seven"), []);
        let fenced = "```\none two three four five six seven eight\n```\n";
        assert_eq!(runs(fenced, "one two three four five six seven eight"), []);
        assert_eq!(runs("one two three four five six seven eight", fenced), []);
    }
}
