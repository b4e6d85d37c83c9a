//! A criterion of completion that is not met.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "COMPLETION_CRITERION_MISSED",
    family: Family::Governance,
    severity: Severity::Major,
    what: "a completion criterion that a fact answers is met: `Zero beat count mismatches`, `Handler compliance score ≥ 0.92`",
    why: "by it the sequence, or the movement, counts as done",
    bad: r#"{ "id": "a", "completionCriteria": ["No more than 1 event"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "event": "a:ran" }, { "beat": 2, "handler": "rest", "event": "a:rested" }] }] }"#,
    good: r#"{ "id": "a", "completionCriteria": ["No more than 2 events"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "event": "a:ran" }, { "beat": 2, "handler": "rest", "event": "a:rested" }] }] }"#,
};
