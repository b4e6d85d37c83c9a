//! `check`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use symphony_audit::check::check;
use symphony_audit::error::Result;
use symphony_audit::project::Package;

use super::{announce, refused};
use crate::exit::Exit;
use crate::output::Output;
use crate::report;

/// Check the sequences, and that everything generated from them is fresh; nothing is written
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Only these sequences, generated files or folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Do not show warnings of rules, only what is stale
    #[arg(long)]
    freshness: bool,
}

impl Check {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let mut exit = Exit::Fine;
        let (mut count, mut remedies) = (0, BTreeSet::new());
        for checked in check(packages, &self.paths)? {
            announce(packages, checked.package, output);
            if !self.freshness || checked.has_errors() {
                output.findings(&checked.findings, &checked.sources);
            }
            match &checked.stale {
                None => exit = exit.and(refused(checked.has_errors(), output)),
                Some(stale) => {
                    for it in stale {
                        report::stale(output, it);
                        remedies.extend(Some(it.remedy()).filter(|remedy| !remedy.is_empty()));
                    }
                    count += stale.len();
                }
            }
        }
        if count > 0 {
            let noun = if count == 1 { "file is" } else { "files are" };
            let remedies: Vec<String> = remedies.iter().map(|remedy| format!("`{remedy}`")).collect();
            let run = if remedies.is_empty() { String::new() } else { format!(": run {}", remedies.join(", then ")) };
            output.error(&format!("{count} {noun} stale{run}"));
            exit = exit.and(Exit::Stale);
        } else if exit == Exit::Fine {
            output.status("Fresh", "everything is as it should be");
        }
        Ok(exit)
    }
}
