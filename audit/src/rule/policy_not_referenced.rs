//! A policy that nobody keeps.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "POLICY_NOT_REFERENCED",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "a policy can be evaluated, or a beat, an event, a criterion or a metric speaks of it",
    why: "what nothing checks and nothing does is a wish; it looks like a rule in every report",
    bad: r#"{ "id": "a", "governance": { "policies": ["Each invoice is approved by a second clerk"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "governance": { "policies": ["Each invoice is approved by a second clerk"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "description": "Waits until a second clerk has approved it" }] }] }"#,
};
