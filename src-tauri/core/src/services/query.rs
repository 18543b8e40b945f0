//! The query language of the library: words, `"a phrase"`, `-not`, `deck:`, `tag:`, `level:`,
//! `kind:`, `is:`. What is typed never reaches the index's own query language.

use crate::domain::card::{CardKind, Level};
use crate::domain::time::Moment;
use crate::error::Result;
use crate::services::study::study_day;
use crate::store::{Page, Sort, Store, Term};

/// A query, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Conditions that must all hold; `true` in front means that it must not.
    pub terms: Vec<(bool, Term)>,
    /// What was not understood, each a sentence. Those parts are left out.
    pub problems: Vec<String>,
}

/// The longest query that is read; the rest is cut off.
const LONGEST: usize = 1_000;
/// The most terms that one query may have.
const MOST_TERMS: usize = 32;

/// Understands a query. The last word may still be going on while it is being typed, so it also
/// finds longer words; a space after it says that it is whole.
#[must_use]
pub fn parse(text: &str, leech_lapses: u32) -> Query {
    let mut query = Query::default();
    let text: String = text.chars().take(LONGEST).collect();
    let still_typing = text.ends_with(|c: char| !c.is_whitespace() && c != '"');
    let pieces = split(&text);
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.into_iter().enumerate() {
        if query.terms.len() == MOST_TERMS {
            query.problems.push(format!("Only the first {MOST_TERMS} conditions are used."));
            break;
        }
        match term(&piece, still_typing && index == last, leech_lapses) {
            Ok(term) => query.terms.push((piece.negated, term)),
            Err(problem) => query.problems.push(problem),
        }
    }
    query
}

/// Runs a query.
///
/// # Errors
/// When SQLite cannot read.
pub fn search(
    store: &Store,
    query: &Query,
    sort: Sort,
    offset: usize,
    limit: usize,
    now: Moment,
) -> Result<Page> {
    store.search(&query.terms, sort, offset, limit, study_day(store, now))
}

/// One piece of a query: `-field:"value"` with each part optional but the value.
struct Piece {
    negated: bool,
    field: Option<String>,
    value: String,
    quoted: bool,
}

fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut characters = text.chars().peekable();
    loop {
        while characters.next_if(|c| c.is_whitespace()).is_some() {}
        if characters.peek().is_none() {
            return pieces;
        }
        let mut piece = Piece { negated: false, field: None, value: String::new(), quoted: false };
        if characters.next_if_eq(&'-').is_some() {
            piece.negated = true;
        }
        while let Some(character) = characters.next_if(|c| !c.is_whitespace()) {
            match character {
                '"' => {
                    piece.quoted = true;
                    piece.value.extend(characters.by_ref().take_while(|c| *c != '"'));
                    break;
                }
                ':' if piece.field.is_none() && is_field(&piece.value) => {
                    piece.field = Some(std::mem::take(&mut piece.value).to_lowercase());
                }
                _ => piece.value.push(character),
            }
        }
        if piece.negated && piece.value.is_empty() && piece.field.is_none() {
            continue; // a lone "-" while a word is being typed
        }
        pieces.push(piece);
    }
}

fn is_field(text: &str) -> bool {
    ["deck", "tag", "level", "kind", "is"].iter().any(|field| text.eq_ignore_ascii_case(field))
}

fn term(piece: &Piece, prefix: bool, leech_lapses: u32) -> Result<Term, String> {
    let value = piece.value.trim();
    let lower = value.to_lowercase();
    let Some(field) = piece.field.as_deref() else {
        return if value.chars().any(|c| c.is_alphanumeric() || "_+#".contains(c)) {
            Ok(Term::Words { text: value.to_owned(), prefix: prefix && !piece.quoted })
        } else {
            Err(format!("\"{value}\" has no letter or digit to look for."))
        };
    };
    if value.is_empty() {
        return Err(format!("{field}: needs a word after the colon."));
    }
    match field {
        "deck" => Ok(Term::Deck(lower)),
        "tag" => Ok(Term::Tag(lower)),
        "level" => Level::parse(&lower)
            .map(Term::Level)
            .ok_or_else(|| format!("level:{value} is unknown; there are easy, medium and hard.")),
        "kind" => CardKind::parse(&lower)
            .map(Term::Kind)
            .ok_or_else(|| format!("kind:{value} is unknown; there are open, choice, code and behavioural.")),
        _ => match &*lower {
            "due" => Ok(Term::Due),
            "new" => Ok(Term::New),
            "learning" => Ok(Term::Learning),
            "review" => Ok(Term::Review),
            "suspended" => Ok(Term::Suspended),
            "buried" => Ok(Term::Buried),
            "marked" => Ok(Term::Marked),
            "leech" => Ok(Term::Leech(leech_lapses)),
            _ => Err(format!(
                "is:{value} is unknown; there are due, new, learning, review, suspended, buried, marked and leech."
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(bool, Term)], problems: usize) {
        let query = parse(text, 8);
        assert_eq!(query.terms, expected, "{text}");
        assert_eq!(query.problems.len(), problems, "{:?}", query.problems);
    }

    fn word(text: &str) -> (bool, Term) {
        (false, Term::Words { text: text.to_owned(), prefix: false })
    }

    fn prefix(text: &str) -> (bool, Term) {
        (false, Term::Words { text: text.to_owned(), prefix: true })
    }

    #[test]
    fn words_phrases_and_fields_are_told_apart() {
        check("", &[], 0);
        check("gil lock ", &[word("gil"), word("lock")], 0);
        check("gil loc", &[word("gil"), prefix("loc")], 0);
        check("\"event loop\"", &[word("event loop")], 0);
        check(
            "deck:sql tag:Joins level:hard ",
            &[
                (false, Term::Deck("sql".into())),
                (false, Term::Tag("joins".into())),
                (false, Term::Level(Level::Hard)),
            ],
            0,
        );
        check(
            "-is:suspended kind:choice",
            &[(true, Term::Suspended), (false, Term::Kind(CardKind::Choice))],
            0,
        );
    }

    #[test]
    fn identifiers_and_signs_are_words_too() {
        check("__init__ ", &[word("__init__")], 0);
        check("C++ ", &[word("C++")], 0);
        check("http://x ", &[word("http://x")], 0);
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        check("level:brutal is:purple tag: == ", &[], 4);
    }

    #[test]
    fn operators_of_the_index_are_only_words() {
        check("NEAR(a OR b* ", &[word("NEAR(a"), word("OR"), word("b*")], 0);
        check("\"unclosed", &[word("unclosed")], 0);
    }
}
