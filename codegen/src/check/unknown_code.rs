//! An `allow` of a code that there is not. [`super::allow`] finds it.

use super::context::{Suggestions, did_you_mean};
use super::elsewhere::ELSEWHERE;
use super::{Check, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;

pub(super) const CHECK: Check = Check::of(&RULE);

static RULE: Rule = Rule {
    code: "UNKNOWN_CODE",
    family: Family::Governance,
    severity: Severity::Minor,
    what: "`allow` names the code of a rule",
    why: "a misspelt code silences nothing, and the reason beside it explains nothing",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "allow": [{ "code": "NOT_PREFORMED", "reason": "undone by hand" }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "compensate": "undo", "allow": [{ "code": "NOT_PERFORMED", "reason": "undone by hand" }] }
] }] }"#,
};

pub(super) fn finding(place: Place, code: &str, others: &[&'static Rule], suggestions: &Suggestions) -> Finding {
    let message = format!("there is no rule `{}`", text::shown(code));
    let finding = Finding::new(&RULE, place, message).label("unknown code");
    let known = super::rules().map(|rule| rule.code).chain(others.iter().map(|rule| rule.code));
    match suggestions.nearest(code, known.chain(ELSEWHERE.iter().copied())) {
        Some(meant) => did_you_mean(finding, place, meant, meant),
        None => finding,
    }
}
