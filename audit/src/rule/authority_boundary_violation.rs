//! A sequence that two domains could answer for.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::{Domain, Domains};
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "AUTHORITY_BOUNDARY_VIOLATION",
    family: Family::Orchestration,
    severity: Severity::Major,
    what: "a sequence and the domains agree on whose it is: a domain that lists its sequences lists all that name it, and none that names another",
    why: "where two may decide, one of them is overruled without a word",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "shipping", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "sequences": ["a"] },
  { "id": "shipping", "name": "Shipping", "description": "Parcels", "category": "goods", "status": "active", "owner": "bob" }
] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [
  { "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "sequences": ["a"] },
  { "id": "shipping", "name": "Shipping", "description": "Parcels", "category": "goods", "status": "planned", "owner": "bob" }
] }
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let (sequence, spec) = (surveyed.sequence, surveyed.sequence.spec);
    let mut listing = domains.listing(sequence.id);
    let Some(claimed) = spec.domain_id else {
        let Some(first) = listing.next() else { return };
        for other in listing.filter(|other| other.id.text != first.id.text) {
            let message = format!("two domains list the sequence `{}` as their own", sequence.id);
            let finding = at_list(domains, other, sequence.id, message).label(format!("`{}` does", other.id.text));
            let first_place = domains.place(listed(first, sequence.id));
            findings.push(finding.also(first_place, format!("`{}` does", first.id.text)).help(HELP));
        }
        return;
    };
    let place = spec.place(claimed.span);
    for domain in listing.filter(|domain| domain.id.text != claimed.value) {
        let message =
            format!("the domain `{}` lists the sequence `{}`, which names another", domain.id.text, sequence.id);
        let finding = at_list(domains, domain, sequence.id, message).label("listed as its own");
        findings.push(finding.also(place, format!("it names `{}`", claimed.value)).help(HELP));
    }
    let Some(domain) = domains.get(claimed.value) else { return };
    let is_listed = domains.listing(sequence.id).any(|listing| listing.id.text == domain.id.text);
    if !domain.sequences.is_empty() && !is_listed {
        let message =
            format!("the domain `{}` lists its sequences, and `{}` is none of them", claimed.value, sequence.id);
        let finding = Finding::new(&RULE, place, message).label("names a domain that does not know it");
        findings.push(finding.also(domains.place(domain.sequences[0].span), "its sequences").help(HELP));
    }
}

const HELP: &str = "decide whose it is: the `domainId` of the sequence and the `sequences` of the domains say the same";

fn at_list(domains: &Domains, domain: &Domain, sequence: &str, message: String) -> Finding {
    Finding::new(&RULE, domains.place(listed(domain, sequence)), message)
}

/// Where a domain lists a sequence.
fn listed(domain: &Domain, sequence: &str) -> symphony_codegen::source::Span {
    let word = domain.sequences.iter().find(|word| word.text == sequence);
    word.map_or(domain.id.span, |word| word.span)
}
