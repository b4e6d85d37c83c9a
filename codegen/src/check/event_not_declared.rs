//! A beat publishes an event that the sequence declares.

use super::name_not_an_identifier::{EVENT, fault};
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, Event, naming};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EVENT_NOT_DECLARED",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "where a sequence lists its `events`, the events of its beats are among them",
    why: "whoever subscribes by the list misses the event",
    bad: r#"{ "id": "a", "events": ["loaded"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "loaded" },
  { "beat": 2, "handler": "save", "event": "stored" }
] }] }"#,
    good: r#"{ "id": "a", "events": ["loaded", "stored"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "loaded" },
  { "beat": 2, "handler": "save", "event": "stored" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let (Some(at), Some(name), true) = (beat.event, beat.spec.event, context.sequence.spec.events.is_some()) else {
        return;
    };
    if context.sequence.events[at].declared || is_broken(name.value) {
        return;
    }
    let message = format!("`events` does not list `{}`", text::shown(name.value));
    let finding = Finding::new(&RULE, context.place(name.span), message).label("not declared");
    findings.push(match meant(context, &context.sequence.events[at]) {
        Some(meant) => super::context::did_you_mean(finding, context.place(name.span), meant, meant),
        None => finding,
    });
}

/// Whether an event has a name that is none, and so is reported already.
pub(super) fn is_broken(name: &str) -> bool {
    fault(name, EVENT, naming::camel).is_some()
}

/// The declared event that a beat probably means: one that nobody publishes.
pub(super) fn meant<'p>(context: &Context<'p, '_>, event: &Event<'_>) -> Option<&'p str> {
    let unpublished = context.sequence.events.iter().filter(|event| event.declared && !event.published);
    context.nearest(event.name.value, unpublished.map(|event| event.name.value))
}
