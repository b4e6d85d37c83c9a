//! Two domains of one id.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::Span;

use super::Check;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DOMAIN_NAMESPACE_CONFLICT",
    family: Family::Orchestration,
    severity: Severity::Major,
    what: "every domain has an id of its own",
    why: "a sequence that names an id which is there twice belongs to two domains with two owners",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann" },
  { "id": "billing", "name": "Invoices", "description": "Bills", "category": "money", "status": "active", "owner": "bob" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann" },
  { "id": "shipping", "name": "Shipping", "description": "Parcels", "category": "goods", "status": "planned", "owner": "bob" }
] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let mut first: HashMap<&str, Span> = HashMap::new();
    for domain in &domains.declared {
        let id = domain.id.text.as_str();
        if let Some(known) = first.get(id) {
            let message = format!("the domain `{id}` is declared twice");
            let finding = Finding::new(&RULE, domains.place(domain.id.span), message).label("declared again");
            findings.push(finding.also(domains.place(*known), "declared first").help("make them one, or rename one"));
        } else {
            first.insert(id, domain.id.span);
        }
    }
}
