//! A movement without a beat.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EMPTY_MOVEMENT",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "a movement has a beat",
    why: "nothing is played in an empty one, though it reads like a step of the pipeline",
    bad: r#"{ "id": "a", "movements": [
  { "id": "prepare", "beats": [] },
  { "id": "build", "beats": [{ "beat": 1, "handler": "run" }] }
] }"#,
    good: r#"{ "id": "a", "movements": [
  { "id": "build", "beats": [{ "beat": 1, "handler": "run" }] }
] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let movements = &context.sequence.movements;
    // Of a sequence that is empty as a whole another rule speaks.
    if movements.iter().all(|movement| movement.beats.is_empty()) {
        return;
    }
    for movement in movements {
        if movement.beats.is_empty() && !movement.spec.refused.contains(&"beats") {
            let message = format!("the movement `{}` has no beat", text::shown(movement.id));
            findings.push(Finding::new(&RULE, context.place(movement.id_span), message).label("plays nothing"));
        }
    }
}
