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
    what: "no two criteria of a beat say the same, and no two have the same id",
    why: "the same words are one test, however often they stand there; two tests of one name cannot be told apart in a report",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": ["It runs", "It runs"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "acceptanceCriteria": ["It runs", "It stops"] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    if beat.spec.criteria.len() < 2 {
        return;
    }
    let mut texts: HashMap<Vec<&str>, Span> = HashMap::new();
    let mut ids: HashMap<&str, Span> = HashMap::new();
    for criterion in &beat.spec.criteria {
        let (span, text, id) = match criterion {
            Criterion::Sentence(sentence) => (sentence.span, vec![sentence.value.trim()], None),
            Criterion::Steps(steps) => (steps.span, words(steps), steps.id),
        };
        if let Some(first) = texts.get(&text) {
            findings.push(again(context, beat, "says the same as an earlier one", span, *first));
        } else {
            texts.insert(text, span);
        }
        let Some(id) = id else { continue };
        if let Some(first) = ids.get(id.value) {
            findings.push(again(context, beat, "has the id of an earlier one", id.span, *first));
        } else {
            ids.insert(id.value, id.span);
        }
    }
}

/// All steps, with an empty text where one kind ends and the next begins.
fn words<'n>(steps: &crate::spec::Steps<'n>) -> Vec<&'n str> {
    let of = |texts: &[Text<'n>]| texts.iter().map(|text| text.value.trim()).chain([""]).collect::<Vec<_>>();
    [of(&steps.given), of(&steps.when), of(&steps.then), of(&steps.and)].concat()
}

fn again(context: &Context<'_, '_>, beat: &Beat<'_>, what: &str, span: Span, first: Span) -> Finding {
    Finding::new(&RULE, context.place(span), format!("a criterion of beat {} {what}", beat.number))
        .label("again")
        .also(context.place(first), "the first one")
}
