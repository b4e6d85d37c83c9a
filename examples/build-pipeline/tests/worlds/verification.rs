use std::path::Path;

use build_pipeline::build_pipeline_symphony::Event;
use serde_json::Value;
use symphony::{Budget, World};

use super::listed;
use super::stage::{Stage, in_run, in_target};
use crate::{
    ArchiveBuildScenarios, EnforceStrictConformityScenarios, EnrichDomainAuthoritiesScenarios,
    GenerateBuildReportScenarios, GenerateGovernanceDocsScenarios, RunLintChecksScenarios,
    ValidateConformityDimensionsScenarios,
};

const PACKAGES: [&str; 3] = ["app", "base", "middle"];

#[derive(Default)]
pub(crate) struct Verification {
    stage: Stage,
    /// Who has to answer for a package.
    author: &'static str,
}

impl World for Verification {
    type Step = ();
}

impl Verification {
    fn authority(&self, package: &str) -> Value {
        let authorities = self.stage.workspace.json(&in_run("authorities.json"));
        let found = authorities.as_array().unwrap().iter().find(|authority| authority["domain"] == package);
        found.unwrap_or_else(|| panic!("{package}: {authorities}")).clone()
    }

    fn unformatted(&self) {
        self.stage.workspace.write("app/src/main.rs", "fn main() { println!(\"{}\", middle::two()); }\n");
    }

    fn report(&self) -> Value {
        self.stage.workspace.json(&in_run("report.json"))
    }
}

#[symphony::steps]
impl RunLintChecksScenarios for Verification {
    fn given_a_package_with_code_that_was_left_for_later(&mut self) {
        self.stage.workspace.append("base/src/lib.rs", "\npub fn later() -> u8 {\n    todo!()\n}\n");
    }

    fn given_a_source_file_that_is_not_formatted(&mut self) {
        self.unformatted();
    }

    fn when_the_lints_are_run(&mut self) {
        self.stage.play_to(Event::VerificationLintChecked);
    }

    fn then_the_warning_is_noted_with_its_package(&mut self) {
        let notes = self.stage.notes(Event::VerificationLintChecked, "lint");
        let warning = "`todo` should not be present in production code";
        assert!(notes.iter().any(|note| note.starts_with("base: ") && note.ends_with(warning)), "{notes:?}");
    }

    fn and_the_file_is_noted(&mut self) {
        let notes = self.stage.notes(Event::VerificationLintChecked, "lint");
        assert!(notes.contains(&"app/src/main.rs: rustfmt would change it"), "{notes:?}");
    }

    fn and_they_are_run_within_60_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::VerificationLintChecked, budget);
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn given_a_package_with_a_denied_lint(&mut self) {
        let denied = "#![deny(clippy::needless_return)]\npub fn two() -> u8 {\n    return base::one() + 1;\n}\n";
        self.stage.workspace.write("middle/src/lib.rs", denied);
    }

    fn then_the_beat_fails_and_names_the_place_of_the_lint(&mut self) {
        let place = Path::new("middle").join("src").join("lib.rs");
        let said = ["clippy refuses the workspace: ", &format!("{}:3", place.display())];
        self.stage.expect_failed(Event::VerificationLintChecked, &said);
    }

    fn and_the_last_stable_state_is_as_it_was(&mut self) {
        self.stage.expect_stable_as_it_was();
    }
}

#[symphony::steps]
impl EnrichDomainAuthoritiesScenarios for Verification {
    fn given_a_package_that_names_its_author(&mut self) {
        self.author = "Ada";
        self.stage.workspace.declare("base", "authors = [\"Ada\"]\n");
    }

    fn when_the_authorities_are_enriched(&mut self) {
        self.stage.play_to(Event::VerificationAuthoritiesEnriched);
    }

    fn then_that_author_answers_for_the_package(&mut self) {
        assert_eq!(self.authority("base")["owners"], serde_json::json!([self.author]));
        assert_eq!(self.authority("middle")["owners"], serde_json::json!([]));
    }

    fn and_each_package_bears_the_hashes_of_its_source_and_its_artifacts(&mut self) {
        let hashes = listed::hashes(&self.stage);
        for package in PACKAGES {
            let authority = self.authority(package);
            let manifest = self.stage.workspace.path(&format!("{package}/Cargo.toml"));
            assert_eq!(authority["source"], listed::sha256_of(&manifest));
            let artifacts = authority["artifacts"].as_array().unwrap();
            assert!(!artifacts.is_empty(), "{authority}");
            assert!(artifacts.iter().all(|hash| hashes.values().any(|listed| hash == listed)), "{authority}");
        }
    }

    fn given_a_workspace_that_names_its_author(&mut self) {
        self.author = "Grace";
        self.stage.workspace.append("Cargo.toml", "\n[workspace.package]\nauthors = [\"Grace\"]\n");
    }

    fn then_that_author_answers_for_every_package(&mut self) {
        for package in PACKAGES {
            assert_eq!(self.authority(package)["owners"], serde_json::json!([self.author]));
        }
    }

    fn and_the_toolchain_is_named_as_the_builder_of_every_package(&mut self) {
        let rustc = self.stage.note(Event::ValidationAgentValidated, "rustc");
        for package in PACKAGES {
            let authority = self.authority(package);
            assert!(authority["builder"].as_str().unwrap().starts_with(rustc), "{authority}");
        }
    }
}

#[symphony::steps]
impl GenerateGovernanceDocsScenarios for Verification {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_page_on_governance_is_generated(&mut self) {
        self.stage.play_to(Event::VerificationGovernanceDocumented);
    }

    fn then_the_page_has_every_rule_with_its_state(&mut self) {
        let page = self.stage.workspace.read(&in_run("governance.md"));
        let validation = self.stage.workspace.json(&in_run("validation.json"));
        for rule in validation["rules"].as_array().unwrap() {
            let code = rule["code"].as_str().unwrap().replace('_', "\\_");
            let row = format!("| {code} | {} | ", rule["state"].as_str().unwrap());
            assert!(page.contains(&row), "{row}\n{page}");
        }
    }

    fn and_the_page_has_every_package(&mut self) {
        let page = self.stage.workspace.read(&in_run("governance.md"));
        for package in PACKAGES {
            assert!(page.contains(&format!("| {package} | package | ")), "{page}");
        }
    }

    fn and_the_page_has_every_artifact_with_its_hash(&mut self) {
        let page = self.stage.workspace.read(&in_run("governance.md"));
        for (path, hash) in listed::hashes(&self.stage) {
            let path = path.replace('_', "\\_");
            let row = page.lines().find(|line| line.starts_with(&format!("| {path} | ")));
            assert!(row.is_some_and(|row| row.contains(&hash)), "{path}\n{page}");
        }
    }

    fn given_a_folder_in_the_way_so_that_the_page_cannot_be_written(&mut self) {
        self.stage.block_after(Event::VerificationAuthoritiesEnriched, "governance.md");
    }

    fn then_the_beat_fails_and_names_the_page(&mut self) {
        self.stage.expect_failed(Event::VerificationGovernanceDocumented, &["cannot write", "governance.md"]);
    }

    fn and_no_report_is_written(&mut self) {
        assert!(!self.stage.run_has("report.json"));
        assert!(!self.stage.run_has("report.md"));
    }
}

#[symphony::steps]
impl ValidateConformityDimensionsScenarios for Verification {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_conformity_is_validated(&mut self) {
        // The report is where the scores can be read.
        self.stage.play_to(Event::BuildReportGenerated);
    }

    fn then_each_of_the_five_dimensions_has_a_score_from_zero_to_one(&mut self) {
        let report = self.report();
        let dimensions = report["conformity"].as_array().unwrap();
        let names: Vec<_> = dimensions.iter().map(|dimension| dimension["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["orchestration", "handlers", "governance", "traceability", "dependencies"]);
        let in_range = |dimension: &Value| (0.0..=1.0).contains(&dimension["score"].as_f64().unwrap());
        assert!(dimensions.iter().all(in_range), "{report}");
    }

    fn and_each_score_that_is_not_full_has_a_reason(&mut self) {
        let report = self.report();
        let (full, lacking): (Vec<_>, Vec<_>) = report["conformity"]
            .as_array()
            .unwrap()
            .iter()
            .partition(|dimension| dimension["score"].as_f64().unwrap() >= 1.0);
        assert!(!full.is_empty() && !lacking.is_empty(), "{report}");
        assert!(lacking.iter().all(|dimension| !dimension["reasons"].as_array().unwrap().is_empty()), "{report}");
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn given_packages_with_so_many_warnings_that_a_dimension_must_fail(&mut self) {
        for source in ["app/src/main.rs", "base/src/lib.rs", "middle/src/lib.rs"] {
            for unused in ["a", "b", "c", "d", "e"] {
                self.stage.workspace.append(source, &format!("\nfn {unused}() {{}}\n"));
            }
        }
    }

    fn then_the_beat_fails_and_names_the_dimension_and_its_reasons(&mut self) {
        let said = ["conformity is too low: handlers 0.50 (critical)", "handlers: base has 5 warnings"];
        self.stage.expect_failed(Event::VerificationConformityValidated, &said);
    }

    fn and_the_last_stable_state_is_as_it_was(&mut self) {
        self.stage.expect_stable_as_it_was();
    }
}

#[symphony::steps]
impl EnforceStrictConformityScenarios for Verification {
    fn given_a_workspace_that_declares_all_that_is_asked_for(&mut self) {
        self.stage.workspace.declare_everything();
    }

    fn when_strict_conformity_is_enforced(&mut self) {
        self.stage.play_to(Event::VerificationConformityEnforced);
    }

    fn then_the_beat_is_played(&mut self) {
        self.stage.expect_played(Event::VerificationConformityEnforced);
    }

    fn and_the_documentation_was_built(&mut self) {
        for package in PACKAGES {
            assert!(self.stage.workspace.path(&format!("out/build/doc/{package}/index.html")).is_file(), "{package}");
        }
    }

    fn given_a_source_file_that_fails_the_check_of_rustfmt(&mut self) {
        self.unformatted();
    }

    fn then_the_beat_fails_and_names_the_file(&mut self) {
        let file = Path::new("src").join("main.rs");
        self.stage.expect_failed(Event::VerificationConformityEnforced, &[file.to_str().unwrap()]);
    }

    fn given_a_comment_with_a_broken_link(&mut self) {
        let text = "//! See [`nothing`].\nfn main() {\n    println!(\"{}\", middle::two());\n}\n";
        self.stage.workspace.write("app/src/main.rs", text);
    }
}

#[symphony::steps]
impl GenerateBuildReportScenarios for Verification {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_report_is_generated(&mut self) {
        self.stage.play_to(Event::BuildReportGenerated);
    }

    fn then_the_report_names_the_build_and_its_level(&mut self) {
        let report = self.report();
        assert_eq!((&report["correlation_id"], &report["level"]), (&"acceptance".into(), &"mf".into()));
    }

    fn and_the_page_of_the_report_has_each_of_the_five_scores(&mut self) {
        let page = self.stage.workspace.read(&in_run("report.md"));
        let report = self.report();
        let dimensions = report["conformity"].as_array().unwrap();
        assert_eq!(dimensions.len(), 5);
        for dimension in dimensions {
            let (name, score) = (dimension["name"].as_str().unwrap(), dimension["score"].as_f64().unwrap());
            assert!(page.contains(&format!("| {name} | {score:.2} | ")), "{page}");
        }
    }

    fn and_it_is_generated_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::BuildReportGenerated, budget);
    }

    fn given_a_folder_in_the_way_so_that_the_report_cannot_be_written(&mut self) {
        self.stage.block_after(Event::VerificationConformityValidated, "report.json");
    }

    fn then_the_beat_fails_and_names_the_report(&mut self) {
        self.stage.expect_failed(Event::BuildReportGenerated, &["cannot write", "report.json"]);
    }

    fn and_no_page_of_the_report_is_written(&mut self) {
        assert!(!self.stage.run_has("report.md"));
    }
}

#[symphony::steps]
impl ArchiveBuildScenarios for Verification {
    fn given_a_workspace_that_declares_all_that_is_asked_for(&mut self) {
        self.stage.workspace.declare_everything();
    }

    fn when_the_build_is_archived(&mut self) {
        self.stage.play_to(Event::BuildArchiveWritten);
    }

    fn then_the_archive_has_each_artifact_with_its_hash(&mut self) {
        let sums = self.stage.workspace.read("out/archive/acceptance/SHA256SUMS");
        assert_eq!(sums.lines().count(), listed::hashes(&self.stage).len());
        listed::expect_fitting(&sums, &self.stage.workspace.path("out/archive/acceptance/artifacts"));
    }

    fn and_the_archive_has_the_logs_and_the_manifests_and_the_report(&mut self) {
        let archive = self.stage.workspace.path("out/archive/acceptance");
        for file in ["logs/package-base.log", "manifests/components.json", "report.json", "report.md"] {
            assert!(archive.join(file).is_file(), "{file}");
        }
    }

    fn and_it_is_archived_within_60_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::BuildArchiveWritten, budget);
    }

    fn given_an_artifact_that_is_corrupt_once_it_was_reported(&mut self) {
        self.stage.corrupt_after(Event::BuildReportGenerated, &in_target("libbase.rlib"));
    }

    fn then_the_beat_fails_and_names_the_copy(&mut self) {
        self.stage
            .expect_failed(Event::BuildArchiveWritten, &["archived wrongly", "libbase.rlib is not what was hashed"]);
    }

    fn and_nothing_bears_the_name_of_the_archive(&mut self) {
        assert!(self.stage.workspace.path("out/archive").is_dir());
        assert!(!self.stage.workspace.path("out/archive/acceptance").exists());
    }
}
