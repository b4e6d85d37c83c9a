//! Builds any Cargo workspace by performing the Build Pipeline Symphony.
//!
//! [`Pipeline`] plays the beats of the sequence in [`build_pipeline_symphony`]; [`run`] is the whole command, from its
//! [`Options`] to its exit code.

mod agent;
mod archive;
mod artifacts;
mod authorities;
mod cargo;
mod command;
mod conformity;
mod context;
mod domains;
mod error;
mod files;
mod format;
mod governance;
mod handlers;
mod host;
mod kept;
mod lint;
mod manifests;
mod options;
mod packages;
mod pages;
mod plan;
mod progress;
#[cfg(test)]
mod sample;
mod signatures;
mod sources;
mod stable;
mod summary;
mod validation;

symphony::include_sequences!();

pub use crate::command::run;
pub use crate::error::Error;
pub use crate::handlers::Pipeline;
pub use crate::options::Options;
