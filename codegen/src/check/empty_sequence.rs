//! A sequence without a beat.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EMPTY_SEQUENCE",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "a sequence has a beat",
    why: "a pipeline that does nothing and reports success is worse than none; tools have emptied files that they did not understand",
    bad: r#"{ "id": "a", "movements": [] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    if context.doubts.beats || sequence.movements.iter().any(|movement| !movement.beats.is_empty()) {
        return;
    }
    let span = sequence.spec.id.map_or_else(|| super::text::opening(sequence.spec.span), |id| id.span);
    let finding = Finding::new(&RULE, context.place(span), "the sequence has no beat").label("does nothing");
    findings.push(match sequence.spec.declared_beats {
        Some(declared) if declared.value > 0 => {
            finding.also(context.place(declared.span), format!("{} are promised here", declared.value))
        }
        _ => finding,
    });
}
