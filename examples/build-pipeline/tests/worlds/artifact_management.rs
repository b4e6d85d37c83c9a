use std::collections::BTreeSet;
use std::fs;

use build_pipeline::build_pipeline_symphony::Event;
use serde_json::Value;
use symphony::{Budget, World};

use super::listed;
use super::stage::{Stage, in_run, in_target};
use crate::{
    CollectArtifactsScenarios, ComputeArtifactHashesScenarios, GenerateArtifactManifestScenarios,
    RecordArtifactMetricsScenarios, ValidateArtifactSignaturesScenarios,
};

/// An artifact of the package `base`, in the target folder of its profile.
const LIBRARY: &str = "libbase.rlib";

#[derive(Default)]
pub(crate) struct ArtifactManagement {
    stage: Stage,
}

impl World for ArtifactManagement {
    type Step = ();
}

impl ArtifactManagement {
    fn expect_no_list(&self) {
        assert!(!self.stage.run_has("artifacts.json"));
        assert!(!self.stage.run_has("SHA256SUMS"));
    }

    /// The paths that cargo named when it built the packages, in the target folder.
    fn made(&self) -> BTreeSet<String> {
        let target = self.stage.workspace.path("out/build");
        let builds = self.stage.workspace.json(&in_run("packages.json"));
        let files = builds.as_array().unwrap().iter().flat_map(|build| build["files"].as_array().unwrap());
        let paths = files.map(|file| file["path"].as_str().unwrap());
        paths.map(|path| path.strip_prefix(target.to_str().unwrap()).unwrap()[1..].replace('\\', "/")).collect()
    }
}

#[symphony::steps]
impl CollectArtifactsScenarios for ArtifactManagement {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_artifacts_are_collected(&mut self) {
        self.stage.play_to(Event::ArtifactsManifestGenerated);
    }

    fn then_each_file_that_cargo_made_is_collected_once(&mut self) {
        let collected = listed::hashes(&self.stage);
        let made = self.made();
        assert!(made.len() >= 3 && made.iter().all(|path| collected.contains_key(path)), "{made:?} {collected:?}");
        assert_eq!(self.stage.note(Event::ArtifactsFilesCollected, "artifacts"), collected.len().to_string());
    }

    fn and_they_are_collected_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ArtifactsFilesCollected, budget);
    }

    fn given_a_file_that_another_build_left_behind(&mut self) {
        self.stage.workspace.write(&in_target("libgone.rlib"), "!<arch>\n");
    }

    fn and_the_file_that_was_left_behind_is_not_collected(&mut self) {
        assert!(self.stage.workspace.path(&in_target("libgone.rlib")).is_file());
        assert!(!listed::hashes(&self.stage).contains_key("debug/libgone.rlib"));
    }

    fn given_an_artifact_that_is_missing_after_the_builds(&mut self) {
        self.stage.remove_after(Event::HostMetricsRecorded, &in_target(LIBRARY));
    }

    fn then_the_beat_fails_and_names_the_artifact(&mut self) {
        self.stage.expect_failed(Event::ArtifactsFilesCollected, &["1 artifact missing", LIBRARY]);
    }

    fn and_no_artifact_is_listed(&mut self) {
        self.expect_no_list();
    }
}

#[symphony::steps]
impl ComputeArtifactHashesScenarios for ArtifactManagement {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_hashes_are_computed(&mut self) {
        self.stage.play_to(Event::ArtifactsManifestGenerated);
    }

    fn then_each_artifact_bears_the_hash_of_its_file(&mut self) {
        let hashes = listed::hashes(&self.stage);
        assert!(hashes.len() >= 3, "{hashes:?}");
        for (path, hash) in hashes {
            assert_eq!(listed::sha256_of(&self.stage.workspace.path("out/build").join(&path)), hash, "{path}");
        }
    }

    fn and_they_are_computed_within_30_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::ArtifactsHashesComputed, budget);
    }

    fn given_an_artifact_that_is_missing_once_it_was_collected(&mut self) {
        self.stage.remove_after(Event::ArtifactsFilesCollected, &in_target(LIBRARY));
    }

    fn then_the_beat_fails_and_names_the_artifact(&mut self) {
        self.stage.expect_failed(Event::ArtifactsHashesComputed, &["cannot read", LIBRARY]);
    }

    fn and_no_artifact_is_listed(&mut self) {
        self.expect_no_list();
    }
}

#[symphony::steps]
impl ValidateArtifactSignaturesScenarios for ArtifactManagement {
    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn when_the_signatures_are_validated(&mut self) {
        self.stage.play_to(Event::ArtifactsSignaturesValidated);
    }

    fn then_every_artifact_counts_as_unchanged(&mut self) {
        let collected = self.stage.note(Event::ArtifactsFilesCollected, "artifacts");
        assert_ne!(collected, "0");
        assert_eq!(self.stage.note(Event::ArtifactsSignaturesValidated, "verified"), collected);
        assert_eq!(self.stage.note(Event::ArtifactsSignaturesValidated, "unchanged"), collected);
    }

    fn given_an_artifact_that_is_corrupt_once_it_was_hashed(&mut self) {
        self.stage.corrupt_after(Event::ArtifactsHashesComputed, &in_target(LIBRARY));
    }

    fn then_the_beat_fails_and_names_the_artifact(&mut self) {
        self.stage.expect_failed(Event::ArtifactsSignaturesValidated, &[&format!("debug/{LIBRARY}: it")]);
    }

    fn and_no_artifact_is_listed(&mut self) {
        self.expect_no_list();
    }

    fn given_an_artifact_with_the_wrong_content_and_its_old_time(&mut self) {
        let path = self.stage.workspace.path(&in_target(LIBRARY));
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, [fs::read(&path).unwrap(), b"more".to_vec()].concat()).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    }

    fn and_the_last_stable_state_is_as_it_was(&mut self) {
        self.stage.expect_stable_as_it_was();
    }
}

#[symphony::steps]
impl GenerateArtifactManifestScenarios for ArtifactManagement {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_manifest_of_the_artifacts_is_generated(&mut self) {
        self.stage.play_to(Event::ArtifactsManifestGenerated);
    }

    fn then_the_manifest_lists_the_program_and_the_libraries(&mut self) {
        let hashes = listed::hashes(&self.stage);
        let program = format!("app{}", std::env::consts::EXE_SUFFIX);
        for name in [program.as_str(), "libbase.rlib", "libmiddle.rlib"] {
            assert!(hashes.contains_key(&format!("debug/{name}")), "{name}: {hashes:?}");
        }
    }

    fn and_each_line_of_the_list_of_hashes_fits_its_file(&mut self) {
        let sums = self.stage.workspace.read(&in_run("SHA256SUMS"));
        assert_eq!(sums.lines().count(), listed::hashes(&self.stage).len());
        listed::expect_fitting(&sums, &self.stage.workspace.path("out/build"));
    }

    fn given_a_folder_in_the_way_so_that_the_manifest_cannot_be_written(&mut self) {
        self.stage.block_after(Event::ArtifactsHashesComputed, "artifacts.json");
    }

    fn then_the_beat_fails_and_names_the_manifest(&mut self) {
        self.stage.expect_failed(Event::ArtifactsManifestGenerated, &["cannot write", "artifacts.json"]);
    }
}

#[symphony::steps]
impl RecordArtifactMetricsScenarios for ArtifactManagement {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_metrics_of_the_artifacts_are_recorded(&mut self) {
        // The report is where they can be read.
        self.stage.play_to(Event::BuildReportGenerated);
    }

    fn then_the_sizes_by_kind_add_up_to_the_size_of_all_artifacts(&mut self) {
        let metrics = &self.stage.workspace.json(&in_run("report.json"))["artifacts"];
        let by_kind: u64 = metrics["bytes_by_kind"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        let folder = self.stage.workspace.path("out/build");
        let size = |path: &String| fs::metadata(folder.join(path)).unwrap().len();
        let all: u64 = listed::hashes(&self.stage).keys().map(size).sum();
        assert_eq!((by_kind, metrics["bytes"].as_u64()), (all, Some(all)));
    }

    fn and_the_record_counts_the_files_of_the_manifest(&mut self) {
        let files = listed::hashes(&self.stage).len().to_string();
        assert_eq!(self.stage.note(Event::ArtifactsMetricsRecorded, "files"), files);
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn given_a_package_that_was_changed_since(&mut self) {
        self.stage.workspace.write("base/src/lib.rs", "pub fn one() -> u8 {\n    10\n}\n");
    }

    fn then_the_artifacts_of_that_package_count_as_changed(&mut self) {
        let report = self.stage.workspace.json(&in_run("report.json"));
        let changed = report["artifacts"]["signatures"]["changed"].as_array().unwrap();
        assert!(changed.iter().any(|path| path == &format!("debug/{LIBRARY}")), "{report}");
    }
}
