//! The command `build-pipeline`.

use std::process::ExitCode;

use build_pipeline::Options;
use clap::Parser as _;

fn main() -> ExitCode {
    build_pipeline::run(&Options::parse())
}
