//! What stops a beat.

use std::fmt;
use std::io;
use std::path::Path;

/// What went wrong and why, in one line, and the lines that prove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    evidence: Vec<String>,
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), evidence: Vec::new() }
    }

    /// A fault of the file system: `doing` is a verb in its base form, such as `read`.
    pub(crate) fn io(doing: &str, path: &Path, source: &io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {source}", path.display()))
    }

    pub(crate) fn with_evidence(mut self, lines: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.evidence.extend(lines.into_iter().map(Into::into));
        self
    }

    /// Findings, compiler messages or the like: what the one line sums up.
    pub fn evidence(&self) -> &[String] {
        &self.evidence
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Fails with all of the findings at once, where there are any.
pub(crate) fn none_of(findings: Vec<String>, message: impl FnOnce(usize) -> String) -> Result<()> {
    if findings.is_empty() { Ok(()) } else { Err(Error::new(message(findings.len())).with_evidence(findings)) }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
