//! A criterion's id is its own.

use std::collections::HashMap;

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, naming};
use crate::rule::{Family, Rule, Severity};
use crate::spec::{Criterion, Text};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_ID_NOT_UNIQUE",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "no two criteria of a beat have the same id",
    why: "tests, reviews and results are known by it; two of one id cannot be told apart",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "id": "fast", "then": ["it runs"] }, { "id": "fast", "then": ["it stops"] }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "id": "fast", "then": ["it runs"] }, { "id": "safe", "then": ["it stops"] }] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    // As names are told apart: by their words.
    let mut known: HashMap<String, Text<'_>> = HashMap::new();
    for criterion in &beat.spec.criteria {
        let Criterion::Steps(steps) = criterion else { continue };
        let Some(id) = steps.id.filter(|id| !id.value.trim().is_empty()) else { continue };
        let is_name = naming::check(id.value, &[]).is_ok();
        let name = if is_name { naming::snake(id.value) } else { id.value.to_owned() };
        if let Some(first) = known.get(&name) {
            let message = format!("two criteria of beat {} have the id `{}`", beat.number, text::shown(id.value));
            let finding = Finding::new(&RULE, context.place(id.span), message).label("again");
            findings.push(finding.also(context.place(first.span), "the first one"));
        } else {
            known.insert(name, id);
        }
    }
}
