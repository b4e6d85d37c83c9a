//! The committed record of what tests came to and which of them were reviewed: `coverage.json`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use symphony_codegen::writer::replace;

use super::results::Outcome;
use crate::error::{Error, Result};
use crate::project::Package;

/// The name of the file, in the folder of the documents.
pub const FILE: &str = "coverage.json";

/// What is known of the tests of criteria, by the criteria's ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What each test came to.
    #[serde(default)]
    pub results: BTreeMap<String, Recorded>,
    /// The fingerprint of each criterion's text when its test was reviewed.
    #[serde(default)]
    pub reviews: BTreeMap<String, String>,
    /// Tests that ran and belong to no criterion.
    #[serde(default)]
    pub orphans: Vec<String>,
}

/// What the test of a criterion came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// `passed`, `failed` or `ignored`.
    pub outcome: Word,
    /// Why it was ignored, where a reason is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The fingerprint of the criterion's text at that time.
    pub text: String,
}

/// What a test came to, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the words say it
pub enum Word {
    Passed,
    Failed,
    Ignored,
}

impl Recorded {
    /// What a test came to when its criterion had the text of this fingerprint.
    #[must_use]
    pub fn new(outcome: Outcome, text: String) -> Self {
        let (outcome, reason) = match outcome {
            Outcome::Passed => (Word::Passed, None),
            Outcome::Failed => (Word::Failed, None),
            Outcome::Ignored(reason) => (Word::Ignored, reason),
        };
        Self { outcome, reason, text }
    }
}

/// Where the record of a package is, and how that is shown.
#[must_use]
pub fn path(package: &Package) -> (PathBuf, String) {
    let shown = format!("{}/{FILE}", package.config.docs);
    (package.root.join(&shown), shown)
}

impl Record {
    /// The record in a file that is shown as `shown`; an empty one where there is no file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(path: &Path, shown: &str) -> Result<Self> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(fault) => return Err(Error::read(shown, fault)),
        };
        serde_json::from_slice(&text).map_err(|fault| {
            let why = "it is written by `cargo symphony coverage` and `review`: mend it, or remove it and record again";
            Error::usage(format!("`{shown}` is no record of coverage: {fault}; {why}"))
        })
    }

    /// Writes it, where the file differs.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub fn write(&self, path: &Path, shown: &str) -> Result {
        let text =
            serde_json::to_string_pretty(self).map_err(|fault| Error::write(shown, io::Error::other(fault)))? + "\n";
        if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
            return Ok(());
        }
        replace(path, &text).map_err(|fault| Error::write(shown, fault))
    }
}
