//! What is written down about a change of files.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, shown};
use crate::provenance::{sha256, short};

/// Where what was committed is kept.
pub(super) const FOLDER: &str = "runs";

/// A change of files: the journal while it is under way, a record afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Record {
    /// Who did it: `fix`, `import`.
    pub verb: String,
    /// Which part of it.
    pub label: String,
    /// The run that it is part of, from 1.
    pub run: u64,
    /// Its place in the run, from 1.
    pub at: u64,
    /// The file names of the records that it takes back.
    pub undoes: Vec<String>,
    /// The files.
    pub(super) files: Vec<Taken>,
}

/// A file, the SHA-256 of what it held and of what it holds, and its mode where the system has one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Taken {
    pub(super) path: PathBuf,
    pub(super) before: String,
    pub(super) after: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<u32>,
}

impl Record {
    /// The files that were changed.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|taken| taken.path.as_path())
    }

    /// By what it is known: the same for the same bytes, on every machine.
    #[must_use]
    pub fn id(&self) -> String {
        let lines: Vec<String> = self.files.iter().map(|taken| format!("{} {}\n", taken.before, taken.after)).collect();
        short(&sha256(lines.concat().as_bytes())).to_owned()
    }

    /// The name of its file, by which records are in order.
    pub(super) fn file_name(&self) -> String {
        format!("{:06}-{:03}-{}", self.run, self.at, self.label)
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("paths are text where sequences are read") + "\n"
    }

    pub(super) fn parse(path: &Path, text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|fault| {
            let path = shown(path);
            Error::usage(format!(
                "`{path}` is not what it was ({fault}): look at the files that it names, and remove it"
            ))
        })
    }
}

/// What one process did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number, from 1.
    pub number: u64,
    /// Its changes, in their order.
    pub records: Vec<Record>,
    /// Whether all that it changed was taken back since, or it is one that takes back.
    pub is_over: bool,
}

/// All runs, in their order.
pub(super) fn runs(store: &Path) -> Result<Vec<Run>> {
    let folder = store.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(Error::read(shown(&folder), fault)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|fault| Error::read(shown(&folder), fault))?.path());
    }
    paths.retain(|path| path.extension().is_none());
    paths.sort_unstable();
    let mut records = Vec::with_capacity(paths.len());
    for path in &paths {
        let text = fs::read_to_string(path).map_err(|fault| Error::read(shown(path), fault))?;
        records.push(Record::parse(path, &text)?);
    }
    records.sort_by_key(|record| (record.run, record.at));
    let undone: BTreeSet<String> = records.iter().flat_map(|record| record.undoes.iter().cloned()).collect();
    let mut runs: Vec<Run> = Vec::new();
    for record in records {
        let is_over = !record.undoes.is_empty() || undone.contains(&record.file_name());
        match runs.last_mut().filter(|run| run.number == record.run) {
            Some(run) => {
                run.is_over &= is_over;
                run.records.push(record);
            }
            None => runs.push(Run { number: record.run, records: vec![record], is_over }),
        }
    }
    // What a phase took back itself is no part of what is left of the run.
    for run in &mut runs {
        run.records.retain(|record| run.is_over || record.undoes.is_empty() && !undone.contains(&record.file_name()));
    }
    Ok(runs)
}
