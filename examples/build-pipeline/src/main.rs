//! Builds any Cargo workspace by performing the Build Pipeline Symphony.

mod agent;
mod archive;
mod artifacts;
mod authorities;
mod cargo;
mod conformity;
mod context;
mod domains;
mod error;
mod files;
mod format;
mod governance;
mod handlers;
mod host;
mod kept;
mod lint;
mod manifests;
mod options;
mod packages;
mod pages;
mod plan;
mod progress;
#[cfg(test)]
mod sample;
mod signatures;
mod sources;
mod stable;
mod summary;
mod validation;

symphony::include_sequences!();

use std::env;
use std::io::{IsTerminal as _, stderr};
use std::process::ExitCode;

use clap::Parser as _;
use symphony::{Cause, Conductor, Failure, Observer, Performance};

use crate::build_pipeline_symphony::{Input, Output, perform};
use crate::error::{Error, Result, counted};
use crate::handlers::Pipeline;
use crate::kept::{Ending, Kept};
use crate::options::Options;
use crate::progress::Progress;

fn main() -> ExitCode {
    let options = Options::parse();
    let pipeline = Pipeline::default();
    let played = perform(&pipeline, &conductor(&options), Input { request: options.request() });
    match finish(&pipeline, &options, &played) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn conductor(options: &Options) -> Conductor<impl Observer + use<>> {
    let conductor = Conductor::new().dynamics(options.dynamics);
    let conductor = match &options.correlation_id {
        Some(id) => conductor.correlation_id(id.as_str()),
        None => conductor,
    };
    let is_terminal = stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
    conductor.observer((!options.quiet).then(|| Progress::new(stderr(), is_terminal)))
}

/// Prints what a performance came to, keeps its record, and makes the build the stable one where it ended well. Gives
/// whether it did.
fn finish(
    pipeline: &Pipeline,
    options: &Options,
    played: &Result<Performance<Output>, Failure<Error>>,
) -> Result<bool> {
    let out = pipeline.out().or(options.out.as_ref());
    match played {
        Ok(Performance { output, record }) => {
            print!("\n{}", summary::render(record));
            kept::keep(out, &Kept { ending: Ending::of(output), record })?;
            if let Some(out) = out {
                stable::promote(out, &output.manifests, &output.package_metrics, &output.artifact_manifest)?;
            }
            println!(
                "\nbuilt {}, {} and {}",
                counted(output.package_metrics.packages, "package"),
                counted(output.host_metrics.programs, "program"),
                counted(output.artifact_manifest.artifacts.len(), "artifact"),
            );
        }
        Err(failure) => {
            print!("\n{}", summary::render(failure.record()));
            eprintln!("\nerror: {failure}");
            let evidence = match failure.cause() {
                Cause::Handler(error) => error.evidence(),
                _ => &[],
            };
            evidence.iter().flat_map(|piece| piece.lines()).for_each(|line| eprintln!("  {line}"));
            kept::keep(
                out,
                &Kept { ending: Ending::Failure { message: failure.to_string(), evidence }, record: failure.record() },
            )?;
        }
    }
    Ok(played.is_ok())
}
