//! What is accepted and kept, but does not happen yet.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, Movement};
use crate::rule::{Family, Rule, Severity};
use crate::source::Span;

pub(super) const CHECK: Check = Check { movement: Some(of_movement), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "NOT_PERFORMED",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "a sequence asks for no rollback and no overlap, which this version does not perform",
    why: "the keys are part of the format and kept, but nothing is undone and no two beats run at once; it shall not seem so",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "atomic": true, "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn of_movement(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    if let Some(atomic) = movement.spec.atomic.filter(|atomic| atomic.value) {
        findings.push(finding(
            context,
            atomic.span,
            "`atomic` is not performed",
            "nothing is undone when a beat fails",
        ));
    }
    if let Some(most) = movement.spec.max_concurrency.filter(|most| most.value != 1) {
        findings.push(finding(context, most.span, "`maxConcurrency` is not performed", "the beats run one by one"));
    }
}

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    if let Some(handler) = beat.spec.compensate {
        findings.push(finding(context, handler.span, "`compensate` is not performed", "this handler is never called"));
    }
}

fn finding(context: &Context<'_, '_>, span: Span, message: &str, label: &str) -> Finding {
    Finding::new(&RULE, context.place(span), format!("{message} by this version")).label(label)
}
