//! Something that a sequence requires and that is nowhere.

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::suggest::nearest;

use super::Check;
use super::text::shown;
use crate::dependency::{is_sequence_elsewhere, provider};
use crate::facts::Facts;
use crate::survey::Surveyed;
use crate::verdict::Unevaluated;

pub(super) const CHECK: Check = Check { sequence: Some(check), unevaluated: Some(unevaluated), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "UNRESOLVED_IMPORT",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "what a sequence requires is a sequence, a dependency of its package, or a package of the workspace",
    why: "what it needs is not there when it is performed",
    bad: r#"--- sequences/a.json
{ "id": "a", "requires": ["paper"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "requires": ["paper", "b", "example"], "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- sequences/b.json
{ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "b:loaded" }] }] }
--- Cargo.toml
[package]
name = "example"
version = "0.1.0"
edition = "2024"

[dependencies]
paper = { path = "paper" }

[workspace]
--- paper/Cargo.toml
[package]
name = "paper"
version = "1.2.0"
edition = "2024"
--- paper/src/lib.rs
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let package = facts.survey.package;
    if !package.is_cargo {
        return;
    }
    let sequence = surveyed.sequence;
    for (name, _) in &sequence.spec.requires {
        let id = name.value;
        if provider(facts, id).is_some() || is_sequence_elsewhere(&package.manifest, id) {
            continue;
        }
        let manifest = &package.manifest;
        let sequences = facts.survey.sequences.iter().map(|it| it.sequence.id).filter(|other| *other != sequence.id);
        let packages = manifest.members.iter().map(|it| it.name.as_str());
        let known = sequences.chain(manifest.dependencies.iter().map(|it| it.key.as_str())).chain(packages);
        let message = format!("`{}` is no sequence, no dependency and no package of the workspace", shown(id));
        let finding = Finding::new(&RULE, sequence.place(name.span), message).label("not there");
        findings.push(match nearest(id, known) {
            Some(meant) => finding.help(format!("did you mean `{}`?", shown(meant))).fix(
                format!("replace it with `{}`", shown(meant)),
                sequence.place(name.span),
                format!("\"{meant}\""),
            ),
            None => finding.help(format!("add it: `cargo add {}`, or take it out of `requires`", shown(id))),
        });
    }
}

/// Where there is no package, only sequences are known.
fn unevaluated(facts: &Facts<'_>, list: &mut Vec<Unevaluated>) {
    if facts.survey.package.is_cargo {
        return;
    }
    for surveyed in &facts.survey.sequences {
        for (name, _) in &surveyed.sequence.spec.requires {
            if facts.sequence(name.value).is_none() {
                list.push(Unevaluated {
                    what: format!("requires {}", shown(name.value)),
                    place: Some(surveyed.sequence.place(name.span)),
                    reason: "the file belongs to no package, so nobody knows its dependencies".into(),
                });
            }
        }
    }
}
