//! Measures Symphony beside its peers, by whole processes, and prints Markdown.
//!
//! `bench-driver <cold|edit|generate|check|criteria|documents|judge> [--runs N] [--sizes A,B,…] [--keep]`

mod bench;
mod check;
mod cold;
mod criteria;
mod documents;
mod edit;
mod generate;
mod inputs;
mod judge;
mod measure;
mod table;
mod tool;

use std::env;
use std::error::Error;

use bench::Bench;

const USAGE: &str =
    "usage: bench-driver <cold|edit|generate|check|criteria|documents|judge> [--runs N] [--sizes A,B,…] [--keep]
  cold      clean builds of a user's crate
  edit      edits of its file: to an error, and built again
  generate  generators for many files, unoptimised
  check     `cargo check` of what was generated
  criteria  tests made of acceptance criteria, beside cucumber
  documents `cargo symphony generate` and `check --freshness`
  judge     `cargo symphony check`, beside ajv and buf lint
  --runs    how often each is measured; the tables show medians
  --sizes   how many files (generate, documents, judge)
  --keep    leave the temporary folder";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let what = arguments.next().ok_or(USAGE)?;
    let mut runs: Option<usize> = None;
    let mut sizes = vec![10, 100, 1_000, 10_000];
    let mut keep = false;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--runs" => runs = Some(arguments.next().ok_or(USAGE)?.parse::<usize>()?.max(1)),
            "--sizes" => {
                let list = arguments.next().ok_or(USAGE)?;
                sizes = list.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            "--keep" => keep = true,
            _ => return Err(USAGE.into()),
        }
    }
    let bench = Bench::new(keep)?;
    match what.as_str() {
        "cold" => cold::measure(&bench, runs.unwrap_or(3)),
        "edit" => edit::measure(&bench, runs.unwrap_or(7)),
        "generate" => generate::measure(&bench, runs.unwrap_or(3), &sizes),
        "check" => check::measure(&bench, runs.unwrap_or(5)),
        "criteria" => criteria::measure(&bench, runs.unwrap_or(5)),
        "judge" => judge::measure(&bench, runs.unwrap_or(5), &sizes),
        "documents" => documents::measure(&bench, runs.unwrap_or(5), &sizes),
        _ => Err(USAGE.into()),
    }
}
