//! What needs all crates: UI tests, golden files, user crates that are really built.
//!
//! `BLESS=1` writes every golden file anew, and says which.

mod compiled;
mod corpus;
mod criteria;
mod documents;
mod drift;
mod fakes;
mod findings;
mod generated;
mod golden;
mod hostile;
mod laws;
mod mistakes;
mod model;
mod modules;
mod options;
mod performed;
mod scenarios;
mod schema;
mod score;
mod tracking;
mod user_crate;
