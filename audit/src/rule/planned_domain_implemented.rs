//! A domain that is to come and is there.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::Place;

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::Status;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "PLANNED_DOMAIN_IMPLEMENTED",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "a domain that sequences name is not planned any more",
    why: "who reads the plan would think that nothing of it is there",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "planned", "owner": "ann" }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann" }] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let mut claims: HashMap<&str, Vec<Place>> = HashMap::new();
    for spec in facts.survey.plan.sequences.iter().map(|sequence| sequence.spec) {
        if let Some(claimed) = spec.domain_id {
            claims.entry(claimed.value).or_default().push(spec.place(claimed.span));
        }
    }
    for domain in domains.declared.iter().filter(|domain| domain.status == Status::Planned) {
        let Some([first, more @ ..]) = claims.get(domain.id.text.as_str()).map(Vec::as_slice) else { continue };
        let more = if more.is_empty() { String::new() } else { format!(", and {} more", more.len()) };
        let place = domains.place(domain.status_span);
        let message = format!("the domain `{}` is planned, but it has sequences", domain.id.text);
        let finding = Finding::new(&RULE, place, message).also(*first, format!("this sequence names it{more}"));
        findings.push(finding.help("it is active now").fix("make it active", place, "\"active\""));
    }
}
