//! What clippy and rustfmt say of the packages.

use std::collections::BTreeMap;
use std::path::Path;

use crate::build_pipeline_symphony::{BuildContext, BuildEnvironment, LintResults};
use crate::cargo::{self, Outcome};
use crate::error::{Error, Result};
use crate::files;
use crate::packages;

/// Lints that show code which was left for later. They are asked for as warnings whatever the workspace thinks of them.
const UNFINISHED: [&str; 4] = ["-W", "clippy::todo", "-W", "clippy::unimplemented"];

/// The warnings of clippy, by package; a lint that is denied is an error.
pub(crate) fn clippy(context: &BuildContext, environment: &BuildEnvironment) -> Result<BTreeMap<String, Vec<String>>> {
    let mut command = packages::command(context, environment, "clippy");
    command.args(["--all-targets", "--message-format=json"]).args(context.packages.iter().flat_map(packages::select));
    command.arg("--").args(UNFINISHED);
    let outcome = cargo::run(command, &environment.logs.join("clippy.log"))?;
    installed(&outcome, "clippy", "clippy", &environment.logs.join("clippy.log"))?;
    outcome.expect_success("clippy refuses the workspace")?;
    let mut warnings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for warning in outcome.warnings() {
        let package = context.packages.iter().find(|package| package.id == warning.package_id.repr);
        let Some(package) = package else { continue };
        let of_package = warnings.entry(package.name.clone()).or_default();
        let line = cargo::line(warning);
        // A library is also compiled for its tests and says the same there.
        if !of_package.contains(&line) {
            of_package.push(line);
        }
    }
    Ok(warnings)
}

/// The files that rustfmt would change, by package.
pub(crate) fn rustfmt(context: &BuildContext, environment: &BuildEnvironment) -> Result<BTreeMap<String, Vec<String>>> {
    let log = environment.logs.join("rustfmt.log");
    let mut command = cargo::tool("cargo", &context.root);
    command.args(["fmt", "--check"]);
    command.args(context.packages.iter().flat_map(|package| ["--package", &package.name]));
    command.args(["--", "--files-with-diff"]);
    let outcome = cargo::run(command, &log)?;
    installed(&outcome, "fmt", "rustfmt", &log)?;
    if outcome.lines.is_empty() {
        outcome.expect_success("rustfmt cannot read the workspace")?;
    }
    let mut unformatted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in outcome.lines.iter().map(Path::new) {
        // The innermost folder: packages may lie within each other.
        let owners = context.packages.iter().filter(|package| file.starts_with(&package.folder));
        let owner = owners.max_by_key(|package| package.folder.components().count());
        let name = owner.map_or_else(|| "the workspace".to_owned(), |package| package.name.clone());
        let file = files::portable(&files::relative(&context.root, file));
        let of_package = unformatted.entry(name).or_default();
        if !of_package.contains(&file) {
            of_package.push(file);
        }
    }
    Ok(unformatted)
}

/// A tool that is missing is an error and no empty result.
fn installed(outcome: &Outcome, verb: &str, component: &str, log: &Path) -> Result<()> {
    if outcome.success {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&files::read(log)?).into_owned();
    if is_missing(&said, verb) {
        let message = format!("{component} is not installed; install it with `rustup component add {component}`");
        return Err(Error::new(message).with_evidence(said.lines()));
    }
    Ok(())
}

/// Whether cargo, or rustup in its place, says that it has no such verb.
fn is_missing(said: &str, verb: &str) -> bool {
    let signs = [format!("'cargo-{verb}"), format!("no such command: `{verb}`")];
    said.lines().filter(|line| line.starts_with("error")).any(|line| signs.iter().any(|sign| line.contains(sign)))
}

/// What a build without reservation may not have, one line each.
pub(crate) fn reservations(lint: &LintResults) -> Vec<String> {
    let warnings =
        lint.warnings.iter().flat_map(|(package, lines)| lines.iter().map(move |line| format!("{package}: {line}")));
    let unformatted = lint.unformatted.values().flatten().map(|file| format!("{file}: rustfmt would change it"));
    warnings.chain(unformatted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn prepared(files: &[(&str, &str)]) -> (tempfile::TempDir, BuildContext, BuildEnvironment) {
        let workspace = sample::workspace();
        for (path, text) in files {
            files::write(&workspace.path().join(path), text.as_bytes()).unwrap();
        }
        let context = sample::context(workspace.path());
        let environment = packages::prepare(&context).unwrap();
        (workspace, context, environment)
    }

    #[test]
    fn warnings_are_counted_once_and_by_package() {
        let (_workspace, context, environment) = prepared(&[
            ("base/src/lib.rs", "pub fn one() -> u8 {\n    todo!()\n}\n\nfn unused() {}\n"),
            ("app/src/main.rs", "fn main() { println!(\"{}\", middle::two()); }\n"),
        ]);
        let warnings = clippy(&context, &environment).unwrap();
        assert_eq!(warnings.keys().collect::<Vec<_>>(), ["base"]);
        let lines = warnings["base"].join("\n");
        assert!(lines.contains("base/src/lib.rs:2: `todo` should not be present in production code"), "{lines}");
        assert!(lines.contains("base/src/lib.rs:5: function `unused` is never used"), "{lines}");
        assert_eq!(warnings["base"].len(), 2, "{lines}");

        let unformatted = rustfmt(&context, &environment).unwrap();
        assert_eq!(unformatted, BTreeMap::from([("app".to_owned(), vec!["app/src/main.rs".to_owned()])]));
        assert_eq!(reservations(&LintResults { warnings, unformatted }).len(), 3);
    }

    #[test]
    fn a_denied_lint_is_an_error() {
        let (_workspace, context, environment) =
            prepared(&[("base/src/lib.rs", "#![deny(dead_code)]\npub fn one() -> u8 {\n    1\n}\n\nfn unused() {}\n")]);
        let error = clippy(&context, &environment).unwrap_err();
        assert!(
            error.to_string().starts_with("clippy refuses the workspace: function `unused` is never used"),
            "{error}"
        );
        assert!(rustfmt(&context, &environment).unwrap().is_empty());
    }

    #[test]
    fn a_missing_tool_is_told_from_a_failing_one() {
        let check = |said: &str, expect: bool| assert_eq!(is_missing(said, "clippy"), expect, "{said}");
        check("error: 'cargo-clippy' is not installed for the toolchain 'stable'", true);
        check("error: 'cargo-clippy.exe' is not installed for the toolchain 'stable'", true);
        check("error: no such command: `clippy`", true);
        check("error: failed to run custom build command for `a`\n  pkg-config is not installed", false);
        check("error: no such command: `fmt`", false);
    }

    #[test]
    fn what_rustfmt_cannot_read_is_an_error() {
        let (_workspace, context, environment) = prepared(&[("base/src/lib.rs", "pub fn one( {\n")]);
        let error = rustfmt(&context, &environment).unwrap_err();
        assert!(error.to_string().starts_with("rustfmt cannot read the workspace: error: "), "{error}");
    }
}
