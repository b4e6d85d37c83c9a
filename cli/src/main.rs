//! `cargo symphony`: generates documents and tests from sequences, and checks that nothing is stale.
//!
//! Arguments, and what is shown. What is done stands in `symphony_audit`.

mod exit;
mod output;
mod report;
mod verb;

use std::env;
use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, Parser};

use exit::Exit;
use output::Output;
use verb::Verb;

/// A check makes and drops many small strings, on all processors at once; the system's allocator takes a quarter of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates documents and tests from sequences, and checks that nothing is stale.
#[derive(Parser)]
#[command(name = "symphony", bin_name = "cargo symphony", version, after_help = exit::TABLE)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    common: Common,
}

/// What every verb takes.
#[derive(clap::Args)]
struct Common {
    /// The Cargo.toml of the package, where it is not that of the current folder
    #[arg(long, global = true, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// Whether colours are used
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Say nothing but what was asked for and what is wrong
    #[arg(short, long, global = true)]
    quiet: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(arguments());
    let mut output = Output::new(arguments.common.color, arguments.common.quiet);
    let from = arguments.common.manifest_path;
    // A panic has been printed when it gets here; what is left is to say whose fault it is.
    let run = panic::AssertUnwindSafe(|| arguments.verb.run(from.as_deref(), &mut output));
    let exit = panic::catch_unwind(run).unwrap_or_else(|_| {
        output.error("this is a fault of `cargo symphony`, and none of yours: please report it");
        Exit::Ours
    });
    exit.into()
}

/// The arguments; cargo gives the name of the command as the first one.
fn arguments() -> impl Iterator<Item = OsString> {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "symphony") {
        arguments.remove(1);
    }
    arguments.into_iter()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_sound() {
        super::Arguments::command().debug_assert();
    }
}
