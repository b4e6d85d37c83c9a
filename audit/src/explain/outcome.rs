//! What is said when the `bad` example of a rule is judged. A test writes it down, so that to explain a rule nothing has to
//! be judged.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use symphony_codegen::rule::Rule;

/// The finding in an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub(super) message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<Fix>,
}

/// The edit that mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fix {
    pub(super) title: String,
    pub(super) is_safe: bool,
}

const TEXT: &str = include_str!("outcomes.json");

/// What is said of a rule's example, where that can be judged by itself.
pub(super) fn of(rule: &Rule) -> Option<&'static Outcome> {
    static OUTCOMES: LazyLock<BTreeMap<String, Outcome>> =
        LazyLock::new(|| serde_json::from_str(TEXT).expect("a test wrote it"));
    OUTCOMES.get(rule.code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::{env, fs};

    use symphony_codegen::diagnostic::{Applicability, Finding};
    use symphony_codegen::json;
    use symphony_codegen::rule::Rule;
    use symphony_codegen::source::Sources;

    use super::{Fix, Outcome, TEXT};
    use crate::config::{self, Config};
    use crate::error::Error;
    use crate::rule::example;
    use crate::{baseline, import};

    /// The finding of a rule in its own example, where it is one of files that are judged.
    fn finding(rule: &'static Rule) -> Option<Finding> {
        let findings = if config::RULES.contains(&rule) {
            match Config::parse(rule.bad) {
                Err(Error::Config(refused)) => refused.findings,
                _ => Vec::new(),
            }
        } else if import::rules::RULES.contains(&rule) || symphony_codegen::implementation::RULES.contains(&rule) {
            return None;
        } else if json::RULES.contains(&rule) {
            let mut sources = Sources::new();
            let (source, mut findings) = json::decode(&mut sources, "a.json", rule.bad.as_bytes().to_vec());
            findings.extend(json::parse(source, sources.get(source)).findings);
            findings
        } else if rule.bad.starts_with("--- ") || baseline::rules::RULES.contains(&rule) {
            example::judged(rule.bad).entries().map(|entry| entry.finding.clone()).collect()
        } else {
            of_sequences(rule.bad)
        };
        findings.into_iter().find(|it| it.rule == rule)
    }

    fn of_sequences(example: &str) -> Vec<Finding> {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (at, text) in symphony_codegen::rule::files(example).enumerate() {
            let name = format!("{at}.json");
            fs::write(folder.path().join(&name), text).unwrap();
            paths.push(name);
        }
        let scope = crate::scope::Scope::files(folder.path(), paths).unwrap();
        let verdict = crate::check::check(&scope, &crate::check::Options::default()).unwrap();
        verdict.entries().map(|entry| entry.finding.clone()).collect()
    }

    #[test]
    fn what_is_said_of_examples_is_what_is_found_in_them() {
        let mut outcomes = BTreeMap::new();
        for rule in crate::rule::rules() {
            let Some(finding) = finding(rule) else { continue };
            let fix =
                finding.fix.map(|fix| Fix { title: fix.title, is_safe: fix.applicability == Applicability::Safe });
            outcomes.insert(rule.code, Outcome { message: finding.message, help: finding.help, fix });
        }
        let found = serde_json::to_string_pretty(&outcomes).unwrap() + "\n";
        if found != TEXT && env::var_os("BLESS").is_some() {
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explain/outcomes.json"), found).unwrap();
            return;
        }
        let known: BTreeMap<String, Outcome> = serde_json::from_str(TEXT).unwrap();
        for (code, outcome) in &outcomes {
            assert_eq!(known.get(*code), Some(outcome), "{code}: `BLESS=1` writes what is found");
        }
        assert_eq!(known.len(), outcomes.len(), "`BLESS=1` writes what is found");
    }
}
