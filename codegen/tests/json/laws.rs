//! What holds for every text.

use proptest::prelude::*;
use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::json::{self, Node, Value};
use symphony_codegen::source::{Sources, Span};

use super::{content, mended, source};

/// Codes of texts that `serde_json` takes.
const PORTABILITY: [&str; 4] =
    ["JSON_DUPLICATE_KEY", "JSON_NUMBER_PRECISION", "JSON_NONCHARACTER", "JSON_BYTE_ORDER_MARK"];

/// Checks all laws but the one about values on a text.
fn check(text: &str) {
    let (sources, id) = source(text);
    let parsed = json::parse(id, sources.get(id));
    check_findings(text, &parsed.findings);
    assert!(parsed.root.is_some() || has_errors(&parsed.findings), "no value and no error: {text:?}");
    if let Some(root) = &parsed.root {
        check_spans(text, root, Span::new(0, text.len()), parsed.findings.is_empty());
    }
    check_beside_serde(text, parsed.root.as_ref(), &parsed.findings);
    check_fixes(text, parsed.root.as_ref(), &parsed.findings);
}

/// Places lie in the text, on the bounds of characters, and in order.
fn check_findings(text: &str, findings: &[Finding]) {
    let starts: Vec<u32> = findings.iter().map(|finding| finding.primary.place.span.start).collect();
    assert!(starts.is_sorted(), "findings out of order: {text:?}");
    for finding in findings {
        let places = finding.secondary.iter().map(|label| label.place);
        let fix = finding.fix.iter().map(|fix| fix.place);
        for place in std::iter::once(finding.primary.place).chain(places).chain(fix) {
            assert!(
                text.get(place.span.range()).is_some(),
                "{:?} is no piece of {text:?}: {}",
                place.span,
                finding.message
            );
        }
        assert!(
            !finding.message.contains(char::is_control),
            "a message with a control character: {:?}",
            finding.message
        );
    }
}

fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}

/// Each span lies in its parent's, after its sibling's, and holds just the text of its value.
fn check_spans(text: &str, node: &Node<'_>, within: Span, strict: bool) {
    assert!(
        within.start <= node.span.start && node.span.end <= within.end,
        "{:?} not in {within:?}: {text:?}",
        node.span
    );
    let slice = text.get(node.span.range()).unwrap_or_else(|| panic!("{:?} is no piece of {text:?}", node.span));
    if strict {
        assert_eq!(read(slice), content(node));
    }
    let mut end = node.span.start;
    for element in node.as_array().unwrap_or_default() {
        check_spans(text, element, Span { start: end, end: node.span.end }, strict);
        end = element.span.end;
    }
    for member in node.as_object().unwrap_or_default() {
        assert!(end <= member.key_span.start, "{:?} out of order: {text:?}", member.key_span);
        let key = text.get(member.key_span.range()).unwrap_or_else(|| panic!("{:?}: {text:?}", member.key_span));
        if strict {
            assert_eq!(read(key), serde_json::to_string(&member.key).unwrap());
        }
        check_spans(text, &member.value, Span { start: member.key_span.end, end: node.span.end }, strict);
        end = member.value.span.end;
    }
}

/// The content of a text that has no faults.
fn read(text: &str) -> String {
    let (sources, id) = source(text);
    let parsed = json::parse(id, sources.get(id));
    assert_eq!(parsed.findings, [], "{text:?}");
    content(&parsed.root.unwrap())
}

/// `serde_json` takes just what we take, and understands the same.
fn check_beside_serde(text: &str, root: Option<&Node<'_>>, findings: &[Finding]) {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => {
            let portable = findings.iter().all(|finding| PORTABILITY.contains(&finding.rule.code));
            assert!(portable, "serde_json takes {text:?}: {:?}", messages(findings));
            assert!(same(root.unwrap(), &value), "{root:?} is not {value:?}: {text:?}");
        }
        Err(error) => assert!(!findings.is_empty(), "serde_json refuses {text:?}: {error}"),
    }
}

fn same(node: &Node<'_>, value: &serde_json::Value) -> bool {
    match (&node.value, value) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        (Value::String(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => {
            let (ours, theirs): (f64, f64) = (ours.parse().unwrap(), theirs.as_f64().unwrap());
            // `serde_json` may be off by the last digits, by more of them near zero.
            (ours - theirs).abs() <= ours.abs() * 1e-14 + 1e-300
        }
        (Value::Array(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), serde_json::Value::Object(theirs)) => {
            // Of a repeated key, `serde_json` keeps the last.
            let last = |key: &String| ours.iter().rfind(|member| member.key == *key);
            let equal = |(key, value)| last(key).is_some_and(|member| same(&member.value, value));
            ours.iter().all(|member| theirs.contains_key(&*member.key)) && theirs.iter().all(equal)
        }
        _ => false,
    }
}

/// Where each error has a fix, the text with all fixes is free of errors.
fn check_fixes(text: &str, root: Option<&Node<'_>>, findings: &[Finding]) {
    if root.is_none() || findings.iter().any(|finding| finding.severity().is_error() && finding.fix.is_none()) {
        return;
    }
    let fixed = mended(text, findings);
    let (sources, id) = source(&fixed);
    let left = json::parse(id, sources.get(id)).findings;
    // Two texts may become equal keys, and a mended number may be too large.
    let own = ["JSON_DUPLICATE_KEY", "JSON_NUMBER_RANGE"];
    let expected = |finding: &Finding| !finding.severity().is_error() || own.contains(&finding.rule.code);
    assert!(left.iter().all(expected), "{text:?} is mended to {fixed:?}: {:?}", messages(&left));
}

/// Pieces of JSON, and of what is written in its place.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "{",
        "}",
        "[",
        "]",
        ",",
        ",",
        ",",
        ":",
        ":",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\u00e9\"",
        "\"é\"",
        "1",
        "-0",
        "2.5e-3",
        "9007199254740993",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\"",
        "'",
        "'c'",
        "‘d’",
        "“e”",
        "`",
        "\\",
        "\\u",
        "\\ud83c",
        "\\udfb5",
        "\\uffff",
        "\u{FFFE}",
        "\u{FEFF}",
        "\u{A0}",
        "//",
        "/*",
        "*/",
        "#",
        "True",
        "None",
        "NaN",
        "-Infinity",
        "+1",
        ".5",
        "1.",
        "007",
        "0x1F",
        "1_000",
        "1.2.3",
        "1e400",
        "f",
        "word",
        ";",
        "=",
        "=>",
        "\0",
        "\u{1}",
        "é",
        "🎵",
        "<<<<<<<",
        "(",
        "\"\\q\"",
        "\"\\x41\"",
        "\"\\x22\\u{5c}\"",
        "\"\\\n\"",
        "\"\\\t\"",
        "\"a\tb\"",
        "\"a\n\"",
    ]);
    prop_oneof![20 => fixed.prop_map(str::to_owned), 1 => any::<String>(), 1 => any::<f64>().prop_map(|value| value.to_string())]
}

/// Any value that JSON can hold.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..24).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        let mut sources = Sources::new();
        let (id, findings) = json::decode(&mut sources, "case.json", bytes.clone());
        check_findings(sources.get(id).text(), &findings);
        prop_assert_eq!(findings.is_empty(), sources.get(id).text().as_bytes() == bytes);
        check(sources.get(id).text());
    }

    #[test]
    fn any_text(text: String) {
        check(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(piece(), 0..24)) {
        check(&pieces.concat());
    }

    #[test]
    fn any_value(value in value(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        check(&text);
    }

    #[test]
    fn any_value_with_a_piece_changed(value in value(), at: prop::sample::Index, length in 0_usize..3, piece in piece()) {
        let mut text = serde_json::to_string_pretty(&value).unwrap();
        let start = boundary(&text, at.index(text.len()));
        let end = boundary(&text, (start + length).min(text.len()));
        text.replace_range(start..end, &piece);
        check(&text);
    }
}

/// The last bound of a character up to `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[test]
fn ten_million_levels() {
    for (level, count) in [("[", 10_000_000), ("{\"a\":", 1_000_000), ("[{\"a\":", 1_000_000)] {
        let text = level.repeat(count);
        let (sources, id) = source(&text);
        let codes: Vec<_> = json::parse(id, sources.get(id)).findings.iter().map(|finding| finding.rule.code).collect();
        assert_eq!(codes, ["JSON_TOO_DEEP"]);
    }
}

#[test]
fn a_hundred_thousand_keys() {
    let members: Vec<String> = (0..100_000).map(|index| format!("\"key{}\": 0", index % 99_990)).collect();
    let text = format!("{{{}}}", members.join(","));
    let (sources, id) = source(&text);
    let parsed = json::parse(id, sources.get(id));
    assert_eq!(parsed.findings.len(), 10);
    assert!(parsed.findings.iter().all(|finding| finding.rule.code == "JSON_DUPLICATE_KEY"));
    assert_eq!(parsed.root.unwrap().as_object().unwrap().len(), 100_000);
}

#[test]
fn ten_thousand_faults() {
    // The last of each is the one that says that there are more.
    for (fault, end, codes) in [
        (",", "]", vec!["JSON_COMMA"; 1000]),
        ("9007199254740993,", "0]", vec!["JSON_NUMBER_PRECISION"; 1000]),
        ("\"\t\n\",", "0]", vec!["JSON_CONTROL_CHARACTER"; 1000]),
    ] {
        let text = format!("[{}{end}", fault.repeat(10_000));
        let (sources, id) = source(&text);
        let mut findings = json::parse(id, sources.get(id)).findings;
        let last = if codes[0] == "JSON_NUMBER_PRECISION" { findings.last().cloned() } else { findings.pop() }.unwrap();
        assert!(last.message.contains("more than 1000 faults") || last.message.contains("not listed"), "{last:?}");
        assert_eq!(findings.iter().map(|finding| finding.rule.code).collect::<Vec<_>>(), codes);
    }
}

#[test]
fn long_repetitions_take_linear_time() {
    // Each of these took time quadratic in its length with a look ahead that begins anew at each fault.
    let count = 300_000;
    for text in [
        format!("[\"{}\"]", "a\n".repeat(count)),
        format!("[\"{}", "a\n".repeat(count)),
        format!("{{\"a\": 1 {}}}", "'".repeat(count)),
        format!("[{}", "\"a\"\n".repeat(count)),
        format!("{{{}", "\"a\" \"b\" ".repeat(count)),
        format!("\"{}", "\\u{".repeat(count)),
        format!("'{}", "\\u{".repeat(count)),
        format!("[{}", "0x".repeat(count)),
        format!("[1e{}]", "1".repeat(count)),
        format!("{}1", "/**/".repeat(count)),
    ] {
        let (sources, id) = source(&text);
        assert!(has_errors(&json::parse(id, sources.get(id)).findings));
    }
}
