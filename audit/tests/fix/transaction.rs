//! Files that change all together or not at all.

use std::fs;
use std::mem;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;

use symphony_audit::transaction::Change;

use crate::folder::Folder;

fn change(folder: &Folder, name: &str, before: &str, after: &str) -> Change {
    Change { path: folder.path(name), before: before.into(), after: after.into() }
}

fn three() -> (Folder, Vec<Change>) {
    let folder = Folder::new(&[("a", "old a"), ("b", "old b"), ("c/d", "old d")]);
    let changes = ["a", "b", "d"].map(|it| {
        let name = if it == "d" { "c/d" } else { it };
        change(&folder, name, &format!("old {it}"), &format!("new {it}"))
    });
    (folder, changes.to_vec())
}

#[test]
fn a_process_that_was_killed_is_rolled_back_wherever_it_was() {
    for replaced in 0..=3 {
        let (folder, changes) = three();
        let old = folder.files();
        {
            let mut session = folder.open();
            // Nothing is done any more, as if the process were gone.
            mem::forget(session.apply("sequence", &changes).unwrap());
            for change in &changes[replaced..] {
                fs::write(&change.path, &change.before).unwrap();
            }
        }
        assert!(folder.store().is_unfinished());
        // What it was writing when it was killed.
        let id = temporary_id(&folder);
        folder.write(&format!(".a.{id}.symphony-new"), "half");
        let session = folder.open();
        assert_eq!(session.recovered().unwrap().files.len(), replaced);
        assert_eq!(folder.files(), old);
        assert!(!folder.store().is_unfinished());
        drop(session);
        assert_eq!(folder.open().recovered(), None);
        assert_eq!(folder.store().runs().unwrap(), []);
    }
}

/// By what the files of a change that is under way are known.
fn temporary_id(folder: &Folder) -> String {
    let (again, changes) = three();
    assert_eq!(again.files().len(), folder.files().len());
    let mut session = again.open();
    session.apply("sequence", &changes).unwrap().id()
}

#[test]
fn what_somebody_changed_since_stays() {
    let (folder, changes) = three();
    mem::forget(folder.open().apply("sequence", &changes).unwrap());
    folder.write("b", "mine");
    fs::remove_file(folder.path("c/d")).unwrap();
    let session = folder.open();
    let recovered = session.recovered().unwrap();
    let real = |name: &str| folder.root().canonicalize().unwrap().join(name);
    assert_eq!((&recovered.files, &recovered.kept), (&vec![real("a")], &vec![real("b"), real("c/d")]));
    assert_eq!((folder.read("a"), folder.read("b")), ("old a".into(), "mine".into()));
}

#[test]
fn what_is_dropped_is_rolled_back() {
    let (folder, changes) = three();
    let old = folder.files();
    drop(folder.open().apply("sequence", &changes).unwrap());
    assert_eq!(folder.files(), old);
    folder.open().apply("sequence", &changes).unwrap().roll_back().unwrap();
    assert_eq!(folder.files(), old);
    assert_eq!(folder.open().undo(false).unwrap(), None);
}

#[test]
fn undo_goes_back_run_by_run() {
    let (folder, changes) = three();
    let first = folder.files();
    folder.open().apply("domain", &changes[..1]).unwrap().commit().unwrap();
    let second = folder.files();
    {
        let mut session = folder.open();
        session.apply("sequence", &changes[1..]).unwrap().commit().unwrap();
        session.apply("handler", &[change(&folder, "b", "new b", "newer b")]).unwrap().commit().unwrap();
    }
    let mut session = folder.open();
    let undone = session.undo(false).unwrap().unwrap();
    assert_eq!((undone.run.number, undone.run.records.len(), undone.files.len()), (2, 2, 2));
    assert_eq!(folder.files(), second);
    assert_eq!(session.undo(false).unwrap().unwrap().run.number, 1);
    assert_eq!(folder.files(), first);
    assert_eq!(session.undo(false).unwrap(), None);
    drop(session);
    // An undo is no end: there is a next run, and it can be undone.
    folder.open().apply("domain", &changes).unwrap().commit().unwrap();
    assert_eq!(folder.open().undo(false).unwrap().unwrap().files.len(), 3);
    assert_eq!(folder.files(), first);
}

#[test]
fn a_phase_that_took_itself_back_is_no_part_of_its_run() {
    let (folder, changes) = three();
    let first = folder.files();
    {
        let mut session = folder.open();
        session.apply("domain", &changes[..1]).unwrap().commit().unwrap();
        session.apply("sequence", &changes[1..]).unwrap().commit().unwrap();
        assert_eq!(session.undo_last().unwrap().len(), 2);
    }
    assert_eq!((folder.read("a"), folder.read("b")), ("new a".into(), "old b".into()));
    assert_eq!(folder.open().undo(false).unwrap().unwrap().files.len(), 1);
    assert_eq!(folder.files(), first);
}

#[test]
fn undo_refuses_to_lose_what_was_changed_since() {
    let (folder, changes) = three();
    let old = folder.files();
    folder.open().apply("domain", &changes).unwrap().commit().unwrap();
    folder.write("a", "mine");
    folder.write("c/d", "mine too");
    let before = folder.files();
    let fault = folder.open().undo(false).unwrap_err().to_string();
    assert!(fault.contains("/a`, `") && fault.contains("/c/d` were changed since"), "{fault}");
    assert_eq!(folder.files(), before);
    assert_eq!(folder.open().undo(true).unwrap().unwrap().files.len(), 3);
    assert_eq!(folder.files(), old);
    let objects = fs::read_dir(folder.store().folder().join("objects")).unwrap();
    let kept: Vec<Vec<u8>> = objects.map(|it| fs::read(it.unwrap().path()).unwrap()).collect();
    assert!(kept.contains(&b"mine".to_vec()) && kept.contains(&b"mine too".to_vec()));
}

#[track_caller]
fn is_refused(folder: &Folder, changes: &[Change], expected: &str) {
    let before = folder.files();
    let fault = folder.open().apply("domain", changes).unwrap_err().to_string();
    assert!(fault.contains(expected), "{fault}");
    assert_eq!(folder.files(), before);
    assert!(!folder.store().is_unfinished());
    assert_eq!(folder.store().runs().unwrap(), []);
}

#[test]
fn what_cannot_be_replaced_is_refused_before_anything_is() {
    let (folder, changes) = three();
    let with = |last: Change| [&changes[..2], &[last]].concat();
    is_refused(&folder, &with(change(&folder, "no/such", "", "x")), "no/such");
    is_refused(&folder, &with(change(&folder, "c", "", "x")), "/c` is no file");
    is_refused(&folder, &with(change(&folder, "c/d", "another", "x")), "/c/d` was changed by somebody else meanwhile");
    is_refused(&folder, &with(changes[0].clone()), "/a` would be changed twice");
    let mut permissions = fs::metadata(folder.path("c/d")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("c/d"), permissions).unwrap();
    is_refused(&folder, &changes, "/c/d` is read-only: make it writable");
}

#[cfg(unix)]
#[test]
fn links_are_refused_and_permissions_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, changes) = three();
    symlink(folder.path("a"), folder.path("link")).unwrap();
    is_refused(&folder, &[change(&folder, "link", "old a", "x")], "/link` is a symbolic link");

    let mode = |name: &str| fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o7777;
    fs::set_permissions(folder.path("a"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(folder.path("b"), fs::Permissions::from_mode(0o755)).unwrap();
    let modes = || (mode("a"), mode("b"));
    folder.open().apply("domain", &changes).unwrap().commit().unwrap();
    assert_eq!((modes(), folder.read("b")), ((0o640, 0o755), "new b".into()));
    folder.open().undo(false).unwrap();
    assert_eq!((modes(), folder.read("b")), ((0o640, 0o755), "old b".into()));
    mem::forget(folder.open().apply("domain", &changes).unwrap());
    folder.open();
    assert_eq!((modes(), folder.read("b")), ((0o640, 0o755), "old b".into()));
}

#[test]
fn what_is_damaged_changes_nothing() {
    let (folder, changes) = three();
    folder.open().apply("domain", &changes).unwrap().commit().unwrap();
    let new = folder.files();
    for object in fs::read_dir(folder.store().folder().join("objects")).unwrap() {
        fs::write(object.unwrap().path(), "something else").unwrap();
    }
    let fault = folder.open().undo(false).unwrap_err().to_string();
    assert!(fault.contains("is not what it was"), "{fault}");
    assert_eq!(folder.files(), new);
    fs::write(folder.store().folder().join("journal"), "{").unwrap();
    let fault = folder.store().open("fix", |_| {}).unwrap_err().to_string();
    assert!(fault.contains("journal` is not what it was"), "{fault}");
}

#[test]
fn one_process_at_a_time() {
    let (folder, changes) = three();
    let mut session = folder.open();
    let store = folder.store();
    let (told, tells) = channel();
    let second = thread::spawn(move || {
        let session = store.open("import", |holder| told.send(holder.to_owned()).unwrap()).unwrap();
        session.recovered().cloned()
    });
    assert_eq!(tells.recv().unwrap(), format!("`cargo symphony fix`, process {}", std::process::id()));
    session.apply("domain", &changes).unwrap().commit().unwrap();
    drop(session);
    assert_eq!(second.join().unwrap(), None);
}

#[test]
fn a_store_is_nobodys_business() {
    let (folder, _) = three();
    drop(folder.open());
    assert_eq!(folder.read(".symphony/.gitignore"), "*\n");
    let real = |path: &str| PathBuf::from(path);
    assert_eq!(symphony_audit::transaction::Store::of_target(&real("t")).folder(), real("t/symphony/snapshots"));
}
