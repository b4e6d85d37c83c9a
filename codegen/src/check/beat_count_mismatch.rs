//! The declared number of beats is right.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BEAT_COUNT_MISMATCH",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "`beats` is the number of beats in all movements",
    why: "a count that differs means that a beat was lost or added without a decision; the count is mended, never the beats",
    bad: r#"{ "id": "a", "beats": 2, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "beats": 1, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let movements = &context.sequence.movements;
    let Some(declared) = context.sequence.spec.declared_beats else { return };
    let count: usize = movements.iter().map(|movement| movement.beats.len()).sum();
    if context.doubts.beats || count == 0 || declared.value == count as u64 {
        return;
    }
    let place = context.place(declared.span);
    let message = format!("`beats` says {}, but the movements have {count}", declared.value);
    let finding = Finding::new(&RULE, place, message).label(format!("there are {count}")).safe_fix(
        format!("set it to {count}"),
        place,
        count.to_string(),
    );
    findings.push(if declared.value == movements.len() as u64 {
        finding.help(format!("{} is the number of movements; `beats` counts their beats", declared.value))
    } else {
        finding
    });
}
