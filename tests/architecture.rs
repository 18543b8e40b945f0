//! Which part may name which: the arrows of the README, kept by reading the source.

use std::fs;
use std::path::{Path, PathBuf};

/// A part, and what it must not name.
struct Rule {
    part: &'static str,
    never: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        part: "domain/",
        never: &[
            "rusqlite",
            "serde",
            "serde_json",
            "std::fs",
            "std::env",
            "crate::content",
            "crate::store",
            "crate::audio",
            "crate::services",
            "crate::api",
            "crate::error",
        ],
    },
    Rule {
        part: "content/",
        never: &["rusqlite", "crate::store", "crate::audio", "crate::services", "crate::api"],
    },
    Rule { part: "store/", never: &["crate::content", "crate::audio", "crate::services", "crate::api"] },
    Rule {
        part: "audio/",
        never: &["rusqlite", "crate::content", "crate::store", "crate::services", "crate::api"],
    },
    Rule { part: "services/", never: &["crate::api"] },
    Rule { part: "", never: &["tauri"] },
];

/// The only file that names the crate of the memory model.
const MEMORY: &str = "domain/memory.rs";

/// What a file of the core names although it must not, line by line.
fn offences(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = without_comments(text);
    let mut must_not: Vec<&str> = RULES
        .iter()
        .filter(|rule| path.starts_with(rule.part))
        .flat_map(|rule| rule.never)
        .copied()
        .collect();
    if path != MEMORY {
        must_not.push("fsrs");
    }
    for (number, line) in (1..).zip(code.lines()) {
        for name in &must_not {
            if names(line, name) {
                found.push(format!("{path}:{number} names {name}"));
            }
        }
    }
    found
}

/// Whether a line of code names a path or crate as a whole word. `use crate::{store, ...}` and
/// `use std::{fs, ...}` count too.
fn names(line: &str, name: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let whole = |line: &str, name: &str| {
        line.match_indices(name).any(|(at, _)| {
            !is_word(line[..at].chars().next_back()) && !is_word(line[at + name.len()..].chars().next())
        })
    };
    let in_group = |root: &str, member: &str| {
        line.split_once(&format!("{root}::{{")).is_some_and(|(_, group)| whole(group, member))
    };
    whole(line, name) || name.split_once("::").is_some_and(|(root, member)| in_group(root, member))
}

/// The code without comments, string literals' content kept: a crate's name in a text is no offence
/// that matters here, and none of them is in one.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Which file of the interface names what it must not.
fn interface_offences(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let imports = line.contains("import") || line.contains("from ");
        // The client's own test stands in for the shell.
        let may_call = ["lib/api/client.ts", "lib/api/client.test.ts"].contains(&path);
        if imports && line.contains("@tauri-apps/api") && !may_call {
            found.push(format!("{path}:{number} imports @tauri-apps/api"));
        }
        if imports && path.starts_with("lib/") && line.contains("features/") {
            found.push(format!("{path}:{number} imports a feature"));
        }
    }
    found
}

fn files(root: &Path, folder: &Path, extensions: &[&str], found: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(root, &path, extensions, found);
        } else if path.extension().is_some_and(|e| extensions.contains(&e.to_str().unwrap_or_default())) {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn all(root: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut found = Vec::new();
    files(&root, &root, extensions, &mut found);
    assert!(!found.is_empty(), "there are files in {}", root.display());
    found
}

#[test]
fn each_layer_names_only_those_before_it() {
    let files = all("src", &["rs"]);
    assert!(files.iter().any(|(name, _)| name == MEMORY), "the rule about {MEMORY} is about a file");
    let found: Vec<String> = files.iter().flat_map(|(path, text)| offences(path, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn one_file_of_the_interface_talks_to_the_shell_and_generic_parts_know_no_feature() {
    let found: Vec<String> = all("../../ui/src", &["ts", "svelte"])
        .iter()
        .flat_map(|(path, text)| interface_offences(path, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_offence_would_be_found() {
    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(offences(path, text), expected, "{path}: {text}");
    }
    check("domain/x.rs", "use rusqlite::Row;", &["domain/x.rs:1 names rusqlite"]);
    check("domain/x.rs", "\nuse std::{fs, io};", &["domain/x.rs:2 names std::fs"]);
    check("domain/x.rs", "let x = std::env::var(\"X\");", &["domain/x.rs:1 names std::env"]);
    check("domain/x.rs", "#[derive(serde::Serialize)]", &["domain/x.rs:1 names serde"]);
    check("domain/x.rs", "use crate::{domain::card, store};", &["domain/x.rs:1 names crate::store"]);
    check("content/x.rs", "use crate::services::study;", &["content/x.rs:1 names crate::services"]);
    check("store/x.rs", "use crate::content::read_file;", &["store/x.rs:1 names crate::content"]);
    check("audio/x.rs", "use rusqlite::Row;", &["audio/x.rs:1 names rusqlite"]);
    check("audio/x.rs", "use crate::store::Store;", &["audio/x.rs:1 names crate::store"]);
    check("domain/x.rs", "use crate::audio::read;", &["domain/x.rs:1 names crate::audio"]);
    check("services/x.rs", "crate::api::Desk::new()", &["services/x.rs:1 names crate::api"]);
    check("api/x.rs", "use tauri::State;", &["api/x.rs:1 names tauri"]);
    check("services/x.rs", "use fsrs::FSRS;", &["services/x.rs:1 names fsrs"]);
    check("domain/memory.rs", "use fsrs::FSRS;", &[]);
    check("domain/x.rs", "// not serde, not crate::store", &[]);
    check("services/x.rs", "use crate::store::Store; let my_serde = 1;", &[]);
    check("store/x.rs", "let api_key = crate::apis;", &[]);
}

#[test]
fn an_offence_of_the_interface_would_be_found() {
    let invoke = "import { invoke } from '@tauri-apps/api/core';";
    assert_eq!(
        interface_offences("features/review/x.ts", invoke),
        ["features/review/x.ts:1 imports @tauri-apps/api"]
    );
    assert_eq!(interface_offences("lib/api/client.ts", invoke), [""; 0]);
    assert_eq!(
        interface_offences("lib/x.ts", "import { a } from '../features/review/a';"),
        ["lib/x.ts:1 imports a feature"]
    );
    assert_eq!(interface_offences("features/a/x.ts", "import { a } from '../features/review/a';"), [""; 0]);
}
