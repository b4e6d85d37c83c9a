//! Old bytes, brought back after they were replaced for good.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::record::{Record, Run, Taken};
use super::{Change, Session, object};
use crate::error::{Error, Result, shown};
use crate::provenance::sha256;

/// What an undo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The run that was taken back.
    pub run: Run,
    /// The files that hold their old bytes again.
    pub files: Vec<PathBuf>,
}

impl Session {
    /// Brings back what the files held before the last run that is not taken back yet, all phases of it; nothing where
    /// there is none. This is a run too: it is done for all files or for none.
    ///
    /// # Errors
    /// Where a file is not what that run made of it, unless `force` says that this is to be lost (it is kept in the store);
    /// where one cannot be written.
    pub fn undo(&mut self, force: bool) -> Result<Option<Undone>> {
        let Some(run) = self.store.runs()?.into_iter().rfind(|run| !run.is_over) else { return Ok(None) };
        let files = self.take_back(&run.records, force)?;
        Ok(Some(Undone { run, files }))
    }

    /// Takes back the last of what this session committed.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn undo_last(&mut self) -> Result<Vec<PathBuf>> {
        let runs = self.store.runs()?;
        let last = runs.last().filter(|run| self.run.is_some_and(|(number, _)| number == run.number));
        match last.and_then(|run| run.records.last()) {
            Some(record) => self.take_back(std::slice::from_ref(record), false),
            None => Ok(Vec::new()),
        }
    }

    fn take_back(&mut self, records: &[Record], force: bool) -> Result<Vec<PathBuf>> {
        // What a file held before the first of them, and after the last.
        let mut files: BTreeMap<PathBuf, Taken> = BTreeMap::new();
        for taken in records.iter().flat_map(|record| &record.files) {
            let whole = files.entry(taken.path.clone()).or_insert_with(|| taken.clone());
            whole.after.clone_from(&taken.after);
        }
        let (mut changes, mut foreign) = (Vec::new(), Vec::new());
        for (path, taken) in files {
            let present = fs::read(&path).map_err(|fault| Error::read(shown(&path), fault))?;
            let hash = sha256(&present);
            if hash == taken.before {
                continue;
            }
            if hash != taken.after && !force {
                foreign.push(shown(&path));
                continue;
            }
            changes.push(Change { before: present, after: object::read(&self.store.folder, &taken.before)?, path });
        }
        if !foreign.is_empty() {
            let was = if foreign.len() == 1 { "was" } else { "were" };
            return Err(Error::usage(format!(
                "`{}` {was} changed since, and undoing would lose that: use `--force` to undo all the same",
                foreign.join("`, `")
            )));
        }
        let undoes = records.iter().map(Record::file_name).collect();
        let paths = changes.iter().map(|change| change.path.clone()).collect();
        self.start("undo", &changes, undoes)?.commit()?;
        Ok(paths)
    }
}
