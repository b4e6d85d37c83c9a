//! Clean builds of a user's crate.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::bench::{Bench, cargo, succeed};
use crate::inputs::Edit;
use crate::measure::{Cost, median, run};
use crate::table::{Table, digits, seconds};
use crate::tool::{ITEMS, Tool};

pub(crate) fn measure(bench: &Bench, runs: usize) -> Result<(), Box<dyn Error>> {
    let target = bench.path("target");
    let mut packages = Vec::new();
    for tool in Tool::ALL {
        let package = bench.package(&format!("{}-user", tool.word()), tool.word())?;
        tool.write_input(&package, Edit::Text(0))?;
        tool.write_program(&package)?;
        succeed(cargo(&package, &target).arg("fetch"))?;
        let units = units(&package, &target)?;
        packages.push((tool, package, units, Vec::<Cost>::new()));
    }
    for _ in 0..runs {
        for (tool, package, _, costs) in &mut packages {
            fs::remove_dir_all(&target)?;
            let cost = run(cargo(package, &target).args(["build", "--offline"]))?;
            if !cost.success {
                return Err(format!("the crate of {} does not build", tool.name()).into());
            }
            costs.push(cost);
        }
    }
    println!("Clean debug build of a crate that uses {ITEMS} items; median of {runs}, in turn.");
    let mut table = Table::new(&["", "CPU s", "wall s", "of prost-build", "units", "packages"]);
    let medians: Vec<Cost> = packages.iter().map(|(_, _, _, costs)| median(costs)).collect();
    let prost = medians[1].cpu.as_secs_f64();
    for ((tool, _, (units, packages), _), cost) in packages.iter().zip(&medians) {
        table.row(&[
            tool.name(),
            &seconds(cost.cpu),
            &seconds(cost.wall),
            &digits(cost.cpu.as_secs_f64() / prost),
            &units.to_string(),
            &packages.to_string(),
        ]);
    }
    table.print();
    Ok(())
}

/// How often a clean build calls the compiler (cargo's `compiler-artifact` messages), and for how many packages.
fn units(package: &Path, target: &Path) -> Result<(usize, usize), Box<dyn Error>> {
    let _ = fs::remove_dir_all(target);
    let mut build = cargo(package, target);
    let output =
        build.args(["build", "--message-format=json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let count =
        |text: &[u8], word: &str| String::from_utf8_lossy(text).lines().filter(|line| line.contains(word)).count();
    Ok((count(&output.stdout, r#""reason":"compiler-artifact""#), count(&output.stderr, " Compiling ")))
}
