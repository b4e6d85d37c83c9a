//! A beat names what it needs once.

use std::collections::HashMap;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::Reference;

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "DEPENDENCY_REPEATED",
    family: Family::Dependency,
    severity: Severity::Minor,
    what: "`dependencies` names each beat once",
    why: "the second name says nothing; often it was to be another one",
    bad: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "check", "dependencies": ["load"] },
  { "beat": 3, "handler": "save", "dependencies": ["load", "load"] }
] }] }"#,
    good: r#"{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": "load" },
  { "beat": 2, "handler": "check", "dependencies": ["load"] },
  { "beat": 3, "handler": "save", "dependencies": ["load", "check"] }
] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let mut first = HashMap::new();
        for dependency in &beat.spec.dependencies {
            let name = match dependency.value {
                Reference::Name(name) => name.to_owned(),
                Reference::Number(number) => number.to_string(),
            };
            let there = *first.entry(name.clone()).or_insert(dependency.span);
            if there != dependency.span {
                let message = format!("beat {} needs `{}` twice", beat.number, shown(&name));
                findings.push(
                    Finding::new(&RULE, sequence.place(dependency.span), message)
                        .label("again")
                        .also(sequence.place(there), "named here before")
                        .help("remove it, or name the beat that is meant"),
                );
            }
        }
    }
}
