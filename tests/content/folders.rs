//! Decks on a disk: what is found, what is refused, and what links say.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use rehearse_core::content::{check_links, find_decks, read_deck, read_manifest};

use super::show;

const MANIFEST: &str = "format = 1\nid = \"ID\"\ntitle = \"T\"\nlanguage = \"en\"\n";

/// A folder with these files; it is gone when the value is dropped.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn manifest(id: &str) -> String {
    MANIFEST.replace("ID", id)
}

/// Folders, files and diagnostics, with paths relative to the root.
#[track_caller]
fn check(root: &Path, expect: Expect) {
    let (folders, diagnostics) = find_decks(root);
    let mut out = show(&diagnostics);
    let mut decks = Vec::new();
    for folder in &folders {
        let deck = read_deck(folder);
        out.push_str(&format!(
            "{} in {}: {} questions, {} interviews{}\n",
            deck.id,
            folder.path.display(),
            deck.questions.len(),
            deck.interviews.len(),
            if folder.is_override { ", override" } else { "" }
        ));
        out.push_str(&show(&deck.diagnostics));
        decks.push(deck);
    }
    out.push_str(&show(&check_links(&decks)));
    let temporary = std::env::temp_dir();
    let top = root.ancestors().take_while(|path| *path != temporary).last().unwrap_or(root);
    expect.assert_eq(&out.replace(&top.display().to_string(), "ROOT"));
}

const Q: &str = "## Q {#q}\n\nA\n";
const R: &str = "## R {#r}\n\nA\n";

#[test]
fn a_root_is_a_folder_of_decks_a_deck_or_a_file() {
    let (a, b) = (manifest("a"), manifest("b"));
    let root = folder(&[
        ("README.md", "# Not a deck\n\ntext"),
        ("a/deck.toml", &a),
        ("a/02.md", R),
        ("a/01.md", Q),
        ("a/note.txt", "x"),
        ("a/talk.md", &TALK.replace("ID", "t").replace("ASK", "ask=a/q")),
        ("b/deck.toml", &b),
        ("c/other.md", Q),
        (".hidden/deck.toml", &a),
    ]);
    check(
        root.path(),
        expect![[r#"
        a in ROOT/a: 2 questions, 1 interviews
        b in ROOT/b: 0 questions, 0 interviews
    "#]],
    );
    check(
        &root.path().join("a"),
        expect![[r#"
            a in ROOT/a: 2 questions, 1 interviews
        "#]],
    );
    check(
        &root.path().join("a/01.md"),
        expect![[r#"
            a in ROOT/a: 1 questions, 0 interviews
        "#]],
    );
    check(
        &root.path().join("a/deck.toml"),
        expect![[r#"
            a in ROOT/a: 2 questions, 1 interviews
        "#]],
    );
    check(
        &root.path().join("c"),
        expect![[r#"
            ROOT/c:1:1: error: there is no deck here
                a deck is a folder with a deck.toml and .md files
        "#]],
    );
    check(
        &root.path().join("c/other.md"),
        expect![[r#"
            c in ROOT/c: 1 questions, 0 interviews
            ROOT/c/other.md:1:1: warning: no deck.toml beside this file
                the deck's id is taken from the folder's name
        "#]],
    );
    check(
        &root.path().join("nowhere"),
        expect![[r#"
            ROOT/nowhere:1:1: error: cannot be read: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn files_are_read_in_name_order() {
    let a = manifest("a");
    let root = folder(&[("deck.toml", &a), ("10.md", Q), ("02.md", R)]);
    let deck = read_deck(&find_decks(root.path()).0[0]);
    let ids: Vec<_> = deck.questions.iter().map(|(file, q)| (*file, q.id.as_ref().unwrap().slug())).collect();
    assert_eq!(ids, [(0, "r"), (1, "q")]);
}

const TALK: &str = "+++\nkind = \"interview\"\nid = \"ID\"\ntitle = \"T\"\nminutes = 5\nrole = \"R\"\ninterviewer = \"I\"\nsetting = \"S\"\nassesses = [\"A\"]\n+++\n\n## Stage {#s minutes=5 ASK}\n";

#[test]
fn interviews_are_read_with_their_deck() {
    let a = manifest("a");
    let talk = |id: &str, ask: &str| TALK.replace("ID", id).replace("ASK", ask);
    let picture = talk("two", "ask=a/q") + "\n> ![p](media/p.png) [gone](card:a/gone)\n";
    let root = folder(&[
        ("a/deck.toml", &a),
        ("a/1.md", Q),
        ("a/one.md", &talk("one", "ask=a/r")),
        ("a/three.md", &talk("one", "ask=b/unread")),
        ("a/two.md", &picture),
        ("a/worse.md", &talk("four", "")),
    ]);
    check(
        root.path(),
        expect![[r#"
        a in ROOT/a: 1 questions, 4 interviews
        ROOT/a/three.md:1:1: error: a second interview "one"; the first is in ROOT/a/one.md
            give it an id of its own
        ROOT/a/two.md:14:3: error: there is no file media/p.png in the deck
            add it, or fix the name
        ROOT/a/worse.md:12:1: error: a stage in which nothing is said
            what the interviewer says begins with > on each line; or ask a card with ask=deck/card
        ROOT/a/worse.md:12:1: warning: a stage without a link to a card
            link to the cards that train this, in Notes: the report sends the candidate to them
        ROOT/a/one.md:12:24: error: there is no card "a/r"
            fix the link, or give the card that id
        ROOT/a/two.md:14:21: error: there is no card "a/gone"
            fix the link, or give the card that id
    "#]],
    );
    check(
        &root.path().join("a/one.md"),
        expect![[r#"
        a in ROOT/a: 0 questions, 1 interviews
    "#]],
    );
    let deck = read_deck(&find_decks(root.path()).0[0]);
    let found: Vec<_> = deck
        .interviews
        .iter()
        .map(|(file, interview)| (deck.files[*file].rsplit('/').next().unwrap(), interview.id.as_deref()))
        .collect();
    assert_eq!(
        found,
        [("one.md", Some("one")), ("three.md", None), ("two.md", Some("two")), ("worse.md", Some("four"))],
        "each file counts, and the first keeps the id"
    );
}

#[test]
fn a_folder_with_only_edits_overrides_the_deck_of_its_name() {
    let linked = format!("{Q}\n[to the shipped deck](card:a/r)\n");
    let root = folder(&[("a/edits.md", &linked), ("a/more.md", R)]);
    check(
        root.path(),
        expect![[r#"
        a in ROOT/a: 1 questions, 0 interviews, override
    "#]],
    );
}

#[test]
fn an_id_found_twice_is_an_error() {
    let a = manifest("a");
    let twice = format!("{Q}\n{Q}");
    let root = folder(&[("x/deck.toml", &a), ("x/1.md", &twice), ("x/2.md", Q), ("y/deck.toml", &a)]);
    check(
        root.path(),
        expect![[r#"
        a in ROOT/x: 1 questions, 0 interviews
        ROOT/x/1.md:5:1: error: a second card "a/q"; the first is on line 1
            give it an id of its own
        ROOT/x/2.md:1:1: error: a second card "a/q"; the first is in ROOT/x/1.md:1
            give it an id of its own
        a in ROOT/y: 0 questions, 0 interviews
        ROOT/y/deck.toml:1:1: error: the deck id "a" is taken by ROOT/x
            give one of the two another id
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_root_are_not_followed_and_devices_are_not_read() {
    use std::os::unix::fs::symlink;
    let a = manifest("a");
    let outside = folder(&[("secret.md", Q)]);
    let root = folder(&[("a/deck.toml", &a), ("a/real.md", Q)]);
    symlink(outside.path().join("secret.md"), root.path().join("a/out.md")).unwrap();
    symlink(outside.path(), root.path().join("b")).unwrap();
    symlink("/dev/zero", root.path().join("a/zero.md")).unwrap();
    symlink("loop.md", root.path().join("a/loop.md")).unwrap();
    symlink("real.md", root.path().join("a/within.md")).unwrap();
    fs::create_dir(root.path().join("a/folder.md")).unwrap();
    check(
        root.path(),
        expect![[r#"
        ROOT/b:1:1: error: is a link that leads out of the folder, and was not followed
        a in ROOT/a: 1 questions, 0 interviews
        ROOT/a/loop.md:1:1: error: cannot be followed: Too many levels of symbolic links (os error 40)
        ROOT/a/out.md:1:1: error: is a link that leads out of the folder, and was not followed
        ROOT/a/zero.md:1:1: error: is a link that leads out of the folder, and was not followed
        ROOT/a/folder.md:1:1: error: is not a plain file
        ROOT/a/within.md:1:1: error: a second card "a/q"; the first is in ROOT/a/real.md:1
            give it an id of its own
    "#]],
    );
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let a = manifest("a");
    let root = folder(&[("deck.toml", &a), ("1.md", Q)]);
    fs::File::create(root.path().join("2.md")).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    check(
        root.path(),
        expect![[r#"
        a in ROOT: 1 questions, 0 interviews
        ROOT/2.md:1:1: error: is larger than 64 MB
    "#]],
    );
}

#[test]
fn links_lead_to_cards_that_are_there() {
    let (a, b) = (manifest("a"), manifest("b"));
    let text = "## Q {#q was=a/old}\n\n[self](card:a/q) [other](card:b/r) [follow](card:a/q/f) [gone](card:a/gone) [unread](card:c/x)\n\n![p](media/p.png) ![no](media/no.png)\n\n### Follow-ups\n\n#### F {#f was=b/r}\n\nA\n\n#### Prompt {#p}\n\n## S {#s was=a/old}\n\n[prompt](card:a/q/p)\n";
    let root = folder(&[
        ("a/deck.toml", &a),
        ("a/1.md", text),
        ("a/media/p.png", ""),
        ("b/deck.toml", &b),
        ("b/1.md", R),
    ]);
    check(
        root.path(),
        expect![[r#"
            a in ROOT/a: 2 questions, 0 interviews
            ROOT/a/1.md:5:19: error: there is no file media/no.png in the deck
                add it, or fix the name
            b in ROOT/b: 1 questions, 0 interviews
            ROOT/a/1.md:3:57: error: there is no card "a/gone"
                fix the link, or give the card that id
            ROOT/a/1.md:9:12: error: was=b/r names a card that is still there
                was= names the id that this card had before
            ROOT/a/1.md:15:10: error: was=a/old is claimed twice, first in ROOT/a/1.md:1
                one card can carry that progress on
            ROOT/a/1.md:17:1: error: there is no card "a/q/p"
                fix the link, or give the card that id
        "#]],
    );
}

#[test]
fn a_manifest_says_what_is_wrong_and_where() {
    let texts = [
        "format = 1\nid = \"a\"\ntitle = \"T\"\nlanguage = \"en\"\nseniority = \"mid\"\ndescription = \"D\"\nlicence = \"L\"\n",
        "format = 2\nid = \"a\"\n",
        "id = \"a\"\n",
        "format = \"1\"\n",
        "format = 1\nid = \"Bad Id\"\ntitle = 3\nlanguage = \" \"\nlicense = \"x\"\ncolour = \"x\"\n",
        "format = 1\nid = \n",
        "",
    ];
    let mut out = String::new();
    for text in texts {
        let (manifest, diagnostics) = read_manifest(text.as_bytes(), "deck.toml");
        out.push_str(&format!("{manifest:?}\n{}\n", show(&diagnostics)));
    }
    expect![[r#"
        Some(Manifest { id: DeckId(a), title: "T", language: "en", seniority: Some("mid"), description: "D", licence: "L" })

        None
        deck.toml:1:10: error: format 2 is newer than this program, which reads format 1
            update Rehearse to read this deck

        None
        deck.toml:1:1: error: no format
            write format = 1

        None
        deck.toml:1:10: error: not a format
            write format = 1

        None
        deck.toml:2:6: error: "Bad Id" is not an id
            small letters a-z, digits, single hyphens between them
        deck.toml:3:9: error: title is not a text
            put it in quotes
        deck.toml:4:12: error: language is empty
        deck.toml:5:1: warning: unknown key "license"
            it is written licence
        deck.toml:6:1: warning: unknown key "colour"
            known: format, id, title, language, seniority, description, licence

        None
        deck.toml:2:6: error: not valid TOML: string values must be quoted, expected literal string

        None
        deck.toml:1:1: error: no format
            write format = 1

    "#]].assert_eq(&out);
    let (none, diagnostics) = read_manifest(b"format = 1\nid = \"\xff\"", "deck.toml");
    assert_eq!(
        (none, show(&diagnostics).lines().next()),
        (None, Some("deck.toml:2:7: error: a byte that is not UTF-8"))
    );
}
