//! What stands in the way is a finding, and all the rest is judged.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use symphony_audit::check::{Options, check as judge};
use symphony_audit::scope::Scope;

/// Checks a folder that `lay` has laid out: how many sequences are judged, and what cannot be read.
#[track_caller]
fn check(lay: fn(&Path), sequences: usize, unreadable: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("s")).unwrap();
    fs::write(root.join("s/a.json"), r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#)
        .unwrap();
    lay(&root.join("s"));
    let verdict = judge(&Scope::files(root, vec!["s".into()]).unwrap(), &Options::default()).unwrap();
    let judgement = &verdict.judgements[0];
    let found = verdict.entries().filter(|entry| entry.finding.rule.code == "UNREADABLE_FILE");
    let found: Vec<String> = found
        .map(|entry| {
            let path = judgement.sources.get(entry.finding.primary.place.source).path();
            assert!(entry.is_denied(), "{path}");
            format!("{path}: {}", entry.finding.message)
        })
        .collect();
    assert_eq!(found.len(), unreadable.len(), "{found:?}");
    for (found, expected) in found.iter().zip(unreadable) {
        assert!(found.starts_with(expected), "{found} is not about {expected}");
    }
    assert_eq!(judgement.counts.sequences, sequences);
}

#[test]
fn a_link_that_leads_nowhere() {
    check(|folder| symlink("gone.json", folder.join("b.json")).unwrap(), 1, &["s/b.json: cannot read `s/b.json`"]);
}

#[test]
fn a_loop_of_links() {
    check(
        |folder| symlink(".", folder.join("loop")).unwrap(),
        1,
        &["s/loop: `s/loop` is a link to a folder that it lies in"],
    );
    let twice = |folder: &Path| {
        for name in ["x", "y", "z"] {
            symlink("..", folder.join(name)).unwrap();
        }
    };
    check(twice, 1, &["s/x/s: "]);
}

#[test]
fn folders_that_share_a_folder_have_its_files_once() {
    let lay = |folder: &Path| {
        fs::create_dir(folder.join("real")).unwrap();
        fs::write(
            folder.join("real/b.json"),
            r#"{ "id": "b", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#,
        )
        .unwrap();
        symlink("real", folder.join("again")).unwrap();
    };
    check(lay, 2, &[]);
}

#[test]
fn a_folder_named_like_a_file() {
    let lay = |folder: &Path| {
        fs::create_dir(folder.join("b.json")).unwrap();
        fs::write(
            folder.join("b.json/c.json"),
            r#"{ "id": "c", "movements": [{ "id": "m", "beats": [{ "handler": "run" }] }] }"#,
        )
        .unwrap();
    };
    check(lay, 2, &[]);
}

#[test]
fn nothing_but_a_broken_link_is_no_empty_folder() {
    let lay = |folder: &Path| {
        fs::remove_file(folder.join("a.json")).unwrap();
        symlink("gone.json", folder.join("b.json")).unwrap();
    };
    check(lay, 0, &["s/b.json: "]);
}
