//! `review`.

use symphony_audit::coverage::review;
use symphony_audit::error::Result;
use symphony_audit::project::Package;

use super::{announce, judged};
use crate::exit::Exit;
use crate::output::Output;

/// Say that you read the tests of criteria again, and that they fit the criteria's texts
///
/// When the text of a criterion changes later, it is shown as suspect until it is reviewed again.
#[derive(clap::Args)]
pub(crate) struct Review {
    /// Ids of criteria as documents show them, or the start of several, such as `greeting/writing`
    #[arg(value_name = "ID", required_unless_present = "all")]
    ids: Vec<String>,
    /// All criteria
    #[arg(long, conflicts_with = "ids")]
    all: bool,
}

impl Review {
    pub(super) fn run(&self, packages: &[Package], output: &mut Output) -> Result<Exit> {
        let ids = (!self.all).then_some(self.ids.as_slice());
        let mut exit = Exit::Fine;
        for (package, reviewed) in packages.iter().zip(review(packages, ids)?) {
            announce(packages.len(), package, output);
            exit = exit.and(judged(reviewed, output, |output, ids| {
                for id in &ids {
                    output.status("Reviewed", id);
                }
                if ids.is_empty() {
                    output.status("Reviewed", "nothing that was not reviewed before");
                }
                Exit::Fine
            }));
        }
        Ok(exit)
    }
}
