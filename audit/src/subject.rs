//! What the documents about one sequence are made from.

use std::collections::BTreeMap;

use symphony_codegen::plan::acceptance::Acceptance;
use symphony_codegen::plan::{Action, Plan, Sequence};
use symphony_codegen::source::Sources;

use crate::coverage::Coverage;

/// One sequence and everything that its documents say about it. Paths start at the package and have `/` between folders.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// All sequences of the package.
    pub plan: &'a Plan<'a>,
    /// The one that it is about.
    pub sequence: &'a Sequence<'a>,
    /// The files of all.
    pub sources: &'a Sources,
    /// The sequences that perform it, by their positions in the plan; [`performers`] finds those of all at once.
    pub performed_by: &'a [usize],
    /// How its beats are accepted.
    pub acceptance: &'a [Acceptance<'a>],
    /// Which criteria are tested, of the whole package.
    pub coverage: &'a Coverage,
    /// The file that implements a trait of this sequence, by the trait's name: a movement's or a `…Scenarios`.
    pub code: &'a BTreeMap<String, String>,
    /// The folder of the documents, such as `docs/sequences`.
    pub docs: &'a str,
    /// The header line of a file that is generated from this sequence, without comment marks.
    pub header: &'a str,
}

/// For each sequence of the plan those that perform it, in order, each once.
pub fn performers(plan: &Plan<'_>) -> Vec<Vec<usize>> {
    let mut performers = vec![Vec::new(); plan.sequences.len()];
    for (at, sequence) in plan.sequences.iter().enumerate() {
        for (_, beat) in sequence.beats() {
            if let Action::Sequence(performed) = beat.action
                && performers[performed].last() != Some(&at)
            {
                performers[performed].push(at);
            }
        }
    }
    performers
}
