//! `check`.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use symphony_audit::check::{Options, check};
use symphony_audit::error::{Error, Result};
use symphony_audit::scope::Scope;
use symphony_audit::verdict::{Judgement, Verdict};

use super::{announce, counted, refused};
use crate::exit::Exit;
use crate::output::Output;
use crate::report;

/// Check the sequences, and that everything generated from them is fresh; nothing is written
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Only these sequences, generated files or folders; `-` is a sequence from standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Do not show warnings of rules, only what is stale
    #[arg(long)]
    freshness: bool,
}

impl Check {
    pub(super) fn run(&self, from: &Path, output: &mut Output) -> Result<Exit> {
        let verdict = check(&self.scope(from)?, &Options::default())?;
        Ok(self.show(&verdict, output))
    }

    fn scope(&self, from: &Path) -> Result<Scope> {
        if self.paths.iter().all(|path| path != Path::new("-")) {
            return Scope::find(from, &self.paths);
        }
        if self.paths.len() > 1 {
            return Err(Error::usage("`-` is standard input, and goes with no other path"));
        }
        let mut text = Vec::new();
        let read = std::io::stdin().read_to_end(&mut text);
        read.map_err(|fault| Error::usage(format!("standard input cannot be read: {fault}")))?;
        Scope::text(Path::new("."), "<stdin>", text)
    }

    fn show(&self, verdict: &Verdict, output: &mut Output) -> Exit {
        let mut exit = Exit::Fine;
        let mut remedies = BTreeSet::new();
        for judgement in &verdict.judgements {
            announce(verdict.judgements.len(), &judgement.package, output);
            exit = exit.and(self.entries(judgement, output));
            for stale in judgement.stale.iter().flatten() {
                report::stale(output, stale);
                remedies.extend(Some(stale.remedy()).filter(|remedy| !remedy.is_empty()));
            }
        }
        let count = verdict.stale();
        if count > 0 {
            let remedies: Vec<String> = remedies.iter().map(|remedy| format!("`{remedy}`")).collect();
            let run = if remedies.is_empty() { String::new() } else { format!(": run {}", remedies.join(", then ")) };
            output.error(&format!("{} stale{run}", counted(count, "file is", "files are")));
            exit = exit.and(Exit::Stale);
        } else if exit == Exit::Fine {
            output.status("Fresh", "everything is as it should be");
        }
        exit
    }

    fn entries(&self, judgement: &Judgement, output: &mut Output) -> Exit {
        let is_denied = judgement.entries.iter().any(symphony_audit::verdict::Entry::is_denied);
        if !self.freshness || is_denied {
            let shown = judgement.entries.iter().filter(|entry| entry.is_shown()).map(|entry| entry.finding.clone());
            output.findings(&shown.collect::<Vec<_>>(), &judgement.sources);
        }
        if is_denied { refused(true, output) } else { Exit::Fine }
    }
}
