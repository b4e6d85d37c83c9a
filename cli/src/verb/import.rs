//! `import`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use symphony_audit::error::Result;
use symphony_audit::import::files::Batch;
use symphony_audit::import::{Kind, Sequence};
use symphony_audit::transaction::Store;
use symphony_codegen::source::Sources;
use symphony_codegen::writer::Mode;

use super::counted;
use super::fix::open;
use crate::exit::Exit;
use crate::output::Output;

/// Turn sequences of other dialects into format version 1, losing nothing
///
/// A dialect is recognised by its shape. Prints what went where: `->` for what moved, `=>` for what a name was made from.
#[derive(clap::Args)]
pub(crate) struct Import {
    /// The JSON files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder that gets a file for each sequence, named by its id
    #[arg(long, value_name = "DIR", conflicts_with = "in_place", required_unless_present = "in_place")]
    out: Option<PathBuf>,
    /// Replace the files where they are, but for those that are refused; `fix --undo` brings them back
    #[arg(long)]
    in_place: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) fn run(&self, from: &Path, output: &mut Output) -> Result<Exit> {
        let replaces = self.in_place && !self.dry_run;
        // What a run that was killed left has to be rolled back before anything is read.
        let mut session = if replaces { Some(open(&Store::around(from), "import", output)?) } else { None };
        let batch = Batch::read(&self.files)?;
        let written = match (&mut session, &self.out) {
            (Some(session), _) => batch.replace(session)?,
            (None, Some(folder)) => batch.put(folder, if self.dry_run { Mode::CheckOnly } else { Mode::Update })?,
            (None, None) => batch.changes()?.into_iter().map(|change| change.path).collect(),
        };
        let refused = show(&batch, output);
        if replaces && !written.is_empty() {
            output.status("Kept", "what was there: `cargo symphony fix --undo` brings it back");
        }
        for path in &written {
            output.status(if self.dry_run { "Would write" } else { "Wrote" }, &path.display().to_string());
        }
        output.status("Imported", &counted(batch.answers.len() - refused, "file", "files"));
        if refused > 0 {
            output.error(&format!("{} refused", counted(refused, "file is", "files are")));
        }
        Ok(if refused > 0 { Exit::Findings } else { Exit::Fine })
    }
}

/// Shows what came of each file. Gives the number of those that were refused.
fn show(batch: &Batch, output: &mut Output) -> usize {
    let mut refused = 0;
    for answer in &batch.answers {
        match &answer.outcome {
            Ok(imported) => {
                output.findings(&imported.findings, &batch.sources);
                imported.sequences.iter().for_each(|sequence| output.result(&moved(sequence, &batch.sources)));
            }
            Err(refusal) => {
                output.findings(&refusal.findings, &batch.sources);
                refused += 1;
            }
        }
    }
    refused
}

/// A line for each thing that stands elsewhere.
fn moved(sequence: &Sequence, sources: &Sources) -> String {
    let mut lines = String::new();
    for mapping in &sequence.mappings {
        let arrow = if mapping.kind == Kind::Made { "=>" } else { "->" };
        let (place, name) = (sources.locate(mapping.place), &sequence.name);
        // A key may hold what a terminal would take for a command.
        let [from, to] = [&mapping.from, &mapping.to].map(|pointer| pointer.escape_debug());
        let _ = writeln!(lines, "{place} {from} {arrow} {name}.json#{to}");
    }
    lines
}
