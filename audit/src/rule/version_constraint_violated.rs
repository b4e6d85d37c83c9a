//! Another version than the one that a sequence requires.

use cargo_metadata::semver::{Version, VersionReq};
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::Place;
use symphony_codegen::spec::Text;

use super::Check;
use super::text::shown;
use crate::dependency::{Declared, Provider, provider};
use crate::facts::Facts;
use crate::survey::Surveyed;
use crate::verdict::Unevaluated;

pub(super) const CHECK: Check = Check { sequence: Some(check), unevaluated: Some(unevaluated), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "VERSION_CONSTRAINT_VIOLATED",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "what a sequence requires is there in a version that it asks for",
    why: "it was written for another version, and may do something else with this one",
    bad: r#"--- sequences/a.json
{ "id": "a", "requires": { "b": "^2" }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b", "event": "a:done" }] }] }
--- sequences/b.json
{ "id": "b", "version": "1.4.0", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "b:loaded" }] }] }
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "requires": { "b": "^1.2" }, "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "b", "event": "a:done" }] }] }
--- sequences/b.json
{ "id": "b", "version": "1.4.0", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "b:loaded" }] }] }
"#,
};

/// What is there, or why that is not known.
enum Present {
    Version(Version, Option<Place>),
    Unknown(String),
}

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    each(facts, surveyed, |name, text, wanted, present| {
        let Present::Version(version, place) = present else { return };
        if wanted.matches(&version) {
            return;
        }
        let (name, wanted) = (shown(name.value), shown(text.value));
        let message = format!("`{name}` is there as {version}, and `{wanted}` is required");
        let finding = Finding::new(&RULE, surveyed.sequence.place(text.span), message)
            .label(format!("{version} is no such version"))
            .help(format!("use a version of `{name}` that fits, or see that {version} does and ask for that"));
        findings.push(match place {
            Some(place) => finding.also(place, "this is its version"),
            None => finding,
        });
    });
}

fn unevaluated(facts: &Facts<'_>, list: &mut Vec<Unevaluated>) {
    for surveyed in &facts.survey.sequences {
        each(facts, surveyed, |name, text, _, present| {
            if let Present::Unknown(reason) = present {
                list.push(Unevaluated {
                    what: format!("requires {} {}", shown(name.value), shown(text.value)),
                    place: Some(surveyed.sequence.place(text.span)),
                    reason,
                });
            }
        });
    }
}

/// Hands over each version that a sequence asks for, with what there is.
fn each(facts: &Facts<'_>, surveyed: &Surveyed<'_>, mut then: impl FnMut(Text<'_>, Text<'_>, &VersionReq, Present)) {
    for (name, version) in &surveyed.sequence.spec.requires {
        let Some(version) = version else { continue };
        let Ok(wanted) = VersionReq::parse(version.value) else { continue };
        let present = match provider(facts, name.value) {
            Some(Provider::Sequence(other)) => Some(of_sequence(other)),
            Some(Provider::Dependency(declared)) => of_dependency(facts, declared, &wanted),
            Some(Provider::Member(member)) => Some(Present::Version(member.version.clone(), None)),
            None => None,
        };
        if let Some(present) = present {
            then(*name, *version, &wanted, present);
        }
    }
}

fn of_sequence(other: &Surveyed<'_>) -> Present {
    let sequence = other.sequence;
    let Some(text) = sequence.spec.version else {
        return Present::Unknown(format!("the sequence `{}` has no `version`", shown(sequence.id)));
    };
    match Version::parse(text.value.trim_start_matches('v')) {
        Ok(version) => Present::Version(version, Some(sequence.place(text.span))),
        Err(fault) => {
            let version = shown(text.value);
            Present::Unknown(format!("the version `{version}` of `{}` cannot be compared: {fault}", shown(sequence.id)))
        }
    }
}

/// By what cargo resolved; where it cannot, by what the workspace and the manifest say.
fn of_dependency(facts: &Facts<'_>, declared: &Declared, wanted: &VersionReq) -> Option<Present> {
    match facts.dependencies()?.version(declared) {
        Ok(Some(version)) => Some(Present::Version(version.clone(), None)),
        Ok(None) => Some(Present::Unknown(format!("cargo uses `{}` for no target of the package", declared.package))),
        Err(reason) => {
            if let Some(member) = facts.survey.package.manifest.member(&declared.package) {
                return Some(Present::Version(member.version.clone(), None));
            }
            // Whatever cargo takes, it fits what is asked for in the same words.
            (declared.requirement != *wanted)
                .then(|| Present::Unknown(format!("cargo cannot say which version is used: {reason}")))
        }
    }
}
