//! What is accepted does not fail, and nothing else is accepted.

use symphony_audit::baseline::{Addition, add, parse_day, prune, write};
use symphony_audit::verdict::{Outcome, Suppression};

use crate::package::{BASELINE, Hello, TWO, denied, own};

#[test]
fn what_fails_is_accepted_and_nothing_is_lost() {
    let hello = Hello::new(TWO);
    let before = hello.check();
    assert_eq!(denied(&before), ["UNKNOWN_TIMING", "UNKNOWN_TIMING"]);
    assert_eq!(write(&hello.packages(), "from before").unwrap(), 2);
    let verdict = hello.check();
    assert_eq!(denied(&verdict), [""; 0]);
    assert_ne!(verdict.outcome(), Outcome::Failed);
    assert_eq!(own(&verdict), [""; 0]);
    assert_eq!(verdict.entries().count(), before.entries().count(), "they are still found");
    let known: Vec<_> = verdict.entries().filter(|it| it.is_known == Some(true)).collect();
    assert_eq!(known.len(), 2);
    let expected = Suppression::Baseline { reason: "from before".into(), owner: None, until: None };
    assert!(known.iter().all(|it| it.suppression.as_ref() == Some(&expected)));
    assert_eq!(verdict.score(), before.score(), "and count in scores");
    let text = hello.read(BASELINE);
    assert_eq!(write(&hello.packages(), "again").unwrap(), 0);
    assert_eq!(hello.read(BASELINE), text, "what is known is not added again");
    assert!(
        text.contains(r#""code": "UNKNOWN_TIMING", "element": "greeting/writing/first", "reason": "from before" }"#),
        "{text}"
    );
}

#[test]
fn a_swap_is_seen() {
    let hello = Hello::new(TWO);
    write(&hello.packages(), "old").unwrap();
    // One is mended, and another beat breaks the same rule: as many as before, and not the same.
    let third = r#"{ "beat": 3, "id": "third", "handler": "keepCopy", "timing": "lateish" }"#;
    let swapped = TWO.replace("lateish\" }", &format!("async\" }},\n    {third}"));
    hello.write("sequences/greeting.json", &swapped);
    let verdict = hello.check();
    assert_eq!(denied(&verdict), ["UNKNOWN_TIMING"]);
    assert_eq!(
        own(&verdict),
        ["BASELINE_UNUSED: `UNKNOWN_TIMING` is accepted in `greeting/writing/second`, and is not found there"]
    );
    // Nor does another fault at the same place pass for the old one.
    hello.write("sequences/greeting.json", &TWO.replace("lateish", "sometime"));
    assert_eq!(denied(&hello.check()), ["UNKNOWN_TIMING"]);
}

#[test]
fn what_matches_nothing_is_removed() {
    let hello = Hello::new(TWO);
    write(&hello.packages(), "old").unwrap();
    let text = hello.read(BASELINE);
    assert_eq!(prune(&hello.check()).unwrap(), 0);
    assert_eq!(hello.read(BASELINE), text);
    hello.write("sequences/greeting.json", &TWO.replace("lateish", "async"));
    assert_eq!(prune(&hello.check()).unwrap(), 1);
    let left = hello.read(BASELINE);
    assert_eq!(left.lines().count(), text.lines().count() - 1);
    assert!(left.contains("greeting/writing/first") && !left.contains("greeting/writing/second"), "{left}");
    assert_eq!(own(&hello.check()), [""; 0]);
    hello.write("sequences/greeting.json", &TWO.replace("lateish", "async").replace("soonish", "async"));
    assert_eq!(prune(&hello.check()).unwrap(), 1);
    assert_eq!(own(&hello.check()), [""; 0]);
    assert_eq!(prune(&hello.check()).unwrap(), 0);
    // And from an empty list on.
    hello.write("sequences/greeting.json", TWO);
    assert_eq!(write(&hello.packages(), "again").unwrap(), 2);
    assert_eq!(denied(&hello.check()), [""; 0]);
}

#[test]
fn a_day_is_the_last_one() {
    let hello = Hello::new(TWO);
    let day = |text| parse_day(text).unwrap();
    let addition = Addition { reason: "soon", owner: Some("me"), until: Some(day("2027-01-31")) };
    assert_eq!(add(&hello.check(), &addition).unwrap(), 2);
    for (today, codes) in [
        (None, &[][..]),
        (Some("2026-11-21"), &[]),
        (Some("2027-01-31"), &[]),
        (Some("2027-02-01"), &["UNKNOWN_TIMING", "UNKNOWN_TIMING", "BASELINE_EXPIRED", "BASELINE_EXPIRED"]),
    ] {
        assert_eq!(denied(&hello.check_on(today.map(day))), codes, "{today:?}");
    }
    let text = hello.read(BASELINE);
    assert!(text.contains(r#""reason": "soon", "owner": "me", "until": "2027-01-31" }"#), "{text}");
    // What somebody has to decide is not decided by writing again.
    assert_eq!(add(&hello.check_on(Some(day("2027-02-01"))), &addition).unwrap(), 0);
    assert_eq!(hello.read(BASELINE), text);
}

#[test]
fn what_cannot_be_known_is_not_called_unused() {
    let hello = Hello::new(TWO);
    write(&hello.packages(), "old").unwrap();
    hello.write("sequences/greeting.json", &TWO.replace("\"id\": \"greeting\",", "\"id\": \"greeting\""));
    let verdict = hello.check();
    assert!(denied(&verdict).contains(&"JSON_COMMA"), "{:?}", denied(&verdict));
    assert_eq!(own(&verdict), [""; 0], "the file says nothing that could be compared");
    assert_eq!(prune(&verdict).unwrap(), 0);
}

#[test]
fn what_others_wrote_stays() {
    let hello = Hello::new(TWO);
    write(&hello.packages(), "old").unwrap();
    let text = hello.read(BASELINE);
    let mine = text.replace("\"reason\": \"old\"", "\"reason\":   \"mine, ünd \\u00fc\", \"x-ticket\": [1.50]");
    hello.write(BASELINE, &mine);
    hello.write("sequences/greeting.json", &TWO.replace("\"sendLetter\"", "\"sendLetter\", \"kidn\": \"io\""));
    assert_eq!(denied(&hello.check()), ["UNKNOWN_KEY"]);
    assert_eq!(write(&hello.packages(), "new").unwrap(), 1);
    let both = hello.read(BASELINE);
    for line in mine.lines().filter(|line| line.contains("ticket")) {
        assert!(both.contains(line.trim_end_matches(',')), "{both}");
    }
    assert_eq!(denied(&hello.check()), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_baseline_counts_in_no_score() {
    let hello = Hello::new(TWO);
    let score = hello.check().score();
    add(&hello.check(), &Addition { reason: "r", until: parse_day("2020-01-31").ok(), ..Addition::default() }).unwrap();
    let expired = hello.read(BASELINE);
    let unused = expired.replace(r#""fingerprint": ""#, r#""fingerprint": "0"#);
    for text in [unused.as_str(), &expired, "{}", ""] {
        hello.write(BASELINE, text);
        let verdict = hello.check();
        assert!(
            verdict.entries().any(|it| it.finding.rule.code.starts_with(if text.is_empty() {
                "JSON_EMPTY"
            } else {
                "BASELINE_"
            })),
            "{text}"
        );
        assert_eq!(verdict.score(), score, "{text}");
    }
}
