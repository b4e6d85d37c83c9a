//! `new` and `init` as processes, and the crates that come of them, really built, tested and performed.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use support::Folder;

/// The sources of Symphony.
fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs cargo in a crate. All crates share what they depend on, and take the versions of the workspace, so that nothing is
/// looked up.
fn cargo(folder: &Folder, package: &str, arguments: &[&str]) -> (bool, String, String) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("start");
    let mut command = folder.command(env!("CARGO"), package);
    command.args(["--offline", "--color", "never"]).args(arguments);
    let output = command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0").output().unwrap();
    let Output { status, stdout, stderr } = output;
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// The same, which must go well and without a warning. Gives what was printed to standard output and to standard error.
#[track_caller]
fn runs(folder: &Folder, package: &str, arguments: &[&str]) -> (String, String) {
    let (is_fine, stdout, stderr) = cargo(folder, package, arguments);
    assert!(is_fine && !stderr.contains("warning"), "{arguments:?}\n{stdout}\n{stderr}");
    (stdout, stderr)
}

#[test]
fn a_new_crate_builds_tests_and_performs() {
    let folder = Folder::new();
    let sources = checkout();
    let (stdout, stderr) = folder.check(&["new", "hello-pipeline", "--symphony", sources.to_str().unwrap()], 0);
    let expect = format!(
        "     Created `hello-pipeline`, {} files\n        \
         Next go to `hello-pipeline` and say `cargo run`, then `cargo test`\n",
        folder.contents().len()
    );
    assert_eq!((stdout, stderr), (String::new(), expect));
    for (path, bytes) in folder.contents() {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("my-pipeline") && !text.contains("my_pipeline"), "{}", path.display());
    }
    fs::copy(sources.join("Cargo.lock"), folder.path("hello-pipeline/Cargo.lock")).unwrap();
    runs(&folder, "hello-pipeline", &["fmt", "--check"]);
    runs(&folder, "hello-pipeline", &["build"]);

    let (stdout, stderr) = runs(&folder, "hello-pipeline", &["run"]);
    assert_eq!(stdout.lines().count(), 10, "{stdout}");
    assert_eq!(folder.read("hello-pipeline/report.txt"), stdout);
    assert!(stderr.contains("\nsaveReport Played in "), "{stderr}");
    let (is_fine, _, stderr) = cargo(&folder, "hello-pipeline", &["run", "missing.txt"]);
    assert!(!is_fine && stderr.contains("error: ") && stderr.contains("`missing.txt`"), "{stderr}");

    let (stdout, _) = runs(&folder, "hello-pipeline", &["test"]);
    assert!(stdout.contains("test result: ok. 2 passed") && stdout.contains("test result: ok. 7 passed"), "{stdout}");
    let before = folder.contents();
    folder.check_in("hello-pipeline", &["check"], 0);
    assert!(before == folder.contents(), "`check` wrote something");

    // The tests notice it when a handler does something else, and when a step is missing.
    let desk = folder.read("hello-pipeline/src/desk.rs");
    folder.write("hello-pipeline/src/desk.rs", &desk.replace("word.to_lowercase()", "word.to_owned()"));
    let (is_fine, stdout, _) = cargo(&folder, "hello-pipeline", &["test", "--test", "report_scenarios"]);
    assert!(!is_fine && stdout.contains("FAILED  Then it is one word"), "{stdout}");
    folder.write("hello-pipeline/src/desk.rs", &desk.replace("fn count_words", "fn count_letters"));
    let (is_fine, _, stderr) = cargo(&folder, "hello-pipeline", &["build"]);
    assert!(!is_fine && stderr.contains("error[MISSING_IMPLEMENTATION]: beat 2 `countWords`"), "{stderr}");
}

#[test]
fn a_new_crate_in_a_workspace_becomes_a_member() {
    let folder = Folder::new();
    let sources = checkout();
    let sources = sources.to_str().unwrap();
    folder.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nexclude = [\"apart\"]\nmembers = [\n    \"crates/*\",\n]\n",
    );
    fs::create_dir(folder.path("crates")).unwrap();
    for (package, members) in [
        ("crates/one", ""),
        ("tools/two", "    \"tools/two\",\n"),
        ("three", "    \"tools/two\",\n    \"three\",\n"),
        ("apart", "    \"tools/two\",\n    \"three\",\n"),
    ] {
        let (_, stderr) = folder.check(&["new", package, "--symphony", sources], 0);
        let is_added = stderr.contains("       Added it to the members of Cargo.toml\n");
        assert_eq!(is_added, matches!(package, "tools/two" | "three"), "{stderr}");
        let manifest = folder.read("Cargo.toml");
        assert!(manifest.ends_with(&format!("members = [\n    \"crates/*\",\n{members}]\n")), "{package}: {manifest}");
        folder.check_in(package, &["check"], 0);
    }
    folder.check(&["check"], 0);
    // Versions that the workspace has are taken from there.
    let manifest = folder.read("Cargo.toml");
    let shared = "\n[workspace.dependencies]\nsymphony-runtime = \"0.1\"\nsymphony-codegen = \"0.1\"\n";
    folder.write("Cargo.toml", &(manifest + shared));
    for (package, expect) in
        [("four", "symphony-runtime = { workspace = true }\n"), ("apart/five", "symphony-runtime = \"0.")]
    {
        folder.check(&["new", package], 0);
        let manifest = folder.read(&format!("{package}/Cargo.toml"));
        assert!(manifest.contains(expect), "{package}: {manifest}");
    }
}

/// Tries to make a crate, which is refused and leaves nothing.
#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], expect: &str) {
    let before = folder.contents();
    let (stdout, stderr) = folder.check(&[&["new"], arguments].concat(), 2);
    assert!(stdout.is_empty() && stderr.starts_with("error: ") && stderr.contains(expect), "{arguments:?}: {stderr}");
    assert!(!stderr.contains('\u{1b}'), "{stderr:?}");
    assert!(before == folder.contents(), "{arguments:?} left something");
}

#[test]
fn what_is_refused_leaves_nothing() {
    let folder = Folder::new();
    folder.write("full/file", "");
    folder.write("file", "");
    fs::create_dir(folder.path("empty")).unwrap();
    for (name, expect) in [
        ("full", "`full` is there already"),
        ("empty", "`empty` is there already"),
        ("file", "`file` is there already"),
        (".", "name a folder that is to be made"),
        ("a/..", "name a folder that is to be made"),
        ("", "a value is required for '<NAME>'"),
        ("1a", "no package can be called `1a`"),
        ("a\"]\n[x", "no package can be called `a\\\"]\\n[x`"),
        ("\u{1b}[31m", "no package can be called `\\u{1b}[31m`"),
        ("x/y/z/self", "no package can be called `self`"),
        ("symphony-runtime", "one of Symphony's own crates is called so"),
        ("file/inner", "cannot write `file/inner`"),
    ] {
        refused(&folder, &[name], expect);
    }
    assert!(!folder.path("x").exists());
    refused(&folder, &["a", "--symphony", "full"], "`full` is no checkout of Symphony");
    refused(&folder, &["a", "--symphony", "nowhere"], "`nowhere` is no checkout of Symphony");
    // What goes wrong late takes back what was done: the workspace, the crate, and the folders above it.
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"gone\"]\n");
    refused(&folder, &["x/y/a"], "gone");
    assert!(!folder.path("x").exists());
    folder.write("Cargo.toml", "[workspace\n");
    refused(&folder, &["x/y/a"], "Cargo.toml` is no TOML");
    folder.write("Cargo.toml", "[workspace]\nmembers = 1\n");
    refused(&folder, &["x/y/a"], "members");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_there() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("nowhere", folder.path("link")).unwrap();
    refused(&folder, &["link"], "`link` is there already");
    assert!(!folder.path("nowhere").exists());
}

const MANIFEST: &str = "[package]\nname = \"old\" # as ever\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// What `init` says of a crate. Doing it again changes nothing.
#[track_caller]
fn check_init(files: &[(&str, &str)], expect: &str) -> Folder {
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    let (stdout, stderr) = folder.check(&["init"], 0);
    assert_eq!((stdout.as_str(), stderr.replace(env!("CARGO_PKG_VERSION"), "VERSION").as_str()), ("", expect));
    for (path, text) in files.iter().filter(|(path, _)| *path != "Cargo.toml") {
        assert_eq!(folder.read(path), *text, "{path} was touched");
    }
    let before = folder.contents();
    let (_, stderr) = folder.check(&["init"], 0);
    assert!(stderr.starts_with("       Fresh nothing had to be added\n"), "{stderr}");
    assert!(before == folder.contents(), "doing it again changes something");
    folder
}

#[test]
fn init_says_what_it_did_and_what_is_left() {
    let folder = check_init(
        &[("Cargo.toml", MANIFEST), ("src/lib.rs", "// include_sequences!\n")],
        "       Added to Cargo.toml: [dependencies] symphony-runtime = \"VERSION\"\n\
         \x20      Added to Cargo.toml: [build-dependencies] symphony-codegen = \"VERSION\"\n\
         \x20      Wrote sequences/first-steps.json\n\
         \x20      Wrote build.rs\n\
         \x20      Wrote symphony.toml\n\
         \x20      To do src/lib.rs: write `symphony::include_sequences!();`, a module for each sequence\n\
         \x20      To do src/lib.rs: implement the traits of `first_steps`, and perform it by `first_steps::perform`\n\
         \x20      To do run `cargo symphony generate`: it writes documents, and tests for you to fill in\n",
    );
    assert!(folder.read("Cargo.toml").starts_with(MANIFEST));
    // A program alone, with a build script elsewhere and sequences elsewhere, on which nothing is written.
    check_init(
        &[
            ("Cargo.toml", &MANIFEST.replace("edition", "build = \"tools/build.rs\"\nedition")),
            ("src/main.rs", "fn main() {}\n"),
            ("tools/build.rs", "fn main() {}\n"),
            ("symphony.toml", "[generate]\nsequences = [\"specs\", \"more\"]\n"),
            ("specs/a.json", "{ \"id\": \"a\", \"movements\": [] }\n"),
        ],
        "       Added to Cargo.toml: [dependencies] symphony-runtime = \"VERSION\"\n\
         \x20      Added to Cargo.toml: [build-dependencies] symphony-codegen = \"VERSION\"\n\
         \x20      To do tools/build.rs: call `symphony_codegen::Builder::new().sequences(\"specs\").sequences(\"more\").compile()` \
         in `main`, and let its error fail the script\n\
         \x20      To do src/main.rs: write `symphony::include_sequences!();`, a module for each sequence\n\
         \x20      To do src/main.rs: tests reach the modules of a library only; where they are to test sequences, make a `src/lib.rs`\n\
         \x20      To do run `cargo symphony generate`: it writes documents, and tests for you to fill in\n",
    );
    check_init(
        &[
            ("Cargo.toml", &MANIFEST.replace("edition", "build = false\nedition")),
            ("src/lib.rs", "symphony::include_sequences!();\n"),
        ],
        "       Added to Cargo.toml: [dependencies] symphony-runtime = \"VERSION\"\n\
         \x20      Added to Cargo.toml: [build-dependencies] symphony-codegen = \"VERSION\"\n\
         \x20      Wrote sequences/first-steps.json\n\
         \x20      Wrote symphony.toml\n\
         \x20      To do Cargo.toml: take `build = false` out, and write a `build.rs` whose `main` gives the result of \
         `symphony_codegen::Builder::new().sequences(\"sequences\").compile()`\n\
         \x20      To do src/lib.rs: implement the traits of `first_steps`, and perform it by `first_steps::perform`\n\
         \x20      To do run `cargo symphony generate`: it writes documents, and tests for you to fill in\n",
    );
    // Whoever compiles a sequence where it is named needs no build script.
    check_init(
        &[
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", "mod deep;\n"),
            ("src/deep.rs", "mod inner { symphony::sequence!(\"sequences/a.json\"); }\n"),
            ("sequences/a.json", "{ \"id\": \"a\", \"movements\": [] }\n"),
            ("symphony.toml", ""),
            ("docs/sequences/README.md", ""),
        ],
        "       Added to Cargo.toml: [dependencies] symphony-runtime = \"VERSION\"\n",
    );
}

#[test]
fn init_refuses_what_is_no_crate() {
    let folder = Folder::new();
    let check = |arguments: &[&str], expect: &str| {
        let before = folder.contents();
        let (stdout, stderr) = folder.check(&[&["init"], arguments].concat(), 2);
        assert!(stdout.is_empty() && stderr.contains(expect), "{stderr}");
        assert!(before == folder.contents(), "something was written");
    };
    check(&["--manifest-path", "Cargo.toml"], "cannot read `Cargo.toml`");
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"old\"]\n");
    folder.write("old/Cargo.toml", MANIFEST);
    folder.write("old/src/lib.rs", "");
    check(&[], "is that of a workspace and has no package");
    folder.write("old/symphony.toml", "[generate]\ndcos = 1\n");
    check(&["--manifest-path", "old/Cargo.toml"], "error[UNKNOWN_OPTION]");
    folder.write("old/symphony.toml", "");
    folder.write("old/Cargo.toml", "[package\n");
    check(&["--manifest-path", "old/Cargo.toml"], "Cargo.toml");
}

/// An old crate, with a build script and as a member of a workspace: what `init` leaves to do is done to the letter.
#[test]
fn an_old_crate_builds_tests_and_is_checked_after_init() {
    let folder = Folder::new();
    let sources = checkout();
    folder.write(
        "Cargo.toml",
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"old\"]\n\n[workspace.dependencies]\n\
             symphony-codegen = {{ path = {:?} }}\n",
            sources.join("codegen")
        ),
    );
    fs::copy(sources.join("Cargo.lock"), folder.path("Cargo.lock")).unwrap();
    folder.write("old/Cargo.toml", &format!("{MANIFEST}\n[lints.rust]\nunsafe_code = \"forbid\"\n"));
    folder.write("old/build.rs", "fn main() {\n    println!(\"cargo::rustc-env=OLD=it is old\");\n}\n");
    folder.write("old/src/lib.rs", "/// How it is.\npub const OLD: &str = env!(\"OLD\");\n");
    let (_, stderr) = folder.check_in("old/src", &["init", "--symphony", sources.to_str().unwrap()], 0);
    assert!(folder.read("old/Cargo.toml").contains("symphony-codegen = { workspace = true }\n"), "{stderr}");
    assert!(!folder.path("old/src/sequences").exists() && folder.path("old/sequences/first-steps.json").exists());
    // It still builds, before anything is done by hand.
    runs(&folder, "old", &["build"]);

    let quoted = |lead: &str| {
        let rest = stderr.split_once(lead).unwrap_or_else(|| panic!("{lead:?} is not in {stderr}")).1;
        rest.split_once('`').unwrap().0.to_owned()
    };
    let script = folder.read("old/build.rs");
    let call = quoted("To do build.rs: call `");
    folder.write("old/build.rs", &script.replacen("{\n", &format!("{{\n    {call}.unwrap();\n"), 1));
    let include = quoted("To do src/lib.rs: write `");
    let handler = "\n/// Handles the first steps.\npub struct Host;\n\nimpl first_steps::Handlers for Host {\n    \
                   type Error = std::convert::Infallible;\n}\n\n#[symphony::handlers]\nimpl first_steps::Greeting for Host {\n    \
                   fn compose_greeting(&self, name: &String) -> Result<String, Self::Error> {\n        \
                   Ok(format!(\"Hello, {name}!\"))\n    }\n}\n";
    let library = folder.read("old/src/lib.rs");
    folder.write("old/src/lib.rs", &format!("{include}\n\n{library}{handler}"));
    folder.check_in("old", &["generate"], 0);
    folder.check_in("old", &["check"], 0);
    let (_, stderr) = folder.check_in("old", &["init"], 0);
    assert_eq!(stderr, "       Fresh nothing had to be added\n");
    folder.check_in("old", &["check"], 0);

    // A skeleton fails until it is written.
    let (is_fine, stdout, _) = cargo(&folder, "old", &["test", "--no-fail-fast"]);
    assert!(!is_fine && stdout.contains("not yet implemented: Given somebody"), "{stdout}");
    let path = "old/tests/first_steps_scenarios.rs";
    let steps = [
        ("todo!(\"Given somebody\")", "self.name = \"Ada\".to_owned()"),
        (
            "todo!(\"When a greeting is composed\")",
            "self.greeting = old::first_steps::Greeting::compose_greeting(&old::Host, &self.name).unwrap()",
        ),
        ("todo!(\"Then it names them\")", "assert!(self.greeting.contains(&self.name))"),
        ("struct FirstStepsWorld {}", "struct FirstStepsWorld {\n    name: String,\n    greeting: String,\n}"),
    ];
    let written = steps.iter().fold(folder.read(path), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not in {text}");
        text.replace(from, to)
    });
    folder.write(path, &written);
    let (stdout, _) = runs(&folder, "old", &["test", "--test", "first_steps_scenarios"]);
    assert!(stdout.contains("test result: ok. 1 passed"), "{stdout}");
    // A page says now that the criterion has a test.
    folder.check_in("old", &["generate"], 0);
    folder.check_in("old", &["check"], 0);
}

#[test]
fn what_is_in_the_way_is_seen_before_anything_is_written() {
    for (path, sequences) in [("README.md", false), ("registry.json", false), ("a.md", true)] {
        let folder = Folder::new();
        folder.write("Cargo.toml", MANIFEST);
        folder.write("src/lib.rs", "");
        folder.write(&format!("docs/sequences/{path}"), "mine\n");
        if sequences {
            let text = r#"{ "id": "a", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#;
            folder.write("sequences/a.json", text);
        }
        let before = folder.contents();
        let (_, stderr) = folder.check(&["init", "--baseline"], 2);
        assert!(stderr.contains(&format!("`docs/sequences/{path}` is in the way")), "{stderr}");
        let mut after = folder.contents();
        after.remove(std::path::Path::new("Cargo.lock"));
        assert!(before == after, "something was written: {:?}", after.keys());
    }
}

#[test]
fn crates_that_do_not_fit_are_told() {
    let checkout = checkout();
    let folder = Folder::new();
    folder.write("Cargo.toml", &format!("{MANIFEST}\n[dependencies]\nsymphony-runtime = \"9\" # old\n"));
    folder.write("src/lib.rs", "");
    let (_, stderr) = folder.check(&["init", "--symphony", checkout.to_str().unwrap()], 0);
    let expect = "To do Cargo.toml: `symphony-runtime` of [dependencies] is `\"9\"` already: make it `{ path = ";
    assert!(stderr.contains(expect), "{stderr}");
    assert!(stderr.contains("Added to Cargo.toml: [build-dependencies] symphony-codegen = "), "{stderr}");
    let (_, stderr) = folder.check(&["init"], 0);
    assert!(stderr.contains("is `\"9\"` already: make it `\""), "{stderr}");
    assert!(!stderr.contains("`symphony-codegen` of"), "a checkout may be any version: {stderr}");
}

/// An old crate whose sequence breaks a rule is green at once, and only what is new fails.
#[test]
fn a_baseline_makes_an_old_crate_green() {
    let folder = Folder::new();
    folder.write("Cargo.toml", MANIFEST);
    folder.write("src/lib.rs", "");
    let deploying = |id: &str| {
        format!(
            r#"{{ "id": "{id}", "governance": {{ "policies": ["A failed run must trigger a rollback"] }},
                "movements": [{{ "id": "going-out", "beats": [{{ "beat": 1, "handler": "goOut" }}] }}] }}"#
        )
    };
    folder.write("sequences/one.json", &deploying("one"));
    let (_, stderr) = folder.check(&["init", "--baseline"], 0);
    assert!(stderr.contains("    Accepted 1 finding until somebody sees to them\n"), "{stderr}");
    assert!(!stderr.contains("cargo symphony generate"), "{stderr}");
    let baseline = folder.read("symphony-baseline.json");
    assert!(
        baseline.contains("\"code\": \"ROLLBACK_MISSING\"") && baseline.contains("was there before Symphony"),
        "{baseline}"
    );
    folder.check(&["check"], 0);
    folder.check(&["init", "--baseline"], 0);
    assert_eq!(folder.read("symphony-baseline.json"), baseline);
    folder.check(&["check"], 0);
    folder.write("sequences/two.json", &deploying("two"));
    folder.check(&["generate"], 0);
    let (stdout, stderr) = folder.check(&["check"], 1);
    assert!(format!("{stdout}{stderr}").contains("ROLLBACK_MISSING"), "{stdout}{stderr}");
}
