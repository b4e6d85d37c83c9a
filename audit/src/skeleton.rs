//! Tests that are written once and are the user's then, and what they lack when criteria change later.

mod addition;
pub mod handlers;
pub(crate) mod implementations;
mod layout;
pub mod scenarios;

pub use addition::{Addition, applied};

use symphony_codegen::parallel::slices;

use crate::config::Config;
use crate::survey::Survey;

/// A file of tests that is to be written for a sequence. Paths start at the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// Where it goes.
    pub path: String,
    /// The file of the sequence.
    pub sequence: String,
    /// What it holds.
    pub text: String,
}

/// A file of tests that does not fit its sequence any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Where it is.
    pub path: String,
    /// The file of the sequence.
    pub sequence: String,
    /// What it lacks.
    pub missing: Vec<Addition>,
    /// What belongs to no criterion any more.
    pub strangers: Vec<String>,
    /// Why it cannot be read.
    pub fault: Option<String>,
}

impl Drift {
    fn is_none(&self) -> bool {
        self.missing.is_empty() && self.strangers.is_empty() && self.fault.is_none()
    }
}

/// The skeletons of a package: those that are not there yet, and those that have drifted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skeletons {
    /// Files to be written.
    pub new: Vec<Skeleton>,
    /// Files that are there.
    pub drifted: Vec<Drift>,
}

/// What the tests of a package lack.
#[must_use]
pub fn skeletons(survey: &Survey<'_>) -> Skeletons {
    let of_slices = slices(&survey.sequences, |sequences| {
        let mut skeletons = Skeletons::default();
        for sequence in sequences {
            scenarios::of(survey, sequence, &mut skeletons);
            handlers::of(survey, sequence, &mut skeletons);
        }
        skeletons
    });
    let mut all = Skeletons::default();
    for mut skeletons in of_slices {
        all.new.append(&mut skeletons.new);
        skeletons.drifted.retain(|drift| !drift.is_none());
        all.drifted.append(&mut skeletons.drifted);
    }
    all
}

/// The path of a skeleton of one kind.
fn path(config: &Config, module: &str, kind: &str) -> String {
    format!("{}/{}_{kind}.rs", config.tests, module.trim_start_matches("r#"))
}
