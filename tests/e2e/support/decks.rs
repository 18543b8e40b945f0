//! Decks that tests write.

use std::fs;
use std::path::{Path, PathBuf};

/// Writes a deck of one file into a folder of decks, and returns that file.
pub(crate) fn write(decks: &Path, id: &str, text: &str) -> PathBuf {
    let folder = decks.join(id);
    fs::create_dir_all(&folder).expect("the folder of decks can be written");
    let about = format!("format = 1\nid = \"{id}\"\ntitle = \"Deck {id}\"\nlanguage = \"en\"\n");
    fs::write(folder.join("deck.toml"), about).expect("a deck can be written");
    let file = folder.join("cards.md");
    fs::write(&file, text).expect("a deck can be written");
    file
}

/// A deck of so many open questions, `card-1` and up, with nothing to offer after them.
pub(crate) fn numbered(cards: u32) -> String {
    let card = |n: u32| format!("## What is the answer to number {n}? {{#card-{n}}}\n\nIt is {n}.\n");
    format!("# Numbers\n\n{}", (1..=cards).map(card).collect::<Vec<_>>().join("\n"))
}

/// An open question with everything that such a question can have, and a multiple-choice one.
pub(crate) const OPEN_AND_CHOICE: &str = "\
## How do you keep a promise? {#promise difficulty=easy minutes=1 tags=promises}

By writing it down, as in [the other card](card:mine/pick).

```python
print(\"kept\")
```

```output
kept
```

### Hint

Where would you look for it tomorrow?

### Key points

- It is written down.
- Somebody else can read it.

### Common mistakes

- Trusting `memory`.

### Red flags

- Blaming the calendar.

### What is assessed

- Reliability.

### Follow-ups

#### And if you cannot? {#broken}

Then I say so early.

#### Who told you so?

### Notes

Source: [a page](https://example.org/promises).

## Which of these is a number? {#pick kind=choice}

- [x] `4`

  It is one.
- [ ] `four`

  It is a word.
";

/// A deck of one coding exercise.
pub(crate) const EXERCISE: &str = "\
## Double a number. {#double kind=code minutes=5}

It adds the number to itself, in O(1).

### Question

Write `double(n)`.

### Starter code

```python
def double(n):
    ...
```

### Tests

```python
assert double(3) == 6
```

### Solution

```python
def double(n):
    return n + n
```

### Wrong solutions

Squares, which is the same for 2 only:

```python
def double(n):
    return n * n
```
";

/// An interview that asks one card of [`OPEN_AND_CHOICE`].
pub(crate) const INTERVIEW: &str = "\
+++
kind = \"interview\"
id = \"talk\"
title = \"A talk about promises\"
minutes = 4
role = \"Anybody\"
interviewer = \"Mr Ito\"
setting = \"In a room.\"
assesses = [\"keeping promises\"]
+++

## Promises {#promises minutes=4 ask=mine/promise}
";
