//! A beat's criteria differ.

use std::collections::HashMap;

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::source::Span;
use crate::spec::{Criterion, Text};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "REPEATED_CRITERION",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "no two criteria of a beat say the same",
    why: "a second test of the same words finds nothing that the first does not",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": ["It runs", "It runs"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": ["It runs", "It stops"] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let mut known: HashMap<Vec<&str>, Span> = HashMap::new();
    for criterion in beat.spec.criteria.iter().filter(|_| beat.spec.criteria.len() > 1) {
        let (span, words) = match criterion {
            Criterion::Sentence(sentence) => (sentence.span, vec![sentence.value.trim()]),
            Criterion::Steps(steps) => (steps.span, words(steps)),
        };
        match known.get(&words) {
            Some(first) => {
                let message = format!("a criterion of beat {} says the same as an earlier one", beat.number);
                let finding = Finding::new(&RULE, context.place(span), message).label("again");
                findings.push(finding.also(context.place(*first), "the first one"));
            }
            None => {
                known.insert(words, span);
            }
        }
    }
}

/// All steps, with an empty text where one kind ends and the next begins.
fn words<'n>(steps: &crate::spec::Steps<'n>) -> Vec<&'n str> {
    let of = |texts: &[Text<'n>]| texts.iter().map(|text| text.value.trim()).chain([""]).collect::<Vec<_>>();
    [of(&steps.given), of(&steps.when), of(&steps.then), of(&steps.and)].concat()
}
