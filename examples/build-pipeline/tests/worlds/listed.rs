//! What the manifest of artifacts lists, held against the files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::stage::{Stage, in_run};

/// The artifacts that a run lists: path in the target folder, and hash.
pub(crate) fn hashes(stage: &Stage) -> BTreeMap<String, String> {
    let manifest = stage.workspace.json(&in_run("artifacts.json"));
    let artifacts = manifest["artifacts"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let hashes: BTreeMap<_, _> =
        artifacts.iter().map(|listed| (text(&listed["artifact"]["path"]), text(&listed["sha256"]))).collect();
    assert_eq!(hashes.len(), artifacts.len(), "{manifest}");
    hashes
}

/// Expects each line of a list of hashes to fit a file in a folder.
pub(crate) fn expect_fitting(sums: &str, folder: &Path) {
    assert!(sums.lines().count() > 0);
    for line in sums.lines() {
        let (hash, path) = line.split_once("  ").unwrap();
        assert_eq!(sha256_of(&folder.join(path)), hash, "{path}");
    }
}

pub(crate) fn sha256_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Sha256::digest(bytes).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}
