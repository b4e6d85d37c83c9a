//! A score cannot be gamed: whatever is taken away, it does not rise.

use std::path::Path;

use serde_json::{Value, json};
use symphony_audit::check::{Options, check};
use symphony_audit::scope::Scope;
use symphony_audit::score::Score;

use crate::Hello;

/// A sequence with faults of several severities, in everything that can be taken away.
fn faulty() -> Value {
    json!({
        "id": "a",
        "title": "Faulty",
        "key": "H minor",
        "governance": { "policies": ["Every beat requires rollback capability", "score >= 0.99"], "metrics": ["Nothing of note"] },
        "events": ["a:loaded", "a:never"],
        "movements": [
            { "id": "m", "beats": [
                { "beat": 1, "handler": "load", "event": "a:loaded", "errors": ["there is nothing"],
                  "acceptanceCriteria": [{ "id": "c", "given": ["a"], "when": ["b"], "then": ["it works"] }, "Given a, when b, then c"] },
                { "beat": 2, "handler": "judge", "kind": "io" }
            ] },
            { "id": "n", "beats": [{ "beat": 1, "handler": "tell", "kind": "io" }] }
        ]
    })
}

const DOMAINS: &str = r#"{ "domains": [
  { "id": "d", "name": "D", "description": "x", "category": "y", "status": "active", "owner": "z", "parent": "nobody" }
] }"#;

fn hello() -> Hello {
    let good = json!({ "id": "b", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "event": "b:run" }] }] });
    Hello::with(&[
        ("sequences/a.json", &faulty().to_string()),
        ("sequences/b.json", &good.to_string()),
        ("domains.json", DOMAINS),
        ("src/lib.rs", ""),
        ("Cargo.toml", "[package]\nname = \"hello\"\nedition = \"2024\"\n"),
    ])
}

/// The score; nothing where there is none.
fn score(hello: &Hello) -> Option<f64> {
    let scope = Scope::of(vec![hello.package.clone()], Vec::new());
    check(&scope, &Options::default()).unwrap().score().map(Score::value)
}

/// Every value of a JSON text but the whole, by its pointer.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let at = format!("{at}/{key}");
        pointers(child, &at, all);
        all.push(at);
    }
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        Value::Object(members) => drop(members.remove(key)),
        _ => unreachable!("it has children"),
    }
    value
}

/// Writes the memory of what is there, although there are errors: as if it had been written before they were rules.
fn remember(hello: &Hello) {
    let registry = symphony_audit::registry::there(&hello.package).unwrap();
    hello.write("docs/sequences/registry.json", &registry.text());
}

#[test]
fn taking_parts_of_the_registered_away_never_raises_a_score() {
    let hello = hello();
    remember(&hello);
    let before = score(&hello).expect("there is a registry");
    let scope = Scope::of(vec![hello.package.clone()], Vec::new());
    let verdict = check(&scope, &Options::default()).unwrap();
    let errors: Vec<&str> = verdict.entries().filter(|it| it.is_denied()).map(|it| it.finding.rule.code).collect();
    assert!(before > 0.0 && before < 0.9, "{before}: {errors:?}");
    let whole = faulty();
    let mut all = Vec::new();
    pointers(&whole, "", &mut all);
    // What the registry knows. Without the rest, a sequence is another one, or its fault is mended.
    let is_known = |pointer: &&String| {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        matches!(
            parts[..],
            ["movements" | "governance" | "events"]
                | ["governance", "policies" | "metrics"]
                | ["events" | "movements", _]
                | ["governance", "policies" | "metrics", _]
                | ["movements", _, "beats"]
                | ["movements", _, "beats", _]
                | ["movements", _, "beats", _, "handler" | "acceptanceCriteria"]
                | ["movements", _, "beats", _, "acceptanceCriteria", _]
        )
    };
    let known: Vec<&String> = all.iter().filter(is_known).collect();
    assert!(known.len() > 20, "{known:?}");
    for pointer in known {
        hello.write("sequences/a.json", &without(&whole, pointer).to_string());
        let after = score(&hello).expect("there is a registry");
        assert!(after <= before, "without {pointer}: {before} becomes {after}");
    }
}

#[test]
fn taking_files_away_never_raises_a_score() {
    for path in ["sequences/a.json", "sequences/b.json", "domains.json", "src/lib.rs"] {
        let hello = hello();
        remember(&hello);
        let before = score(&hello).expect("there is a registry");
        hello.remove(path);
        let after = score(&hello).expect("there is a registry");
        assert!(after <= before, "without {path}: {before} becomes {after}");
    }
}

#[test]
fn a_file_that_cannot_be_read_any_more_hides_nothing() {
    for text in ["", "{", "[]", "{}", "{ \"id\": \"other\" }"] {
        let hello = hello();
        remember(&hello);
        let before = score(&hello).expect("there is a registry");
        hello.write("sequences/a.json", text);
        let after = score(&hello).expect("there is a registry");
        assert!(after <= before, "{text:?}: {before} becomes {after}");
    }
}

#[test]
fn rules_that_are_turned_off_count() {
    let hello = hello();
    remember(&hello);
    let before = score(&hello);
    let mut package = hello.package.clone();
    for rule in symphony_audit::rule::rules() {
        let _ = package.config.choose(rule, symphony_audit::level::Level::Allow);
    }
    let scope = Scope::of(vec![package], Vec::new());
    let after = check(&scope, &Options::default()).unwrap().score().map(Score::value);
    assert_eq!(after, before);
}

#[test]
fn without_a_registry_there_is_no_score() {
    let hello = hello();
    assert_eq!(score(&hello), None);
    remember(&hello);
    assert!(score(&hello).is_some());
    hello.remove("docs/sequences/registry.json");
    assert_eq!(score(&hello), None);
    assert!(Path::new(hello.root()).join("sequences/a.json").exists());
}
