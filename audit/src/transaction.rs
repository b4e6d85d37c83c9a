//! Files that change all together or not at all, whatever happens to the process, and that can be brought back.
//!
//! A [`Store`] is a folder. [`Store::open`] locks it, so that one process at a time changes files, and brings back what one
//! that was killed left half done. [`Session::apply`] keeps the old bytes of every file, writes down what it is about to do,
//! and replaces the files, each by renaming. Until [`Applied::commit`] all of it can be rolled back; afterwards
//! [`Session::undo`] brings the old bytes back.
//!
//! ```text
//! objects/<sha256>       the bytes of a file as it was
//! journal                what is under way; where it is, files may be old or new
//! runs/000012-002-sequence   what was committed: the journal, renamed
//! lock                   who is at work
//! ```
//!
//! None of them has a name that a sequence could have, as the store may be beside sequences.

mod file;
mod lock;
mod object;
mod record;
mod undo;

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, shown};
use crate::project::packages;
use crate::provenance::sha256;
use file::{durably, sync_folders};
use lock::Lock;
use record::Taken;
pub use record::{Record, Run};
pub use undo::Undone;

/// A file and what is to be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it is to hold.
    pub after: Vec<u8>,
}

/// A folder for what files held, and for what was done to them.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What is under way, from before the first file is replaced to after the last.
const JOURNAL: &str = "journal";

impl Store {
    /// The store in a folder, which need not be there yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The store of a package: among what cargo builds.
    pub fn of_target(target_folder: &Path) -> Self {
        Self::new(target_folder.join("symphony/snapshots"))
    }

    /// The store for who works in a folder, or by a manifest: that of the packages there, or one in the folder.
    pub fn around(from: &Path) -> Self {
        match packages(from).ok().and_then(|packages| Some(packages.first()?.target_folder.clone())) {
            Some(folder) => Self::of_target(&folder),
            None if from.is_dir() => Self::beside(from),
            None => Self::beside(from.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))),
        }
    }

    /// The store of files that are in no package: beside them.
    pub fn beside(folder: &Path) -> Self {
        Self::new(folder.join(".symphony"))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a process was killed while it changed files, and nobody has brought them back yet.
    pub fn is_unfinished(&self) -> bool {
        self.folder.join(JOURNAL).exists()
    }

    /// Waits until no other process is at work, having told `waiting` which one is, and brings back what a process that was
    /// killed left half done.
    ///
    /// # Errors
    /// Where the folder cannot be written, or what is in it is damaged.
    pub fn open(&self, verb: &str, waiting: impl FnOnce(&str)) -> Result<Session> {
        fs::create_dir_all(&self.folder).map_err(|fault| Error::write(shown(&self.folder), fault))?;
        let lock = Lock::take(&self.folder.join("lock"), verb, waiting)?;
        // Where the folder is not among what is ignored, nobody wants it in a commit.
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            durably(&ignore, b"*\n", None, "").map_err(|fault| Error::write(shown(&ignore), fault))?;
        }
        let mut session =
            Session { store: self.clone(), verb: verb.to_owned(), run: None, recovered: None, _lock: lock };
        session.recovered = session.recover()?;
        Ok(session)
    }

    /// Everything that was committed, the first run first.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>> {
        record::runs(&self.folder)
    }

    fn journal(&self) -> PathBuf {
        self.folder.join(JOURNAL)
    }
}

/// A process at work in a store.
#[derive(Debug)]
pub struct Session {
    store: Store,
    verb: String,
    /// The number of this run and of its latest record, as soon as there is one.
    run: Option<(u64, u64)>,
    recovered: Option<Reverted>,
    _lock: Lock,
}

/// What was brought back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reverted {
    /// The files that hold their old bytes again.
    pub files: Vec<PathBuf>,
    /// Those that held neither the old nor the new ones: somebody changed them, and they stay as they are.
    pub kept: Vec<PathBuf>,
}

impl Session {
    /// What a process that was killed had left half done; it is brought back.
    pub fn recovered(&self) -> Option<&Reverted> {
        self.recovered.as_ref()
    }

    /// Replaces files, after their bytes were kept. Where that does not succeed for all of them, it is done for none.
    ///
    /// # Errors
    /// Where a file is a link, read-only or not what it was; where one cannot be written.
    ///
    /// ```
    /// use symphony_audit::transaction::{Change, Store};
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("a.json");
    /// std::fs::write(&path, "old").unwrap();
    /// let mut session = Store::beside(folder.path()).open("fix", |_| {}).unwrap();
    /// let change = Change { path: path.clone(), before: b"old".to_vec(), after: b"new".to_vec() };
    /// session.apply("sequence", &[change]).unwrap().commit().unwrap();
    /// assert_eq!(std::fs::read(&path).unwrap(), b"new");
    /// session.undo(false).unwrap();
    /// assert_eq!(std::fs::read(&path).unwrap(), b"old");
    /// ```
    pub fn apply(&mut self, label: &str, changes: &[Change]) -> Result<Applied<'_>> {
        self.start(label, changes, Vec::new())
    }

    fn start(&mut self, label: &str, changes: &[Change], undoes: Vec<String>) -> Result<Applied<'_>> {
        let mut files: Vec<Taken> = Vec::with_capacity(changes.len());
        let mut known = HashSet::new();
        for change in changes {
            let taken = taken(change)?;
            if !known.insert(taken.path.clone()) {
                return Err(Error::usage(format!("`{}` would be changed twice: name it once", shown(&taken.path))));
            }
            files.push(taken);
        }
        object::keep(&self.store.folder, changes.iter().map(|change| change.before.as_slice()))?;
        let (run, at) = match self.run {
            Some((run, at)) => (run, at + 1),
            None => (self.store.runs()?.last().map_or(1, |run| run.number + 1), 1),
        };
        self.run = Some((run, at));
        let record = Record { verb: self.verb.clone(), label: label.to_owned(), run, at, undoes, files };
        let journal = self.store.journal();
        durably(&journal, record.text().as_bytes(), None, "").map_err(|fault| Error::write(shown(&journal), fault))?;
        sync_folders([&journal]);
        let applied = Applied { session: self, record, is_open: true };
        let written = applied.write(changes);
        match written {
            Ok(()) => Ok(applied),
            Err(fault) => {
                applied.roll_back()?;
                Err(fault)
            }
        }
    }

    /// Brings back what the journal speaks of, where there is one.
    fn recover(&self) -> Result<Option<Reverted>> {
        let journal = self.store.journal();
        let text = match fs::read_to_string(&journal) {
            Ok(text) => text,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(Error::read(shown(&journal), fault)),
        };
        self.revert(&Record::parse(&journal, &text)?).map(Some)
    }

    /// Brings the old bytes of a record back, and forgets the journal.
    fn revert(&self, record: &Record) -> Result<Reverted> {
        let mut reverted = Reverted::default();
        for taken in &record.files {
            file::remove_temporary(&taken.path, &record.id());
            let present = fs::read(&taken.path).ok().map(|bytes| sha256(&bytes));
            if present.as_ref() == Some(&taken.before) {
                continue;
            }
            if present.as_ref() != Some(&taken.after) {
                reverted.kept.push(taken.path.clone());
                continue;
            }
            let bytes = object::read(&self.store.folder, &taken.before)?;
            durably(&taken.path, &bytes, taken.mode, &record.id())
                .map_err(|fault| Error::write(shown(&taken.path), fault))?;
            reverted.files.push(taken.path.clone());
        }
        sync_folders(reverted.files.iter());
        let journal = self.store.journal();
        fs::remove_file(&journal).map_err(|fault| Error::write(shown(&journal), fault))?;
        sync_folders([&journal]);
        Ok(reverted)
    }
}

/// Files that are replaced, and can still be rolled back. Dropped, they are.
#[derive(Debug)]
pub struct Applied<'s> {
    session: &'s Session,
    record: Record,
    is_open: bool,
}

impl Applied<'_> {
    /// By what this change of files is known: the same for the same bytes, on every machine.
    pub fn id(&self) -> String {
        self.record.id()
    }

    fn write(&self, changes: &[Change]) -> Result {
        let id = self.record.id();
        for (change, taken) in changes.iter().zip(&self.record.files) {
            durably(&taken.path, &change.after, taken.mode, &id)
                .map_err(|fault| Error::write(shown(&taken.path), fault))?;
        }
        sync_folders(self.record.files.iter().map(|taken| &taken.path));
        Ok(())
    }

    /// Makes it last: from here on only [`Session::undo`] brings the old bytes back. Gives the record of it.
    ///
    /// # Errors
    /// Where the record cannot be written; the files are then as they were.
    pub fn commit(mut self) -> Result<PathBuf> {
        let store = &self.session.store;
        let path = store.folder.join(record::FOLDER).join(self.record.file_name());
        let folder = store.folder.join(record::FOLDER);
        let renamed = fs::create_dir_all(&folder).and_then(|()| fs::rename(store.journal(), &path));
        if let Err(fault) = renamed {
            self.roll_back()?;
            return Err(Error::write(shown(&path), fault));
        }
        self.is_open = false;
        sync_folders([&path, &store.journal()]);
        Ok(path)
    }

    /// Brings the old bytes back.
    ///
    /// # Errors
    /// Where a file cannot be written; the next [`Store::open`] tries again.
    pub fn roll_back(mut self) -> Result<Reverted> {
        self.is_open = false;
        self.session.revert(&self.record)
    }
}

impl Drop for Applied<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // What cannot be brought back now is brought back by the next process.
            let _ = self.session.revert(&self.record);
        }
    }
}

/// What is written down about a file, where it may be replaced.
fn taken(change: &Change) -> Result<Taken> {
    let path = shown(&change.path);
    let about = fs::symlink_metadata(&change.path).map_err(|fault| Error::read(&path, fault))?;
    if about.is_symlink() {
        return Err(Error::usage(format!(
            "`{path}` is a symbolic link, and is not replaced by a file: name the file that it leads to"
        )));
    }
    if !about.is_file() {
        return Err(Error::usage(format!("`{path}` is no file, so it cannot be changed")));
    }
    if about.permissions().readonly() {
        return Err(Error::usage(format!("`{path}` is read-only: make it writable, or leave it out")));
    }
    if fs::read(&change.path).map_err(|fault| Error::read(&path, fault))? != change.before {
        return Err(Error::usage(format!("`{path}` was changed by somebody else meanwhile: try again")));
    }
    let real = change.path.canonicalize().map_err(|fault| Error::read(&path, fault))?;
    // The record is JSON.
    if real.to_str().is_none() {
        return Err(Error::usage(format!("the name of `{path}` is no UTF-8: rename it, or leave it out")));
    }
    Ok(Taken {
        path: real,
        before: sha256(&change.before),
        after: sha256(&change.after),
        mode: file::mode(&about.permissions()),
    })
}
