//! The pages of the rules are what `explain` says.

use std::collections::BTreeSet;
use std::{env, fs};

use symphony_audit::explain::{index, json, list, page, rule, terminal};
use symphony_audit::rule::rules;

use crate::golden;

#[test]
fn every_rule_has_its_page() {
    let folder = golden::path("../../docs/rules");
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut differences = Vec::new();
    let pages = rules().map(|rule| (format!("{}.md", rule.code), page(rule)));
    for (name, text) in pages.chain([("README.md".to_owned(), index())]) {
        differences.extend(golden::difference(&folder.join(&name), &text));
        wanted.insert(name);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if wanted.contains(&name) {
            continue;
        }
        if env::var_os("BLESS").is_some() {
            fs::remove_file(entry.path()).unwrap();
        } else {
            differences.push(format!("{name} is the page of no rule"));
        }
    }
    let hint = "`BLESS=1 cargo test -p symphony-audit --test formats` writes the pages";
    assert!(differences.is_empty(), "{}\n{hint}", differences.join("\n"));
}

#[test]
fn an_explanation_says_everything() {
    for rule in rules() {
        let text = terminal(rule, ["", ""]);
        for part in ["Why", "Severity", "Bad", "Good", "How it is mended", "Whether it can be silenced"] {
            assert!(text.contains(&format!("\n{part}\n")), "{} lacks {part}", rule.code);
        }
        let code = |text: &str| {
            text.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
        };
        assert!(text.contains(&code(rule.bad.trim_end())), "{}", rule.code);
        assert!(list(["", ""]).contains(&format!("  {} ", rule.code)));
    }
}

#[test]
fn all_rules_are_json() {
    let all: serde_json::Value = serde_json::from_str(&json(&rules().collect::<Vec<_>>())).unwrap();
    assert_eq!(all.as_array().unwrap().len(), rules().count());
    let one: serde_json::Value = serde_json::from_str(&json(&[rule("BEAT_COUNT_MISMATCH").unwrap()])).unwrap();
    assert_eq!(one["severity"], "MAJOR");
    assert_eq!(one["fix"]["applicability"], "safe");
    assert!(one["silence"].as_str().unwrap().starts_with("An `allow`"));
}

#[test]
fn a_code_that_is_none_is_answered() {
    for (code, help) in [
        ("BEAT_COUNT_MISSMATCH", "did you mean `BEAT_COUNT_MISMATCH`?"),
        ("beat_count_mismtach", "did you mean `BEAT_COUNT_MISMATCH`?"),
        ("zzz", "`cargo symphony explain` lists all"),
        (&"X".repeat(10_000), "lists all"),
        ("\u{1b}[2J", "there is no rule `\\u{1b}[2J`"),
    ] {
        let message = rule(code).unwrap_err().to_string();
        assert!(message.contains(help) && message.len() < 200, "{message}");
    }
}
