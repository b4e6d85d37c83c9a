//! A performed sequence is there.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Beat, BeatId};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SEQUENCE_NOT_FOUND",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "the sequence that a beat performs is one of those that are compiled together",
    why: "there is nothing to call",
    bad: r#"{ "id": "release", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "biuld" }] }] }
---
{ "id": "build", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "release", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "build" }] }] }
---
{ "id": "build", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let (Some(name), Action::Nobody) = (beat.spec.sequence, beat.action) else { return };
    let message = format!("there is no sequence `{}`", text::shown(name.value));
    let finding = Finding::new(&RULE, context.place(name.span), message).label("unknown sequence");
    let known = context.plan.sequences.iter().map(|sequence| sequence.id).filter(|id| *id != context.sequence.id);
    let suggested = context.suggest(finding, name, known);
    findings.push(if suggested.help.is_none() {
        suggested.help("name one by its `id`, and compile its file together with this one")
    } else {
        suggested
    });
}
