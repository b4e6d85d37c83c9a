//! `fix` and `import --in-place` as processes: what they print, what git sees, and what is left when they are killed.

#[allow(dead_code)] // other suites ask for more
mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use support::Folder;

/// Says three beats and has two, and calls a key by another name.
const WRONG: &str = r#"{
  "id": "greeting", "beats": 3,
  "movements": [{ "id": "writing", "beats": [
    { "beat": 1, "event": "tone:chosen", "handler": "chooseTone" },
    { "beat": 2, "event": "letter:written", "handler": "writeLetter", "titel": "Write" }
  ] }]
}
"#;

/// A package in a repository.
struct Hello(Folder);

impl Hello {
    /// In a repository in which everything is committed.
    fn new() -> Self {
        let hello = Self::without_git();
        hello.git(&["init", "--quiet"]);
        hello.git(&["config", "user.name", "Somebody"]);
        hello.git(&["config", "user.email", "somebody@example.org"]);
        hello.git(&["config", "commit.gpgsign", "false"]);
        hello.commit();
        hello
    }

    fn without_git() -> Self {
        let hello = Self(Folder::new());
        let manifest = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
        hello.0.write("Cargo.toml", manifest);
        hello.0.write("src/lib.rs", "");
        hello.0.write("sequences/greeting.json", WRONG);
        hello
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path(path)
    }

    fn sequence(&self) -> String {
        self.0.read("sequences/greeting.json")
    }

    /// A program here, on which what the tests are started from has no say.
    fn run(&self, program: &str) -> Command {
        let mut command = self.0.command(program, "");
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "as it was"]);
    }

    fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.run(env!("CARGO_BIN_EXE_cargo-symphony"));
        command.args(arguments);
        command
    }

    /// Runs it, and gives what it printed to standard output and to standard error.
    #[track_caller]
    fn check(&self, arguments: &[&str], exit: i32) -> (String, String) {
        let output = self.command(arguments).output().unwrap();
        let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }

    /// Every file but git's and those that keep what was there.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = self.0.contents();
        files.retain(|path, _| !path.starts_with(".git") && !path.starts_with(".symphony"));
        files
    }
}

#[test]
fn a_dry_run_is_a_diff_and_nothing_else() {
    let hello = Hello::new();
    let before = hello.files();
    let (diff, stderr) = hello.check(&["fix", "--dry-run", "--unsafe"], 0);
    assert!(
        diff.starts_with("--- a/sequences/greeting.json\n+++ b/sequences/greeting.json\n@@ -1,7 +1,7 @@\n"),
        "{diff}"
    );
    assert!(
        diff.contains("\n-  \"id\": \"greeting\", \"beats\": 3,\n+  \"id\": \"greeting\", \"beats\": 2,\n"),
        "{diff}"
    );
    assert!(stderr.contains("   Would fix sequence: 2 edits in 1 file\n"), "{stderr}");
    assert_eq!(hello.files(), before);
    assert!(!hello.path("target").exists());
    // Whoever applies the diff has what the fix does.
    hello.0.write("fix.diff", &diff);
    hello.git(&["apply", "fix.diff"]);
    fs::remove_file(hello.path("fix.diff")).unwrap();
    let applied = hello.files();
    hello.git(&["checkout", "--quiet", "."]);
    hello.check(&["fix", "--unsafe"], 0);
    assert_eq!(hello.files(), applied);
}

#[test]
fn undo_brings_the_bytes_back_run_by_run() {
    let hello = Hello::new();
    let (_, stderr) = hello.check(&["fix"], 1);
    assert!(stderr.contains("Edited sequences/greeting.json:2:30: set it to 2\n"), "{stderr}");
    assert!(stderr.contains("Fixed sequence: 1 edit in 1 file (snapshot "), "{stderr}");
    assert!(stderr.contains("Left 1 edit that somebody has to look at: `--unsafe` makes them\n"), "{stderr}");
    let mended = WRONG.replace("3,\n", "2,\n");
    assert_eq!(hello.sequence(), mended);
    hello.commit();
    hello.check(&["fix", "--unsafe"], 0);
    assert_eq!(hello.sequence(), mended.replace("titel", "title"));
    let (_, stderr) = hello.check(&["fix", "--undo"], 0);
    assert!(stderr.contains("Undone run 2 (`fix`): 1 file\n"), "{stderr}");
    assert_eq!(hello.sequence(), mended);
    hello.check(&["fix", "--undo"], 0);
    assert_eq!(hello.sequence(), WRONG);
    assert!(hello.check(&["fix", "--undo"], 2).1.contains("there is nothing to undo"));
    hello.check(&["fix", "--allow-dirty"], 1);
    hello.0.write("sequences/greeting.json", "mine");
    assert!(hello.check(&["fix", "--undo"], 2).1.contains("sequences/greeting.json` was changed since"));
    assert_eq!(hello.sequence(), "mine");
    hello.check(&["fix", "--undo", "--force"], 0);
    assert_eq!(hello.sequence(), WRONG);
}

#[test]
fn what_git_would_not_have_back_is_not_touched() {
    let hello = Hello::new();
    hello.0.write("notes.txt", "mine");
    let before = hello.files();
    let (_, stderr) = hello.check(&["fix"], 2);
    assert!(stderr.contains("use `--allow-dirty`\n  notes.txt\n"), "{stderr}");
    assert_eq!(hello.files(), before);
    hello.check(&["fix", "--allow-dirty"], 1);
    assert_ne!(hello.files(), before);

    let hello = Hello::without_git();
    // A folder around the temporary ones may be in a repository; that is not this one's.
    let is_alone = !hello.path("").ancestors().any(|folder| folder.join(".git").exists());
    if is_alone {
        assert!(hello.check(&["fix"], 2).1.contains("`--allow-no-vcs`"));
        assert_eq!(hello.sequence(), WRONG);
        assert!(
            hello.check(&["fix", "--commit", "--allow-no-vcs"], 2).1.contains("`--commit` has nothing to commit to")
        );
    }
    hello.check(&["fix", "--allow-no-vcs", "--allow-dirty"], 1);
    assert_ne!(hello.sequence(), WRONG);
}

#[test]
fn each_phase_is_a_commit() {
    let hello = Hello::new();
    hello.0.write("src/lib.rs", "symphony::include_sequences!();\nstruct Desk;\nimpl greeting::Writing for Desk {}\n");
    hello.commit();
    let before = hello.commits();
    // What somebody has staged is no part of it.
    hello.0.write("notes.txt", "mine");
    hello.git(&["add", "notes.txt"]);
    // What is left are stubs, which somebody has to write.
    hello.check(&["fix", "--unsafe", "--commit", "--allow-dirty"], 1);
    assert_eq!(hello.commits(), before + 2);
    let log =
        hello.git(&["log", "-2", "--name-only", "--format=%s%n%(trailers:key=Symphony-Phase,key=Symphony-Fixed)"]);
    assert_eq!(
        log,
        "Fix 1 finding of the handler phase\nSymphony-Phase: handler\nSymphony-Fixed: MISSING_IMPLEMENTATION x1\n\n\nsrc/lib.rs\n\
         Fix 2 findings of the sequence phase\nSymphony-Phase: sequence\nSymphony-Fixed: BEAT_COUNT_MISMATCH x1\nSymphony-Fixed: UNKNOWN_KEY x1\n\n\nsequences/greeting.json\n"
    );
    let snapshot = hello.git(&["log", "-1", "--format=%(trailers:key=Symphony-Snapshot,valueonly)"]);
    assert!(snapshot.trim().len() >= 12 && snapshot.trim().chars().all(|c| c.is_ascii_hexdigit()), "{snapshot}");
    assert_eq!(hello.git(&["status", "--porcelain"]), "A  notes.txt\n");
    // Both phases were one run.
    hello.check(&["fix", "--undo"], 0);
    assert_eq!((hello.sequence(), hello.0.read("src/lib.rs").lines().count()), (WRONG.to_owned(), 3));
}

#[cfg(unix)]
#[test]
fn a_commit_that_git_refuses_rolls_the_phase_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let hello = Hello::new();
    let (before, commits) = (hello.files(), hello.commits());
    let hook = hello.path(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (_, stderr) = hello.check(&["fix", "--commit"], 2);
    assert!(stderr.contains("error: GIT_COMMIT_FAILED: the phase `sequence` is rolled back: "), "{stderr}");
    assert!(stderr.contains("not on a Friday"), "{stderr}");
    assert_eq!((hello.files(), hello.commits()), (before, commits));
    assert_eq!(hello.git(&["status", "--porcelain"]), "");
    assert!(hello.check(&["fix", "--undo"], 2).1.contains("there is nothing to undo"));
    // Without it, the same is done.
    fs::remove_file(hook).unwrap();
    hello.check(&["fix", "--commit"], 1);
    assert_eq!(hello.commits(), commits + 1);
}

#[cfg(unix)]
#[test]
fn a_commit_that_a_hook_changes_is_taken_back() {
    use std::os::unix::fs::PermissionsExt as _;
    for (script, expect) in [
        ("echo x > more.txt; git add more.txt", "it would hold `more.txt`, which nobody fixed"),
        (
            "echo '{}' > new; git update-index --cacheinfo 100644,$(git hash-object -w new),sequences/greeting.json; rm new",
            "it would not hold `sequences/greeting.json` as it was fixed",
        ),
    ] {
        let hello = Hello::new();
        hello.0.write(".gitignore", "/target\n/.symphony\n");
        hello.commit();
        let (head, commits) = (hello.git(&["rev-parse", "HEAD"]), hello.commits());
        let hook = hello.path(".git/hooks/pre-commit");
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(&hook, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        let (_, stderr) = hello.check(&["fix", "--commit"], 2);
        assert!(stderr.contains("GIT_COMMIT_FAILED") && stderr.contains(expect), "{stderr}");
        assert!(stderr.contains("that commit is taken back"), "{stderr}");
        assert_eq!((hello.git(&["rev-parse", "HEAD"]), hello.commits()), (head, commits));
        assert_eq!(hello.sequence(), WRONG);
        let status = hello.git(&["status", "--porcelain", "--", "sequences"]);
        assert_eq!(status, "", "nothing is staged: {script}");
    }
}

#[test]
fn what_git_ignores_is_fixed_and_in_no_commit() {
    let hello = Hello::new();
    hello.0.write(".gitignore", "/target\n/.symphony\n/sequences/mine.json\n");
    hello.0.write("sequences/mine.json", &WRONG.replace("greeting", "mine"));
    hello.commit();
    let commits = hello.commits();
    let (_, stderr) = hello.check(&["fix", "--commit"], 1);
    assert!(stderr.contains("`sequences/mine.json` is fixed, and in no commit: git ignores it"), "{stderr}");
    assert_eq!(hello.commits(), commits + 1);
    assert_eq!(hello.git(&["show", "--name-only", "--format="]), "sequences/greeting.json\n");
    assert!(hello.0.read("sequences/mine.json").contains("\"beats\": 2,"));
    // Where nothing else is fixed, there is no commit.
    hello.0.write("sequences/mine.json", &WRONG.replace("greeting", "mine"));
    let (_, stderr) = hello.check(&["fix", "--commit"], 1);
    assert!(stderr.contains("in no commit") && !stderr.contains(", committed)"), "{stderr}");
    assert_eq!(hello.commits(), commits + 1);
}

#[test]
fn changes_of_somebody_are_never_committed() {
    let hello = Hello::new();
    let changed = WRONG.replace("chooseTone", "choose");
    hello.0.write("sequences/greeting.json", &changed);
    let (_, stderr) = hello.check(&["fix", "--commit", "--allow-dirty"], 2);
    assert!(stderr.contains("GIT_COMMIT_FAILED") && stderr.contains("greeting.json` has changes of yours"), "{stderr}");
    assert_eq!(hello.sequence(), changed);
}

#[test]
fn what_takes_too_long_is_rolled_back() {
    let hello = Hello::new();
    let before = hello.files();
    let (_, stderr) = hello.check(&["fix", "--timeout", "0s"], 2);
    assert!(
        stderr.contains("error: HANDLER_TIMEOUT: the phase `sequence` is rolled back: it takes longer than 0 ms"),
        "{stderr}"
    );
    assert_eq!(hello.files(), before);
    hello.check(&["fix", "--timeout", "soon"], 2);
}

#[test]
fn what_gets_worse_is_rolled_back() {
    let hello = Hello::new();
    // What is called a handler is one when the key is spelt as it should be, and then its name is wrong.
    hello.0.write(
        "sequences/greeting.json",
        &WRONG.replace("\"handler\": \"writeLetter\"", "\"handlr\": \"write a letter!\""),
    );
    hello.commit();
    let before = hello.files();
    // What is safe is done all the same, as it is without the guesses.
    let (_, stderr) = hello.check(&["fix", "--unsafe"], 1);
    let expect = "warning: sequence: guesses are left out, since what they leave is worse than what is there";
    assert!(stderr.contains(expect), "{stderr}");
    assert!(stderr.contains("\n  sequences/greeting.json:5:"), "{stderr}");
    let after = hello.files();
    assert_ne!(after, before);
    hello.check(&["fix", "--undo"], 0);
    assert_eq!(hello.files(), before);
    hello.check(&["fix"], 1);
    assert_eq!(hello.files(), after);
    hello.commit();
    // Where there is nothing else to do, nothing is done.
    let (_, stderr) = hello.check(&["fix", "--unsafe"], 1);
    assert!(
        stderr.contains("error: VALIDATION_FAILED: the phase `sequence` is rolled back: what it would leave is worse"),
        "{stderr}"
    );
    assert_eq!(hello.files(), after);
}

#[test]
fn only_what_is_named_is_mended() {
    let hello = Hello::new();
    hello.0.write("sequences/other.json", &WRONG.replace("greeting", "other"));
    hello.commit();
    hello.check(&["fix", "--phase", "handler", "--unsafe"], 1);
    assert_eq!(hello.sequence(), WRONG);
    hello.check(&["fix", "sequences/other.json"], 1);
    assert_eq!(hello.sequence(), WRONG);
    assert!(hello.0.read("sequences/other.json").contains("\"beats\": 2,"));
}

#[test]
fn files_of_no_package_are_mended_too() {
    let hello = Hello(Folder::new());
    hello.0.write("a.json", WRONG);
    hello.check(&["fix", "a.json", "--allow-no-vcs", "--allow-dirty"], 1);
    assert!(hello.0.read("a.json").contains("\"beats\": 2,"));
    hello.check(&["fix", "--undo"], 0);
    assert_eq!(hello.0.read("a.json"), WRONG);
}

#[test]
fn the_second_process_waits_and_says_for_whom() {
    let hello = Hello::new();
    hello.check(&["fix"], 1);
    hello.commit();
    hello.0.write("sequences/greeting.json", WRONG);
    let lock = hello.path("target/symphony/snapshots/lock");
    let held = fs::File::options().write(true).open(&lock).unwrap();
    // `flock` is part of the same package as `unshare`, which another suite of ours looks for; without it there is nothing to see.
    let mut flock = Command::new("flock");
    flock.arg(&lock).args(["sh", "-c", "echo held; read line"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut holder) = flock.spawn() else {
        eprintln!("skipped: there is no `flock` here");
        return;
    };
    drop(held);
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");
    let mut waiting = hello.command(&["fix", "--allow-dirty"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(waiting.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(
        line.contains("Waiting for `cargo symphony fix`, process ") && line.ends_with(", which changes files\n"),
        "{line}"
    );
    assert_eq!(hello.sequence(), WRONG);
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert_eq!(waiting.wait().unwrap().code(), Some(1));
    assert_ne!(hello.sequence(), WRONG);
}

/// How often a process is killed.
fn rounds() -> u32 {
    env::var("SYMPHONY_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(40)
}

/// When a process is killed.
#[derive(Clone, Copy)]
enum Kill {
    Never,
    /// So long after it starts.
    Started(Duration),
    /// So long after it has written down what it is about to do.
    Journal(Duration),
}

/// Runs a command until it ends or is killed. Gives how long that was, and how long of it there was a journal.
fn run_until(hello: &Hello, arguments: &[&str], journal: &Path, kill: Kill) -> [Duration; 2] {
    let start = Instant::now();
    let mut child = hello.command(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let (mut first, mut last) = (None, start);
    loop {
        let now = Instant::now();
        if journal.exists() {
            last = now;
            first = first.or(Some(now));
        }
        let is_due = match kill {
            Kill::Never => false,
            Kill::Started(after) => now >= start + after,
            Kill::Journal(after) => first.is_some_and(|first| now >= first + after),
        };
        if is_due {
            let _ = child.kill();
            child.wait().unwrap();
        }
        if is_due || child.try_wait().unwrap().is_some() {
            return [start.elapsed(), first.map_or(Duration::ZERO, |first| last - first)];
        }
        thread::yield_now();
    }
}

/// Runs a command again and again, killed at another time each time, half of them while it replaces files. Every file must
/// hold what it held or what it is to hold, and all of them what they held when the next process has looked at them.
/// `reset` puts everything back to where it was.
#[track_caller]
fn killed(hello: &Hello, arguments: &[&str], store: &str, reset: impl Fn()) {
    let journal = hello.path(store).join("journal");
    let reset = || {
        reset();
        let _ = fs::remove_dir_all(hello.path(store));
    };
    reset();
    let old = hello.files();
    let [whole, replacing] = run_until(hello, arguments, &journal, Kill::Never);
    let new = hello.files();
    assert!(old.keys().eq(new.keys()), "files come or go");
    assert!(old.iter().filter(|(path, bytes)| new[*path] != **bytes).count() >= 100, "too little is changed");
    let (mut between, mut recovered) = (0, 0);
    for round in 0..rounds() {
        reset();
        let part = f64::from(round / 2) / f64::from(rounds().div_ceil(2));
        // With the journal, files are replaced first, and then looked at for long.
        let kill = if round % 2 == 0 {
            Kill::Started(whole.mul_f64(part))
        } else {
            Kill::Journal(replacing.mul_f64(part.powi(3)))
        };
        run_until(hello, arguments, &journal, kill);
        let now = hello.files();
        let is_left = |path: &Path| path.to_str().unwrap().ends_with(".symphony-new");
        for (path, bytes) in now.iter().filter(|(path, _)| !is_left(path)) {
            assert!(*bytes == old[path] || *bytes == new[path], "{} is half", path.display());
        }
        between += usize::from(now != old && now != new);
        // Whether it was done or not, there is a way back; where nothing was done, nothing is there to undo.
        let undo = hello.command(&["fix", "--undo"]).output().unwrap();
        let stderr = String::from_utf8(undo.stderr).unwrap();
        recovered += usize::from(stderr.contains("a run that was killed is rolled back"));
        assert!(now == old || undo.status.success(), "{stderr}");
        assert!(hello.files() == old, "not everything is as it was: {stderr}");
    }
    println!("of {} kills {between} were between two files, {recovered} were rolled back", rounds());
}

fn many(hello: &Hello, text: &str) {
    for number in 0..120 {
        hello.0.write(
            &format!("sequences/greeting{number}.json"),
            &text.replace("greeting", &format!("greeting-{number}")),
        );
    }
}

#[cfg(unix)]
fn modes(hello: &Hello) -> Vec<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    hello
        .files()
        .keys()
        .map(|path| fs::metadata(hello.path(path.to_str().unwrap())).unwrap().permissions().mode())
        .collect()
}

#[cfg(unix)]
#[test]
fn whoever_kills_a_fix_leaves_whole_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let hello = Hello::without_git();
    fs::remove_file(hello.path("sequences/greeting.json")).unwrap();
    many(&hello, WRONG);
    let path = hello.path("sequences/greeting7.json");
    fs::set_permissions(path, fs::Permissions::from_mode(0o640)).unwrap();
    let before = modes(&hello);
    let arguments = ["fix", "--allow-no-vcs", "--allow-dirty", "--unsafe"];
    killed(&hello, &arguments, "target/symphony/snapshots", || many(&hello, WRONG));
    assert_eq!(modes(&hello), before);
}

#[test]
fn whoever_kills_an_import_leaves_whole_files() {
    let hello = Hello(Folder::new());
    let flat = r#"{ "id": "greeting", "steps": [{ "order": 1, "id": "data.load" }] }"#;
    many(&hello, flat);
    let files: Vec<String> = (0..120).map(|number| format!("sequences/greeting{number}.json")).collect();
    let mut arguments = vec!["import", "--in-place"];
    arguments.extend(files.iter().map(String::as_str));
    killed(&hello, &arguments, ".symphony", || many(&hello, flat));
}
