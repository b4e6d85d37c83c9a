//! Every real acceptance criterion becomes a trait that compiles, with names that tell all texts apart.
//!
//! Criteria stand in files of many dialects; each list of them is put into a beat of our own, so that none depends on
//! what else is in its file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use symphony_codegen::compile::{Files, compile};
use symphony_codegen::diagnostic::has_errors;
use symphony_codegen::emit::rust::Scenarios;
use symphony_codegen::plan::acceptance::acceptance;
use symphony_codegen::source::Source;

use crate::corpus;
use crate::user_crate::UserCrate;

/// The lists of criteria of a file, wherever they stand.
fn lists(value: &Value, found: &mut Vec<Vec<Value>>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value.as_array() {
                    Some(list) if key.starts_with("acceptanceCriteria") => found.push(list.clone()),
                    _ => lists(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| lists(item, found)),
        _ => {}
    }
}

/// A sequence with a beat for each list.
fn sequence(lists: &[Vec<Value>]) -> String {
    let beat = |(at, list): (usize, &Vec<Value>)| json!({ "beat": at + 1, "handler": format!("list{at}"), "acceptanceCriteria": list });
    let beats: Vec<Value> = lists.iter().enumerate().map(beat).collect();
    json!({ "id": "real", "movements": [{ "id": "criteria", "beats": beats }] }).to_string()
}

/// The lists of all files.
fn all(files: &[PathBuf]) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    for file in files {
        if let Ok(value) = serde_json::from_slice(&fs::read(file).unwrap()) {
            lists(&value, &mut all);
        }
    }
    all
}

/// A sequence with all real criteria.
pub(crate) fn of_all(files: &[PathBuf]) -> String {
    sequence(&all(files))
}

#[test]
fn real_criteria_compile_with_injective_names() {
    let Some(files) = corpus::files() else { return };
    let all = all(&files);
    let strings = all.iter().flatten().filter(|criterion| criterion.is_string()).count();
    let structured = all.iter().flatten().filter(|criterion| criterion.is_object()).count();
    assert!(strings >= 177 && structured >= 820, "{strings} strings and {structured} structured criteria");

    let mut sources = Files::default();
    sources.sources.add(Source::new("real.json", sequence(&all)));
    let user = UserCrate::new("modules", "criteria");
    compile(&sources, |plan, findings| {
        assert!(!has_errors(&findings), "{:?}", findings.iter().map(|it| &it.message).collect::<Vec<_>>());
        let accepted = acceptance(&plan.sequences[0]);
        let mut texts: BTreeMap<String, (&str, String)> = BTreeMap::new();
        let mut steps = 0;
        for step in accepted.iter().flat_map(|it| &it.criteria).flat_map(|it| &it.steps) {
            steps += 1;
            let text = (step.keyword.word(), step.text.to_string());
            let first = texts.entry(step.method.clone()).or_insert_with(|| text.clone());
            assert_eq!(*first, text, "two texts are `{}`", step.method);
        }
        let different: std::collections::BTreeSet<_> = texts.values().collect();
        assert_eq!(different.len(), texts.len(), "one text has two names");
        let criteria: usize = accepted.iter().map(|it| it.criteria.len()).sum();
        println!("{criteria} criteria, {steps} steps, {} different ones", texts.len());
        assert_eq!(criteria, all.iter().map(Vec::len).sum::<usize>(), "a criterion got lost");
        for (name, asynchronous) in [("sync", false), ("async", true)] {
            let (sequence, sources) = (&plan.sequences[0], &sources.sources);
            let scenarios = Scenarios { sequence, sources, runtime: "::symphony", asynchronous, executor: "execute" };
            let traits: String = accepted.iter().map(|accepted| scenarios.trait_of(accepted)).collect();
            user.write(&format!("src/{name}_steps.rs"), &traits);
        }
    });
    user.write("Cargo.toml", crate::modules::MANIFEST);
    user.write("src/lib.rs", "#![deny(warnings)]\nmod sync_steps;\nmod async_steps;\n");
    user.silent(&["check"]);
}
