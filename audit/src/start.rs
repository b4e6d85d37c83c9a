//! How a crate starts with Symphony: a [new](new()) one, or one that is [there already](init()).

mod cargo;
mod crates;
pub mod init;
mod manifest;
mod name;
pub mod new;
mod words;

use std::path::Path;

pub use crates::Crates;
pub use init::{init, unobstructed};
pub use new::new;

use crate::error::Result;
use crates::{CODEGEN, RUNTIME};
use manifest::Manifest;

/// The manifest with what a crate with sequences depends on; with a build script or without. It is not saved yet.
fn depend(manifest: &Path, crates: &Crates, has_script: bool) -> Result<Manifest> {
    let root = cargo::metadata(manifest)?.workspace_root.join("Cargo.toml");
    let mut manifest = Manifest::read(manifest)?;
    let workspace = if root == manifest.path() { None } else { Some(Manifest::read(root.as_std_path())?) };
    manifest.require("dependencies", &RUNTIME, crates, workspace.as_ref())?;
    if has_script {
        manifest.require("build-dependencies", &CODEGEN, crates, workspace.as_ref())?;
    }
    Ok(manifest)
}
