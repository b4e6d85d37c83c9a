//! Input that nobody meant well is answered too, with a place.

use crate::facts::{Facts, lost};
use crate::imported;

/// The codes of a refusal and their places.
#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let (sources, outcome) = imported("a.json", bytes);
    let findings = outcome.expect_err("it is refused").findings;
    let first = findings.iter().find(|finding| finding.severity().is_error()).expect("an error");
    assert_eq!(format!("{} {}", first.rule.code, sources.locate(first.primary.place)), expected);
}

#[test]
fn what_is_no_json() {
    check(b"", "JSON_EMPTY a.json:1:1");
    check(b"{ \"movements\": [", "JSON_UNCLOSED a.json:1:17");
    check(b"{ \"id\": \"Z\xFCrich\" }", "JSON_INVALID_UTF8 a.json:1:11");
    check("[".repeat(10_000).as_bytes(), "JSON_TOO_DEEP a.json:1:129");
    check(("{\"movements\":[".repeat(10_000)).as_bytes(), "JSON_TOO_DEEP a.json:1:897");
}

#[test]
fn keys_that_are_there_twice() {
    check(br#"{ "id": "a", "id": "b", "movements": [] }"#, "JSON_DUPLICATE_KEY a.json:1:14");
    check(br#"{ "steps": [{ "id": "a", "id": "b" }] }"#, "JSON_DUPLICATE_KEY a.json:1:26");
    check(br#"{ "movements": 1, "movements": [{ "beats": 1 }] }"#, "JSON_DUPLICATE_KEY a.json:1:19");
    // One dialect has a key twice, and that one only.
    let twice = br#"{ "id": "a", "id": "b", "movements": 1, "movements": [{ "beats": 1 }], "beatDetails": [{ "movement": 1 }] }"#;
    check(twice, "JSON_DUPLICATE_KEY a.json:1:14");
}

#[test]
fn what_is_json_and_no_sequence() {
    for text in ["null", "1", "[]", "{}", "\"movements\"", r#"{ "movements": 3 }"#, r#"{ "movements": {} }"#] {
        check(text.as_bytes(), "IMPORT_NOT_A_SEQUENCE a.json:1:1");
    }
    check(br#"{ "phases": [1, 2], "steps": [] }"#, "IMPORT_NOT_A_SEQUENCE a.json:1:1");
    check(br#"{ "sequences": [{ "file": "a.json" }] }"#, "IMPORT_NOT_A_SEQUENCE a.json:1:1");
    check(br#"{ "compilerOptions": {}, "id": "a" }"#, "IMPORT_PACKAGE_MANIFEST a.json:1:32");
}

#[test]
fn odd_values_in_odd_places() {
    for text in [
        r#"{ "movements": [] }"#,
        r#"{ "movements": [1, null, "a"] }"#,
        r#"{ "movements": [{ "steps": [1, [], {}], "beats": 2.5 }], "completionCriteria": { "phase1": { "metrics": [1] } } }"#,
        r#"{ "movements": [{ "sequence": [{ "handlers": [1] }, { "handlers": [[]] }, { "handlers": [{}] }] }] }"#,
        r#"{ "movements": [{ "orchestration": 1 }, { "orchestration": [[]] }, {}] }"#,
        r#"{ "a": { "movements": [{ "beats": [{ "sequence": "x", "handlers": "y" }] }] } }"#,
        r#"{ "musicalSequence": { "movements": [{}], "id": 3 }, "id": {}, "x-id": 1, "x-id-2": 2 }"#,
        r#"{ "steps": [{ "x-a": 1, "a": 2, "x-a-2": 3, "id": " " }], "": 1, "beats": -1, "tempo": "fast" }"#,
        r#"{ "phases": [{ "steps": [{ "action": "→" }, { "action": "→" }, { "action": "self" }] }] }"#,
    ] {
        let (_, outcome) = imported("a.json", text.as_bytes());
        let imported_text = outcome.unwrap().sequences.into_iter().map(|sequence| sequence.text).collect::<Vec<_>>();
        let texts: Vec<&str> = imported_text.iter().map(String::as_str).collect();
        for after in &texts {
            let (_, again) = imported("a.json", after.as_bytes());
            assert_eq!(again.unwrap().sequences[0].text, **after, "{text}");
        }
        let before = Facts::of(text);
        let mut after = Facts::default();
        for text in &texts {
            after.add(&Facts::of(text));
        }
        assert_eq!(lost(&before.leaves, &after.leaves), [""; 0], "{text}");
    }
}

#[test]
fn a_wide_file_takes_no_longer_than_it_is_wide() {
    let keys = |count: usize| {
        let keys: Vec<_> = (0..count).map(|at| format!("\"k{at}\": {at}, ")).collect();
        keys.concat()
    };
    let steps = "{ \"order\": 1 }, ".repeat(20_000);
    let text = format!("{{ {}\"steps\": [{steps}{{ {}\"order\": 2 }}] }}", keys(50_000), keys(50_000));
    let (_, outcome) = imported("a.json", text.as_bytes());
    assert_eq!(outcome.unwrap().sequences[0].text.matches("\"handler\"").count(), 20_001);

    let same = r#"{ "event": "a:b" }, "#.repeat(20_000);
    let text = format!(r#"{{ "movements": [{{ "beats": [{same}{{ "event": "a:b" }}] }}] }}"#);
    let (_, outcome) = imported("a.json", text.as_bytes());
    let text = &outcome.unwrap().sequences[0].text;
    assert!(text.contains(r#""handler": "aB""#) && text.contains(r#""handler": "aB20001""#));
}
