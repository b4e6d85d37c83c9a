//! What the builds produced: collected, hashed and listed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::build_pipeline_symphony::{
    Artifact, ArtifactManifest, ArtifactMetrics, Build, BuildContext, BuildEnvironment, Built, HashedArtifact,
    Signatures,
};
use crate::error::{Result, counted, none_of};
use crate::files;

/// Each file that cargo said it made, once, by its path below the target folder.
pub(crate) fn collect(environment: &BuildEnvironment, packages: &[Build], host: &Build) -> Result<Vec<Artifact>> {
    let files = packages.iter().chain([host]).flat_map(|build| &build.files);
    let files: BTreeMap<_, _> = files.map(|file| (file.path.as_path(), file)).collect();
    let missing = files.keys().filter(|path| !path.exists());
    let missing =
        missing.map(|path| format!("cargo said that it made {}, which is not there", path.display())).collect();
    none_of(missing, |number| format!("{} missing", counted(number, "artifact")))?;
    // Debug information may be a folder; it is made from the program beside it.
    files.values().filter(|file| file.path.is_file()).map(|file| artifact(&environment.target_dir, file)).collect()
}

fn artifact(target_dir: &Path, file: &Built) -> Result<Artifact> {
    let (bytes, modified) = files::size_and_age(&file.path)?;
    Ok(Artifact {
        package: file.package.clone(),
        target: file.target.clone(),
        kind: file.kind,
        path: files::relative(target_dir, &file.path),
        bytes,
        modified,
    })
}

pub(crate) fn hash(environment: &BuildEnvironment, artifacts: &[Artifact]) -> Result<Vec<HashedArtifact>> {
    let hashed = artifacts.iter().map(|artifact| {
        let sha256 = files::sha256_of(&environment.target_dir.join(&artifact.path))?;
        Ok(HashedArtifact { artifact: artifact.clone(), sha256 })
    });
    hashed.collect()
}

/// Lists the artifacts as JSON, and their hashes in the form that `sha256sum --check` reads in the target folder.
pub(crate) fn manifest(context: &BuildContext, hashed: &[HashedArtifact]) -> Result<ArtifactManifest> {
    let manifest = ArtifactManifest {
        correlation_id: context.correlation_id.clone(),
        profile: context.profile,
        artifacts: hashed.to_vec(),
    };
    files::write_json(&context.run.join("artifacts.json"), &manifest)?;
    files::write(&context.run.join("SHA256SUMS"), sums(hashed).as_bytes())?;
    Ok(manifest)
}

pub(crate) fn sums(hashed: &[HashedArtifact]) -> String {
    hashed.iter().fold(String::new(), |mut sums, hashed| {
        let _ = writeln!(sums, "{}  {}", hashed.sha256, files::portable(&hashed.artifact.path));
        sums
    })
}

pub(crate) fn record(manifest: &ArtifactManifest, signatures: &Signatures) -> ArtifactMetrics {
    let mut bytes_by_kind = BTreeMap::new();
    for HashedArtifact { artifact, .. } in &manifest.artifacts {
        *bytes_by_kind.entry(artifact.kind.to_string()).or_default() += artifact.bytes;
    }
    ArtifactMetrics {
        files: manifest.artifacts.len(),
        bytes: bytes_by_kind.values().sum(),
        bytes_by_kind,
        signatures: signatures.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_file_is_collected_once_and_hashed() {
        let built = sample::built(&[("b.rlib", "!<arch>\nb"), ("a", "\u{7f}ELF")]);
        let artifacts = collect(&built.environment, std::slice::from_ref(&built.build), &built.build).unwrap();
        let paths: Vec<_> =
            artifacts.iter().map(|artifact| (files::portable(&artifact.path), artifact.bytes)).collect();
        assert_eq!(paths, [("a".to_owned(), 4), ("b.rlib".to_owned(), 9)]);
        let hashed = hash(&built.environment, &artifacts).unwrap();
        assert_eq!(hashed[0].sha256, files::sha256(b"\x7fELF"));
        assert!(sums(&hashed).ends_with("  b.rlib\n"), "{}", sums(&hashed));
    }

    #[test]
    fn a_file_that_is_gone_is_an_error() {
        let built = sample::built(&[("a", "\u{7f}ELF")]);
        std::fs::remove_file(built.environment.target_dir.join("a")).unwrap();
        let error = collect(&built.environment, &[], &built.build).unwrap_err();
        assert_eq!(error.to_string(), "1 artifact missing");
    }

    #[test]
    fn the_manifest_is_left_in_the_run() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let hashed = sample::artifact_manifest().artifacts;
        let manifest = manifest(&context, &hashed).unwrap();
        assert_eq!(files::read_json::<ArtifactManifest>(&context.run.join("artifacts.json")).unwrap(), manifest);
        assert_eq!(files::read_text(&context.run.join("SHA256SUMS")).unwrap(), sums(&hashed));
        let metrics = record(&manifest, &sample::signatures());
        assert_eq!((metrics.files, metrics.bytes), (2, 30));
        assert_eq!(metrics.bytes_by_kind, BTreeMap::from([("binary".to_owned(), 20), ("library".to_owned(), 10)]));
    }
}
