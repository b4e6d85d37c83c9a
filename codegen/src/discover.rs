//! Finds the files of sequences.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The files and folders that were looked at for sequences.
#[derive(Debug, Default)]
pub struct Found {
    /// The files: the path under which each is shown, and where it is.
    pub files: Vec<(String, PathBuf)>,
    /// The folders; a build depends on them, since a file may be added.
    pub folders: Vec<String>,
}

/// Folders deeper than this are a loop of links, or might as well be one.
const DEEPEST: usize = 64;

/// Finds every `*.json` below `root`, or `root` itself where it is a file, in the order of their paths. JSON Schemas
/// (`*.schema.json`) are left out, since editors want them beside what they describe. Relative paths start at `base`.
///
/// # Errors
/// Where a folder cannot be read, or a path is no UTF-8.
pub fn discover(base: &Path, root: &str, found: &mut Found) -> Result<()> {
    let path = base.join(root);
    let kind = fs::metadata(&path).map_err(|source| Error::read(root, source))?;
    if kind.is_file() {
        found.files.push((root.to_owned(), path));
        return Ok(());
    }
    folder(root.trim_end_matches('/'), &path, 0, found)
}

/// File names are told apart by their case, as JSON's own keys are.
#[allow(clippy::case_sensitive_file_extension_comparisons)]
fn is_sequence(name: &str) -> bool {
    name.ends_with(".json") && !name.ends_with(".schema.json")
}

fn folder(shown: &str, path: &Path, depth: usize, found: &mut Found) -> Result<()> {
    if depth > DEEPEST {
        return Err(Error::Usage(format!(
            "`{shown}` is nested more than {DEEPEST} folders deep; is there a loop of links?"
        )));
    }
    found.folders.push(shown.to_owned());
    let entries = fs::read_dir(path).map_err(|source| Error::read(shown, source))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|source| Error::read(shown, source))?.file_name();
        let name = name
            .into_string()
            .map_err(|name| Error::Usage(format!("the name of `{shown}/{}` is no UTF-8", name.to_string_lossy())))?;
        // A line break in a name would be a directive of its own for cargo.
        if name.contains(char::is_control) {
            return Err(Error::Usage(format!("the name of `{shown}/{}` has a control character", name.escape_debug())));
        }
        names.push(name);
    }
    names.sort_unstable();
    for name in names {
        let (shown, path) = (format!("{shown}/{name}"), path.join(&name));
        // Through links: a folder of sequences may be shared by one.
        let kind = fs::metadata(&path).map_err(|source| Error::read(&shown, source))?;
        if kind.is_dir() {
            folder(&shown, &path, depth + 1, found)?;
        } else if is_sequence(&name) {
            found.files.push((shown, path));
        }
    }
    Ok(())
}
