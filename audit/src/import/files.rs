//! Files that are imported: read, put into a folder, or replaced where they are in one [transaction](crate::transaction).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::json::decode;
use symphony_codegen::source::{SourceId, Sources};
use symphony_codegen::writer::{Mode, create};

use super::{Imported, Refusal, import};
use crate::error::{Error, Result, shown};
use crate::transaction::{Change, Session};

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

    /// What every file becomes that changes. Refused files stay as they are.
    ///
    /// # Errors
    /// Where a file has several sequences.
    pub fn changes(&self) -> Result<Vec<Change>> {
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
                let (before, after) = (before.as_bytes().to_vec(), sequence.text.clone().into_bytes());
                changes.push(Change { path: answer.path.clone(), before, after });
            }
        }
        Ok(changes)
    }

    /// Replaces every file by what it becomes: all of them or, where one cannot be written, none. Gives those that differ
    /// from what they were.
    ///
    /// # Errors
    /// As [`Batch::changes`] and [`Session::apply`].
    pub fn replace(&self, session: &mut Session) -> Result<Vec<PathBuf>> {
        let changes = self.changes()?;
        if !changes.is_empty() {
            session.apply("import", &changes)?.commit()?;
        }
        Ok(changes.into_iter().map(|change| change.path).collect())
    }
}
