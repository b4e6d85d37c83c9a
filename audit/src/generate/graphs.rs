//! The graphs of sequences, to be looked at.

use super::with_subjects;
use crate::coverage::Coverage;
use crate::docs;
use crate::error::Result;
use crate::project::Package;
use crate::skeleton::Skeletons;
use crate::survey::{Judged, survey};
use crate::template::Templates;

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A flowchart of mermaid's.
    Mermaid,
    /// DOT, which Graphviz draws.
    Dot,
    /// Boxes of characters.
    Ascii,
}

/// The graph of each sequence of a package with its id; only of those with one of `ids`, where some are given.
///
/// # Errors
/// Where a file cannot be read.
pub fn graphs(package: &Package, drawing: Drawing, ids: &[String]) -> Result<Judged<Vec<(String, String)>>> {
    survey(package, |survey| {
        let generator = Templates::load(None)?.fingerprint().to_owned();
        Ok(with_subjects(survey, &generator, &Coverage::default(), &Skeletons::default(), |subjects| {
            let wanted = subjects.iter().filter(|it| ids.is_empty() || ids.iter().any(|id| id == it.sequence.id));
            let draw = |subject| match drawing {
                Drawing::Mermaid => docs::mermaid(subject),
                Drawing::Dot => docs::dot(subject),
                Drawing::Ascii => docs::sketch(subject),
            };
            wanted.map(|subject| (subject.sequence.id.to_owned(), draw(subject))).collect()
        }))
    })
}
