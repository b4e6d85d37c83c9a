//! An `allow` of a code that cannot be silenced. [`super::allow`] finds it.

use super::Check;
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;

pub(super) const CHECK: Check = Check::of(&RULE);

static RULE: Rule = Rule {
    code: "ALLOW_CRITICAL",
    family: Family::Governance,
    severity: Severity::Major,
    what: "`allow` names no CRITICAL code and none of the file's form",
    why: "what breaks such a rule cannot be compiled, whatever the reason",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "allow": [{ "code": "UNKNOWN_VALUE", "reason": "comes later" }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run" }
] }] }"#,
};

pub(super) fn finding(place: Place, rule: &Rule) -> Finding {
    let why = match rule.severity {
        Severity::Critical => "what breaks it cannot be compiled",
        _ => "it is about the form of the file, which is read before any `allow`",
    };
    Finding::new(&RULE, place, format!("`{}` cannot be silenced: {why}", rule.code))
        .label("has no effect")
        .help("mend what it reports, and remove the entry")
}
