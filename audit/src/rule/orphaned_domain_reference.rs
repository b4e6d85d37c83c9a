//! A domain that names what is not there.

use std::collections::HashSet;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use crate::facts::Facts;
use crate::registry::domains::{Status, Suggestions, Word};

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "ORPHANED_DOMAIN_REFERENCE",
    family: Family::Orchestration,
    severity: Severity::Major,
    what: "the parent, the related domains and the sequences that a domain names are there; a planned one may name sequences to come",
    why: "a name that leads nowhere hides that something was removed or renamed, and the domain looks fuller than it is",
    bad: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "related": ["shipping"], "sequences": ["a", "b"] }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "domainId": "billing", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load" }] }] }
--- domains.json
{ "domains": [{ "id": "billing", "name": "Billing", "description": "Invoices", "category": "money", "status": "active", "owner": "ann", "sequences": ["a"] }] }
"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let survey = facts.survey;
    let Some(domains) = &survey.domains else { return };
    let sequences: HashSet<&str> = survey.plan.sequences.iter().map(|sequence| sequence.id).collect();
    // What a file that cannot be read holds, nobody knows.
    let is_whole = survey.files == survey.sequences.len();
    let mut suggestions = Suggestions::default();
    let mut missing = |what: &str, word: &Word, meant: Option<&str>| {
        let message = format!("the {what} `{}` is not there", word.text);
        let finding = Finding::new(&RULE, domains.place(word.span), message).label(format!("no such {what}"));
        findings.push(finding.help(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "take the name out, or bring back what it means".to_owned(),
        }));
    };
    for domain in &domains.declared {
        let parent = domain.parent.iter().map(|word| ("parent", word));
        let related = domain.related.iter().map(|word| ("related domain", word));
        for (what, word) in parent.chain(related).filter(|(_, word)| domains.get(&word.text).is_none()) {
            let others = domains.declared.iter().map(|other| other.id.text.as_str());
            missing(what, word, suggestions.nearest(&word.text, others.filter(|id| *id != domain.id.text)));
        }
        if domain.status == Status::Planned || !is_whole {
            continue;
        }
        for word in domain.sequences.iter().filter(|word| !sequences.contains(word.text.as_str())) {
            let known = survey.plan.sequences.iter().map(|sequence| sequence.id);
            missing("sequence", word, suggestions.nearest(&word.text, known));
        }
    }
}
