//! The real sequences, where they are: nothing is lost, and a table says what came of each dialect.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::dialects::nothing_is_lost;
use crate::facts::{Facts, compiled, size};
use crate::{golden, imported};

#[derive(Default)]
struct Row {
    files: usize,
    imported: usize,
    refused: Vec<String>,
    before: Facts,
    after: Facts,
}

/// A line of the manifest.
struct Listed<'l> {
    path: &'l str,
    dialect: &'l str,
    /// Beats under a key where the manifest looks for them.
    beats: Option<usize>,
}

impl<'l> Listed<'l> {
    fn of(line: &'l str) -> Self {
        let (path, rest) = line.split_once(',').unwrap();
        let (about, rest) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\",").unwrap(),
            None => rest.split_once(',').unwrap(),
        };
        let dialect = about.split([' ', ',', ':']).next().unwrap();
        Self { path, dialect, beats: rest.split(',').nth(1).unwrap().parse().ok().filter(|beats| *beats > 0) }
    }
}

/// The folder of the corpus, where it is.
fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = env::var_os("SYMPHONY_CORPUS").map_or_else(beside, PathBuf::from);
    if folder.join("manifest.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: there is no corpus; `SYMPHONY_CORPUS` may name its folder");
    None
}

/// Files before and after a commit; what is written beside them are the registries of the pairs, which are no sequences.
#[test]
fn real_pairs() {
    let Some(folder) = folder() else { return };
    let (mut read, mut refused) = (0, 0);
    for pair in fs::read_dir(folder.join("pairs")).unwrap() {
        let pair = pair.unwrap();
        for side in ["old.json", "new.json"] {
            let name = format!("{}/{side}", pair.file_name().to_string_lossy());
            let bytes = fs::read(pair.path().join(side)).unwrap();
            let (_, outcome) = imported(&name, &bytes);
            if let Ok(outcome) = outcome {
                let texts: Vec<&str> = outcome.sequences.iter().map(|sequence| sequence.text.as_str()).collect();
                nothing_is_lost(&name, std::str::from_utf8(&bytes).unwrap(), &texts);
                read += 1;
            } else {
                assert!(name.starts_with('R') || ["E08/new.json"].contains(&&*name), "{name} is refused");
                refused += 1;
            }
        }
    }
    assert!(read >= 30 && refused > 0, "{read} read, {refused} refused");
}

#[test]
fn real_sequences() {
    let Some(folder) = folder() else { return };
    let manifest = fs::read_to_string(folder.join("manifest.csv")).unwrap();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for line in manifest.lines().skip(1) {
        let listed = Listed::of(line);
        let row = rows.entry(listed.dialect.to_owned()).or_default();
        check(&listed, &fs::read(folder.join(listed.path)).unwrap(), row);
    }
    golden::check("import/corpus.txt", &table(&rows));
}

fn check(listed: &Listed<'_>, bytes: &[u8], row: &mut Row) {
    let Listed { path, dialect, beats } = *listed;
    let (sources, outcome) = imported(path, bytes);
    row.files += 1;
    let read_as = match &outcome {
        Ok(imported) => Some(imported.dialect.id),
        Err(refusal) => refusal.dialect.map(|dialect| dialect.id),
    };
    let expected = match dialect {
        "D1" | "D2" | "D3" | "D4" | "D5" | "D5s" => Some("native"),
        "INVALID" => None,
        other => Some(other),
    };
    assert_eq!(read_as, expected, "{path}");
    match outcome {
        Ok(imported) => {
            let before = std::str::from_utf8(bytes).unwrap();
            let texts: Vec<&str> = imported.sequences.iter().map(|sequence| sequence.text.as_str()).collect();
            let (facts_before, facts_after) = nothing_is_lost(path, before, &texts);
            assert!(beats.is_none_or(|beats| beats == facts_after.beats), "{path}: {}", facts_after.beats);
            if read_as == Some("native") {
                assert_eq!(texts, [before], "{path} is version 1 and changed");
            } else {
                println!("{path}: {:?}", texts.iter().map(|text| compiled(text).2).collect::<Vec<_>>());
            }
            row.imported += 1;
            row.before.add(&facts_before);
            row.after.add(&facts_after);
        }
        Err(refusal) => {
            let finding = refusal.findings.iter().find(|finding| finding.severity().is_error()).unwrap();
            let place = sources.locate(finding.primary.place);
            row.refused.push(format!("{} {place} {}", finding.rule.code, finding.message));
        }
    }
}

fn table(rows: &BTreeMap<String, Row>) -> String {
    let columns = ["files", "imported", "refused", "beats", "handlers", "events", "criteria", "policies", "leaves"];
    let mut text = format!("{:8}", "dialect");
    for column in columns {
        write!(text, " {column:>15}").unwrap();
    }
    text.push('\n');
    for (dialect, row) in rows {
        write!(text, "{dialect:8} {:>15} {:>15} {:>15}", row.files, row.imported, row.refused.len()).unwrap();
        let (before, after) = (&row.before, &row.after);
        for (before, after) in [
            (before.beats, after.beats),
            (size(&before.handlers), size(&after.handlers)),
            (size(&before.events), size(&after.events)),
            (size(&before.criteria), size(&after.criteria)),
            (size(&before.policies), size(&after.policies)),
            (size(&before.leaves), size(&after.leaves)),
        ] {
            write!(
                text,
                " {:>15}",
                format!("{before} = {after}").replace(" = ", if before == after { " = " } else { " < " })
            )
            .unwrap();
        }
        text.push('\n');
        for refused in &row.refused {
            writeln!(text, "    {refused}").unwrap();
        }
    }
    text
}
