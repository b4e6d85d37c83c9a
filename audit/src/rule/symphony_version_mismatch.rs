//! Two halves of Symphony that do not fit.

use cargo_metadata::semver::VersionReq;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::{Place, Span};

use super::Check;
use crate::dependency::{Declared, MANIFEST};
use crate::facts::Facts;

pub(super) const CHECK: Check = Check { package: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "SYMPHONY_VERSION_MISMATCH",
    family: Family::Dependency,
    severity: Severity::Major,
    what: "a package uses `symphony-runtime` and `symphony-codegen` of the same version",
    why: "what one generates is written for the other of its own version",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- Cargo.toml
[package]
name = "example"
version = "0.1.0"
edition = "2024"

[dependencies]
symphony-runtime = "0.1"

[build-dependencies]
symphony-codegen = "0.2"

[workspace]
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "load", "event": "a:loaded" }] }] }
--- Cargo.toml
[package]
name = "example"
version = "0.1.0"
edition = "2024"

[dependencies]
symphony-runtime = "0.1.3"

[build-dependencies]
symphony-codegen = "0.1"

[workspace]
"#,
};

const RUNTIME: &str = "symphony-runtime";
const CODEGEN: &str = "symphony-codegen";

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let survey = facts.survey;
    let of =
        |package: &'static str| survey.package.manifest.dependencies.iter().filter(move |it| it.package == package);
    let mismatch = of(RUNTIME).find_map(|runtime| {
        let series = series(&runtime.requirement)?;
        let other = of(CODEGEN).find(|codegen| self::series(&codegen.requirement).is_some_and(|other| other != series));
        other.map(|codegen| (runtime, codegen))
    });
    let Some((runtime, codegen)) = mismatch else { return };
    let Some((source, file)) = survey.sources.iter().find(|(_, file)| file.path() == MANIFEST) else { return };
    let place = |declared: &Declared| Place { source, span: named(file.text(), &declared.key) };
    let message = format!("`{RUNTIME}` is {} and `{CODEGEN}` is {}", runtime.requirement, codegen.requirement);
    findings.push(
        Finding::new(&RULE, place(codegen), message)
            .label("of another version")
            .also(place(runtime), "than this")
            .help("give both the same version"),
    );
}

/// The versions that go together: `1`, or `0.1` before there is a 1. Nothing where any version will do.
fn series(requirement: &VersionReq) -> Option<(u64, Option<u64>)> {
    let first = requirement.comparators.first()?;
    Some((first.major, first.minor.filter(|_| first.major == 0)))
}

/// Where a manifest names a dependency.
fn named(text: &str, key: &str) -> Span {
    let is_part = |c: char| c == '-' || c == '_' || c.is_alphanumeric();
    let is_whole = |at: &usize| {
        let line = text[..*at].rfind('\n').map_or(0, |at| at + 1);
        !text[..*at].ends_with(is_part)
            && !text[at + key.len()..].starts_with(is_part)
            && !text[line..*at].contains('#')
    };
    let found = text.match_indices(key).map(|(at, _)| at).find(is_whole);
    found.map_or(Span::new(0, 0), |at| Span::new(at, at + key.len()))
}

#[cfg(test)]
mod tests {
    use cargo_metadata::semver::VersionReq;

    use super::{named, series};

    #[test]
    fn versions_of_one_series_go_together() {
        let of = |text: &str| series(&VersionReq::parse(text).unwrap());
        assert_eq!(of("0.1"), of("=0.1.7"));
        assert_ne!(of("0.1"), of("0.2"));
        assert_eq!(of("1.2"), of("1.3.4"));
        assert_ne!(of("1.2"), of("2"));
        assert_eq!(of("*"), None);
    }

    #[test]
    fn a_dependency_is_found_in_a_manifest() {
        let text = "# a\n[x] # a\na-b = 1\nba = 1\nab = 1\na = 1\n";
        assert_eq!(named(text, "a").range(), text.rfind("a =").unwrap()..text.rfind("a =").unwrap() + 1);
        assert_eq!(named(text, "none").range(), 0..0);
    }
}
