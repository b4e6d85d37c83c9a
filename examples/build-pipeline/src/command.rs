//! The command: what is asked for is performed, printed and kept.

use std::env;
use std::io::{IsTerminal as _, stderr};
use std::process::ExitCode;

use symphony::{Cause, Conductor, Failure, Observer, Performance};

use crate::build_pipeline_symphony::{Input, Output, perform};
use crate::error::{Error, Result, counted};
use crate::handlers::Pipeline;
use crate::kept::{self, Ending, Kept};
use crate::options::Options;
use crate::progress::Progress;
use crate::{stable, summary};

/// Performs the pipeline, prints what it came to, and keeps its record beside what it built.
pub fn run(options: &Options) -> ExitCode {
    let pipeline = Pipeline::default();
    let played = perform(&pipeline, &conductor(options), Input { request: options.request() });
    match finish(&pipeline, options, &played) {
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
