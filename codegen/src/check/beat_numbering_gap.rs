//! Beats are numbered without gaps.

use super::beat_numbering::{is_refused, span};
use super::{Check, Context};
use crate::diagnostic::Finding;
use crate::rule::{Family, Rule, Severity};

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BEAT_NUMBERING_GAP",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "numbers go up by one; a movement starts at 1 or where the one before it ended",
    why: "a gap is where a beat was removed, or lost",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 3, "handler": "save" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "save" }
] }] }"#,
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Finding>) {
    if context.doubts.beats {
        return;
    }
    let mut last_of_movement = 0_u64;
    for movement in &context.sequence.movements {
        let next = last_of_movement.saturating_add(1);
        let mut last: Option<u64> = None;
        for beat in &movement.beats {
            let Some(number) = beat.spec.number.filter(|_| !is_refused(beat)).map(|number| number.value) else {
                last = Some(last.unwrap_or(0).saturating_add(1));
                continue;
            };
            let finding = |message: String| {
                Finding::new(&RULE, context.place(span(beat)), message).help("number the beats without gaps")
            };
            match last {
                None if number == 1 || number == next => {}
                None if last_of_movement > 0 => {
                    findings.push(finding(format!("the movement starts at beat {number}, not at 1 or {next}")));
                }
                None => findings.push(finding(format!("the movement starts at beat {number}, not at 1"))),
                // A number that goes back is another rule's.
                Some(last) if number > last.saturating_add(1) => {
                    findings.push(finding(format!("beat {number} follows beat {last}")));
                }
                Some(_) => {}
            }
            last = Some(number.max(last.unwrap_or(0)));
        }
        last_of_movement = last.unwrap_or(last_of_movement);
    }
}
