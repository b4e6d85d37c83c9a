//! Whether domains, sequences and the memory of them agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::check::{Options, check};
use crate::docs::markdown::{code, text};
use crate::error::Result;
use crate::project::Package;
use crate::rule;
use crate::scope::Scope;
use crate::verdict::{Entry, Verdict};

/// The codes of the rules about domains and registries.
pub const RULES: [&str; 14] = [
    "AUTHORITY_BOUNDARY_VIOLATION",
    "BREAKING_CHANGE_DETECTED",
    "CIRCULAR_DOMAIN_DEPENDENCY",
    "CONFLICTING_DOMAIN_RULES",
    "DOMAIN_METADATA_MISSING",
    "DOMAIN_NAMESPACE_CONFLICT",
    "DOMAIN_NOT_FOUND",
    "DOMAIN_WITHOUT_SEQUENCES",
    "MANIFEST_MISMATCH",
    "ORPHANED_DOMAIN_REFERENCE",
    "ORPHANED_SEQUENCE",
    "PLANNED_DOMAIN_IMPLEMENTED",
    "REGISTRY_MISSING",
    "UNAUTHORIZED_CHANGE",
];

/// What a validation came to. As JSON it is what `cargo symphony registry validate --format json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Validation {
    /// How many findings each rule has, silenced ones left out; every rule that was asked is there.
    pub rules: BTreeMap<&'static str, usize>,
    /// What was found.
    pub findings: Vec<Fault>,
    /// How many of them fail.
    pub denied: usize,
    /// How many findings of other rules fail a check. What is wrong in a sequence may hide what is wrong around it.
    pub others: usize,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The package.
    pub package: String,
    /// The code of the rule.
    pub code: &'static str,
    /// How bad it is.
    pub severity: &'static str,
    /// Where, as `path:line:column` from the package on.
    pub place: String,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Judges packages, and keeps in the verdict what the rules of [`RULES`] found.
///
/// # Errors
/// As [`check`].
pub fn validate(packages: Vec<Package>) -> Result<(Verdict, Validation)> {
    let mut verdict = check(&Scope::of(packages, Vec::new()), &Options::default())?;
    let mut validation = Validation {
        rules: RULES.into_iter().map(|code| (code, 0)).collect(),
        findings: Vec::new(),
        denied: 0,
        others: 0,
    };
    for judgement in &mut verdict.judgements {
        let is_ours = |entry: &Entry| RULES.contains(&entry.finding.rule.code);
        validation.others += judgement.entries.iter().filter(|it| !is_ours(it) && it.is_denied()).count();
        judgement.entries.retain(|entry| is_ours(entry) && entry.suppression.is_none());
        for entry in &judgement.entries {
            *validation.rules.entry(entry.finding.rule.code).or_default() += 1;
            validation.denied += usize::from(entry.is_denied());
            validation.findings.push(Fault {
                package: judgement.package.name.clone(),
                code: entry.finding.rule.code,
                severity: entry.finding.severity().word(),
                place: judgement.sources.locate(entry.finding.primary.place),
                message: entry.finding.message.clone(),
                help: entry.finding.help.clone(),
            });
        }
    }
    Ok((verdict, validation))
}

impl Validation {
    /// The rules with how bad a finding of each is and how many there are, and the sum.
    #[must_use]
    pub fn table(&self) -> String {
        let width = RULES.iter().map(|code| code.len()).max().unwrap_or_default();
        let row = |(code, severity, count)| format!("{code:width$}  {severity:8}  {count:>4}\n");
        let rows: String = self.rows().map(row).collect();
        rows + &row(("in all", "", self.findings.len()))
    }

    /// The same and all findings, as tables of Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let rows = self.rows().map(|(name, severity, count)| format!("| {} | {severity} | {count} |\n", code(name)));
        let rows: String = rows.collect();
        let count = self.findings.len();
        let mut page = format!(
            "# Registry\n\n| Rule | Severity | Findings |\n| --- | --- | --- |\n{rows}| in all | | {count} |\n"
        );
        if count > 0 {
            page.push_str("\n## Findings\n\n| Rule | Place | What |\n| --- | --- | --- |\n");
        }
        for fault in &self.findings {
            let _ = writeln!(page, "| {} | {} | {} |", code(fault.code), code(&fault.place), text(&fault.message));
        }
        page
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str, usize)> + '_ {
        let severity = |code| rule::rules().find(|rule| rule.code == code).map_or("", |rule| rule.severity.word());
        self.rules.iter().map(move |(code, count)| (*code, severity(*code), *count))
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn every_code_is_a_rule() {
        let known: Vec<&str> = crate::rule::rules().map(|rule| rule.code).collect();
        assert!(RULES.iter().all(|code| known.contains(code)), "{known:?}");
    }
}
