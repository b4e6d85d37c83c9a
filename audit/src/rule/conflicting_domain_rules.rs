//! A domain that is given up and used.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::Status;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "CONFLICTING_DOMAIN_RULES",
    family: Family::Orchestration,
    severity: Severity::Major,
    what: "no active sequence belongs to a deprecated domain; one without a `status` is active",
    why: "the domain says that nothing of it is to be used, and the sequence that it is: whoever believes one breaks the other",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "status": "active", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "deprecated", "owner": "ann" }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "status": "deprecated", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "deprecated", "owner": "ann" }] }
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let (sequence, spec) = (surveyed.sequence, surveyed.sequence.spec);
    if spec.status.is_some_and(|status| !status.value.trim().eq_ignore_ascii_case("active")) {
        return;
    }
    let owner = match spec.domain_id {
        Some(claimed) => domains.get(claimed.value),
        None => domains.listing(sequence.id).next(),
    };
    let Some(domain) = owner.filter(|domain| domain.status == Status::Deprecated) else { return };
    let Some(at) = spec.status.or(spec.domain_id).or(spec.id) else { return };
    let message =
        format!("the sequence `{}` is active in the domain `{}`, which is deprecated", sequence.id, domain.id.text);
    let finding = Finding::new(&RULE, spec.place(at.span), message).label("in use");
    let finding = finding.also(domains.place(domain.status_span), "not to be used any more");
    findings.push(finding.help("give the sequence another domain, or say `\"status\": \"deprecated\"` of it too"));
}
