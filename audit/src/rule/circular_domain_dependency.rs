//! Domains that are parts of each other.

use std::collections::HashSet;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::{Domain, Domains};

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CIRCULAR_DOMAIN_DEPENDENCY",
    family: Family::Orchestration,
    severity: Severity::Major,
    what: "no domain is its own parent, directly or through others",
    why: "in a circle nobody is responsible in the end, and no tree can be drawn of it",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "parent": "finance" },
  { "id": "finance", "name": "Finance", "description": "Money", "category": "money", "status": "planned", "owner": "ann", "parent": "billing" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "parent": "finance" },
  { "id": "finance", "name": "Finance", "description": "Money", "category": "money", "status": "planned", "owner": "ann" }
] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let mut seen: HashSet<&str> = HashSet::new();
    for start in &domains.declared {
        let circle = circle(domains, start, &mut seen);
        let Some(first) = circle.first() else { continue };
        let ids: Vec<String> = circle.iter().map(|domain| format!("`{}`", domain.id.text)).collect();
        let message = format!("the parents {} make a circle", ids.join(" ▸ "));
        let place =
            |domain: &Domain| domains.place(domain.parent.as_ref().map_or(domain.id.span, |parent| parent.span));
        let mut finding = Finding::new(&RULE, place(first), message).label("leads back to this domain");
        for domain in &circle[1..] {
            finding = finding.also(place(domain), "through this one");
        }
        findings.push(finding.help("take the `parent` of one of them out"));
    }
}

/// The circle that a domain's parents come to, where nobody was there before.
fn circle<'d>(domains: &'d Domains, start: &'d Domain, seen: &mut HashSet<&'d str>) -> Vec<&'d Domain> {
    let mut way: Vec<&Domain> = Vec::new();
    let mut next = Some(start);
    while let Some(domain) = next {
        if !seen.insert(&domain.id.text) {
            let at = way.iter().position(|it| it.id.text == domain.id.text).unwrap_or(way.len());
            return way.split_off(at);
        }
        way.push(domain);
        next = domain.parent.as_ref().and_then(|parent| domains.get(&parent.text));
    }
    Vec::new()
}
