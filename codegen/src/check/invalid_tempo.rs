//! A tempo can be kept.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::Movement;
use crate::rule::{Family, Rule, Severity};
use crate::spec::Spanned;

pub(super) const CHECK: Check = Check { sequence: Some(of_sequence), movement: Some(of_movement), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_TEMPO",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "a tempo is more than 0 and at most 10,000 beats a minute",
    why: "the conductor divides a minute by it",
    bad: r#"{ "id": "a", "tempo": 0, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "tempo": 120, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn of_sequence(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    check(context, context.sequence.spec.tempo, findings);
}

fn of_movement(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    check(context, movement.spec.tempo, findings);
}

fn check(context: &Context<'_, '_>, tempo: Option<Spanned<f64>>, findings: &mut Vec<Finding>) {
    const FASTEST: f64 = 10_000.0;
    let Some(tempo) = tempo else { return };
    // A number that no `f64` holds has been reported as such.
    if tempo.value.is_infinite() || (tempo.value > 0.0 && tempo.value <= FASTEST) {
        return;
    }
    let message = format!("{} beats a minute is no tempo", tempo.value);
    let finding = Finding::new(&RULE, context.place(tempo.span), message);
    findings.push(finding.label("expected more than 0 and at most 10000"));
}
