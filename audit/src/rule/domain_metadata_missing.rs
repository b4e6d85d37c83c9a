//! A domain of which nobody knows what it is.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DOMAIN_METADATA_MISSING",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "a domain says its name, what it is about, what sort of domain it is, and who looks after it",
    why: "the registry is read by people who decide what to build and whom to ask",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": " ", "category": "money", "status": "active" }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann" }] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    for domain in &domains.declared {
        let missing: Vec<String> = [
            ("name", &domain.name),
            ("description", &domain.description),
            ("category", &domain.category),
            ("owner", &domain.owner),
        ]
        .into_iter()
        .filter(|(_, word)| word.as_ref().is_none_or(|word| word.text.trim().is_empty()))
        .map(|(key, _)| format!("`{key}`"))
        .collect();
        if !missing.is_empty() {
            let message = format!("the domain `{}` does not say its {}", domain.id.text, missing.join(", "));
            let finding = Finding::new(&RULE, domains.place(domain.id.span), message);
            findings.push(finding.help("write what whoever asks for this domain should know"));
        }
    }
}
