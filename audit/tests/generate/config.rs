//! What is said of a configuration that is wrong.

use std::fs;
use std::path::PathBuf;

use symphony_audit::config::{Config, reference};
use symphony_audit::error::Error;
use symphony_codegen::render::{Style, human};

use crate::golden;

/// Every `*.toml` of the folder, with what is said of it beside.
#[test]
fn faults_are_shown_where_they_are() {
    let folder = golden::path("generate/config");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    files.sort();
    assert!(files.len() > 5);
    let mut differing = String::new();
    for file in files {
        let found = match Config::parse(&fs::read_to_string(&file).unwrap()) {
            Ok(config) => panic!("{} is fine: {config:?}", file.display()),
            Err(Error::Config(refused)) => {
                let shown = refused.findings.iter().map(|it| human(it, &refused.sources, Style::Plain) + "\n");
                shown.collect::<Vec<_>>().join("\n")
            }
            Err(other) => panic!("{other}"),
        };
        differing.extend(golden::difference(&file.with_extension("stderr"), &found));
    }
    assert!(differing.is_empty(), "{differing}\n`BLESS=1` accepts what is new");
}

/// What the help says that options are is what they are.
#[test]
fn the_reference_is_true() {
    let options = reference().lines().skip_while(|line| !line.contains('[')).fold(String::new(), |text, line| {
        if line.ends_with("= none") { text } else { text + line.trim_start() + "\n" }
    });
    assert_eq!(options.matches(" = ").count(), 10, "{options}");
    assert_eq!(Config::parse(&options).unwrap(), Config { has_domains: true, ..Config::default() });
}
