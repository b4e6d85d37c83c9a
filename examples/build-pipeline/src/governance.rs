//! The rules that a workspace declares for itself, and whether its packages keep them.
//!
//! A rule that the workspace declares and a package does not keep is broken, and that is an error. One that nobody
//! declares is noted, and counts when the build is judged.

use std::collections::BTreeSet;

use crate::build_pipeline_symphony::{BuildContext, GovernanceRule, LockState, Package, RuleState};
use crate::context::read_manifest;
use crate::error::{Result, counted, none_of};

pub(crate) fn validate(context: &BuildContext) -> Result<Vec<GovernanceRule>> {
    let published = || context.packages.iter().filter(|package| package.publishable);
    let rules = vec![
        lock_file(context.lock),
        declared_by_all("LICENCE", "a licence", published(), |package| package.license.is_some()),
        edition(&context.packages),
        declared_by_all("RUST_VERSION", "a rust-version", published(), |package| package.rust_version.is_some()),
        lints(context)?,
        requirements(&context.packages),
    ];
    let broken = rules.iter().filter(|rule| rule.state == RuleState::Broken);
    let broken = broken.map(|rule| format!("{}: {}", rule.code, rule.why)).collect();
    none_of(broken, |number| format!("{} broken", counted(number, "governance rule")))?;
    Ok(rules)
}

fn rule(code: &str, state: RuleState, why: impl Into<String>) -> GovernanceRule {
    GovernanceRule { code: code.to_owned(), state, why: why.into() }
}

fn lock_file(state: LockState) -> GovernanceRule {
    let code = "LOCK_FILE";
    match state {
        LockState::Current => rule(code, RuleState::Upheld, "Cargo.lock fits the manifests"),
        LockState::Created => rule(
            code,
            RuleState::Undeclared,
            "there was no Cargo.lock; cargo wrote one, which belongs under version control",
        ),
        LockState::Stale => rule(
            code,
            RuleState::Broken,
            "Cargo.lock did not fit the manifests; cargo has rewritten it, review and commit it",
        ),
    }
}

/// What one package declares, each has to.
fn declared_by_all<'p>(
    code: &str,
    what: &str,
    packages: impl Iterator<Item = &'p Package>,
    declares: impl Fn(&Package) -> bool,
) -> GovernanceRule {
    let (with, without): (Vec<_>, Vec<_>) = packages.partition(|package| declares(package));
    match (with.is_empty(), without.is_empty()) {
        (true, true) => rule(code, RuleState::Upheld, format!("no package is published, so none needs {what}")),
        (true, false) => rule(code, RuleState::Undeclared, format!("no published package declares {what}")),
        (false, true) => rule(code, RuleState::Upheld, format!("each published package declares {what}")),
        (false, false) => {
            let missing = names(&without);
            rule(code, RuleState::Broken, format!("other published packages declare {what}, these do not: {missing}"))
        }
    }
}

fn edition(packages: &[Package]) -> GovernanceRule {
    let editions: BTreeSet<_> = packages.iter().map(|package| package.edition.as_str()).collect();
    let editions: Vec<_> = editions.into_iter().collect();
    if editions.len() > 1 {
        rule("EDITION", RuleState::Undeclared, format!("the packages are of several editions: {}", editions.join(", ")))
    } else {
        rule("EDITION", RuleState::Upheld, "the packages are of one edition")
    }
}

fn lints(context: &BuildContext) -> Result<GovernanceRule> {
    let code = "LINTS";
    let workspace = read_manifest(&context.root.join("Cargo.toml"))?;
    let declared = workspace.get("workspace").is_some_and(|workspace| workspace.get("lints").is_some());
    let mut without = Vec::new();
    for package in &context.packages {
        if !read_manifest(&package.folder.join("Cargo.toml"))?.contains_key("lints") {
            without.push(package);
        }
    }
    Ok(match (declared, without.is_empty()) {
        (_, true) => rule(code, RuleState::Upheld, "each package has lints, its own or those of the workspace"),
        (false, false) => rule(code, RuleState::Undeclared, "the workspace declares no lints for its packages"),
        (true, false) => {
            let missing = names(&without);
            let why = format!(
                "the workspace declares lints, these do not take them over: {missing}; add `[lints] workspace = true`"
            );
            rule(code, RuleState::Broken, why)
        }
    })
}

fn requirements(packages: &[Package]) -> GovernanceRule {
    let anything = packages.iter().flat_map(|package| {
        let wild = package.requirements.iter().filter(|(_, requirement)| *requirement == "*");
        wild.map(|(name, _)| format!("{} on {name}", package.name))
    });
    let anything: Vec<_> = anything.collect();
    if anything.is_empty() {
        rule("REQUIREMENTS", RuleState::Upheld, "each dependency names a version")
    } else {
        let why =
            format!("any version is accepted of these dependencies: {}; name one that works", anything.join(", "));
        rule("REQUIREMENTS", RuleState::Broken, why)
    }
}

fn names(packages: &[&Package]) -> String {
    packages.iter().map(|package| package.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{files, sample};

    /// The states of the rules, or the broken ones.
    fn states(change: impl FnOnce(&std::path::Path, &mut BuildContext)) -> String {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        change(workspace.path(), &mut context);
        match validate(&context) {
            Ok(rules) => {
                let states: Vec<_> = rules.iter().map(|rule| format!("{} {}", rule.code, rule.state)).collect();
                states.join("\n")
            }
            Err(error) => error.evidence().join("\n"),
        }
    }

    #[test]
    fn a_plain_workspace_declares_little_and_breaks_nothing() {
        let states = states(|_, context| context.lock = LockState::Created);
        assert_eq!(
            states,
            "LOCK_FILE undeclared\nLICENCE undeclared\nEDITION upheld\nRUST_VERSION undeclared\nLINTS undeclared\n\
             REQUIREMENTS upheld"
        );
    }

    #[test]
    fn what_is_declared_is_asked_of_every_published_package() {
        let states = states(|_, context| {
            context.packages[0].license = Some("MIT".to_owned());
            context.packages[1].publishable = false;
            context.packages[2].rust_version = Some("1.88.0".to_owned());
        });
        assert_eq!(
            states,
            "LICENCE: other published packages declare a licence, these do not: middle\n\
             RUST_VERSION: other published packages declare a rust-version, these do not: app"
        );
    }

    #[test]
    fn several_editions_are_noted() {
        let states = states(|_, context| context.packages[0].edition = "2018".to_owned());
        assert!(states.contains("EDITION undeclared\n"), "{states}");
    }

    #[test]
    fn lints_of_the_workspace_bind_its_packages() {
        let states = states(|root, _| {
            let manifest = format!("{}\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n", sample::ROOT);
            files::write(&root.join("Cargo.toml"), manifest.as_bytes()).unwrap();
            let manifest = format!("{}\n[lints]\nworkspace = true\n", sample::BASE);
            files::write(&root.join("base/Cargo.toml"), manifest.as_bytes()).unwrap();
        });
        assert!(
            states.starts_with("LINTS: the workspace declares lints, these do not take them over: app, middle;"),
            "{states}"
        );
    }

    #[test]
    fn a_stale_lock_file_and_a_wild_requirement_are_broken() {
        let states = states(|_, context| {
            context.lock = LockState::Stale;
            context.packages[0].requirements.insert("serde".to_owned(), "*".to_owned());
        });
        assert!(states.starts_with("LOCK_FILE: Cargo.lock did not fit"), "{states}");
        assert!(
            states.contains("REQUIREMENTS: any version is accepted of these dependencies: app on serde;"),
            "{states}"
        );
    }
}
