//! A beat says what kind of step it is.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::counted;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_METADATA_MISSING",
    family: Family::Handler,
    severity: Severity::Info,
    what: "every beat with a handler says of what `kind` it is",
    why: "readers and rules tell by it which steps touch the world; a pure one costs less and needs no fake in a test",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }"#,
};

/// One finding for a sequence: many beats of a file lack the same thing for the same reason.
fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let mut without = sequence
        .beats()
        .map(|(_, beat)| beat)
        .filter(|beat| beat.spec.handler.is_some() && beat.kind().is_none() && !beat.spec.refused.contains(&"kind"));
    let Some(first) = without.next() else { return };
    let count = 1 + without.count();
    let all = sequence.beats().filter(|(_, beat)| beat.spec.handler.is_some()).count();
    let message = format!("{count} of {} have no `kind`", counted(all, "beat"));
    findings.push(Finding::new(&RULE, sequence.place(first.span), message).label("the first of them").help(
        "say `\"kind\": \"pure\"` of a function of its inputs, and a word such as `io` of what touches the world",
    ));
}
