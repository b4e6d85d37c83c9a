//! A metric that is not what it is to be.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "METRIC_TARGET_MISSED",
    family: Family::Governance,
    severity: Severity::Major,
    what: "a metric with a target that a fact answers meets it: `beat_count_mismatches == 0`, `test coverage ≥ 80%`",
    why: "the target was agreed on; that it is missed has to be seen where it is missed",
    bad: r#"{ "id": "a", "beats": 1, "governance": { "metrics": ["acceptance criteria count >= 1"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "beats": 1, "governance": { "metrics": ["acceptance criteria count >= 1"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "acceptanceCriteria": ["Given a track, when it runs, then it is over"] }] }] }"#,
};
