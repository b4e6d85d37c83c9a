//! `import` as a process: what it prints, how it exits, what it writes and what it leaves alone.

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::Folder;

/// A list of steps, which was a dialect once.
const STEPS: &str = r#"{
  "id": "baseline",
  "business_value": "a reference",
  "steps": [
    { "order": 1, "id": "baseline.collect" },
    { "order": 2, "id": "baseline.store", "event": "baseline:stored" }
  ]
}
"#;

/// What becomes of it.
const IMPORTED: &str = r#"{
  "id": "baseline",
  "x-business_value": "a reference",
  "movements": [
    {
      "id": "steps",
      "beats": [
        {
          "beat": 1,
          "id": "baseline.collect",
          "handler": "collect"
        },
        {
          "beat": 2,
          "id": "baseline.store",
          "event": "baseline:stored",
          "handler": "stored"
        }
      ]
    }
  ]
}
"#;

const COUNTS: &str = "{ \"id\": \"counts\", \"movements\": [{ \"id\": \"load\", \"beats\": 4 }] }\n";

/// The names of the files there are.
fn names(folder: &Folder) -> BTreeSet<String> {
    folder.contents().keys().map(|path| path.to_str().unwrap().replace('\\', "/")).collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn each_sequence_becomes_a_file_and_each_move_a_line() {
    let folder = Folder::new();
    folder.write("old/steps.json", STEPS);
    let (stdout, stderr) = folder.check(&["import", "old/steps.json", "--out", "sequences"], 0);
    let expect = "\
old/steps.json:3:21 /business_value -> baseline.json#/x-business_value
old/steps.json:4:12 /steps -> baseline.json#/movements/0/beats
old/steps.json:5:16 /steps/0/order -> baseline.json#/movements/0/beats/0/beat
old/steps.json:5:25 /steps/0/id => baseline.json#/movements/0/beats/0/handler
old/steps.json:6:16 /steps/1/order -> baseline.json#/movements/0/beats/1/beat
old/steps.json:6:52 /steps/1/event => baseline.json#/movements/0/beats/1/handler
";
    assert_eq!(stdout, expect);
    assert!(
        stderr.starts_with("warning[IMPORT_HANDLER_NAMED]: 2 beats name no handler\n --> old/steps.json:5:5\n"),
        "{stderr}"
    );
    assert!(stderr.ends_with("\n\n       Wrote sequences/baseline.json\n    Imported 1 file\n"), "{stderr}");
    assert_eq!(folder.read("sequences/baseline.json"), IMPORTED);
    assert_eq!(folder.read("old/steps.json"), STEPS);

    // What is there already is not written again, and what is version 1 stays as it is.
    let before = folder.contents();
    let (stdout, stderr) = folder.check(&["import", "old/steps.json", "--out", "sequences"], 0);
    assert!(stdout == expect && !stderr.contains("Wrote") && stderr.ends_with("    Imported 1 file\n"), "{stderr}");
    let (stdout, stderr) = folder.check(&["import", "sequences/baseline.json", "--out", "sequences"], 0);
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", "    Imported 1 file\n"));
    assert!(before == folder.contents());
    let (stdout, stderr) = folder.check(&["import", "sequences/baseline.json", "--out", "sequences", "--quiet"], 0);
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", ""));
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::new();
    folder.write("steps.json", STEPS);
    let before = folder.contents();
    let (stdout, stderr) = folder.check(&["import", "steps.json", "--out", "sequences", "--dry-run"], 0);
    assert!(stdout.contains("steps.json:4:12 /steps -> baseline.json#/movements/0/beats\n"), "{stdout}");
    assert!(stderr.ends_with(" Would write sequences/baseline.json\n    Imported 1 file\n"), "{stderr}");
    let (_, stderr) = folder.check(&["import", "steps.json", "--in-place", "--dry-run"], 0);
    assert!(stderr.contains(" Would write ") && !stderr.contains("Kept"), "{stderr}");
    assert!(before == folder.contents(), "something was written");
    assert!(!folder.path("sequences").exists() && !folder.path("target").exists());
}

#[test]
fn what_is_refused_is_said_with_its_place_and_the_rest_is_imported() {
    let folder = Folder::new();
    folder.write("steps.json", STEPS);
    for (name, text, expect) in [
        (
            "counts.json",
            COUNTS,
            "error[IMPORT_COUNTS_WITHOUT_BEATS]: the beats of all 1 movements were replaced by their number\n --> counts.json:1:58\n",
        ),
        (
            "run.json",
            r#"{ "requestId": "r-1", "movements": [{ "beats": [{ "beat": 1, "status": "done" }] }] }"#,
            "error[IMPORT_EXECUTION_RECORD]: this is the record of a run: its beats have results and no handlers\n --> run.json:1:16\n",
        ),
        (
            "package.json",
            r#"{ "name": "x", "scripts": {}, "dependencies": {}, "id": "orchestration" }"#,
            "error[IMPORT_PACKAGE_MANIFEST]: this is a package's manifest, into which an `id` was put: it has `scripts`, `dependencies` \
             and no movements\n --> package.json:1:57\n",
        ),
        (
            "other.json",
            "{}",
            "error[IMPORT_NOT_A_SEQUENCE]: this is no sequence: it has no movements, phases or steps\n --> other.json:1:1\n",
        ),
        (
            "broken.json",
            "{ \"id\": \"a\"",
            "error[JSON_UNCLOSED]: the file ends within the object\n --> broken.json:1:12\n",
        ),
        ("empty.json", "", "error[JSON_EMPTY]"),
    ] {
        folder.write(name, text);
        let (stdout, stderr) = folder.check(&["import", name, "--out", "alone"], 1);
        assert!(stdout.is_empty() && stderr.starts_with(expect), "{name}: {stderr}");
        assert!(stderr.ends_with("    Imported 0 files\nerror: 1 file is refused\n"), "{name}: {stderr}");
        assert!(!folder.path("alone").exists(), "{name}");
    }
    fs::write(folder.path("bytes.json"), b"{ \"id\": \"\xFC\" }").unwrap();
    let all = ["counts.json", "bytes.json", "steps.json", "broken.json"];
    let (stdout, stderr) = folder.check(&[&["import", "--out", "some"], &all[..]].concat(), 1);
    assert_eq!(folder.read("some/baseline.json"), IMPORTED);
    assert!(stdout.contains("steps.json:4:12 ") && stderr.contains("error[JSON_INVALID_UTF8]"), "{stderr}");
    assert!(
        stderr.ends_with("       Wrote some/baseline.json\n    Imported 1 file\nerror: 3 files are refused\n"),
        "{stderr}"
    );
}

#[test]
fn what_cannot_be_done_is_said_before_anything_is_written() {
    let folder = Folder::new();
    folder.write("one.json", STEPS);
    folder.write("two.json", &STEPS.replace("\"baseline\"", "\"BASELINE\""));
    folder.write("out/baseline.json", "{}\n");
    fs::create_dir(folder.path("folder.json")).unwrap();
    for (arguments, expect) in [
        (&["one.json", "two.json", "--out", "new"][..], "`one.json` and `two.json` both become `new/"),
        (
            &["one.json", "--out", "out"],
            "`out/baseline.json` is there and differs from what `one.json` becomes: move it away",
        ),
        (&["one.json", "missing.json", "--out", "new"], "cannot read `missing.json`"),
        (&["one.json", "folder.json", "--out", "new"], "cannot read `folder.json`"),
        (&["one.json", "--out", "two.json"], "`two.json"),
        (&["one.json"], "--out <DIR>"),
        (&["one.json", "--out", "new", "--in-place"], "cannot be used with"),
        (&["--out", "new"], "<FILE>..."),
    ] {
        let before = folder.contents();
        let (stdout, stderr) = folder.check(&[&["import"], arguments].concat(), 2);
        assert!(
            stdout.is_empty() && stderr.starts_with("error: ") && stderr.contains(expect),
            "{arguments:?}: {stderr}"
        );
        assert!(before == folder.contents() && !folder.path("new").exists(), "{arguments:?} wrote something");
    }
}

/// A name never leads out of the folder, and no terminal takes a name for a command.
#[test]
fn hostile_names_stay_in_the_folder() {
    for (id, expect) in [
        ("../../etc/passwd", "etc-passwd.json"),
        ("/absolute", "absolute.json"),
        ("a\\\\b", "a-b.json"),
        ("..", "sequence.json"),
        ("\\u0000", "sequence.json"),
        (".hidden", "hidden.json"),
        ("\\u001b[31mred", "31mred.json"),
        ("x y\\nz", "x-y-z.json"),
    ] {
        let folder = Folder::new();
        folder.write("in/a.json", &format!(r#"{{ "id": "{id}", "steps": [{{ "id": "a.b", "../\u001b[2J": 1 }}] }}"#));
        let (stdout, stderr) = folder.check(&["import", "in/a.json", "--out", "out/deep"], 0);
        let written: Vec<String> = names(&folder).into_iter().filter(|name| name != "in/a.json").collect();
        assert_eq!(written, [format!("out/deep/{expect}")], "{id}");
        assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{id}: {stdout}{stderr}");
        assert!(stdout.contains(r"/steps/0/..~1\u{1b}[2J -> "), "{id}: {stdout}");
        // Nothing is lost of it.
        let text = folder.read(&format!("out/deep/{expect}"));
        assert!(text.contains(&format!("\"id\": \"{id}\"")) && text.contains(r#""x-../\u001b[2J": 1"#), "{id}: {text}");
    }
}

#[test]
fn files_are_replaced_where_they_are() {
    let folder = Folder::new();
    let native = "{ \"id\": \"native\",   \"movements\": [] }\n";
    folder.write("sequences/steps.json", STEPS);
    folder.write("sequences/counts.json", COUNTS);
    folder.write("sequences/native.json", native);
    let paths = ["sequences/steps.json", "sequences/counts.json", "sequences/native.json"];
    let (stdout, stderr) = folder.check(&[&["import", "--in-place"], &paths[..]].concat(), 1);
    assert!(stdout.contains("sequences/steps.json:4:12 /steps -> baseline.json#/movements/0/beats\n"), "{stdout}");
    assert!(stderr.contains("        Kept what was there"), "{stderr}");
    assert_eq!(stderr.matches("       Wrote ").count(), 1, "{stderr}");
    assert!(stderr.ends_with("    Imported 2 files\nerror: 1 file is refused\n"), "{stderr}");
    assert_eq!(folder.read("sequences/steps.json"), IMPORTED);
    assert_eq!(folder.read("sequences/counts.json"), COUNTS);
    assert_eq!(folder.read("sequences/native.json"), native);
    let beside: BTreeSet<String> = names(&folder).into_iter().filter(|name| !name.starts_with(".symphony/")).collect();
    assert_eq!(beside, set(paths));

    // Again nothing changes, and nothing has to be kept.
    let (stdout, stderr) = folder.check(&["import", "--in-place", "sequences/steps.json"], 0);
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", "    Imported 1 file\n"));
    assert_eq!(folder.read("sequences/steps.json"), IMPORTED);

    // Every byte comes back.
    folder.check(&["fix", "--undo"], 0);
    assert_eq!(folder.read("sequences/steps.json"), STEPS);

    // A list of sequences cannot take the place of its file.
    let one =
        |id: &str| format!(r#"{{ "id": "{id}", "movements": [{{ "id": "m", "beats": [{{ "handler": "h" }}] }}] }}"#);
    let list = format!("{{ \"sequences\": [{}, {}] }}\n", one("first"), one("second"));
    folder.write("sequences/list.json", &list);
    folder.write("sequences/steps.json", STEPS);
    let (_, stderr) = folder.check(&["import", "--in-place", "sequences/steps.json", "sequences/list.json"], 2);
    assert!(
        stderr.contains("`sequences/list.json` has 2 sequences: import it with `--out`, into a file each"),
        "{stderr}"
    );
    assert_eq!(folder.read("sequences/steps.json"), STEPS);
    assert_eq!(folder.read("sequences/list.json"), list);
    folder.check(&["import", "--out", "lists", "sequences/list.json"], 0);
    assert!(folder.path("lists/first.json").exists() && folder.path("lists/second.json").exists());
}
