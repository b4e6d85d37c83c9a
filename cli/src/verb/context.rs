//! `context`.

use std::path::PathBuf;

use symphony_audit::error::Result;
use symphony_audit::generate::context;

use crate::exit::Exit;
use crate::output::Output;

/// Write the context document of a working session from its JSON authority
#[derive(clap::Args)]
pub(crate) struct Context {
    /// The JSON file of the session
    #[arg(value_name = "AUTHORITY")]
    authority: PathBuf,
    /// The document
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// When the document says that it was made; without this it says nothing of it and stays the same
    #[arg(long, value_name = "TEXT")]
    generated_at: Option<String>,
    /// A folder of templates that replace ours
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

impl Context {
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        let is_new = context(&self.authority, &self.out, self.generated_at.as_deref(), self.templates.as_deref())?;
        output.status(if is_new { "Wrote" } else { "Fresh" }, &self.out.display().to_string());
        Ok(Exit::Fine)
    }
}
