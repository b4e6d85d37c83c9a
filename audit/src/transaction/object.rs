//! Bytes by their SHA-256.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{durably, sync_folders};
use crate::error::{Error, Result, shown};
use crate::provenance::sha256;

/// Keeps bytes, where they are not kept already.
pub(super) fn keep<'b>(store: &Path, all: impl Iterator<Item = &'b [u8]>) -> Result {
    for bytes in all {
        let path = path(store, &sha256(bytes));
        if !fs::read(&path).is_ok_and(|present| present == bytes) {
            durably(&path, bytes, None, "").map_err(|fault| Error::write(shown(&path), fault))?;
        }
    }
    sync_folders([path(store, "")]);
    Ok(())
}

/// The bytes of that name.
pub(super) fn read(store: &Path, name: &str) -> Result<Vec<u8>> {
    let path = path(store, name);
    let bytes = fs::read(&path).map_err(|fault| Error::read(shown(&path), fault))?;
    if sha256(&bytes) == name {
        return Ok(bytes);
    }
    Err(Error::usage(format!("`{}` is not what it was: what it kept is lost", shown(&path))))
}

fn path(store: &Path, name: &str) -> PathBuf {
    store.join("objects").join(name)
}
