//! `check` and `explain` as processes: what fails, what is shown and where it goes, what git says changed, and what is
//! accepted.

#[allow(dead_code)] // other suites ask for more
mod support;

use std::process::Command;

use support::Folder;

/// Two sequences, of which one performs the other, and one for itself; each lacks an event.
const LEG: &str =
    r#"{ "id": "leg", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run", "kind": "io" }] }] }"#;
const TOUR: &str = r#"{ "id": "tour", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "start", "kind": "io" }, { "beat": 2, "sequence": "leg" }] }] }"#;
const ALONE: &str =
    r#"{ "id": "alone", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "wait", "kind": "io" }] }] }"#;

/// What breaks a rule in a beat.
const SOONISH: &str = r#""kind": "io", "timing": "soonish""#;

struct Hello(Folder);

impl Hello {
    fn new() -> Self {
        let hello = Self(Folder::new());
        hello.write(
            "Cargo.toml",
            "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        );
        hello.write(".gitignore", "target\n");
        hello.write("src/lib.rs", "");
        hello.write("sequences/leg.json", LEG);
        hello.write("sequences/tour.json", TOUR);
        hello.write("sequences/alone.json", ALONE);
        hello
    }

    fn write(&self, path: &str, text: &str) {
        self.0.write(path, text);
    }

    #[track_caller]
    fn check(&self, arguments: &[&str], exit: i32) -> String {
        let (stdout, stderr) = self.0.check(arguments, exit);
        assert_eq!(stderr, "", "{arguments:?}");
        stdout
    }

    /// What is said on standard error.
    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let (stdout, stderr) = self.0.check(arguments, 2);
        assert_eq!(stdout, "", "{arguments:?}");
        stderr
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) {
        let mut command: Command = self.0.command("git", "");
        let names = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"];
        let output = command.args(names).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// In a repository, in which everything is committed.
    fn committed() -> Self {
        let hello = Self::new();
        hello.git(&["init", "--quiet"]);
        hello.git(&["add", "."]);
        hello.git(&["commit", "--quiet", "-m", "all"]);
        hello
    }
}

/// The files with a finding of a code, and the summary.
fn of(code: &str, short: &str) -> (Vec<String>, String) {
    let lines = short.lines().filter(|line| line.contains(&format!(": {code} ")));
    let files = lines.map(|line| line.split(':').next().unwrap().trim_start_matches("sequences/").to_owned());
    (files.collect(), short.lines().last().unwrap_or_default().to_owned())
}

const TELEMETRY: &str = "TELEMETRY_NOT_INSTRUMENTED";

#[test]
fn only_what_changed_is_judged() {
    let hello = Hello::committed();
    let since =
        |revision: &str, exit| of(TELEMETRY, &hello.check(&["check", "--format", "short", "--since", revision], exit));
    let all = of(TELEMETRY, &hello.check(&["check", "--format", "short"], 4)).0;
    assert_eq!(all, ["alone.json", "leg.json", "tour.json"]);

    let (files, summary) = since("HEAD", 0);
    assert_eq!(files, [""; 0]);
    assert!(
        summary.contains("; left out 3 sequences and ") && summary.ends_with("did not change since `HEAD`"),
        "{summary}"
    );

    // What is performed changed, and so what performs it is judged too.
    hello.write("sequences/leg.json", &LEG.replace("run", "walk"));
    let (files, summary) = since("HEAD", 4);
    assert_eq!(files, ["leg.json", "tour.json"]);
    assert!(summary.contains("; left out 1 sequence and "), "{summary}");

    hello.git(&["commit", "--quiet", "-am", "walk"]);
    assert_eq!(since("HEAD", 0).0, [""; 0]);
    assert_eq!(since("HEAD~1", 4).0, ["leg.json", "tour.json"]);

    // What git does not know yet, and an id that is gone.
    hello.write("sequences/new.json", &ALONE.replace("alone", "new"));
    assert_eq!(since("HEAD", 4).0, ["new.json"]);
    hello.git(&["add", "."]);
    hello.git(&["commit", "--quiet", "-m", "new"]);
    hello.git(&["rm", "--quiet", "sequences/leg.json"]);
    let short = hello.check(&["check", "--format", "short", "--since", "HEAD"], 1);
    assert_eq!(of("SEQUENCE_NOT_FOUND", &short).0, ["tour.json"]);
    assert_eq!(of(TELEMETRY, &short).0, ["tour.json"]);
    hello.git(&["reset", "--quiet", "--hard"]);

    // Everything is judged by what is configured.
    hello.write("symphony.toml", "[check]\n");
    assert_eq!(since("HEAD", 4).0.len(), 4);
}

#[test]
fn a_revision_is_no_option() {
    let hello = Hello::committed();
    for revision in [
        "--output=x",
        "-x",
        "--",
        "nothing",
        "",
        "HEAD\n--output=x",
        "\u{1b}[2J",
        "HEAD..HEAD",
        "--upload-pack=touch x",
    ] {
        let arguments = ["check".to_owned(), format!("--since={revision}")];
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let stderr = hello.refused(&arguments);
        assert!(stderr.starts_with("error: git knows no revision `") && !stderr.contains('\u{1b}'), "{stderr}");
    }
    assert!(!hello.0.path("x").exists());
    let alone = Hello::new();
    assert!(
        alone
            .refused(&["check", "--since", "HEAD"])
            .starts_with("error: `--since` asks git what changed, and cannot: ")
    );
}

#[test]
fn levels_are_chosen_for_one_time() {
    let hello = Hello::new();
    hello.write("sequences/alone.json", &ALONE.replace("\"kind\": \"io\"", SOONISH));
    let denied = |arguments: &[&str]| {
        let whole = [&["check", "--format", "short"][..], arguments].concat();
        of("", &hello.check(&whole, 1)).1
    };
    assert!(denied(&[]).starts_with("failed: 1 finding (1 MAJOR)"), "{}", denied(&[]));
    assert!(denied(&["-D", TELEMETRY]).starts_with("failed: 4 findings (1 MAJOR, 3 denied by their level)"));
    assert!(denied(&["--deny", "minor"]).contains("denied by their level"));
    let short = hello.check(&["check", "--format", "short", "-W", "UNKNOWN_TIMING", "-A", TELEMETRY], 0);
    assert_eq!(of(TELEMETRY, &short).0, [""; 0]);
    assert_eq!(of("UNKNOWN_TIMING", &short).0, ["alone.json"]);
    assert!(short.contains("not evaluated: whether what is generated is fresh"), "{short}");

    assert!(hello.refused(&["check", "-A", "UNKOWN_TIMING"]).contains("did you mean `UNKNOWN_TIMING`?"));
    assert!(hello.refused(&["check", "-A", "JSON_SYNTAX"]).contains("`JSON_SYNTAX` is CRITICAL"));
    assert!(hello.refused(&["check", "--deny", "bad"]).contains("info, minor, major and critical"));
    assert!(hello.refused(&["check", "--min-score", "1.5"]).contains("from 0 to 1"));
}

#[test]
fn a_score_can_be_asked_for() {
    let hello = Hello::new();
    // What was there before is not known.
    assert!(
        hello
            .check(&["check", "--format", "short", "--min-score", "0.1"], 1)
            .contains("no score where 0.1 is asked for")
    );
    hello.0.check(&["generate"], 0);
    hello.check(&["check", "--format", "short", "--min-score", "0.1"], 0);
    let short = hello.check(&["check", "--format", "short", "--min-score", "1"], 1);
    assert!(short.contains(" where 1 is asked for"), "{short}");
    hello.write("symphony.toml", "[check]\nmin-score = 1.0\n");
    hello.check(&["check"], 1);
    hello.check(&["check", "--min-score", "0.5"], 0);
}

#[test]
fn formats_go_where_they_are_wanted() {
    let hello = Hello::new();
    let human = hello.check(
        &["check", "--format", "sarif=out/check.sarif", "--format", "junit=check.xml", "--format", "json=check.json"],
        4,
    );
    assert!(human.contains("stale: "), "{human}");
    assert!(hello.0.read("out/check.sarif").contains("\"version\": \"2.1.0\""));
    assert!(hello.0.read("check.xml").starts_with("<?xml"));
    assert_eq!(hello.check(&["check", "--format", "json"], 4), hello.0.read("check.json"), "the same bytes each time");
    assert_eq!(hello.check(&["check", "--output", "check.txt"], 4), "");
    assert!(!hello.0.read("check.txt").contains('\u{1b}'));
    assert!(hello.refused(&["check", "--format", "xml"]).contains("junit"));
    assert!(hello.refused(&["check", "--format", "json="]).contains("a file is named"));
    assert!(hello.refused(&["check", "--format", "json", "--format", "sarif"]).contains("name files"));
    assert!(hello.refused(&["check", "--output", "src"]).contains("cannot write `src`"));
    for format in ["human", "short", "json", "sarif", "github", "junit"] {
        let text = hello.check(&["check", "--format", format], 4);
        let root = hello.0.path("").display().to_string();
        assert!(!text.contains(root.trim_end_matches('/')), "{format}: {text}");
    }
    let schema: serde_json::Value = serde_json::from_str(&hello.check(&["schema", "--report"], 0)).unwrap();
    assert_eq!(schema["$id"], "symphony-report-v1.schema.json");
}

#[test]
fn what_fails_is_accepted_for_a_time() {
    let hello = Hello::new();
    hello.0.check(&["generate"], 0);
    hello.write("sequences/alone.json", &ALONE.replace("\"kind\": \"io\"", SOONISH));
    let run = |arguments: &[&str], exit| hello.0.check(arguments, exit);
    run(&["check"], 1);
    let (_, stderr) =
        run(&["check", "--baseline", "write", "--reason", "later", "--owner", "me", "--until", "2100-01-01"], 0);
    assert_eq!(stderr, "    Accepted 1 finding\n");
    assert!(
        hello.0.read("symphony-baseline.json").contains(r#""reason": "later", "owner": "me", "until": "2100-01-01""#)
    );
    assert!(run(&["check"], 0).0.contains("1 suppressed finding"));
    run(&["check", "--ignore-baseline"], 1);
    // The day comes from outside.
    let mut late = hello.0.command(env!("CARGO_BIN_EXE_cargo-symphony"), "");
    let output = late.args(["check", "--format", "short"]).env("SOURCE_DATE_EPOCH", "4102531200").output().unwrap();
    let short = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{short}");
    assert!(short.contains("BASELINE_EXPIRED MAJOR `UNKNOWN_TIMING` was accepted here until 2100-01-01"), "{short}");
    hello.write("sequences/alone.json", ALONE);
    assert!(run(&["check"], 0).0.contains("BASELINE_UNUSED"));
    assert_eq!(run(&["check", "--baseline", "prune"], 0).1, "     Removed 1 finding\n");
    assert!(!run(&["check"], 0).0.contains("BASELINE_UNUSED"));
    for (arguments, words) in [
        (&["check", "--until", "2027-01-01"][..], "--baseline"),
        (&["check", "--baseline", "write", "--until", "soon"], "write it as `2027-01-31`"),
        (&["check", "--baseline", "write", "--until", "2020-01-01"], "`--until 2020-01-01` is over"),
        (&["check", "--baseline", "erase"], "possible values: write, prune"),
    ] {
        assert!(hello.refused(arguments).contains(words), "{arguments:?}");
    }
}

#[test]
fn rules_are_explained() {
    let hello = Hello::new();
    let list = hello.check(&["explain"], 0);
    for family in ["orchestration", "sequence", "handler", "governance", "dependency"] {
        assert!(list.lines().any(|line| line == family), "{list}");
    }
    assert!(list.contains("  UNKNOWN_TIMING ") && list.contains(" rules: "), "{list}");
    let one = hello.check(&["explain", "unknown_timing"], 0);
    assert!(one.starts_with("UNKNOWN_TIMING\n\n") && one.contains("\nWhether it can be silenced\n"), "{one}");
    assert!(hello.check(&["explain", "UNKNOWN_TIMING", "--format", "markdown"], 0).starts_with("# UNKNOWN_TIMING\n"));
    let all: serde_json::Value = serde_json::from_str(&hello.check(&["explain", "--format", "json"], 0)).unwrap();
    assert!(all.as_array().unwrap().iter().any(|rule| rule["code"] == "BASELINE_EXPIRED"));
    assert_eq!(
        hello.refused(&["explain", "UNKOWN_TIMING"]),
        "error: there is no rule `UNKOWN_TIMING`: did you mean `UNKNOWN_TIMING`?\n"
    );
}
