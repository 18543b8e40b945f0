//! Standard output and standard error.

use std::io::{self, Write};
use std::process::ExitCode;

use rehearse_core::content::Diagnostic;
use serde::Serialize;

/// One JSON value on standard output.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut output, value)?;
    output.write_all(b"\n")?;
    output.flush()
}

/// Lines on standard output.
pub(crate) fn lines<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        writeln!(output, "{}", line.as_ref())?;
    }
    output.flush()
}

/// Findings on standard error: a line each, and its hint below.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic]) {
    let mut output = io::BufWriter::new(io::stderr().lock());
    for diagnostic in diagnostics {
        // Standard error gone: there is nowhere left to say so.
        let _ = writeln!(output, "{diagnostic}");
        if let Some(hint) = &diagnostic.hint {
            let _ = writeln!(output, "  {hint}");
        }
    }
}

/// One line on standard error, and the exit code that goes with it.
pub(crate) fn problem(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "rehearse-cli: {message}");
    ExitCode::from(1)
}
