//! The record of a performance, kept as JSON however it ended.

use std::path::{Path, PathBuf};

use serde::Serialize;
use symphony::Record;

use crate::build_pipeline_symphony::{ArtifactManifest, HostMetrics, Manifest, Output, PackageMetrics};
use crate::context::run_folder;
use crate::error::Result;
use crate::files;

const FILE: &str = "performance.json";

/// A performance as it is kept: how it ended, and its record.
#[derive(Serialize)]
pub(crate) struct Kept<'p> {
    #[serde(flatten)]
    pub(crate) ending: Ending<'p>,
    pub(crate) record: &'p Record,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending<'p> {
    Output {
        manifests: &'p [Manifest],
        package_metrics: &'p PackageMetrics,
        host_metrics: &'p HostMetrics,
        artifact_manifest: &'p ArtifactManifest,
    },
    Failure {
        message: String,
        evidence: &'p [String],
    },
}

impl<'p> Ending<'p> {
    pub(crate) fn of(output: &'p Output) -> Self {
        let Output { manifests, package_metrics, host_metrics, artifact_manifest } = output;
        Self::Output { manifests, package_metrics, host_metrics, artifact_manifest }
    }
}

/// Keeps a performance as the last one and, where it has them, in the folder of its run and in its archive.
pub(crate) fn keep(out: Option<&PathBuf>, kept: &Kept<'_>) -> Result<()> {
    let Some(out) = out else {
        eprintln!("no record is kept, for there is no workspace to keep it in; name a folder with --out");
        return Ok(());
    };
    let id = kept.record.correlation_id();
    let json = files::json(kept)?;
    for folder in [run_folder(out, id), out.join("archive").join(id)] {
        let path = folder.join(FILE);
        // A run that found its folder taken has none, and leaves the other one's record alone.
        if folder.is_dir() && !path.exists() {
            files::write(&path, &json)?;
        }
    }
    write_last(out, &json)
}

fn write_last(out: &Path, json: &[u8]) -> Result<()> {
    let path = out.join(FILE);
    files::write(&path, json)?;
    eprintln!("the record of the performance is {}", path.display());
    Ok(())
}
