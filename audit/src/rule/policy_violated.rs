//! A policy that does not hold.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "POLICY_VIOLATED",
    family: Family::Governance,
    severity: Severity::Major,
    what: "a policy that names a fact and a bound holds: `Governance score ≥ 0.9`, `Zero beat count mismatches`, `All sequences pass validation`",
    why: "a policy that is written down and broken is worse than none: whoever reads it relies on it",
    bad: r#"{ "id": "a", "governance": { "policies": ["Handler coverage must be at least 80%", "At least 2 beats"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "governance": { "policies": ["Handler coverage must be at least 80%", "At least 1 beat"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};
