//! A file that a beat names and that is not there.

use std::path::Path;

use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::spec::Text;

use super::Check;
use super::text::shown;
use crate::coverage::sources::is_in;
use crate::facts::Facts;
use crate::project::Package;
use crate::survey::Surveyed;

pub(super) const CHECK: Check = Check { sequence: Some(check), ..Check::of(&RULE) };

static RULE: Rule = Rule {
    code: "HANDLER_SOURCE_NOT_FOUND",
    family: Family::Handler,
    severity: Severity::Minor,
    what: "the files that a beat names as `handler.sourcePath` and `testFile` are there",
    why: "who follows the path from the sequence to the code finds nothing",
    bad: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": { "name": "load", "sourcePath": "src/loading.rs" }, "event": "a:loaded" }
] }] }
--- src/load.rs
"#,
    good: r#"--- sequences/a.json
{ "id": "a", "movements": [{ "id": "m", "beats": [
  { "beat": 1, "handler": { "name": "load", "sourcePath": "src/load.rs" }, "event": "a:loaded" }
] }] }
--- src/load.rs
"#,
};

fn check(facts: &Facts<'_>, surveyed: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let package = facts.survey.package;
    if !package.is_cargo {
        return;
    }
    let sequence = surveyed.sequence;
    for (_, beat) in sequence.beats() {
        let source = beat.spec.handler.as_ref().and_then(|handler| handler.source_path);
        for (key, path) in [("sourcePath", source), ("testFile", beat.spec.test_file)] {
            let Some(path) = path.filter(|path| !is_there(package, path)) else { continue };
            let message = format!("the `{key}` of beat {} is not there: `{}`", beat.number, shown(path.value));
            let finding = Finding::new(&RULE, sequence.place(path.span), message).label("no such file");
            findings.push(match same_name(facts, path.value) {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
                    format!("replace it with `{meant}`"),
                    sequence.place(path.span),
                    format!("\"{meant}\""),
                ),
                None => finding.help("name a file from the package or the workspace on, or take the key out"),
            });
        }
    }
}

/// Whether a file is there, from the package or from the root of the workspace on. A line or an item in it may follow.
fn is_there(package: &Package, path: &Text<'_>) -> bool {
    let file = file_of(path.value);
    let above = if package.folder.is_empty() { 0 } else { package.folder.split('/').count() };
    let workspace = package.root.ancestors().nth(above).unwrap_or(&package.root);
    [package.root.as_path(), workspace].iter().any(|root| root.join(&file).exists())
}

/// `src\load.rs:12` and `src/load.rs#load` are in `src/load.rs`.
fn file_of(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let path = path.split_once('#').map_or(path.as_str(), |(file, _)| file);
    let without = |path: &str| match path.rsplit_once(':') {
        Some((file, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => file.to_owned(),
        _ => path.to_owned(),
    };
    without(&without(path))
}

/// The one file of the package's Rust with the same name.
fn same_name<'f>(facts: &'f Facts<'_>, path: &str) -> Option<&'f str> {
    let file = file_of(path);
    let name = Path::new(&file).file_name()?;
    let is_rust = |path: &&str| is_in(path, "src") || is_in(path, "tests");
    let paths = facts.survey.sources.iter().map(|(_, source)| source.path()).filter(is_rust);
    let mut same = paths.filter(|path| Path::new(path).file_name() == Some(name));
    same.next().filter(|_| same.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::file_of;

    #[test]
    fn a_path_may_say_where_in_the_file() {
        for (path, file) in [
            ("src/a.rs", "src/a.rs"),
            (" src\\a.rs ", "src/a.rs"),
            ("src/a.rs:12", "src/a.rs"),
            ("src/a.rs:12:7", "src/a.rs"),
            ("src/a.rs#load", "src/a.rs"),
            ("C:/a.rs", "C:/a.rs"),
            ("a:", "a:"),
        ] {
            assert_eq!(file_of(path), file);
        }
    }
}
