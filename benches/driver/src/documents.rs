//! `cargo symphony` on packages of many sequences: documents, feature files and skeletons written, and held to what is
//! there.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

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

#[allow(clippy::cast_precision_loss)] // far from 2^52
pub(crate) fn measure(bench: &Bench, runs: usize, sizes: &[usize]) -> Result<(), Box<dyn Error>> {
    let program = program(bench)?;
    println!(
        "`cargo symphony`, optimised, sequences of {ITEMS} beats, every tenth with a criterion; median of {runs}."
    );
    let mut table = Table::new(&["", "sequences", "CPU s", "wall s", "peak MB", "wall ms a sequence"]);
    let mut points: [Vec<(f64, f64)>; COMMANDS.len()] = Default::default();
    for size in sizes {
        let package = package(bench, *size)?;
        for (at, (name, arguments, removed)) in COMMANDS.iter().enumerate() {
            let mut costs: Vec<Cost> = Vec::new();
            for turn in 0..runs {
                // Not deleted: a file system may be slow to give the place of deleted files to others.
                let aside = bench.path(&format!("aside-{size}-{at}-{turn}"));
                fs::create_dir_all(&aside)?;
                for folder in removed.iter().filter(|folder| package.join(folder).exists()) {
                    fs::rename(package.join(folder), aside.join(folder))?;
                }
                let cost = run(command(&program, &package).args(*arguments))?;
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
fn package(bench: &Bench, size: usize) -> Result<PathBuf, Box<dyn Error>> {
    let package = bench.path(&format!("documents-{size}"));
    fs::create_dir_all(package.join("src"))?;
    let manifest = format!("[package]\nname = \"documents-{size}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::write(package.join("src/lib.rs"), "//! Nothing.\n")?;
    Tool::Symphony.write_inputs(&package.join("sequences"), size)?;
    Ok(package)
}

/// The command, built as users install it.
pub(crate) fn program(bench: &Bench) -> Result<PathBuf, Box<dyn Error>> {
    let target = bench.path("command");
    let root = crate::bench::root();
    succeed(cargo(&root, &target).args(["build", "--release", "--quiet", "--package", "cargo-symphony"]))?;
    Ok(target.join("release").join("cargo-symphony"))
}
