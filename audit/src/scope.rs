//! What a check looks at.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use crate::config::{Config, FILE};
use crate::coverage::sources::is_in;
use crate::error::{Error, Result, shown};
use crate::project::{Package, packages, packages_if_any};

/// Packages and files.
#[derive(Debug, Default)]
pub struct Scope {
    pub(crate) parts: Vec<Part>,
    /// What was asked for in the packages; everything where nothing was.
    pub(crate) paths: Vec<PathBuf>,
}

/// A package, or files that are none's.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) package: Package,
    /// A sequence that is in no file, with the name under which it is shown.
    pub(crate) text: Option<(String, Vec<u8>)>,
}

impl Scope {
    /// These packages, and in them what is at or below the paths; everything where there are none.
    #[must_use]
    pub fn of(packages: Vec<Package>, paths: Vec<PathBuf>) -> Self {
        Self { parts: packages.into_iter().map(|package| Part { package, text: None }).collect(), paths }
    }

    /// All packages that take part, from a folder or manifest on; see [`packages`].
    ///
    /// # Errors
    /// As [`packages`].
    pub fn packages(from: &Path) -> Result<Self> {
        Ok(Self::of(packages(from)?, Vec::new()))
    }

    /// Files and folders of sequences, as no package's; they start at `root`.
    ///
    /// # Errors
    /// Where a `symphony.toml` in `root` is wrong.
    pub fn files(root: &Path, paths: Vec<String>) -> Result<Self> {
        Ok(Self { parts: vec![Part { package: Package::loose(root, paths)?, text: None }], paths: Vec::new() })
    }

    /// A text that is in no file.
    ///
    /// # Errors
    /// Where a `symphony.toml` in `root` is wrong.
    pub fn text(root: &Path, name: &str, text: Vec<u8>) -> Result<Self> {
        let text = Some((name.to_owned(), text));
        Ok(Self { parts: vec![Part { package: Package::loose(root, Vec::new())?, text }], paths: Vec::new() })
    }

    /// What somebody means who names paths: those in a package of cargo's mean what that has there, the others are files
    /// and folders of sequences. Without paths, the packages from `from` on.
    ///
    /// # Errors
    /// Where a path is not there, or as [`packages`].
    pub fn find(from: &Path, paths: &[PathBuf]) -> Result<Self> {
        if paths.is_empty() {
            return Self::packages(from);
        }
        let (mut scope, mut loose) = (Self::default(), Vec::new());
        // Cargo takes longer to answer than a file takes to judge.
        let mut known: BTreeMap<PathBuf, Vec<Package>> = BTreeMap::new();
        for path in paths {
            let real = path.canonicalize().map_err(|fault| Error::read(shown(path), fault))?;
            let manifest = real.ancestors().map(|it| it.join("Cargo.toml")).find(|it| it.is_file());
            let found = match manifest {
                Some(manifest) => match known.entry(manifest) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(new) => {
                        // Where no package takes part, what was named is judged for itself.
                        let packages = packages_if_any(new.key())?;
                        new.insert(packages).clone()
                    }
                },
                None => Vec::new(),
            };
            let found: Vec<Package> = found.into_iter().filter(|package| is_of(package, &real)).collect();
            if found.is_empty() {
                loose.push(shown(path));
                continue;
            }
            for package in found {
                if scope.parts.iter().all(|known: &Part| known.package.root != package.root) {
                    scope.parts.push(Part { package, text: None });
                }
            }
            scope.paths.push(path.clone());
        }
        if !loose.is_empty() {
            scope.parts.push(Part { package: Package::loose(Path::new("."), loose)?, text: None });
        }
        Ok(scope)
    }

    /// Changes what the packages choose, for this time.
    ///
    /// # Errors
    /// Where `change` refuses.
    pub fn configure(&mut self, change: impl Fn(&mut Config) -> Result) -> Result {
        self.parts.iter_mut().try_for_each(|part| change(&mut part.package.config))
    }

    /// The packages.
    pub fn all(&self) -> impl Iterator<Item = &Package> {
        self.parts.iter().map(|part| &part.package)
    }
}

/// Whether a path has to do with a package: it is above it, or among what the package reads and generates.
fn is_of(package: &Package, path: &Path) -> bool {
    let root = package.root.canonicalize().unwrap_or_else(|_| package.root.clone());
    if root.starts_with(path) {
        return true;
    }
    let Ok(inside) = path.strip_prefix(&root) else { return false };
    let (inside, config) = (shown(inside), &package.config);
    let single = [&config.docs, &config.features, &config.tests, &config.domains, &config.baseline];
    let mut places = config.sequences.iter().chain(single).map(String::as_str).chain(["src", "tests", FILE]);
    // A folder of sequences may be a link to another place.
    let is_behind = |place: &str| root.join(place).canonicalize().is_ok_and(|real| path.starts_with(real));
    places.any(|place| is_in(&inside, place) || is_in(place, &inside) || is_behind(place))
}
