//! A version that is none.

use cargo_metadata::semver::VersionReq;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};

use super::Check;
use super::text::shown;
use crate::facts::Facts;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "INVALID_VERSION_REQUIREMENT",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "a version that `requires` asks for is written as cargo reads it",
    why: "what cannot be read cannot be held to anything",
    bad: r#"{ "id": "a", "requires": { "b": "version 1" }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }"#,
    good: r#"{ "id": "a", "requires": { "b": ">=1.0" }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }"#,
};

fn check(_: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let sequence = surveyed.sequence;
    for (name, version) in &sequence.spec.requires {
        let Some(version) = version else { continue };
        if let Err(fault) = VersionReq::parse(version.value) {
            let (name, text) = (shown(name.value), shown(version.value));
            let message = format!("`{text}` is no version of `{name}` that can be asked for: {fault}");
            let finding = Finding::new(&RULE, sequence.place(version.span), message);
            findings.push(
                finding.label("no version").help("write `1.2`, `>=1.2, <2` or `=1.2.3`, as in a manifest of cargo's"),
            );
        }
    }
}
