//! What the rules about code, tests and dependencies find in whole packages: what the examples of a rule are too small for.
//!
//! A file in `packages` is a package, or a workspace, each part after a line `--- path/of/a/file`; the file of the same name
//! in `golden` is what the rules of this suite find in it, and what they cannot judge.

#[path = "../golden/mod.rs"]
mod golden;
mod own;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use symphony_audit::check::{Options, check};
use symphony_audit::freshness::What;
use symphony_audit::scope::Scope;
use symphony_audit::verdict::{Judgement, Verdict};

/// The rules that look at code, tests and dependencies; what others find here is theirs to test.
const CODES: &[&str] = &[
    "BDD_SPEC_MISSING",
    "CRITERION_FAILING",
    "CRITERION_NOT_TESTED",
    "CRITERION_SUSPECT",
    "ERROR_WITHOUT_CRITERION",
    "HANDLERS_NOT_IMPLEMENTED",
    "HANDLER_NOT_FOUND",
    "HANDLER_NOT_WRITTEN",
    "HANDLER_SOURCE_NOT_FOUND",
    "HANDLER_TEST_MISSING",
    "INVALID_VERSION_REQUIREMENT",
    "MISSING_IMPLEMENTATION",
    "MISSING_STEP",
    "MISSING_WORLD",
    "PURE_HANDLER_HAS_EFFECTS",
    "RUST_NOT_PARSED",
    "SEQUENCE_NOT_COMPILED",
    "SEQUENCE_REQUIRES_CYCLE",
    "SIGNATURE_MISMATCH",
    "STEP_MISMATCH",
    "STEP_NOT_FOUND",
    "SYMPHONY_VERSION_MISMATCH",
    "TEST_ORPHANED",
    "TYPE_PATH_UNRESOLVED",
    "UNRESOLVED_IMPORT",
    "VERSION_CONSTRAINT_VIOLATED",
];

#[test]
fn packages_are_judged() {
    let folder = golden::path("rules/packages");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().trim_end_matches(".txt").to_owned())
        .collect();
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    let mut differences = String::new();
    for name in names {
        let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let found = found(&text);
        let file = golden::path(&format!("rules/golden/{name}.txt"));
        if let Some(difference) = golden::difference(&file, &found) {
            let _ = writeln!(differences, "{name}\n{difference}");
        }
    }
    assert!(
        differences.is_empty(),
        "{differences}\n`BLESS=1 cargo test -p symphony-audit --test rules` accepts what is new"
    );
}

/// Many files are judged in groups, and what one requires may be in another.
#[test]
fn what_is_required_is_found_among_many_files() {
    let mut parts = String::new();
    for at in 0..150 {
        let requires = match at {
            0 => r#""requires": { "s149": "^2" }, "#,
            149 => r#""requires": ["s000"], "version": "1.0.0", "#,
            _ => "",
        };
        let beats = r#"[{ "beat": 1, "handler": "load", "event": "a:b" }]"#;
        let movements = format!(r#""movements": [{{ "id": "m", "beats": {beats} }}]"#);
        let _ = writeln!(parts, "--- sequences/s{at:03}.json\n{{ \"id\": \"s{at:03}\", {requires}{movements} }}");
    }
    let found = found(&parts);
    let first: Vec<&str> = found.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        first,
        [
            "MAJOR SEQUENCE_REQUIRES_CYCLE sequences/s000.json:1:31: sequences require each other: `s000` → `s149` → `s000`",
            "MAJOR VERSION_CONSTRAINT_VIOLATED sequences/s000.json:1:39: `s149` is there as 1.0.0, and `^2` is required",
        ]
    );
}

/// What is found in a package that is laid out in a folder.
fn found(parts: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let parts = parts.strip_prefix("--- ").expect("a line that names a file");
    let mut is_cargo = false;
    for part in parts.split("\n--- ") {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        let path = root.join(path.trim());
        is_cargo |= path.ends_with("Cargo.toml");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{text}\n")).unwrap();
    }
    let scope = if is_cargo { Scope::packages(&root) } else { Scope::files(&root, vec!["sequences".into()]) };
    let before = files(&root);
    let verdict = check(&scope.unwrap(), &Options::default()).unwrap();
    assert_eq!(before, files(&root), "a check writes nothing");
    let text = listed(&verdict, CODES);
    assert!(!text.contains(root.to_str().unwrap()), "the folder is no part of what is said: {text}");
    text
}

/// The findings of some rules, each with all that it says, and what they cannot judge.
fn listed(verdict: &Verdict, codes: &[&str]) -> String {
    let mut text = String::new();
    for judgement in &verdict.judgements {
        if verdict.judgements.len() > 1 {
            let _ = writeln!(text, "# {}", judgement.package.name);
        }
        list(judgement, codes, &mut text);
    }
    text
}

fn list(judgement: &Judgement, codes: &[&str], text: &mut String) {
    let sources = &judgement.sources;
    let findings = judgement.entries.iter().map(|entry| &entry.finding);
    for finding in findings.filter(|finding| codes.contains(&finding.rule.code)) {
        let place = sources.locate(finding.primary.place);
        let _ = writeln!(text, "{} {} {place}: {}", finding.severity().word(), finding.rule.code, finding.message);
        let _ = writeln!(text, "    ^ {}", finding.primary.text);
        for also in &finding.secondary {
            let _ = writeln!(text, "    {}: {}", sources.locate(also.place), also.text);
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "    = {help}");
        }
        if let Some(fix) = &finding.fix {
            let _ = writeln!(text, "    ~ {} at {}: {}", fix.title, sources.locate(fix.place), fix.text);
        }
    }
    for stale in judgement.stale.iter().flatten() {
        if let What::Drift(drift) = &stale.what {
            let _ = writeln!(text, "drift: {} +{} -{}", drift.path, drift.missing.len(), drift.strangers.len());
        }
    }
    for it in judgement.unevaluated.iter().filter(|it| it.what.starts_with("requires ")) {
        let place = it.place.map(|place| sources.locate(place)).unwrap_or_default();
        // What cargo says is cargo's.
        let reason = it.reason.split(" is used: ").next().unwrap_or_default();
        let _ = writeln!(text, "not evaluated: {place}: {}: {reason}", it.what);
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // What cargo and the check keep to be quicker next time.
            if !path.ends_with("target") {
                all.extend(files(&path));
            }
        } else {
            all.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}
