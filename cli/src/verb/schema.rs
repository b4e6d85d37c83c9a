//! `schema`.

use symphony_audit::error::Result;
use symphony_audit::format;
use symphony_codegen::spec::schema;

use crate::exit::Exit;
use crate::output::Output;

/// Print the JSON Schema of sequences, for editors
///
/// To keep a copy fresh in your repository, name its file in `symphony.toml`: `schema = "schema/sequence.schema.json"`.
#[derive(clap::Args)]
pub(crate) struct Schema {
    /// That of the report of `check --format json` instead
    #[arg(long)]
    report: bool,
}

impl Schema {
    // All verbs are run alike.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        if self.report {
            output.result(format::schema());
        } else {
            output.result(&schema());
        }
        Ok(Exit::Fine)
    }
}
