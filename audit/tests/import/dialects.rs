//! Each `dialects/name.json` becomes what `dialects/name.imported` says.

use std::fmt::Write as _;
use std::fs;

use symphony_audit::import::Kind;
use symphony_codegen::diagnostic::Finding;
use symphony_codegen::source::Sources;

use crate::facts::{Facts, compiled, lost};
use crate::{golden, imported};

#[test]
fn small_files_of_every_dialect() {
    let mut names: Vec<String> = fs::read_dir(golden::path("import/dialects"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    let mut seen = Vec::new();
    for name in &names {
        seen.extend(check(name));
    }
    for dialect in symphony_audit::import::dialects() {
        assert!(seen.contains(&dialect.id), "no file in `dialects` is read as {}", dialect.id);
    }
}

/// Holds a file to its golden result. Gives the dialect it is read as.
fn check(name: &str) -> Option<&'static str> {
    let bytes = fs::read(golden::path(&format!("import/dialects/{name}.json"))).unwrap();
    let (sources, outcome) = imported(&format!("{name}.json"), &bytes);
    let mut found = String::new();
    let dialect = match &outcome {
        Ok(imported) => {
            writeln!(found, "{}: {}", imported.dialect.id, imported.dialect.about).unwrap();
            findings(&mut found, &sources, &imported.findings);
            for sequence in &imported.sequences {
                writeln!(found, "\n{}.json", sequence.name).unwrap();
                for mapping in &sequence.mappings {
                    let place = sources.locate(mapping.place);
                    let arrow = if mapping.kind == Kind::Made { "=>" } else { "->" };
                    writeln!(found, "{place} {} {arrow} {}", mapping.from, mapping.to).unwrap();
                }
                writeln!(found, "\n{}", sequence.text).unwrap();
            }
            let texts: Vec<&str> = imported.sequences.iter().map(|sequence| sequence.text.as_str()).collect();
            nothing_is_lost(name, std::str::from_utf8(&bytes).unwrap(), &texts);
            Some(imported.dialect.id)
        }
        Err(refusal) => {
            writeln!(found, "refused").unwrap();
            findings(&mut found, &sources, &refusal.findings);
            refusal.dialect.map(|dialect| dialect.id)
        }
    };
    golden::check(&format!("import/dialects/{name}.imported"), &found);
    dialect
}

fn findings(found: &mut String, sources: &Sources, findings: &[Finding]) {
    for finding in findings {
        let place = sources.locate(finding.primary.place);
        writeln!(found, "{} {} {place} {}", finding.rule.code, finding.severity(), finding.message).unwrap();
        writeln!(found, "    help: {}", finding.help.as_deref().unwrap_or("-")).unwrap();
    }
}

/// What holds of every file that is imported.
pub(crate) fn nothing_is_lost(name: &str, before: &str, after: &[&str]) -> (Facts, Facts) {
    // What is wrong with a file in version 1 is for `check` to say.
    let is_native = after == [before];
    let (before, mut sum, mut read) = (Facts::of(before), Facts::default(), 0);
    for text in after {
        sum.add(&Facts::of(text));
        let (beats, form, _) = compiled(text);
        assert!(form.is_empty() || is_native, "{name}: {form:?}");
        read += beats;
        let (_, again) = imported("again.json", text.as_bytes());
        let again = again.unwrap();
        assert_eq!(again.sequences.len(), 1, "{name}");
        assert_eq!(again.sequences[0].text, **text, "{name} imported again");
    }
    for (what, before, after, is_exact) in [
        ("leaf", &before.leaves, &sum.leaves, false),
        ("handler", &before.handlers, &sum.handlers, false),
        ("event", &before.events, &sum.events, true),
        ("criterion", &before.criteria, &sum.criteria, true),
        ("policy", &before.policies, &sum.policies, true),
    ] {
        assert_eq!(lost(before, after), [""; 0], "{name}: lost {what}");
        assert!(!is_exact || before == after, "{name}: {what}");
    }
    assert_eq!(before.beats, read, "{name}: beats");
    sum.beats = read;
    (before, sum)
}
