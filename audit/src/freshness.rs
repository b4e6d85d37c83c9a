//! What is on the disk, against what should be there.

mod diff;
mod disk;
mod seal;

pub use diff::diff;
pub use disk::Disk;
pub(crate) use seal::Seal;

use crate::generate::OrphanState;
use crate::skeleton::Drift;

/// A file that is not what it should be. Paths start at the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Where it is.
    pub path: String,
    /// The files of the sequences that it is generated from.
    pub sources: Vec<String>,
    /// What is wrong with it.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is not there.
    Missing {
        /// What it should hold.
        wanted: String,
    },
    /// It holds something else.
    Differs {
        /// What it holds.
        present: String,
        /// What it should hold.
        wanted: String,
    },
    /// Nothing is generated into it any more.
    Orphan(OrphanState),
    /// It is a skeleton of tests that was not written yet.
    Skeleton,
    /// It is a file of tests that does not fit its sequence.
    Drift(Drift),
}

impl Stale {
    /// The command that mends it, where one does.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match &self.what {
            What::Missing { .. } | What::Differs { .. } | What::Skeleton => "cargo symphony generate",
            What::Orphan(OrphanState::Unchanged) => "cargo symphony generate --prune",
            What::Drift(drift) if !drift.missing.is_empty() => "cargo symphony generate --append",
            What::Orphan(_) | What::Drift(_) => "",
        }
    }
}
