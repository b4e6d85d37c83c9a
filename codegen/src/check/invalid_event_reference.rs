//! `after:<event>` names an event that a beat publishes.

use super::context::did_you_mean;
use super::order::Wanted;
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_EVENT_REFERENCE",
    family: Family::Dependency,
    severity: Severity::Critical,
    what: "the event of `after:<event>` is published by a beat of the sequence",
    why: "a beat that waits for an event that never comes has no place in the order",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "invoice:loaded" },
  { "beat": 2, "handler": "save", "timing": "after:invoice:load" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "invoice:loaded" },
  { "beat": 2, "handler": "save", "timing": "after:invoice:loaded" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    if context.doubts.names {
        return;
    }
    for need in &context.order().needs {
        let (Wanted::Event(event), None) = (need.wanted, need.found) else { continue };
        let place = context.place(need.span);
        let finding = Finding::new(&RULE, place, format!("no beat publishes `{}`", text::shown(event)))
            .label("waits for an event that never comes");
        let published = context.sequence.events.iter().filter(|event| event.published).map(|event| event.name.value);
        findings.push(match context.nearest(event, published) {
            Some(meant) => did_you_mean(finding, place, meant, &format!("after:{meant}")),
            None => finding,
        });
    }
}
