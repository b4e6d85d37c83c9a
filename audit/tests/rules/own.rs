//! The packages of this repository.

use std::path::Path;

use symphony_audit::check::{Options, check};
use symphony_audit::scope::Scope;

use crate::{CODES, listed};

/// What is a matter of taste in them.
const TASTE: [&str; 2] = ["ERROR_WITHOUT_CRITERION", "HANDLER_TEST_MISSING"];

#[test]
fn nothing_is_found_in_our_own_packages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let verdict = check(&Scope::packages(&root).unwrap(), &Options::default()).unwrap();
    let programs: Vec<&str> = verdict.judgements.iter().map(|it| it.package.name.as_str()).collect();
    assert!(programs.contains(&"build-pipeline"), "{programs:?}");
    // Whoever plays all of it in a test may name no handler, and of errors it is a matter of taste which need a criterion.
    let codes: Vec<&str> = CODES.iter().copied().filter(|code| !TASTE.contains(code)).collect();
    let text = listed(&verdict, &codes);
    let found: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
