//! A domain that is in use and has nothing that could be used.

use std::collections::HashSet;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::Status;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DOMAIN_WITHOUT_SEQUENCES",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "an active domain has a sequence, or domains below it",
    why: "a domain that says it is in use and has no sequence is an intention: counted among what there is, it makes the numbers wrong",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann" }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "planned", "owner": "ann" }] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let survey = facts.survey;
    let Some(domains) = &survey.domains else { return };
    // What a file that cannot be read holds, nobody knows.
    if survey.files != survey.sequences.len() {
        return;
    }
    let ids: HashSet<&str> = survey.plan.sequences.iter().map(|sequence| sequence.id).collect();
    let claims = survey.plan.sequences.iter().filter_map(|sequence| sequence.spec.domain_id);
    let parents = domains.declared.iter().filter_map(|domain| domain.parent.as_ref());
    let filled: HashSet<&str> =
        claims.map(|claimed| claimed.value).chain(parents.map(|parent| parent.text.as_str())).collect();
    for domain in domains.declared.iter().filter(|domain| domain.status == Status::Active) {
        let id = domain.id.text.as_str();
        if filled.contains(id) || domain.sequences.iter().any(|listed| ids.contains(listed.text.as_str())) {
            continue;
        }
        let message = format!("the domain `{id}` is active and has no sequence");
        let finding = Finding::new(&RULE, domains.place(domain.status_span), message).label("nothing of it is there");
        findings.push(finding.help("write its first sequence, or say `\"status\": \"planned\"` until there is one"));
    }
}
