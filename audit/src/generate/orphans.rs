//! What was generated once and is not any more.

use std::collections::{BTreeMap, HashSet};

use crate::error::Result;
use crate::freshness::Disk;
use crate::provenance::{Provenance, is_ours, sha256};

/// A file of ours that nothing is generated into any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// Where it is, from the package on.
    pub path: String,
    /// The SHA-256 that it had when it was generated, where that is recorded.
    pub sha256: Option<String>,
    /// Whether it is still what was generated.
    pub state: OrphanState,
}

/// Whether an orphan is still what was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrphanState {
    /// It is.
    Unchanged,
    /// Somebody changed it.
    Changed,
    /// It says that it was generated, and no list knows it.
    Unlisted,
}

/// The orphans of a package: what the list knows and nobody wants, and what else says that it is ours.
pub(super) fn find(disk: &Disk<'_>, list: &Provenance, wanted: &HashSet<&str>) -> Result<Vec<Orphan>> {
    let mut candidates: BTreeMap<String, Option<String>> = BTreeMap::new();
    for path in disk.present()? {
        candidates.insert(path, None);
    }
    for (path, sha256) in list.known().filter(|(path, _)| disk.is_inside(path)) {
        candidates.insert(path.to_owned(), Some(sha256.to_owned()).filter(|it| !it.is_empty()));
    }
    let mut orphans = Vec::new();
    for (path, recorded) in candidates {
        if wanted.contains(path.as_str()) {
            continue;
        }
        // What does not say any more that it is ours has become somebody's.
        let Some(text) = disk.read(&path)?.filter(|text| is_ours(text)) else { continue };
        let state = match &recorded {
            None => OrphanState::Unlisted,
            Some(recorded) if *recorded == sha256(&text) => OrphanState::Unchanged,
            Some(_) => OrphanState::Changed,
        };
        orphans.push(Orphan { path, sha256: recorded, state });
    }
    Ok(orphans)
}

/// Removes the orphans that are still what was generated.
pub(super) fn prune(disk: &Disk<'_>, orphans: &mut Vec<Orphan>) -> Result<Vec<String>> {
    let mut pruned = Vec::new();
    for orphan in orphans.iter().filter(|orphan| orphan.state == OrphanState::Unchanged) {
        disk.remove(&orphan.path)?;
        pruned.push(orphan.path.clone());
    }
    orphans.retain(|orphan| orphan.state != OrphanState::Unchanged);
    Ok(pruned)
}
