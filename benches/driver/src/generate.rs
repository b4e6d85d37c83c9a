//! Generators of code for many files, unoptimised as build scripts are.

use std::error::Error;
use std::fs;
use std::time::Duration;

use crate::bench::{Bench, bytes_in, command};
use crate::measure::{Cost, growth, median, run_within};
use crate::table::{Table, digits, megabytes, seconds};
use crate::tool::{ITEMS, Tool};

/// What takes longer is not waited for.
const LIMIT: Duration = Duration::from_mins(1);

#[allow(clippy::cast_precision_loss)] // far from 2^52
pub(crate) fn measure(bench: &Bench, runs: usize, sizes: &[usize]) -> Result<(), Box<dyn Error>> {
    let mut tools = Vec::new();
    for tool in Tool::ALL {
        tools.push((tool, bench.generator(tool.word())?, Vec::<(usize, Cost)>::new()));
    }
    println!("Generators without optimisation, files of {ITEMS} items; median of {runs}, in turn.");
    let mut table =
        Table::new(&["", "files", "MB read", "CPU s", "wall s", "peak MB", "CPU ms an item", "bytes of code an item"]);
    for size in sizes {
        let mut rows = Vec::new();
        for (tool, ..) in &tools {
            let bytes = tool.write_inputs(&bench.path(&format!("{}-{size}", tool.word())), *size)?;
            rows.push((bytes as u64, Vec::new(), false));
        }
        for _ in 0..runs {
            for ((tool, program, done), (_, costs, over)) in tools.iter().zip(&mut rows) {
                // Who took too long for fewer files takes no less for more.
                if *over || done.len() < sizes.iter().position(|one| one == size).unwrap_or(0) {
                    *over = true;
                    continue;
                }
                let folder = format!("{}-{size}", tool.word());
                let code = format!("{folder}-code");
                let _ = fs::remove_dir_all(bench.path(&code));
                match run_within(command(program, &bench.path("")).args([&folder, &code]), LIMIT)? {
                    Some(cost) if cost.success => costs.push(cost),
                    Some(_) => return Err(format!("the generator of {} failed", tool.name()).into()),
                    None => *over = true,
                }
            }
        }
        for ((tool, _, done), (bytes, costs, over)) in tools.iter_mut().zip(rows) {
            let mut cells = vec![tool.name().to_owned(), size.to_string(), megabytes(bytes)];
            if over {
                cells.extend(["over 60".to_owned(), "over 60".to_owned()]);
                cells.resize(8, "–".to_owned());
            } else {
                let cost = median(&costs);
                let items = (size * ITEMS) as f64;
                let code = bytes_in(&bench.path(&format!("{}-{size}-code", tool.word())))?;
                cells.extend([
                    seconds(cost.cpu),
                    seconds(cost.wall),
                    megabytes(cost.peak),
                    digits(cost.cpu.as_secs_f64() * 1e3 / items),
                    digits(code as f64 / items),
                ]);
                done.push((*size, cost));
            }
            table.row(&cells);
        }
    }
    table.print();
    let mut table = Table::new(&["growth exponent", "of time", "of memory"]);
    for (tool, _, done) in &tools {
        let exponent = |of: fn(&Cost) -> f64| {
            let points: Vec<_> = done.iter().map(|(size, cost)| (*size as f64, of(cost))).collect();
            growth(&points).map_or("–".into(), |exponent| format!("{exponent:.2}"))
        };
        table.row(&[tool.name(), &exponent(|cost| cost.cpu.as_secs_f64()), &exponent(|cost| cost.peak as f64)]);
    }
    table.print();
    Ok(())
}
