//! A beat stands after those that it waits for.

use super::order::Wanted;
use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TIMING_CONSTRAINT_VIOLATED",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "a beat stands after the beats that `after:<event>` and `dependencies` name",
    why: "beats are played in the order of the file; what is asked for here would not happen",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "save", "timing": "after:invoice:loaded" },
  { "beat": 2, "handler": "load", "event": "invoice:loaded" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load", "event": "invoice:loaded" },
  { "beat": 2, "handler": "save", "timing": "after:invoice:loaded" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let order = context.order();
    for need in &order.needs {
        let Some(wanted) = need.found.filter(|found| *found > need.beat) else { continue };
        // Moving one of them would not help there.
        if order.is_in_cycle(need.beat, wanted) {
            continue;
        }
        let (beat, first) = (context.beat_name(need.beat), context.beat_name(wanted));
        let message = format!("`{beat}` waits for `{first}`, which stands after it");
        let there = context.sequence.beat(wanted);
        let what = match need.wanted {
            Wanted::Event(_) => "publishes the event only here",
            Wanted::Beat(_) => "stands only here",
        };
        let finding = Finding::new(&RULE, context.place(need.span), message).label("has to wait");
        let span = match need.wanted {
            Wanted::Event(_) => there.spec.event.map_or(there.span, |event| event.span),
            Wanted::Beat(_) => there.span,
        };
        findings.push(finding.also(context.place(span), what).help("move the beat behind the one it waits for"));
    }
}
