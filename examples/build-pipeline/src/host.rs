//! The programs of a workspace, built together.

use std::path::Path;

use crate::build_pipeline_symphony::{
    Binary, Build, BuildContext, BuildEnvironment, HostMetrics, HostPlan, Program, Target, TargetKind,
};
use crate::error::{Result, counted, none_of};
use crate::files;
use crate::format::{self, Format};
use crate::packages;

/// Lists the programs that a build owes, and those that it does not because a feature has to be asked for.
pub(crate) fn prepare(context: &BuildContext) -> HostPlan {
    let of = |wanted: fn(&Target) -> bool| {
        let programs = context.packages.iter().flat_map(|package| {
            let binaries = package.targets.iter().filter(|target| target.kind == TargetKind::Binary);
            binaries
                .filter(move |target| wanted(target))
                .map(|target| Binary { package: package.name.clone(), name: target.name.clone() })
        });
        programs.collect()
    };
    HostPlan { binaries: of(|target| !target.gated), gated: of(|target| target.gated) }
}

/// Builds the programs of all packages in one go, which unites the features of the packages; where there is no program,
/// the libraries.
pub(crate) fn build(context: &BuildContext, environment: &BuildEnvironment, plan: &HostPlan) -> Result<Build> {
    let mut command = packages::command(context, environment, "build");
    command.arg("--message-format=json").args((!plan.binaries.is_empty()).then_some("--bins"));
    command.args(context.packages.iter().flat_map(packages::select));
    packages::finish(command, &environment.logs.join("host.log"), "the workspace", &context.packages)
}

/// Finds each program that was planned among the files of the build, and looks at it.
pub(crate) fn validate(plan: &HostPlan, build: &Build) -> Result<Vec<Program>> {
    let mut findings = Vec::new();
    let mut programs = Vec::new();
    for binary in &plan.binaries {
        let mut files = build.files.iter().filter(|file| {
            file.kind == TargetKind::Binary && file.package == binary.package && file.target == binary.name
        });
        let said = format!("{} of {}", binary.name, binary.package);
        // Some platforms put a file with debug information beside the program.
        let executable = files.clone().find(|file| format::of(&file.path).is_some_and(Format::is_executable));
        match (executable, files.next()) {
            (Some(file), _) if !may_be_executed(&file.path) => {
                findings.push(format!("{said}: {} may not be executed", file.path.display()));
            }
            (Some(file), _) => programs.push(Program {
                package: binary.package.clone(),
                name: binary.name.clone(),
                bytes: files::size_and_age(&file.path)?.0,
                format: format::of(&file.path).map_or_else(String::new, |format| format.to_string()),
                path: file.path.clone(),
            }),
            (None, Some(file)) if file.path.is_file() => {
                findings.push(format!("{said}: {} does not begin like an executable", file.path.display()));
            }
            (None, Some(file)) => findings.push(format!("{said}: {} is not there", file.path.display())),
            (None, None) => findings.push(format!("{said}: cargo did not build it")),
        }
    }
    none_of(findings, |number| format!("{} not as planned", counted(number, "program")))?;
    Ok(programs)
}

#[cfg(unix)]
fn may_be_executed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn may_be_executed(path: &Path) -> bool {
    path.is_file()
}

pub(crate) fn record(build: &Build, programs: &[Program]) -> HostMetrics {
    HostMetrics {
        programs: programs.len(),
        bytes: programs.iter().map(|program| program.bytes).sum(),
        milliseconds: build.milliseconds,
        largest: programs.iter().max_by_key(|program| program.bytes).map(|program| program.name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn builds_the_programs_and_finds_them() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        let plan = prepare(&context);
        assert_eq!(plan.binaries, [Binary { package: "app".to_owned(), name: "app".to_owned() }]);
        let environment = packages::prepare(&context).unwrap();
        let build = build(&context, &environment, &plan).unwrap();
        let programs = validate(&plan, &build).unwrap();
        let metrics = record(&build, &programs);
        assert_eq!((metrics.programs, metrics.largest.as_deref()), (1, Some("app")));
        assert!(metrics.bytes > 0);

        files::write(&programs[0].path, b"#!/bin/sh\n").unwrap();
        let error = validate(&plan, &build).unwrap_err();
        assert_eq!(error.to_string(), "1 program not as planned");
        assert!(error.evidence()[0].ends_with("does not begin like an executable"), "{error:?}");
        std::fs::remove_file(&programs[0].path).unwrap();
        assert!(validate(&plan, &build).unwrap_err().evidence()[0].ends_with("is not there"));
    }

    #[test]
    fn a_program_behind_a_feature_is_not_owed() {
        let workspace = sample::workspace();
        let gated = "\n[features]\nextra = []\n[[bin]]\nname = \"app\"\npath = \"src/main.rs\"\nrequired-features = [\"extra\"]\n";
        files::write(&workspace.path().join("app/Cargo.toml"), format!("{}{gated}", sample::APP).as_bytes()).unwrap();
        let context = sample::context(workspace.path());
        let plan = prepare(&context);
        assert_eq!((plan.binaries.len(), plan.gated.len()), (0, 1));
        let build = build(&context, &packages::prepare(&context).unwrap(), &plan).unwrap();
        assert_eq!(validate(&plan, &build).unwrap(), []);
        assert!(build.files.iter().any(|file| file.target == "base"), "{:?}", build.files);
    }

    #[test]
    fn a_program_that_cargo_did_not_build_is_found() {
        let plan =
            HostPlan { binaries: vec![Binary { package: "a".to_owned(), name: "b".to_owned() }], gated: Vec::new() };
        let error = validate(&plan, &sample::build("the workspace")).unwrap_err();
        assert_eq!(error.evidence(), ["b of a: cargo did not build it"]);
    }
}
