//! The rules of `cargo symphony check` that a build does not judge: they look at code, tests, manifests and the registry
//! too, or say what is good style rather than what can be compiled.
//!
//! A rule is a file in this folder and a line in `CHECKS`. As with the rules of `symphony_codegen::check`, no rule knows of
//! another, and its `bad` and `good` are its first test.

#[cfg(test)]
mod example;

mod telemetry_not_instrumented;

use std::sync::LazyLock;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::parallel::slices;
use symphony_codegen::rule::Rule;
use symphony_codegen::{check, implementation};

use crate::facts::Facts;
use crate::survey::Surveyed;
use crate::{config, import};

/// Every rule of this module.
static CHECKS: &[Check] = &[telemetry_not_instrumented::CHECK];

/// A rule and what it runs on.
struct Check {
    rule: &'static Rule,
    package: Option<OnPackage>,
    sequence: Option<OnSequence>,
}

type OnPackage = fn(&Facts<'_>, &mut Vec<Finding>);
type OnSequence = fn(&Facts<'_>, &Surveyed<'_>, &mut Vec<Finding>);

impl Check {
    const fn of(rule: &'static Rule) -> Self {
        Self { rule, package: None, sequence: None }
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
        let of_files = import::rules::RULES.iter().chain(config::RULES).copied();
        check::rules().chain(of_audit().iter().copied()).chain(of_files).collect()
    });
    RULES.iter().copied()
}

/// What the rules of this module find.
pub(crate) fn judge(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in CHECKS.iter().filter_map(|check| check.package) {
        check(facts, &mut findings);
    }
    let of_slices = slices(&facts.survey.sequences, |sequences| {
        let mut findings = Vec::new();
        for sequence in sequences {
            for check in CHECKS.iter().filter_map(|check| check.sequence) {
                check(facts, sequence, &mut findings);
            }
        }
        findings
    });
    findings.extend(of_slices.into_iter().flatten());
    findings
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
            let list: String = codes.iter().map(|code| format!("    \"{code}\",\n")).collect();
            fs::write(&path, format!("{before}&[\n{list}];\n")).unwrap();
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
