//! What waits for somebody else does not wait for ever.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::counted;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "TIMEOUT_MISSING",
    family: Family::Handler,
    severity: Severity::Info,
    what: "a beat of the kind `io` says how long it may take, by a `timeout` or a latency budget",
    why: "what talks to others may hang when they do; the conductor's own timeout, if it has one, cannot know how long is too long here",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io" }] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "kind": "io", "timeout": "5s" }] }] }"#,
};

/// One finding for a sequence: where one beat has no timeout, it is usual there to have none.
fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let is_io = |kind: &str| ["io", "network", "http", "database"].contains(&kind.to_ascii_lowercase().as_str());
    let io = || sequence.beats().map(|(_, beat)| beat).filter(|beat| beat.kind().is_some_and(is_io));
    let mut without =
        io().filter(|beat| beat.spec.timeout.is_none() && beat.spec.timing.is_none_or(|it| !it.value.contains('<')));
    let Some(first) = without.next() else { return };
    let message = format!(
        "{} of {} that talk to others say not how long they may take",
        1 + without.count(),
        counted(io().count(), "beat")
    );
    findings.push(
        Finding::new(&RULE, sequence.place(first.span), message)
            .label("the first of them")
            .help("add a `timeout` such as `\"30s\"`, or a budget: `\"timing\": \"< 5s\"`"),
    );
}
