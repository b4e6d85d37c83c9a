//! What is taken is there even when something before it failed.

use super::used_before_given::giver;
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Beat, BeatId, OnError, Value};
use crate::rule::{Family, Rule, Severity};
use crate::source::Place;
use crate::spec::Text;

pub(super) const CHECK: Check = Check { sequence: Some(of_outputs), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "FLOW_FROM_CONTINUED",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "nothing is taken from a beat, or from outside a movement, that may fail and be carried on from",
    why: "a beat that failed has given nothing, and whoever is played next would go without",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "errorHandling": "continue", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "input": ["size"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "input": ["size"] }
] }] }"#,
};

fn of_beat(context: &Context<'_, '_>, id: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for take in &beat.takes {
        if let Some((value, giver)) = giver(context.sequence, id, take) {
            findings.extend(finding(context, take.name, value, giver, Some(id)));
        }
    }
}

fn of_outputs(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    for (name, value) in context.sequence.spec.output.iter().zip(&context.sequence.outputs) {
        let Some(value) = value.map(|value| &context.sequence.values[value]) else { continue };
        if let Some(giver) = value.giver {
            findings.extend(finding(context, *name, value, giver, None));
        }
    }
}

fn finding(
    context: &Context<'_, '_>,
    name: Text<'_>,
    value: &Value<'_>,
    giver: BeatId,
    taker: Option<BeatId>,
) -> Option<Finding> {
    let sequence = context.sequence;
    let movement = &sequence.movements[giver.movement];
    let leaves_movement = taker.is_none_or(|taker| taker.movement != giver.movement);
    let (what, word) = if sequence.beat(giver).on_error == OnError::Continue {
        ("beat", sequence.beat(giver).spec.error_handling)
    } else if movement.continues && leaves_movement {
        ("movement", movement.spec.error_handling)
    } else {
        return None;
    };
    let message = format!("`{}` comes from a {what} that may fail and be carried on from", text::shown(name.value));
    let finding = Finding::new(&RULE, context.place(name.span), message)
        .label("may be missing")
        .also(context.given_at(value), "given here");
    let continues: Option<Place> = word.map(|word| context.place(word.span));
    let finding = match continues {
        Some(place) => finding.also(place, format!("the {what} is carried on from when it fails")),
        None => finding,
    };
    Some(finding.help(format!("let the {what} abort or retry, or do not take what it gives")))
}
