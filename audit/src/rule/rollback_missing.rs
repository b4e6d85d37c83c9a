//! A way back that is asked for and is not there.

use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;

/// `crate::policy` judges it.
pub(super) const CHECK: Check = Check::of(&RULE);

pub(crate) static RULE: Rule = Rule {
    code: "ROLLBACK_MISSING",
    family: Family::Governance,
    severity: Severity::Major,
    what: "where a policy or a completion criterion asks for a rollback, a movement is `atomic`, a beat has a `compensate`, or a beat rolls back",
    why: "the day on which it is needed is the worst one to find out that it was only written down",
    bad: r#"{ "id": "a", "governance": { "policies": ["A failed run must trigger a rollback"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "governance": { "policies": ["A failed run must trigger a rollback"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "compensate": "walkBack" }] }] }"#,
};
