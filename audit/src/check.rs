//! Whether the sequences of packages follow the rules, and whether what is generated from them is as it should be.

use std::path::{Path, PathBuf};

use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::source::Sources;

use crate::coverage::sources::is_in;
use crate::error::{Error, Result, shown};
use crate::freshness::Stale;
use crate::generate::{compare, compare_quickly};
use crate::project::Package;

/// What was found in a package.
#[derive(Debug)]
pub struct Checked<'p> {
    /// The package.
    pub package: &'p Package,
    /// What its sequences break.
    pub findings: Vec<Finding>,
    /// The files of the sequences.
    pub sources: Sources,
    /// What is not as it should be; nothing where a sequence has an error, since then nobody knows.
    pub stale: Option<Vec<Stale>>,
}

impl Checked<'_> {
    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }
}

/// Checks packages; where paths are given, only what is at or below them, or generated from that. Nothing is written.
///
/// # Errors
/// Where a file cannot be read, a file in the way is not ours, the configuration or a template is wrong, or a path has
/// nothing to check.
pub fn check<'p>(packages: &'p [Package], paths: &[PathBuf]) -> Result<Vec<Checked<'p>>> {
    let mut selections = Vec::new();
    for path in paths {
        selections.push(Selection { given: shown(path), path: absolute(path)?, used: false });
    }
    let mut all = Vec::new();
    for package in packages {
        // With paths, we must know what there is at them.
        let judged = if paths.is_empty() { compare_quickly(package)? } else { compare(package)? };
        let root = package.root.canonicalize().map_err(|fault| Error::read(shown(&package.root), fault))?;
        let mut folders = Vec::new();
        for selection in &mut selections {
            let Some(folder) = selection.in_package(&root) else { continue };
            let sources = judged.sources.iter().map(|(_, source)| source.path());
            let generated = judged.value.iter().flat_map(|it| it.hashes.keys()).map(String::as_str);
            let stale = judged.value.iter().flat_map(|it| &it.stale).map(|it| it.path.as_str());
            let mut all = sources.chain(generated).chain(stale);
            selection.used |= folder.is_empty() || all.any(|path| is_in(path, &folder));
            folders.push(folder);
        }
        let is_wanted = |path: &str| paths.is_empty() || folders.iter().any(|it| it.is_empty() || is_in(path, it));
        let source_of = |finding: &Finding| judged.sources.get(finding.primary.place.source).path().to_owned();
        let mut findings = judged.findings;
        // Where a sequence has an error, it stands in the way of all.
        if judged.value.is_some() {
            findings.retain(|finding| is_wanted(&source_of(finding)));
        }
        let stale = judged.value.map(|it| it.stale).map(|mut stale| {
            stale.retain(|it| is_wanted(&it.path) || it.sources.iter().any(|source| is_wanted(source)));
            stale
        });
        all.push(Checked { package, findings, sources: judged.sources, stale });
    }
    match selections.iter().find(|selection| !selection.used) {
        Some(unused) if all.iter().all(|checked| checked.stale.is_some()) => Err(Error::usage(format!(
            "there is nothing to check at `{}`: it has no sequence of the package, and nothing that is generated",
            unused.given
        ))),
        _ => Ok(all),
    }
}

/// A path that was given.
struct Selection {
    given: String,
    path: PathBuf,
    used: bool,
}

impl Selection {
    /// The path from the package on; empty for all of it.
    fn in_package(&self, root: &Path) -> Option<String> {
        if root.starts_with(&self.path) {
            return Some(String::new());
        }
        self.path.strip_prefix(root).ok().map(shown)
    }
}

/// The path without links, as far as it is there.
fn absolute(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).map_err(|fault| Error::read(shown(path), fault))?;
    let real =
        |it: &Path| it.canonicalize().ok().map(|real| real.join(whole.strip_prefix(it).unwrap_or(Path::new(""))));
    Ok(whole.ancestors().find_map(real).unwrap_or(whole.clone()))
}
