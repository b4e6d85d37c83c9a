use std::path::Path;

use build_pipeline::build_pipeline_symphony::Event;
use symphony::{Budget, World};

use super::listed::sha256_of;
use super::stage::{Stage, in_run};
use crate::{
    GenerateManifestsScenarios, RecordManifestStateScenarios, RegenerateOrchestrationDomainsScenarios,
    SyncJsonSourcesScenarios, ValidateManifestIntegrityScenarios,
};

const MANIFESTS: [&str; 5] = ["components", "sequences", "topics", "layout", "interactions"];

#[derive(Default)]
pub(crate) struct ManifestPreparation {
    stage: Stage,
    /// How many domains the workspace has.
    domains: usize,
}

impl World for ManifestPreparation {
    type Step = ();
}

fn manifest(name: &str) -> String {
    in_run(&format!("manifests/{name}.json"))
}

impl ManifestPreparation {
    /// The name of each entry of a manifest, and the domains that it refers to.
    fn entries(&self, name: &str) -> Vec<(String, Vec<String>)> {
        let page = self.stage.workspace.json(&manifest(name));
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let entries = page["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| (text(&entry["name"]), entry["domains"].as_array().unwrap().iter().map(text).collect()))
            .collect()
    }
}

#[symphony::steps]
impl RegenerateOrchestrationDomainsScenarios for ManifestPreparation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
        self.domains = 3;
    }

    fn given_a_sequence_of_two_beats(&mut self) {
        self.stage.sequence("sequences/song.json", 2);
        self.domains += 1;
    }

    fn when_the_registry_is_drawn_up(&mut self) {
        self.stage.play_to(Event::ManifestsDomainsRegenerated);
    }

    fn then_it_counts_a_domain_for_each_package_and_each_sequence(&mut self) {
        assert_eq!(self.domains, 4);
        assert_eq!(self.stage.note(Event::ManifestsDomainsRegenerated, "domains"), self.domains.to_string());
    }

    fn and_it_is_drawn_up_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ManifestsDomainsRegenerated, budget);
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
        self.domains = 3;
    }

    fn given_a_package_that_was_added_since(&mut self) {
        let workspace = &self.stage.workspace;
        let text = workspace.read("Cargo.toml");
        workspace.write("Cargo.toml", &text.replace("\"middle\"]", "\"middle\", \"new\"]"));
        workspace.write("new/Cargo.toml", &workspace.read("base/Cargo.toml").replace("base", "new"));
        workspace.write("new/src/lib.rs", "");
        self.domains += 1;
    }
}

#[symphony::steps]
impl SyncJsonSourcesScenarios for ManifestPreparation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_sources_are_synced(&mut self) {
        self.stage.play_to(Event::ManifestsSourcesSynced);
    }

    fn then_the_folder_of_the_run_has_an_equal_copy_of_each_manifest(&mut self) {
        let workspace = &self.stage.workspace;
        for source in ["Cargo.toml", "app/Cargo.toml", "base/Cargo.toml", "middle/Cargo.toml"] {
            assert_eq!(workspace.read(&in_run(&format!("sources/{source}"))), workspace.read(source));
        }
    }

    fn and_it_has_an_equal_copy_of_the_lock_file(&mut self) {
        let workspace = &self.stage.workspace;
        assert_eq!(workspace.read(&in_run("sources/Cargo.lock")), workspace.read("Cargo.lock"));
    }

    fn given_a_manifest_that_is_missing_once_the_registry_is_drawn_up(&mut self) {
        self.stage.remove_after(Event::ManifestsDomainsRegenerated, "base/Cargo.toml");
    }

    fn then_the_beat_fails_and_names_the_manifest(&mut self) {
        let manifest = Path::new("base").join("Cargo.toml");
        self.stage.expect_failed(Event::ManifestsSourcesSynced, &["cannot read", manifest.to_str().unwrap()]);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }
}

#[symphony::steps]
impl GenerateManifestsScenarios for ManifestPreparation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_manifests_are_generated(&mut self) {
        self.stage.play_to(Event::ManifestsFilesGenerated);
    }

    fn then_the_five_manifests_are_written_and_their_entries_are_counted(&mut self) {
        let counts = MANIFESTS.map(|name| self.entries(name).len());
        assert_eq!(counts, [3, 0, 0, 3, 2]);
        let noted = MANIFESTS.map(|name| self.stage.note(Event::ManifestsFilesGenerated, name));
        assert_eq!(noted, counts.map(|count| count.to_string()));
    }

    fn and_the_interactions_tell_which_package_needs_which(&mut self) {
        let names: Vec<_> = self.entries("interactions").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["app -> middle", "middle -> base"]);
    }

    fn given_a_sequence_that_publishes_two_events(&mut self) {
        self.stage.sequence("sequences/song.json", 2);
    }

    fn then_the_topics_name_the_sequence_for_each_event(&mut self) {
        let publisher = || vec!["sequence:song".to_owned()];
        assert_eq!(self.entries("topics"), [("a:b".to_owned(), publisher()), ("a:c".to_owned(), publisher())]);
    }
}

#[symphony::steps]
impl ValidateManifestIntegrityScenarios for ManifestPreparation {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_integrity_of_the_manifests_is_validated(&mut self) {
        self.stage.play_to(Event::ManifestsIntegrityValidated);
    }

    fn then_the_beat_is_played(&mut self) {
        self.stage.expect_played(Event::ManifestsIntegrityValidated);
    }

    fn and_it_is_validated_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ManifestsIntegrityValidated, budget);
    }

    fn given_a_manifest_that_is_corrupt_on_the_disk(&mut self) {
        self.stage.corrupt_after(Event::ManifestsFilesGenerated, &manifest("layout"));
    }

    fn then_the_beat_fails_and_says_that_the_content_does_not_fit_the_hash(&mut self) {
        let said = "the manifest of layout: its content does not fit its hash";
        self.stage.expect_failed(Event::ManifestsIntegrityValidated, &[said]);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }

    fn given_a_manifest_that_refers_to_an_unknown_package(&mut self) {
        self.stage.after(Event::ManifestsFilesGenerated, |workspace| {
            let path = manifest("interactions");
            workspace.write(&path, &workspace.read(&path).replace("package:base", "package:gone"));
        });
    }

    fn then_the_beat_fails_and_names_the_package(&mut self) {
        let said = "`middle -> base` refers to package:gone, which is not in the registry";
        self.stage.expect_failed(Event::ManifestsIntegrityValidated, &[said]);
    }
}

#[symphony::steps]
impl RecordManifestStateScenarios for ManifestPreparation {
    fn given_a_workspace_that_was_never_built(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_state_of_the_manifests_is_recorded(&mut self) {
        self.stage.play_to(Event::ManifestsStateRecorded);
    }

    fn then_every_manifest_counts_as_changed(&mut self) {
        assert_eq!(self.stage.note(Event::ManifestsStateRecorded, "changed"), MANIFESTS.join(", "));
    }

    fn and_the_hash_of_each_manifest_is_kept_in_the_folder_of_the_run(&mut self) {
        let kept = self.stage.workspace.json(&in_run("manifests.json"));
        assert_eq!(kept.as_array().unwrap().len(), MANIFESTS.len());
        for (kept, name) in kept.as_array().unwrap().iter().zip(MANIFESTS) {
            assert_eq!(kept["sha256"], sha256_of(&self.stage.workspace.path(&manifest(name))), "{name}");
        }
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn then_no_manifest_counts_as_changed(&mut self) {
        assert_eq!(self.stage.note(Event::ManifestsStateRecorded, "changed"), "");
    }

    fn given_a_sequence_that_was_added_since(&mut self) {
        self.stage.sequence("sequences/song.json", 2);
    }

    fn then_the_manifests_of_sequences_and_topics_count_as_changed(&mut self) {
        assert_eq!(self.stage.note(Event::ManifestsStateRecorded, "changed"), "sequences, topics");
    }
}
