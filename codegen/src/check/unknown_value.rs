//! What is taken is given.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Beat, BeatId};
use crate::rule::{Family, Rule, Severity};
use crate::spec::Text;

pub(super) const CHECK: Check = Check { sequence: Some(of_outputs), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNKNOWN_VALUE",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a value that is taken is an input of the sequence or the output of a beat",
    why: "there is nothing to hand over",
    bad: r#"{ "id": "a", "input": { "profile": "String" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["profile"] },
  { "beat": 2, "handler": "report", "input": ["profil"] }
] }] }"#,
    good: r#"{ "id": "a", "input": { "profile": "String" }, "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "run", "input": ["profile"] },
  { "beat": 2, "handler": "report", "input": ["profile"] }
] }] }"#,
};

fn of_beat(context: &Context<'_, '_>, _: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for take in &beat.takes {
        if take.value.is_some() || context.doubts.givers {
            continue;
        }
        match (beat.action, beat.spec.sequence) {
            // Where the beat does not say the name, it is only the sequence's, and not to be edited here.
            (Action::Sequence(_), Some(sequence)) if sequence.span == take.name.span => {
                let (sequence, name) = (text::shown(sequence.value), text::shown(take.name.value));
                let message = format!("`{sequence}` takes `{name}`, which nothing gives here");
                let finding = Finding::new(&RULE, context.place(take.name.span), message).label("lacks a value");
                findings.push(finding.help(format!(
                    "give a value `{name}` before: as an `input` of the sequence or an `output` of a beat"
                )));
            }
            _ => findings.push(finding(context, take.name)),
        }
    }
}

fn of_outputs(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    for (name, value) in context.sequence.spec.output.iter().zip(&context.sequence.outputs) {
        if value.is_none() && !context.doubts.givers {
            findings.push(finding(context, *name));
        }
    }
}

fn finding(context: &Context<'_, '_>, name: Text<'_>) -> Finding {
    let message = format!("nothing gives `{}`", text::shown(name.value));
    let finding = Finding::new(&RULE, context.place(name.span), message).label("unknown value");
    context.suggest(finding, name, context.sequence.values.iter().map(|value| value.name.value))
}
