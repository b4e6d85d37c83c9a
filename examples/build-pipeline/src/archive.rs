//! A build in one folder, to be kept.

use std::path::{Path, PathBuf};

use crate::build_pipeline_symphony::{ArtifactManifest, BuildContext, BuildEnvironment};
use crate::error::{Error, Result, counted, none_of};
use crate::files;

/// The folder of the archive.
pub(crate) fn folder(context: &BuildContext) -> PathBuf {
    context.out.join("archive").join(&context.correlation_id)
}

/// What is not archived whole does not get the archive's name.
fn unfinished(context: &BuildContext) -> PathBuf {
    context.out.join("archive").join(format!("{}.unfinished", context.correlation_id))
}

/// Copies the artifacts, and checks the copies against their hashes.
pub(crate) fn artifacts(
    context: &BuildContext,
    environment: &BuildEnvironment,
    manifest: &ArtifactManifest,
) -> Result<()> {
    let to = unfinished(context).join("artifacts");
    let mut findings = Vec::new();
    for hashed in &manifest.artifacts {
        let copy = files::inside(&to, &hashed.artifact.path);
        self::copy(&environment.target_dir.join(&hashed.artifact.path), &copy)?;
        if files::sha256_of(&copy)? != hashed.sha256 {
            findings.push(format!("{} is not what was hashed", copy.display()));
        }
    }
    none_of(findings, |number| format!("{} archived wrongly", counted(number, "artifact")))
}

/// Copies all that the run has written so far, logs and manifests and reports, which finishes the archive. Gives the
/// number of these files.
pub(crate) fn run(context: &BuildContext) -> Result<usize> {
    let (unfinished, folder) = (unfinished(context), folder(context));
    let written = files::below(&context.run)?;
    for path in &written {
        copy(path, &files::inside(&unfinished, &files::relative(&context.run, path)))?;
    }
    std::fs::rename(&unfinished, &folder).map_err(|error| Error::io("finish the archive", &folder, &error))?;
    Ok(written.len())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    files::make_folder(to.parent().unwrap_or(to))?;
    std::fs::copy(from, to).map(|_| ()).map_err(|error| Error::io("archive", from, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn copies_artifacts_and_the_run() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let built = sample::built(&[("debug/a", "\u{7f}ELF")]);
        let found = crate::artifacts::collect(&built.environment, &[], &built.build).unwrap();
        let hashed = crate::artifacts::hash(&built.environment, &found).unwrap();
        let mut manifest = crate::artifacts::manifest(&context, &hashed).unwrap();
        artifacts(&context, &built.environment, &manifest).unwrap();
        assert_eq!(run(&context).unwrap(), 2);
        let names: Vec<_> = files::below(&folder(&context))
            .unwrap()
            .iter()
            .map(|path| files::portable(&files::relative(&folder(&context), path)))
            .collect();
        assert_eq!(names, ["SHA256SUMS", "artifacts/debug/a", "artifacts.json"]);

        manifest.artifacts[0].sha256 = "other".to_owned();
        let error = artifacts(&context, &built.environment, &manifest).unwrap_err();
        assert_eq!(error.to_string(), "1 artifact archived wrongly");
    }
}
