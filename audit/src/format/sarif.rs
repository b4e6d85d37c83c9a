//! SARIF 2.1.0, with what the standard has a place for: fingerprints, fixes, suppressions, the state against a baseline,
//! related places, and what could not be evaluated.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};
use symphony_codegen::diagnostic::Fix;
use symphony_codegen::rule::{Rule, Severity};
use symphony_codegen::source::Place;

use super::{Location, in_workspace, stale, tally};
use crate::level::Level;
use crate::provenance::{sha256, short};
use crate::score::Dimension;
use crate::verdict::{Entry, Judgement, Outcome, Suppression, Unevaluated, Verdict};

/// The root of the workspace, by the name that code hosts know.
const ROOT: &str = "%SRCROOT%";

/// The name of our fingerprints, and the version of how they are made.
const FINGERPRINT: &str = "symphony/v1";

/// What is said of a file that is not what it should be: no rule judges it.
const STALE: &str = "STALE";

/// A value whose members keep the order in which they are read best.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogJson {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunJson; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunJson {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: Vec<ResultJson>,
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    /// Said of every result or of none: an empty list is "not suppressed".
    suppressions: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    properties: Value,
}

pub(super) fn write(verdict: &Verdict) -> String {
    let rules: BTreeMap<&str, &'static Rule> =
        verdict.entries().map(|it| (it.finding.rule.code, it.finding.rule)).collect();
    let index: HashMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let mut descriptors: Vec<Value> = rules.values().map(|rule| descriptor(rule)).collect();
    if verdict.stale() > 0 {
        descriptors.push(json!({
            "id": STALE,
            "shortDescription": { "text": "what is generated is fresh" },
            "fullDescription": { "text": "a document or test that is not what the sequences say misleads who reads it" },
            "help": { "text": "run `cargo symphony generate`" },
            "defaultConfiguration": { "level": "error" },
            "properties": { "tags": ["freshness"] },
        }));
    }
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    for judgement in &verdict.judgements {
        results.extend(judgement.entries.iter().map(|entry| result(judgement, entry, index[entry.finding.rule.code])));
        results.extend(judgement.stale.iter().flatten().map(|it| stale_result(judgement, it, rules.len())));
        notifications.extend(judgement.all_unevaluated().iter().map(|it| notification(judgement, it)));
        notifications.extend(judgement.too_low().map(|low| fault("score-too-low", &tally::too_low(&low))));
    }
    let outcome = verdict.outcome();
    if outcome == Outcome::Nothing {
        let text = tally::summary(verdict);
        notifications.push(
            json!({ "level": "error", "message": { "text": text }, "descriptor": { "id": "nothing-evaluated" } }),
        );
    }
    let counts = tally::counts(verdict);
    let run = RunJson {
        tool: json!({ "driver": {
            "name": "cargo-symphony",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": descriptors,
            "notifications": [
                { "id": "not-evaluated", "shortDescription": { "text": "something could not be judged, and did not pass" } },
                { "id": "score-too-low", "shortDescription": { "text": "a score is lower than it may be" } },
                { "id": "nothing-evaluated", "shortDescription": { "text": "nothing was looked at" } },
            ],
        } }),
        invocations: [json!({
            "executionSuccessful": outcome != Outcome::Nothing,
            "toolExecutionNotifications": notifications,
        })],
        original_uri_base_ids: json!({ ROOT: { "description": { "text": "the root of the workspace" } } }),
        column_kind: "unicodeCodePoints",
        results,
        properties: json!({
            "summary": tally::summary(verdict),
            "files": counts.files,
            "sequences": counts.sequences,
            "beats": counts.beats,
            "score": verdict.score().map(crate::score::Score::value),
        }),
    };
    super::json(&LogJson { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

fn descriptor(rule: &'static Rule) -> Value {
    let (help, markdown) = (format!("`cargo symphony explain {}` explains it", rule.code), crate::explain::help(rule));
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": { "level": if rule.severity.is_error() { "error" } else { default_level(rule.severity) } },
        "properties": {
            "tags": [rule.family.word(), rule.severity.word()],
            "dimension": Dimension::of(rule).word(),
            "precision": "very-high",
            "problem.severity": if rule.severity.is_error() { "error" } else { "recommendation" },
        },
    })
}

fn default_level(severity: Severity) -> &'static str {
    if severity == Severity::Info { "note" } else { "warning" }
}

fn result(judgement: &Judgement, entry: &Entry, rule_index: usize) -> ResultJson {
    let (finding, identity) = (&entry.finding, &entry.identity);
    let mut location = location(judgement, finding.primary.place, &finding.primary.text);
    if !identity.path.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": identity.path, "kind": "element" }]);
    }
    let related = finding.secondary.iter().enumerate().map(|(id, label)| {
        let mut related = self::location(judgement, label.place, &label.text);
        related["id"] = json!(id);
        related
    });
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    ResultJson {
        rule_id: finding.rule.code,
        rule_index,
        level: match entry.level {
            Level::Deny => "error",
            Level::Warn => default_level(finding.rule.severity),
            Level::Allow => "note",
        },
        message: message(&text),
        locations: [location],
        related_locations: related.collect(),
        partial_fingerprints: json!({ FINGERPRINT: identity.fingerprint }),
        baseline_state: entry.is_known.map(|is_known| if is_known { "unchanged" } else { "new" }),
        suppressions: suppressions(judgement, entry),
        fixes: finding.fix.iter().map(|it| fix(judgement, it)).collect(),
        properties: json!({
            "severity": finding.rule.severity.word(),
            "dimension": Dimension::of(finding.rule).word(),
            "pointer": identity.pointer,
        }),
    }
}

/// A text that is no template: in SARIF, `{0}` is a placeholder, and `[a](b)` a link.
fn message(text: &str) -> Value {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => escaped.push_str("{{"),
            '}' => escaped.push_str("}}"),
            '[' => escaped.push_str("\\["),
            ']' => escaped.push_str("\\]"),
            '\\' => escaped.push_str("\\\\"),
            c => escaped.push(c),
        }
    }
    json!({ "text": escaped })
}

fn suppressions(judgement: &Judgement, entry: &Entry) -> Vec<Value> {
    match &entry.suppression {
        Some(Suppression::Allow { place, reason }) => {
            let location = location(judgement, *place, "");
            vec![json!({ "kind": "inSource", "status": "accepted", "justification": reason, "location": location })]
        }
        Some(Suppression::Baseline { reason, owner, until }) => vec![json!({
            "kind": "external",
            "status": "accepted",
            "justification": reason,
            "properties": { "owner": owner, "until": until },
        })],
        None if entry.level == Level::Allow => {
            let file = in_workspace(judgement, crate::config::FILE);
            vec![json!({ "kind": "external", "status": "accepted", "justification": format!("`{file}` allows it") })]
        }
        None => Vec::new(),
    }
}

fn fix(judgement: &Judgement, fix: &Fix) -> Value {
    let at = Location::of(judgement, fix.place);
    json!({
        "description": message(&fix.title),
        "artifactChanges": [{
            "artifactLocation": artifact(&at.file),
            "replacements": [{ "deletedRegion": region(&at), "insertedContent": { "text": fix.text } }],
        }],
        "properties": { "isSafe": fix.applicability == symphony_codegen::diagnostic::Applicability::Safe },
    })
}

fn location(judgement: &Judgement, place: Place, text: &str) -> Value {
    let at = Location::of(judgement, place);
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact(&at.file), "region": region(&at) } });
    if !text.is_empty() {
        location["message"] = message(text);
    }
    location
}

fn region(at: &Location) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
        "byteOffset": at.bytes.start,
        "byteLength": at.bytes.len(),
    })
}

fn artifact(file: &str) -> Value {
    json!({ "uri": uri(file), "uriBaseId": ROOT })
}

/// A path as a relative reference: everything but what is plain is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn stale_result(judgement: &Judgement, stale: &crate::freshness::Stale, rule_index: usize) -> ResultJson {
    let file = in_workspace(judgement, &stale.path);
    let remedy = match stale.remedy() {
        "" => String::new(),
        remedy => format!("\nhelp: run `{remedy}`"),
    };
    // A place is asked for, and a file that is missing has no other.
    let start = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 });
    ResultJson {
        rule_id: STALE,
        rule_index,
        level: "error",
        message: message(&format!("{}{remedy}", stale::reason(stale))),
        locations: [json!({ "physicalLocation": { "artifactLocation": artifact(&file), "region": start } })],
        related_locations: Vec::new(),
        partial_fingerprints: json!({ FINGERPRINT: short(&sha256(format!("{STALE}\n{file}").as_bytes())) }),
        baseline_state: None,
        suppressions: Vec::new(),
        fixes: Vec::new(),
        properties: json!({ "sources": stale.sources }),
    }
}

fn fault(id: &str, text: &str) -> Value {
    json!({ "level": "error", "descriptor": { "id": id }, "message": { "text": text } })
}

fn notification(judgement: &Judgement, it: &Unevaluated) -> Value {
    let locations: Vec<Value> = it.place.into_iter().map(|place| location(judgement, place, "")).collect();
    json!({
        "level": "warning",
        "descriptor": { "id": "not-evaluated" },
        "message": message(&format!("{}: {}", it.what, it.reason)),
        "locations": locations,
    })
}

#[cfg(test)]
mod tests {
    use super::{message, uri};

    #[test]
    fn a_path_is_a_reference() {
        assert_eq!(uri("a b/ü#%.json"), "a%20b/%C3%BC%23%25.json");
        assert_eq!(uri("file:x"), "file%3Ax", "and never a scheme");
    }

    #[test]
    fn a_text_is_no_template() {
        assert_eq!(message("{0} [a](b) \\")["text"], "{{0}} \\[a\\](b) \\\\");
    }
}
