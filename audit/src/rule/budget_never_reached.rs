//! A latency budget can be exceeded.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::plan::timing::Timing;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BUDGET_NEVER_REACHED",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "the latency budget of a beat is shorter than its timeout",
    why: "a beat that takes too long is stopped before it can be over its budget; so the budget says nothing",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timing": "< 10s", "timeout": "5s" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "timing": "< 1s", "timeout": "5s" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let (Ok(Timing::Budget(budget)), Some(timeout)) = (beat.timing, beat.timeout) else { continue };
        let (Some(timing), Some(span), true) = (beat.spec.timing, beat.spec.timeout, budget > timeout) else {
            continue;
        };
        // Attempts have a timeout each, and a budget together.
        if beat.spec.retry.is_some() || beat.spec.error_handling.is_some_and(|word| word.value == "retry") {
            continue;
        }
        let message = format!("beat {} may take {budget:?}, but is stopped after {timeout:?}", beat.number);
        findings.push(
            Finding::new(&RULE, sequence.place(timing.span), message)
                .label("longer than the timeout")
                .also(sequence.place(span.span), "the timeout")
                .help("make the budget what the beat should take, and the timeout what it must not take"),
        );
    }
}
