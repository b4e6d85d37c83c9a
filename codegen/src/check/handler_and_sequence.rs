//! A beat has one who does it.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_AND_SEQUENCE",
    family: Family::Handler,
    severity: Severity::Critical,
    what: "a beat has a handler or performs a sequence, not both",
    why: "it could not be said which of the two is called, or which comes first",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "sequence": "b" }] }] }
---
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b" }] }] }
---
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    if let (Some(handler), Some(sequence)) = (&beat.spec.handler, beat.spec.sequence) {
        let finding = Finding::new(&RULE, context.place(sequence.span), "the beat has a handler and a sequence")
            .label("performs a sequence")
            .also(context.place(handler.name.span), "has a handler");
        findings.push(finding.help("make two beats of it"));
    }
}
