//! `init`.

use std::path::{Path, PathBuf};

use symphony_audit::baseline;
use symphony_audit::check::{Options, check};
use symphony_audit::error::Result;
use symphony_audit::project::packages;
use symphony_audit::scope::Scope;
use symphony_audit::start::{init, unobstructed};

use super::counted;
use super::generate::Generate;
use super::new::crates;
use crate::exit::Exit;
use crate::output::Output;

/// Add Symphony to the crate that is here
///
/// Adds dependencies, a build script, a first sequence and a `symphony.toml`, each where it is missing, and says what is left
/// for you. Rust that is there is not touched. Doing it again changes nothing.
#[derive(clap::Args)]
pub(crate) struct Init {
    /// A folder with Symphony's sources, to depend on these; without it, on the released crates of this command's version
    #[arg(long, value_name = "FOLDER")]
    symphony: Option<PathBuf>,
    /// Generate documents as well, and accept for now what a check finds, so that it is green from here on
    #[arg(long)]
    baseline: bool,
}

/// Why findings are in the baseline.
const REASON: &str = "was there before Symphony";

impl Init {
    pub(super) fn run(&self, from: &Path, output: &mut Output) -> Result<Exit> {
        let crates = crates(self.symphony.as_ref())?;
        if self.baseline {
            unobstructed(from)?;
        }
        let init = init(from, &crates)?;
        for added in &init.added {
            output.status("Added", &format!("to Cargo.toml: {added}"));
        }
        init.written.iter().for_each(|path| output.status("Wrote", path));
        if init.added.is_empty() && init.written.is_empty() {
            output.status("Fresh", "nothing had to be added");
        }
        init.left.iter().for_each(|left| output.status("To do", left));
        if !init.is_generated && !self.baseline {
            output.status("To do", "run `cargo symphony generate`: it writes documents, and tests for you to fill in");
        }
        if self.baseline { accept(&init.root, output) } else { Ok(Exit::Fine) }
    }
}

/// Makes the crate green as it is.
fn accept(root: &Path, output: &mut Output) -> Result<Exit> {
    let packages = packages(root)?;
    let verdict = check(&Scope::of(packages.clone(), Vec::new()), &Options::default())?;
    // From sequences with errors nothing is generated; what is accepted then is that they have them.
    let is_sound = verdict.judgements.iter().all(|it| it.stale.is_some());
    let exit = if is_sound { Generate::default().run(&packages, output)? } else { Exit::Fine };
    if exit == Exit::Fine {
        let count = baseline::write(&packages, REASON)?;
        output.status("Accepted", &format!("{} until somebody sees to them", counted(count, "finding", "findings")));
        if !is_sound {
            output.status("To do", "run `cargo symphony generate` when no sequence has an error any more");
        }
    }
    Ok(exit)
}
