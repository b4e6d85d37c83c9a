//! The report, against its schema.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use symphony_audit::check::{Options, check};
use symphony_audit::format::{Format, View, schema};
use symphony_audit::scope::Scope;
use symphony_codegen::rule::files;

use crate::fixture::{HOSTILE, all, hostile, many};
use crate::golden;

fn report(verdict: &symphony_audit::verdict::Verdict) -> Value {
    serde_json::from_str(&Format::Json.write(verdict, View::default())).unwrap()
}

#[test]
fn the_published_schema_is_the_reports() {
    golden::check("../../schema/symphony-report-v1.schema.json", schema());
}

#[test]
fn every_report_fits_the_schema() {
    let validator = jsonschema::draft202012::new(&serde_json::from_str(schema()).unwrap()).unwrap();
    let validate = |name: &str, report: &Value| {
        let faults: Vec<String> =
            validator.iter_errors(report).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    };
    for (name, verdict) in all() {
        validate(name, &report(&verdict));
    }
    validate("many", &report(&many(30)));
    // Every example of every rule that is one file.
    let folder = tempfile::tempdir().unwrap();
    let mut codes = 0;
    for rule in symphony_codegen::check::rules() {
        let paths: Vec<String> = files(rule.bad)
            .enumerate()
            .map(|(at, text)| {
                let name = format!("{at}.json");
                fs::write(folder.path().join(&name), text).unwrap();
                name
            })
            .collect();
        let verdict = check(&Scope::files(folder.path(), paths).unwrap(), &Options::default()).unwrap();
        codes += usize::from(verdict.entries().any(|entry| entry.finding.rule == rule));
        validate(rule.code, &report(&verdict));
    }
    assert!(codes > 50, "{codes}");
    // The schema says something: what is not there or not known is refused.
    for (key, value) in [("outcome", Value::Null), ("extra", Value::Bool(true))] {
        let mut wrong = report(&many(1));
        wrong[key] = value;
        assert!(!validator.is_valid(&wrong), "{key}");
    }
}

#[test]
fn what_is_said_is_what_was_found() {
    let report = report(&hostile());
    let findings = report["packages"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 7);
    let by_message: BTreeMap<&str, &Value> = findings.iter().map(|it| (it["message"].as_str().unwrap(), it)).collect();
    let evil = by_message[HOSTILE];
    assert_eq!(evil["fixes"][0]["edits"][0]["text"], HOSTILE, "every character comes back");
    assert_eq!(evil["fixes"][0]["applicability"], "unsafe");
    let wrong = by_message["`beats` says 3, but there is 1"];
    assert_eq!(wrong["place"]["line"], 2);
    assert_eq!(wrong["place"]["column"], 12);
    assert_eq!(wrong["place"]["byteStart"], 30, "bytes are no characters");
    assert_eq!(wrong["related"][1]["place"]["file"], "crates/hello/src/lib.rs");
    assert_eq!(wrong["baselineState"], "new");
    assert_eq!(by_message["something is missing here"]["suppression"]["until"], "2027-01-31");
    assert_eq!(by_message["something is missing here"]["baselineState"], "unchanged");
    assert_eq!(report["packages"][1]["scores"], Value::Null);
    assert_eq!(report["packages"][1]["noScores"], "there is no registry");
    assert_eq!(report["findings"]["denied"], 2);
}
