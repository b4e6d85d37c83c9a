//! The files of the package that is compiled, and how their paths are shown.

use std::env;
use std::path::{Component, Path, PathBuf};

use proc_macro::TokenStream;
use symphony_codegen::compile::Files;
use symphony_codegen::discover::{Found, discover};
use symphony_codegen::source::SourceId;
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

/// The file of one sequence, and those beside it where it may perform one of them. `called` is the macro that names it.
pub(crate) fn read_one(path: &str, called: &str) -> Result<(Files, SourceId)> {
    let files = read(&[path.to_owned()])?;
    let (Some((id, source)), false) = (files.sources.iter().next(), folder().join(path).is_dir()) else {
        return Err(Error::Usage(format!("`{called}!` takes one file, and `{path}` is a folder")));
    };
    let (shown, performs) = (source.path().to_owned(), source.text().contains("\"sequence\""));
    if !performs {
        return Ok((files, id));
    }
    let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let together = read(&[folder.to_owned()])?;
    let own = together.sources.iter().find(|(_, source)| source.path() == shown).map(|(id, _)| id);
    Ok(own.map_or((files, id), |own| (together, own)))
}

/// rustc depends on files that are included as bytes, and so the macro runs again when the sequence changes.
pub(crate) fn tracking(path: &str) -> TokenStream {
    let code = format!(
        "const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!(\"CARGO_MANIFEST_DIR\"), \"/\", {path:?}));"
    );
    code.parse().unwrap_or_default()
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
