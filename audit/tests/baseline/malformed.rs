//! What is wrong in a baseline is a finding with a place, and is not accepted.

use symphony_audit::baseline::write;
use symphony_codegen::rule::Severity;

use crate::package::{BASELINE, Hello, TWO};

/// Checks what is said of a baseline: codes, places and words.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let hello = Hello::new(TWO);
    hello.write(BASELINE, text);
    let verdict = hello.check();
    let judgement = &verdict.judgements[0];
    let entries = judgement.entries.iter();
    let of_baseline = entries.filter(|it| judgement.sources.get(it.finding.primary.place.source).path() == BASELINE);
    let found: Vec<String> = of_baseline
        .map(|it| {
            let place = judgement.sources.locate(it.finding.primary.place);
            format!(
                "{} {} {}",
                place.trim_start_matches("symphony-baseline.json:"),
                it.finding.rule.code,
                it.finding.message
            )
        })
        .collect();
    assert_eq!(found, expected, "{text}");
    if judgement.entries.iter().any(|it| it.finding.severity() == Severity::Critical) {
        let fault = write(&hello.packages(), "x").unwrap_err().to_string();
        assert!(fault.starts_with("symphony-baseline.json:") && fault.contains("mend the baseline"), "{fault}");
        assert_eq!(hello.read(BASELINE), text, "what cannot be read is not written over");
    }
}

/// A baseline of one entry.
fn entry(members: &str) -> String {
    format!("{{ \"version\": 1, \"entries\": [{{ {members} }}] }}")
}

const FINE: &str = r#""fingerprint": "0000000000000000", "code": "UNKNOWN_TIMING", "element": "a", "reason": "r""#;
const UNUSED: &str = "1:46 BASELINE_UNUSED `UNKNOWN_TIMING` is accepted in `a`, and is not found there";

#[test]
fn what_is_wrong_has_a_place() {
    check("", &["1:1 JSON_EMPTY the file is empty"]);
    check("[]", &["1:1 BASELINE_INVALID a baseline is an object, not an array"]);
    check(
        "{}",
        &["1:1 BASELINE_INVALID a baseline lacks `version`", "1:1 BASELINE_INVALID a baseline lacks `entries`"],
    );
    check(
        "{ \"version\": 2, \"entries\": [] }",
        &["1:14 BASELINE_INVALID this is no version of a baseline that is known here"],
    );
    check("{ \"version\": 1, \"entries\": {} }", &["1:28 BASELINE_INVALID `entries` is an array, not an object"]);
    check(
        "{ \"version\": 1, \"entries\": [7], \"x-mine\": 1 }",
        &["1:29 BASELINE_INVALID an entry is an object, not a number"],
    );
    check(
        "{ \"version\": 1, \"entreis\": [], \"entries\": [] }",
        &["1:17 BASELINE_INVALID `entreis` is no key of a baseline"],
    );
    check(&entry(FINE), &[UNUSED]);
    check(&entry(&format!("{FINE}, \"untill\": \"x\"")), &["1:123 BASELINE_INVALID `untill` is no key of a baseline"]);
    check(&entry(&format!("{FINE}, \"x-ticket\": 7")), &[UNUSED]);
    for day in ["2027-1-31", "2027-02-30", "2027-01-31T00:00:00", "31.01.2027", "", "+002027-01-31"] {
        check(&entry(&format!("{FINE}, \"until\": \"{day}\"")), &["1:132 BASELINE_INVALID `until` is a day"]);
    }
    check(&entry(&format!("{FINE}, \"until\": 7")), &["1:132 BASELINE_INVALID `until` is a string, not a number"]);
    check(&entry(&FINE.replace("TIMING", "TIMNIG")), &["1:74 BASELINE_INVALID there is no rule `UNKNOWN_TIMNIG`"]);
    check(&entry(&FINE.replace(", \"reason\": \"r\"", "")), &["1:29 BASELINE_INVALID an entry lacks `reason`"]);
    check(
        &entry(&FINE.replace("\"r\"", "\" \"")),
        &[UNUSED, "1:118 BASELINE_WITHOUT_REASON it is not said why `UNKNOWN_TIMING` is accepted here"],
    );
    let twice = format!("{{ \"version\": 1, \"entries\": [{{ {FINE} }}, {{ {FINE} }}] }}");
    check(&twice, &[UNUSED, "1:142 BASELINE_INVALID this fingerprint is accepted twice"]);
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let hello = Hello::new(TWO);
    let path = hello.packages()[0].root.join(BASELINE);
    std::fs::write(&path, b"{ \"version\": \xff }").unwrap();
    assert!(hello.check().entries().any(|it| it.finding.rule.code == "JSON_INVALID_UTF8"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let scope = symphony_audit::scope::Scope::of(hello.packages(), Vec::new());
    let fault = symphony_audit::check::check(&scope, &symphony_audit::check::Options::default()).unwrap_err();
    assert!(fault.to_string().contains(BASELINE), "{fault}");
}
