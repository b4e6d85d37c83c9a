//! What holds of any input, and of any valid sequence.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use symphony_codegen::plan::{naming, types};
use symphony_codegen::spec;

use crate::compiled::Compiled;
use crate::generated::check_format;
use crate::modules::Modules;
use crate::score::scores;

/// Sequences as files.
fn files(scores: &[Value]) -> Vec<(String, String)> {
    let file = |(at, score)| (format!("sequences/{at}.json"), serde_json::to_string_pretty(score).unwrap());
    scores.iter().enumerate().map(file).collect()
}

/// JSON that looks like a sequence more than chance would have it.
fn any_json() -> impl Strategy<Value = Value> {
    let texts: Vec<String> = keys()
        .into_iter()
        .chain(["u8", "mf", "retry", "pure", "< 1s", "after:x", "a:b", "Vec<T>", "*/"].map(str::to_owned))
        .collect();
    let key = prop_oneof![9 => select(keys()), 1 => any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u8..5).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(texts).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((key.clone(), inner), 0..8).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every key of the format.
fn keys() -> Vec<String> {
    let schema: Value = serde_json::from_str(&spec::schema()).unwrap();
    let records = schema["$defs"].as_object().unwrap().values();
    records.flat_map(|record| record["properties"].as_object().unwrap().keys().cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn a_valid_sequence_becomes_rust(scores in scores()) {
        let compiled = Compiled::of(&files(&scores));
        prop_assert!(compiled.errors().is_empty(), "{}", compiled.lines().join("\n"));
        for file in compiled.files.iter().flatten() {
            prop_assert!(syn::parse_file(&file.text).is_ok(), "{}", file.text);
        }
        let again = Compiled::of(&files(&scores));
        prop_assert_eq!(again.files, compiled.files);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_json_is_answered(value in any_json()) {
        for text in [serde_json::to_string(&value).unwrap(), format!(r#"{{ "id": "a", "movements": {value} }}"#), format!(r#"{{ "id": "a", "movements": [{{ "id": "m", "beats": {value} }}] }}"#)] {
            let compiled = Compiled::of(&[("a.json".to_owned(), text)]);
            prop_assert!(!compiled.errors().is_empty() || !compiled.files[0].is_empty());
            prop_assert_eq!(compiled.lines().len(), compiled.findings.len());
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..200)) {
        let compiled = Compiled::of(&[("a.json".to_owned(), bytes)]);
        prop_assert!(!compiled.errors().is_empty());
    }

    #[test]
    fn a_type_that_is_read_is_rust(text in type_text()) {
        if let Ok(ty) = types::parse(&text) {
            let (written, read) = (syn::parse_str::<syn::Type>(&text), syn::parse_str::<syn::Type>(&ty.text));
            prop_assert!(written.is_ok() && read.is_ok(), "{text}: {}", ty.text);
            prop_assert_eq!(tokens(&written.unwrap()), tokens(&read.unwrap()));
            prop_assert_eq!(types::parse(&ty.text).unwrap(), ty);
        }
    }

    #[test]
    fn a_name_that_is_accepted_is_an_identifier(name in name()) {
        if naming::check(&name, &['.', ':', '/', ' ']).is_ok() && name.is_ascii() {
            prop_assert!(syn::parse_str::<syn::Ident>(&naming::snake(&name)).is_ok(), "{}", naming::snake(&name));
            let camel = naming::camel(&name);
            prop_assert!(syn::parse_str::<syn::Ident>(&camel).is_ok() || camel == "Self", "{camel}");
        }
    }

    /// Beyond ASCII only the rules know what is lost on the way to a name.
    #[test]
    fn a_name_that_no_rule_refuses_is_an_identifier(name in name()) {
        let name = Value::from(name);
        let score = format!(
            r#"{{ "id": {name}, "types": {{ "T": [{name}], "S": {{ {name}: "u8" }} }}, "input": {{ {name}: "T" }}, "movements": [
                {{ "id": {name}, "beats": [{{ "beat": 1, "event": {name}, "handler": {name}, "input": [{name}] }}] }} ] }}"#
        );
        let compiled = Compiled::of(&[("a.json".to_owned(), score)]);
        for file in compiled.files.iter().flatten() {
            prop_assert!(syn::parse_file(&file.text).is_ok(), "{}", file.text);
        }
    }
}

/// Tokens, most of them such as types have.
fn type_text() -> impl Strategy<Value = String> {
    let tokens = [
        "u8", "String", "Vec", "Option", "Box", "std", "crate", "self", "super", "r#type", "type", "dyn", "fn", "Fn",
        "Send", "'static", "'a", "&", "<", ">", "<", ">", "(", ")", "(", ")", "[", "]", "; 4", "4", "::", "::", ",",
        ",", "->", "+", " ", " ", "_", "Self", "mut ", "*const ", "impl ", "größe", "{}", "!", "=", "\n", "//", "?",
        "for<'a> ",
    ];
    let random = vec(select(tokens.to_vec()), 1..12).prop_map(|tokens| tokens.concat());
    let leaf = select(vec![
        "u8",
        "String",
        "()",
        "&'static str",
        "crate::a::B",
        "::x::r#type",
        "super::S",
        "dyn Fn(u8) -> u8 + Send",
        "fn()",
    ])
    .prop_map(str::to_owned);
    let nested = leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|ty| format!("Vec<{ty}>")),
            inner.clone().prop_map(|ty| format!("[{ty} ;8]")),
            inner.clone().prop_map(|ty| format!("({ty},)")),
            inner.clone().prop_map(|ty| format!("&'static {ty}")),
            (inner.clone(), inner.clone())
                .prop_map(|(left, right)| format!("std::collections::HashMap< {left},{right} >")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} , {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("fn({left}, {right})->{right}")),
            (inner.clone(), inner).prop_map(|(left, right)| format!("Box<dyn FnMut({left})->{right}+Send+'static>")),
        ]
    });
    prop_oneof![random, nested]
}

/// The tokens of a type; a comma before a bracket that closes says nothing.
fn tokens(ty: &syn::Type) -> String {
    let text = quote::quote!(#ty).to_string();
    [" ,)", " , )", " , >", " ,>"]
        .iter()
        .fold(text, |text, comma| text.replace(comma, &comma[comma.len() - 1..]))
        .replace(' ', "")
}

fn name() -> impl Strategy<Value = String> {
    let parts = [
        "self", "Self", "super", "crate", "type", "match", "gen", "try", "_", "__", "-", ".", ":", "#", "/", " ", "a",
        "Z", "9", "ß", "ö", "İ", "ǆ", "ﬁ", "数", "\u{301}", "\u{200d}", "🎵", "r#", "'", "\"", "\n", "²", "Ⅷ", "ª",
        "·", "℘", "゛",
    ];
    prop_oneof![
        vec(select(parts.to_vec()), 1..5).prop_map(|parts| parts.concat()),
        "[a-zA-Z_.:-]{1,12}",
        any::<String>()
    ]
}

/// Sequences that are the same in every run, as those are that are compiled.
fn sample(count: usize) -> Vec<Compiled> {
    let mut runner = TestRunner::deterministic();
    let mut one = || Compiled::of(&files(&scores().new_tree(&mut runner).unwrap().current()));
    (0..count).map(|_| one()).collect()
}

#[test]
fn valid_sequences_compile_in_every_flavour() {
    let mut modules = Modules::new("valid");
    for (at, compiled) in sample(60).iter().enumerate() {
        assert!(compiled.errors().is_empty(), "{}", compiled.lines().join("\n"));
        modules.add(&format!("score_{at}"), compiled);
    }
    modules.check();
}

#[test]
fn valid_sequences_are_formatted() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formatted");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    for (at, compiled) in sample(200).iter().enumerate() {
        for (flavour, file) in
            compiled.files.iter().enumerate().flat_map(|(flavour, files)| files.iter().map(move |file| (flavour, file)))
        {
            // The index names files that are not beside it.
            if file.path != symphony_codegen::emit::rust::INDEX {
                let mut name = String::new();
                write!(name, "{at}_{flavour}_{}", file.path).unwrap();
                fs::write(folder.join(&name), &file.text).unwrap();
                files.push(folder.join(name));
            }
        }
    }
    check_format(&files);
}
