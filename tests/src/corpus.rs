//! Real sequences: every file is answered, and what is generated from the good ones compiles.
//!
//! They are not part of this repository. `SYMPHONY_CORPUS` names their folder; where it is not there, this says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use crate::compiled::Compiled;
use crate::golden::Goldens;
use crate::modules::Modules;
use crate::user_crate::workspace;

/// The dialects that are read as they stand.
const NATIVE: [&str; 6] = ["D1", "D2", "D3", "D4", "D5", "D5s"];

struct Sequence {
    /// From the corpus's folder on.
    path: String,
    dialect: String,
    compiled: Compiled,
}

/// The folder of the corpus and its list, where they are.
fn manifest() -> Option<(PathBuf, String)> {
    let folder = env::var_os("SYMPHONY_CORPUS").map_or_else(|| workspace().join("../shared/corpus"), PathBuf::from);
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.csv")) else {
        println!("skipped: there is no corpus at `{}`; `SYMPHONY_CORPUS` may name another place", folder.display());
        return None;
    };
    Some((folder, manifest))
}

/// The files of all sequences.
pub(crate) fn files() -> Option<Vec<PathBuf>> {
    let (folder, manifest) = manifest()?;
    Some(manifest.lines().skip(1).map(|line| folder.join(line.split_once(',').unwrap().0)).collect())
}

fn corpus() -> Option<Vec<Sequence>> {
    let (folder, manifest) = manifest()?;
    let read = |line: &str| {
        let (path, rest) = line.split_once(',').unwrap();
        let dialect = rest.trim_start_matches('"').split([' ', ',', ':', '"']).next().unwrap();
        let bytes = fs::read(folder.join(path)).unwrap();
        let compiled = Compiled::of(&[(path.to_owned(), bytes)]);
        Sequence { path: path.to_owned(), dialect: dialect.to_owned(), compiled }
    };
    Some(manifest.lines().skip(1).map(read).collect())
}

#[test]
fn every_real_sequence_is_answered() {
    let Some(corpus) = corpus() else { return };
    assert!(corpus.len() >= 89, "{}", corpus.len());
    let mut dialects: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for sequence in &corpus {
        let (files, compiled, refused) = dialects.entry(&sequence.dialect).or_default();
        *files += 1;
        let mut errors = sequence.compiled.errors();
        errors.sort_unstable();
        errors.dedup();
        if errors.is_empty() {
            *compiled += 1;
        } else {
            refused.push(format!("{}: {}", sequence.path.trim_start_matches("sequences/"), errors.join(" ")));
        }
    }
    let mut table = String::from("dialect  files  compiled\n");
    for (dialect, (files, compiled, refused)) in dialects {
        writeln!(table, "{dialect:<9}{files:>5}{compiled:>10}").unwrap();
        for refused in refused {
            writeln!(table, "  {refused}").unwrap();
        }
    }
    println!("{table}");
    let mut goldens = Goldens::default();
    goldens.check("golden/corpus.txt", &table);
    goldens.finish();
}

#[test]
fn generated_code_of_real_sequences_compiles() {
    let Some(corpus) = corpus() else { return };
    let mut compiles = Modules::new("corpus");
    for (at, sequence) in corpus.iter().filter(|it| NATIVE.contains(&it.dialect.as_str())).enumerate() {
        compiles.add(&format!("sequence_{at}"), &sequence.compiled);
    }
    assert!(compiles.count > 30, "{} were compiled", compiles.count);
    compiles.check();
}
