//! Beats of a movement are numbered upwards.

use std::collections::HashMap;

use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::plan::{Beat, Movement};
use crate::rule::{Family, Rule, Severity};
use crate::source::Span;

pub(super) const CHECK: Check = Check { movement: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BEAT_NUMBERING",
    family: Family::Sequence,
    severity: Severity::Major,
    what: "the numbers of a movement's beats go up, each used once",
    why: "beats are played in the order of the file and told apart by their numbers; numbers that say otherwise mislead whoever reads a report",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 1, "handler": "save" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "save" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, movement: &Movement<'_>, findings: &mut Vec<Finding>) {
    let mut highest: Option<&Beat<'_>> = None;
    let mut known: HashMap<u64, &Beat<'_>> = HashMap::new();
    for (at, beat) in movement.beats.iter().enumerate() {
        if is_refused(beat) {
            continue;
        }
        let Some(last) = highest.filter(|last| last.number >= beat.number) else {
            highest = Some(beat);
            if !known.is_empty() {
                known.insert(beat.number, beat);
            }
            continue;
        };
        if known.is_empty() {
            for earlier in movement.beats[..at].iter().filter(|beat| !is_refused(beat)) {
                known.entry(earlier.number).or_insert(earlier);
            }
        }
        let number = beat.number;
        let place = context.place(span(beat));
        findings.push(match known.get(&number) {
            Some(first) => Finding::new(&RULE, place, format!("two beats have the number {number}"))
                .label(format!("{number} again{}", unnumbered(beat)))
                .also(context.place(span(first)), format!("the first one{}", unnumbered(first))),
            None => Finding::new(&RULE, place, format!("beat {number} stands after beat {}", last.number))
                .label(format!("goes back{}", unnumbered(beat)))
                .also(context.place(span(last)), "this one is played before it"),
        });
        known.entry(number).or_insert(beat);
    }
}

/// Where the number stands, or the beat that has none.
pub(super) fn span(beat: &Beat<'_>) -> Span {
    beat.spec.number.map_or(beat.span, |number| number.span)
}

pub(super) fn is_refused(beat: &Beat<'_>) -> bool {
    beat.spec.refused.iter().any(|key| matches!(*key, "beat" | "number"))
}

fn unnumbered(beat: &Beat<'_>) -> &'static str {
    if beat.spec.number.is_some() { "" } else { ", counted by its place, as it has no number" }
}
