//! The packages whose sequences are looked after.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, TargetKind};

use crate::config::{Config, FILE};
use crate::dependency::Manifest;
use crate::error::{Error, Result, shown};

/// A package of cargo's that has sequences.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: PathBuf,
    /// The name by which tests use its library, where it has one.
    pub library: Option<String>,
    /// The folder where cargo puts what it builds, and where we may keep what can be found out again.
    pub target_folder: PathBuf,
    /// What cargo builds of it.
    pub targets: Vec<Target>,
    /// What it chooses.
    pub config: Config,
    /// The path of its folder from the root of the workspace, for who looks at the whole; empty at the root.
    pub folder: String,
    /// What its manifest says.
    pub manifest: Manifest,
    /// Whether it is a package of cargo's, with Rust and documents; if not, it is files of sequences that somebody named.
    pub is_cargo: bool,
}

impl Package {
    /// Whether cargo builds a program of it.
    #[must_use]
    pub fn has_program(&self) -> bool {
        self.targets.iter().any(|target| target.id.contains("::bin/"))
    }

    /// Files and folders of sequences that are no part of a package of cargo's, as if they were one in this folder.
    ///
    /// # Errors
    /// Where the configuration in that folder is wrong.
    pub fn loose(root: &Path, sequences: Vec<String>) -> Result<Self> {
        Ok(Self {
            name: String::new(),
            root: root.to_owned(),
            library: None,
            target_folder: root.join("target"),
            targets: Vec::new(),
            config: Config { sequences, ..Config::read(root)? },
            folder: String::new(),
            manifest: Manifest::default(),
            is_cargo: false,
        })
    }
}

/// Something that cargo builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its root file, from the package on.
    pub path: String,
    /// By which results of tests name it: `hello` for the library of the package `hello`, `hello::greeting_scenarios` for a
    /// test, `hello::bin/hello` for a program.
    pub id: String,
}

/// The packages that take part: those with a `symphony.toml` or a folder `sequences`.
///
/// `from` is a manifest or a folder. In a package it is that one; at the root of a workspace, or where no package is, all
/// members of the workspace are looked at.
///
/// # Errors
/// Where cargo finds no package, none takes part, or a configuration is wrong.
pub fn packages(from: &Path) -> Result<Vec<Package>> {
    let (metadata, here) = metadata(from)?;
    let packages = taking_part(&metadata, here)?;
    match here {
        _ if !packages.is_empty() => Ok(packages),
        Some(at) => Err(Error::usage(format!(
            "the package `{}` has no sequences: make a folder `sequences`, or a `{FILE}` that names another",
            metadata.packages[at].name
        ))),
        None => Err(Error::usage(format!(
            "no package has sequences: make a folder `sequences` in one, or a `{FILE}` that names another"
        ))),
    }
}

/// The same, where it is no fault that none takes part.
///
/// # Errors
/// Where cargo finds no package, or a configuration is wrong.
pub(crate) fn packages_if_any(from: &Path) -> Result<Vec<Package>> {
    let (metadata, here) = metadata(from)?;
    taking_part(&metadata, here)
}

/// What cargo knows from a manifest or a folder on, and which of its packages is meant; none where all members are.
fn metadata(from: &Path) -> Result<(Metadata, Option<usize>)> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    let folder = if from.is_dir() {
        command.current_dir(from);
        from
    } else {
        command.manifest_path(from);
        from.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    };
    let metadata = command.exec().map_err(|fault| Error::usage(explained(&fault)))?;
    let folder = folder.canonicalize().map_err(|fault| Error::read(shown(folder), fault))?;
    let here = folder
        .ancestors()
        .find_map(|above| metadata.packages.iter().position(|package| is_same(package.manifest_path.parent(), above)));
    let here = here
        .filter(|at| !is_same(metadata.packages[*at].manifest_path.parent(), metadata.workspace_root.as_std_path()));
    Ok((metadata, here))
}

fn taking_part(metadata: &Metadata, here: Option<usize>) -> Result<Vec<Package>> {
    let members = match here {
        Some(at) => vec![&metadata.packages[at]],
        None => metadata.workspace_packages(),
    };
    let read = members.into_iter().filter_map(|package| read(metadata, package).transpose());
    let mut packages = read.collect::<Result<Vec<_>>>()?;
    packages.sort_by(|left, right| left.root.cmp(&right.root));
    Ok(packages)
}

/// cargo's own sentence, without the name of the program that said it.
pub(crate) fn explained(fault: &cargo_metadata::Error) -> String {
    match fault {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            let stderr = stderr.trim();
            stderr.strip_prefix("error: ").unwrap_or(stderr).to_owned()
        }
        other => format!("cannot ask cargo for the packages: {other}"),
    }
}

fn is_same(folder: Option<&cargo_metadata::camino::Utf8Path>, other: &Path) -> bool {
    folder.is_some_and(|folder| folder == other || folder.as_std_path().canonicalize().is_ok_and(|it| it == other))
}

/// The package, where it takes part.
fn read(metadata: &Metadata, package: &cargo_metadata::Package) -> Result<Option<Package>> {
    let Some(root) = package.manifest_path.parent().map(|root| root.as_std_path().to_owned()) else { return Ok(None) };
    // A registry alone says that there were sequences.
    let registry = root.join(Config::default().docs).join("registry.json");
    if !root.join(FILE).is_file() && !root.join("sequences").is_dir() && !registry.is_file() {
        return Ok(None);
    }
    let name = package.name.to_string();
    let mut library = None;
    let mut targets = Vec::new();
    for target in &package.targets {
        let is_library = |kind: &TargetKind| matches!(kind, TargetKind::Lib | TargetKind::RLib | TargetKind::DyLib);
        let id = if target.kind.iter().any(is_library) {
            library = Some(target.name.replace('-', "_"));
            name.clone()
        } else if target.is_test() {
            format!("{name}::{}", target.name)
        } else if target.is_bin() {
            format!("{name}::bin/{}", target.name)
        } else {
            continue;
        };
        if let Ok(path) = target.src_path.as_std_path().strip_prefix(&root) {
            targets.push(Target { path: shown(path), id });
        }
    }
    let target_folder = metadata.target_directory.as_std_path().to_owned();
    let folder = root.strip_prefix(metadata.workspace_root.as_std_path()).map(shown).unwrap_or_default();
    let config = Config::read(&root)?;
    let manifest = Manifest::of(metadata, package);
    Ok(Some(Package { config, name, root, library, target_folder, targets, folder, manifest, is_cargo: true }))
}
