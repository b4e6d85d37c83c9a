//! `coverage`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use symphony_audit::coverage::results::{Suite, read};
use symphony_audit::coverage::{self, enter, look};
use symphony_audit::error::{Error, Result};
use symphony_audit::project::Package;

use super::{counted, each};
use crate::exit::Exit;
use crate::output::Output;

/// Show which criteria are tested; with --results, record first what tests came to
///
/// The record is a file of yours, `coverage.json` beside the documents: commit it. Documents show what it says.
#[derive(clap::Args)]
pub(crate) struct Coverage {
    /// Results of tests: the XML of `JUnit`, or the lines of JSON that `cargo nextest run --message-format libtest-json` or
    /// `cargo test -- -Z unstable-options --format json` print
    #[arg(long, value_name = "FILE", num_args = 1..)]
    results: Vec<PathBuf>,
}

impl Coverage {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        if self.results.is_empty() {
            return each(packages, output, look, |output, coverage| {
                show(&coverage, output);
                Exit::Fine
            });
        }
        let suites = self.suites()?;
        let mut count = 0;
        let exit = each(
            packages,
            output,
            |package| enter(package, &suites),
            |output, entered| {
                count += entered.results;
                entered
                    .forgotten
                    .iter()
                    .for_each(|id| output.status("Forgot", &format!("{id}, which is no criterion any more")));
                output.status("Recorded", &format!("results of {}", counted(entered.results, "criterion", "criteria")));
                show(&entered.coverage, output);
                Exit::Fine
            },
        )?;
        if count == 0 && exit == Exit::Fine {
            output.error("none of the results is of a criterion: were the tests of scenarios run?");
            return Ok(Exit::Findings);
        }
        Ok(exit)
    }

    fn suites(&self) -> Result<Vec<Suite>> {
        let mut suites = Vec::new();
        for path in &self.results {
            let shown = path.display().to_string();
            let text =
                fs::read_to_string(path).map_err(|fault| Error::usage(format!("cannot read `{shown}`: {fault}")))?;
            suites.extend(read(&shown, &text)?);
        }
        Ok(suites)
    }
}

/// Each criterion that is not covered, then how many there are of each state.
fn show(coverage: &coverage::Coverage, output: &mut Output) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (id, state) in &coverage.criteria {
        let shown = state.to_string();
        let word = shown.split(':').next().unwrap_or_default().to_owned();
        *counts.entry(word).or_default() += 1;
        if *state != coverage::State::Covered {
            output.result(&format!("{id}: {shown}\n"));
        }
    }
    coverage.orphans.iter().for_each(|orphan| output.result(&format!("{orphan}: orphaned\n")));
    let counts: Vec<String> = counts.into_iter().map(|(state, count)| format!("{count} {state}")).collect();
    output.status("Coverage", &if counts.is_empty() { "no criteria".to_owned() } else { counts.join(", ") });
}
