//! A sequence that nothing leads to.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "ORPHANED_SEQUENCE",
    family: Family::Orchestration,
    severity: Severity::Info,
    what: "where domains are declared, a sequence belongs to one, is performed by another sequence, or says what triggers it",
    why: "a sequence that nothing leads to is in nobody's list and may be played by nobody",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "planned", "owner": "ann" }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "trigger": "every night", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "planned", "owner": "ann" }] }
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let Some(domains) = &facts.survey.domains else { return };
    let (id, spec) = (surveyed.sequence.id, surveyed.sequence.spec);
    let is_performed = facts.present().sequences.get(id).is_none_or(|entry| !entry.performed_by.is_empty());
    if spec.domain_id.is_some() || spec.trigger.is_some() || is_performed || domains.listing(id).next().is_some() {
        return;
    }
    let Some(at) = spec.id else { return };
    let message = format!("nothing leads to the sequence `{id}`: no domain, no trigger, no sequence that performs it");
    let finding = Finding::new(&RULE, spec.place(at.span), message);
    findings.push(finding.help("give it a `domainId` or a `trigger`, or perform it"));
}
