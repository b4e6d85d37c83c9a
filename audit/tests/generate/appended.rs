//! Criteria that change after their tests were written.

use symphony_audit::generate::Options;

use crate::package::{Hello, drifted};

const APPEND: Options = Options { append: true, prune: false };
const SCENARIOS: &str = "tests/greeting_scenarios.rs";
const HANDLERS: &str = "tests/greeting_handlers.rs";

/// Generates, changes the sequence, and says what is stale then; then appends, and says what was added.
fn check(from: &str, to: &str, stale: &[&str], also: impl Fn(&Hello)) -> Hello {
    let hello = Hello::new();
    hello.generate();
    also(&hello);
    hello.edit("sequences/greeting.json", from, to);
    let found: Vec<String> = hello.stale().into_iter().filter(|line| line.starts_with("tests/")).collect();
    assert_eq!(found, stale);
    let before = hello.files();
    let report = hello.generate();
    let listed: Vec<String> = report.drifted.iter().map(|it| format!("{}: {}", it.path, drifted(it))).collect();
    assert_eq!(listed, stale);
    for path in [SCENARIOS, HANDLERS] {
        assert!(before[path] == hello.files()[path], "`{path}` was touched");
    }
    hello.generate_with(APPEND);
    // What was there is there still, in its order.
    for path in [SCENARIOS, HANDLERS] {
        let mut after = hello.files()[path].0.clone().into_iter();
        assert!(before[path].0.iter().all(|byte| after.any(|it| it == *byte)), "`{path}` lost something");
    }
    hello
}

#[test]
fn a_new_criterion_adds_its_steps_to_the_impl() {
    let hello = check(
        r#""then": ["an error is reported"]"#,
        r#""then": ["an error is reported", "nothing is sent"]"#,
        &["tests/greeting_scenarios.rs: +impl WriteLetterScenarios for GreetingWorld"],
        |_| (),
    );
    let text = hello.read(SCENARIOS);
    let step = "    /// Then nothing is sent\n    ///\n    /// `greeting/writing/write_letter/broken`\n";
    let at = text.find(step).unwrap_or_else(|| panic!("{text}"));
    assert!(text[at..].ends_with(
        "    fn then_nothing_is_sent(&mut self) -> Self::Step {\n        todo!(\"Then nothing is sent\")\n    }\n}\n"
    ));
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn a_new_beat_adds_an_impl_and_a_module() {
    let beat = r#"{ "beat": 3, "handler": "sendLetter", "input": ["letter"], "errors": ["no stamp"],
          "acceptanceCriteria": ["Given a letter, then it arrives"] }, { "beat": 4, "handler": "fold" }"#;
    let hello = Hello::new();
    hello.generate();
    let text = hello.read("sequences/greeting.json");
    let end = text.rfind("        }\n      ]\n    }").unwrap();
    hello.write(
        "sequences/greeting.json",
        &format!("{}        }}, {beat}{}", &text[..end], &text[end + "        }".len()..]),
    );
    let report = hello.generate_with(APPEND);
    let added: Vec<String> = report.appended.iter().map(|it| format!("{}: {}", it.path, drifted(it))).collect();
    assert_eq!(added, ["tests/greeting_handlers.rs: +mod writing", "tests/greeting_scenarios.rs: +end"]);
    assert!(hello.read(SCENARIOS).contains("}\n\n// Beat 3 of the movement `writing`\n"));
    assert!(hello.read(SCENARIOS).contains("\nimpl SendLetterScenarios for GreetingWorld {\n"));
    let handlers = hello.read(HANDLERS);
    assert!(handlers.contains("\n    mod send_letter {\n        #[test]\n        fn succeeds() {"), "{handlers}");
    assert!(handlers.contains("        fn fails_with_no_stamp() {"), "{handlers}");
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn a_new_error_adds_a_test() {
    let hello = check(
        r#""errors": ["the paper is out"]"#,
        r#""errors": ["the paper is out", "The ink, too."]"#,
        &["tests/greeting_handlers.rs: +mod writing::write_letter"],
        |_| (),
    );
    assert!(hello.read(HANDLERS).contains("        fn fails_with_the_ink_too_"));
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn what_belongs_to_no_criterion_is_named_and_kept() {
    let hello = check(
        "a broken pen",
        "an empty pen",
        &[
            "tests/greeting_scenarios.rs: +impl WriteLetterScenarios for GreetingWorld -WriteLetterScenarios::given_a_broken_pen",
        ],
        |hello| hello.edit(SCENARIOS, "todo!(\"Given a broken pen\")", "self.pen.snap() // mine"),
    );
    assert!(hello.read(SCENARIOS).contains("self.pen.snap() // mine"));
    assert_eq!(hello.stale(), ["tests/greeting_scenarios.rs: -WriteLetterScenarios::given_a_broken_pen"]);
}

#[test]
fn worlds_of_beats_and_modules_are_found() {
    let moved = |hello: &Hello| {
        let text = hello.read(SCENARIOS);
        let call = "    GreetingWorld,\n}\n";
        let at = text.find(call).unwrap() + call.len();
        let call = text[..at]
            .replace("//!", "//")
            .replace("    GreetingWorld,\n", "    Other,\n    writing::write_letter: crate::Pen<'static, u8>,\n");
        hello.write(SCENARIOS, &format!("mod deep {{\n{call}}}\n\nfn last() {{}}\n"));
    };
    let hello = check("a broken pen", "an empty pen", &["tests/greeting_scenarios.rs: +end"], moved);
    let text = hello.read(SCENARIOS);
    assert!(
        text.contains("\n    impl WriteLetterScenarios for crate::Pen<'static, u8> {\n        /// Given a warm tone\n"),
        "{text}"
    );
    assert!(text.ends_with("    }\n}\n\nfn last() {}\n"), "{text}");
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn steps_in_another_file_of_the_test_are_found() {
    let mut hello = Hello::new();
    hello.generate();
    let text = hello.read(SCENARIOS);
    let at = text.find("// Beat 2").unwrap();
    hello.remove(SCENARIOS);
    hello.package.targets[1].path = "tests/greeting_scenarios/main.rs".into();
    hello.write("tests/greeting_scenarios/main.rs", &format!("mod steps;\n{}", text[..at].replace("//!", "//")));
    hello.write("tests/greeting_scenarios/steps.rs", &format!("use super::*;\n{}", &text[at..]));
    hello.generate();
    assert_eq!(hello.stale(), [""; 0]);
    assert!(hello.read("docs/sequences/greeting.md").contains("tests/greeting_scenarios/steps.rs"));
    hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
    hello.generate_with(APPEND);
    assert!(hello.read("tests/greeting_scenarios/steps.rs").contains("fn given_an_empty_pen("));
}

#[test]
fn a_file_that_is_no_rust_is_left_alone() {
    for path in [SCENARIOS, HANDLERS] {
        let hello = Hello::new();
        hello.generate();
        hello.write(path, &(hello.read(path) + "fn {"));
        let broken = hello.read(path);
        hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
        hello.generate_with(APPEND);
        assert_eq!(hello.read(path), broken);
        let line = broken.lines().count();
        let fault = format!("{path}: {line}:4: ");
        assert!(hello.stale().iter().any(|it| it.starts_with(&fault)), "{:?}", hello.stale());
        assert!(!hello.has("tests/greeting_scenarios_2.rs"));
    }
}

#[test]
fn an_empty_file_gets_everything_when_asked() {
    let hello = Hello::new();
    hello.generate();
    let whole = hello.read(SCENARIOS);
    hello.write(SCENARIOS, "// emptied\n");
    assert_eq!(
        hello.stale().iter().filter(|it| it.starts_with("tests/")).collect::<Vec<_>>(),
        ["tests/greeting_scenarios.rs: +end"]
    );
    assert_eq!(hello.generate().skeletons, [""; 0]);
    assert_eq!(hello.read(SCENARIOS), "// emptied\n");
    hello.generate_with(APPEND);
    let (_, code) = whole.split_once("\n\n").unwrap();
    assert_eq!(hello.read(SCENARIOS), format!("// emptied\n\n{code}"));
}

#[test]
fn line_ends_and_permissions_are_kept() {
    let hello = Hello::new();
    hello.generate();
    hello.write(SCENARIOS, &hello.read(SCENARIOS).replace('\n', "\r\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(hello.root().join(SCENARIOS), std::fs::Permissions::from_mode(0o640)).unwrap();
    }
    hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
    hello.generate_with(APPEND);
    let text = hello.read(SCENARIOS);
    assert!(text.contains("given_an_empty_pen"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(hello.root().join(SCENARIOS)).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

#[test]
fn appending_twice_adds_nothing() {
    let hello = Hello::new();
    hello.generate();
    hello.edit("sequences/greeting.json", "a broken pen", "an empty pen");
    assert_eq!(hello.generate_with(APPEND).appended.len(), 1);
    let text = hello.read(SCENARIOS);
    assert_eq!(hello.generate_with(APPEND).appended.len(), 0);
    assert_eq!(hello.read(SCENARIOS), text);
}

#[test]
fn tests_that_are_named_better_are_not_asked_for() {
    let hello = Hello::new();
    hello.generate();
    hello.write(HANDLERS, &hello.read(HANDLERS).replace("fn succeeds()", "fn writes_in_the_tone()"));
    assert_eq!(hello.stale(), [""; 0]);
    hello.edit(HANDLERS, "fn fails_with_the_paper_is_out()", "fn other()");
    assert_eq!(hello.stale(), ["tests/greeting_handlers.rs: +mod writing::write_letter"]);
}
