//! What a check came to, as data; how it is written is `format`'s business.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::{Place, Sources};

use crate::freshness::Stale;
use crate::identity::Identity;
use crate::level::Level;
use crate::project::Package;
use crate::score::{Score, Scores};

/// What was found in everything that was looked at.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Each package, or set of files that are no package's.
    pub judgements: Vec<Judgement>,
    /// What was left out, where only what changed was asked for.
    pub left_out: Option<LeftOut>,
}

/// What was not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The revision since when it did not change.
    pub since: String,
    /// How many sequences did not change.
    pub sequences: usize,
    /// How many findings are in what did not change.
    pub findings: usize,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing stands in the way.
    Passed,
    /// Something that is generated is not what it should be, and nothing else is wrong.
    Stale,
    /// Something fails the check.
    Failed,
    /// Nothing was looked at, which is no way to pass.
    Nothing,
}

/// What a package's scores are, against what was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooLow {
    /// The score; nothing where there is none.
    pub score: Option<Score>,
    /// The least that passes.
    pub least: f64,
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

impl Judgement {
    /// Whether the score is lower than it may be. One that is not known passes nothing.
    #[must_use]
    pub fn too_low(&self) -> Option<TooLow> {
        let least = self.package.config.min_score?;
        let score = self.scores.as_ref().ok().map(Scores::score);
        score.is_none_or(|score| score.value() < least).then_some(TooLow { score, least })
    }

    /// What could not be judged, freshness too.
    #[must_use]
    pub fn all_unevaluated(&self) -> Vec<Unevaluated> {
        let mut all = self.unevaluated.clone();
        if self.stale.is_none() && self.package.is_cargo {
            all.push(Unevaluated {
                what: "whether what is generated is fresh".into(),
                place: None,
                reason: "a sequence has an error, and nothing can be generated from it".into(),
            });
        }
        all
    }
}

impl Verdict {
    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.judgements.iter().all(|it| it.counts.files == 0) {
            Outcome::Nothing
        } else if self.denied() > 0 || self.judgements.iter().any(|it| it.too_low().is_some()) {
            Outcome::Failed
        } else if self.stale() > 0 {
            Outcome::Stale
        } else {
            Outcome::Passed
        }
    }

    /// The score of all; nothing where a part has none.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        let scores = self.judgements.iter().map(|it| it.scores.as_ref().ok().map(Scores::score));
        scores.collect::<Option<Vec<_>>>()?.into_iter().reduce(|left, right| if right < left { right } else { left })
    }

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
