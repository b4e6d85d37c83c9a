//! A sequence says what it is worth.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::UserStory;

use super::Check;
use super::text::{head, says};
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "BUSINESS_VALUE_MISSING",
    family: Family::Sequence,
    severity: Severity::Info,
    what: "a sequence has a `businessValue`, or a user story with a benefit",
    why: "what a pipeline is worth decides how much care its findings deserve",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "businessValue": "No invoice is paid twice", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let spec = sequence.spec;
    let is_worth = match &spec.user_story {
        Some(UserStory::Sentence(text)) => text.value.to_lowercase().contains("so that"),
        Some(UserStory::Parts { benefit, .. }) => says(*benefit),
        None => false,
    };
    if !is_worth && !says(spec.business_value) && !spec.refused.contains(&"businessValue") {
        findings.push(
            Finding::new(&RULE, head(sequence), "nobody says what this sequence is worth")
                .label("no `businessValue`")
                .help("add `\"businessValue\"`: what would be missing without it"),
        );
    }
}
