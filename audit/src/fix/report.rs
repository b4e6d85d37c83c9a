//! What became of a fix.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::opinion::Note;
use super::phase::Phase;
use crate::transaction::Change;

/// Why a phase was rolled back, by the guide's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Something would be wrong or missing afterwards that is not now.
    ValidationFailed(Vec<String>),
    /// It took longer than it may.
    HandlerTimeout(Duration),
    /// What git said.
    GitCommitFailed(String),
}

impl Trigger {
    /// The guide's name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ValidationFailed(_) => "VALIDATION_FAILED",
            Self::HandlerTimeout(_) => "HANDLER_TIMEOUT",
            Self::GitCommitFailed(_) => "GIT_COMMIT_FAILED",
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ValidationFailed(objections) => {
                f.write_str("what it would leave is worse than what is there")?;
                objections.iter().try_for_each(|objection| write!(f, "\n  {objection}"))
            }
            Self::HandlerTimeout(limit) => {
                write!(f, "it takes longer than {} ms: give it more with `--timeout`", limit.as_millis())
            }
            Self::GitCommitFailed(reason) => write!(f, "git made no commit: {reason}"),
        }
    }
}

/// What became of a phase.
#[derive(Clone, Debug)]
pub struct PhaseReport {
    /// Which.
    pub phase: Phase,
    /// How many edits were made for each rule.
    pub fixed: BTreeMap<&'static str, usize>,
    /// What the edits do, in the order in which they were made.
    pub titles: Vec<String>,
    /// The files that changed, or would.
    pub files: Vec<Changed>,
    /// Why the edits that somebody has to look at were left out, where the others were made without them.
    pub guesses_left_out: Vec<String>,
    /// Files that are changed and in no commit, since git ignores them.
    pub not_committed: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
}

/// A file that a phase changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where it is.
    pub path: PathBuf,
    /// The same, as it is shown.
    pub shown: String,
    /// What it held.
    pub before: String,
    /// What it holds now, or would.
    pub after: String,
}

/// How a phase ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to do.
    Nothing,
    /// It would be done; nothing is written.
    Possible,
    /// It is done.
    Done {
        /// By what the snapshot of the old bytes is known.
        snapshot: String,
        /// Whether there is a commit of it.
        is_committed: bool,
    },
    /// The files are as they were.
    RolledBack(Trigger),
}

/// What became of a fix.
#[derive(Clone, Debug)]
pub struct Report {
    /// The phases, up to the first that was rolled back.
    pub phases: Vec<PhaseReport>,
    /// What is still wrong.
    pub left: Vec<Note>,
    /// How many findings that are left have an edit which is made with `--unsafe` only.
    pub unsafe_left: usize,
}

impl Report {
    /// Why a phase was rolled back, where one was.
    pub fn trigger(&self) -> Option<(Phase, &Trigger)> {
        self.phases.iter().find_map(|it| match &it.outcome {
            Outcome::RolledBack(trigger) => Some((it.phase, trigger)),
            _ => None,
        })
    }
}

impl From<&Changed> for Change {
    fn from(changed: &Changed) -> Self {
        Self {
            path: changed.path.clone(),
            before: changed.before.clone().into_bytes(),
            after: changed.after.clone().into_bytes(),
        }
    }
}
