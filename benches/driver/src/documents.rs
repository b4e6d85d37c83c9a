//! `cargo symphony` on packages of many sequences: documents, feature files and skeletons written, and held to what is
//! there.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bench::{Bench, cargo, command, succeed};
use crate::measure::{Cost, growth, median, run};
use crate::table::{Table, digits, megabytes, seconds};
use crate::tool::{ITEMS, Tool};

/// What is measured: its name, the arguments, and what is removed before: everything that was generated, or what is
/// remembered of it.
const COMMANDS: [(&str, &[&str], &[&str]); 4] = [
    ("`generate`, nothing there", &["generate", "--quiet"], &["docs", "features", "tests", "target"]),
    ("`generate`, nothing to do", &["generate", "--quiet"], &[]),
    ("`check --freshness`", &["check", "--freshness", "--quiet"], &[]),
    ("`check --freshness`, nothing remembered", &["check", "--freshness", "--quiet"], &["target"]),
];

/// What each beat says of how it is accepted.
const CRITERION: &str =
    r#""acceptanceCriteria": ["Given a case, when it is handled, then it is done within 5s"], "handler":"#;

pub(crate) fn measure(bench: &Bench, runs: usize, sizes: &[usize]) -> Result<(), Box<dyn Error>> {
    let program = program(bench)?;
    println!("`cargo symphony`, optimised, sequences of {ITEMS} beats; median of {runs}.");
    for criteria in [false, true] {
        println!("\n{}", if criteria { "A criterion for each beat:" } else { "Without criteria:" });
        of_sizes(bench, &program, runs, sizes, criteria)?;
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // far from 2^52
fn of_sizes(bench: &Bench, program: &Path, runs: usize, sizes: &[usize], criteria: bool) -> Result<(), Box<dyn Error>> {
    let mut table = Table::new(&["", "sequences", "CPU s", "wall s", "peak MB", "wall ms a sequence"]);
    let mut points: [Vec<(f64, f64)>; COMMANDS.len()] = Default::default();
    for size in sizes {
        let package = package(bench, *size, criteria)?;
        for (at, (name, arguments, removed)) in COMMANDS.iter().enumerate() {
            let mut costs: Vec<Cost> = Vec::new();
            for _ in 0..runs {
                for folder in *removed {
                    let _ = fs::remove_dir_all(package.join(folder));
                }
                let cost = run(command(program, &package).args(*arguments))?;
                if !cost.success {
                    return Err(format!("{name} of {size} sequences failed").into());
                }
                costs.push(cost);
            }
            let cost = median(&costs);
            points[at].push((*size as f64, cost.wall.as_secs_f64()));
            table.row(&[
                *name,
                &size.to_string(),
                &seconds(cost.cpu),
                &seconds(cost.wall),
                &megabytes(cost.peak),
                &digits(cost.wall.as_secs_f64() * 1e3 / *size as f64),
            ]);
        }
    }
    table.print();
    for ((name, ..), points) in COMMANDS.iter().zip(&points) {
        println!("{name}: growth {}", growth(points).map_or("–".into(), |exponent| format!("{exponent:.2}")));
    }
    Ok(())
}

/// A package of so many sequences.
fn package(bench: &Bench, size: usize, criteria: bool) -> Result<PathBuf, Box<dyn Error>> {
    let package = bench.path(&format!("documents-{size}-{criteria}"));
    fs::create_dir_all(package.join("src"))?;
    let manifest = format!("[package]\nname = \"documents-{size}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::write(package.join("src/lib.rs"), "//! Nothing.\n")?;
    let sequences = package.join("sequences");
    Tool::Symphony.write_inputs(&sequences, size)?;
    for entry in fs::read_dir(&sequences)?.filter(|_| criteria) {
        let path = entry?.path();
        fs::write(&path, fs::read_to_string(&path)?.replace("\"handler\":", CRITERION))?;
    }
    Ok(package)
}

/// The command, built as users install it.
fn program(bench: &Bench) -> Result<PathBuf, Box<dyn Error>> {
    let target = bench.path("command");
    let root = crate::bench::root();
    succeed(cargo(&root, &target).args(["build", "--release", "--quiet", "--package", "cargo-symphony"]))?;
    Ok(target.join("release").join("cargo-symphony"))
}
