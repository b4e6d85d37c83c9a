//! Performs the pipeline on workspaces that it has never seen.

mod workspace_copy;

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::workspace_copy::Workspace;

struct Performed {
    code: Option<i32>,
    stdout: String,
    stderr: String,
    kept: Value,
}

impl Performed {
    fn expect_success(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stderr, self.stdout);
        self
    }

    /// How each beat ended.
    fn statuses(&self) -> Vec<(String, String)> {
        let beats = self.kept["record"]["beats"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        beats.iter().map(|beat| (text(&beat["handler"]), text(&beat["status"]))).collect()
    }

    fn status(&self, handler: &str) -> String {
        let found = self.statuses().into_iter().find(|(name, _)| *name == handler);
        found.map_or_else(|| "no such beat".to_owned(), |(_, status)| status)
    }
}

fn perform(workspace: &Workspace, arguments: &[&str]) -> Performed {
    let Output { status, stdout, stderr } = workspace.run(arguments);
    Performed {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
        kept: workspace.json("out/performance.json"),
    }
}

#[test]
fn piano_builds_every_package_and_verifies_nothing() {
    let workspace = Workspace::new();
    let played = perform(&workspace, &["--dynamics", "p"]).expect_success();
    let sequence = Path::new(env!("CARGO_MANIFEST_DIR")).join("sequences/build-pipeline-symphony.json");
    let sequence: Value = serde_json::from_str(&fs::read_to_string(sequence).unwrap()).unwrap();
    let movements = sequence["movements"].as_array().unwrap();
    for beat in movements.iter().flat_map(|movement| movement["beats"].as_array().unwrap()) {
        let expect = if beat["dynamics"] == "p" { "played" } else { "skipped" };
        let handler = beat["handler"].as_str().unwrap();
        assert_eq!(played.status(handler), expect, "{handler}");
    }
    let artifacts = played.kept["output"]["artifact_manifest"]["artifacts"].as_array().unwrap();
    assert!(artifacts.iter().any(|hashed| hashed["artifact"]["kind"] == "binary"), "{artifacts:?}");
    for hashed in artifacts {
        let file = workspace.path("out/build").join(hashed["artifact"]["path"].as_str().unwrap());
        assert_eq!(fs::metadata(file).unwrap().len(), hashed["artifact"]["bytes"].as_u64().unwrap());
    }
    // Each package is a step, after those that it needs.
    let beats = played.kept["record"]["beats"].as_array().unwrap();
    let build = beats.iter().find(|beat| beat["handler"] == "buildPackages").unwrap();
    let steps: Vec<_> = build["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(steps, ["base", "middle", "app"]);
}

#[test]
fn prints_progress_and_a_summary_for_each_movement() {
    let workspace = Workspace::new();
    let played = perform(&workspace, &["--dynamics", "p"]).expect_success();
    for expected in [
        "    Movement Package Building\n",
        "      played 3. Build Packages in ",
        "        done   base in ",
        "     skipped 3. Validate",
    ] {
        assert!(played.stderr.contains(expected), "{expected}\n{}", played.stderr);
    }
    assert!(!played.stderr.contains('\x1b'), "{}", played.stderr);
    let rows: Vec<_> = played.stdout.lines().filter(|line| line.ends_with(" s")).collect();
    assert_eq!(rows.len(), 7, "{}", played.stdout);
    assert!(played.stdout.contains("built 3 packages, 1 program and "), "{}", played.stdout);

    let quiet = perform(&workspace, &["--dynamics", "p", "--quiet"]).expect_success();
    assert!(!quiet.stderr.contains("Movement"), "{}", quiet.stderr);
}

#[test]
fn mezzo_forte_judges_and_compares_with_the_stable_build() {
    let workspace = Workspace::new();
    let first = perform(&workspace, &["--correlation-id", "first"]).expect_success();
    assert_eq!(first.status("generateBuildReport"), "played");
    assert_eq!(first.status("enforceStrictConformity"), "skipped");
    let report = workspace.json("out/runs/first/report.json");
    let scores = report["conformity"].as_array().unwrap();
    assert_eq!(scores.len(), 5, "{report}");
    assert_eq!(workspace.json("out/stable.json")["correlation_id"], "first");
    for file in
        ["report.md", "governance.md", "manifests/topics.json", "SHA256SUMS", "logs/clippy.log", "performance.json"]
    {
        assert!(workspace.path("out/runs/first").join(file).is_file(), "{file}");
    }

    perform(&workspace, &["--correlation-id", "second"]).expect_success();
    let report = workspace.json("out/runs/second/report.json");
    assert_eq!(report["packages"]["compiled"], 0);
    let signatures = &report["artifacts"]["signatures"];
    assert_eq!(signatures["unchanged"], signatures["verified"]);
    assert_eq!(report["manifests"]["changed"].as_array().unwrap().len(), 0);
}

#[test]
fn a_crate_that_does_not_compile_stops_the_build_there() {
    let workspace = Workspace::new();
    perform(&workspace, &["--dynamics", "p", "--correlation-id", "good"]).expect_success();
    workspace.write("middle/src/lib.rs", "pub fn two() -> u8 {\n    base::three()\n}\n");
    let failed = perform(&workspace, &["--correlation-id", "bad"]);
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    assert!(
        failed.stderr.contains("middle does not build: cannot find function `three` in crate `base`"),
        "{}",
        failed.stderr
    );
    assert!(failed.stderr.contains("--> middle/src/lib.rs:2"), "{}", failed.stderr);

    let statuses = failed.statuses();
    let place = statuses.iter().position(|(handler, _)| *handler == "buildPackages").unwrap();
    assert_eq!(statuses[place].1, "failed");
    assert!(statuses[..place].iter().all(|(_, status)| *status == "played"), "{statuses:?}");
    assert!(statuses[place + 1..].iter().all(|(_, status)| *status == "not_reached"), "{statuses:?}");
    assert!(
        failed.kept["failure"]["message"].as_str().unwrap().contains("beat 3 `buildPackages` failed"),
        "{}",
        failed.kept
    );
    assert!(workspace.path("out/runs/bad/logs/package-middle.log").is_file());
    assert_eq!(workspace.json("out/stable.json")["correlation_id"], "good");
}

#[test]
fn forte_admits_no_reservation() {
    let workspace = Workspace::new();
    let failed = perform(&workspace, &["--dynamics", "f"]);
    assert_eq!(failed.code, Some(1));
    assert_eq!(failed.status("enforceStrictConformity"), "failed", "{}", failed.stderr);
    assert!(
        failed.stderr.contains("governance: LICENCE: no published package declares a licence"),
        "{}",
        failed.stderr
    );

    workspace.declare_everything();
    let played = perform(&workspace, &["--dynamics", "f"]).expect_success();
    assert_eq!(played.status("archiveBuild"), "skipped");

    workspace.write("app/src/main.rs", "fn main() { println!(\"{}\", middle::two()); }\n");
    let failed = perform(&workspace, &["--dynamics", "f"]);
    assert!(failed.stderr.contains("app/src/main.rs: rustfmt would change it"), "{}", failed.stderr);
}

#[test]
fn fortissimo_archives_what_it_built() {
    let workspace = Workspace::new();
    workspace.declare_everything();
    perform(&workspace, &["--dynamics", "p"]).expect_success();
    let played = perform(&workspace, &["--dynamics", "ff", "--correlation-id", "ci-1"]).expect_success();
    assert!(played.statuses().iter().all(|(_, status)| *status == "played"), "{:?}", played.statuses());
    let archive = workspace.path("out/archive/ci-1");
    for file in ["performance.json", "report.md", "logs/rustdoc.log", "sources/Cargo.lock", "SHA256SUMS"] {
        assert!(archive.join(file).is_file(), "{file}");
    }
    let sums = fs::read_to_string(archive.join("SHA256SUMS")).unwrap();
    assert!(sums.lines().count() >= 3, "{sums}");
    for line in sums.lines() {
        let (_, path) = line.split_once("  ").unwrap();
        assert!(archive.join("artifacts").join(path).is_file(), "{path}");
    }
}

#[test]
fn a_domain_that_is_broken_stops_the_build_before_it_compiles() {
    let workspace = Workspace::new();
    workspace.write(
        "sequences/song.json",
        r#"{ "id": "song", "beats": 2, "movements": [ { "id": "one", "beats": [ { "handler": "f" } ] } ] }"#,
    );
    let failed = perform(&workspace, &[]);
    assert_eq!(failed.code, Some(1));
    assert_eq!(failed.status("validateOrchestrationDomains"), "failed", "{}", failed.stderr);
    assert!(failed.stderr.contains("sequences/song.json:1:26: error[BEAT_COUNT_MISMATCH]"), "{}", failed.stderr);
    assert!(!workspace.path("out/build").exists());
}

#[test]
fn what_is_no_workspace_fails_in_the_first_beat() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("Cargo.toml")).unwrap();
    let failed = perform(&workspace, &[]);
    assert_eq!(failed.code, Some(1));
    assert_eq!(failed.status("loadBuildContext"), "failed", "{}", failed.stderr);
    assert!(failed.stderr.contains("could not find `Cargo.toml`"), "{}", failed.stderr);
}

#[test]
fn a_level_below_the_softest_beat_is_refused() {
    let failed = perform(&Workspace::new(), &["--dynamics", "pp"]);
    assert_eq!(failed.code, Some(1));
    assert!(failed.stderr.contains("play it at p or louder"), "{}", failed.stderr);
}
