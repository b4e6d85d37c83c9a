//! A type is declared for a value.

use std::collections::{HashMap, HashSet};

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::Style;
use symphony_codegen::plan::types::TypeExpr;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TYPE_NEVER_USED",
    family: Family::Sequence,
    severity: Severity::Info,
    what: "every type of `types` is that of a value, or part of one",
    why: "what flows nowhere is either a remnant or a value that was forgotten",
    bad: r#"{ "id": "a", "types": { "Order": { "id": "u64" }, "Invoice": { "id": "u64" } }, "input": { "order": "Order" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["order"] }
] }] }"#,
    good: r#"{ "id": "a", "types": { "Order": { "id": "u64" } }, "input": { "order": "Order" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["order"] }
] }] }"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    // Where a type could not be read, nobody knows what it names; and a baton's fields are the user's.
    if sequence.style == Style::Baton || !facts.is_sound(surveyed) {
        return;
    }
    let positions: HashMap<&str, usize> = sequence.types.iter().enumerate().map(|(at, ty)| (ty.name, at)).collect();
    let of_values = sequence.values.iter().filter_map(|value| value.ty.as_ref());
    let of_takes = sequence.beats().flat_map(|(_, beat)| &beat.takes).filter_map(|take| take.ty.as_ref());
    let mut open: Vec<&TypeExpr> = of_values.chain(of_takes).flatten().collect();
    let mut used = HashSet::new();
    while let Some(ty) = open.pop() {
        for at in ty.bare_names().filter_map(|name| positions.get(name)) {
            if used.insert(*at) {
                open.extend(sequence.types[*at].parts.iter().flatten());
            }
        }
    }
    for (_, ty) in sequence.types.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let message = format!("no value is a `{}`", shown(ty.name));
        findings.push(
            Finding::new(&RULE, sequence.place(ty.spec.name.span), message)
                .label("never used")
                .help("remove it, or say which beat gives or takes one"),
        );
    }
}
