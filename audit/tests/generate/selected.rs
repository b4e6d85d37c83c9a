//! A check of some paths only.

use std::path::PathBuf;

use symphony_audit::check::check;
use symphony_audit::generate::generate;
use symphony_audit::scope::Scope;
use symphony_audit::verdict::Entry;

use crate::package::{GREETING, Hello};

fn checked(hello: &Hello, paths: &[&str]) -> Result<(usize, Vec<String>), String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| hello.root().join(path)).collect();
    let scope = Scope::of(vec![hello.package.clone()], paths);
    let verdict = check(&scope, &symphony_audit::check::Options::default()).map_err(|fault| fault.to_string())?;
    let judgement = &verdict.judgements[0];
    let stale = judgement.stale.as_ref().map(|stale| stale.iter().map(|it| it.path.clone()).collect());
    let of_sequences = |entry: &&Entry| entry.finding.rule.code == "VALUE_NEVER_TAKEN" || entry.is_denied();
    Ok((judgement.entries.iter().filter(of_sequences).count(), stale.unwrap_or_default()))
}

#[test]
fn only_what_is_named_is_checked() {
    let hello = Hello::new();
    let second = GREETING.replace("\"greeting\"", "\"second\"").replace("\"output\": [\"letter\"],", "");
    hello.write("sequences/second.json", &second);
    hello.generate();
    hello.write("docs/sequences/greeting.md", &(hello.read("docs/sequences/greeting.md") + "x"));
    hello.write("docs/sequences/second.mmd", &(hello.read("docs/sequences/second.mmd") + "x"));
    let (greeting, second) = ("docs/sequences/greeting.md", "docs/sequences/second.mmd");
    // The second one gives a letter that nobody takes.
    for (paths, findings, stale) in [
        (&[][..], 1, &[greeting, second][..]),
        (&["."], 1, &[greeting, second]),
        (&["sequences/greeting.json"], 0, &[greeting]),
        (&["sequences/second.json"], 1, &[second]),
        (&["docs"], 0, &[greeting, second]),
        (&["docs/sequences/second.mmd", "sequences/greeting.json"], 0, &[greeting, second]),
        (&["features"], 0, &[]),
    ] {
        let expected: Vec<String> = stale.iter().map(ToString::to_string).collect();
        assert_eq!(checked(&hello, paths), Ok((findings, expected)), "{paths:?}");
    }
}

#[test]
fn a_path_with_nothing_to_check_is_refused() {
    let hello = Hello::new();
    hello.generate();
    for path in ["sequences/nothing.json", "src", "../elsewhere"] {
        let fault = checked(&hello, &[path]).unwrap_err();
        assert!(fault.starts_with("there is nothing to check at "), "{fault}");
    }
}

#[test]
fn an_error_elsewhere_is_not_passed_over() {
    let hello = Hello::new();
    hello.generate();
    hello.write("sequences/second.json", "{}");
    let (findings, stale) = checked(&hello, &["sequences/greeting.json"]).unwrap();
    assert!(findings > 0 && stale.is_empty());
}

/// An `allow` may name a rule that only a check judges: to generate documents is no reason to call it unused.
#[test]
fn what_only_a_check_judges_is_allowed_elsewhere_too() {
    let hello = Hello::new();
    let allow = "\"id\": \"greeting\", \"allow\": [{ \"code\": \"GOVERNANCE_MISSING\", \"reason\": \"it is small\" }],";
    hello.write("sequences/greeting.json", &GREETING.replacen("\"id\": \"greeting\",", allow, 1));
    let judged = generate(&hello.package, symphony_audit::generate::Options::default()).unwrap();
    assert_eq!(judged.findings, []);
    let (_, stale) = checked(&hello, &[]).unwrap();
    assert_eq!(stale, [""; 0]);
}

#[test]
fn a_configuration_that_is_wrong_is_not_passed_over_for_a_file() {
    let hello = Hello::new();
    hello.write("Cargo.toml", "[package]\nname = \"hello\"\nedition = \"2024\"\n\n[workspace]\n");
    hello.write("src/lib.rs", "");
    hello.write("symphony.toml", "[check]\ndny = \"minor\"\n");
    let paths = [hello.root().join("sequences/greeting.json")];
    let fault = Scope::find(hello.root(), &paths).unwrap_err().to_string();
    assert!(fault.contains("`dny` is no option of `symphony.toml`"), "{fault}");
}
