//! What a build is about: the workspace as cargo sees it, the settings that change what cargo does, and the last stable
//! state.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::build_pipeline_symphony::{BuildContext, BuildRequest, Dependency, LockState, Package, Target, TargetKind};
use crate::cargo;
use crate::error::{Error, Result};
use crate::files;
use crate::stable;

/// Environment variables that change what cargo builds or how, and that hold no secret.
const SETTINGS: [&str; 11] = [
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_INCREMENTAL",
    "CARGO_NET_OFFLINE",
    "CARGO_TARGET_DIR",
    "RUSTC",
    "RUSTC_BOOTSTRAP",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
];
const SETTINGS_BEGIN: [&str; 2] = ["CARGO_BUILD_", "CARGO_PROFILE_"];

/// A workspace that was found, and where this program keeps what it writes for it.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) out: PathBuf,
}

/// Finds the workspace that a folder lies in, without resolving its dependencies.
pub(crate) fn locate(request: &BuildRequest) -> Result<Workspace> {
    let metadata = metadata(&folder_of(&request.path)?, request.offline, &["--no-deps"])?;
    let out = match &request.out {
        Some(out) => std::path::absolute(out).map_err(|error| Error::io("find", out, &error))?,
        None => metadata.target_directory.join("symphony").into_std_path_buf(),
    };
    Ok(Workspace { root: metadata.workspace_root.into_std_path_buf(), out })
}

pub(crate) fn load(workspace: &Workspace, request: &BuildRequest, correlation_id: &str) -> Result<BuildContext> {
    let Workspace { root, out } = workspace;
    let (metadata, lock) = resolve(root, request.offline)?;
    Ok(BuildContext {
        previous: stable::read(out)?,
        authors: authors(root)?,
        environment: env::vars().filter(|(name, _)| is_setting(name)).collect(),
        packages: packages(&metadata)?,
        dependencies: dependencies(&metadata),
        profile: request.profile,
        offline: request.offline,
        lock,
        run: open_run(out, correlation_id)?,
        correlation_id: correlation_id.to_owned(),
        out: out.clone(),
        root: root.clone(),
    })
}

/// What cargo makes of the workspace, and whether it had to touch the lock file for it.
fn resolve(root: &Path, offline: bool) -> Result<(Metadata, LockState)> {
    let lock_file = root.join("Cargo.lock");
    let before = std::fs::read(&lock_file).ok();
    let metadata = metadata(root, offline, &[])?;
    let lock = match before {
        None => LockState::Created,
        Some(before) if before == files::read(&lock_file)? => LockState::Current,
        Some(_) => LockState::Stale,
    };
    Ok((metadata, lock))
}

/// The crates from elsewhere that the workspace is built with, as cargo resolves them when the lock file may not change.
pub(crate) fn resolve_again(context: &BuildContext) -> Result<Vec<Dependency>> {
    metadata(&context.root, context.offline, &["--locked"]).map(|metadata| dependencies(&metadata))
}

fn folder_of(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
    if path.is_dir() {
        Ok(path)
    } else if path.is_file() && path.ends_with("Cargo.toml") {
        Ok(path.parent().unwrap_or(&path).to_path_buf())
    } else {
        Err(Error::new(format!(
            "{} is neither a folder nor a Cargo.toml; give the path of a workspace",
            path.display()
        )))
    }
}

fn metadata(folder: &Path, offline: bool, flags: &[&str]) -> Result<Metadata> {
    let mut command = cargo::tool("cargo", folder);
    command.args(["metadata", "--format-version", "1"]).args(flags).args(offline.then_some("--offline"));
    MetadataCommand::parse(cargo::ask(command)?)
        .map_err(|error| Error::new(format!("cannot read what `cargo metadata` prints: {error}")))
}

/// Where a run keeps what it writes.
pub(crate) fn run_folder(out: &Path, correlation_id: &str) -> PathBuf {
    out.join("runs").join(correlation_id)
}

/// Makes the folder of this run. One that is there already belongs to another run of the same name.
fn open_run(out: &Path, correlation_id: &str) -> Result<PathBuf> {
    let run = run_folder(out, correlation_id);
    files::make_folder(run.parent().unwrap_or(out))?;
    std::fs::create_dir(&run).map_err(|error| {
        Error::new(format!("cannot open the run {}: {error}; each run needs its own correlation id", run.display()))
    })?;
    Ok(run)
}

fn is_setting(name: &str) -> bool {
    SETTINGS.contains(&name) || SETTINGS_BEGIN.iter().any(|begin| name.starts_with(begin))
}

/// Who answers for the workspace as a whole.
fn authors(root: &Path) -> Result<Vec<String>> {
    let manifest = read_manifest(&root.join("Cargo.toml"))?;
    let declared = manifest.get("workspace").and_then(|workspace| workspace.get("package")).or(manifest.get("package"));
    let authors = declared.and_then(|package| package.get("authors")).and_then(toml::Value::as_array);
    Ok(authors.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

/// A `Cargo.toml` as it stands, for what `cargo metadata` does not tell.
pub(crate) fn read_manifest(path: &Path) -> Result<toml::Table> {
    files::read_text(path)?.parse().map_err(|error| Error::new(format!("{} is no TOML: {error}", path.display())))
}

fn packages(metadata: &Metadata) -> Result<Vec<Package>> {
    let members: BTreeSet<_> = metadata.workspace_members.iter().collect();
    let packages = metadata.workspace_packages();
    let mut packages = packages.iter().map(|package| self::package(package)).collect::<Result<Vec<_>>>()?;
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        let Some(package) = packages.iter_mut().find(|package| package.id == node.id.repr) else { continue };
        let built_first = node.deps.iter().filter(|dependency| {
            // A package may need one for its tests that is built after it.
            let kinds = &dependency.dep_kinds;
            members.contains(&dependency.pkg) && kinds.iter().any(|info| info.kind != DependencyKind::Development)
        });
        package.needs = built_first.map(|dependency| metadata[&dependency.pkg].name.to_string()).collect();
        package.needs.sort();
    }
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(packages)
}

fn package(package: &cargo_metadata::Package) -> Result<Package> {
    let mut requirements = BTreeMap::new();
    for dependency in package.dependencies.iter().filter(|dependency| dependency.source.is_some()) {
        let requirement = requirements.entry(dependency.name.clone()).or_insert_with(String::new);
        if requirement != "*" {
            *requirement = dependency.req.to_string();
        }
    }
    let folder: PathBuf = package.manifest_path.parent().map(Into::into).unwrap_or_default();
    Ok(Package {
        id: package.id.repr.clone(),
        name: package.name.to_string(),
        version: package.version.to_string(),
        description: package.description.clone(),
        authors: package.authors.clone(),
        repository: package.repository.clone(),
        license: package.license.clone().or_else(|| package.license_file.as_ref().map(ToString::to_string)),
        edition: package.edition.to_string(),
        rust_version: package.rust_version.as_ref().map(ToString::to_string),
        publishable: package.publish.as_ref().is_none_or(|registries| !registries.is_empty()),
        needs: Vec::new(),
        requirements,
        targets: package.targets.iter().map(target).collect(),
        lines: lines(&folder)?,
        folder,
    })
}

/// How many lines of Rust there are in the folders that cargo knows.
fn lines(folder: &Path) -> Result<usize> {
    let mut lines = 0;
    for part in ["src", "tests", "examples", "benches"] {
        let files = files::below(&folder.join(part))?;
        for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
            lines += files::read(file)?.split(|byte| *byte == b'\n').count();
        }
    }
    Ok(lines)
}

fn target(target: &cargo_metadata::Target) -> Target {
    Target {
        name: target.name.clone(),
        kind: kind(target),
        source: target.src_path.clone().into(),
        gated: !target.required_features.is_empty(),
    }
}

pub(crate) fn kind(target: &cargo_metadata::Target) -> TargetKind {
    if target.is_bin() {
        TargetKind::Binary
    } else if target.is_example() {
        TargetKind::Example
    } else if target.is_test() {
        TargetKind::Test
    } else if target.is_bench() {
        TargetKind::Bench
    } else if target.is_custom_build() {
        TargetKind::Script
    } else {
        TargetKind::Library
    }
}

fn dependencies(metadata: &Metadata) -> Vec<Dependency> {
    let elsewhere = metadata.packages.iter().filter(|package| !metadata.workspace_members.contains(&package.id));
    let mut crates: Vec<_> = elsewhere
        .map(|package| Dependency { name: package.name.to_string(), version: package.version.to_string() })
        .collect();
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    crates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build_pipeline_symphony::Profile;
    use crate::sample;

    fn load(request: &BuildRequest, correlation_id: &str) -> Result<BuildContext> {
        super::load(&locate(request)?, request, correlation_id)
    }

    fn request(path: &Path, out: &Path) -> BuildRequest {
        BuildRequest { path: path.into(), out: Some(out.into()), profile: Profile::Dev, offline: true }
    }

    #[test]
    fn reads_a_workspace_from_within() {
        let workspace = sample::workspace();
        let root = workspace.path().canonicalize().unwrap();
        let context = load(&request(&root.join("app/src"), &root.join("out")), "one").unwrap();
        assert_eq!(context.root, root);
        assert_eq!(context.run, root.join("out/runs/one"));
        assert!(context.run.is_dir());
        assert_eq!(context.lock, LockState::Created);
        let needs: Vec<_> =
            context.packages.iter().map(|package| (package.name.as_str(), package.needs.join(" "))).collect();
        assert_eq!(needs, [("app", "middle".to_owned()), ("base", String::new()), ("middle", "base".to_owned())]);
        assert!(
            context.packages[0].targets.iter().any(|target| target.kind == TargetKind::Binary && target.name == "app")
        );
        assert_eq!(resolve_again(&context).unwrap(), context.dependencies);
    }

    #[test]
    fn sees_that_the_lock_file_was_stale() {
        let workspace = sample::workspace();
        let (root, out) = (workspace.path(), workspace.path().join("out"));
        load(&request(root, &out), "one").unwrap();
        assert_eq!(load(&request(root, &out), "two").unwrap().lock, LockState::Current);
        std::fs::write(root.join("base/Cargo.toml"), sample::BASE.replace("0.1.0", "0.2.0")).unwrap();
        std::fs::write(root.join("middle/Cargo.toml"), sample::MIDDLE.replace("path =", "version = \"0.2\", path ="))
            .unwrap();
        assert_eq!(load(&request(root, &out), "three").unwrap().lock, LockState::Stale);
    }

    #[test]
    fn refuses_what_is_no_workspace() {
        let check = |path: &Path, expect: &str| {
            let out = tempfile::tempdir().unwrap();
            let error = locate(&request(path, out.path())).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check(Path::new("no/such/folder"), "is neither a folder nor a Cargo.toml");
        let empty = tempfile::tempdir().unwrap();
        check(empty.path(), "could not find `Cargo.toml`");
    }

    #[test]
    fn a_run_has_its_own_folder() {
        let workspace = sample::workspace();
        let out = workspace.path().join("out");
        load(&request(workspace.path(), &out), "one").unwrap();
        let error = load(&request(workspace.path(), &out), "one").unwrap_err().to_string();
        assert!(error.contains("each run needs its own correlation id"), "{error}");
    }

    #[test]
    fn keeps_settings_and_no_secrets() {
        assert!(is_setting("RUSTFLAGS") && is_setting("CARGO_BUILD_JOBS"));
        assert!(!is_setting("CARGO_REGISTRY_TOKEN") && !is_setting("HOME"));
    }
}
