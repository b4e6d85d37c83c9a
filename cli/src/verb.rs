//! What can be done, each in a file of its own.

mod check;
mod completions;
mod context;
mod coverage;
mod explain;
mod fix;
mod generate;
mod graph;
mod import;
mod init;
mod man;
mod new;
mod registry;
mod review;
mod schema;

use std::path::Path;

use clap::Subcommand;
use symphony_audit::error::{Error, Result};
use symphony_audit::project::{Package, packages};
use symphony_audit::survey::Judged;
use symphony_codegen::diagnostic::has_errors;

use crate::exit::Exit;
use crate::output::Output;

/// The verbs, in the order of the help.
#[derive(Subcommand)]
pub(crate) enum Verb {
    New(new::New),
    Init(init::Init),
    Generate(generate::Generate),
    Check(check::Check),
    Explain(explain::Explain),
    Fix(fix::Fix),
    Coverage(coverage::Coverage),
    Review(review::Review),
    Graph(graph::Graph),
    Context(context::Context),
    Import(import::Import),
    Registry(registry::Registry),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Verb {
    /// Does it, and says how it ended.
    pub(crate) fn run(&self, from: Option<&Path>, output: &mut Output) -> Exit {
        let packages = || packages(from.unwrap_or(Path::new(".")));
        let ended = match self {
            Self::New(verb) => verb.run(output),
            Self::Init(verb) => verb.run(from.unwrap_or(Path::new(".")), output),
            Self::Generate(verb) => packages().and_then(|packages| verb.run(&packages, output)),
            Self::Check(verb) => verb.run(from.unwrap_or(Path::new(".")), output),
            Self::Explain(verb) => verb.run(output),
            Self::Fix(verb) => verb.run(from.unwrap_or(Path::new(".")), output),
            Self::Coverage(verb) => packages().and_then(|packages| verb.run(&packages, output)),
            Self::Review(verb) => packages().and_then(|packages| verb.run(&packages, output)),
            Self::Graph(verb) => packages().and_then(|packages| verb.run(&packages, output)),
            Self::Context(verb) => verb.run(output),
            Self::Import(verb) => verb.run(from.unwrap_or(Path::new(".")), output),
            Self::Registry(verb) => packages().and_then(|packages| verb.run(&packages, output)),
            Self::Schema(verb) => verb.run(output),
            Self::Completions(verb) => verb.run(output),
            Self::Man(verb) => verb.run(output),
        };
        ended.unwrap_or_else(|fault: Error| {
            output.fault(&fault);
            Exit::from(&fault)
        })
    }
}

/// Does something in each package and shows what is found there; where nothing stops it, `then` shows what came of it.
fn each<T>(
    packages: &[Package],
    output: &mut Output,
    act: impl Fn(&Package) -> Result<Judged<T>>,
    mut then: impl FnMut(&mut Output, T) -> Exit,
) -> Result<Exit> {
    let mut exit = Exit::Fine;
    for package in packages {
        announce(packages.len(), package, output);
        exit = exit.and(judged(act(package)?, output, &mut then));
    }
    Ok(exit)
}

/// Names the package where there are several, since paths start at it.
fn announce(count: usize, package: &Package, output: &mut Output) {
    if count > 1 {
        output.status("Package", &format!("{} ({})", package.name, package.root.display()));
    }
}

/// Shows what was found, and what came of it.
fn judged<T>(judged: Judged<T>, output: &mut Output, then: impl FnOnce(&mut Output, T) -> Exit) -> Exit {
    output.findings(&judged.findings, &judged.sources);
    match judged.value {
        Some(value) => then(output, value),
        None => refused(has_errors(&judged.findings), output),
    }
}

/// Says that nothing can come of sequences with errors.
fn refused(has_errors: bool, output: &mut Output) -> Exit {
    debug_assert!(has_errors);
    output.error("nothing is done with sequences that have errors");
    Exit::Findings
}

/// A number and what it counts.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
