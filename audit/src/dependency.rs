//! What a package depends on: what its manifest says, and what cargo made of that.

use std::fs;
use std::path::PathBuf;

use cargo_metadata::semver::{Version, VersionReq};
use cargo_metadata::{DependencyKind, MetadataCommand};
use symphony_codegen::discover::{Found, discover};
use symphony_codegen::json;
use symphony_codegen::source::{Source, Sources};

use crate::config::Config;
use crate::facts::Facts;
use crate::project::{Package, explained};
use crate::survey::Surveyed;

/// The file that says what a package depends on.
pub const MANIFEST: &str = "Cargo.toml";

/// What is known of a package without resolving anything.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// What it depends on itself.
    pub dependencies: Vec<Declared>,
    /// The packages of its workspace, itself among them.
    pub members: Vec<Member>,
}

/// A dependency as a manifest declares it.
#[derive(Clone, Debug)]
pub struct Declared {
    /// By which name the package knows it.
    pub key: String,
    /// The package that it is.
    pub package: String,
    /// Which versions will do.
    pub requirement: VersionReq,
    /// Whether it is for the code, for the tests, or for the build script.
    pub kind: DependencyKind,
}

/// A package of a workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
    /// Its folder.
    pub root: PathBuf,
}

/// What has a name that a sequence requires.
#[derive(Clone, Copy, Debug)]
pub enum Provider<'f> {
    /// A sequence of the same package.
    Sequence(&'f Surveyed<'f>),
    /// A dependency.
    Dependency(&'f Declared),
    /// A package of the workspace.
    Member(&'f Member),
}

/// What cargo made of a manifest.
#[derive(Debug)]
pub struct Dependencies {
    /// The packages that the package depends on itself, with the version of each; or why that is not known.
    resolved: Result<Vec<(String, Version)>, String>,
}

impl Manifest {
    pub(crate) fn of(metadata: &cargo_metadata::Metadata, package: &cargo_metadata::Package) -> Self {
        let declared = |it: &cargo_metadata::Dependency| Declared {
            key: it.rename.clone().unwrap_or_else(|| it.name.clone()),
            package: it.name.clone(),
            requirement: it.req.clone(),
            kind: it.kind,
        };
        let member = |it: &cargo_metadata::Package| {
            let root = it.manifest_path.parent()?.as_std_path().to_owned();
            Some(Member { name: it.name.to_string(), version: it.version.clone(), root })
        };
        Self {
            dependencies: package.dependencies.iter().map(declared).collect(),
            members: metadata.workspace_packages().into_iter().filter_map(member).collect(),
        }
    }

    /// The package of the workspace that has this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|it| is_same(&it.name, name))
    }
}

impl Dependencies {
    /// Asks cargo, which neither writes nor loads anything for it.
    pub(crate) fn resolve(package: &Package) -> Self {
        Self { resolved: resolved(package) }
    }

    /// The version that a dependency has. Nothing where cargo has none for it.
    ///
    /// # Errors
    /// Why no version is known.
    pub fn version(&self, dependency: &Declared) -> Result<Option<&Version>, &str> {
        let resolved = self.resolved.as_ref().map_err(String::as_str)?;
        let is_meant = |(name, version): &&(String, Version)| {
            *name == dependency.package && dependency.requirement.matches(version)
        };
        Ok(resolved.iter().find(is_meant).map(|(_, version)| version))
    }
}

fn resolved(package: &Package) -> Result<Vec<(String, Version)>, String> {
    let manifest = package.root.join(MANIFEST);
    let mut command = MetadataCommand::new();
    // Without `--locked` it would write a lock file; a network is not always there.
    let options = ["--offline", "--locked", "--all-features"].map(str::to_owned).to_vec();
    command.manifest_path(&manifest).other_options(options);
    let metadata = command.exec().map_err(|fault| first_line(&explained(&fault), package))?;
    let own = metadata.packages.iter().find(|it| {
        let (path, manifest) = (it.manifest_path.as_std_path().canonicalize(), manifest.canonicalize());
        path.is_ok_and(|path| manifest.is_ok_and(|manifest| path == manifest))
    });
    let resolve = metadata.resolve.as_ref();
    let node = own.and_then(|own| resolve?.nodes.iter().find(|node| node.id == own.id));
    let node = node.ok_or("cargo does not say what it depends on")?;
    let packages = node.deps.iter().filter_map(|it| metadata.packages.iter().find(|package| package.id == it.pkg));
    Ok(packages.map(|package| (package.name.to_string(), package.version.clone())).collect())
}

/// cargo's sentence without what comes after it, and without the folder that the package happens to be in.
fn first_line(words: &str, package: &Package) -> String {
    let line = words.lines().next().unwrap_or_default();
    let root = package.root.display().to_string();
    let workspace = root.strip_suffix(&package.folder).unwrap_or(&root);
    line.replace(workspace.trim_end_matches('/'), ".")
}

/// Cargo takes `-` and `_` for the same where code names a package.
pub(crate) fn is_same(left: &str, right: &str) -> bool {
    left.replace('-', "_") == right.replace('-', "_")
}

/// What has a name: a sequence, or else a dependency, or else a package of the workspace.
#[must_use]
pub fn provider<'f>(facts: &'f Facts<'_>, name: &str) -> Option<Provider<'f>> {
    let manifest = &facts.survey.package.manifest;
    let dependency = || manifest.dependencies.iter().find(|it| is_same(&it.key, name) || is_same(&it.package, name));
    let sequence = facts.sequence(name).map(Provider::Sequence);
    sequence.or_else(|| dependency().map(Provider::Dependency)).or_else(|| manifest.member(name).map(Provider::Member))
}

/// Whether another package of the workspace has a sequence of that id.
#[must_use]
pub fn is_sequence_elsewhere(manifest: &Manifest, id: &str) -> bool {
    manifest.members.iter().any(|member| {
        let mut found = Found::default();
        for root in Config::read(&member.root).map(|config| config.sequences).unwrap_or_default() {
            // What cannot be read there is said where that package is judged.
            let _ = discover(&member.root, &root, &mut found);
        }
        found.files.iter().any(|(_, path)| fs::read_to_string(path).is_ok_and(|text| has_id(&text, id)))
    })
}

fn has_id(text: &str, id: &str) -> bool {
    if !text.contains(id) {
        return false;
    }
    let mut sources = Sources::new();
    let source = sources.add(Source::new("", text));
    let root = json::parse(source, sources.get(source)).root;
    let own = root.as_ref().and_then(|root| root.get("id").or(root.get("sequenceId"))?.as_str());
    own == Some(id)
}
