//! What cargo says of a package.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::error::{Error, Result, shown};
use crate::project::explained;

/// What cargo knows of the workspace of a manifest.
///
/// # Errors
/// With cargo's own words, where it refuses the manifest.
pub(super) fn metadata(manifest: &Path) -> Result<Metadata> {
    let metadata = MetadataCommand::new().no_deps().manifest_path(manifest).exec();
    metadata.map_err(|fault| Error::usage(explained(&fault)))
}

/// The manifest that cargo uses in a folder.
///
/// # Errors
/// With cargo's own words, where there is none.
pub(super) fn manifest(folder: &Path) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["locate-project", "--message-format", "plain"]).current_dir(folder).output();
    let output = output.map_err(|fault| Error::read(shown(folder), fault))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let stderr = stderr.trim();
        return Err(Error::usage(stderr.strip_prefix("error: ").unwrap_or(stderr)));
    }
    let path = String::from_utf8_lossy(&output.stdout);
    Ok(PathBuf::from(path.trim_end_matches(['\r', '\n'])))
}
