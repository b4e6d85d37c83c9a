//! A sequence says what it must keep to.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::head;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "GOVERNANCE_MISSING",
    family: Family::Governance,
    severity: Severity::Info,
    what: "a sequence has a policy to keep, a metric to track or a completion criterion",
    why: "without one nothing says when it does well, and every performance counts as a good one",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "governance": { "policies": ["Zero beat count mismatches"] }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let spec = sequence.spec;
    let is_governed = !spec.policies.is_empty()
        || !spec.metrics.is_empty()
        || !spec.completion_criteria.is_empty()
        || spec.movements.iter().any(|it| !it.completion_criteria.is_empty());
    let is_refused = ["governance", "completionCriteria"].iter().any(|key| spec.refused.contains(key));
    if !is_governed && !is_refused {
        findings.push(
            Finding::new(&RULE, head(sequence), "the sequence has no policies, metrics or completion criteria")
                .label("nothing says when it does well")
                .help("add `\"governance\": { \"policies\": […], \"metrics\": […] }` or `\"completionCriteria\"`"),
        );
    }
}
