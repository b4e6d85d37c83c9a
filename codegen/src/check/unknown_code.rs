//! An `allow` of a code that there is not.

use super::allow::{self, Code};
use super::context::{Suggestions, did_you_mean};
use super::{Check, text};
use crate::diagnostic::Finding;
use crate::plan::Plan;
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;

pub(super) const CHECK: Check = Check { plan: Some(check), ..Check::of(&RULE) };

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

fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let suggestions = Suggestions::new();
    allow::each(plan, |source, allow| {
        let Code::Unknown = allow::code(allow.code.value) else { return };
        let place = Place { source, span: allow.code.span };
        let message = format!("there is no rule `{}`", text::shown(allow.code.value));
        let finding = Finding::new(&RULE, place, message).label("unknown code");
        findings.push(match suggestions.nearest(allow.code.value, super::rules().map(|rule| rule.code)) {
            Some(meant) => did_you_mean(finding, place, meant, meant),
            None => finding,
        });
    });
}
