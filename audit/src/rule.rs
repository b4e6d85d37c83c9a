//! The rules of `cargo symphony check` that a build does not judge: they look at code, tests, manifests and the registry
//! too, or say what is good style rather than what can be compiled.
//!
//! A rule is a file in this folder and a line in `CHECKS`. As with the rules of `symphony_codegen::check`, no rule knows of
//! another, and its `bad` and `good` are its first test.

#[cfg(test)]
pub(crate) mod example;

mod authority_boundary_violation;
mod bdd_spec_missing;
mod beat_kind_inconsistent;
mod breaking_change_detected;
mod budget_never_reached;
mod business_value_missing;
mod circular_domain_dependency;
pub(crate) mod completion_criterion_missed;
mod conflicting_domain_rules;
mod criteria_without_failure;
mod criterion_failing;
mod criterion_not_tested;
mod criterion_suspect;
mod criterion_too_vague;
mod dependency_repeated;
pub(crate) mod dialect_not_imported;
mod domain_metadata_missing;
mod domain_namespace_conflict;
mod domain_not_found;
mod domain_without_sequences;
mod duplicate_sequence_title;
mod error_without_criterion;
mod event_name_style;
mod governance_missing;
mod handler_metadata_missing;
mod handler_not_written;
mod handler_source_not_found;
mod handler_test_missing;
mod handlers_not_implemented;
mod implemented;
mod invalid_key_signature;
mod invalid_time_signature;
mod invalid_version_requirement;
mod manifest_mismatch;
pub(crate) mod metric_not_tracked;
pub(crate) mod metric_target_missed;
mod orphaned_domain_reference;
mod orphaned_sequence;
mod placeholder_text;
mod planned_domain_implemented;
pub(crate) mod policy_not_referenced;
pub(crate) mod policy_violated;
mod pure_handler_has_effects;
mod registry_missing;
mod retry_longer_than_timeout;
mod retry_unbounded;
pub(crate) mod rollback_missing;
mod rust_not_parsed;
mod sequence_metadata_missing;
mod sequence_not_compiled;
mod sequence_requires_cycle;
mod stepped;
mod symphony_version_mismatch;
mod telemetry_not_instrumented;
mod test_orphaned;
pub(crate) mod text;
mod timeout_missing;
mod type_never_used;
mod type_path_unresolved;
mod unauthorized_change;
pub(crate) mod unknown_status;
pub(crate) mod unreadable_file;
mod unresolved_import;
mod user_story_missing;
mod version_constraint_violated;
mod version_not_semver;

pub(crate) use stepped::steps_are_judged;

use std::sync::LazyLock;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::parallel::slices;
use symphony_codegen::rule::Rule;
use symphony_codegen::{check, implementation};

use crate::facts::Facts;
use crate::fix::Phase;
use crate::survey::Surveyed;
use crate::verdict::Unevaluated;
use crate::{baseline, config, import};

/// Every rule of this module.
static CHECKS: &[Check] = &[
    authority_boundary_violation::CHECK,
    bdd_spec_missing::CHECK,
    beat_kind_inconsistent::CHECK,
    breaking_change_detected::CHECK,
    budget_never_reached::CHECK,
    business_value_missing::CHECK,
    circular_domain_dependency::CHECK,
    completion_criterion_missed::CHECK,
    conflicting_domain_rules::CHECK,
    criteria_without_failure::CHECK,
    criterion_failing::CHECK,
    criterion_not_tested::CHECK,
    criterion_suspect::CHECK,
    criterion_too_vague::CHECK,
    dependency_repeated::CHECK,
    dialect_not_imported::CHECK,
    domain_metadata_missing::CHECK,
    domain_namespace_conflict::CHECK,
    domain_not_found::CHECK,
    domain_without_sequences::CHECK,
    duplicate_sequence_title::CHECK,
    error_without_criterion::CHECK,
    event_name_style::CHECK,
    governance_missing::CHECK,
    handler_metadata_missing::CHECK,
    handler_not_written::CHECK,
    handler_source_not_found::CHECK,
    handler_test_missing::CHECK,
    handlers_not_implemented::CHECK,
    invalid_key_signature::CHECK,
    invalid_time_signature::CHECK,
    invalid_version_requirement::CHECK,
    manifest_mismatch::CHECK,
    metric_not_tracked::CHECK,
    metric_target_missed::CHECK,
    orphaned_domain_reference::CHECK,
    orphaned_sequence::CHECK,
    placeholder_text::CHECK,
    planned_domain_implemented::CHECK,
    policy_not_referenced::CHECK,
    policy_violated::CHECK,
    pure_handler_has_effects::CHECK,
    registry_missing::CHECK,
    retry_longer_than_timeout::CHECK,
    retry_unbounded::CHECK,
    rollback_missing::CHECK,
    rust_not_parsed::CHECK,
    sequence_metadata_missing::CHECK,
    sequence_not_compiled::CHECK,
    sequence_requires_cycle::CHECK,
    symphony_version_mismatch::CHECK,
    telemetry_not_instrumented::CHECK,
    test_orphaned::CHECK,
    timeout_missing::CHECK,
    type_never_used::CHECK,
    type_path_unresolved::CHECK,
    unauthorized_change::CHECK,
    unknown_status::CHECK,
    unreadable_file::CHECK,
    unresolved_import::CHECK,
    user_story_missing::CHECK,
    version_constraint_violated::CHECK,
    version_not_semver::CHECK,
];

/// Those whose rules are `symphony_codegen`'s, and have their examples there.
static COMPARISONS: &[Check] = &[implemented::CHECK, stepped::CHECK];

/// A rule and what it runs on.
struct Check {
    rule: &'static Rule,
    package: Option<OnPackage>,
    sequence: Option<OnSequence>,
    unevaluated: Option<Unjudged>,
}

type OnPackage = fn(&Facts<'_>, &mut Vec<Finding>);
type OnSequence = fn(&Facts<'_>, &Surveyed<'_>, &mut Vec<Finding>);
/// Lists what the rule would look at and cannot judge.
type Unjudged = fn(&Facts<'_>, &mut Vec<Unevaluated>);

impl Check {
    const fn of(rule: &'static Rule) -> Self {
        Self { rule, package: None, sequence: None, unevaluated: None }
    }
}

/// The rules that are judged here and not by a build; an `allow` in a sequence may name them.
pub(crate) fn of_audit() -> &'static [&'static Rule] {
    static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let own = CHECKS.iter().map(|check| check.rule);
        implementation::RULES.iter().copied().chain(own).collect()
    });
    &RULES
}

/// Every rule there is: of sequences, of code, of imports, of the configuration.
///
/// ```
/// use std::collections::HashSet;
///
/// let codes: Vec<&str> = symphony_audit::rule::rules().map(|rule| rule.code).collect();
/// assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len(), "no code means two things");
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let of_files = import::rules::RULES.iter().chain(config::RULES).chain(baseline::rules::RULES).copied();
        check::rules().chain(of_audit().iter().copied()).chain(of_files).collect()
    });
    RULES.iter().copied()
}

/// What the rules of this module come to.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) findings: Vec<Finding>,
    /// What could not be judged.
    pub(crate) unevaluated: Vec<Unevaluated>,
}

/// What the rules of a phase find.
pub(crate) fn judge(facts: &Facts<'_>, phase: Phase) -> Judged {
    let (mut findings, mut unevaluated) = (Vec::new(), Vec::new());
    let checks = || CHECKS.iter().chain(COMPARISONS).filter(|check| Phase::of(check.rule.family) == phase);
    for check in checks().filter_map(|check| check.package) {
        check(facts, &mut findings);
    }
    for list in checks().filter_map(|check| check.unevaluated) {
        list(facts, &mut unevaluated);
    }
    let of_slices = slices(&facts.survey.sequences, |sequences| {
        let mut findings = Vec::new();
        for sequence in sequences {
            for check in checks().filter_map(|check| check.sequence) {
                check(facts, sequence, &mut findings);
            }
        }
        findings
    });
    findings.extend(of_slices.into_iter().flatten());
    Judged { findings, unevaluated }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use symphony_codegen::check::ELSEWHERE;

    #[test]
    fn a_build_knows_the_codes() {
        let mut codes: Vec<&str> = super::of_audit().iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/src/check/elsewhere.rs");
        if env::var_os("BLESS").is_some() {
            let text = fs::read_to_string(&path).unwrap();
            let (before, _) = text.split_once("&[\n").unwrap();
            let list = format!("    \"{}\",", codes.join("\",\n    \""));
            fs::write(&path, format!("{before}&[\n{list}\n];\n")).unwrap();
        } else {
            assert_eq!(codes, ELSEWHERE, "`BLESS=1` writes these codes into {}", path.display());
        }
    }

    #[test]
    fn examples_are_what_they_say() {
        for check in super::CHECKS {
            super::example::run(check.rule);
        }
    }
}
