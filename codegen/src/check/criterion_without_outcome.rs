//! A criterion says what must hold.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::{Criterion, Text};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CRITERION_WITHOUT_OUTCOME",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "a structured criterion says what must hold, in `then`",
    why: "a situation alone accepts everything that comes of it: its test would always pass",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "given": ["a track"], "when": ["it runs"] }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "given": ["a track"], "when": ["it runs"], "then": ["it is over"] }] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let says = |texts: &[Text<'_>]| texts.iter().any(|text| !text.value.trim().is_empty());
    for criterion in &beat.spec.criteria {
        let Criterion::Steps(steps) = criterion else { continue };
        if (says(&steps.given) || says(&steps.when)) && !says(&steps.then) && !says(&steps.and) {
            let message = format!("a criterion of beat {} does not say what must hold", beat.number);
            findings.push(Finding::new(&RULE, context.place(steps.span), message).label("no `then`"));
        }
    }
}
