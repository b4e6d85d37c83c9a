//! A criterion says something.

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Criterion;

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "EMPTY_CRITERION",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "an acceptance criterion has a step",
    why: "one that says nothing would be a test that always passes",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "title": "It runs", "then": [" "] }] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": [{ "title": "It runs", "then": ["it is over"] }] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for criterion in &beat.spec.criteria {
        let (span, says_something) = match criterion {
            Criterion::Sentence(sentence) => (sentence.span, !sentence.value.trim().is_empty()),
            Criterion::Steps(steps) => {
                let mut all = [&steps.given, &steps.when, &steps.then, &steps.and].into_iter().flatten();
                (steps.span, all.any(|step| !step.value.trim().is_empty()))
            }
        };
        if !says_something {
            let message = format!("a criterion of beat {} says nothing", beat.number);
            let finding = Finding::new(&RULE, context.place(span), message).label("no step");
            findings.push(finding.help("say what must hold, in `then`"));
        }
    }
}
