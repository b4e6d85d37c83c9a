//! A handler is of one kind.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::Action;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BEAT_KIND_INCONSISTENT",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "beats that share a handler are of the same `kind`",
    why: "they call the same method; what it does to the world does not depend on who calls it",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "record", "kind": "io" },
  { "beat": 2, "handler": "record", "kind": "reporting" }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "record", "kind": "io" },
  { "beat": 2, "handler": "record", "kind": "io" }
] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for movement in &sequence.movements {
        let mut first = HashMap::new();
        for beat in &movement.beats {
            let (Action::Method(method), Some(kind)) = (beat.action, beat.kind()) else { continue };
            let (earlier, known) = *first.entry(method).or_insert((beat, kind));
            // Where one is pure the methods cannot be the same, and the flow of the two is judged already.
            if known == kind || (known == "pure") != (kind == "pure") {
                continue;
            }
            let span = beat.spec.kind.map_or(beat.span, |kind| kind.span);
            let there = earlier.spec.kind.map_or(earlier.span, |kind| kind.span);
            let name = beat.spec.handler.as_ref().map_or("", |handler| handler.name.value);
            let message = format!(
                "beat {} calls `{}` of kind `{}`, beat {} of kind `{}`",
                beat.number,
                shown(name),
                shown(kind),
                earlier.number,
                shown(known)
            );
            findings.push(
                Finding::new(&RULE, sequence.place(span), message)
                    .label("another kind")
                    .also(sequence.place(there), "of this kind before")
                    .help("say the same kind at both, or give them handlers of their own"),
            );
        }
    }
}
