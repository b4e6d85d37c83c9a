//! What works on many sequences and over time. `codegen` knows nothing of it.

pub mod check;
pub mod config;
pub mod coverage;
pub mod docs;
pub mod error;
pub mod facts;
pub mod feature;
pub mod fix;
pub mod freshness;
pub mod generate;
pub mod identity;
pub mod import;
pub mod level;
pub mod project;
pub mod provenance;
pub mod registry;
pub mod rule;
pub mod scope;
pub mod score;
pub mod session;
pub mod skeleton;
pub mod subject;
pub mod survey;
pub mod template;
pub mod transaction;
pub mod verdict;
