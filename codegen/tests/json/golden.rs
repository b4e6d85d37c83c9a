//! Each `name.json` of this folder gives the findings of `name.findings`; `BLESS=1` writes them anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use symphony_codegen::diagnostic::{Finding, has_errors};
use symphony_codegen::json;
use symphony_codegen::source::{Place, Sources};

use super::{content, mended};

#[test]
fn findings_word_for_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json");
    let mut files: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(files.len() > 40, "only {} fixtures were found", files.len());
    let faults: Vec<String> = files.iter().filter_map(|file| check(file)).collect();
    assert!(faults.is_empty(), "{}\nBLESS=1 accepts what is new", faults.join("\n"));
}

/// What differs from the golden file.
fn check(file: &Path) -> Option<String> {
    let name = file.file_name().unwrap().to_str().unwrap();
    let mut sources = Sources::new();
    let (id, mut findings) = json::decode(&mut sources, name, std::fs::read(file).unwrap());
    let mut value = "none".to_owned();
    if findings.is_empty() {
        let text = sources.get(id).text();
        let parsed = json::parse(id, sources.get(id));
        findings = parsed.findings;
        if let Some(root) = parsed.root {
            value = content(&root);
            check_mended(name, text, &findings, &value);
        }
    }
    let mut found = String::new();
    for finding in &findings {
        render(&mut found, &sources, finding);
    }
    writeln!(found, "value: {value}").unwrap();

    let golden = file.with_extension("findings");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(golden, found).unwrap();
        return None;
    }
    let expected = std::fs::read_to_string(golden).unwrap_or_default();
    (found != expected).then(|| format!("{name}:\n{}", diff(&expected, &found)))
}

/// Where each error has a fix, the mended text has none, and says what was understood.
fn check_mended(name: &str, text: &str, findings: &[Finding], value: &str) {
    if findings.iter().all(|finding| finding.fix.is_some()) {
        let text = mended(text, findings);
        let (sources, id) = super::source(&text);
        let parsed = json::parse(id, sources.get(id));
        assert!(!has_errors(&parsed.findings), "{name} is not mended: {text}\n{:#?}", parsed.findings);
        let stand_in = |finding: &Finding| matches!(finding.rule.code, "JSON_NUMBER_FORMAT" | "JSON_DUPLICATE_KEY");
        if !findings.iter().any(stand_in) {
            assert_eq!(content(&parsed.root.unwrap()), value, "{name} is mended to another value");
        }
    }
}

fn render(out: &mut String, sources: &Sources, finding: &Finding) {
    let place = |place: Place| {
        let (source, span) = (sources.get(place.source), place.span);
        format!("{}..{} {} {:?}", span.start, span.end, source.line_column(span.start), &source.text()[span.range()])
    };
    let Finding { rule, message, primary, secondary, help, fix } = finding;
    writeln!(out, "{} {} {}", rule.code, rule.severity, place(primary.place)).unwrap();
    writeln!(out, "  {message}").unwrap();
    if !primary.text.is_empty() {
        writeln!(out, "  label: {}", primary.text).unwrap();
    }
    for label in secondary {
        writeln!(out, "  also: {}: {}", place(label.place), label.text).unwrap();
    }
    if let Some(help) = help {
        writeln!(out, "  help: {help}").unwrap();
    }
    if let Some(fix) = fix {
        writeln!(out, "  fix: {}: {} => {:?}", fix.title, place(fix.place), fix.text).unwrap();
    }
}

/// The lines between what both have in common at the start and at the end.
fn diff(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[same..], &new[same..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let mut shown = format!("  … {same} equal lines\n");
    for line in &old[..old.len() - tail] {
        writeln!(shown, "- {line}").unwrap();
    }
    for line in &new[..new.len() - tail] {
        writeln!(shown, "+ {line}").unwrap();
    }
    shown
}
