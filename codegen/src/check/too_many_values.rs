//! A sequence has no more inputs and outputs than anybody could pass.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::MOST_VALUES;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TOO_MANY_VALUES",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a sequence takes at most 100 values and gives at most 100",
    why: "each becomes a parameter or a field, and again in every beat that performs the sequence",
    bad: include_str!("too_many_values.json"),
    good: r#"{ "id": "a", "types": { "Values": { "v0": "u8", "v1": "u8" } }, "input": { "values": "Values" },
"movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "input": ["values"] }] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let spec = context.sequence.spec;
    let inputs = spec.input.get(MOST_VALUES).map(|typed| (typed.name.span, "takes", spec.input.len()));
    let outputs = spec.output.get(MOST_VALUES).map(|name| (name.span, "gives", spec.output.len()));
    for (span, does, count) in inputs.into_iter().chain(outputs) {
        let message = format!("the sequence {does} {count} values, more than {MOST_VALUES}");
        let finding = Finding::new(&RULE, context.place(span), message).label("the first that is too many");
        findings.push(finding.help("put values that belong together into a struct of `types`"));
    }
}
