//! The files of the package that is compiled, and how their paths are shown.

use std::env;
use std::path::{Component, Path, PathBuf};

use symphony_codegen::compile::Files;
use symphony_codegen::discover::{Found, discover};
use symphony_codegen::{Error, Result};

/// The folder of the package.
pub(crate) fn folder() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from)
}

/// Reads files and folders of the package. They are shown as rustc shows paths, which starts at the workspace.
pub(crate) fn read(roots: &[String]) -> Result<Files> {
    let mut found = Found::default();
    for root in roots {
        discover(&folder(), root, &mut found)?;
    }
    for (path, file) in &mut found.files {
        *path = shown(file);
    }
    Files::read(&found)
}

/// A path from where rustc runs, without detours.
pub(crate) fn shown(path: &Path) -> String {
    let mut short = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if short.file_name().is_some() => {
                short.pop();
            }
            Component::CurDir => {}
            part => short.push(part),
        }
    }
    let here = env::current_dir().unwrap_or_default();
    short.strip_prefix(&here).unwrap_or(&short).to_string_lossy().into_owned()
}

/// A one-line message for a fault that is not the sequence's.
pub(crate) fn message(error: &Error) -> String {
    format!("symphony: {error}")
}
