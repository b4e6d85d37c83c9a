//! How `domains.json` is read.

use symphony_audit::registry::domains::Domains;
use symphony_codegen::source::{Source, Sources};

/// What is found in a text, a line for each with its help.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut sources = Sources::new();
    let id = sources.add(Source::new("domains.json", text));
    let mut findings = Vec::new();
    let domains = Domains::read(id, sources.get(id), &mut findings);
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| {
            let (place, help) = (sources.locate(finding.primary.place), finding.help.as_deref().unwrap_or("-"));
            format!("{} {}: {} ({help})", place.trim_start_matches("domains.json:"), finding.rule.code, finding.message)
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
    assert_eq!(domains.is_none(), !expected.is_empty());
}

#[test]
fn all_faults_are_found_at_their_places() {
    check(r#"{ "domains": [] }"#, &[]);
    check(r#"{ "$schema": "x", "x-note": 1, "domains": [{ "id": "a", "status": "planned", "x-team": {} }] }"#, &[]);
    check("{}", &["1:1 MISSING_KEY: the file of domains lacks `domains` (-)"]);
    check("[]", &["1:1 WRONG_TYPE: the file is an array, not an object (-)"]);
    check(r#"{ "domains": {} }"#, &["1:14 WRONG_TYPE: `domains` is an object, not an array (-)"]);
    check(
        r#"{ "domains": [7, {}], "domain": 1 }"#,
        &[
            "1:23 UNKNOWN_KEY: `domain` is no key of the file of domains (did you mean `domains`?)",
            "1:15 WRONG_TYPE: a domain is a number, not an object (-)",
            "1:18 MISSING_KEY: a domain lacks `id` (-)",
            "1:18 MISSING_KEY: a domain lacks `status` (-)",
        ],
    );
    check(
        r#"{ "domains": [{ "id": 1, "status": "plannd", "ownr": "x", "sequences": ["a", 2], "related": "b", "colour": 1 }] }"#,
        &[
            "1:46 UNKNOWN_KEY: `ownr` is no key of a domain (did you mean `owner`?)",
            "1:98 UNKNOWN_KEY: `colour` is no key of a domain (name it `x-colour` to keep it as a key of your own)",
            "1:23 WRONG_TYPE: `id` is a number, not a string (-)",
            "1:93 WRONG_TYPE: `related` is a string, not an array of strings (-)",
            "1:78 WRONG_TYPE: an element of `sequences` is a number, not a string (-)",
        ],
    );
    check(
        r#"{ "domains": [{ "id": "a", "status": "done" }] }"#,
        &["1:38 UNKNOWN_WORD: `done` is no value of `status` (write `planned`, `active` or `deprecated`)"],
    );
    check(
        r#"{ "domains": [ }"#,
        &["1:16 JSON_UNCLOSED: `}` closes nothing, as the array is still open (close it with `]`)"],
    );
}

#[test]
fn everything_has_its_place() {
    let text = r#"{ "domains": [{ "id": "a", "status": "active", "parent": "b", "sequences": ["s"] }] }"#;
    let mut sources = Sources::new();
    let id = sources.add(Source::new("domains.json", text));
    let domains = Domains::read(id, sources.get(id), &mut Vec::new()).unwrap();
    let domain = domains.get("a").unwrap();
    let shown = |span: symphony_codegen::source::Span| &text[span.range()];
    assert_eq!(shown(domain.id.span), "\"a\"");
    assert_eq!(shown(domain.status_span), "\"active\"");
    assert_eq!(shown(domain.parent.as_ref().unwrap().span), "\"b\"");
    assert_eq!(shown(domain.sequences[0].span), "\"s\"");
    assert!(domains.listing("s").count() == 1 && domains.listing("t").count() == 0);
    assert_eq!(domain.title(), "a");
}
