//! A beat that leaves no trace.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TELEMETRY_NOT_INSTRUMENTED",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "every beat that does something publishes an event",
    why: "who watches a pipeline sees its events; a step without one happens in the dark",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io", "event": "a:loaded" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let spec = beat.spec;
        if spec.event.is_some() || spec.sequence.is_some() || beat.is_pure() || spec.refused.contains(&"event") {
            continue;
        }
        let Some(handler) = &spec.handler else { continue };
        let message = format!("beat {} `{}` publishes no event", beat.number, handler.name.value);
        let finding = Finding::new(&RULE, sequence.spec.place(handler.name.span), message);
        findings.push(
            finding
                .label("nobody sees when it is done")
                .help("give it an `event` such as `invoice:loaded`; a function of its inputs is `\"kind\": \"pure\"`"),
        );
    }
}
