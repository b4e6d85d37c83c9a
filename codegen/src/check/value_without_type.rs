//! A value has a type.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Beat, BeatId};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "VALUE_WITHOUT_TYPE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "the `output` of a handler says the type of each value",
    why: "the handler's signature cannot be generated without",
    bad: r#"{ "id": "a", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": ["size"] }
] }] }"#,
    good: r#"{ "id": "a", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for value in beat.gives.iter().map(|value| &context.sequence.values[*value]) {
        if value.ty.is_some() {
            continue;
        }
        let name = text::shown(value.name.value);
        let finding = match beat.action {
            Action::Method(_) => {
                let message = format!("the output `{name}` has no type");
                Finding::new(&RULE, context.place(value.name.span), message)
                    .label("what is it?")
                    .help(format!("write the outputs as an object: `{{ \"{name}\": \"…\" }}`"))
            }
            Action::Sequence(other) => {
                // Where the other sequence itself lacks the value or its type, that is reported there.
                let other = &context.plan.sequences[other];
                let given = other.values.iter().find(|given| given.name.value == value.name.value);
                if given.is_none_or(|given| given.ty.is_none()) {
                    continue;
                }
                let message = format!("the type of `{name}` cannot be found through all the sequences that pass it on");
                Finding::new(&RULE, context.given_at(value), message)
            }
            Action::Nobody => continue,
        };
        findings.push(finding);
    }
}
