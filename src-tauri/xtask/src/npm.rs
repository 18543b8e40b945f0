//! npm packages, installed exactly as the lock file says and only when that file changed.

use std::fs;
use std::path::Path;

use crate::shell::Job;
use crate::{Result, project};

/// The lock file that `node_modules` was installed from.
const STAMP: &str = "node_modules/.installed-from.json";

/// `npm ci` in a folder, unless its packages are those of the lock file already.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let path = folder.join("package-lock.json");
    let lock = fs::read_to_string(&path).map_err(|error| format!("reading {}: {error}", path.display()))?;
    let stamp = folder.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    Job::new("npm").args(["ci", "--no-audit", "--no-fund"]).folder(folder).run()?;
    fs::write(&stamp, lock)?;
    Ok(())
}

/// A script of the user interface's package.
pub(crate) fn script(name: &str) -> Result<()> {
    install(&project::ui())?;
    Job::new("npm").args(["run", name]).folder(&project::ui()).run()
}
