//! A fingerprint stays what it is, whatever becomes of the file around the finding.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};
use symphony_audit::check::{Options, check};
use symphony_audit::identity::identify;
use symphony_audit::scope::Scope;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::rule::{Family, Rule, Severity};
use symphony_codegen::source::{Place, Source, Sources, Span};

/// A sequence in which much is wrong, at every depth.
fn faulty() -> Value {
    let beat = |id: &str, more: Value| {
        let mut beat = json!({ "id": id, "handler": format!("{id}It"), "event": "greeting:done" });
        beat.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        beat
    };
    json!({
        "id": "greeting",
        "colour": 1,
        "tempo": 0,
        "events": ["greeting:begun"],
        "movements": [
            { "id": "writing", "tone": "kind", "beats": [
                beat("a", json!({ "timing": "soonish", "handlr": 1 })),
                beat("b", json!({ "timing": "lateish", "timeout": "never" })),
                beat("c", json!({ "dependencies": ["nobody"], "acceptanceCriteria": ["Given a pen"] })),
            ] },
            { "id": "sending", "beats": [
                beat("d", json!({ "timing": "soonish", "input": ["unknown"] })),
                { "handler": "plain", "timing": "whenish" },
            ] },
            { "id": "nothing", "beats": [] },
        ],
    })
}

/// The fingerprints of what is found in a text, with their codes; but for notes, which speak once of many beats, at the
/// first of them.
fn fingerprints(text: &str, path: &str) -> BTreeSet<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    let verdict = check(&Scope::files(folder.path(), vec![path.to_owned()]).unwrap(), &Options::default()).unwrap();
    let entries = verdict.entries().filter(|it| it.finding.severity() > Severity::Info);
    entries.map(|it| (it.finding.rule.code.to_owned(), it.identity.fingerprint.clone())).collect()
}

/// Turns a list into another order; the seed says which.
fn shuffle<T>(items: &mut [T], seed: &mut u64) {
    for at in (1..items.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(at, usize::try_from(*seed >> 33).unwrap() % (at + 1));
    }
}

/// JSON with keys, movements and beats in another order, and as much space as `spaces` says.
fn written(value: &Value, spaces: usize, depth: usize, seed: &mut u64) -> String {
    let (line, space) =
        if spaces == 0 { (String::new(), "") } else { (format!("\n{}", " ".repeat(spaces * depth)), " ") };
    let (open, close, mut items) = match value {
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}:{space}{}", Value::from(key.as_str()), written(value, spaces, depth + 1, seed))
            };
            ('{', '}', members.iter().map(member).collect::<Vec<_>>())
        }
        Value::Array(items) => ('[', ']', items.iter().map(|item| written(item, spaces, depth + 1, seed)).collect()),
        other => return other.to_string(),
    };
    shuffle(&mut items, seed);
    let items: Vec<String> = items.into_iter().map(|item| format!("{line}{item}")).collect();
    format!("{open}{}{line}{close}", items.join(","))
}

#[test]
fn findings_are_told_apart() {
    let found = fingerprints(&faulty().to_string(), "a.json");
    assert!(found.len() > 10, "{found:#?}");
    let codes: BTreeSet<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
    assert!(["UNKNOWN_TIMING", "UNKNOWN_KEY", "UNKNOWN_VALUE"].iter().all(|it| codes.contains(it)), "{codes:?}");
    let distinct: BTreeSet<&String> = found.iter().map(|(_, fingerprint)| fingerprint).collect();
    assert_eq!(distinct.len(), found.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn layout_order_and_place_of_a_file_are_no_part_of_it(
        seed in any::<u64>(), spaces in 0_usize..5, path in prop::sample::select(vec!["a.json", "b/c.json", "d e/ü.json"]),
    ) {
        let before = fingerprints(&faulty().to_string(), "a.json");
        let after = fingerprints(&written(&faulty(), spaces, 1, &mut seed.clone()), path);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn numbers_of_beats_are_no_part_of_it(first in 2_u32..50) {
        // Each gap is between other numbers, and the same gap.
        let text = |first: u32| {
            let beat = |number| json!({ "beat": number, "id": "x", "handler": "run", "event": "e" });
            json!({ "id": "g", "movements": [{ "id": "m", "beats": [beat(first), { "beat": first + 2, "id": "y", "handler": "walk" }] }] }).to_string()
        };
        prop_assert_eq!(fingerprints(&text(2), "a.json"), fingerprints(&text(first), "a.json"));
    }
}

static RULE: Rule =
    Rule { code: "EXAMPLE", family: Family::Handler, severity: Severity::Minor, what: "", why: "", bad: "", good: "" };

/// The fingerprint of a finding at a piece of a file, of which `message` is said.
fn of(path: &str, text: &str, piece: &str, message: &str) -> String {
    let mut sources = Sources::new();
    let source = sources.add(Source::new(path, text));
    let start = text.find(piece).unwrap();
    let finding = Finding::new(&RULE, Place { source, span: Span::new(start, start + piece.len()) }, message);
    identify([&finding].into_iter(), &sources, &[]).remove(0).fingerprint
}

#[test]
fn words_are_no_part_of_it() {
    let text = r#"{ "id": "a", "tempo": 0 }"#;
    assert_eq!(of("a.json", text, "0", "one"), of("a.json", text, "0", "quite another"));
    assert_ne!(of("a.json", text, "0", "one"), of("a.json", text, "\"a\"", "one"));
}

#[test]
fn code_is_known_by_what_is_around_it() {
    let code = "impl A for B {\n    fn one(&self) {\n        todo!()\n    }\n}\n";
    let known = of("src/lib.rs", code, "todo!()", "m");
    for (path, other) in [
        ("other/src/lib.rs", code.to_owned()),
        ("src/lib.rs", format!("//! What this is.\n\nuse std::fmt;\n\n{code}")),
        ("src/lib.rs", code.replace("        todo", "        let x = 1;\n        todo")),
    ] {
        assert_eq!(of(path, &other, "todo!()", "m"), known, "{other}");
    }
    for (path, other) in [
        ("src/lib.rs", code.replace("fn one", "fn two")),
        ("src/lib.rs", code.replace("impl A", "impl C")),
        ("src/main.rs", code.to_owned()),
        ("src/lib.rs", code.replace("todo!()", "todo!(1)")),
    ] {
        let piece = if other.contains("todo!()") { "todo!()" } else { "todo!(1)" };
        assert_ne!(of(path, &other, piece, "m"), known, "{other}");
    }
}
