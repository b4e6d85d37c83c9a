//! The real sequences, where they are: none makes a rule panic, and a table says what the rules of sequences and of
//! governance find.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use symphony_audit::import::import;
use symphony_codegen::json::decode;
use symphony_codegen::source::Sources;

use crate::{golden, judged};

/// The rules that are about sequences in themselves and their governance, and are not a build's.
pub(crate) const CODES: &[&str] = &[
    "BEAT_KIND_INCONSISTENT",
    "BUDGET_NEVER_REACHED",
    "BUSINESS_VALUE_MISSING",
    "COMPLETION_CRITERION_MISSED",
    "CRITERIA_WITHOUT_FAILURE",
    "CRITERION_TOO_VAGUE",
    "DEPENDENCY_REPEATED",
    "DIALECT_NOT_IMPORTED",
    "DUPLICATE_SEQUENCE_TITLE",
    "EVENT_NAME_STYLE",
    "GOVERNANCE_MISSING",
    "HANDLER_METADATA_MISSING",
    "INVALID_KEY_SIGNATURE",
    "INVALID_TIME_SIGNATURE",
    "METRIC_NOT_TRACKED",
    "METRIC_TARGET_MISSED",
    "PLACEHOLDER_TEXT",
    "POLICY_NOT_REFERENCED",
    "POLICY_VIOLATED",
    "RETRY_LONGER_THAN_TIMEOUT",
    "RETRY_UNBOUNDED",
    "ROLLBACK_MISSING",
    "SEQUENCE_METADATA_MISSING",
    "TIMEOUT_MISSING",
    "TYPE_NEVER_USED",
    "UNKNOWN_STATUS",
    "UNREADABLE_FILE",
    "USER_STORY_MISSING",
    "VERSION_NOT_SEMVER",
];

/// The folder of the corpus, where it is.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = env::var_os("SYMPHONY_CORPUS").map_or_else(beside, PathBuf::from);
    if folder.join("manifest.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: there is no corpus; `SYMPHONY_CORPUS` may name its folder");
    None
}

#[derive(Default)]
struct Row {
    files: usize,
    findings: usize,
}

#[test]
fn real_sequences() {
    let Some(folder) = folder() else { return };
    let manifest = fs::read_to_string(folder.join("manifest.csv")).unwrap();
    let mut rows: BTreeMap<&str, Row> = CODES.iter().map(|code| (*code, Row::default())).collect();
    let (mut files, mut errors, mut unevaluated) = (0, String::new(), BTreeMap::<String, String>::new());
    for path in manifest.lines().skip(1).filter_map(|line| line.split(',').next()) {
        let bytes = fs::read(folder.join(path)).unwrap();
        for (name, text) in in_version_1(path, &bytes) {
            let verdict = judged(&name, text.as_bytes());
            files += 1;
            let mut codes: Vec<&str> = Vec::new();
            for entry in verdict.entries() {
                let finding = &entry.finding;
                let Some(row) = rows.get_mut(finding.rule.code) else { continue };
                row.findings += 1;
                row.files += usize::from(!codes.contains(&finding.rule.code));
                codes.push(finding.rule.code);
                if finding.severity().is_error() {
                    let label = &finding.primary.text;
                    writeln!(errors, "{name}: {}: {} ({label})", finding.rule.code, finding.message).unwrap();
                }
            }
            for it in verdict.judgements.iter().flat_map(|it| &it.unevaluated) {
                unevaluated.insert(it.what.clone(), it.reason.clone());
            }
        }
    }
    let mut table = format!("{files} sequences\n\n{:30} {:>6} {:>9}\n", "code", "files", "findings");
    for (code, row) in &rows {
        writeln!(table, "{code:30} {:>6} {:>9}", row.files, row.findings).unwrap();
    }
    write!(table, "\nerrors\n\n{errors}\nnot evaluated\n\n").unwrap();
    for (what, reason) in unevaluated {
        writeln!(table, "{what}\n    {reason}").unwrap();
    }
    golden::check("governance/corpus.txt", &table);
}

/// Files as they stand: what another dialect says is one finding, which names it.
#[test]
fn real_dialects() {
    let Some(folder) = folder() else { return };
    let manifest = fs::read_to_string(folder.join("manifest.csv")).unwrap();
    let mut foreign = 0;
    for path in manifest.lines().skip(1).filter_map(|line| line.split(',').next()) {
        let bytes = fs::read(folder.join(path)).unwrap();
        let verdict = judged(path, &bytes);
        let codes: Vec<&str> = verdict.entries().map(|entry| entry.finding.rule.code).collect();
        if codes.contains(&"DIALECT_NOT_IMPORTED") {
            assert_eq!(codes, ["DIALECT_NOT_IMPORTED"], "{path}");
            foreign += 1;
        }
        let is_native = ["D1/", "D2/", "D3/", "D4/", "D5/", "D5s/"].iter().any(|folder| path.contains(folder));
        assert!(!is_native || !codes.contains(&"DIALECT_NOT_IMPORTED"), "{path} is version 1");
    }
    assert!(foreign > 15, "{foreign} files of other dialects");
}

/// The sequences of a file, each with a name; none where it is refused.
fn in_version_1(path: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let mut sources = Sources::new();
    let (id, findings) = decode(&mut sources, path, bytes.to_vec());
    let imported = if findings.is_empty() { import(id, sources.get(id)).ok() } else { None };
    let sequences = imported.into_iter().flat_map(|it| it.sequences);
    sequences.map(|it| (path.to_owned(), it.text)).collect()
}
