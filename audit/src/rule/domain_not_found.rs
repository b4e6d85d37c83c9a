//! A sequence of a domain that nobody declared.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::Suggestions;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DOMAIN_NOT_FOUND",
    family: Family::Orchestration,
    severity: Severity::Critical,
    what: "the `domainId` of a sequence is declared in `domains.json`, where a package has one",
    why: "a sequence of a domain that there is not belongs to nobody: it is in no list, and no owner answers for it",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "biling", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
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
    let file = &facts.survey.package.config.domains;
    let mut suggestions = Suggestions::default();
    for spec in facts.survey.plan.sequences.iter().map(|sequence| sequence.spec) {
        let Some(claimed) = spec.domain_id.filter(|claimed| domains.get(claimed.value).is_none()) else { continue };
        let place = spec.place(claimed.span);
        let message = format!("the domain `{}` is not declared in `{file}`", claimed.value);
        let finding = Finding::new(&RULE, place, message).label("no such domain");
        let known = domains.declared.iter().map(|domain| domain.id.text.as_str());
        findings.push(match suggestions.nearest(claimed.value, known) {
            Some(meant) => {
                let text = serde_json::Value::from(meant).to_string();
                finding.help(format!("did you mean `{meant}`?")).fix(format!("name `{meant}`"), place, text)
            }
            None => finding.help(format!("declare it in `{file}`, or name one that is declared")),
        });
    }
}
