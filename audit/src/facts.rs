//! What a rule looks at.

use std::collections::HashSet;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::{Place, SourceId, Span};

use crate::coverage::Coverage;
use crate::coverage::sources::{Code, SourceFile};
use crate::survey::{Survey, Surveyed};

/// Everything that is known of a package.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Its sequences, its Rust and its record of coverage.
    pub survey: &'a Survey<'a>,
    /// Which criteria are tested.
    pub coverage: &'a Coverage,
    unsound: HashSet<SourceId>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(survey: &'a Survey<'a>, coverage: &'a Coverage, findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity().is_error());
        let unsound = errors.map(|finding| finding.primary.place.source).collect();
        Self { survey, coverage, unsound }
    }

    /// The Rust of the package; nothing where there is no package, and so nobody can know what its code is.
    #[must_use]
    pub fn code(&self) -> Option<&'a Code> {
        self.survey.package.is_cargo.then_some(&self.survey.code)
    }

    /// Whether nothing is wrong with a sequence in itself. What its code should be is known of no other.
    #[must_use]
    pub fn is_sound(&self, sequence: &Surveyed<'_>) -> bool {
        !self.unsound.contains(&sequence.sequence.spec.source)
    }

    /// A place in a file of Rust, where that can be shown.
    #[must_use]
    pub fn in_rust(&self, file: &SourceFile, range: &std::ops::Range<usize>) -> Option<Place> {
        file.source.map(|source| Place { source, span: Span::new(range.start, range.end) })
    }
}
