//! What `generate` and `check` do to the files of a package, and what coverage says of it.
//!
//! `BLESS=1` writes every golden file anew.

mod appended;
mod compiled;
mod config;
mod coverage;
#[path = "../golden/mod.rs"]
mod golden;
mod laws;
mod links;
mod ownership;
mod package;
mod pruned;
mod round_trip;
mod selected;
