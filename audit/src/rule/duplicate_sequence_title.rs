//! Two sequences are told apart by their titles.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DUPLICATE_SEQUENCE_TITLE",
    family: Family::Orchestration,
    severity: Severity::Minor,
    what: "no two sequences of a package have the same title",
    why: "indexes, reports and feature files show the title; whoever reads two of the same looks at the wrong one",
    bad: r#"--- sequences/a.json
{ "id": "a", "title": "Invoices", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b" }] }] }
--- sequences/b.json
{ "id": "b", "title": "Invoices", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }
--- src/lib.rs
struct Runner;
impl symphony_b::M for Runner {
    async fn run(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> { Ok(()) }
}"#,
    good: r#"--- sequences/a.json
{ "id": "a", "title": "Invoices", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b" }] }] }
--- sequences/b.json
{ "id": "b", "title": "Reminders", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }
--- src/lib.rs
struct Runner;
impl symphony_b::M for Runner {
    async fn run(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> { Ok(()) }
}"#,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    // Loose files have nothing to do with each other.
    if !facts.survey.package.is_cargo {
        return;
    }
    let mut first = HashMap::new();
    for surveyed in &facts.survey.sequences {
        let sequence = surveyed.sequence;
        let Some(title) = sequence.spec.title.or(sequence.spec.name) else { continue };
        let words: Vec<String> = title.value.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            continue;
        }
        let place = sequence.place(title.span);
        let (id, there) = *first.entry(words).or_insert((sequence.id, place));
        // Two of the same id are reported as such.
        if there == place || id == sequence.id {
            continue;
        }
        let message = format!("`{}` and `{}` are both called `{}`", shown(id), shown(sequence.id), shown(title.value));
        findings.push(
            Finding::new(&RULE, place, message)
                .label("the same title")
                .also(there, "stands here before")
                .help("say in the title what this one does and the other does not"),
        );
    }
}
