//! What is written for users compiles: skeletons, and what is added to them later.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use symphony_audit::generate::{Options, generate};
use symphony_audit::project::packages;

use crate::package::GREETING;

/// Steps whose words, names and lengths are of every sort.
const HOSTILE: &str = r#"{ "id": "odd", "given": ["a \"quoted\" {brace} `tick` */ // \\ end", "größe → 3 m"],
              "when": ["notifyUi fails for so long that nobody would ever put all of these words into the name of one function"],
              "then": ["it takes less than 2 minutes and it completes within 1 second", "P95 is within 1s"], "tags": ["slow"] },
            "#;

#[test]
fn skeletons_compile_and_fail_until_they_are_written() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skeletons");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let _ = fs::remove_dir_all(root.join("hello"));
    let hello = root.join("hello");
    let write = |path: &str, text: &str| {
        let path = hello.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let manifest = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
                    symphony-runtime = { path = \"$WORKSPACE/runtime\" }\n\n[build-dependencies]\n\
                    symphony-codegen = { path = \"$WORKSPACE/codegen\" }\n";
    write("Cargo.toml", &manifest.replace("$WORKSPACE", workspace.to_str().unwrap()));
    fs::copy(workspace.join("Cargo.lock"), hello.join("Cargo.lock")).unwrap();
    write(
        "build.rs",
        "use symphony_codegen::{Builder, Result};\n\nfn main() -> Result {\n    \
         let builder = Builder::new().sequences(\"sequences\");\n    builder.blocking(true).compile()\n}\n",
    );
    write("src/lib.rs", "symphony::include_sequences!();\n");
    write("sequences/greeting.json", GREETING);
    let package = packages(&hello).unwrap().remove(0);
    generate(&package, Options::default()).unwrap().value.unwrap();

    let cargo = |arguments: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["--offline", "--color", "never"])
            .args(arguments)
            .current_dir(&hello)
            .env("CARGO_TARGET_DIR", root.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .unwrap()
    };
    let compiles = |when: &str| {
        let output = cargo(&["test", "--no-run", "--quiet"]);
        assert!(output.status.success(), "{when}:\n{}", String::from_utf8_lossy(&output.stderr));
        let formatted = cargo(&["fmt", "--check", "--", "--config", "max_width=100,use_small_heuristics=Default"]);
        assert!(formatted.status.success(), "{when}:\n{}", String::from_utf8_lossy(&formatted.stdout));
    };
    compiles("as written");

    // A beat with criteria, a criterion, an error and a beat more.
    let beat = r#"}, { "beat": 3, "handler": "sendLetter", "input": ["letter"], "errors": ["no stamp", "no \"stamp\" {x}"],
          "acceptanceCriteria": ["Given a letter, when it is sent, then it arrives"] }, { "beat": 4, "handler": "match" }
      ]
    }"#;
    let more = GREETING
        .replace(r#"            { "id": "broken""#, &format!("            {HOSTILE}{{ \"id\": \"broken\""))
        .replace(r#""errors": ["the paper is out"]"#, r#""errors": ["the paper is out", "the ink is out"]"#)
        .replace("}\n      ]\n    }", beat);
    write("sequences/greeting.json", &more);
    let report = generate(&package, Options { append: true, prune: false }).unwrap().value.unwrap();
    assert_eq!(report.appended.len(), 2, "{:#?}", report.appended);
    assert!(report.drifted.is_empty(), "{:#?}", report.drifted);
    compiles("after adding");

    let output = cargo(&["test", "--quiet", "--no-fail-fast"]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let failed = |count: usize| format!("0 passed; {count} failed");
    assert!(stdout.contains(&failed(4)) && stdout.contains(&failed(11)), "{stdout}");
    assert!(stdout.contains("writing::write_letter::odd_tag_slow"), "{stdout}");
}
