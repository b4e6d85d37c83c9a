//! `new`.

use std::path::PathBuf;

use symphony_audit::error::Result;
use symphony_audit::start::{Crates, new};

use super::counted;
use crate::exit::Exit;
use crate::output::Output;

/// Make a crate with a sequence, its handlers and its tests, which performs at once
///
/// In a workspace it becomes a member. A folder that is there is never touched.
#[derive(clap::Args)]
pub(crate) struct New {
    /// The folder of the crate; its last part is the name of the package
    #[arg(value_name = "NAME")]
    folder: PathBuf,
    /// A folder with Symphony's sources, to depend on these; without it, on the released crates of this command's version
    #[arg(long, value_name = "FOLDER")]
    symphony: Option<PathBuf>,
}

impl New {
    pub(super) fn run(&self, output: &mut Output) -> Result<Exit> {
        let crates = crates(self.symphony.as_ref())?;
        let new = new(&self.folder, &crates)?;
        output.status("Created", &format!("`{}`, {}", new.name, counted(new.files.len(), "file", "files")));
        if let Some(workspace) = new.workspace {
            output.status("Added", &format!("it to the members of {}", workspace.display()));
        }
        output.status("Next", &format!("go to `{}` and say `cargo run`, then `cargo test`", self.folder.display()));
        Ok(Exit::Fine)
    }
}

/// Where Symphony's own crates come from.
pub(super) fn crates(checkout: Option<&PathBuf>) -> Result<Crates> {
    checkout.map_or(Ok(Crates::Released), |folder| Crates::checkout(folder))
}
