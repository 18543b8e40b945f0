//! What a deck's author is told: where, what, and what to do about it.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was lost, or would not mean what its author meant. `check` exits 1.
    Error,
    /// Worth a look; everything was read.
    Warning,
}

impl Severity {
    /// The word that `check` prints.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding about one place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file's label, as the caller gave it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// How bad it is.
    pub severity: Severity,
    /// What was found: lower case, no full stop.
    pub message: String,
    /// What to do, where there is something to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about a file as a whole, placed at its beginning.
    #[must_use]
    pub fn about_file(file: &str, message: impl Into<String>, hint: Option<&str>) -> Self {
        Self {
            file: file.to_owned(),
            line: 1,
            column: 1,
            severity: Severity::Error,
            message: message.into(),
            hint: hint.map(str::to_owned),
        }
    }
}

impl fmt::Display for Diagnostic {
    /// `file:line:column: error: message`; the hint is the caller's to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, severity, message, .. } = self;
        write!(f, "{file}:{line}:{column}: {}: {message}", severity.as_str())
    }
}

/// A finding whose place is still a byte offset.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) offset: usize,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// The findings of one reading, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    pub(crate) fn error(&mut self, offset: usize, message: impl Into<String>, hint: &str) {
        self.push(offset, Severity::Error, message.into(), hint);
    }

    pub(crate) fn warning(&mut self, offset: usize, message: impl Into<String>, hint: &str) {
        self.push(offset, Severity::Warning, message.into(), hint);
    }

    fn push(&mut self, offset: usize, severity: Severity, message: String, hint: &str) {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        self.0.push(Finding { offset, severity, message, hint });
    }
}
