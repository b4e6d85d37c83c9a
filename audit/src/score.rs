//! How well a sequence conforms, from 0 to 1.
//!
//! A finding costs [`penalty`] points in its dimension; a dimension with `p` points scores `1000 / (1000 + p)`; a sequence
//! scores as its lowest dimension and a workspace as its lowest sequence. So a finding costs the same in a large sequence as
//! in a small one, mending one never lowers a score, and nothing that is added makes up for it.
//!
//! What an `allow`, a level or a baseline silences is counted all the same. What the registry knows and the files no longer
//! have makes every dimension 0 until the registry is reviewed: nothing that was hidden can weigh more. For the same reason
//! the dimensions of code and tests are 0 where an error keeps rules from looking at them.

use std::collections::BTreeMap;
use std::fmt;

use symphony_codegen::rule::{Family, Rule, Severity};

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Whether domains, sequences and their beats fit together.
    Orchestration,
    /// Whether the handlers are there and are what they should be.
    Handler,
    /// Whether policies and metrics are followed.
    Governance,
    /// Whether events, criteria and tests show what happens.
    Traceability,
    /// Whether what is needed from elsewhere is there.
    Dependency,
}

impl Dimension {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 5] =
        [Self::Orchestration, Self::Handler, Self::Governance, Self::Traceability, Self::Dependency];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Orchestration => "orchestration",
            Self::Handler => "handler",
            Self::Governance => "governance",
            Self::Traceability => "traceability",
            Self::Dependency => "dependency",
        }
    }

    /// The dimension in which the findings of a rule count.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let is_about = |word: &&str| rule.code.split('_').any(|part| part == *word);
        if ["CRITERION", "EVENT", "TELEMETRY", "BDD", "STEP", "TEST", "WORLD", "COVERAGE"].iter().any(is_about) {
            return Self::Traceability;
        }
        match rule.family {
            Family::Orchestration | Family::Sequence => Self::Orchestration,
            Family::Handler => Self::Handler,
            Family::Governance => Self::Governance,
            Family::Dependency => Self::Dependency,
        }
    }
}

/// The points that a finding costs.
#[must_use]
pub fn penalty(severity: Severity) -> u64 {
    match severity {
        Severity::Info => 5,
        Severity::Minor => 30,
        Severity::Major => 150,
        Severity::Critical => 600,
    }
}

/// A score from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Score(f64);

impl Score {
    /// Nothing is worse.
    pub const NONE: Self = Self(0.0);

    /// The score of so many points.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // 2^53 points are more findings than memory holds
    pub fn of(points: u64) -> Self {
        Self(1000.0 / (1000.0 + points as f64))
    }

    /// From 0 to 1.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// In which band it lies. The bands have no gaps: each begins where the one below ends.
    #[must_use]
    pub fn band(self) -> &'static str {
        match self.0 {
            score if score >= 0.95 => "excellent",
            score if score >= 0.85 => "good",
            score if score >= 0.75 => "acceptable",
            score if score >= 0.65 => "needs attention",
            _ => "critical",
        }
    }

    fn lower(self, other: Self) -> Self {
        if other.0 < self.0 { other } else { self }
    }
}

/// Rounded down, so that what is shown lies in the band that is named beside it.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", (self.0 * 100.0 + 1e-9).floor() / 100.0)
    }
}

/// The points of one sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    sums: BTreeMap<Dimension, u64>,
    /// How many of its parts are lost.
    pub losses: usize,
    /// Whether no build accepts it, so that nobody knows what its code and tests should be.
    pub is_unsound: bool,
}

impl Points {
    /// Counts a finding.
    pub fn add(&mut self, rule: &Rule) {
        *self.sums.entry(Dimension::of(rule)).or_default() += penalty(rule.severity);
    }

    /// The score of a dimension.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> Score {
        let is_unknown = self.is_unsound && matches!(dimension, Dimension::Handler | Dimension::Traceability);
        if self.losses > 0 || is_unknown {
            return Score::NONE;
        }
        Score::of(self.sums.get(&dimension).copied().unwrap_or_default())
    }

    /// The score of the sequence.
    #[must_use]
    pub fn score(&self) -> Score {
        Dimension::ALL.into_iter().map(|it| self.dimension(it)).fold(Score::of(0), Score::lower)
    }
}

/// The scores of what is looked at together, by the ids of the sequences. What is found in none of them, such as in the
/// list of domains, is scored under an empty id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Each sequence.
    pub sequences: BTreeMap<String, Points>,
}

impl Scores {
    /// The score of a dimension: that of the sequence where it is lowest.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> Score {
        self.sequences.values().map(|it| it.dimension(dimension)).fold(Score::of(0), Score::lower)
    }

    /// The score of all.
    #[must_use]
    pub fn score(&self) -> Score {
        self.sequences.values().map(Points::score).fold(Score::of(0), Score::lower)
    }
}
