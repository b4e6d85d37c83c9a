//! The generated code of `golden/rust`: it is what it was, formatted as rustfmt does it, and it compiles and runs.

use std::path::PathBuf;
use std::process::Command;

use crate::compiled::{Compiled, FLAVOURS, sequences};
use crate::golden::{Goldens, entries, name};

const CASES: [&str; 3] = ["parts", "relay", "tour"];

#[test]
fn generated_code_is_what_it_was() {
    let cases: Vec<PathBuf> = entries("golden/rust");
    assert_eq!(cases.iter().map(|case| name(case)).collect::<Vec<_>>(), CASES);
    let mut goldens = Goldens::default();
    for case in CASES {
        let compiled = Compiled::of(&sequences(&format!("golden/rust/{case}/sequences")));
        assert_eq!(compiled.lines(), Vec::<String>::new(), "{case}");
        for ((flavour, _), files) in FLAVOURS.iter().zip(&compiled.files) {
            for file in files {
                goldens.check(&format!("golden/rust/{case}/{flavour}/{}", file.path), &file.text);
            }
            let there = entries(&format!("golden/rust/{case}/{flavour}")).len();
            if there != files.len() {
                goldens.fault(format!(
                    "golden/rust/{case}/{flavour} has {there} files, and {} were generated",
                    files.len()
                ));
            }
        }
    }
    goldens.finish();
    let flavours = || FLAVOURS.map(|(flavour, _)| flavour).into_iter();
    let files =
        CASES.iter().flat_map(|case| flavours().flat_map(move |it| entries(&format!("golden/rust/{case}/{it}"))));
    check_format(&files.collect::<Vec<_>>());
}

/// Holds files to rustfmt's defaults.
pub(crate) fn check_format(files: &[PathBuf]) {
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "--config", "max_width=100,use_small_heuristics=Default"])
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
}
