//! `cargo symphony check` of folders of sequences, beside a validator of schemas and a linter of another language.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::{Bench, bytes_in, command, root, succeed};
use crate::documents::program;
use crate::measure::{Cost, growth, median, run};
use crate::table::{Table, digits, megabytes, seconds};
use crate::tool::{ITEMS, Tool};

/// More files than this are not given to the peers: they would take minutes.
const MOST_OF_PEERS: usize = 1_000;

/// The rules of buf that do not ask where a file lies.
const LINTS: &str = r#"{"version":"v2","lint":{"use":["ENUM_NO_ALLOW_ALIAS","ENUM_PASCAL_CASE","FIELD_LOWER_SNAKE_CASE","IMPORT_NO_PUBLIC","IMPORT_USED","MESSAGE_PASCAL_CASE","ONEOF_LOWER_SNAKE_CASE","RPC_PASCAL_CASE","SERVICE_PASCAL_CASE"]}}"#;

/// A way to look at a folder of files.
struct Checker {
    name: &'static str,
    tool: Tool,
    command: Box<dyn Fn(&Path) -> Command>,
    is_peer: bool,
}

#[allow(clippy::cast_precision_loss)] // far from 2^52
pub(crate) fn measure(bench: &Bench, runs: usize, sizes: &[usize]) -> Result<(), Box<dyn Error>> {
    let checkers = checkers(bench)?;
    println!("Folders of files of {ITEMS} items; optimised, whole processes that take turns; median of {runs}.");
    let mut table =
        Table::new(&["", "files", "MB", "CPU s", "wall s", "peak MB", "files a second", "wall beside Symphony"]);
    let mut points: Vec<Vec<(f64, f64)>> = vec![Vec::new(); checkers.len()];
    for size in sizes {
        let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); checkers.len()];
        for _ in 0..runs {
            for (at, checker) in checkers.iter().enumerate() {
                if checker.is_peer && *size > MOST_OF_PEERS {
                    continue;
                }
                let cost = run(&mut (checker.command)(&folder(bench, checker.tool, *size)?))?;
                if !cost.success {
                    return Err(format!("{} failed on {size} files", checker.name).into());
                }
                costs[at].push(cost);
            }
        }
        let ours = median(&costs[0]).wall.as_secs_f64();
        for (at, checker) in checkers.iter().enumerate().filter(|(at, _)| !costs[*at].is_empty()) {
            let (cost, bytes) = (median(&costs[at]), bytes_in(&folder(bench, checker.tool, *size)?)?);
            let wall = cost.wall.as_secs_f64();
            points[at].push((*size as f64, wall));
            table.row(&[
                checker.name,
                &size.to_string(),
                &megabytes(bytes),
                &seconds(cost.cpu),
                &seconds(cost.wall),
                &megabytes(cost.peak),
                &digits(*size as f64 / wall),
                &digits(wall / ours),
            ]);
        }
    }
    table.print();
    for (checker, points) in checkers.iter().zip(&points) {
        println!("{}: growth {}", checker.name, growth(points).map_or("–".into(), |exponent| format!("{exponent:.2}")));
    }
    Ok(())
}

/// Symphony, which everything is compared with, and its peers.
fn checkers(bench: &Bench) -> Result<Vec<Checker>, Box<dyn Error>> {
    let peers = root().join("benches/peers");
    succeed(command(Path::new("npm"), &peers).args(["install", "--silent"]))?;
    let (program, buf) = (program(bench)?, peers.join("node_modules/.bin/buf"));
    let schema = root().join("schema/symphony-sequence-v1.schema.json");
    Ok(vec![
        Checker {
            name: "`cargo symphony check`",
            tool: Tool::Symphony,
            command: Box::new(move |folder| {
                let mut check = command(&program, folder.parent().unwrap_or(folder));
                check.args(["check", "--quiet"]).arg(folder.file_name().unwrap_or_default());
                check
            }),
            is_peer: false,
        },
        Checker {
            name: "ajv, the JSON Schema only",
            tool: Tool::Symphony,
            command: Box::new(move |folder| {
                let mut validate = command(Path::new("node"), folder);
                validate.arg(peers.join("ajv.mjs")).arg(&schema).arg(folder);
                validate
            }),
            is_peer: true,
        },
        Checker {
            name: "`buf lint`, protos",
            tool: Tool::Prost,
            command: Box::new(move |folder| {
                let mut lint = command(&buf, folder);
                lint.args(["lint", "--config", LINTS]);
                lint
            }),
            is_peer: true,
        },
    ])
}

/// The folder of so many files, which is written when it is asked for first.
fn folder(bench: &Bench, tool: Tool, size: usize) -> Result<PathBuf, Box<dyn Error>> {
    let folder = bench.path(&format!("judge-{}-{size}", tool.word()));
    if !fs::exists(&folder)? {
        tool.write_inputs(&folder, size)?;
    }
    Ok(folder)
}
