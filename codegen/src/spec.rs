//! The typed model of format version 1, how it is read, and its JSON Schema.

pub mod keys;
mod model;
mod read;
pub mod rules;
mod schema;
pub mod shape;

pub use keys::DYNAMICS;
pub use model::*;
pub use read::read;
pub use schema::schema;
