//! Options of `Builder` and words of `sequence!`, each in a crate that is built and run.

use std::fs;

use crate::golden::folder;
use crate::user_crate::UserCrate;

const MANIFEST: &str = r#"[package]
name = "$NAME"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
conductor = { package = "symphony-runtime", path = "$WORKSPACE/runtime" }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[build-dependencies]
symphony-codegen = { path = "$WORKSPACE/codegen" }

[workspace]
"#;

/// A crate with the sequence of the template, and these files.
fn user_crate(name: &str, files: &[(&str, &str)]) -> UserCrate {
    let user = UserCrate::new("options", name);
    let sequence = fs::read_to_string(folder().join("options/invoice.json")).unwrap();
    user.write("Cargo.toml", MANIFEST).write("sequences/invoice.json", &sequence);
    for (path, text) in files {
        user.write(path, text);
    }
    user
}

fn build_script(options: &str) -> String {
    format!("fn main() -> symphony_codegen::Result {{\n    symphony_codegen::Builder::new(){options}.compile()\n}}\n")
}

#[test]
fn every_option_of_the_builder_does_what_it_says() {
    let script = build_script(
        r##"
        .sequences("sequences/invoice.json")
        .blocking(true)
        .runtime("::conductor")
        .visibility("pub(crate)")
        .serde(true)
        .derive("Kind", "PartialOrd")
        .derive("*", "::std::cmp::PartialEq")
        .attribute("invoice/Invoice", "#[non_exhaustive]")
        .external_type("Total", "crate::Cents")
        .allow("clippy::all")"##,
    );
    let main = fs::read_to_string(folder().join("options/builder.rs")).unwrap();
    let user = user_crate("builder", &[("build.rs", &script), ("src/main.rs", &main)]);
    assert_eq!(user.silent(&["run", "--quiet"]), "Fair { by: \"mail\" } 14 cents\n");
}

/// A mistake is explained under another name of the runtime crate, too.
#[test]
fn a_renamed_runtime_reports_mistakes() {
    let script = build_script(
        r#".sequences("sequences").blocking(true).runtime("::conductor").external_type("Total", "crate::Cents")"#,
    );
    let main = "conductor::include_sequences!();\npub struct Cents;\nuse invoice::Event;\nfn main() {\n    let _ = Event::ALL;\n}\n";
    let user = user_crate("renamed", &[("build.rs", &script), ("src/main.rs", main)]);
    let text = user.read("sequences/invoice.json");
    user.write("sequences/invoice.json", &text.replace("\"beats\": 2", "\"beats\": 3"));
    let output = user.cargo(&["check"]);
    let expected = "error[BEAT_COUNT_MISMATCH]: `beats` says 3, but the movements have 2\n --> sequences/invoice.json:";
    assert!(output.stderr.starts_with(expected), "{}", output.stderr);
    assert!(output.stderr.contains("due to 1 previous error"), "{}", output.stderr);
}

/// What is not a sequence's fault is one line of the build script.
#[test]
fn faults_of_the_build_are_one_line() {
    for (name, options, expected) in [
        (
            "derive",
            r#".sequences("sequences").derive("Invoise", "Eq")"#,
            r#"`Builder::derive("Invoise", …)` means no type of a sequence"#,
        ),
        (
            "attribute",
            r##".sequences("sequences").attribute("other/*", "#[x]")"##,
            r#"`Builder::attribute("other/*", …)` means no type of a sequence"#,
        ),
        (
            "external",
            r#".sequences("sequences").external_type("x/Kind", "u8")"#,
            r#"`Builder::external_type("x/Kind", …)` means no type of a sequence"#,
        ),
        ("nowhere", r#".sequences("nowhere")"#, "cannot read `nowhere`: No such file or directory (os error 2)"),
        ("empty", r#".sequences("src")"#, "no `*.json` in `src`"),
        (
            "flavours",
            r#".sequences("sequences").blocking(true).local(true)"#,
            "`Builder::blocking` has no futures that `Builder::local` could keep on one thread",
        ),
        ("nothing", "", "no sequences: name their file or folder with `Builder::sequences`"),
    ] {
        let user = user_crate("faults", &[("build.rs", &build_script(options)), ("src/main.rs", "fn main() {}\n")]);
        let output = user.cargo(&["check"]);
        let errors: Vec<&str> =
            output.stderr.lines().filter_map(|line| line.trim_start().strip_prefix("Error: ")).collect();
        assert_eq!(errors, [expected], "{name}: {}", output.stderr);
    }
}

/// Code that is committed needs no build script; a test keeps it in line with its sequences.
#[test]
fn committed_code_is_used_and_watched() {
    let manifest = MANIFEST
        .replace("[build-dependencies]", "[dev-dependencies]")
        .replace("conductor = { package = \"symphony-runtime\", ", "symphony-runtime = { ");
    let lib =
        "#[path = \"generated/symphony.rs\"]\nmod generated;\npub use generated::invoice;\npub type Cents = u64;\n";
    let test = r#"
fn builder() -> symphony_codegen::Builder {
    symphony_codegen::Builder::new().sequences("sequences").local(true).out_dir("src/generated")
}

#[test]
fn generate() {
    builder().compile().unwrap();
}

#[test]
fn watch() {
    println!("stale: {:?}", builder().stale().unwrap());
}
"#;
    let user = user_crate("committed", &[("Cargo.toml", &manifest), ("src/lib.rs", ""), ("tests/generated.rs", test)]);
    let stale = |user: &UserCrate| {
        let said = user.silent(&["test", "-q", "watch", "--", "--nocapture"]);
        said.lines().find_map(|line| line.split_once("stale: ")).unwrap().1.to_owned()
    };
    assert_eq!(stale(&user), r#"["invoice.rs", "symphony.rs"]"#);
    user.silent(&["test", "-q", "generate"]);
    assert_eq!(stale(&user), "[]");
    user.write("src/lib.rs", lib);
    user.silent(&["check"]);
    let generated = user.read("src/generated/invoice.rs");
    assert!(!generated.contains(user.folder().to_str().unwrap()), "{generated}");
    let sequence = user.read("sequences/invoice.json");
    user.write("sequences/invoice.json", &sequence.replace("mail", "post"));
    assert_eq!(stale(&user), r#"["invoice.rs"]"#);
    assert_eq!(user.read("src/generated/invoice.rs"), generated, "`stale` writes nothing");
}

#[test]
fn every_word_of_sequence_does_what_it_says() {
    let main = fs::read_to_string(folder().join("options/macros.rs")).unwrap();
    let user = user_crate("macros", &[("src/main.rs", &main), ("build.rs", "fn main() {}\n")]);
    user.write(
        "Cargo.toml",
        &MANIFEST.replace("conductor = { package = \"symphony-runtime\", ", "symphony-runtime = { "),
    );
    let text = user.read("sequences/invoice.json");
    for flavour in ["local", "blocking"] {
        user.write(
            &format!("sequences/{flavour}.json"),
            &text.replace("\"id\": \"invoice\"", &format!("\"id\": \"{flavour}\"")),
        );
    }
    assert_eq!(user.silent(&["run"]), "local: 14\nblocking: 14 Invoice { number: 7, kind: Paper }\n");
}
