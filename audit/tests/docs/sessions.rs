//! The context document of a session, from its authority.

use std::path::{Path, PathBuf};
use std::{env, fs};

use symphony_audit::session::{SessionError, session};
use symphony_audit::template::Templates;

use crate::golden;

const FROM: &str = ".generated/context-tree-orchestration-audit-session.json";

fn render(authority: &str, generated_at: Option<&str>) -> Result<String, SessionError> {
    session(&Templates::load(None).unwrap(), authority, FROM, generated_at)
}

/// A file of the tests' own authority, which has the shape of the real one.
fn own(name: &str) -> String {
    fs::read_to_string(golden::path("docs/session").join(name)).unwrap()
}

#[test]
fn own_document_is_as_blessed() {
    golden::check("docs/golden/session.md", &render(&own("authority.json"), None).unwrap());
}

/// The document that the product began with, byte for byte, but for its contracts, which it once left out.
#[test]
fn first_document_is_reproduced() {
    let folder = env::var_os("SYMPHONY_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), PathBuf::from);
    let folder = folder.join("audit-session");
    if !folder.is_dir() {
        eprintln!("{} is not here; only the tests' own authority was rendered", folder.display());
        assert!(render(&own("authority.json"), Some("noon")).unwrap().contains("**Last Generated:** noon\n"));
        return;
    }
    let expected = fs::read_to_string(folder.join("expected.md")).unwrap();
    let mended = expected.replace("- Contracts: \n", "- Contracts: JSON-first, lineage_hash, integrity_checksum\n");
    assert_ne!(expected, mended);
    let authority = fs::read_to_string(folder.join("authority.json")).unwrap();
    assert_eq!(render(&authority, Some("2025-12-14T15:52:21.126Z")).unwrap(), mended);
}

/// What is said of an authority.
#[track_caller]
fn check(authority: &str, expected: &[&str]) {
    let error = render(authority, None).unwrap_err();
    let found: Vec<String> = error.to_string().lines().map(|line| line.replace(FROM, "a.json")).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_fault_is_said_at_once() {
    let authority = own("authority.json")
        .replace("\"sessionPhase\"", "\"sesionPhase\"")
        .replace("\"domains\": [\"letters\"]", "\"domains\": \"letters\"")
        .replace("\"total\": 2", "\"total\": [2]")
        .replace("\"keyInsights\": [\"", "\"keyInsights\": [7, \"")
        .replace("\"audit/ed\": 2", "\"audit/ed\": null")
        .replace("\"name\": \"First\",", "");
    check(
        &authority,
        &[
            "a.json:1:1: /sessionPhase: is missing; did you mean it by `sesionPhase`?",
            "a.json:23:16: /workCompleted/phase-1/name: is missing",
            "a.json:30:97: /artifacts/sourceOfTruth/0/domains: is a string and must be an array",
            "a.json:35:14: /orchestrationDomains/total: is an array and must be a string, a number or a boolean",
            "a.json:39:33: /auditResults/audit~1ed: is null and must be a string, a number or a boolean",
            "a.json:40:19: /keyInsights/0: is a number and must be a string",
        ],
    );
}

#[test]
fn what_is_no_object_is_said() {
    check("[]", &["a.json:1:1: /: is an array and must be an object"]);
    check("{", &["a.json:1:2: the file ends within the object"]);
    check("", &["a.json:1:1: the file is empty"]);
    let missing = render("{}", None).unwrap_err().to_string();
    assert!(missing.lines().count() > 10, "{missing}");
    assert!(!missing.contains("/strategyMapping/"), "what is in a missing object is not missing as well: {missing}");
}

#[test]
fn optional_parts_are_left_out() {
    let authority = own("authority.json")
        .replace(", \"domains\": [\"letters\"]", "")
        .replace(", \"status\": \"ok\"", "")
        .replace(", \"contracts\": [\"a_b\", \"c|d\"]", "");
    let text = render(&authority, None).unwrap();
    for absent in ["undefined", "domains:", "\nStatus:", "Contracts", "Last Generated"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
}
