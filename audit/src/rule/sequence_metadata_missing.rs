//! A sequence says what it is.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::shape::quoted;

use super::Check;
use super::text::{head, says};
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SEQUENCE_METADATA_MISSING",
    family: Family::Sequence,
    severity: Severity::Minor,
    what: "a sequence has a `title` or `name` to read, and a `description` or `purpose`",
    why: "documents, reports and the registry show these; an id alone tells nobody what the pipeline is for",
    bad: r#"{ "id": "a", "title": "Invoices", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
    good: r#"{ "id": "a", "title": "Invoices", "purpose": "Send each invoice once", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    let spec = sequence.spec;
    let groups = [
        (["title", "name"], says(spec.title) || says(spec.name)),
        (["description", "purpose"], says(spec.description) || says(spec.purpose)),
    ];
    // A key whose value has the wrong type is there, and another rule speaks of it.
    let is_refused = |keys: &[&str; 2]| keys.iter().any(|key| spec.refused.contains(key));
    let missing = groups.iter().filter(|(keys, is_there)| !is_there && !is_refused(keys));
    let missing: Vec<String> = missing.map(|(keys, _)| quoted(keys)).collect();
    if !missing.is_empty() {
        let message = format!("the sequence has no {}", missing.join(" and no "));
        findings.push(
            Finding::new(&RULE, head(sequence), message)
                .label("nothing to read but the id")
                .help("say in a sentence what the sequence does and why it is there"),
        );
    }
}
