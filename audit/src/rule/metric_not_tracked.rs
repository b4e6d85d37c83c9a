//! A metric that nobody measures.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "METRIC_NOT_TRACKED",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "a metric can be evaluated, is in the record of a performance, or a beat or an event speaks of it",
    why: "a metric without a measurement stays empty in every report",
    bad: r#"{ "id": "a", "governance": { "metrics": ["Satisfaction of customers"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "governance": { "metrics": ["Satisfaction of customers"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "description": "Asks customers for their satisfaction" }] }] }"#,
};
