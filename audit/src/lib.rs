//! What works on many sequences and over time. `codegen` knows nothing of it.

pub mod check;
pub mod config;
pub mod coverage;
pub mod docs;
pub mod error;
pub mod feature;
pub mod freshness;
pub mod generate;
pub mod import;
pub mod project;
pub mod provenance;
pub mod session;
pub mod skeleton;
pub mod subject;
pub mod survey;
pub mod template;
