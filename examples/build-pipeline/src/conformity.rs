//! The five dimensions in which a build is judged, each scored from 0 to 1 by what the build recorded.

use std::fmt;

use crate::build_pipeline_symphony::{
    Authority, Band, BuildContext, BuildEnvironment, Dimension, Domain, DomainKind, LintResults, Package,
    PackageMetrics, RuleState, TargetKind, ValidationResults,
};
use crate::domains::key_of;
use crate::error::{Error, Result, counted, none_of};
use crate::lint;
use crate::{cargo, packages};

/// What one advice takes from the score of its domain.
const ADVICE: f64 = 0.1;
/// A package with a warning in so many lines has no score left; a small one has one left up to so many warnings.
const LINES_FOR_A_WARNING: usize = 50;
const WARNINGS_OF_A_SMALL_PACKAGE: usize = 10;
/// What it takes from the score of a package that it has unformatted files.
const UNFORMATTED: f64 = 0.25;
/// What a rule is worth that nobody declares: less than one that is kept, and not so little that a workspace without any
/// rules of its own would be critical for that alone.
const UNDECLARED: f64 = 0.6;

impl Band {
    fn of(score: f64) -> Self {
        match score {
            _ if score >= 0.95 => Self::Excellent,
            _ if score >= 0.85 => Self::Good,
            _ if score >= 0.75 => Self::Acceptable,
            _ if score >= 0.65 => Self::NeedsAttention,
            _ => Self::Critical,
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:.2} ({})", self.name, self.score, self.band)
    }
}

/// Scores all five and fails where one is critical.
pub(crate) fn validate(
    context: &BuildContext,
    validation: &ValidationResults,
    registry: &[Domain],
    lint: &LintResults,
    authorities: &[Authority],
) -> Result<Vec<Dimension>> {
    let dimensions = vec![
        orchestration(validation, registry),
        handlers(context, lint),
        governance(validation),
        traceability(context, registry, authorities),
        dependencies(context),
    ];
    none_below(&dimensions, Band::NeedsAttention)?;
    Ok(dimensions)
}

/// Admits nothing that is left to improve: no warning, no unformatted file, no dimension below good.
pub(crate) fn enforce(packages: &PackageMetrics, lint: &LintResults, dimensions: &[Dimension]) -> Result<()> {
    let mut reservations = lint::reservations(lint);
    if packages.warnings > 0 {
        reservations.push(format!("the compiler gave {}", counted(packages.warnings, "warning")));
    }
    none_of(reservations, |number| format!("{} in a build that admits none", counted(number, "reservation")))?;
    none_below(dimensions, Band::Good)
}

/// Builds the documentation of the packages with warnings denied.
pub(crate) fn document(context: &BuildContext, environment: &BuildEnvironment) -> Result<()> {
    let mut command = packages::command(context, environment, "doc");
    command.args(["--no-deps", "--message-format=json"]).args(context.packages.iter().flat_map(packages::select));
    let flags = context.environment.get("RUSTDOCFLAGS").map_or("", String::as_str);
    command.env("RUSTDOCFLAGS", format!("{flags} -D warnings").trim_start());
    cargo::run(command, &environment.logs.join("rustdoc.log"))?.expect_success("the documentation does not build")
}

fn none_below(dimensions: &[Dimension], least: Band) -> Result<()> {
    let low: Vec<_> = dimensions.iter().filter(|dimension| dimension.band > least).collect();
    if low.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = low.iter().map(ToString::to_string).collect();
    let lines =
        low.iter().flat_map(|dimension| dimension.reasons.iter().map(|reason| format!("{}: {reason}", dimension.name)));
    Err(Error::new(format!("conformity is too low: {}", names.join(", "))).with_evidence(lines))
}

fn dimension(name: &str, scores: &[f64], reasons: Vec<String>) -> Dimension {
    let score = if scores.is_empty() { 1.0 } else { scores.iter().sum::<f64>() / number(scores.len()) };
    Dimension { name: name.to_owned(), score, band: Band::of(score), reasons }
}

/// What is left of a whole from which each fault takes a part.
fn less(faults: usize, each: f64) -> f64 {
    (1.0 - number(faults) * each).max(0.0)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Whether domains and sequences are in line.
fn orchestration(validation: &ValidationResults, registry: &[Domain]) -> Dimension {
    let advice = |domain: &Domain| validation.advice.get(&key_of(domain)).map_or(0, Vec::len);
    let scores: Vec<_> = registry.iter().map(|domain| less(advice(domain), ADVICE)).collect();
    let reasons =
        validation.advice.iter().flat_map(|(id, lines)| lines.iter().map(move |line| format!("{id}: {line}")));
    dimension("orchestration", &scores, reasons.collect())
}

/// Whether what is implemented is finished.
fn handlers(context: &BuildContext, lint: &LintResults) -> Dimension {
    let count = |of: &std::collections::BTreeMap<String, Vec<String>>, name: &str| of.get(name).map_or(0, Vec::len);
    let mut reasons = Vec::new();
    let mut scores = Vec::new();
    for Package { name, lines, .. } in &context.packages {
        let (warnings, unformatted) = (count(&lint.warnings, name), count(&lint.unformatted, name));
        let most = WARNINGS_OF_A_SMALL_PACKAGE.max(lines / LINES_FOR_A_WARNING);
        let finished = less(warnings, 1.0 / number(most)) - UNFORMATTED * number(unformatted.min(1));
        scores.push(finished.max(0.0));
        if warnings > 0 {
            reasons.push(format!("{name} has {}", counted(warnings, "warning")));
        }
        if unformatted > 0 {
            reasons.push(format!("{name} has {}", counted(unformatted, "unformatted file")));
        }
    }
    dimension("handlers", &scores, reasons)
}

/// Whether rules are declared and kept.
fn governance(validation: &ValidationResults) -> Dimension {
    let score = |state: RuleState| match state {
        RuleState::Upheld => 1.0,
        RuleState::Undeclared => UNDECLARED,
        RuleState::Broken => 0.0,
    };
    let scores: Vec<_> = validation.rules.iter().map(|rule| score(rule.state)).collect();
    let lacking = validation.rules.iter().filter(|rule| rule.state != RuleState::Upheld);
    dimension("governance", &scores, lacking.map(|rule| format!("{}: {}", rule.code, rule.why)).collect())
}

/// Whether each domain can be followed from its source and its owner to what came of it: the artifacts of a package, the
/// events of a sequence.
fn traceability(context: &BuildContext, registry: &[Domain], authorities: &[Authority]) -> Dimension {
    let mut reasons = Vec::new();
    let mut scores = Vec::new();
    for (domain, authority) in registry.iter().zip(authorities) {
        let mut link = |holds: bool, otherwise: &str| {
            if !holds {
                reasons.push(format!("{}: {otherwise}", domain.id));
            }
            scores.push(f64::from(u8::from(holds)));
        };
        link(authority.source.is_some(), "its source has no hash");
        link(!authority.owners.is_empty(), "it names neither authors nor a repository, and nor does the workspace");
        link(!authority.builder.is_empty(), "it is not known what built it");
        match domain.kind {
            DomainKind::Package => {
                link(!authority.artifacts.is_empty() || !is_built(context, domain), "it has no artifact with a hash");
            }
            DomainKind::Sequence => link(domain.silent == 0, "some of its beats publish no event"),
        }
    }
    dimension("traceability", &scores, reasons)
}

fn is_built(context: &BuildContext, domain: &Domain) -> bool {
    let package = context.packages.iter().find(|package| package.name == domain.id);
    let mut targets = package.iter().flat_map(|package| &package.targets);
    targets.any(|target| matches!(target.kind, TargetKind::Library | TargetKind::Binary) && !target.gated)
}

/// Whether the crates from elsewhere come in one version each.
fn dependencies(context: &BuildContext) -> Dimension {
    let mut reasons = Vec::new();
    let mut scores = Vec::new();
    for versions in context.dependencies.chunk_by(|one, other| one.name == other.name) {
        scores.push(1.0);
        scores.extend(std::iter::repeat_n(0.0, versions.len() - 1));
        if versions.len() > 1 {
            let list: Vec<_> = versions.iter().map(|version| version.version.as_str()).collect();
            reasons.push(format!("{} comes in {} versions: {}", versions[0].name, versions.len(), list.join(", ")));
        }
    }
    dimension("dependencies", &scores, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build_pipeline_symphony::GovernanceRule;
    use crate::sample;

    /// The score of each dimension, or what is too low.
    fn judge(
        change: impl FnOnce(&mut BuildContext, &mut ValidationResults, &mut LintResults, &mut Vec<Authority>),
    ) -> String {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        let registry = sample::registry(&context);
        let (mut validation, mut lint) = (sample::validation(), sample::lint());
        let mut authorities = sample::authorities(&registry);
        change(&mut context, &mut validation, &mut lint, &mut authorities);
        match validate(&context, &validation, &registry, &lint, &authorities) {
            Ok(dimensions) => {
                let scores: Vec<_> = dimensions.iter().map(|dimension| format!("{:.2}", dimension.score)).collect();
                scores.join(" ")
            }
            Err(error) => format!("{error}\n{}", error.evidence().join("\n")),
        }
    }

    #[test]
    fn what_has_no_fault_has_the_full_score() {
        assert_eq!(judge(|_, _, _, _| ()), "1.00 1.00 1.00 1.00 1.00");
    }

    #[test]
    fn each_fact_moves_its_own_dimension() {
        let scores = judge(|context, validation, lint, authorities| {
            validation.advice.insert("package:app".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
            lint.warnings.insert("app".to_owned(), vec!["w".to_owned(); 3]);
            lint.unformatted.insert("base".to_owned(), vec!["f".to_owned()]);
            let rule = |state| GovernanceRule { code: "R".to_owned(), state, why: String::new() };
            validation.rules = vec![rule(RuleState::Upheld), rule(RuleState::Undeclared)];
            authorities[0].owners.clear();
            context.dependencies =
                vec![sample::elsewhere("a", "1.0.0"), sample::elsewhere("b", "1.0.0"), sample::elsewhere("b", "2.0.0")];
        });
        assert_eq!(scores, "0.93 0.82 0.80 0.92 0.67");
    }

    #[test]
    fn warnings_weigh_less_in_a_larger_package() {
        let scores = judge(|context, _, lint, _| {
            context.packages.truncate(1);
            context.packages[0].lines = 5000;
            lint.warnings.insert("app".to_owned(), vec!["w".to_owned(); 5]);
            lint.unformatted.insert("app".to_owned(), vec!["f".to_owned(); 9]);
        });
        assert_eq!(scores, "1.00 0.70 1.00 1.00 1.00");
    }

    #[test]
    fn a_critical_dimension_fails_with_its_reasons() {
        let said = judge(|_, _, lint, _| {
            for name in ["app", "base", "middle"] {
                lint.warnings.insert(name.to_owned(), vec!["w".to_owned(); 4]);
            }
        });
        assert_eq!(
            said,
            "conformity is too low: handlers 0.60 (critical)\n\
             handlers: app has 4 warnings\nhandlers: base has 4 warnings\nhandlers: middle has 4 warnings"
        );
    }

    #[test]
    fn bands_begin_where_the_guide_says() {
        let check = |score: f64, expect: Band| assert_eq!(Band::of(score), expect);
        check(1.0, Band::Excellent);
        check(0.95, Band::Excellent);
        check(0.949, Band::Good);
        check(0.85, Band::Good);
        check(0.75, Band::Acceptable);
        check(0.65, Band::NeedsAttention);
        check(0.649, Band::Critical);
        check(0.0, Band::Critical);
    }

    #[test]
    fn forte_admits_no_reservation() {
        let good = [dimension("governance", &[0.9], Vec::new())];
        enforce(&sample::package_metrics(), &sample::lint(), &good).unwrap();

        let fair = [dimension("governance", &[0.8], vec!["LINTS: none".to_owned()])];
        let error = enforce(&sample::package_metrics(), &sample::lint(), &fair).unwrap_err();
        assert_eq!(error.to_string(), "conformity is too low: governance 0.80 (acceptable)");
        assert_eq!(error.evidence(), ["governance: LINTS: none"]);

        let mut lint = sample::lint();
        lint.unformatted.insert("app".to_owned(), vec!["app/src/main.rs".to_owned()]);
        let error = enforce(&PackageMetrics { warnings: 2, ..sample::package_metrics() }, &lint, &good).unwrap_err();
        assert_eq!(error.evidence(), ["app/src/main.rs: rustfmt would change it", "the compiler gave 2 warnings"]);
    }

    #[test]
    fn documentation_with_a_warning_does_not_build() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let environment = packages::prepare(&context).unwrap();
        document(&context, &environment).unwrap();
        let text = "/// See [`nothing`].\npub fn one() -> u8 {\n    1\n}\n";
        crate::files::write(&workspace.path().join("base/src/lib.rs"), text.as_bytes()).unwrap();
        let error = document(&context, &environment).unwrap_err().to_string();
        assert!(
            error.starts_with("the documentation does not build: unresolved link to `nothing` at base/src/lib.rs:1"),
            "{error}"
        );
    }
}
