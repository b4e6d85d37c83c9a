//! The JSON Schema is the one that is published, and says what the reader says.

use std::fs;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use symphony_codegen::source::{Source, Sources};
use symphony_codegen::{check, json, rule, spec};

use crate::corpus;
use crate::golden::Goldens;
use crate::mistakes::mistakes;
use crate::score::scores;

#[test]
fn the_published_schema_is_the_formats() {
    let mut goldens = Goldens::default();
    goldens.check("../schema/symphony-sequence-v1.schema.json", &spec::schema());
    goldens.finish();
}

/// What the reader and the schema say, where the text is JSON and no key stands twice.
struct Judge {
    schema: jsonschema::Validator,
}

static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::new);

impl Judge {
    fn new() -> Self {
        let schema: Value = serde_json::from_str(&spec::schema()).unwrap();
        Self { schema: jsonschema::draft202012::new(&schema).unwrap() }
    }

    /// How they differ.
    fn difference(&self, text: &str) -> Option<String> {
        let mut sources = Sources::new();
        let id = sources.add(Source::new("a.json", text));
        let parsed = json::parse(id, sources.get(id));
        let (Some(root), true) = (parsed.root, parsed.findings.is_empty()) else { return None };
        let mut findings = Vec::new();
        spec::read(id, &root, &mut findings);
        let value: Value = serde_json::from_str(text).unwrap();
        let refused: Vec<String> =
            self.schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        let found: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        (refused.is_empty() != found.is_empty())
            .then(|| format!("the schema: {refused:#?}\nthe reader: {found:#?}\n{text}"))
    }
}

#[test]
fn schema_and_reader_agree_on_every_example() {
    let examples = check::rules().flat_map(|rule| [rule.bad, rule.good]).flat_map(rule::files).map(str::to_owned);
    let mistakes = mistakes().into_iter().flat_map(|mistake| mistake.files).map(|(_, text)| text);
    let differences: Vec<String> = examples.chain(mistakes).filter_map(|text| JUDGE.difference(&text)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn schema_and_reader_agree_on_real_sequences() {
    let Some(files) = corpus::files() else { return };
    let texts = files.into_iter().filter_map(|file| fs::read_to_string(file).ok());
    let differences: Vec<String> = texts.filter_map(|text| JUDGE.difference(&text)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

/// What is put in the place of something, or beside it.
fn intruder() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(2),
        json!(1.5),
        json!(3.0),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("mf"),
        json!("retry"),
        json!([]),
        json!(["x"]),
        json!([1]),
        json!([[]]),
        json!([{}]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "x": "u8" }),
        json!({ "x-y": [] }),
        json!({ "name": "n" }),
        json!({ "code": "C", "reason": "r" }),
    ])
}

/// Changes one place: the value there, a key more, or a key less.
fn mutate(value: &mut Value, place: usize, change: usize, intruder: &Value, keys: &[&str]) {
    let count = places(value);
    let target = nth(value, &mut (place % count)).unwrap();
    match (change % 3, target) {
        (1, Value::Object(members)) => {
            members.insert(keys[change / 3 % keys.len()].to_owned(), intruder.clone());
        }
        (2, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(change / 3 % members.len()).unwrap().clone();
            members.remove(&key);
        }
        (_, target) => *target = intruder.clone(),
    }
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn places(value: &mut Value) -> usize {
    1 + children(value).into_iter().map(places).sum::<usize>()
}

fn nth<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    children(value).into_iter().find_map(|child| nth(child, left))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn schema_and_reader_agree_on_what_was_changed(
        scores in scores(),
        changes in vec((any::<usize>(), any::<usize>(), intruder()), 0..4),
    ) {
            let schema: Value = serde_json::from_str(&spec::schema()).unwrap();
        let records = schema["$defs"].as_object().unwrap().values();
        let keys: Vec<&str> = records.flat_map(|record| record["properties"].as_object().unwrap().keys().map(String::as_str)).collect();
        for mut score in scores {
            for (place, change, intruder) in &changes {
                mutate(&mut score, *place, *change, intruder, &keys);
            }
            if let Some(difference) = JUDGE.difference(&serde_json::to_string_pretty(&score).unwrap()) {
                prop_assert!(false, "{difference}");
            }
        }
    }
}
