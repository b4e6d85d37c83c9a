//! What is written into Rust.

use symphony_audit::fix::{Options, Outcome};

use crate::folder::{Folder, with_unsafe};

const SEQUENCE: &str = r#"{ "id": "greeting", "input": { "name": "String" }, "movements": [{ "id": "writing", "beats": [
    { "beat": 1, "event": "a:b", "handler": "chooseTone", "kind": "pure", "input": ["name"], "output": { "tone": "String" } },
    { "beat": 2, "event": "a:c", "handler": "writeLetter", "input": ["name", "tone"] },
    { "beat": 3, "event": "a:d", "handler": "send{Letter}", "title": "it \"goes\" out" }
] }] }"#;

const CODE: &str = "symphony::include_sequences!();\r\nstruct Desk;\r\n\r\nimpl greeting::Writing for Desk {\r\n    async fn write_letter(&self) {}\r\n}\r\n\r\n// the end";

fn package(sequence: &str, code: &str) -> Folder {
    Folder::new(&[
        ("Cargo.toml", "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"),
        ("src/lib.rs", code),
        ("sequences/greeting.json", sequence),
    ])
}

#[test]
fn handlers_that_are_missing_become_stubs_that_fail() {
    let folder = package(&SEQUENCE.replace("send{Letter}", "sendLetter"), CODE);
    assert!(folder.preview(&Options::default()).unwrap().phases.iter().all(|it| it.outcome == Outcome::Nothing));
    let report = folder.fix(&with_unsafe()).unwrap();
    let phase = &report.phases[2];
    assert!(matches!(phase.outcome, Outcome::Done { .. }), "{report:?}");
    let stubs = "\r\n    fn choose_tone(&self, name: &String) -> Result<String, Self::Error> {\r\n        todo!(\"handle `chooseTone`\")\r\n    }\r\n\r\n    \
        async fn send_letter(&self, beat: &mut symphony::Beat<'_>) -> Result<(), Self::Error> {\r\n        todo!(\"handle `sendLetter`\")\r\n    }\r\n";
    let expected = CODE.replace("(&self) {}\r\n", &format!("(&self) {{}}\r\n{stubs}"));
    assert_eq!(folder.read("src/lib.rs"), expected);
    assert!(folder.fix(&with_unsafe()).unwrap().phases.iter().all(|it| it.outcome == Outcome::Nothing));
}

#[test]
fn a_trait_of_the_same_name_is_left_alone() {
    let code = "trait Writing {}\nstruct Desk;\nimpl Writing for Desk {\n    fn other(&self) {}\n}\n";
    let folder = package(&SEQUENCE.replace("send{Letter}", "sendLetter"), code);
    folder.fix(&with_unsafe()).unwrap();
    assert_eq!(folder.read("src/lib.rs"), code);
}

#[test]
fn code_for_a_sequence_with_errors_is_left_alone() {
    let folder = package(SEQUENCE, CODE);
    folder.fix(&with_unsafe()).unwrap();
    assert_eq!(folder.read("src/lib.rs"), CODE);
}

#[test]
fn steps_that_are_missing_are_added() {
    let criteria = r#""acceptanceCriteria": ["Given a pen, when it writes, then a letter is there"]"#;
    let sequence = format!(
        r#"{{ "id": "greeting", "movements": [{{ "id": "writing", "beats": [{{ "beat": 1, "event": "a:b", "handler": "write", {criteria} }}] }}] }}"#
    );
    let tests = "symphony::scenarios! { \"sequences/greeting.json\", Desk }\n\nimpl WriteScenarios for Desk {\n    fn given_a_pen(&mut self) {}\n    fn when_it_writes(&mut self) {}\n}\n";
    let folder = package(&sequence, "");
    folder.write("tests/greeting_scenarios.rs", tests);
    let report = folder.fix(&with_unsafe()).unwrap();
    assert_eq!(report.phases[2].fixed.iter().collect::<Vec<_>>(), [(&"MISSING_STEP", &1)], "{report:?}");
    let after = folder.read("tests/greeting_scenarios.rs");
    assert!(after.starts_with(tests.trim_end_matches("}\n")), "{after}");
    assert!(
        after.contains(
            "    fn then_a_letter_is_there(&mut self) -> Self::Step {\n        todo!(\"Then a letter is there\")\n"
        ),
        "{after}"
    );
}
