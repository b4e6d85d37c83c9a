//! What a rule looks at.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::{Movement, Sequence};
use symphony_codegen::source::{Place, SourceId, Span};

use crate::coverage::sources::{Code, Implementation, SourceFile, is_in};
use crate::coverage::{Coverage, state};
use crate::dependency::Dependencies;
use crate::registry::{Registry, losses, of_survey};
use crate::survey::{Survey, Surveyed};

/// Everything that is known of a package.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Its sequences, its Rust and its record of coverage.
    pub survey: &'a Survey<'a>,
    unsound: HashSet<SourceId>,
    coverage: OnceLock<Coverage>,
    present: OnceLock<Registry>,
    losses: OnceLock<Result<BTreeMap<String, usize>, &'static str>>,
    dependencies: OnceLock<Dependencies>,
    /// The sequences by their ids.
    ids: OnceLock<HashMap<&'a str, usize>>,
    /// How many movements have a trait of the same name.
    alike: OnceLock<HashMap<&'a str, usize>>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(survey: &'a Survey<'a>, findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity().is_error());
        let unsound = errors.map(|finding| finding.primary.place.source).collect();
        Self {
            survey,
            unsound,
            coverage: OnceLock::new(),
            present: OnceLock::new(),
            losses: OnceLock::new(),
            dependencies: OnceLock::new(),
            ids: OnceLock::new(),
            alike: OnceLock::new(),
        }
    }

    /// The Rust of the package; nothing where there is no package, and so nobody can know what its code is.
    #[must_use]
    pub fn code(&self) -> Option<&'a Code> {
        self.survey.package.is_cargo.then_some(self.survey.code())
    }

    /// What cargo made of the dependencies; nothing where there is no package. Cargo is asked for it when it is needed first.
    #[must_use]
    pub fn dependencies(&self) -> Option<&Dependencies> {
        let package = self.survey.package;
        package.is_cargo.then(|| self.dependencies.get_or_init(|| Dependencies::resolve(package)))
    }

    /// The sequence of an id, where the package has it.
    #[must_use]
    pub fn sequence(&self, id: &str) -> Option<&Surveyed<'a>> {
        let sequences = &self.survey.sequences;
        let ids = || sequences.iter().enumerate().rev().map(|(at, it)| (it.sequence.id, at)).collect();
        self.ids.get_or_init(ids).get(id).map(|at| &sequences[*at])
    }

    /// The implementations of a movement in the package's Rust.
    #[must_use]
    pub fn handlers(
        &self,
        sequence: &Sequence<'_>,
        movement: &Movement<'_>,
    ) -> Vec<(&'a SourceFile, &'a Implementation)> {
        let Some(code) = self.code() else { return Vec::new() };
        let alike = self.alike.get_or_init(|| {
            let mut count = HashMap::new();
            for movement in self.survey.plan.sequences.iter().flat_map(|it| &it.movements) {
                *count.entry(movement.trait_name.as_str()).or_default() += 1;
            }
            count
        });
        let is_only = alike.get(movement.trait_name.as_str()) == Some(&1);
        code.of_movement(sequence, movement, is_only)
    }

    /// Whether only tests compile an implementation.
    #[must_use]
    pub fn is_for_tests(&self, file: &SourceFile, implementation: &Implementation) -> bool {
        implementation.is_test || self.is_test_file(&file.path)
    }

    /// Whether a file is in a folder of tests.
    #[must_use]
    pub fn is_test_file(&self, path: &str) -> bool {
        is_in(path, "tests") || is_in(path, &self.survey.package.config.tests)
    }

    /// What there is, as a registry would know it.
    #[must_use]
    pub fn present(&self) -> &Registry {
        self.present.get_or_init(|| of_survey(self.survey, self.coverage()))
    }

    /// Which criteria are tested.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        self.coverage.get_or_init(|| state::coverage(self.survey))
    }

    /// How much of each sequence that the registry knows is gone, by the ids of those that lost something; or why nobody
    /// can know.
    ///
    /// # Errors
    /// Where there is no registry.
    pub fn losses(&self) -> Result<&BTreeMap<String, usize>, &'static str> {
        let count = || {
            let known = match &self.survey.registry {
                Some(known) => known,
                None if self.survey.package.is_cargo => {
                    return Err(
                        "there is no registry yet, which remembers what was there: `cargo symphony generate` writes it",
                    );
                }
                None => return Err("files that are no package's have no registry, which remembers what was there"),
            };
            let mut counts = BTreeMap::new();
            for loss in losses(known, self.present()) {
                *counts.entry(loss.sequence).or_default() += 1;
            }
            Ok(counts)
        };
        self.losses.get_or_init(count).as_ref().map_err(|why| *why)
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
