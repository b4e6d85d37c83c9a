//! `generate`.

use symphony_audit::config;
use symphony_audit::error::Result;
use symphony_audit::generate::{Options, Report, generate};
use symphony_audit::project::Package;

use super::{counted, each};
use crate::exit::Exit;
use crate::output::Output;
use crate::report;

/// Write documents, feature files and skeletons of tests from the sequences
///
/// Files that hold what they should are not touched. Skeletons are written once and are yours then. Files that are not
/// ours are never overwritten.
#[derive(Default, clap::Args)]
#[command(after_help = config::reference())]
pub(crate) struct Generate {
    /// Add missing steps and tests to your files; nothing else in them changes
    #[arg(long)]
    append: bool,
    /// Remove what was generated once and is not any more, unless somebody changed it
    #[arg(long)]
    prune: bool,
}

impl Generate {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let options = Options { append: self.append, prune: self.prune };
        each(
            packages,
            output,
            |package| generate(package, options),
            |output, report| {
                show(&report, output);
                Exit::Fine
            },
        )
    }
}

fn show(report: &Report, output: &mut Output) {
    report.written.iter().for_each(|path| output.status("Wrote", path));
    report.skeletons.iter().for_each(|path| output.status("Wrote", &format!("{path}, which is yours now")));
    for drift in &report.appended {
        output.status(
            "Added to",
            &format!("{}: {}", drift.path, counted(drift.missing.len(), "piece of code", "pieces of code")),
        );
    }
    report.pruned.iter().for_each(|path| output.status("Removed", path));
    report.orphans.iter().for_each(|orphan| report::orphan(output, orphan));
    report.drifted.iter().for_each(|drift| report::drift(output, drift));
    if report.drifted.iter().any(|drift| !drift.missing.is_empty()) {
        output.warning("tests lack what is shown above: paste it, or run `cargo symphony generate --append`");
    }
    if report.written.is_empty() && report.skeletons.is_empty() && report.pruned.is_empty() {
        output.status("Fresh", &counted(report.fresh, "file", "files"));
    }
}
