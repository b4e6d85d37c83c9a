//! What is thought of files: what is wrong, what could be done about it, and how much there is of everything.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use symphony_codegen::diagnostic::Applicability;
use symphony_codegen::rule::Rule;

use crate::error::Result;

/// What files are to hold in place of what they hold, to be judged before anything is written.
pub type Texts = BTreeMap<PathBuf, Vec<u8>>;

/// Judges the files, those in [`Texts`] as they are there, the others as they are on the disk.
pub type Judge<'j> = dyn Fn(&Texts) -> Result<Opinion> + 'j;

/// What is thought of files at one time.
#[derive(Clone, Debug, Default)]
pub struct Opinion {
    /// What is wrong, but for what is accepted as it is.
    pub notes: Vec<Note>,
    /// What could be done about it.
    pub edits: Vec<Edit>,
    /// The texts of the files that edits are in.
    pub texts: BTreeMap<PathBuf, String>,
    /// How much there is in each file of a sequence, by its path as it is shown.
    pub counts: BTreeMap<String, Counts>,
    /// The files of sequences in which nothing is wrong that a build would refuse. What their code should be is known of no
    /// others.
    pub sound: BTreeSet<String>,
    /// The score of each dimension of each of those sequences, where there are scores.
    pub scores: BTreeMap<String, f64>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// The file that it is in.
    pub file: String,
    /// The ids of sequence, movement and beat, as far as it is in them.
    pub element: String,
    /// By what it is known, wherever it moves.
    pub fingerprint: String,
    /// A line that says it, with its place.
    pub line: String,
    /// Whether it fails a check.
    pub is_denied: bool,
}

/// An edit of a file that mends something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The rule whose finding it mends.
    pub rule: &'static Rule,
    /// Whether somebody has to look at it.
    pub applicability: Applicability,
    /// The file.
    pub path: PathBuf,
    /// The file as it is shown.
    pub shown: String,
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What is put there.
    pub text: String,
    /// What it does, as an imperative fragment, with the place.
    pub title: String,
}

/// How much there is in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Movements.
    pub movements: usize,
    /// Beats.
    pub beats: usize,
    /// Beats that name a handler.
    pub handlers: usize,
    /// Acceptance criteria.
    pub criteria: usize,
    /// Events that are declared, and beats that name one.
    pub events: usize,
    /// Policies and metrics.
    pub policies: usize,
    /// Values of JSON, objects and arrays among them.
    pub values: usize,
}

impl Counts {
    /// Each with its name.
    pub(super) fn named(self) -> [(&'static str, usize); 7] {
        [
            ("movements", self.movements),
            ("beats", self.beats),
            ("handlers", self.handlers),
            ("acceptance criteria", self.criteria),
            ("events", self.events),
            ("policies and metrics", self.policies),
            ("values", self.values),
        ]
    }
}
