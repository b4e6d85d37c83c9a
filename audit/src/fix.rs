//! Mends what a check finds, in phases, each of which is done as a whole or not at all.
//!
//! A phase makes the edits of its findings in memory until no edit is left, looks whether the files got better and nothing
//! got lost, replaces them in one [transaction](crate::transaction), and looks again at what is on the disk. Whatever
//! stands in its way is a [`Trigger`]: all files of the phase are then as they were. The steps are those of `Work`, in the order
//! in which the conformity pipeline plays them.

mod diff;
mod edit;
pub(crate) mod git;
mod judge;
mod opinion;
mod phase;
mod report;
mod verify;
mod work;

use std::time::{Duration, Instant};

use crate::conformity::mend;
use crate::error::Result;
use crate::transaction::Session;
pub use git::{Git, may_change};
pub use judge::judge;
pub use opinion::{Counts, Edit, Judge, Note, Opinion, Texts};
pub use phase::Phase;
pub use report::{Changed, Outcome, PhaseReport, Report, Trigger};
pub(crate) use work::Work;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether edits are made that somebody should look at.
    pub with_unsafe: bool,
    /// The phases.
    pub phases: Vec<Phase>,
    /// The longest that a phase may take.
    pub timeout: Option<Duration>,
    /// Whether each phase becomes a commit.
    pub commit: bool,
    /// The time, to measure phases with.
    pub clock: fn() -> Instant,
}

impl Default for Options {
    fn default() -> Self {
        Self { with_unsafe: false, phases: Phase::ALL.to_vec(), timeout: None, commit: false, clock: Instant::now }
    }
}

/// Says what would be fixed; nothing is written.
///
/// # Errors
/// Where a file cannot be read, or edits go round in a circle.
pub fn preview(judge: &Judge<'_>, options: &Options) -> Result<Report> {
    mend(Work::new(judge, options, None, None))
}

/// Mends what can be mended, phase by phase. A phase that is rolled back is the last.
///
/// # Errors
/// Where a file cannot be read or written, or edits go round in a circle: the files of that phase are as they were.
pub fn fix(judge: &Judge<'_>, options: &Options, session: &mut Session, git: Option<&Git>) -> Result<Report> {
    mend(Work::new(judge, options, Some(session), git))
}
