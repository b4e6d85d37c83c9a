//! What tests start from: a small workspace, and facts as a build without faults records them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::build_pipeline_symphony::*;
use crate::{context, files};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/workspace");
pub(crate) const ROOT: &str = include_str!("../tests/workspace/Cargo.toml");
pub(crate) const APP: &str = include_str!("../tests/workspace/app/Cargo.toml");
pub(crate) const MIDDLE: &str = include_str!("../tests/workspace/middle/Cargo.toml");
pub(crate) const BASE: &str = include_str!("../tests/workspace/base/Cargo.toml");

/// Three packages, of which each needs the next, and a program.
pub(crate) fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in files::below(Path::new(WORKSPACE)).unwrap() {
        files::write(&folder.path().join(files::relative(Path::new(WORKSPACE), &path)), &files::read(&path).unwrap())
            .unwrap();
    }
    folder
}

/// The workspace as it is loaded the second time, when its lock file is there.
pub(crate) fn context(root: &Path) -> BuildContext {
    let root = root.canonicalize().unwrap();
    let request = BuildRequest { out: Some(root.join("out")), path: root, profile: Profile::Dev, offline: true };
    let located = context::locate(&request).unwrap();
    BuildContext { lock: LockState::Current, ..context::load(&located, &request, "sample").unwrap() }
}

pub(crate) fn registry(context: &BuildContext) -> Vec<Domain> {
    crate::domains::registry(context, &Domains { sequences: Vec::new(), advice: BTreeMap::new() })
}

pub(crate) fn package(name: &str, needs: &[&str]) -> Package {
    Package {
        id: name.to_owned(),
        name: name.to_owned(),
        version: "0.1.0".to_owned(),
        folder: PathBuf::from(name),
        description: None,
        authors: Vec::new(),
        repository: None,
        license: None,
        edition: "2024".to_owned(),
        rust_version: None,
        publishable: false,
        needs: needs.iter().map(ToString::to_string).collect(),
        requirements: BTreeMap::new(),
        targets: Vec::new(),
        lines: 0,
    }
}

pub(crate) fn elsewhere(name: &str, version: &str) -> Dependency {
    Dependency { name: name.to_owned(), version: version.to_owned() }
}

pub(crate) fn sequence(id: &str, events: &[&str]) -> Domain {
    Domain {
        id: id.to_owned(),
        kind: DomainKind::Sequence,
        source: PathBuf::from(format!("sequences/{id}.json")),
        package: None,
        needs: Vec::new(),
        parts: events.len(),
        silent: 0,
        events: events.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn agent() -> Agent {
    Agent { cargo: "cargo 1.88.0".to_owned(), rustc: "rustc 1.88.0".to_owned(), host: "a-host".to_owned() }
}

pub(crate) fn validation() -> ValidationResults {
    let why = "Cargo.lock fits the manifests".to_owned();
    let rule = GovernanceRule { code: "LOCK_FILE".to_owned(), state: RuleState::Upheld, why };
    ValidationResults { domains: 3, advice: BTreeMap::new(), rules: vec![rule], agent: agent() }
}

pub(crate) fn lint() -> LintResults {
    LintResults { warnings: BTreeMap::new(), unformatted: BTreeMap::new() }
}

pub(crate) fn authorities(registry: &[Domain]) -> Vec<Authority> {
    let authority = |domain: &Domain| Authority {
        domain: domain.id.clone(),
        kind: domain.kind,
        owners: vec!["somebody".to_owned()],
        builder: agent().rustc,
        source: Some(files::sha256(b"source")),
        artifacts: vec![files::sha256(b"artifact")],
    };
    registry.iter().map(authority).collect()
}

pub(crate) fn artifact_manifest() -> ArtifactManifest {
    let artifact = |package: &str, path: &str, kind, bytes| HashedArtifact {
        artifact: Artifact {
            package: package.to_owned(),
            target: package.to_owned(),
            kind,
            path: PathBuf::from(path),
            bytes,
            modified: 1,
        },
        sha256: files::sha256(path.as_bytes()),
    };
    ArtifactManifest {
        correlation_id: "sample".to_owned(),
        profile: Profile::Dev,
        artifacts: vec![
            artifact("base", "debug/libbase.rlib", TargetKind::Library, 10),
            artifact("app", "debug/app", TargetKind::Binary, 20),
        ],
    }
}

pub(crate) fn signatures() -> Signatures {
    Signatures { verified: 2, unchanged: 2, changed: Vec::new(), added: Vec::new(), gone: Vec::new() }
}

pub(crate) fn package_metrics() -> PackageMetrics {
    PackageMetrics {
        packages: 3,
        compiled: 3,
        fresh: 0,
        warnings: 0,
        milliseconds: 1500,
        baselines: BTreeMap::new(),
        slower: Vec::new(),
    }
}

pub(crate) fn stable_state() -> StableState {
    StableState {
        correlation_id: "before".to_owned(),
        manifests: BTreeMap::new(),
        packages: BTreeMap::new(),
        artifacts: BTreeMap::new(),
    }
}

pub(crate) fn report() -> BuildReport {
    let dimension = Dimension {
        name: "governance".to_owned(),
        score: 0.9,
        band: Band::Good,
        reasons: vec!["LINTS: none".to_owned()],
    };
    BuildReport {
        correlation_id: "sample".to_owned(),
        level: "mf".to_owned(),
        profile: Profile::Dev,
        packages: package_metrics(),
        host: HostMetrics { programs: 1, bytes: 20, milliseconds: 100, largest: Some("app".to_owned()) },
        artifacts: crate::artifacts::record(&artifact_manifest(), &signatures()),
        manifests: ManifestState { entries: 9, changed: Vec::new() },
        conformity: vec![dimension],
        governance_page: PathBuf::from("governance.md"),
    }
}

pub(crate) fn build(name: &str) -> Build {
    Build { name: name.to_owned(), milliseconds: 1, compiled: 1, fresh: 0, warnings: 0, files: Vec::new() }
}

/// A target folder with files in it, and the build that is said to have made them.
pub(crate) struct BuiltFiles {
    _folder: TempDir,
    pub(crate) environment: BuildEnvironment,
    pub(crate) build: Build,
}

pub(crate) fn built(content: &[(&str, &str)]) -> BuiltFiles {
    let folder = tempfile::tempdir().unwrap();
    let target_dir = folder.path().to_path_buf();
    let mut build = build("built");
    for (path, text) in content {
        let path = target_dir.join(path);
        files::write(&path, text.as_bytes()).unwrap();
        build.files.push(Built { package: "p".to_owned(), target: "t".to_owned(), kind: TargetKind::Library, path });
    }
    let environment = BuildEnvironment { logs: target_dir.join("logs"), target_dir, jobs: 1, flags: Vec::new() };
    BuiltFiles { _folder: folder, environment, build }
}
