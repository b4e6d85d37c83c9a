//! What a check came to, as data; how it is written is `format`'s business.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::{Place, Sources};

use crate::freshness::Stale;
use crate::identity::Identity;
use crate::level::Level;
use crate::project::Package;
use crate::score::Scores;

/// What was found in everything that was looked at.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Each package, or set of files that are no package's.
    pub judgements: Vec<Judgement>,
}

/// What was found in a package.
#[derive(Debug)]
pub struct Judgement {
    /// The package.
    pub package: Package,
    /// The texts that findings point at; their paths start at the package.
    pub sources: Sources,
    /// What was found, in the order of places.
    pub entries: Vec<Entry>,
    /// What is stale; nothing where that cannot be known, since a sequence has an error, or there is no package.
    pub stale: Option<Vec<Stale>>,
    /// What could not be judged. It did not pass.
    pub unevaluated: Vec<Unevaluated>,
    /// How much was looked at.
    pub counts: Counts,
    /// The scores, or why there are none.
    pub scores: Result<Scores, &'static str>,
}

/// A finding, and what is done with it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was found.
    pub finding: Finding,
    /// By what it is known.
    pub identity: Identity,
    /// What it does to the check.
    pub level: Level,
    /// Why it is not counted, where it is not.
    pub suppression: Option<Suppression>,
    /// Whether the baseline knows it; nothing where there is no baseline.
    pub is_known: Option<bool>,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// The sequence says so.
    Allow {
        /// Where.
        place: Place,
        /// Why.
        reason: String,
    },
    /// The baseline says so.
    Baseline {
        /// Why.
        reason: String,
        /// Who looks after it.
        owner: Option<String>,
        /// The last day on which it does not count, as `2027-01-31`.
        until: Option<String>,
    },
}

/// A policy, a metric or a rule that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unevaluated {
    /// What, as it is written.
    pub what: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// Why it could not be judged.
    pub reason: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the words say it
pub struct Counts {
    pub files: usize,
    pub sequences: usize,
    pub movements: usize,
    pub beats: usize,
    pub criteria: usize,
    pub rules: usize,
}

impl Entry {
    /// Whether it fails the check.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.suppression.is_none() && self.level == Level::Deny
    }

    /// Whether it is shown to people.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.suppression.is_none() && self.level > Level::Allow
    }
}

impl Verdict {
    /// All findings.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.judgements.iter().flat_map(|it| &it.entries)
    }

    /// How many findings fail the check.
    #[must_use]
    pub fn denied(&self) -> usize {
        self.entries().filter(|entry| entry.is_denied()).count()
    }

    /// How many files are stale.
    #[must_use]
    pub fn stale(&self) -> usize {
        self.judgements.iter().filter_map(|it| it.stale.as_ref()).map(Vec::len).sum()
    }
}
