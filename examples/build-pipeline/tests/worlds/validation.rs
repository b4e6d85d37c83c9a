use std::fs;
use std::path::Path;

use build_pipeline::build_pipeline_symphony::Event;
use symphony::{Budget, World};

use super::stage::{Stage, in_run};
use crate::{
    LoadBuildContextScenarios, RecordValidationResultsScenarios, ValidateAgentBehaviorScenarios,
    ValidateGovernanceRulesScenarios, ValidateOrchestrationDomainsScenarios,
};

#[derive(Default)]
pub(crate) struct Validation {
    stage: Stage,
    /// The files in which there is a fault.
    faults: Vec<&'static str>,
}

impl World for Validation {
    type Step = ();
}

#[symphony::steps]
impl LoadBuildContextScenarios for Validation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_build_context_is_loaded(&mut self) {
        self.stage.play_to(Event::BuildContextLoaded);
    }

    fn then_the_record_names_the_workspace_and_counts_its_packages(&mut self) {
        let named = Path::new(self.stage.note(Event::BuildContextLoaded, "workspace"));
        assert_eq!(named.canonicalize().unwrap(), self.stage.workspace.root().canonicalize().unwrap());
        assert_eq!(self.stage.note(Event::BuildContextLoaded, "packages"), "3");
    }

    fn and_the_run_has_a_folder_of_its_own(&mut self) {
        assert!(self.stage.workspace.path(&in_run("")).is_dir());
    }

    fn and_it_is_loaded_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::BuildContextLoaded, budget);
    }

    fn given_a_folder_in_which_the_manifest_is_missing(&mut self) {
        fs::remove_file(self.stage.workspace.path("Cargo.toml")).unwrap();
    }

    fn then_the_beat_fails_as_there_is_no_manifest(&mut self) {
        self.stage.expect_failed(Event::BuildContextLoaded, &["could not find `Cargo.toml`"]);
    }

    fn and_no_later_beat_is_reached(&mut self) {
        self.stage.expect_nothing_after(Event::BuildContextLoaded);
    }

    fn given_a_correlation_id_that_cannot_be_used_again(&mut self) {
        self.stage.taken_run();
    }

    fn then_the_beat_fails_and_asks_for_another_correlation_id(&mut self) {
        self.stage.expect_failed(Event::BuildContextLoaded, &["each run needs its own correlation id"]);
    }
}

#[symphony::steps]
impl ValidateOrchestrationDomainsScenarios for Validation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn given_a_sequence_of_two_beats(&mut self) {
        self.stage.sequence("sequences/song.json", 2);
    }

    fn when_the_domains_are_validated(&mut self) {
        self.stage.play_to(Event::ValidationDomainsValidated);
    }

    fn then_the_beat_is_played_and_counts_the_sequence(&mut self) {
        self.stage.expect_played(Event::ValidationDomainsValidated);
        assert_eq!(self.stage.note(Event::ValidationDomainsValidated, "sequences"), "1");
    }

    fn and_they_are_validated_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ValidationDomainsValidated, budget);
    }

    fn given_a_sequence_that_declares_a_wrong_number_of_beats(&mut self) {
        self.stage.sequence("sequences/song.json", 3);
        self.faults.push("sequences/song.json:1:");
    }

    fn given_a_package_whose_library_is_missing(&mut self) {
        self.stage.workspace.append("base/Cargo.toml", "\n[lib]\npath = \"src/gone.rs\"\n");
        self.faults.push("gone.rs");
    }

    fn then_the_beat_fails_and_names_the_file_of_each_fault(&mut self) {
        assert!(!self.faults.is_empty());
        self.stage.expect_failed(Event::ValidationDomainsValidated, &self.faults);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }

    fn given_a_fault_by_which_two_sequences_have_the_same_id(&mut self) {
        self.stage.sequence("sequences/one.json", 2);
        self.stage.sequence("sequences/other.json", 2);
        // The first of them is none.
        self.faults.push("sequences/other.json:1:");
    }
}

#[symphony::steps]
impl ValidateGovernanceRulesScenarios for Validation {
    fn given_a_workspace_that_declares_no_rules(&mut self) {
        for manifest in ["Cargo.toml", "app/Cargo.toml", "base/Cargo.toml", "middle/Cargo.toml"] {
            let text = self.stage.workspace.read(manifest);
            assert!(["lints", "license", "rust-version"].iter().all(|rule| !text.contains(rule)), "{text}");
        }
    }

    fn when_the_governance_rules_are_validated(&mut self) {
        self.stage.play_to(Event::ValidationGovernanceValidated);
    }

    fn then_each_of_the_six_rules_is_recorded_with_its_state(&mut self) {
        let beat = self.stage.beat(Event::ValidationGovernanceValidated);
        let states: Vec<_> = beat.notes().iter().map(|note| format!("{} {}", note.key(), note.value())).collect();
        let expect = [
            "LOCK_FILE undeclared",
            "LICENCE undeclared",
            "EDITION upheld",
            "RUST_VERSION undeclared",
            "LINTS undeclared",
            "REQUIREMENTS upheld",
        ];
        assert_eq!(states, expect);
    }

    fn and_no_rule_is_recorded_as_broken(&mut self) {
        let beat = self.stage.beat(Event::ValidationGovernanceValidated);
        assert!(beat.notes().iter().all(|note| note.value() != "broken"), "{:?}", beat.notes());
        self.stage.expect_played(Event::ValidationGovernanceValidated);
    }

    fn given_a_package_that_fails_to_take_over_the_lints_of_its_workspace(&mut self) {
        self.stage.workspace.append("Cargo.toml", "\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n");
        for package in ["app", "base"] {
            self.stage.workspace.append(&format!("{package}/Cargo.toml"), "\n[lints]\nworkspace = true\n");
        }
    }

    fn then_the_beat_fails_and_names_the_rule_and_the_package(&mut self) {
        let said = "LINTS: the workspace declares lints, these do not take them over: middle;";
        self.stage.expect_failed(Event::ValidationGovernanceValidated, &[said]);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }

    fn given_a_lock_file_that_is_stale(&mut self) {
        let lock = "version = 4\n\n[[package]]\nname = \"base\"\nversion = \"0.1.0\"\n";
        self.stage.workspace.write("Cargo.lock", lock);
    }

    fn then_the_beat_fails_and_names_the_lock_file(&mut self) {
        self.stage.expect_failed(Event::ValidationGovernanceValidated, &["LOCK_FILE: Cargo.lock did not fit"]);
    }
}

#[symphony::steps]
impl ValidateAgentBehaviorScenarios for Validation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_toolchain_is_validated(&mut self) {
        self.stage.play_to(Event::ValidationAgentValidated);
    }

    fn then_the_record_names_the_versions_of_cargo_and_rustc(&mut self) {
        for tool in ["cargo", "rustc"] {
            let version = self.stage.note(Event::ValidationAgentValidated, tool);
            assert!(version.starts_with(&format!("{tool} 1.")), "{version}");
        }
    }

    fn and_it_is_validated_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ValidationAgentValidated, budget);
    }

    fn given_packages_that_ask_for_an_unavailable_version_of_rustc(&mut self) {
        for package in ["app", "base", "middle"] {
            self.stage.workspace.declare(package, "rust-version = \"1.999.0\"\n");
        }
    }

    fn then_the_beat_fails_and_names_the_version_to_install(&mut self) {
        let said = ["app needs rustc 1.999.0", "install that version or a newer one"];
        self.stage.expect_failed(Event::ValidationAgentValidated, &said);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }
}

#[symphony::steps]
impl RecordValidationResultsScenarios for Validation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_results_of_the_validation_are_recorded(&mut self) {
        self.stage.play_to(Event::ValidationResultsRecorded);
    }

    fn then_the_rules_and_the_toolchain_are_written_into_the_folder_of_the_run(&mut self) {
        let written = self.stage.workspace.json(&in_run("validation.json"));
        assert_eq!(written["rules"].as_array().unwrap().len(), 6, "{written}");
        assert_eq!(written["agent"]["rustc"], self.stage.note(Event::ValidationAgentValidated, "rustc"));
    }

    fn and_each_package_counts_as_a_domain(&mut self) {
        assert_eq!(self.stage.note(Event::ValidationResultsRecorded, "domains"), "3");
    }

    fn given_a_package_without_a_description(&mut self) {
        assert!(!self.stage.workspace.read("base/Cargo.toml").contains("description"));
    }

    fn then_the_advice_on_that_package_is_written_into_the_folder_of_the_run(&mut self) {
        let written = self.stage.workspace.json(&in_run("validation.json"));
        assert_eq!(written["advice"]["package:base"][0], "it may be published and has no description");
    }

    fn and_the_beat_is_played(&mut self) {
        self.stage.expect_played(Event::ValidationResultsRecorded);
    }
}
