//! A value is given before it is taken.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, Sequence, Take, Value};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { beat: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "USED_BEFORE_GIVEN",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "the beat that gives a value stands before those that take it",
    why: "beats are played in the order of the file, and the value is not there yet",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "report", "input": ["size"] },
  { "beat": 2, "handler": "measure", "output": { "size": "u64" } }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "input": ["size"] }
] }] }"#,
};

fn check(context: &Context<'_, '_>, id: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for take in &beat.takes {
        let Some(value) = take.value.map(|value| &context.sequence.values[value]) else { continue };
        if value.giver.is_none_or(|giver| giver < id) {
            continue;
        }
        let name = text::shown(value.name.value);
        let (message, label, help) = if value.giver == Some(id) {
            (format!("the beat takes `{name}`, which it gives itself"), "given here", "give it another name")
        } else {
            let message = format!("`{name}` is taken before it is given");
            (message, "given only here", "move the beat that gives it to before the one that takes it")
        };
        let finding = Finding::new(&RULE, context.place(take.name.span), message).label("taken here");
        findings.push(finding.also(context.given_at(value), label).help(help));
    }
}

/// The giver of a value that is taken, where it stands before the taker; otherwise this rule has spoken.
pub(super) fn giver<'p, 'n>(
    sequence: &'p Sequence<'n>,
    taker: BeatId,
    take: &Take<'_>,
) -> Option<(&'p Value<'n>, BeatId)> {
    let value = &sequence.values[take.value?];
    Some((value, value.giver.filter(|giver| *giver < taker)?))
}
