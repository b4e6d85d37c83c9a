//! Tests made of acceptance criteria: built from nothing, built again after an edit of a step, and run.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bench::{Bench, cargo, succeed};
use crate::inputs::criteria::{feature, sequence, steps, worlds};
use crate::measure::{Cost, growth, median, run};
use crate::table::{Table, digits, milliseconds, seconds};

/// How many criteria both are given.
const CRITERIA: usize = 200;

/// The sizes by which the growth is measured.
const SIZES: [usize; 3] = [50, 200, 800];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Asynchronous,
    Cucumber,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Plain, Self::Asynchronous, Self::Cucumber];

    fn name(self) -> &'static str {
        match self {
            Self::Plain => "Symphony, plain steps",
            Self::Asynchronous => "Symphony, `async` steps",
            Self::Cucumber => "cucumber",
        }
    }

    fn write(self, package: &Path, criteria: usize, edit: usize) -> Result<(), Box<dyn Error>> {
        let tests = package.join("tests");
        fs::create_dir_all(&tests)?;
        let code = match self {
            Self::Cucumber => steps(criteria, edit),
            Self::Plain | Self::Asynchronous => worlds(criteria, self == Self::Asynchronous, edit),
        };
        fs::write(tests.join("criteria.rs"), code)?;
        fs::write(tests.join("criteria.feature"), feature(criteria))?;
        Ok(fs::write(package.join("sequence.json"), sequence(criteria))?)
    }
}

pub(crate) fn measure(bench: &Bench, runs: usize) -> Result<(), Box<dyn Error>> {
    let mut packages = Vec::new();
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let template = if kind == Kind::Cucumber { "criteria-cucumber" } else { "criteria-symphony" };
        let package = bench.package(template, &format!("criteria-{at}"))?;
        kind.write(&package, CRITERIA, 0)?;
        let target = bench.path(&format!("criteria-target-{at}"));
        succeed(cargo(&package, &target).arg("fetch"))?;
        packages.push((kind, package, target));
    }
    println!("{CRITERIA} criteria of four steps; clean build once, the others median of {runs}, in turn.");
    let mut cold = Vec::new();
    for (kind, package, target) in &packages {
        cold.push(done(*kind, package, target, &["test", "--no-run", "--offline"])?);
    }
    let (mut edited, mut ran) = (vec![Vec::new(); packages.len()], vec![Vec::new(); packages.len()]);
    for turn in 0..runs {
        for (at, (kind, package, target)) in packages.iter().enumerate() {
            kind.write(package, CRITERIA, turn + 1)?;
            edited[at].push(done(*kind, package, target, &["test", "--no-run", "--offline"])?);
            ran[at].push(done(*kind, package, target, &["test", "--offline", "--test", "criteria"])?);
        }
    }
    let mut table =
        Table::new(&["", "clean build, CPU s", "a step edited, built, CPU ms", "run, CPU ms", "edited, of cucumber"]);
    let edited: Vec<Cost> = edited.iter().map(|costs| median(costs)).collect();
    for (at, (kind, ..)) in packages.iter().enumerate() {
        table.row(&[
            kind.name(),
            &seconds(cold[at].cpu),
            &milliseconds(edited[at].cpu),
            &milliseconds(median(&ran[at]).cpu),
            &digits(edited[at].cpu.as_secs_f64() / edited[2].cpu.as_secs_f64()),
        ]);
    }
    table.print();
    by_size(&packages, runs)
}

/// What a criterion takes rustc, from the differences between sizes: `cargo check` of the tests, after an edit.
#[allow(clippy::cast_precision_loss)] // far from 2^52
fn by_size(packages: &[(Kind, PathBuf, PathBuf)], runs: usize) -> Result<(), Box<dyn Error>> {
    let mut table = Table::new(&["`cargo check` of the tests, CPU ms", "50", "200", "800", "ms a criterion", "growth"]);
    for (kind, package, target) in packages {
        let mut cells = vec![kind.name().to_owned()];
        let mut points = Vec::new();
        for size in SIZES {
            kind.write(package, size, 0)?;
            done(*kind, package, target, &["check", "--tests", "--offline"])?;
            let mut costs = Vec::new();
            for turn in 0..runs {
                kind.write(package, size, turn + 1)?;
                costs.push(done(*kind, package, target, &["check", "--tests", "--offline"])?);
            }
            let cost = median(&costs);
            cells.push(milliseconds(cost.cpu));
            points.push((size as f64, cost.cpu.as_secs_f64() * 1e3));
        }
        let [first, _, last] = [points[0], points[1], points[2]];
        cells.push(digits((last.1 - first.1) / (last.0 - first.0)));
        // Without what every call of cargo takes.
        let base = first.1 - first.0 * (points[1].1 - first.1) / (points[1].0 - first.0);
        let own: Vec<(f64, f64)> = points.iter().map(|(size, cost)| (*size, cost - base)).collect();
        cells.push(growth(&own).map_or("–".into(), |exponent| format!("{exponent:.2}")));
        table.row(&cells);
    }
    table.print();
    Ok(())
}

fn done(kind: Kind, package: &Path, target: &Path, arguments: &[&str]) -> Result<Cost, Box<dyn Error>> {
    let cost = run(cargo(package, target).args(arguments))?;
    if cost.success { Ok(cost) } else { Err(format!("{}: cargo {arguments:?} failed", kind.name()).into()) }
}
