//! A sequence that has hostile words wherever it may have words: its documents have the structure that they have with a plain word.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;
use symphony_audit::docs::markdown::one_line;
use symphony_audit::docs::{dot, index, mermaid, page, sketch};
use symphony_audit::feature::feature;
use symphony_audit::template::Templates;
use unicode_width::UnicodeWidthStr;

use crate::markdown::{any_words, read};
use crate::subjects::{Given, subject};

/// The sequence that all crates are tried with, each `words` in it replaced.
fn sequence(words: &str) -> String {
    fn say(value: &mut Value, words: &str) {
        match value {
            Value::String(said) if said == "words" => words.clone_into(said),
            Value::Array(items) => items.iter_mut().for_each(|item| say(item, words)),
            Value::Object(members) => members.values_mut().for_each(|member| say(member, words)),
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(include_str!("../../../tests/hostile/base.json")).unwrap();
    // How many steps a sentence has depends on its words.
    value["movements"][0]["beats"][0]["acceptanceCriteria"][0].take();
    value["movements"][0]["beats"][0]["acceptanceCriteria"][0] = Value::String("then nothing".to_owned());
    say(&mut value, words);
    value.to_string()
}

/// All documents of a sequence, reduced to their structure.
fn structures(words: &str) -> [Vec<String>; 6] {
    static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| Templates::load(None).unwrap());
    let templates = &*TEMPLATES;
    subject(&sequence(words), &Given::default(), |subject| {
        let markdown = |text: &str| {
            let mut structure = read(text).structure;
            // A name that a code span cannot hold is code by other means.
            structure.retain(|part| part != "code");
            structure
        };
        [
            markdown(&page(templates, subject).unwrap()),
            markdown(&index(templates, &[*subject], words).unwrap()),
            labels_apart(&mermaid(subject)),
            boxes(&dot(subject)),
            gherkin(&feature(subject).unwrap()),
            sketch(subject).lines().map(|line| line.width().to_string()).collect(),
        ]
    })
}

/// The lines of a mermaid graph without what its labels say; of the labels what they should not have.
fn labels_apart(graph: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for line in graph.lines() {
        for (at, part) in line.split('"').enumerate() {
            if at % 2 == 0 {
                parts.push(part.to_owned());
                continue;
            }
            let mut rest = part;
            while let Some((_, after)) = rest.split_once('#') {
                let (number, after) = after.split_once(';').expect(part);
                assert!(number.parse::<u32>().is_ok(), "{part}");
                rest = after;
            }
            let plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || " ,?':-_/.()!#;".contains(c);
            assert!(part.chars().all(plain), "{part}");
        }
    }
    parts
}

/// The boxes, frames and arrows of a graph in DOT, without what is said of them.
fn boxes(graph: &str) -> Vec<String> {
    let graph = crate::dot::read(graph);
    let arrows = graph.arrows.iter().map(|(from, to, _)| format!("{from} -> {to}"));
    graph.boxes.keys().chain(graph.frames.keys()).cloned().chain(arrows).collect()
}

/// What Gherkin takes each line for; lines of free text that follow each other are one.
fn gherkin(feature: &str) -> Vec<String> {
    const KEYWORDS: &[&str] = &[
        "#",
        "@",
        "|",
        "\"\"\"",
        "```",
        "Feature:",
        "Rule:",
        "Background:",
        "Scenario:",
        "Scenario Outline:",
        "Example:",
        "Examples:",
        "Scenarios:",
        "Scenario Template:",
        "Given ",
        "When ",
        "Then ",
        "And ",
        "But ",
        "* ",
    ];
    let sort = |line: &str| {
        let line = line.trim();
        let keyword = KEYWORDS.iter().find(|keyword| line.starts_with(**keyword));
        keyword.copied().unwrap_or(if line.is_empty() { "" } else { "text" }).to_owned()
    };
    let mut lines: Vec<String> = feature.lines().map(sort).filter(|sort| !sort.is_empty()).collect();
    lines.dedup_by(|next, line| next == "text" && line == "text");
    lines
}

#[track_caller]
fn check(words: &str) {
    let (found, expected) = (structures(words), structures("WORD"));
    for (document, (found, expected)) in
        ["page", "index", "graph", "graph in DOT", "feature"].iter().zip(found.iter().zip(&expected))
    {
        assert_eq!(found, expected, "the {document} of {words:?}");
    }
    let [.., found] = found;
    assert!(found.iter().all(|width| *width == found[0]), "the sketch of {words:?}: {found:?}");
    assert_eq!(found.len(), expected[5].len());
}

#[test]
fn words_that_mean_something_elsewhere_are_only_words() {
    for words in [
        "end",
        "subgraph x",
        "%%{init: {}}%%",
        "\"quoted\"]",
        "a --> b",
        "click x href \"y\"",
        "`markdown`",
        "fa:fa-car",
        "Feature: x",
        "Scenario Outline: x",
        "Given x",
        "Examples:",
        "* x",
        "| a | b |",
        "\"\"\"",
        "# language: de",
        "@tag",
        "@a @b",
        "<script>alert(1)</script>",
        "-->",
        "]]>",
        "](javascript:alert(1))",
        "{{this}}",
        "{% raw %}",
        "[^1]: x",
        "***",
        "数字数字",
        "👩‍💻🇩🇪",
        "e\u{301}",
        "\u{202e}txt",
        "a\u{0}b",
        "../../x",
    ] {
        check(words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn documents_keep_their_structure(words in any_words()) {
        // Empty parts are left out, and paragraphs are parted by empty lines: that is structure which words may have.
        let words = one_line(&words);
        if !words.is_empty() {
            check(&words);
        }
        check(&format!("w{words}"));
    }
}
