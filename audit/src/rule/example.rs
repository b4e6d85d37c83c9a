//! Runs the examples of a rule: as files that are laid out in a folder, and judged.

use std::fs;
use std::path::Path;

use symphony_codegen::rule::Rule;

use crate::baseline::Date;
use crate::check::{Options, check};
use crate::scope::Scope;
use crate::verdict::Verdict;

/// The line before a file of an example: `--- src/lib.rs`.
const FILE: &str = "--- ";

/// Holds a rule to its examples: `bad` breaks it, and `good` does not; neither breaks another rule that stops a check.
#[track_caller]
pub(crate) fn run(rule: &'static Rule) {
    let is_shown = |verdict: &Verdict, code: &str| {
        let codes = verdict.entries().map(|entry| entry.finding.rule.code).collect::<Vec<_>>();
        let others = verdict.entries().filter(|entry| entry.finding.rule.code != code);
        let errors: Vec<_> = others
            .filter(|entry| entry.finding.severity().is_error())
            .map(|entry| format!("{}: {}", entry.finding.rule.code, entry.finding.message))
            .collect();
        assert!(errors.is_empty(), "an example of `{code}` has other errors: {errors:#?}");
        codes.contains(&code)
    };
    assert!(is_shown(&judged(rule.bad), rule.code), "`bad` of `{}` does not break it", rule.code);
    assert!(!is_shown(&judged(rule.good), rule.code), "`good` of `{}` breaks it", rule.code);
}

/// What is found in the files of an example. One that is nothing but a sequence is no package.
pub(crate) fn judged(example: &str) -> Verdict {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let root = folder.path();
    let parts: Vec<&str> = format_parts(example);
    let scope = if parts.is_empty() {
        put(root, "a.json", example);
        Scope::files(root, vec!["a.json".into()]).expect("a file is enough")
    } else {
        put(
            root,
            "Cargo.toml",
            "[package]\nname = \"example\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        );
        put(root, "src/lib.rs", "");
        for part in parts {
            let (path, text) = part.split_once('\n').expect("a path and a line end");
            put(root, path.trim(), text);
        }
        Scope::packages(root).expect("a package of cargo's")
    };
    let options = Options { today: Some(Date::constant(2026, 11, 1)), ..Options::default() };
    check(&scope, &options).expect("an example can be judged")
}

fn format_parts(example: &str) -> Vec<&str> {
    let Some(rest) = example.trim_start().strip_prefix(FILE) else { return Vec::new() };
    rest.split("\n--- ").collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}
