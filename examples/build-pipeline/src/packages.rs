//! Building packages, one at a time.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use crate::build_pipeline_symphony::{
    Baseline, Build, BuildContext, BuildEnvironment, Built, Package, PackageMetrics, Profile, TargetKind,
};
use crate::cargo;
use crate::context::kind;
use crate::error::{Error, Result};
use crate::files;

/// A package that took this many times its baseline counts as slower.
const SLOWER: f64 = 1.5;
/// Below this many milliseconds a difference says more about the machine than about the package.
const NOISE: u64 = 500;

/// A target folder of its own, so that a cargo that runs this program holds no lock that the build waits for.
pub(crate) fn prepare(context: &BuildContext) -> Result<BuildEnvironment> {
    let (target_dir, logs) = (context.out.join("build"), context.run.join("logs"));
    files::make_folder(&target_dir)?;
    files::make_folder(&logs)?;
    let processors = available_parallelism().map_or(1, usize::from);
    let jobs = jobs(processors, context.environment.get("CARGO_BUILD_JOBS").map(String::as_str));
    let Some(path) = target_dir.to_str() else {
        return Err(Error::new(format!(
            "{} is no Unicode, which cargo needs; choose another --out",
            target_dir.display()
        )));
    };
    let mut flags = vec!["--target-dir".to_owned(), path.to_owned()];
    flags.extend(["--jobs".to_owned(), jobs.to_string(), "--locked".to_owned()]);
    flags.extend(context.offline.then(|| "--offline".to_owned()));
    flags.extend((context.profile == Profile::Release).then(|| "--release".to_owned()));
    Ok(BuildEnvironment { target_dir, logs, jobs, flags })
}

/// As many as asked for and no more than there are processors.
fn jobs(processors: usize, asked: Option<&str>) -> usize {
    asked.and_then(|asked| asked.parse().ok()).filter(|asked| *asked > 0).unwrap_or(processors).min(processors)
}

/// A cargo command with the flags of this build.
pub(crate) fn command(context: &BuildContext, environment: &BuildEnvironment, verb: &str) -> Command {
    let mut command = cargo::tool("cargo", &context.root);
    command.arg(verb).args(&environment.flags);
    command
}

/// How cargo is told of one package, whatever else is called alike.
pub(crate) fn select(package: &Package) -> [String; 2] {
    ["--package".to_owned(), format!("{}@{}", package.name, package.version)]
}

pub(crate) fn build(context: &BuildContext, environment: &BuildEnvironment, name: &str) -> Result<Build> {
    let package = context.packages.iter().find(|package| package.name == name);
    let package = package.ok_or_else(|| Error::new(format!("no package of the workspace is called {name}")))?;
    let mut command = command(context, environment, "build");
    command.arg("--message-format=json").args(select(package));
    finish(command, &environment.logs.join(format!("package-{name}.log")), name, std::slice::from_ref(package))
}

/// Runs a build and gives what it made of the packages.
pub(crate) fn finish(command: Command, log: &Path, name: &str, packages: &[Package]) -> Result<Build> {
    let outcome = cargo::run(command, log)?;
    outcome.expect_success(&format!("{name} does not build"))?;
    let package_of = |id: &cargo_metadata::PackageId| packages.iter().find(|package| package.id == id.repr);
    let mut build = Build {
        name: name.to_owned(),
        milliseconds: outcome.milliseconds,
        compiled: outcome.artifacts.iter().filter(|artifact| !artifact.fresh).count(),
        fresh: outcome.artifacts.iter().filter(|artifact| artifact.fresh).count(),
        warnings: outcome.warnings().filter(|warning| package_of(&warning.package_id).is_some()).count(),
        files: Vec::new(),
    };
    for artifact in &outcome.artifacts {
        let Some(package) = package_of(&artifact.package_id) else { continue };
        let kind = kind(&artifact.target);
        // A build script is a tool of the build and no result of it.
        if kind == TargetKind::Script {
            continue;
        }
        build.files.extend(artifact.filenames.iter().map(|path| Built {
            package: package.name.clone(),
            target: artifact.target.name.clone(),
            kind,
            path: path.clone().into(),
        }));
    }
    Ok(build)
}

/// Sums up the builds, and compares each with the last stable build that compiled as many units for it.
pub(crate) fn record(context: &BuildContext, builds: &[Build]) -> Result<PackageMetrics> {
    let mut baselines = context.previous.as_ref().map_or_else(BTreeMap::new, |previous| previous.packages.clone());
    baselines.retain(|name, _| builds.iter().any(|build| build.name == *name));
    let mut slower = Vec::new();
    for build in builds.iter().filter(|build| build.compiled > 0) {
        let now = Baseline { units: build.compiled, milliseconds: build.milliseconds };
        if let Some(before) = baselines.insert(build.name.clone(), now.clone()) {
            slower.extend(
                compare(&before, &now).map(|ratio| format!("{} took {ratio:.1} times its baseline", build.name)),
            );
        }
    }
    let metrics = PackageMetrics {
        packages: builds.len(),
        compiled: builds.iter().map(|build| build.compiled).sum(),
        fresh: builds.iter().map(|build| build.fresh).sum(),
        warnings: builds.iter().map(|build| build.warnings).sum(),
        milliseconds: builds.iter().map(|build| build.milliseconds).sum(),
        baselines,
        slower,
    };
    files::write_json(&context.run.join("packages.json"), &builds)?;
    Ok(metrics)
}

/// How many times slower the build is, where that is a lot and both did the same work.
#[allow(clippy::cast_precision_loss, reason = "milliseconds of a build are far below 2^52")]
fn compare(before: &Baseline, now: &Baseline) -> Option<f64> {
    let ratio = now.milliseconds as f64 / before.milliseconds.max(1) as f64;
    let counts = before.units == now.units && now.milliseconds > before.milliseconds + NOISE;
    (counts && ratio > SLOWER).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build_pipeline_symphony::StableState;
    use crate::sample;

    #[test]
    fn builds_a_package_and_what_it_needs() {
        let workspace = sample::workspace();
        files::write(
            &workspace.path().join("middle/src/lib.rs"),
            b"fn unused() {}\npub fn two() -> u8 { base::one() + 1 }\n",
        )
        .unwrap();
        let context = sample::context(workspace.path());
        let environment = prepare(&context).unwrap();
        let middle = build(&context, &environment, "middle").unwrap();
        assert_eq!((middle.compiled, middle.fresh, middle.warnings), (2, 0, 1));
        assert!(middle.files.iter().all(|file| file.package == "middle" && file.path.is_file()), "{:?}", middle.files);
        let again = build(&context, &environment, "middle").unwrap();
        assert_eq!((again.compiled, again.fresh, again.warnings), (0, 2, 1));
        assert_eq!(again.files, middle.files);
    }

    #[test]
    fn a_package_that_does_not_compile_says_where() {
        let workspace = sample::workspace();
        files::write(&workspace.path().join("base/src/lib.rs"), b"pub fn one() -> u8 { \"one\" }\n").unwrap();
        let context = sample::context(workspace.path());
        let error = build(&context, &prepare(&context).unwrap(), "base").unwrap_err();
        assert!(
            error.to_string().starts_with("base does not build: mismatched types at base/src/lib.rs:1; the log is "),
            "{error}"
        );
        assert!(error.evidence()[0].contains("expected `u8`, found `&str`"), "{error:?}");
        let log = files::read_text(&context.run.join("logs/package-base.log")).unwrap();
        assert!(log.contains("expected `u8`, found `&str`"), "{log}");
    }

    #[test]
    fn a_failure_of_cargo_itself_shows_what_it_said() {
        let workspace = sample::workspace();
        let context = sample::context(workspace.path());
        files::write(&workspace.path().join("base/Cargo.toml"), b"[package]\nname = \"base\"\nedition = \"1999\"\n")
            .unwrap();
        let error = build(&context, &prepare(&context).unwrap(), "base").unwrap_err();
        assert!(error.to_string().starts_with("base does not build: error: "), "{error}");
        assert!(error.evidence().iter().any(|line| line.contains("1999")), "{error:?}");
        assert!(build(&context, &prepare(&context).unwrap(), "gone").is_err());
    }

    #[test]
    fn jobs_stay_within_the_machine() {
        let check = |asked: Option<&str>, expect: usize| assert_eq!(jobs(4, asked), expect);
        check(None, 4);
        check(Some("2"), 2);
        check(Some("64"), 4);
        check(Some("0"), 4);
        check(Some("default"), 4);
    }

    fn one(name: &str, compiled: usize, milliseconds: u64) -> Build {
        Build { name: name.to_owned(), milliseconds, compiled, fresh: 1, warnings: 0, files: Vec::new() }
    }

    #[test]
    fn compares_with_the_baseline_only_what_is_comparable() {
        let workspace = sample::workspace();
        let mut context = sample::context(workspace.path());
        let baselines = [("same", 1000), ("slow", 1000), ("other", 1000), ("cached", 1000), ("gone", 1000)];
        let baselines = baselines.map(|(name, milliseconds)| (name.to_owned(), Baseline { units: 2, milliseconds }));
        context.previous = Some(StableState { packages: baselines.into(), ..sample::stable_state() });
        let builds = [one("same", 2, 1400), one("slow", 2, 2500), one("other", 9, 9000), one("cached", 0, 10)];
        let metrics = record(&context, &builds).unwrap();
        assert_eq!(metrics.slower, ["slow took 2.5 times its baseline"]);
        let kept: Vec<_> = metrics.baselines.iter().map(|(name, kept)| (name.as_str(), kept.milliseconds)).collect();
        assert_eq!(kept, [("cached", 1000), ("other", 9000), ("same", 1400), ("slow", 2500)]);
        assert_eq!((metrics.packages, metrics.compiled, metrics.fresh, metrics.milliseconds), (4, 13, 4, 12_910));
    }
}
