//! What a user sees when acceptance criteria and their tests drift apart, and when a criterion is not met.

mod cases;

use std::fs;

use crate::golden::{Goldens, folder};
use crate::user_crate::UserCrate;

/// A mistake: what is edited in a crate that was right.
struct Case {
    name: &'static str,
    edits: &'static [(&'static str, &'static str, &'static str)],
}

const JSON: &str = "sequences/letters.json";
const TESTS: &str = "tests/letters.rs";

/// With plain functions as steps.
#[test]
fn synchronous() {
    check("sync", str::to_owned);
}

/// With `async` ones.
#[test]
fn asynchronous() {
    check("async", |tests| {
        let asynchronous = ["given", "when", "then", "and"].iter().fold(tests.to_owned(), |tests, prefix| {
            tests.replace(&format!("\n    fn {prefix}_"), &format!("\n    async fn {prefix}_"))
        });
        asynchronous.replace("\"sequences/letters.json\",\n", "\"sequences/letters.json\",\n    async,\n")
    });
}

fn check(flavour: &str, of: impl Fn(&str) -> String) {
    let read = |path| (path, fs::read_to_string(folder().join("scenarios/template").join(path)).unwrap());
    let template = ["Cargo.toml", "build.rs", "src/lib.rs", JSON, TESTS].map(read);
    let user = UserCrate::new("scenarios", &format!("letters-{flavour}"));
    let write = |edits: &[(&str, &str, &str)]| {
        for (path, text) in &template {
            let mut text = text.clone();
            for (_, from, to) in edits.iter().filter(|(edited, ..)| edited == path) {
                assert!(text.contains(from), "`{from}` is not in {path}");
                text = text.replace(from, to);
            }
            let text = text.replace("letters_crate", &format!("letters_{flavour}"));
            user.write(path, &if *path == TESTS { of(&text) } else { text });
        }
    };
    let mut goldens = Goldens::default();
    write(&[]);
    let run = user.cargo(&["test", "--test", "letters", "--", "--test-threads", "1"]);
    assert!(run.success, "{}{}", run.stdout, run.stderr);
    goldens.check("scenarios/passing.stdout", &without_time(&run.stdout));
    let selected = user.cargo(&["test", "--test", "letters", "posting::send"]);
    assert!(selected.stdout.contains("1 passed") && selected.stdout.contains("4 filtered out"), "{}", selected.stdout);
    for case in cases::FAILING {
        write(case.edits);
        let run = user.cargo(&["test", "--test", "letters", "--", "--test-threads", "1", "writing::write_letter"]);
        assert!(!run.success, "{} passes", case.name);
        let report = run.stdout.split("the criterion").nth(1).map(|report| format!("the criterion{report}"));
        goldens.check(
            &format!("scenarios/{}.stdout", case.name),
            &without_time(&report.unwrap_or_else(|| run.stdout.clone() + &run.stderr)),
        );
    }
    for case in cases::BROKEN {
        write(case.edits);
        let output = user.cargo(&["test", "--no-run", "--test", "letters"]);
        if output.success {
            goldens.fault(format!("{} is built", case.name));
        }
        goldens.check(&format!("scenarios/{flavour}/{}.stderr", case.name), &output.stderr);
    }
    goldens.finish();
}

fn without_time(stdout: &str) -> String {
    let line = |line: &str| line.split("; finished in").next().unwrap_or_default().to_owned() + "\n";
    stdout.lines().map(line).collect()
}
