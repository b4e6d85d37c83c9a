//! A beat that performs a sequence fits it.

use std::collections::BTreeSet;

use super::context::Doubts;
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Beat, BeatId, Style};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Typed;

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SEQUENCE_FLOW_MISMATCH",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "a performed sequence passes values as the performing one does, and has the values that the beat names",
    why: "a sequence of typed values has no baton to pass on, one with a baton no values to give",
    bad: r#"{ "id": "release", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "build" }] }] }
---
{ "id": "build", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "output": { "size": "u64" } }
] }] }"#,
    good: r#"{ "id": "release", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "sequence": "build", "output": ["size"] }
] }] }
---
{ "id": "build", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "output": { "size": "u64" } }
] }] }"#,
};

fn check(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    let (Some(name), Action::Sequence(other)) = (beat.spec.sequence, beat.action) else { return };
    let other = &context.plan.sequences[other];
    if let (true, Some(kind)) = (beat.is_pure(), beat.spec.kind) {
        let message = "a beat that performs a sequence cannot be `pure`";
        let finding = Finding::new(&RULE, context.place(kind.span), message).label("is for handlers");
        findings.push(finding.also(context.place(name.span), "performs a sequence"));
    }
    let (here, there) = (context.sequence.style, other.style);
    if here != there {
        if context.doubts.style || Doubts::of(other).style {
            return;
        }
        let passes = |style| match style {
            Style::Flow => "typed values",
            Style::Baton => "a baton",
        };
        let message =
            format!("`{}` passes {}, and this sequence {}", text::shown(name.value), passes(there), passes(here));
        let there = other.spec.id.map_or(other.spec.span, |id| id.span);
        let finding = Finding::new(&RULE, context.place(name.span), message).label("cannot be performed here");
        findings.push(finding.also(other.place(there), "the sequence").help(
            "let both pass values: a beat with an `input` or an `output`, even an empty `\"input\": []`, is enough",
        ));
        return;
    }
    if here == Style::Baton {
        return;
    }
    if !other.spec.refused.contains(&"input") {
        let known = || other.spec.input.iter().map(|typed| typed.name.value);
        unknown(context, beat.spec.input.as_deref(), "takes", known, name.value, findings);
    }
    if !other.spec.refused.contains(&"output") {
        let known = || other.spec.output.iter().map(|name| name.value);
        unknown(context, beat.spec.output.as_deref(), "gives", known, name.value, findings);
    }
}

/// Names on the beat that the other sequence has not.
fn unknown<'w, I: Iterator<Item = &'w str>>(
    context: &Context<'_, '_>,
    said: Option<&[Typed<'_>]>,
    verb: &str,
    known: impl Fn() -> I,
    sequence: &str,
    findings: &mut Vec<Finding>,
) {
    let Some(said @ [_, ..]) = said else { return };
    let names: BTreeSet<&str> = known().collect();
    for typed in said.iter().filter(|typed| !names.contains(typed.name.value)) {
        let message = format!("`{}` {verb} no `{}`", text::shown(sequence), text::shown(typed.name.value));
        let finding = Finding::new(&RULE, context.place(typed.name.span), message);
        findings.push(context.suggest(finding.label("not of that sequence"), typed.name, known()));
    }
}
