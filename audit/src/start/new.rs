//! A new crate that builds, tests and performs at once.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use symphony_codegen::writer::create;

use super::crates::{Crates, relative};
use super::manifest::Manifest;
use super::{cargo, depend, name};
use crate::error::{Error, Result, shown};
use crate::generate::{Options, generate};
use crate::project::packages;

/// The name of the package, and of its library, in the files.
const NAME: &str = "my-pipeline";
const LIBRARY: &str = "my_pipeline";

const MANIFEST: &str = include_str!("../../templates/new/manifest.toml");

/// Embeds the files of the crate.
macro_rules! files {
    ($($path:literal: $template:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/new/", $template)))),+]
    };
}

/// The files of the crate but for its manifest.
const FILES: &[(&str, &str)] = files! {
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "build.rs": "build.rs",
    "sequences/report.json": "sequences/report.json",
    "src/desk.rs": "src/desk.rs",
    "src/lib.rs": "src/lib.rs",
    "src/main.rs": "src/main.rs",
    "symphony.toml": "symphony.toml",
    "tests/report_scenarios.rs": "tests/report_scenarios.rs",
};

/// A crate that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The name of its package.
    pub name: String,
    /// Its files, generated ones too, from its folder on.
    pub files: Vec<String>,
    /// The manifest of the workspace that it was added to, from the current folder on.
    pub workspace: Option<PathBuf>,
}

/// Makes a crate in `folder`, which is not there yet and whose last part is the name of the package, with a sequence, its
/// handlers, its tests and its documents. In a workspace it becomes a member.
///
/// # Errors
/// Where no package can be called so, the folder is there, or something cannot be written; then nothing is left of it.
pub fn new(folder: &Path, crates: &Crates) -> Result<New> {
    let Some(name) = folder.file_name() else {
        return Err(Error::usage(format!("`{}` is there already: name a folder that is to be made", shown(folder))));
    };
    let name = name.to_string_lossy().into_owned();
    if let Some(fault) = name::fault(&name) {
        return Err(Error::usage(format!("no package can be called `{}`: {fault}", name.escape_debug())));
    }
    let mut made = Made::folder(folder)?;
    let root = folder.canonicalize().map_err(|fault| Error::read(shown(folder), fault))?;
    let mut files = Vec::new();
    let mut put = |path: &str, text: &str| {
        create(&root.join(path), text).map_err(|fault| Error::write(shown(&folder.join(path)), fault))?;
        files.push(path.to_owned());
        Ok::<_, Error>(())
    };
    for (path, text) in FILES {
        put(path, &rendered(text, &name))?;
    }
    let manifest = root.join("Cargo.toml");
    put("Cargo.toml", &rendered(MANIFEST, &name))?;
    made.workspace = joined(&manifest)?;
    depend(&manifest, crates, true)?.save()?;
    for package in packages(&root)? {
        let judged = generate(&package, Options::default())?;
        let report =
            judged.value.ok_or_else(|| Error::usage("the first sequence is refused: this is a fault of ours"))?;
        files.extend(report.written);
    }
    files.sort_unstable();
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let workspace = made.keep().map(|manifest| relative(&here, manifest.path()));
    Ok(New { name, files, workspace })
}

/// The text with the names of the package and of its library.
fn rendered(text: &str, name: &str) -> String {
    let library = name::library(name);
    // At one go: a name may hold the other's place.
    text.split(NAME).map(|part| part.replace(LIBRARY, &library)).collect::<Vec<_>>().join(name)
}

/// The manifest of the nearest workspace above a folder.
fn above(root: &Path) -> Result<Option<Manifest>> {
    for folder in root.ancestors().skip(1) {
        let path = folder.join("Cargo.toml");
        if path.is_file() {
            let manifest = Manifest::read(&path)?;
            if manifest.is_workspace() {
                return Ok(Some(manifest));
            }
        }
    }
    Ok(None)
}

/// Adds the crate to the workspace above it, where cargo wants it to be a member and it is none by a pattern. Gives the
/// manifest that is changed.
fn joined(manifest: &Path) -> Result<Option<Manifest>> {
    let Err(fault) = cargo::metadata(manifest) else { return Ok(None) };
    let root = manifest.parent().unwrap_or(manifest);
    let Some(mut workspace) = above(root)? else { return Err(fault) };
    let folder =
        workspace.path().parent().and_then(|above| root.strip_prefix(above).ok()).map(shown).unwrap_or_default();
    workspace.add_member(&folder)?;
    workspace.save()?;
    if let Err(fault) = cargo::metadata(manifest) {
        workspace.restore()?;
        return Err(fault);
    }
    Ok(Some(workspace))
}

/// What is made so far. It goes unless it is kept.
struct Made {
    folder: Option<PathBuf>,
    workspace: Option<Manifest>,
}

impl Made {
    /// Makes the folder, and those above it.
    fn folder(folder: &Path) -> Result<Self> {
        let refused = |fault| Error::write(shown(folder), fault);
        let first = folder.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists()).last();
        let made = Self { folder: first.map(Path::to_owned), workspace: None };
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(refused)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => Ok(made),
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                made.keep();
                Err(Error::usage(format!(
                    "`{}` is there already: choose another name, or run `cargo symphony init` in a crate that is there",
                    shown(folder)
                )))
            }
            Err(fault) => Err(refused(fault)),
        }
    }

    /// Gives the manifest of the workspace that was changed.
    fn keep(mut self) -> Option<Manifest> {
        self.folder = None;
        self.workspace.take()
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // There is an error to be shown already, which says more than one from here could.
        if let Some(workspace) = &self.workspace {
            let _ = workspace.restore();
        }
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[test]
    fn names_are_put_in_at_one_go() {
        assert_eq!(rendered("my-pipeline my_pipeline", "a-b"), "a-b a_b");
        let name = "my-pipeline-my_pipeline";
        assert_eq!(rendered("my-pipeline my_pipeline", name), format!("{name} my_pipeline_my_pipeline"));
    }
}
