//! The last stable state: what later builds are compared with, and what a build that fails leaves as it was.

use std::collections::BTreeMap;
use std::path::Path;

use crate::build_pipeline_symphony::{ArtifactManifest, Manifest, PackageMetrics, Seal, StableState};
use crate::error::{Error, Result};
use crate::files;

const FILE: &str = "stable.json";

pub(crate) fn read(out: &Path) -> Result<Option<StableState>> {
    let path = out.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    files::read_json(&path)
        .map(Some)
        .map_err(|error| Error::new(format!("{error}; delete it to build without a state to compare with")))
}

/// Makes a build that ended well the stable one.
pub(crate) fn promote(
    out: &Path,
    manifests: &[Manifest],
    packages: &PackageMetrics,
    artifacts: &ArtifactManifest,
) -> Result<()> {
    let state = StableState {
        correlation_id: artifacts.correlation_id.clone(),
        manifests: manifests.iter().map(|manifest| (manifest.name.clone(), manifest.sha256.clone())).collect(),
        packages: packages.baselines.clone(),
        artifacts: artifacts
            .artifacts
            .iter()
            .map(|hashed| {
                let seal = Seal { sha256: hashed.sha256.clone(), modified: hashed.artifact.modified };
                (files::portable(&hashed.artifact.path), seal)
            })
            .collect::<BTreeMap<_, _>>(),
    };
    files::write_json(&out.join(FILE), &state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn is_read_back_as_it_was_promoted() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(read(out.path()).unwrap(), None);
        let artifacts = sample::artifact_manifest();
        promote(out.path(), &[], &sample::package_metrics(), &artifacts).unwrap();
        let state = read(out.path()).unwrap().unwrap();
        assert_eq!(state.correlation_id, artifacts.correlation_id);
        assert_eq!(state.artifacts.len(), artifacts.artifacts.len());
    }

    #[test]
    fn one_that_cannot_be_read_says_what_to_do() {
        let out = tempfile::tempdir().unwrap();
        std::fs::write(out.path().join(FILE), "{").unwrap();
        let error = read(out.path()).unwrap_err().to_string();
        assert!(error.contains("delete it"), "{error}");
    }
}
