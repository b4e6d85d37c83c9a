//! SARIF, as far as no schema says it; `tests/node/read` holds the golden files to the official schema and validator.

use serde_json::Value;
use symphony_audit::format::{Format, View};

use crate::fixture::{HOSTILE, hostile, many, nothing};

fn run(verdict: &symphony_audit::verdict::Verdict) -> Value {
    let log: Value = serde_json::from_str(&Format::Sarif.write(verdict, View::default())).unwrap();
    assert_eq!(log["version"], "2.1.0");
    log["runs"][0].clone()
}

#[test]
fn results_name_their_rules() {
    let run = run(&hostile());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 7 + 3);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 20);
        assert_eq!(result["partialFingerprints"]["symphony/v1"].as_str().unwrap().len(), 16);
    }
}

#[test]
fn suppressions_say_who_and_why() {
    let run = run(&hostile());
    let results = run["results"].as_array().unwrap();
    let kinds: Vec<(&str, Option<&str>)> = results[..7]
        .iter()
        .map(|it| (it["baselineState"].as_str().unwrap(), it["suppressions"][0]["kind"].as_str()))
        .collect();
    let (new, known) = ("new", "unchanged");
    let expected = [
        (new, None),
        (new, None),
        (new, Some("inSource")),
        (known, Some("external")),
        (new, None),
        (new, Some("external")),
        (new, None),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(results[3]["suppressions"][0]["justification"], HOSTILE);
}

#[test]
fn fixes_replace_the_bytes_that_they_mean() {
    let verdict = hostile();
    let run = run(&verdict);
    let mut count = 0;
    for (entry, result) in verdict.judgements[0].entries.iter().zip(run["results"].as_array().unwrap()) {
        let Some(fix) = &entry.finding.fix else { continue };
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        let region = &replacement["deletedRegion"];
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        let text = verdict.judgements[0].sources.get(fix.place.source).text();
        // By line and column, as a reader that knows no bytes finds it.
        let byte = |line: usize, column: usize| {
            let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
        };
        let start = byte(number("startLine"), number("startColumn"));
        assert_eq!(start..byte(number("endLine"), number("endColumn")), fix.place.span.range());
        assert_eq!(number("byteOffset")..number("byteOffset") + number("byteLength"), fix.place.span.range());
        assert_eq!(replacement["insertedContent"]["text"], fix.text.as_str());
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn what_was_not_evaluated_is_notified() {
    let invocation = run(&hostile())["invocations"][0].clone();
    assert_eq!(invocation["executionSuccessful"], true);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    let ids: Vec<&str> = notifications.iter().map(|it| it["descriptor"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["not-evaluated", "not-evaluated", "score-too-low"]);
    assert_eq!(run(&nothing())["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run(&many(3))["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 0);
}

#[test]
fn places_are_relative_references() {
    let text = Format::Sarif.write(&hostile(), View::default());
    assert!(text.contains("\"uri\": \"crates/hello/sequences/a%20b%2C%3A%250A%3B%E2%80%AE%C3%A9.json\""), "{text}");
    assert!(!text.contains("file:"), "{text}");
}
