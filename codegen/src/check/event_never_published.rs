//! A declared event is published.

use super::{Check, Context, event_not_declared, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EVENT_NEVER_PUBLISHED",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "every event of `events` is published by a beat",
    why: "whoever waits for it waits for ever",
    bad: r#"{ "id": "a", "events": ["loaded", "archived"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "loaded" }
] }] }"#,
    good: r#"{ "id": "a", "events": ["loaded"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "loaded" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let events = &context.sequence.events;
    if context.doubts.names || events.iter().all(|event| event.published) {
        return;
    }
    // An event that a beat misspells is that beat's fault alone.
    let strangers = events.iter().filter(|event| !event.declared);
    let misspelt: Vec<&str> = strangers.filter_map(|event| event_not_declared::meant(context, event)).collect();
    for event in events.iter().filter(|event| !event.published && !misspelt.contains(&event.name.value)) {
        if event_not_declared::is_broken(event.name.value) {
            continue;
        }
        let message = format!("no beat publishes `{}`", text::shown(event.name.value));
        findings.push(Finding::new(&RULE, context.place(event.name.span), message).label("never published"));
    }
}
