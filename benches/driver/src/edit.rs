//! Edits of the file that a user's crate is generated from, and what cargo takes to answer.

use std::error::Error;
use std::path::Path;

use crate::bench::{Bench, cargo, succeed};
use crate::inputs::Edit;
use crate::measure::{Cost, median, run};
use crate::table::{Table, digits, milliseconds};
use crate::tool::{ITEMS, Tool};

/// What is measured: its name, the command, whether it is to end well, and the edit before it.
struct Answer {
    name: &'static str,
    command: &'static str,
    success: bool,
    edit: fn(usize) -> Edit,
}

const ANSWERS: [Answer; 6] = [
    Answer { name: "file broken → error (`cargo check`)", command: "check", success: false, edit: |_| Edit::Broken },
    Answer {
        name: "item renamed → error in the program (`cargo check`)",
        command: "check",
        success: false,
        edit: |_| Edit::Renamed,
    },
    Answer { name: "text changed → checked (`cargo check`)", command: "check", success: true, edit: Edit::Text },
    Answer { name: "text changed → built (`cargo build`)", command: "build", success: true, edit: Edit::Text },
    Answer { name: "detail added → checked (`cargo check`)", command: "check", success: true, edit: Edit::Detail },
    Answer { name: "detail added → built (`cargo build`)", command: "build", success: true, edit: Edit::Detail },
];

pub(crate) fn measure(bench: &Bench, runs: usize) -> Result<(), Box<dyn Error>> {
    let mut packages = Vec::new();
    for tool in Tool::ALL {
        let package = bench.package(&format!("{}-user", tool.word()), tool.word())?;
        tool.write_program(&package)?;
        packages.push((tool, package.clone(), package.join("target")));
    }
    println!("Warm answers to an edit of one of {ITEMS} items; median of {runs}, in turn.");
    let mut table = Table::new(&["", "CPU ms", "wall ms", "CPU of prost-build", "wall of prost-build"]);
    for answer in &ANSWERS {
        let mut costs: [Vec<Cost>; 3] = Default::default();
        for turn in 0..runs {
            for ((tool, package, target), costs) in packages.iter().zip(&mut costs) {
                costs.push(answered(*tool, package, target, answer, turn)?);
            }
        }
        let costs = costs.map(|costs| median(&costs));
        table.row(&[&format!("**{}**", answer.name), "", "", "", ""]);
        for (tool, cost) in Tool::ALL.iter().zip(&costs) {
            table.row(&[
                tool.name(),
                &milliseconds(cost.cpu),
                &milliseconds(cost.wall),
                &digits(cost.cpu.as_secs_f64() / costs[1].cpu.as_secs_f64()),
                &digits(cost.wall.as_secs_f64() / costs[1].wall.as_secs_f64()),
            ]);
        }
    }
    table.print();
    Ok(())
}

/// The cost of an answer, after the crate was built without the edit.
fn answered(tool: Tool, package: &Path, target: &Path, answer: &Answer, turn: usize) -> Result<Cost, Box<dyn Error>> {
    let command = || {
        let mut command = cargo(package, target);
        command.args([answer.command, "--offline"]);
        command
    };
    tool.write_input(package, Edit::Text(usize::MAX))?;
    succeed(&mut command())?;
    tool.write_input(package, (answer.edit)(turn))?;
    let cost = run(&mut command())?;
    if cost.success != answer.success {
        return Err(format!("{}: {} ended the wrong way", tool.name(), answer.name).into());
    }
    Ok(cost)
}
