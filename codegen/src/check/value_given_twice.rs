//! A value is given once.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::BeatId;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "VALUE_GIVEN_TWICE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "the inputs of a sequence and the outputs of its beats have different names",
    why: "whoever takes the name could get the one or the other",
    bad: r#"{ "id": "a", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "measureAgain", "output": { "size": "u64" } }
] }] }"#,
    good: r#"{ "id": "a", "output": ["size", "newSize"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "measureAgain", "output": { "newSize": "u64" } }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let values = &context.sequence.values;
    for value in values {
        let Some(first) = value.first.map(|first| &values[first]) else { continue };
        if value.giver == first.giver && value.giver.is_none_or(|giver| is_object(context, giver)) {
            // Two keys of one object are one fault of the text.
            continue;
        }
        let message = format!("`{}` is given twice", text::shown(value.name.value));
        let finding = Finding::new(&RULE, context.given_at(value), message).label("given again");
        findings.push(finding.also(context.given_at(first), "given first").help("give one of them another name"));
    }
}

/// Whether a beat's `output` is an object, and no list of names.
fn is_object(context: &Context<'_, '_>, giver: BeatId) -> bool {
    context.sequence.beat(giver).spec.output.iter().flatten().next().is_some_and(|typed| typed.ty.is_some())
}
