//! Files that are put into a folder or replaced in place.

use std::fs;
use std::path::{Path, PathBuf};

use symphony_audit::import::files::Batch;
use symphony_audit::transaction::Store;
use symphony_codegen::writer::Mode;
use tempfile::TempDir;

const FLAT: &str = r#"{ "id": "flat", "steps": [{ "order": 1, "id": "data.load" }] }"#;
const NATIVE: &str = r#"{"id":"native","movements":[{"id":"m","beats":[{"handler":"run"}]}]}"#;
const LOST: &str = r#"{ "id": "lost", "movements": [{ "id": "m", "beats": 4 }] }"#;

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = files.iter().map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_sequence_becomes_a_file_named_by_its_id() {
    let (root, paths) = folder(&[("a.json", FLAT), ("b.json", NATIVE), ("c.json", LOST)]);
    let batch = Batch::read(&paths).unwrap();
    assert!(batch.answers[2].outcome.is_err());
    let out = root.path().join("out");
    assert_eq!(batch.put(&out, Mode::CheckOnly).unwrap().len(), 2);
    assert_eq!(names(&out), [""; 0]);
    assert_eq!(batch.put(&out, Mode::Update).unwrap().len(), 2);
    assert_eq!(names(&out), ["flat.json", "native.json"]);
    assert_eq!(fs::read_to_string(out.join("native.json")).unwrap(), NATIVE);
    // Again there is nothing to do.
    assert_eq!(batch.put(&out, Mode::Update).unwrap(), [""; 0].map(PathBuf::from));
}

#[test]
fn no_file_is_put_over_another() {
    let (root, paths) = folder(&[("a.json", FLAT), ("b.json", &FLAT.replace("flat", "FLAT"))]);
    let out = root.path().join("out");
    let fault = Batch::read(&paths).unwrap().put(&out, Mode::Update).unwrap_err().to_string();
    assert!(fault.contains("a.json` and `") && fault.contains("into different folders"), "{fault}");
    assert_eq!(names(&out), [""; 0]);

    fs::create_dir(&out).unwrap();
    fs::write(out.join("flat.json"), "mine").unwrap();
    let fault = Batch::read(&paths[..1]).unwrap().put(&out, Mode::Update).unwrap_err().to_string();
    assert!(fault.contains("move it away"), "{fault}");
    assert_eq!(fs::read_to_string(out.join("flat.json")).unwrap(), "mine");
}

#[test]
fn what_is_replaced_can_be_brought_back() {
    let (root, paths) = folder(&[("a.json", FLAT), ("b.json", NATIVE), ("c.json", LOST)]);
    let batch = Batch::read(&paths).unwrap();
    let mut session = Store::beside(root.path()).open("import", |_| {}).unwrap();
    assert_eq!(batch.changes().unwrap().len(), 1);
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FLAT);

    assert_eq!(batch.replace(&mut session).unwrap(), paths[..1]);
    assert!(fs::read_to_string(&paths[0]).unwrap().contains("\"movements\""));
    assert_eq!(fs::read_to_string(&paths[1]).unwrap(), NATIVE);
    assert_eq!(fs::read_to_string(&paths[2]).unwrap(), LOST);
    assert_eq!(Batch::read(&paths).unwrap().replace(&mut session).unwrap(), [""; 0].map(PathBuf::from));

    assert_eq!(session.undo(false).unwrap().unwrap().files, [paths[0].canonicalize().unwrap()]);
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FLAT);
    assert_eq!(session.undo(false).unwrap(), None);
}

#[test]
fn a_file_that_is_named_twice_is_named_in_the_error() {
    let (root, paths) = folder(&[("a.json", FLAT)]);
    let batch = Batch::read(&[paths[0].clone(), paths[0].clone()]).unwrap();
    let mut session = Store::beside(root.path()).open("import", |_| {}).unwrap();
    let fault = batch.replace(&mut session).unwrap_err().to_string();
    assert!(fault.ends_with("a.json` would be changed twice: name it once"), "{fault}");
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FLAT);
}

#[test]
fn several_sequences_do_not_fit_into_one_file() {
    let text = format!(r#"{{ "sequences": [{NATIVE}, {}] }}"#, NATIVE.replace("native", "other"));
    let (root, paths) = folder(&[("a.json", &text)]);
    let batch = Batch::read(&paths).unwrap();
    let fault = batch.changes().unwrap_err().to_string();
    assert!(fault.contains("has 2 sequences"), "{fault}");
    assert_eq!(batch.put(&root.path().join("out"), Mode::Update).unwrap().len(), 2);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let fault = Batch::read(&[PathBuf::from("no/such.json")]).unwrap_err().to_string();
    assert!(fault.contains("no/such.json"), "{fault}");
}
