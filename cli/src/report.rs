//! What is said of files.

use symphony_audit::format::stale;
use symphony_audit::generate::{Orphan, OrphanState};
use symphony_audit::skeleton::Drift;

use crate::output::Output;

/// What is left of what was generated once.
pub(crate) fn orphan(output: &mut Output, orphan: &Orphan) {
    let remedy = match orphan.state {
        OrphanState::Unchanged => "; `cargo symphony generate --prune` removes it",
        kept => stale::why_kept(kept),
    };
    output.warning(&format!("nothing is generated into `{}` any more{remedy}", orphan.path));
}

/// What a file of tests lacks, to be pasted, and what in it belongs to nothing.
pub(crate) fn drift(output: &mut Output, drift: &Drift) {
    output.result(&stale::drift(drift));
}
