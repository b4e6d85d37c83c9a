use std::path::Path;
use std::thread::available_parallelism;

use build_pipeline::build_pipeline_symphony::Event;
use symphony::{Budget, Dynamics, World};

use super::stage::{Stage, in_run};
use crate::{BuildPackagesScenarios, InitializePackageBuildScenarios, RecordPackageBuildMetricsScenarios};

#[derive(Default)]
pub(crate) struct PackageBuilding {
    stage: Stage,
}

impl World for PackageBuilding {
    type Step = ();
}

#[symphony::steps]
impl InitializePackageBuildScenarios for PackageBuilding {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_build_of_the_packages_is_initialized(&mut self) {
        self.stage.play_to(Event::PackagesBuildInitialized);
    }

    fn then_the_target_folder_and_the_folder_of_logs_exist(&mut self) {
        assert!(self.stage.workspace.path("out/build").is_dir());
        assert!(self.stage.workspace.path(&in_run("logs")).is_dir());
    }

    fn and_no_more_jobs_are_planned_than_there_are_processors(&mut self) {
        let jobs: usize = self.stage.note(Event::PackagesBuildInitialized, "jobs").parse().unwrap();
        assert!((1..=available_parallelism().unwrap().get()).contains(&jobs), "{jobs}");
    }

    fn given_a_file_in_the_way_so_that_the_target_folder_cannot_be_made(&mut self) {
        self.stage.workspace.write("out/build", "");
    }

    fn then_the_beat_fails_and_names_the_target_folder(&mut self) {
        let folder = Path::new("out").join("build");
        self.stage
            .expect_failed(Event::PackagesBuildInitialized, &["cannot make the folder", folder.to_str().unwrap()]);
    }

    fn and_nothing_is_compiled(&mut self) {
        self.stage.expect_nothing_compiled();
    }
}

#[symphony::steps]
impl BuildPackagesScenarios for PackageBuilding {
    fn given_a_workspace_of_three_packages(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_packages_are_built(&mut self) {
        self.stage.play_to(Event::PackagesBuildCompleted);
    }

    fn then_each_package_is_a_step_that_is_recorded_in_dependency_order(&mut self) {
        assert_eq!(self.stage.steps(Event::PackagesBuildCompleted), ["base", "middle", "app"]);
    }

    fn and_each_package_has_a_log_of_its_own(&mut self) {
        for package in ["base", "middle", "app"] {
            let log = self.stage.workspace.read(&in_run(&format!("logs/package-{package}.log")));
            assert!(log.contains(&format!("Compiling {package} ")), "{log}");
        }
    }

    fn and_they_are_built_within_60_seconds(&mut self, budget: Budget) {
        self.stage.expect_in_time(Event::PackagesBuildCompleted, budget);
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn given_a_package_with_a_compile_error(&mut self) {
        self.stage.workspace.write("middle/src/lib.rs", "pub fn two() -> u8 {\n    base::three()\n}\n");
    }

    fn then_the_beat_fails_and_names_the_package_and_the_place_of_the_error(&mut self) {
        let place = Path::new("middle").join("src").join("lib.rs");
        let said = format!("cannot find function `three` in crate `base` at {}:2", place.display());
        self.stage.expect_failed(Event::PackagesBuildCompleted, &["middle does not build: ", &said]);
    }

    fn and_the_packages_after_it_are_not_built(&mut self) {
        assert_eq!(self.stage.steps(Event::PackagesBuildCompleted), ["base", "middle"]);
    }

    fn and_the_last_stable_state_is_as_it_was(&mut self) {
        self.stage.expect_stable_as_it_was();
    }
}

#[symphony::steps]
impl RecordPackageBuildMetricsScenarios for PackageBuilding {
    fn given_a_workspace_that_was_never_built(&mut self) {
        self.stage.three_packages();
    }

    fn when_the_metrics_of_the_packages_are_recorded(&mut self) {
        self.stage.play(Dynamics::P);
    }

    fn then_each_package_counts_as_compiled_once(&mut self) {
        let metrics = &self.stage.output().package_metrics;
        assert_eq!((metrics.packages, metrics.compiled), (3, 3));
    }

    fn and_each_package_has_a_baseline(&mut self) {
        let names: Vec<_> = self.stage.output().package_metrics.baselines.keys().collect();
        assert_eq!(names, ["app", "base", "middle"]);
    }

    fn given_a_stable_build_of_the_same_sources(&mut self) {
        self.stage.stable_build();
    }

    fn then_nothing_counts_as_compiled(&mut self) {
        let metrics = &self.stage.output().package_metrics;
        assert_eq!((metrics.packages, metrics.compiled), (3, 0));
    }

    fn and_the_baselines_of_the_stable_build_are_kept(&mut self) {
        let kept = serde_json::to_value(&self.stage.output().package_metrics.baselines).unwrap();
        assert_eq!(kept, self.stage.stable_state()["packages"]);
    }

    fn given_a_package_with_an_unused_function(&mut self) {
        self.stage.workspace.append("base/src/lib.rs", "\nfn unused() {}\n");
    }

    fn then_one_warning_is_counted(&mut self) {
        assert_eq!(self.stage.output().package_metrics.warnings, 1);
    }
}
