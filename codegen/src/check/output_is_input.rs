//! A sequence gives what its beats make.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "OUTPUT_IS_INPUT",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "an output of a sequence is given by one of its beats",
    why: "the caller has what it put in already, and the sequence only borrows it",
    bad: r#"{ "id": "a", "input": { "order": "String" }, "output": ["order"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "ship", "input": ["order"] }
] }] }"#,
    good: r#"{ "id": "a", "input": { "order": "String" }, "output": ["label"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "ship", "input": ["order"], "output": { "label": "String" } }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    for (name, value) in sequence.spec.output.iter().zip(&sequence.outputs) {
        let Some(id) = value.filter(|id| sequence.values[*id].giver.is_none()) else { continue };
        // Where a beat gives it too, that it is given twice is the fault.
        if sequence.values.iter().any(|value| value.first == Some(id)) {
            continue;
        }
        let message = format!("the output `{}` is an input of the sequence", text::shown(name.value));
        let finding = Finding::new(&RULE, context.place(name.span), message).label("no beat gives it");
        let help = "leave it out, or let a beat give a value of another name";
        findings.push(finding.also(sequence.values[id].place, "the input").help(help));
    }
}
