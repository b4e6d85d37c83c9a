//! What a package may be called.

use symphony_codegen::plan::naming::is_keyword;

/// What cargo or the system has another use for; with why.
const TAKEN: &[(&[&str], &str)] = &[
    (&["test"], "Rust's own library of tests is called so"),
    (&["alloc", "core", "proc-macro", "std"], "a part of Rust's standard library is called so"),
    (&["build", "deps", "examples", "incremental"], "cargo keeps what it builds in a folder of that name"),
    (
        &["symphony", "symphony-codegen", "symphony-macros", "symphony-runtime"],
        "one of Symphony's own crates is called so",
    ),
    (&MOVEMENTS, "a movement of the first sequence is called so, and its tests could not tell the two apart"),
    (
        &[
            "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2",
            "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
        ],
        "Windows cannot have a folder of that name",
    ),
];

/// The movements of the sequence that a new package begins with: its tests have a module for each.
const MOVEMENTS: [&str; 2] = ["report-writing", "word-counting"];

/// Why a package cannot be called so, if it cannot.
pub(super) fn fault(name: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if let Some(stranger) = name.chars().find(|c| !is_part(*c)) {
        return Some(format!(
            "a name has letters from a to z, digits, `-` and `_`, and no `{}`",
            stranger.escape_debug()
        ));
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || !name.contains(|c: char| c.is_ascii_alphanumeric())
    {
        return Some("a name begins with a letter".to_owned());
    }
    let library = library(name);
    if is_keyword(&library) || matches!(name, "Self" | "crate" | "self" | "super") {
        return Some("Rust has another use for the word".to_owned());
    }
    let is_taken = |taken: &&str| taken.replace('-', "_") == library.to_ascii_lowercase();
    TAKEN.iter().find(|(names, _)| names.iter().any(is_taken)).map(|(_, why)| (*why).to_owned())
}

/// The name of the library of a package.
pub(super) fn library(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::{MOVEMENTS, fault};

    #[track_caller]
    fn check(name: &str, expect: Option<&str>) {
        let fault = fault(name);
        match expect {
            None => assert_eq!(fault, None, "{name:?}"),
            Some(part) => assert!(fault.as_ref().is_some_and(|it| it.contains(part)), "{name:?}: {fault:?}"),
        }
    }

    #[test]
    fn names_are_those_of_packages() {
        for name in
            ["my-pipeline", "my_pipeline", "a", "_a", "a-", "Pipeline2", "report", "desk", "my-pipeline-my_pipeline"]
        {
            check(name, None);
        }
        for (name, part) in [
            ("", "begins with a letter"),
            ("1a", "begins with a letter"),
            ("-a", "begins with a letter"),
            ("_", "begins with a letter"),
            ("_-", "begins with a letter"),
            ("größe", "no `ö`"),
            ("a b", "no ` `"),
            ("a\u{1b}[31m", "no `\\u{1b}`"),
            ("a\"\nb", "no `\\\"`"),
            ("a.b", "no `.`"),
            ("fn", "another use for the word"),
            ("async", "another use for the word"),
            ("crate", "another use for the word"),
            ("Self", "another use for the word"),
            ("test", "library of tests"),
            ("std", "standard library"),
            ("proc_macro", "standard library"),
            ("deps", "cargo keeps"),
            ("symphony", "Symphony's own"),
            ("symphony_runtime", "Symphony's own"),
            ("word-counting", "a movement of the first sequence"),
            ("CON", "Windows"),
        ] {
            check(name, Some(part));
        }
    }

    #[test]
    fn the_movements_are_those_of_the_first_sequence() {
        let text = include_str!("../../templates/new/sequences/report.json");
        let sequence: serde_json::Value = serde_json::from_str(text).unwrap();
        let movements = sequence["movements"].as_array().unwrap().iter();
        let mut ids: Vec<&str> = movements.map(|movement| movement["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(ids, MOVEMENTS);
    }
}
