//! What is said of files that are not what they should be.

use std::fmt::Write as _;

use symphony_codegen::render::seen;

use crate::freshness::{Stale, What, diff};
use crate::generate::OrphanState;
use crate::skeleton::Drift;

/// Why a file is stale, in a sentence without its path.
#[must_use]
pub fn reason(stale: &Stale) -> String {
    match &stale.what {
        What::Missing { .. } | What::Skeleton => "is missing".into(),
        What::Differs { .. } => "differs from what is generated".into(),
        What::Orphan(kept) => format!("nothing is generated into it any more{}", why_kept(*kept)),
        What::Drift(drift) => match &drift.fault {
            Some(fault) => format!("its tests of `{}` cannot be compared: {fault}", drift.sequence),
            None => format!("its tests do not fit `{}`", drift.sequence),
        },
    }
}

/// Why an orphan is kept.
#[must_use]
pub fn why_kept(state: OrphanState) -> &'static str {
    match state {
        OrphanState::Unchanged => "",
        OrphanState::Changed => "; it was changed by hand since, so remove it by hand",
        OrphanState::Unlisted => "; index.json does not list it, so remove it by hand",
    }
}

/// Why a file is stale, and what would change in it; lines of a unified diff begin as such.
#[must_use]
pub fn text(stale: &Stale) -> String {
    match &stale.what {
        What::Differs { present, wanted } => seen(&diff(&stale.path, present, wanted)),
        What::Drift(it) => drift(it),
        _ => format!("{}: {}\n", stale.path, reason(stale)),
    }
}

/// What a file of tests lacks, to be pasted, and what in it belongs to nothing.
#[must_use]
pub fn drift(drift: &Drift) -> String {
    let (path, sequence) = (&drift.path, &drift.sequence);
    let mut text = String::new();
    if let Some(fault) = &drift.fault {
        let _ = writeln!(text, "{path}:{fault}: its tests of `{sequence}` cannot be compared");
    }
    for addition in &drift.missing {
        let into = addition.into.as_ref().map(|into| format!(" in `{into}`")).unwrap_or_default();
        let _ = writeln!(text, "{path}: `{sequence}` asks for this{into}:\n\n{}", addition.code);
    }
    for stranger in &drift.strangers {
        let _ = writeln!(text, "{path}: `{stranger}` belongs to no criterion of `{sequence}` any more");
    }
    seen(&text)
}
