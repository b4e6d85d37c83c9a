//! What becomes of every dialect: small files with golden results, and the real ones where they are.
//!
//! `BLESS=1` writes every golden file anew.

mod corpus;
mod dialects;
mod facts;
mod files;
#[path = "../golden/mod.rs"]
mod golden;
mod hostile;
mod laws;
mod rules;

use symphony_audit::import::{Imported, Refusal, import};
use symphony_codegen::json::decode;
use symphony_codegen::source::Sources;

/// What comes of a file, and its text.
fn imported(name: &str, bytes: &[u8]) -> (Sources, Result<Imported, Refusal>) {
    let mut sources = Sources::new();
    let (id, findings) = decode(&mut sources, name, bytes.to_vec());
    let outcome =
        if findings.is_empty() { import(id, sources.get(id)) } else { Err(Refusal { dialect: None, findings }) };
    (sources, outcome)
}
