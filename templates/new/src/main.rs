//! Performs `sequences/report.json`: `cargo run -- [TEXT [REPORT]]`.

use std::env;
use std::process::ExitCode;

use my_pipeline::Desk;
use my_pipeline::report::{Input, perform};

use symphony::Conductor;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let source = arguments
        .next()
        .unwrap_or_else(|| "README.md".into())
        .into();
    let target = arguments
        .next()
        .unwrap_or_else(|| "report.txt".into())
        .into();
    let input = Input {
        source,
        most: 10,
        target,
    };
    match symphony::block_on(perform(&Desk, &Conductor::default(), input)) {
        Ok(performance) => {
            print!("{}", performance.output.report);
            for beat in performance.record.beats() {
                eprintln!(
                    "{} {:?} in {:?}",
                    beat.handler(),
                    beat.status(),
                    beat.duration()
                );
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
