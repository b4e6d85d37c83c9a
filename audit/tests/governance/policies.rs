//! Policies, metrics and completion criteria against what is known.

use std::fs;

use symphony_audit::check::Options;
use symphony_audit::generate::generate;
use symphony_audit::project::packages;
use symphony_audit::scope::Scope;

use crate::judged;

/// Checks what is found of these sentences, and which are not evaluated; each finding is its code.
#[track_caller]
fn check(governance: &str, beat: &str, found: &[&str], unevaluated: &[&str]) {
    const OF: &[&str] = &[
        "POLICY_VIOLATED",
        "METRIC_TARGET_MISSED",
        "COMPLETION_CRITERION_MISSED",
        "POLICY_NOT_REFERENCED",
        "METRIC_NOT_TRACKED",
        "ROLLBACK_MISSING",
    ];
    let text = format!(
        r#"{{ "id": "a", "title": "A", "purpose": "B", "userStory": "so that", {governance},
  "movements": [{{ "id": "release", "name": "Release on Demand", "beats": [{{ "beat": 1, "handler": "run", "kind": "pure"{beat} }}] }}] }}"#
    );
    let verdict = judged("a.json", text.as_bytes());
    let codes: Vec<&str> =
        verdict.entries().map(|entry| entry.finding.rule.code).filter(|code| OF.contains(code)).collect();
    assert_eq!(codes, found, "{governance}");
    let open: Vec<&str> = verdict.judgements.iter().flat_map(|it| &it.unevaluated).map(|it| it.what.as_str()).collect();
    assert_eq!(open, unevaluated, "{governance}");
}

#[test]
fn what_holds_is_passed_over() {
    for sentence in [
        "Zero beat count mismatches",
        "handler coverage = 100%",
        "at most 1 beat",
        "All violations categorized by severity",
    ] {
        check(&format!(r#""governance": {{ "policies": ["{sentence}"] }}"#), "", &[], &[]);
        check(&format!(r#""governance": {{ "metrics": ["{sentence}"] }}"#), "", &[], &[]);
        check(&format!(r#""completionCriteria": ["{sentence}"]"#), "", &[], &[]);
    }
}

#[test]
fn what_does_not_hold_is_found() {
    check(r#""governance": { "policies": ["more than 1 beat"] }"#, "", &["POLICY_VIOLATED"], &[]);
    check(r#""governance": { "metrics": ["events >= 1"] }"#, "", &["METRIC_TARGET_MISSED"], &[]);
    check(r#""completionCriteria": ["zero handlers"]"#, "", &["COMPLETION_CRITERION_MISSED"], &[]);
    check(r#""beats": 2, "governance": { "policies": ["Zero beat count mismatches"] }"#, "", &["POLICY_VIOLATED"], &[]);
}

#[test]
fn what_is_about_policies_counts_them() {
    let broken = "more than 1 beat";
    for sentence in ["Zero governance policy violations", "No major violations"] {
        check(
            &format!(r#""governance": {{ "policies": ["{sentence}", "{broken}"] }}"#),
            "",
            &["POLICY_VIOLATED", "POLICY_VIOLATED"],
            &[],
        );
        check(&format!(r#""governance": {{ "policies": ["{sentence}"] }}"#), "", &[], &[]);
    }
}

#[test]
fn what_is_not_known_is_not_passed() {
    for sentence in [
        "Customers are happy",
        "E2E Cypress tests must maintain ≥ 85% pass rate",
        "score ≥ 95",
        "beats ≥ 80%",
        "branch coverage ≥ 80%",
        "Every customer is sound",
    ] {
        let policy = format!(r#""governance": {{ "policies": ["{sentence}"] }}"#);
        check(&policy, "", &["POLICY_NOT_REFERENCED"], &[sentence]);
    }
    check(r#""governance": { "metrics": ["happiness >= 3"] }"#, "", &["METRIC_NOT_TRACKED"], &["happiness >= 3"]);
    check(r#""completionCriteria": ["everybody agrees"]"#, "", &[], &["everybody agrees"]);
}

/// A file that is no package's has no tests, no code and no registry.
#[test]
fn what_only_a_package_has_is_not_passed() {
    for sentence in [
        "test coverage ≥ 80%",
        "All sequences pass validation",
        "Zero missing handler methods",
        "score >= 0.95",
        "Governance score > 0.9",
    ] {
        check(&format!(r#""governance": {{ "policies": ["{sentence}"] }}"#), "", &[], &[sentence]);
    }
}

/// Checks what is found of these policies in a package with a registry.
#[track_caller]
fn check_package(policies: &str, found: &[&str], unevaluated: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let sequence = format!(
        r#"{{ "id": "a", "title": "A", "purpose": "B", "userStory": "so that", "governance": {{ "policies": {policies} }},
  "movements": [{{ "id": "m", "beats": [{{ "beat": 1, "handler": "run", "kind": "pure",
    "acceptanceCriteria": ["Given a track, when it runs, then it is over"] }}] }}] }}"#
    );
    for (path, text) in [
        ("Cargo.toml", "[package]\nname = \"example\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"),
        (
            "src/lib.rs",
            "struct Runner;\nimpl symphony_a::M for Runner {\n    fn run(&self) -> Result<(), Self::Error> { Ok(()) }\n}\n",
        ),
        ("sequences/a.json", sequence.as_str()),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    generate(&packages(root).unwrap()[0], symphony_audit::generate::Options::default()).unwrap();
    let verdict = symphony_audit::check::check(&Scope::packages(root).unwrap(), &Options::default()).unwrap();
    let codes: Vec<&str> =
        verdict.entries().map(|entry| entry.finding.rule.code).filter(|code| *code == "POLICY_VIOLATED").collect();
    assert_eq!(codes, found, "{policies}");
    let judgement = &verdict.judgements[0];
    let open: Vec<&str> = judgement.unevaluated.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(open, unevaluated, "{policies}");
}

#[test]
fn a_package_has_scores_and_tests() {
    check_package(r#"["Governance score > 0.9", "Domain alignment score ≥ 0.5"]"#, &[], &[]);
    check_package(r#"["Governance score > 0.9", "more than 1 beat"]"#, &["POLICY_VIOLATED"; 2], &[]);
    check_package(r#"["test coverage ≥ 80%"]"#, &["POLICY_VIOLATED"], &[]);
    check_package(r#"["Zero missing handler methods", "All handlers must be referenced by beats"]"#, &[], &[]);
    check_package(r#"["test pass rate ≥ 80%"]"#, &[], &["test pass rate ≥ 80%"]);
}

#[test]
fn a_metric_without_a_target_is_tracked_or_not() {
    check(r#""governance": { "metrics": ["Duration of each beat", "Total violations detected"] }"#, "", &[], &[]);
    check(r#""governance": { "metrics": ["Customer satisfaction"] }"#, "", &["METRIC_NOT_TRACKED"], &[]);
    let measured = r#", "event": "customer:satisfaction:measured""#;
    check(r#""governance": { "metrics": ["Customer satisfaction"] }"#, measured, &[], &[]);
}

#[test]
fn a_requirement_is_kept_by_a_beat() {
    let policy = r#""governance": { "policies": ["Release on Demand requires feature toggles"] }"#;
    let open = &["Release on Demand requires feature toggles"];
    check(policy, "", &["POLICY_NOT_REFERENCED"], open);
    check(policy, r#", "description": "Switches the toggle of each feature""#, &[], &[]);
}

#[test]
fn a_way_back_is_a_way_back() {
    let policy = r#""governance": { "policies": ["Release on Demand requires rollback capability"] }"#;
    check(policy, "", &["ROLLBACK_MISSING"], &[]);
    check(policy, r#", "compensate": "walkBack""#, &[], &[]);
    check(policy, r#", "description": "A release that fails is rolled back""#, &[], &[]);
    check(
        r#""governance": { "policies": ["A release must never need a rollback"] }"#,
        "",
        &["POLICY_NOT_REFERENCED"],
        &["A release must never need a rollback"],
    );
}
