//! An `allow` that silences nothing. [`super::allow`] finds it, when all other rules have spoken.

use super::Check;
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;

pub(super) const CHECK: Check = Check::of(&RULE);

static RULE: Rule = Rule {
    code: "ALLOW_UNUSED",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "an `allow` silences something",
    why: "one that is left behind would silence the next fault of its kind, which nobody has looked at",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "allow": [{ "code": "UNKNOWN_TIMING", "reason": "a word of ours" }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "timing": "fortnightly", "allow": [{ "code": "UNKNOWN_TIMING", "reason": "a word of ours" }] }
] }] }"#,
};

pub(super) fn finding(place: Place, silenced: &Rule) -> Finding {
    Finding::new(&RULE, place, format!("nothing here breaks `{}`", silenced.code))
        .label("silences nothing")
        .help("remove the entry")
}
