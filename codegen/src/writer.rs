//! Puts files into a folder, or says what would change there.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::emit::File;
use crate::error::{Error, Result};

/// Whether files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what differs.
    Update,
    /// Write nothing.
    CheckOnly,
}

/// Brings the folder in line with `files`, or finds out whether it is. Gives the paths of those that differed.
///
/// A file is replaced as a whole, by renaming: whoever reads it sees the old or the new one. One that holds what it
/// should is not touched, so that nothing is compiled again.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn write(folder: &Path, files: impl IntoIterator<Item = File>, mode: Mode) -> Result<Vec<String>> {
    let mut differing = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        match fs::read(&path) {
            Ok(present) if present == file.text.as_bytes() => continue,
            Err(source) if source.kind() != io::ErrorKind::NotFound => return Err(Error::read(&file.path, source)),
            _ => {}
        }
        if mode == Mode::Update {
            replace(&path, &file.text).map_err(|source| Error::write(&file.path, source))?;
        }
        differing.push(file.path);
    }
    Ok(differing)
}

/// Puts a text into a file, in place of what is there, as a whole. Folders on the way are made.
///
/// # Errors
/// Where the system refuses.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let temporary = Temporary::write(path, text)?;
    fs::rename(&temporary.0, path)
}

/// Puts a text into a file that is not there yet, as a whole, or says that it is there by now.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`], or where the system refuses.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let temporary = Temporary::write(path, text)?;
    // Unlike renaming, linking never replaces. Where there are no links, nothing better is left than to look first.
    match fs::hard_link(&temporary.0, path) {
        Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs::rename(&temporary.0, path),
        other => other,
    }
}

/// What the name of a temporary file ends in, after the number of its process.
pub const TEMPORARY: &str = ".symphony-new";

/// A file beside the one that is to be, so that renaming is atomic. It goes when it is not renamed.
struct Temporary(PathBuf);

impl Temporary {
    fn write(path: &Path, text: &str) -> io::Result<Self> {
        // Two processes may write at once, and several threads in each: every file has a name of its own.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}-{}{TEMPORARY}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let temporary = Self(path.with_file_name(name));
        fs::write(&temporary.0, text)?;
        Ok(temporary)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
