use std::fs;
use std::process::Command;

use build_pipeline::build_pipeline_symphony::Event;
use symphony::{Budget, Dynamics, World};

use super::stage::{Stage, in_target};
use crate::{
    ExecuteHostBuildScenarios, PrepareHostBuildScenarios, RecordHostBuildMetricsScenarios,
    ValidateHostArtifactsScenarios,
};

#[derive(Default)]
pub(crate) struct HostBuilding {
    stage: Stage,
}

impl World for HostBuilding {
    type Step = ();
}

impl HostBuilding {
    /// Lets the only program ask for a feature that nobody asks for.
    fn gate(&self) {
        let gated = "\n[features]\nextra = []\n\n[[bin]]\nname = \"app\"\npath = \"src/main.rs\"\nrequired-features = [\"extra\"]\n";
        self.stage.workspace.append("app/Cargo.toml", gated);
    }
}

#[symphony::steps]
impl PrepareHostBuildScenarios for HostBuilding {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_build_of_the_programs_is_prepared(&mut self) {
        self.stage.play_to(Event::HostBuildPrepared);
    }

    fn then_one_program_is_planned(&mut self) {
        assert_eq!(self.stage.note(Event::HostBuildPrepared, "programs"), "1");
    }

    fn given_a_program_that_needs_a_feature(&mut self) {
        self.gate();
    }

    fn then_no_program_is_planned(&mut self) {
        assert_eq!(self.stage.note(Event::HostBuildPrepared, "programs"), "0");
    }

    fn and_the_program_is_noted_as_left_out(&mut self) {
        assert_eq!(self.stage.note(Event::HostBuildPrepared, "left out, as it needs a feature"), "app");
    }
}

#[symphony::steps]
impl ExecuteHostBuildScenarios for HostBuilding {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_programs_are_built(&mut self) {
        self.stage.play_to(Event::HostBuildCompleted);
    }

    fn then_the_program_is_in_the_target_folder(&mut self) {
        self.stage.expect_played(Event::HostBuildCompleted);
        assert!(self.stage.program("app").is_file());
        assert!(self.stage.run_has("logs/host.log"));
    }

    fn and_it_is_built_within_60_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::HostBuildCompleted, budget);
    }

    fn given_a_program_that_needs_a_feature(&mut self) {
        self.gate();
    }

    fn then_the_libraries_are_in_the_target_folder(&mut self) {
        self.stage.expect_played(Event::HostBuildCompleted);
        for library in ["libbase.rlib", "libmiddle.rlib"] {
            assert!(self.stage.workspace.path(&in_target(library)).is_file(), "{library}");
        }
    }

    fn and_no_program_is_in_the_target_folder(&mut self) {
        assert!(!self.stage.program("app").exists());
    }

    fn given_two_packages_that_cause_an_error_when_their_features_are_united(&mut self) {
        let workspace = &self.stage.workspace;
        workspace.append("base/Cargo.toml", "\n[features]\nleft = []\nright = []\n");
        let clash =
            "\n#[cfg(all(feature = \"left\", feature = \"right\"))]\ncompile_error!(\"left clashes with right\");\n";
        workspace.append("base/src/lib.rs", clash);
        let needing = |feature: &str| format!("base = {{ path = \"../base\", features = [\"{feature}\"] }}");
        let middle = workspace.read("middle/Cargo.toml");
        workspace.write("middle/Cargo.toml", &middle.replace("base = { path = \"../base\" }", &needing("left")));
        let app = workspace.read("app/Cargo.toml");
        workspace.write("app/Cargo.toml", &app.replace("middle = { path = \"../middle\" }", &needing("right")));
        workspace.write("app/src/main.rs", "fn main() {\n    println!(\"{}\", base::one());\n}\n");
    }

    fn then_the_beat_fails_and_gives_the_reason_of_the_clash(&mut self) {
        let said = ["the workspace does not build: ", "left clashes with right"];
        self.stage.expect_failed(Event::HostBuildCompleted, &said);
    }

    fn and_each_package_was_built_alone_before(&mut self) {
        self.stage.expect_played(Event::PackagesBuildCompleted);
        assert_eq!(self.stage.steps(Event::PackagesBuildCompleted), ["base", "app", "middle"]);
    }
}

#[symphony::steps]
impl ValidateHostArtifactsScenarios for HostBuilding {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_programs_are_validated(&mut self) {
        self.stage.play_to(Event::HostArtifactsValidated);
    }

    fn then_the_beat_is_played(&mut self) {
        self.stage.expect_played(Event::HostArtifactsValidated);
    }

    fn and_the_program_runs(&mut self) {
        let said = Command::new(self.stage.program("app")).output().unwrap();
        assert!(said.status.success());
        assert_eq!(String::from_utf8_lossy(&said.stdout).trim_end(), "2");
    }

    fn given_a_program_that_is_missing_after_the_build(&mut self) {
        let program = self.stage.program("app");
        self.stage.after(Event::HostBuildCompleted, move |_| fs::remove_file(&program).unwrap());
    }

    fn then_the_beat_fails_and_names_the_program(&mut self) {
        self.stage.expect_failed(Event::HostArtifactsValidated, &["1 program not as planned", "app of app: "]);
    }

    fn and_no_artifact_is_listed(&mut self) {
        assert!(!self.stage.run_has("artifacts.json"));
    }

    fn given_a_program_with_the_wrong_content(&mut self) {
        let program = self.stage.program("app");
        self.stage.after(Event::HostBuildCompleted, move |_| fs::write(&program, "#!/bin/sh\n").unwrap());
    }
}

#[symphony::steps]
impl RecordHostBuildMetricsScenarios for HostBuilding {
    fn given_two_programs_of_which_one_is_larger(&mut self) {
        let larger = "static DATA: [u8; 1 << 20] = [1; 1 << 20];\n\nfn main() {\n    println!(\"{}\", DATA.iter().filter(|byte| **byte == 1).count());\n}\n";
        self.stage.workspace.write("app/src/bin/larger.rs", larger);
    }

    fn when_the_metrics_of_the_programs_are_recorded(&mut self) {
        self.stage.play(Dynamics::P);
    }

    fn then_both_programs_are_counted(&mut self) {
        assert_eq!(self.stage.output().host_metrics.programs, 2);
    }

    fn and_the_larger_program_is_named(&mut self) {
        assert_eq!(self.stage.output().host_metrics.largest.as_deref(), Some("larger"));
    }

    fn and_the_size_of_both_is_recorded(&mut self) {
        let size = |name| fs::metadata(self.stage.program(name)).unwrap().len();
        assert_eq!(self.stage.output().host_metrics.bytes, size("app") + size("larger"));
    }

    fn given_a_program_that_needs_a_feature(&mut self) {
        self.gate();
    }

    fn then_no_program_is_counted(&mut self) {
        let metrics = &self.stage.output().host_metrics;
        assert_eq!((metrics.programs, metrics.bytes, metrics.largest.as_deref()), (0, 0, None));
        assert!(self.stage.run_has("logs/host.log"));
    }
}
