//! The rules, over their own examples, over files named after a mistake, over hostile input and over real sequences.
//!
//! `BLESS=1` writes what is found as what is expected.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::rule::{self, Rule};
use symphony_codegen::source::{Place, Source, Sources};
use symphony_codegen::{check, json, plan, spec};

/// What all stages find in files that are compiled together, and the files to show it with.
fn findings_in(files: &[(&str, Vec<u8>)]) -> (Sources, Vec<Finding>) {
    let mut sources = Sources::new();
    let mut findings = Vec::new();
    let mut ids = Vec::new();
    for (name, bytes) in files {
        let (id, faults) = json::decode(&mut sources, *name, bytes.clone());
        findings.extend(faults);
        ids.push(id);
    }
    let mut roots = Vec::new();
    for id in ids {
        let parsed = json::parse(id, sources.get(id));
        findings.extend(parsed.findings);
        roots.extend(parsed.root.map(|root| (id, root)));
    }
    let specs: Vec<_> = roots.iter().filter_map(|(id, root)| spec::read(*id, root, &mut findings)).collect();
    findings.extend(check::check(&plan::plan(&specs)));
    (sources, findings)
}

fn findings_of(example: &str) -> (Sources, Vec<Finding>) {
    let files: Vec<_> = rule::files(example).map(|text| ("example.json", text.as_bytes().to_vec())).collect();
    findings_in(&files)
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.code).collect()
}

/// Findings as text, one paragraph each.
fn text_of(sources: &Sources, findings: &[Finding]) -> String {
    let range = |place: Place| {
        let source = sources.get(place.source);
        let (start, end) = (source.line_column(place.span.start), source.line_column(place.span.end));
        format!("{}:{start}-{end}", source.path())
    };
    let mut text = String::new();
    for finding in findings {
        let (code, severity) = (finding.rule.code, finding.severity());
        let place = range(finding.primary.place);
        writeln!(text, "{code} {severity} {place} {}", finding.message).unwrap();
        if !finding.primary.text.is_empty() {
            writeln!(text, "    {}", finding.primary.text).unwrap();
        }
        for label in &finding.secondary {
            writeln!(text, "    {}: {}", range(label.place), label.text).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(text, "    help: {help}").unwrap();
        }
        if let Some(fix) = &finding.fix {
            writeln!(text, "    fix: {} ({} = {})", fix.title, range(fix.place), fix.text).unwrap();
        }
    }
    text
}

/// The lines that differ, with `-` for what is expected and `+` for what is found.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same_start = expected.iter().zip(&found).take_while(|(left, right)| left == right).count();
    let (left, right) = (&expected[same_start..], &found[same_start..]);
    let same_end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let mut text = format!("@@ line {}\n", same_start + 1);
    for line in &left[..left.len() - same_end] {
        writeln!(text, "-{line}").unwrap();
    }
    for line in &right[..right.len() - same_end] {
        writeln!(text, "+{line}").unwrap();
    }
    text
}

#[test]
fn every_mistake_is_found_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let mut mistakes: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    mistakes.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    mistakes.sort();
    assert!(mistakes.len() >= 40, "only {} fixtures", mistakes.len());
    let mut differences = String::new();
    for path in &mistakes {
        let text = fs::read_to_string(path).unwrap();
        let names = ["a.json", "b.json", "c.json", "d.json"];
        let files: Vec<_> = names.into_iter().zip(rule::files(&text).map(|text| text.as_bytes().to_vec())).collect();
        let (sources, findings) = findings_in(&files);
        let found = text_of(&sources, &findings);
        let golden = path.with_extension("findings");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&golden, &found).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if expected != found {
            write!(differences, "{}\n{}", golden.display(), difference(&expected, &found)).unwrap();
        }
    }
    assert!(differences.is_empty(), "\n{differences}\nif this is right, run again with BLESS=1");
}

#[test]
fn every_fixture_has_its_golden_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.with_extension("json").exists(), "{} belongs to no fixture", path.display());
    }
}

#[test]
fn every_rule_holds_over_its_examples() {
    let mut faults = String::new();
    for rule in check::rules() {
        let (bad, good) = if rule.code.starts_with("JSON_") { examples_of_text(rule) } else { examples(rule) };
        if bad.is_empty() || bad.iter().any(|code| *code != rule.code) {
            writeln!(faults, "{}: the bad example gives {bad:?}", rule.code).unwrap();
        }
        if !good.is_empty() {
            writeln!(faults, "{}: the good example gives {good:?}", rule.code).unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

fn examples(rule: &Rule) -> (Vec<&'static str>, Vec<&'static str>) {
    (codes(&findings_of(rule.bad).1), codes(&findings_of(rule.good).1))
}

/// The examples of rules about the text are JSON and no sequences, and two of them stand for bytes that no text holds.
fn examples_of_text(rule: &Rule) -> (Vec<&'static str>, Vec<&'static str>) {
    let findings = |text: &str| {
        let mut sources = Sources::new();
        let bytes = match rule.code {
            "JSON_INVALID_UTF8" => text.chars().map(|c| u8::try_from(c).unwrap()).collect(),
            "JSON_TOO_LARGE" => return Vec::new(),
            _ => text.as_bytes().to_vec(),
        };
        let (id, mut findings) = json::decode(&mut sources, "example.json", bytes);
        if findings.is_empty() {
            findings = json::parse(id, sources.get(id)).findings;
        }
        codes(&findings)
    };
    let bad = if rule.code == "JSON_TOO_LARGE" { vec!["JSON_TOO_LARGE"] } else { findings(rule.bad) };
    (bad, findings(rule.good))
}

#[test]
fn codes_are_unique_and_well_formed() {
    let mut codes: Vec<&str> = check::rules().map(|rule| rule.code).collect();
    for code in &codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'), "{code}");
    }
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn every_edit_mends_its_fault_and_stays_in_the_file() {
    let mut edits = 0;
    for rule in check::rules().filter(|rule| !rule.code.starts_with("JSON_")) {
        let files: Vec<&str> = rule::files(rule.bad).collect();
        let (sources, findings) = findings_of(rule.bad);
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let at = sources.iter().position(|(id, _)| id == fix.place.source).unwrap();
            let mut mended: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
            mended[at].replace_range(fix.place.span.range(), &fix.text);
            let (_, left) = findings_of(&mended.join("\n---\n"));
            assert!(!has_errors(&left) && !codes(&left).contains(&rule.code), "{}: {mended:?}", rule.code);
            edits += 1;
        }
    }
    assert!(edits >= 8, "only {edits} examples have an edit");
}

/// A sequence of many beats, each like `beat` with its number for `#`.
fn many(beats: usize, head: &str, beat: &str) -> Vec<u8> {
    let beats: Vec<String> = (1..=beats).map(|number| beat.replace('#', &number.to_string())).collect();
    format!(r#"{{ "id": "many", {head} "movements": [{{ "id": "m", "beats": [{}] }}] }}"#, beats.join(",\n"))
        .into_bytes()
}

/// So many that whatever grows with their square would be noticed.
#[test]
fn many_beats_are_judged() {
    const MANY: usize = 30_000;
    for (head, beat, expected) in [
        ("", r#"{ "beat": #, "handler": "do#", "event": "event:#" }"#, 0),
        ("", r#"{ "beat": 1, "handler": "do#" }"#, MANY - 1),
        ("", r#"{ "beat": #, "handler": "do", "input": ["v#"] }"#, MANY),
        ("", r#"{ "beat": #, "handler": "do#", "output": { "v#": "u8" } }"#, MANY),
        ("", r#"{ "beat": #, "handler": "do#", "id": "b#", "dependencies": ["b1", "b#"] }"#, MANY),
        ("", r#"{ "beat": #, "handler": "do#", "timing": "sometime#" }"#, MANY),
        (
            "",
            r#"{ "beat": #, "handler": "do#", "compensate": "undo", "allow": [{ "code": "NOT_PERFORMED", "reason": "r" }] }"#,
            0,
        ),
    ] {
        let (_, findings) = findings_in(&[("many.json", many(MANY, head, beat))]);
        assert_eq!(findings.len(), expected, "{beat}: {:?}", findings.first());
    }
}

#[test]
fn a_long_cycle_of_sequences_is_named_once() {
    const MANY: usize = 2_000;
    let files: Vec<(&str, Vec<u8>)> = (0..MANY)
        .map(|at| {
            let next = (at + 1) % MANY;
            let text = format!(
                r#"{{ "id": "s{at}", "movements": [{{ "id": "m", "beats": [{{ "beat": 1, "sequence": "s{next}" }}] }}] }}"#
            );
            ("cycle.json", text.into_bytes())
        })
        .collect();
    let (_, findings) = findings_in(&files);
    assert_eq!(codes(&findings), ["CIRCULAR_DEPENDENCY"]);
    assert!(findings[0].message.contains("1980 more"), "{}", findings[0].message);
}

/// Nothing of a spec may make a message say something else than it says.
#[test]
fn no_message_holds_invisible_text() {
    let nasty = "a\\u202eb\\u0007\\u200b";
    for key in [
        r#""id": "NASTY", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }]"#,
        r#""id": "a", "movements": [{ "id": "NASTY", "beats": [{ "handler": "NASTY", "event": "NASTY", "timing": "NASTY" }] }]"#,
        r#""id": "a", "movements": [{ "name": "NASTY", "beats": [] }]"#,
        r#""id": "a", "events": ["NASTY"], "input": { "NASTY": "NASTY" }, "output": ["NASTY"], "movements": [{ "id": "m",
            "beats": [{ "handler": "run", "input": ["NASTY"], "output": { "NASTY": "NASTY" }, "timeout": "NASTY" }] }]"#,
        r#""id": "a", "types": { "NASTY": ["NASTY"], "B": { "NASTY": "NASTY" } }, "movements": [{ "id": "m", "beats":
            [{ "sequence": "NASTY", "dependencies": ["NASTY"], "allow": [{ "code": "NASTY", "reason": "NASTY" }] }] }]"#,
    ] {
        let (sources, findings) = findings_of(&format!("{{ {} }}", key.replace("NASTY", nasty)));
        let shown = text_of(&sources, &findings);
        assert!(!findings.is_empty());
        assert!(!shown.contains(['\u{202e}', '\u{7}', '\u{200b}']), "{shown:?}");
    }
}

/// The folder of real sequences, where there is one.
fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("SYMPHONY_CORPUS").map_or_else(beside, PathBuf::from);
    folder.join("sequences").is_dir().then_some(folder)
}

#[test]
fn real_sequences_are_judged() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    let mut files = Vec::new();
    for dialect in fs::read_dir(corpus.join("sequences")).unwrap() {
        files.extend(fs::read_dir(dialect.unwrap().path()).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    assert_eq!(files.len(), 89);
    for path in &files {
        let dialect = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (sources, findings) = findings_in(&[(&name, fs::read(path).unwrap())]);
        for finding in &findings {
            let source: &Source = sources.get(finding.primary.place.source);
            assert!(finding.primary.place.span.end as usize <= source.text().len(), "{name}");
        }
        if matches!(dialect.as_str(), "D1" | "D2" | "D3" | "D4" | "D5" | "D5s") {
            let errors: Vec<Finding> = findings.iter().filter(|it| it.severity().is_error()).cloned().collect();
            println!("{dialect}/{name}: {} errors, {} warnings", errors.len(), findings.len() - errors.len());
            print!("{}", text_of(&sources, &errors));
            assert_eq!(has_errors(&findings), !errors.is_empty());
        }
    }
}

/// Words that beats are made of at random: good ones, bad ones, and such as want to be more than words.
const WORDS: &[&str] = &[
    "load", "save", "Load", "x#load", "a", "b", "../a", "fn", "self", "1st", "", r#"\""#, "*/", "\\u202e", "größe",
    "😀",
];
const TYPES: &[&str] =
    &["u8", "A", "Vec<A>", "B", "HashMap<A, B>", "Vec<", "str", "Option<Option<B>>", "", "super::b::A"];

fn word() -> impl Strategy<Value = String> {
    proptest::sample::select(WORDS).prop_map(|word| format!("\"{word}\""))
}

fn ty() -> impl Strategy<Value = String> {
    proptest::sample::select(TYPES).prop_map(|ty| format!("\"{ty}\""))
}

fn list_of(item: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    proptest::collection::vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(", ")))
}

fn typed() -> impl Strategy<Value = String> {
    let pair = (word(), ty()).prop_map(|(name, ty)| format!("{name}: {ty}"));
    proptest::collection::btree_set(pair, 0..3)
        .prop_map(|pairs| format!("{{ {} }}", pairs.into_iter().collect::<Vec<_>>().join(", ")))
}

/// A key with a value of its own kind.
fn member() -> impl Strategy<Value = (&'static str, String)> {
    let number = || (0..4_u8).prop_map(|number| number.to_string());
    let choice =
        |words: &'static [&'static str]| proptest::sample::select(words).prop_map(|word| format!("\"{word}\"")).boxed();
    let keyed = |key: &'static str, value: BoxedStrategy<String>| value.prop_map(move |value| (key, value));
    prop_oneof![
        4 => keyed("handler", word().boxed()),
        1 => keyed("sequence", word().boxed()),
        2 => keyed("beat", number().boxed()),
        1 => keyed("number", number().boxed()),
        2 => keyed("event", word().boxed()),
        3 => keyed("input", prop_oneof![list_of(word()), typed()].boxed()),
        3 => keyed("output", prop_oneof![1 => list_of(word()), 3 => typed()].boxed()),
        2 => keyed("dependencies", list_of(prop_oneof![word(), number()]).boxed()),
        1 => keyed("timing", choice(&["async", "after:load", "after:b", "soon", "< 5ms", "< x", "after:"])),
        1 => keyed("dynamics", choice(&["pp", "mf", "ff", "loud"])),
        1 => keyed("errorHandling", choice(&["continue", "retry", "abort"])),
        1 => keyed("retry", number().boxed()),
        1 => keyed("timeout", choice(&["5s", "0", "x"])),
        1 => keyed("kind", choice(&["pure", "io"])),
        1 => keyed("compensate", word().boxed()),
        1 => Just(("allow", r#"[{ "code": "UNKNOWN_TIMING", "reason": "r" }, { "code": "UNKNOWN_VALU", "reason": "" }]"#.to_owned())),
        1 => keyed("handlr", word().boxed()),
    ]
}

fn object(members: Vec<(&'static str, String)>) -> String {
    let mut members = members;
    members.sort_by_key(|(key, _)| *key);
    members.dedup_by_key(|(key, _)| *key);
    let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{ {} }}", members.join(", "))
}

fn sequence() -> impl Strategy<Value = String> {
    let beats = || list_of(proptest::collection::vec(member(), 1..8).prop_map(object));
    let movement = (word(), beats()).prop_map(|(id, beats)| format!("{{ \"id\": {id}, \"beats\": {beats} }}"));
    let types = prop_oneof![list_of(word()), typed(), ty()];
    let types = (types.clone(), types).prop_map(|(a, b)| format!("{{ \"A\": {a}, \"B\": {b} }}"));
    (word(), proptest::option::of(typed()), list_of(word()), list_of(word()), types, list_of(movement)).prop_map(
        |(id, input, output, events, types, movements)| {
            let mut members = vec![("id", id), ("output", output), ("events", events), ("types", types)];
            members.extend(input.map(|input| ("input", input)));
            members.push(("movements", movements));
            object(members)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequences_are_judged_alike_each_time(sequences in proptest::collection::vec(sequence(), 1..4)) {
        let example = sequences.join("\n---\n");
        let (sources, findings) = findings_of(&example);
        prop_assert_eq!(text_of(&sources, &findings), text_of(&sources, &findings_of(&example).1));
        for place in findings.iter().flat_map(|finding| {
            finding.secondary.iter().map(|label| label.place).chain([finding.primary.place])
        }) {
            let text = sources.get(place.source).text();
            prop_assert!(text.get(place.span.range()).is_some(), "{:?} of {}", place, text);
        }
    }

    #[test]
    fn an_edit_leaves_json(sequences in proptest::collection::vec(sequence(), 1..4)) {
        let (sources, findings) = findings_of(&sequences.join("\n---\n"));
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let mut text = sources.get(fix.place.source).text().to_owned();
            text.replace_range(fix.place.span.range(), &fix.text);
            let mut sources = Sources::new();
            let id = sources.add(Source::new("edited.json", text));
            // Two misspelt keys may both become the one that was meant.
            let faults = codes(&json::parse(id, sources.get(id)).findings);
            prop_assert!(faults.iter().all(|code| *code == "JSON_DUPLICATE_KEY"), "{:?} after {:?}", faults, fix);
        }
    }
}
