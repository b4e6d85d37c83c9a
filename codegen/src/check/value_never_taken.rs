//! What is given is taken.

use super::{Check, Context, text};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};
use crate::suggest;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "VALUE_NEVER_TAKEN",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "an input of a sequence and an output of a beat is taken by a beat or is an output of the sequence",
    why: "what nobody takes is work for nothing, or a taker was forgotten",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } }
] }] }"#,
    good: r#"{ "id": "a", "output": ["size"], "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "measure", "output": { "size": "u64" } }
] }] }"#,
};

/// So many misspelt names are thought about; finding what was meant takes time in the number of values.
const MISSPELT: usize = 100;

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    let sequence = context.sequence;
    if context.doubts.takers || sequence.values.is_empty() {
        return;
    }
    let mut taken = vec![false; sequence.values.len()];
    for movement in &sequence.movements {
        for beat in &movement.beats {
            for take in &beat.takes {
                if let Some(value) = take.value {
                    taken[value] = true;
                }
            }
        }
    }
    for value in sequence.outputs.iter().flatten() {
        taken[*value] = true;
    }
    // A value whose name is misspelt where it is taken is not forgotten as well.
    let names = || sequence.values.iter().map(|value| value.name.value);
    let unknown = sequence.beats().flat_map(|(_, beat)| &beat.takes).filter(|take| take.value.is_none());
    for take in unknown.take(MISSPELT) {
        let meant = suggest::nearest(take.name.value, names());
        if let Some(at) = meant.and_then(|meant| names().position(|name| name == meant)) {
            taken[at] = true;
        }
    }
    for (value, taken) in sequence.values.iter().zip(taken) {
        // What a performed sequence gives besides is its own affair, and of what is given twice another rule speaks.
        if taken || value.place.source != sequence.spec.source || value.first.is_some() {
            continue;
        }
        let message = format!("nothing takes `{}`", text::shown(value.name.value));
        findings.push(Finding::new(&RULE, value.place, message).label("never taken"));
    }
}
