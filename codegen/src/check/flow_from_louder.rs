//! What is taken has been played.

use super::used_before_given::giver;
use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::plan::{Action, Beat, BeatId, Dynamics, Style};
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(of_outputs), beat: Some(of_beat), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "FLOW_FROM_LOUDER",
    family: Family::Sequence,
    severity: Severity::Critical,
    what: "a beat takes from beats as soft as itself or softer, a sequence's output is given at the default level `mf`",
    why: "a louder beat is left out at levels at which the softer one is played, and then there is no value",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "dynamics": "ff", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "dynamics": "p", "input": ["size"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "dynamics": "p", "output": { "size": "u64" } },
  { "beat": 2, "handler": "report", "dynamics": "p", "input": ["size"] }
] }] }"#,
};

fn of_beat(context: &Context<'_, '_>, id: BeatId, beat: &Beat<'_>, findings: &mut Vec<Finding>) {
    for take in &beat.takes {
        let Some((value, giver)) = giver(context.sequence, id, take) else { continue };
        let louder = context.sequence.beat(giver);
        if louder.dynamics <= beat.dynamics {
            continue;
        }
        let name = text::shown(take.name.value);
        let message = format!(
            "a beat at `{}` takes `{name}` from one at `{}`, which may not be played",
            beat.dynamics.word(),
            louder.dynamics.word()
        );
        let finding = Finding::new(&RULE, context.place(take.name.span), message)
            .label(format!("taken at `{}` and louder", beat.dynamics.word()))
            .also(context.given_at(value), format!("given only at `{}` and louder", louder.dynamics.word()));
        findings.push(finding.help(format!(
            "mark the giver `{}` or softer, or the taker `{}` or louder",
            beat.dynamics.word(),
            louder.dynamics.word()
        )));
    }
    let Action::Sequence(other) = beat.action else { return };
    let other = &context.plan.sequences[other];
    if context.sequence.style == Style::Flow && other.floor > beat.dynamics && !beat.gives.is_empty() {
        let (here, there) = (beat.dynamics.word(), other.floor.word());
        let message = format!("at `{here}` the sequence `{}` does not give all its outputs", text::shown(other.id));
        let given = other.outputs.iter().flatten().map(|value| &other.values[*value]);
        let louder = given
            .filter_map(|value| Some((value, value.giver?)))
            .find(|(_, giver)| other.beat(*giver).dynamics == other.floor);
        let finding = Finding::new(&RULE, context.place(beat.span), message).label(format!("performed at `{here}`"));
        findings.push(match louder {
            Some((value, _)) => finding.also(value.place, format!("given only at `{there}` and louder")),
            None => finding,
        });
    }
}

fn of_outputs(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    for (name, value) in sequence.spec.output.iter().zip(&sequence.outputs) {
        let Some(value) = value.map(|value| &sequence.values[value]) else { continue };
        let Some(giver) = value.giver.map(|giver| sequence.beat(giver)) else { continue };
        if giver.dynamics <= Dynamics::default() {
            continue;
        }
        let word = giver.dynamics.word();
        let message = format!("the output `{}` is not given at the default level `mf`", text::shown(name.value));
        let finding = Finding::new(&RULE, context.place(name.span), message)
            .label("promised at every level")
            .also(context.given_at(value), format!("given only at `{word}` and louder"));
        findings.push(finding.help("mark the beat that gives it `mf` or softer"));
    }
}
