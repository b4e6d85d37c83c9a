//! The rules of sequences and of governance: what they come to on real sequences, which policies are kept, what cannot be
//! read, and which promise each rule keeps.
//!
//! `BLESS=1` writes every golden file anew, and `docs/violations.md`.

mod corpus;
#[path = "../golden/mod.rs"]
mod golden;
mod policies;
#[cfg(unix)]
mod unreadable;
mod violations;

use std::path::Path;

use symphony_audit::check::{Options, check};
use symphony_audit::scope::Scope;
use symphony_audit::verdict::Verdict;

/// What is found in a text that is in no file.
fn judged(name: &str, text: &[u8]) -> Verdict {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/governance");
    check(&Scope::text(&root, name, text.to_vec()).unwrap(), &Options::default()).unwrap()
}
