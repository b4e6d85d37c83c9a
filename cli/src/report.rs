//! What is said of files.

use symphony_audit::freshness::{Stale, What, diff};
use symphony_audit::generate::{Orphan, OrphanState};
use symphony_audit::skeleton::Drift;

use crate::output::Output;

/// Why a file is stale, and what would change in it.
pub(crate) fn stale(output: &mut Output, file: &Stale) {
    let path = &file.path;
    match &file.what {
        What::Missing { .. } | What::Skeleton => output.result(&format!("{path}: is missing\n")),
        What::Differs { present, wanted } => output.diff(&diff(path, present, wanted)),
        What::Orphan(state) => {
            output.result(&format!("{path}: nothing is generated into it any more{}\n", why_kept(*state)));
        }
        What::Drift(it) => drift(output, it),
    }
}

fn why_kept(state: OrphanState) -> &'static str {
    match state {
        OrphanState::Unchanged => "",
        OrphanState::Changed => "; it was changed by hand since, so remove it by hand",
        OrphanState::Unlisted => "; index.json does not list it, so remove it by hand",
    }
}

/// What is left of what was generated once.
pub(crate) fn orphan(output: &mut Output, orphan: &Orphan) {
    let remedy = match orphan.state {
        OrphanState::Unchanged => "; `cargo symphony generate --prune` removes it",
        kept => why_kept(kept),
    };
    output.warning(&format!("nothing is generated into `{}` any more{remedy}", orphan.path));
}

/// What a file of tests lacks, to be pasted, and what in it belongs to nothing.
pub(crate) fn drift(output: &mut Output, drift: &Drift) {
    let path = &drift.path;
    if let Some(fault) = &drift.fault {
        output.result(&format!("{path}:{fault}: its tests of `{}` cannot be compared\n", drift.sequence));
    }
    for addition in &drift.missing {
        let into = addition.into.as_ref().map(|into| format!(" in `{into}`")).unwrap_or_default();
        output.result(&format!("{path}: `{}` asks for this{into}:\n\n{}\n", drift.sequence, addition.code));
    }
    for stranger in &drift.strangers {
        output.result(&format!("{path}: `{stranger}` belongs to no criterion of `{}` any more\n", drift.sequence));
    }
}
