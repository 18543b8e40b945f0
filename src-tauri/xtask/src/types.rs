//! The interface's TypeScript types, which the core's tests write from its wire types.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::Job;
use crate::{Result, project};

fn committed() -> PathBuf {
    project::ui().join("src/lib/api/generated")
}

/// Writes them anew, and removes those whose Rust type is gone.
pub(crate) fn regenerate() -> Result<()> {
    let fresh = export()?;
    let folder = committed();
    fs::create_dir_all(&folder)?;
    let changes = differences(&files(&folder)?, &fresh);
    for name in files(&folder)?.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, text) in &fresh {
        fs::write(folder.join(name), text)?;
    }
    println!("{} types, {} changed", fresh.len(), changes.len());
    Ok(())
}

/// Fails when the committed files are not, byte for byte, what the wire types give.
pub(crate) fn check() -> Result<()> {
    let changes = differences(&files(&committed())?, &export()?);
    if changes.is_empty() {
        return Ok(());
    }
    for change in &changes {
        println!("{change}");
    }
    Err(format!("{} generated files differ; `cargo xtask types` writes them anew", changes.len()).into())
}

fn export() -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = tempfile::tempdir()?;
    // The same packages as in the step `core`: another selection could mean another feature set,
    // and compile the tree twice.
    Job::new("cargo")
        .args(["test", "--quiet", "-p", "rehearse-core", "-p", "rehearse-cli", "--lib", "export_bindings"])
        .env("TS_RS_EXPORT_DIR", folder.path())
        .run()?;
    let files = files(folder.path())?;
    if files.is_empty() { Err("the core's tests exported no types".into()) } else { Ok(files) }
}

/// Every file below a folder by its path within.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries =
            fs::read_dir(&current).map_err(|error| format!("reading {}: {error}", current.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                found.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

fn differences(committed: &BTreeMap<String, Vec<u8>>, fresh: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let gone = committed.keys().filter(|name| !fresh.contains_key(*name)).map(|name| format!("gone: {name}"));
    let other = fresh.iter().filter_map(|(name, text)| match committed.get(name) {
        None => Some(format!("new: {name}")),
        Some(old) if old != text => Some(format!("changed: {name}")),
        Some(_) => None,
    });
    gone.chain(other).collect()
}
