//! `registry` as a process: what it prints, and how it exits.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const DOMAINS: &str = r#"{ "domains": [
  { "id": "letters", "name": "Letters", "description": "What is sent", "category": "post", "status": "active", "owner": "ann" },
  { "id": "parcels", "name": "Parcels", "description": "What is heavy", "category": "post", "status": "planned", "owner": "bob" }
] }
"#;

const WRITING: &str = r#"{ "id": "writing", "domainId": "letters", "pluginId": "Writer", "movements": [{ "id": "draft", "beats": [
  { "beat": 1, "handler": "write", "event": "letter:written" },
  { "beat": 2, "handler": "sign", "event": "letter:signed" }
] }] }
"#;

const DAY: &str = r#"{ "id": "day", "trigger": "the sun", "movements": [{ "id": "m", "beats": [{ "beat": 1, "sequence": "writing" }] }] }
"#;

/// A workspace of two packages in a temporary folder.
struct Hello(TempDir);

impl Hello {
    fn new() -> Self {
        let hello = Self(tempfile::tempdir().unwrap());
        let manifest = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        hello.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"one\", \"two\"]\n");
        for package in ["one", "two"] {
            hello.write(&format!("{package}/Cargo.toml"), &manifest(package));
            hello.write(&format!("{package}/src/lib.rs"), "");
        }
        hello.write("one/domains.json", DOMAINS);
        hello.write("one/sequences/writing.json", WRITING);
        hello.write("one/sequences/day.json", DAY);
        let night = r#"{ "id": "night", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "dream" }] }] }"#;
        hello.write("two/sequences/night.json", night);
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

    /// Runs it, and gives what it printed to standard output and to standard error.
    #[track_caller]
    fn check(&self, arguments: &[&str], exit: i32) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-symphony"));
        command.args(arguments).current_dir(self.root()).env_remove("CARGO_TARGET_DIR").env_remove("CLICOLOR_FORCE");
        command.env("NO_COLOR", "1").env("CARGO_NET_OFFLINE", "true").stdin(Stdio::null());
        let output = command.output().unwrap();
        let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }
}

/// What stands beside a code in the table.
#[track_caller]
fn row(table: &str, code: &str) -> String {
    let row = table.lines().find_map(|line| line.strip_prefix(code)).unwrap_or_else(|| panic!("{code}: {table}"));
    row.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_registry_of_a_workspace() {
    let hello = Hello::new();
    hello.check(&["generate"], 0);
    let (stdout, _) = hello.check(&["registry", "list"], 0);
    assert!(stdout.starts_with("Domains\n  letters  active   1 sequence       Letters\n"), "{stdout}");
    let numbers = "\
2 domains: 1 active (one/domains.json), 1 planned (one/domains.json)
3 sequences: 1 orchestration (one/sequences/), 1 orchestration (two/sequences/), 1 plugin (one/sequences/)
";
    assert!(stdout.ends_with(numbers), "{stdout}");
    let (stdout, _) = hello.check(&["symphony", "registry", "list", "--layer", "plugin", "--format", "json"], 0);
    let json: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((&json["counts"]["sequences"]["total"], &json["sequences"][0]["id"]), (&1.into(), &"writing".into()));
    assert!(!stdout.contains(hello.root().to_str().unwrap()), "no absolute path: {stdout}");
    let (stdout, _) = hello.check(&["registry", "list", "--domain", "letters", "--format", "markdown"], 0);
    assert!(stdout.contains("| `letters` | Letters | active | post | ann | `writing` |\n"), "{stdout}");
    let (stdout, _) = hello.check(&["registry", "tree"], 0);
    assert!(stdout.contains("letters (active, implemented)\n└─ writing (1 movement, 2 beats)\n"), "{stdout}");
    let (stdout, _) = hello.check(&["registry", "graph", "--format", "dot"], 0);
    assert!(stdout.starts_with("digraph registry {\n"), "{stdout}");
    let (stdout, _) = hello.check(&["registry", "show", "writing"], 0);
    assert!(stdout.contains("  beats (2):\n    draft/sign\n    draft/write\n"), "{stdout}");
    let (_, stderr) = hello.check(&["registry", "show", "writting"], 2);
    assert!(stderr.contains("did you mean `writing`?"), "{stderr}");
    hello.check(&["registry", "list", "--layer", "planned"], 2);
}

#[test]
fn a_loss_fails_until_it_is_reviewed() {
    let hello = Hello::new();
    hello.check(&["generate"], 0);
    let (stdout, _) = hello.check(&["registry", "validate"], 0);
    assert_eq!(row(&stdout, "UNAUTHORIZED_CHANGE"), "MAJOR 0");
    let without = WRITING.replace(",\n  { \"beat\": 2, \"handler\": \"sign\", \"event\": \"letter:signed\" }", "");
    hello.write("one/sequences/writing.json", &without);
    for _ in 0..2 {
        let (stdout, stderr) = hello.check(&["registry", "validate"], 1);
        assert_eq!(row(&stdout, "UNAUTHORIZED_CHANGE"), "MAJOR 1");
        assert!(
            stderr.contains("the beat `draft/sign` (handler `sign`, event `letter:signed`) of `writing` is lost"),
            "{stderr}"
        );
        assert!(stderr.contains(" --> sequences/writing.json:1:"), "{stderr}");
        hello.check(&["generate"], 0);
    }
    let (stdout, _) = hello.check(&["registry", "list", "--status", "lost"], 0);
    assert!(
        stdout.contains("\n  writing/beat:draft/sign      beat     one/docs/sequences/registry.json\n"),
        "{stdout}"
    );
    let (_, stderr) = hello.check(&["registry", "review", "writing/beat:draft/sing"], 2);
    assert!(stderr.contains("did you mean `writing/beat:draft/sign`?"), "{stderr}");
    hello.check(&["registry", "review"], 2);
    let (_, stderr) = hello.check(&["registry", "review", "writing"], 0);
    assert!(stderr.contains("     Dropped writing/beat:draft/sign\n"), "{stderr}");
    hello.check(&["registry", "validate"], 0);
    let (stdout, _) = hello.check(&["registry", "validate", "--format", "json"], 0);
    let json: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((&json["denied"], &json["rules"]["DOMAIN_NOT_FOUND"]), (&0.into(), &0.into()));
}

#[test]
fn domains_are_judged_in_their_file() {
    let hello = Hello::new();
    hello.check(&["generate"], 0);
    hello.write("one/domains.json", &DOMAINS.replace("\"id\": \"letters\"", "\"id\": \"leters\""));
    let (stdout, stderr) = hello.check(&["registry", "validate"], 1);
    assert!(
        stderr.contains("error[DOMAIN_NOT_FOUND]: the domain `letters` is not declared in `domains.json`"),
        "{stderr}"
    );
    assert_eq!(row(&stdout, "DOMAIN_NOT_FOUND"), "CRITICAL 1");
    let (stdout, _) = hello.check(&["registry", "validate", "--format", "markdown"], 1);
    assert!(stdout.contains("| `DOMAIN_NOT_FOUND` | CRITICAL | 1 |\n"), "{stdout}");
    hello.write("one/domains.json", &DOMAINS.replace("\"owner\": \"ann\"", "\"ownr\": \"ann\""));
    let (stdout, stderr) = hello.check(&["registry", "list"], 0);
    assert!(stderr.contains("warning: the sequences of `one` have 1 error, and what cannot be read"), "{stderr}");
    assert!(stdout.contains("\n  day "), "{stdout}");
    hello.check(&["registry", "validate"], 1);
}

#[test]
fn errors_hide_no_loss() {
    let hello = Hello::new();
    hello.check(&["generate"], 0);
    // A beat is gone, and the number of beats does not say so.
    let without = WRITING.replace(",\n  { \"beat\": 2, \"handler\": \"sign\", \"event\": \"letter:signed\" }", "");
    hello.write("one/sequences/writing.json", &without.replace("\"movements\"", "\"beats\": 2, \"movements\""));
    hello.write("two/sequences/night.json", "{ \"id\": ");
    let (stdout, stderr) = hello.check(&["registry", "list", "--status", "lost"], 0);
    assert!(stdout.contains("\n  writing/beat:draft/sign "), "{stdout}");
    assert!(!stdout.contains("night"), "what cannot be read is not lost: {stdout}");
    assert!(stderr.contains("the sequences of `one` have 1 error,"), "{stderr}");
    for arguments in [&["show", "writing"][..], &["tree"], &["graph"]] {
        hello.check(&[&["registry"], arguments].concat(), 0);
    }
    let (_, stderr) = hello.check(&["registry", "review", "--all"], 0);
    assert!(stderr.contains("     Dropped writing/beat:draft/sign\n"), "{stderr}");
    assert!(!stderr.contains("Dropped night"), "{stderr}");
    let (stdout, _) = hello.check(&["registry", "list"], 0);
    assert!(!stdout.contains("\nLost\n") && stdout.contains("\n  night "), "{stdout}");
}

#[test]
fn words_that_nothing_has_are_told() {
    let hello = Hello::new();
    for (option, word, expect) in [
        ("--status", "actve", "nothing has the status `actve`; did you mean `active`?"),
        ("--domain", "leters", "nothing has the domain `leters`; did you mean `letters`?"),
        ("--kind", "zzz", "nothing has the kind `zzz`; nothing here has one"),
    ] {
        for verb in ["list", "tree", "graph"] {
            let (_, stderr) = hello.check(&["registry", verb, option, word], 2);
            assert!(stderr.contains(expect), "{stderr}");
        }
    }
    hello.check(&["registry", "list", "--status", "lost"], 0);
}

#[test]
fn nothing_unseen_is_printed() {
    let hello = Hello::new();
    let title = "a\u{9b}2J\u{202e}b";
    let titled = WRITING.replace("\"movements\"", &format!("\"title\": \"{title}\", \"movements\""));
    hello.write("one/sequences/writing.json", &titled);
    hello.check(&["generate"], 0);
    let registry = fs::read_to_string(hello.root().join("one/docs/sequences/registry.json")).unwrap();
    let (listed, _) = hello.check(&["registry", "list", "--format", "json"], 0);
    for (text, pointer) in [(registry, "/sequences/writing/title"), (listed, "/sequences/1/title")] {
        assert!(text.contains("a\\u009b2J\\u202eb") && !text.contains('\u{9b}'), "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json.pointer(pointer).unwrap(), title, "{text}");
    }
    let (_, stderr) = hello.check(&["registry", "show", title], 2);
    assert!(stderr.contains("a\\u{9b}2J\\u{202e}b"), "{stderr}");
}
