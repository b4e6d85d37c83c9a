//! Files that are imported: read, put into a folder, or replaced where they are after a snapshot.
//!
//! A snapshot is a folder named by what it holds: each file as it was, named by its SHA-256, and `snapshot.json`, which is
//! written last. So one that has it is whole, and [`restore`] brings every byte back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::json::decode;
use symphony_codegen::source::{SourceId, Sources};
use symphony_codegen::writer::{Mode, create, replace};

use super::{Imported, Refusal, import};
use crate::error::{Error, Result, shown};
use crate::provenance::sha256;

/// The list of the files of a snapshot.
const LIST: &str = "snapshot.json";

/// Files, and what came of each.
#[derive(Debug, Default)]
pub struct Batch {
    /// Their texts.
    pub sources: Sources,
    /// What came of them, in their order.
    pub answers: Vec<Answer>,
}

/// What came of one file.
#[derive(Debug)]
pub struct Answer {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub source: SourceId,
    /// What is imported, or why nothing is.
    pub outcome: Result<Imported, Refusal>,
}

/// What was replaced.
#[derive(Debug, Default)]
pub struct Replaced {
    /// The files that differ from what they were.
    pub files: Vec<PathBuf>,
    /// The folder that [`restore`] brings them back from; none where nothing was replaced.
    pub snapshot: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct Snapshot {
    files: Vec<Taken>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Taken {
    path: PathBuf,
    sha256: String,
}

impl Batch {
    /// Reads files and imports each. A file that is no text or no sequence is answered by a refusal.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut batch = Self::default();
        for path in paths {
            let bytes = fs::read(path).map_err(|fault| Error::read(shown(path), fault))?;
            let (source, findings) = decode(&mut batch.sources, shown(path), bytes);
            let outcome = if has_errors(&findings) {
                Err(Refusal { dialect: None, findings })
            } else {
                import(source, batch.sources.get(source))
            };
            batch.answers.push(Answer { path: path.clone(), source, outcome });
        }
        Ok(batch)
    }

    /// Puts every sequence into a file of its own in `folder`. Gives the files that were not there; with
    /// [`Mode::CheckOnly`] nothing is written.
    ///
    /// # Errors
    /// Before anything is written: where two sequences have the same name, or another file is there. Where one cannot be
    /// written.
    pub fn put(&self, folder: &Path, mode: Mode) -> Result<Vec<PathBuf>> {
        let mut files: BTreeMap<String, (&Path, PathBuf, &str)> = BTreeMap::new();
        for answer in &self.answers {
            for sequence in answer.outcome.iter().flat_map(|imported| &imported.sequences) {
                let path = folder.join(format!("{}.json", sequence.name));
                // Some file systems do not tell upper case from lower case.
                let file = (answer.path.as_path(), path, sequence.text.as_str());
                if let Some((other, path, _)) = files.insert(sequence.name.to_lowercase(), file) {
                    let (path, first, second) = (shown(&path), shown(other), shown(&answer.path));
                    let message =
                        format!("`{first}` and `{second}` both become `{path}`: import them into different folders");
                    return Err(Error::usage(message));
                }
            }
        }
        let mut new = Vec::new();
        for (from, path, text) in files.into_values() {
            match fs::read(&path) {
                Ok(present) if present == text.as_bytes() => {}
                Ok(_) => {
                    let (path, from) = (shown(&path), shown(from));
                    return Err(Error::usage(format!(
                        "`{path}` is there and differs from what `{from}` becomes: move it away"
                    )));
                }
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => new.push((path, text)),
                Err(fault) => return Err(Error::read(shown(&path), fault)),
            }
        }
        if mode == Mode::Update {
            for (path, text) in &new {
                create(path, text).map_err(|fault| Error::write(shown(path), fault))?;
            }
        }
        Ok(new.into_iter().map(|(path, _)| path).collect())
    }

    /// Replaces every file by what it becomes, each as a whole, after all of them were put into a snapshot below
    /// `snapshots`. Refused files stay as they are. With [`Mode::CheckOnly`] nothing is written.
    ///
    /// # Errors
    /// Where a file has several sequences, before anything is written. Where one cannot be written; those before it are
    /// then as they were.
    pub fn replace(&self, snapshots: &Path, mode: Mode) -> Result<Replaced> {
        let mut changes = Vec::new();
        for answer in &self.answers {
            let Ok(imported) = &answer.outcome else { continue };
            let [sequence] = &imported.sequences[..] else {
                let (path, count) = (shown(&answer.path), imported.sequences.len());
                return Err(Error::usage(format!(
                    "`{path}` has {count} sequences: import it with `--out`, into a file each"
                )));
            };
            let before = self.sources.get(answer.source).text();
            if before != sequence.text {
                let path = answer.path.canonicalize().map_err(|fault| Error::read(shown(&answer.path), fault))?;
                changes.push((path, before, sequence.text.as_str()));
            }
        }
        let files = changes.iter().map(|(path, ..)| path.clone()).collect();
        if mode == Mode::CheckOnly || changes.is_empty() {
            return Ok(Replaced { files, snapshot: None });
        }
        let snapshot = take(snapshots, &changes)?;
        for (path, _, after) in &changes {
            if let Err(fault) = replace(path, after) {
                restore(&snapshot)?;
                return Err(Error::write(shown(path), fault));
            }
        }
        Ok(Replaced { files, snapshot: Some(snapshot) })
    }
}

/// Puts files into a snapshot, and gives its folder.
fn take(snapshots: &Path, files: &[(PathBuf, &str, &str)]) -> Result<PathBuf> {
    let taken = files.iter().map(|(path, text, _)| Taken { path: path.clone(), sha256: sha256(text.as_bytes()) });
    let list = Snapshot { files: taken.collect() };
    let text = serde_json::to_string_pretty(&list).map_err(|fault| Error::usage(fault.to_string()))?;
    let folder = snapshots.join(sha256(text.as_bytes()));
    let copies = list.files.iter().zip(files).map(|(taken, (_, text, _))| (taken.sha256.as_str(), *text));
    for (name, text) in copies.chain([(LIST, text.as_str())]) {
        let path = folder.join(name);
        replace(&path, text).map_err(|fault| Error::write(shown(&path), fault))?;
    }
    Ok(folder)
}

/// Brings the files of a snapshot back, each as a whole. Gives those that were something else.
///
/// # Errors
/// Where the snapshot is not whole, before anything is written; where a file cannot be written.
pub fn restore(snapshot: &Path) -> Result<Vec<PathBuf>> {
    let read = |name: &str| {
        let path = snapshot.join(name);
        fs::read_to_string(&path).map_err(|fault| Error::read(shown(&path), fault))
    };
    let damaged = |name: &str| Error::usage(format!("`{}` is not what it was", shown(&snapshot.join(name))));
    let list: Snapshot = serde_json::from_str(&read(LIST)?).map_err(|_| damaged(LIST))?;
    let mut files = Vec::new();
    for taken in list.files {
        let text = read(&taken.sha256)?;
        if sha256(text.as_bytes()) != taken.sha256 {
            return Err(damaged(&taken.sha256));
        }
        files.push((taken.path, text));
    }
    let mut changed = Vec::new();
    for (path, text) in files {
        if fs::read(&path).is_ok_and(|present| present == text.as_bytes()) {
            continue;
        }
        replace(&path, &text).map_err(|fault| Error::write(shown(&path), fault))?;
        changed.push(path);
    }
    Ok(changed)
}
