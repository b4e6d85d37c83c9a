//! The command as a process: what it prints, how it exits, and what it leaves when it is killed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Instant;
use std::{fs, io};

use tempfile::TempDir;

const GREETING: &str = r#"{
  "id": "greeting",
  "movements": [{ "id": "writing", "beats": [
    { "beat": 1, "handler": "writeLetter", "acceptanceCriteria": ["Given a pen, when it writes, then a letter is there"] }
  ] }]
}
"#;

/// A package in a temporary folder.
struct Hello(TempDir);

impl Hello {
    fn new() -> Self {
        let hello = Self(tempfile::tempdir().unwrap());
        hello.write(
            "Cargo.toml",
            "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        );
        hello.write("src/lib.rs", "");
        hello.write("sequences/greeting.json", GREETING);
        hello
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-symphony"));
        command.args(arguments).current_dir(self.root()).env_remove("CARGO_TARGET_DIR").env_remove("CLICOLOR_FORCE");
        command.env("NO_COLOR", "1").env("CARGO_NET_OFFLINE", "true").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs it, and gives what it printed to standard output and to standard error.
    #[track_caller]
    fn check(&self, arguments: &[&str], exit: i32) -> (String, String) {
        let output = self.run(arguments);
        let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }

    /// Every file of a folder.
    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.root().join(folder), &mut files).unwrap();
        files.sort();
        files
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

#[test]
fn exit_codes_name_the_remedy() {
    let hello = Hello::new();
    let (stdout, stderr) = hello.check(&["check"], 4);
    assert!(stdout.contains("docs/sequences/greeting.md: is missing\n"), "{stdout}");
    assert!(stdout.contains("what is stale is mended by `cargo symphony generate`\nstale: "), "{stdout}");
    assert!(stdout.contains(", 8 stale files; looked at 1 file, 1 sequence, 1 beat by "), "{stdout}");
    assert_eq!(stderr, "");
    let (stdout, stderr) = hello.check(&["symphony", "generate"], 0);
    assert_eq!(stdout, "");
    assert!(stderr.contains("       Wrote docs/sequences/greeting.md\n"), "{stderr}");
    assert!(stderr.contains("       Wrote tests/greeting_scenarios.rs, which is yours now\n"), "{stderr}");
    assert_eq!(hello.check(&["check", "--freshness"], 0).0, "");
    assert_eq!(hello.check(&["generate", "--quiet"], 0), (String::new(), String::new()));

    hello.write("features/greeting.feature", &hello.read("features/greeting.feature").replace("a pen", "a pencil"));
    let (stdout, stderr) = hello.check(&["check", "--freshness"], 4);
    assert!(stdout.starts_with("--- features/greeting.feature\n+++ generated\n@@ "), "{stdout}");
    assert!(stdout.contains("-      Given a pencil\n") && stdout.contains("+      Given a pen\n"), "{stdout}");
    assert!(stdout.contains("mended by `cargo symphony generate`\nstale: 1 stale file; looked at"), "{stdout}");
    assert_eq!(stderr, "");
    hello.check(&["generate"], 0);

    hello.write("sequences/greeting.json", &GREETING.replace("a pen,", "a quill,"));
    let (stdout, _) = hello.check(&["check"], 1);
    assert!(stdout.contains("error[MISSING_STEP]: the step \"Given a quill\" has no code"), "{stdout}");
    assert!(stdout.contains("what is stale is mended by `cargo symphony generate`\nfailed: "), "{stdout}");
    let (stdout, stderr) = hello.check(&["generate"], 0);
    assert!(
        stdout.contains("fn given_a_quill(&mut self) -> Self::Step {\n    todo!(\"Given a quill\")\n}\n"),
        "{stdout}"
    );
    assert!(stdout.contains("`WriteLetterScenarios::given_a_pen` belongs to no criterion of"), "{stdout}");
    assert!(stderr.contains("run `cargo symphony generate --append`"), "{stderr}");
    assert!(
        hello.check(&["generate", "--append"], 0).1.contains("Added to tests/greeting_scenarios.rs: 1 piece of code")
    );

    hello.write("sequences/greeting.json", "{ \"id\": \"greeting\", \"moovements\": [] }");
    let (stdout, _) = hello.check(&["check", "--freshness"], 1);
    assert!(stdout.contains("error[UNKNOWN_KEY]") && stdout.contains(" --> sequences/greeting.json:1:21"), "{stdout}");
    hello.check(&["generate"], 1);

    hello.write("symphony.toml", "[generate]\ndcos = \"docs\"\n");
    let (_, stderr) = hello.check(&["check"], 2);
    assert!(stderr.contains(" --> symphony.toml:2:1") && stderr.contains("did you mean `docs`?"), "{stderr}");
    hello.check(&["chekc"], 2);
    hello.check(&[], 2);
    assert!(hello.check(&["--help"], 0).0.contains("Exit codes:\n  0  all is as it should be\n"));
}

#[test]
fn packages_are_found_as_cargo_finds_them() {
    let hello = Hello::new();
    let manifest = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    hello.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"one\", \"two\", \"three\"]\n");
    for name in ["one", "two", "three"] {
        hello.write(&format!("{name}/Cargo.toml"), &manifest(name));
        hello.write(&format!("{name}/src/lib.rs"), "");
    }
    hello.write("one/sequences/greeting.json", GREETING);
    hello.write("two/symphony.toml", "[generate]\nsequences = [\"specs\"]\n");
    hello.write("two/specs/greeting.json", &GREETING.replace("greeting", "other"));
    let (_, stderr) = hello.check(&["generate"], 0);
    assert!(stderr.contains("     Package one (") && stderr.contains("     Package two ("), "{stderr}");
    assert!(hello.root().join("one/docs/sequences/greeting.md").exists());
    assert!(hello.root().join("two/docs/sequences/other.md").exists());
    fs::remove_dir_all(hello.root().join("two/docs")).unwrap();
    // A member alone, by its folder, one below it, or its manifest.
    for (folder, arguments, exit) in [
        ("one", &["check"][..], 0),
        ("one/src", &["check"], 0),
        ("two", &["check"], 4),
        ("", &["check", "--manifest-path", "one/Cargo.toml"], 0),
        ("", &["check", "one/sequences"], 0),
        ("", &["check"], 4),
        ("three", &["check"], 2),
        ("", &["check", "--manifest-path", "four/Cargo.toml"], 2),
    ] {
        let output = hello.command(arguments).current_dir(hello.root().join(folder)).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{folder} {arguments:?}: {stderr}");
        if folder == "three" {
            let expected = "error: the package `three` has no sequences: make a folder `sequences`, or a `symphony.toml` that names another\n";
            assert_eq!(stderr, expected);
        }
    }
}

#[test]
fn coverage_is_recorded_and_reviewed() {
    let hello = Hello::new();
    hello.check(&["generate"], 0);
    let id = "greeting/writing/write_letter/given_a_pen_when_it_writes";
    assert_eq!(hello.check(&["coverage"], 0), (format!("{id}: undefined\n"), "    Coverage 1 undefined\n".to_owned()));
    let path = "tests/greeting_scenarios.rs";
    hello.write(path, &hello.read(path).replace("todo!(", "println!("));
    let test = "hello::greeting_scenarios$writing::write_letter::given_a_pen_when_it_writes";
    hello.write("results.json", &format!("{{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{test}\"}}\n"));
    let (stdout, stderr) = hello.check(&["coverage", "--results", "results.json"], 0);
    assert_eq!(
        (stdout.as_str(), stderr.as_str()),
        ("", "    Recorded results of 1 criterion\n    Coverage 1 covered\n")
    );
    hello.check(&["review", "greeting"], 0);
    assert!(hello.check(&["review", "--all"], 0).1.contains("nothing that was not reviewed before"));
    hello.check(&["review", "greetings"], 2);
    hello.check(&["review"], 2);
    assert!(hello.read("docs/sequences/coverage.json").contains("\"outcome\": \"passed\""));
    // The documents say what is recorded.
    assert!(hello.check(&["check"], 4).0.contains("docs/sequences/greeting.md"));
    hello.check(&["generate"], 0);
    hello.check(&["check"], 0);
    hello.write("results.json", "{\"type\":\"test\",\"event\":\"ok\",\"name\":\"unit\"}\n");
    hello.check(&["coverage", "--results", "results.json"], 1);
    hello.write("results.json", "nothing");
    hello.check(&["coverage", "--results", "results.json"], 2);
    hello.check(&["coverage", "--results", "nothing.json"], 2);
}

#[test]
fn graphs_and_the_schema_are_printed() {
    let hello = Hello::new();
    assert!(hello.check(&["graph"], 0).0.contains("flowchart"));
    assert!(hello.check(&["graph", "greeting", "--format", "ascii"], 0).0.contains('┌'));
    assert!(hello.check(&["graph", "greetings"], 2).1.contains("there is no sequence of the id `greetings`"));
    let schema: serde_json::Value = serde_json::from_str(&hello.check(&["schema"], 0).0).unwrap();
    assert_eq!(schema["$ref"], "#/$defs/sequence");
    hello.write("authority.json", "{}");
    let (_, stderr) = hello.check(&["context", "authority.json", "--out", "context.md"], 1);
    assert!(stderr.contains("authority.json:1:1: /sessionTitle: is missing"), "{stderr}");
    assert!(!hello.root().join("context.md").exists());
}

/// Some hundred sequences, all of whose documents change with `title`.
fn many(hello: &Hello, title: &str) {
    for number in 0..100 {
        let text = GREETING.replace("\"greeting\"", &format!("\"greeting-{number}\", \"title\": \"{title} {number}\""));
        hello.write(&format!("sequences/greeting{number}.json"), &text);
    }
    let _ = fs::remove_file(hello.root().join("sequences/greeting.json"));
}

/// Every file of ours is whole: its first lines say that it is ours, and it holds what one of the titles asks for.
#[track_caller]
fn assert_whole(hello: &Hello, wanted: [&[(PathBuf, String)]; 2]) {
    for folder in ["docs", "features"].into_iter().filter(|folder| hello.root().join(folder).exists()) {
        for file in hello.files(folder) {
            let name = file.file_name().unwrap().to_str().unwrap();
            if name.ends_with(".symphony-new") || name == "index.json" || name == "README.md" {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            let is_one = wanted.iter().any(|files| files.iter().any(|(path, wanted)| *path == file && *wanted == text));
            assert!(is_one, "{} is half", file.display());
        }
    }
}

fn contents(hello: &Hello) -> Vec<(PathBuf, String)> {
    let files = hello.files("docs").into_iter().chain(hello.files("features"));
    files.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn whoever_kills_it_leaves_whole_files() {
    let hello = Hello::new();
    many(&hello, "Good day");
    hello.check(&["generate"], 0);
    let old = contents(&hello);
    many(&hello, "Good night");
    let start = Instant::now();
    hello.check(&["generate"], 0);
    let whole = start.elapsed();
    let new = contents(&hello);
    assert!(old.len() > 300 && old.len() == new.len());
    for round in 0..50 {
        let title = if round % 2 == 0 { "Good day" } else { "Good night" };
        many(&hello, title);
        let mut child = hello.command(&["generate", "--quiet"]).spawn().unwrap();
        // From before the first file is written to after the last.
        thread::sleep(whole * round / 45);
        let _ = child.kill();
        child.wait().unwrap();
        assert_whole(&hello, [&old, &new]);
        let list = fs::read(hello.root().join("docs/sequences/index.json")).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&list).is_ok(), "index.json is half");
    }
    many(&hello, "Good night");
    hello.check(&["generate"], 0);
    hello.check(&["check"], 0);
    let left = |(path, _): &&(PathBuf, String)| !path.to_str().unwrap().ends_with(".symphony-new");
    assert_eq!(contents(&hello).iter().filter(left).collect::<Vec<_>>(), new.iter().collect::<Vec<_>>());
}

#[test]
fn two_at_once_do_not_disturb_each_other() {
    let hello = Hello::new();
    many(&hello, "Good day");
    for round in 0..5 {
        many(&hello, &format!("Good day {round}"));
        let spawn = |_| hello.command(&["generate", "--append", "--quiet"]).stderr(Stdio::piped()).spawn().unwrap();
        let children: Vec<_> = (0..3).map(spawn).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        hello.check(&["check"], 0);
    }
    let left = hello.files(".").into_iter().filter(|path| path.to_str().unwrap().contains("symphony-new"));
    assert_eq!(left.collect::<Vec<_>>(), [""; 0].map(PathBuf::from));
}

#[test]
fn two_at_once_add_a_step_once() {
    for _ in 0..5 {
        let hello = Hello::new();
        hello.check(&["generate"], 0);
        hello.write("sequences/greeting.json", &GREETING.replace("a pen,", "a quill,"));
        let spawn =
            |_| hello.command(&["generate", "--append"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let children: Vec<_> = (0..4).map(spawn).collect();
        assert!(children.into_iter().all(|mut child| child.wait().unwrap().success()));
        assert_eq!(hello.read("tests/greeting_scenarios.rs").matches("fn given_a_quill(").count(), 1);
    }
}

#[test]
fn a_tree_that_cannot_be_written_is_one_clear_error() {
    let hello = Hello::new();
    // Where nobody may write, not even root: below a file.
    hello.write("features", "a file");
    let (_, stderr) = hello.check(&["generate"], 2);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("error: cannot "), "{stderr}");
    assert!(stderr.contains("`features/greeting.feature`") || stderr.contains("`features`"), "{stderr}");
    assert!(!hello.root().join("docs").exists(), "something was written");
}

/// `generate` and `check` in a tree that is mounted read-only, where the machine lets us mount.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_tree_is_one_clear_error() {
    let hello = Hello::new();
    let root = hello.root().to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_cargo-symphony");
    // The last line is the exit code; without it there was no mount.
    let script = format!(
        "mount --bind '{root}' '{root}' && mount -o remount,bind,ro '{root}' && cd '{root}' && \
         {{ '{program}' generate; echo \"exit $?\"; '{program}' check --freshness >&2; echo \"exit $?\"; }}"
    );
    let output =
        Command::new("unshare").args(["--mount", "--map-root-user", "sh", "-c", &script]).env("NO_COLOR", "1").output();
    let Ok(output) = output else {
        eprintln!("skipped: there is no `unshare` here");
        return;
    };
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    if !stdout.contains("exit ") {
        eprintln!("skipped: a read-only mount cannot be made here: {stderr}");
        return;
    }
    assert_eq!(stdout, "exit 2\nexit 4\n", "{stderr}");
    let faults: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error: cannot write")).collect();
    assert_eq!(faults.len(), 1, "{stderr}");
    assert!(faults[0].contains("Read-only file system"), "{stderr}");
}
