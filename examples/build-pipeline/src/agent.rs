//! The toolchain: the agent that acts in a build, and whether it may be trusted to act as the workspace expects.

use std::path::Path;

use cargo_metadata::semver::Version;

use crate::build_pipeline_symphony::{Agent, BuildContext, Package};
use crate::cargo;
use crate::context::resolve_again;
use crate::error::{Error, Result, counted, none_of};

pub(crate) fn validate(context: &BuildContext) -> Result<Agent> {
    let agent = ask(&context.root)?;
    let rustc = version(&agent.rustc)?;
    let mut findings = too_old(&rustc, &context.packages);
    if let Some(value) = context.environment.get("RUSTC_BOOTSTRAP") {
        findings.push(format!("RUSTC_BOOTSTRAP is `{value}`, so rustc poses as another than it is; unset it"));
    }
    if resolve_again(context)? != context.dependencies {
        findings.push(
            "cargo resolves the workspace differently the second time; is something changing its manifests?".to_owned(),
        );
    }
    none_of(findings, |number| format!("{} against the toolchain {}", counted(number, "finding"), agent.rustc))?;
    Ok(agent)
}

fn ask(root: &Path) -> Result<Agent> {
    let mut cargo = cargo::tool("cargo", root);
    cargo.arg("--version");
    let mut rustc = cargo::tool("rustc", root);
    rustc.arg("--version").arg("--verbose");
    let rustc = cargo::ask(rustc)?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(Agent {
        cargo: cargo::ask(cargo)?.trim().to_owned(),
        rustc: rustc.lines().next().unwrap_or_default().to_owned(),
        host: host.ok_or_else(|| Error::new("rustc does not say for which host it compiles"))?.to_owned(),
    })
}

/// The version in `rustc 1.88.0-nightly (…)`, without what follows its numbers: a nightly satisfies what its release does.
fn version(said: &str) -> Result<Version> {
    let number = said.split_whitespace().nth(1).unwrap_or_default();
    Version::parse(number)
        .map(|version| Version::new(version.major, version.minor, version.patch))
        .map_err(|error| Error::new(format!("`{said}` holds no version: {error}")))
}

fn too_old(rustc: &Version, packages: &[Package]) -> Vec<String> {
    let asks = packages.iter().filter_map(|package| Some((&package.name, package.rust_version.as_ref()?)));
    asks.filter(|(_, asked)| Version::parse(asked).is_ok_and(|asked| asked > *rustc))
        .map(|(name, asked)| {
            format!("{name} needs rustc {asked}, this is {rustc}; install that version or a newer one")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_toolchain_at_hand_satisfies_a_plain_workspace() {
        let workspace = sample::workspace();
        let agent = validate(&sample::context(workspace.path())).unwrap();
        assert!(agent.cargo.starts_with("cargo 1."), "{agent:?}");
        assert!(agent.rustc.starts_with("rustc 1."), "{agent:?}");
        assert!(agent.host.contains('-'), "{agent:?}");
    }

    #[test]
    fn finds_all_that_speaks_against_it() {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        context.packages[0].rust_version = Some("99.0.0".to_owned());
        context.packages[1].rust_version = Some("1.0.0".to_owned());
        context.environment.insert("RUSTC_BOOTSTRAP".to_owned(), "1".to_owned());
        context.dependencies.push(sample::elsewhere("gone", "1.0.0"));
        let error = validate(&context).unwrap_err();
        assert!(error.to_string().starts_with("3 findings against the toolchain rustc 1."), "{error}");
        assert!(error.evidence()[0].starts_with("app needs rustc 99.0.0, this is 1."), "{error:?}");
    }

    #[test]
    fn a_nightly_counts_as_its_release() {
        let check = |said: &str, expect: Version| assert_eq!(version(said).unwrap(), expect);
        check("rustc 1.88.0 (6b00bc388 2025-06-23)", Version::new(1, 88, 0));
        check("rustc 1.97.0-nightly (ac3e2b5b5 2026-05-01)", Version::new(1, 97, 0));
        assert!(version("rustc").is_err());
    }
}
