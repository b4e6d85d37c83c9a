//! Puts files into a folder, or says what would change there.

use std::fs;
use std::io;
use std::path::Path;

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

fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Two builds may write at once: each has its own temporary file, beside the target, for renaming to be atomic.
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = path.with_file_name(name);
    fs::write(&temporary, text)?;
    fs::rename(&temporary, path).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}
