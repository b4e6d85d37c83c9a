//! The real sequences, where they are: no fix takes a beat away.

use std::path::{Path, PathBuf};
use std::{env, fs};

use symphony_audit::fix::Outcome;
use symphony_codegen::json;
use symphony_codegen::source::{Source, Sources};

use crate::facts::{Facts, compiled, size};
use crate::folder::{Folder, with_unsafe};

/// The folder of the corpus, where it is.
fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = env::var_os("SYMPHONY_CORPUS").map_or_else(beside, PathBuf::from);
    if folder.join("manifest.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: there is no corpus; `SYMPHONY_CORPUS` may name its folder");
    None
}

/// Every file of the corpus, with its path in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.join("sequences"), folder.join("pairs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "json") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.strip_prefix(folder).unwrap().display().to_string(), fs::read(path).unwrap()))
        .collect()
}

/// What a file says, as far as it can be read.
fn facts(text: &str) -> Option<Facts> {
    let mut sources = Sources::new();
    let id = sources.add(Source::new("facts.json", text));
    json::parse(id, sources.get(id)).root.map(|_| Facts::of(text))
}

/// Fixes a file with all there is; gives what it held, what it holds, and how often a phase did something.
fn fixed(name: &str, bytes: &[u8]) -> (String, String, usize) {
    let folder = Folder::new(&[]);
    folder.write("a.json", bytes);
    let report = folder.fix(&with_unsafe()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let done = report.phases.iter().filter(|it| matches!(it.outcome, Outcome::Done { .. })).count();
    if let Some((_, trigger)) = report.trigger() {
        println!("{name}: {}", trigger.code());
    }
    let after = fs::read(folder.path("a.json")).unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(bytes), text(&after), done)
}

#[test]
fn no_real_sequence_loses_anything() {
    let Some(corpus) = corpus() else { return };
    let (mut read, mut changed, mut beats) = (0, 0, 0);
    for (name, bytes) in files(&corpus) {
        let (before, after, done) = fixed(&name, &bytes);
        assert_eq!(done > 0, before != after, "{name}");
        changed += usize::from(before != after);
        let (Some(old), Some(new)) = (facts(&before), facts(&after)) else {
            assert_eq!(before, after, "{name} is no JSON, and was changed");
            continue;
        };
        let sizes = |it: &Facts| [&it.handlers, &it.events, &it.criteria, &it.policies, &it.leaves].map(size);
        assert_eq!((old.beats, sizes(&old)), (new.beats, sizes(&new)), "{name}");
        assert_eq!(compiled(&before).0, compiled(&after).0, "{name}");
        read += 1;
        beats += new.beats;
    }
    println!("{read} files read, {changed} changed, {beats} beats in, {beats} beats out");
    assert!(read > 140 && changed > 0 && beats > 1000, "{read} {changed} {beats}");
}

#[test]
fn the_beats_that_were_lost_once_stay() {
    let Some(corpus) = corpus() else { return };
    let bytes = fs::read(corpus.join("pairs/E08/old.json")).unwrap();
    let (before, after, _) = fixed("E08", &bytes);
    assert_eq!((compiled(&before).0, compiled(&after).0), (41, 41));
}

#[test]
fn flat_steps_are_never_turned_into_no_beats() {
    let Some(corpus) = corpus() else { return };
    let mut flat = 0;
    for (name, bytes) in
        files(&corpus).into_iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("\"steps\""))
    {
        let (before, after, _) = fixed(&name, &bytes);
        if let (Some(old), Some(new)) = (facts(&before), facts(&after)) {
            assert_eq!(old.beats, new.beats, "{name}");
            flat += usize::from(old.beats > 0);
        }
    }
    assert!(flat > 0, "no file of the corpus has steps");
}
