//! Finds the files of sequences.

use std::collections::HashSet;
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

/// A file or folder that could not be looked at.
#[derive(Debug)]
pub struct Unread {
    /// The path under which it is shown.
    pub path: String,
    /// Why.
    pub error: Error,
}

/// Folders deeper than this are no longer entered.
const DEEPEST: usize = 64;

/// Finds every `*.json` below `root`, or `root` itself where it is a file, in the order of their paths. JSON Schemas
/// (`*.schema.json`) are left out, since editors want them beside what they describe. Relative paths start at `base`.
///
/// # Errors
/// Where a folder cannot be read, or a path is no UTF-8.
pub fn discover(base: &Path, root: &str, found: &mut Found) -> Result<()> {
    match discover_all(base, root, found).into_iter().next() {
        Some(unread) => Err(unread.error),
        None => Ok(()),
    }
}

/// The same, whatever stands in the way: gives what cannot be looked at, and finds all the rest.
pub fn discover_all(base: &Path, root: &str, found: &mut Found) -> Vec<Unread> {
    let path = base.join(root);
    let mut walk = Walk { found, around: Vec::new(), entered: HashSet::new(), unread: Vec::new() };
    match fs::metadata(&path) {
        Ok(kind) if kind.is_file() => walk.found.files.push((root.to_owned(), path)),
        Ok(_) => walk.folder(root.trim_end_matches('/'), &path),
        Err(source) => walk.missed(root, Error::read(root, source)),
    }
    walk.unread
}

/// File names are told apart by their case, as JSON's own keys are.
#[allow(clippy::case_sensitive_file_extension_comparisons)]
fn is_sequence(name: &str) -> bool {
    name.ends_with(".json") && !name.ends_with(".schema.json")
}

struct Walk<'f> {
    found: &'f mut Found,
    /// The folders around, as they are without links.
    around: Vec<PathBuf>,
    /// All folders that were looked into: two links to one folder are no reason to have its files twice.
    entered: HashSet<PathBuf>,
    unread: Vec<Unread>,
}

impl Walk<'_> {
    fn missed(&mut self, shown: &str, error: Error) {
        self.unread.push(Unread { path: shown.to_owned(), error });
    }

    fn folder(&mut self, shown: &str, path: &Path) {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.around.contains(&real) {
            let message = format!("`{shown}` is a link to a folder that it lies in; remove the loop");
            return self.missed(shown, Error::Usage(message));
        }
        if self.around.len() > DEEPEST {
            let message = format!("`{shown}` is nested more than {DEEPEST} folders deep; move it up");
            return self.missed(shown, Error::Usage(message));
        }
        if !self.entered.insert(real.clone()) {
            return;
        }
        self.found.folders.push(shown.to_owned());
        let names = self.names(shown, path);
        self.around.push(real);
        for name in names {
            let (shown, path) = (format!("{shown}/{name}"), path.join(&name));
            // Through links: a folder of sequences may be shared by one.
            match fs::metadata(&path) {
                Ok(kind) if kind.is_dir() => self.folder(&shown, &path),
                Ok(_) if !is_sequence(&name) => {}
                Ok(kind) if kind.is_file() => self.found.files.push((shown, path)),
                // Reading a pipe would wait for who writes to it.
                Ok(_) => {
                    let message = format!("`{shown}` is neither a file nor a folder");
                    self.missed(&shown, Error::Usage(message));
                }
                Err(source) => self.missed(&shown, Error::read(&shown, source)),
            }
        }
        self.around.pop();
    }

    /// The names in a folder, in their order.
    fn names(&mut self, shown: &str, path: &Path) -> Vec<String> {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(source) => {
                self.missed(shown, Error::read(shown, source));
                return Vec::new();
            }
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = match entry {
                Ok(entry) => entry.file_name(),
                Err(source) => {
                    self.missed(shown, Error::read(shown, source));
                    continue;
                }
            };
            match name.into_string() {
                // A line break in a name would be a directive of its own for cargo.
                Ok(name) if name.contains(char::is_control) => {
                    let shown = format!("{shown}/{}", name.escape_debug());
                    self.missed(&shown, Error::Usage(format!("the name of `{shown}` has a control character")));
                }
                Ok(name) => names.push(name),
                Err(name) => {
                    let shown = format!("{shown}/{}", name.to_string_lossy());
                    self.missed(&shown, Error::Usage(format!("the name of `{shown}` is no UTF-8")));
                }
            }
        }
        names.sort_unstable();
        names
    }
}
