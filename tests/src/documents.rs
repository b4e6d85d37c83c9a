//! Documents of real and of hostile sequences, for the official readers of their formats.
//!
//! What is written here stays where it is: `tests/node/read`, which needs Node, holds it to the parsers of Gherkin and
//! Mermaid.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use symphony_audit::generate::{Options, compare, generate};
use symphony_audit::project::packages;

use crate::compiled::Compiled;
use crate::golden::entries;
use crate::{corpus, criteria, hostile};

/// A package of these sequences, and what is generated from them.
fn documented(name: &str, sequences: &[(String, String)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("sequences")).unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    for (name, text) in sequences {
        fs::write(folder.join("sequences").join(name), text).unwrap();
    }
    let packages = packages(&folder).unwrap();
    let report = generate(&packages[0], Options::default()).unwrap();
    let errors: Vec<&String> = report.findings.iter().map(|finding| &finding.message).collect();
    let report = report.value.unwrap_or_else(|| panic!("{errors:?}"));
    assert!(report.written.len() > sequences.len(), "{report:?}");
    let stale = compare(&packages[0]).unwrap().value.unwrap().stale;
    assert!(stale.is_empty(), "what was just written is stale: {stale:?}");
    folder
}

#[test]
fn real_sequences_are_documented() {
    let Some(files) = corpus::files() else { return };
    let mut known = HashSet::new();
    let mut sequences = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let name = format!("{at}.json");
        let compiled = Compiled::of(&[(name.clone(), text.as_bytes())]);
        let module = compiled.files[0].first().map(|module| module.path.clone());
        if module.is_some_and(|module| known.insert(module)) {
            sequences.push((name, text));
        }
    }
    assert!(sequences.len() > 30, "{}", sequences.len());
    sequences.push(("criteria.json".into(), criteria::of_all(&files)));
    let folder = documented("real", &sequences);
    let features = fs::read_dir(folder.join("features")).unwrap().count();
    println!("{} sequences, {features} features", sequences.len());
    assert!(features > 10, "{features}");
}

#[test]
fn hostile_words_are_documented() {
    let sequences: Vec<(String, String)> = hostile::sequences();
    let folder = documented("hostile", &sequences);
    let features = fs::read_dir(folder.join("features")).unwrap().count();
    assert_eq!(features, sequences.len());
}

#[test]
fn golden_sequences_are_documented() {
    let of =
        |path: PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap());
    documented("golden", &entries("golden/rust/tour/sequences").into_iter().map(of).collect::<Vec<_>>());
}
