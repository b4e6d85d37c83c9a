//! A retry ends.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "RETRY_UNBOUNDED",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "a beat is tried at most 100 times",
    why: "what failed a hundred times does not fail by chance; who waits for the sequence waits for ever",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 1000000 } }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "retry": { "limit": 5 } }] }] }"#,
};

const MOST: u64 = 100;

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let limit = beat.spec.retry.as_ref().and_then(|retry| retry.limit);
        if let Some(limit) = limit.filter(|limit| limit.value > MOST) {
            let message = format!("beat {} is tried {} times before it fails", beat.number, limit.value);
            findings.push(
                Finding::new(&RULE, sequence.place(limit.span), message)
                    .label(format!("expected {MOST} at most"))
                    .help("give up earlier, with longer pauses in between: `delay`, `factor` and `maxDelay`"),
            );
        }
    }
}
