//! Compiles Symphony sequences, JSON files that describe a pipeline, into Rust.
//!
//! A build script calls [`Builder`]. The modules are the stations of a sequence on its way:
//! [`json`] reads text with spans, [`spec`] makes it the typed model, [`plan`] resolves names and flow, [`check`] judges,
//! [`emit`] makes files of it and [`writer`] writes them. What is wrong on the way is [data](diagnostic), which
//! [`render`] shows.

mod builder;
pub mod check;
pub mod compile;
pub mod diagnostic;
pub mod discover;
pub mod emit;
mod error;
pub mod fingerprint;
pub mod implementation;
mod index;
pub mod json;
pub mod parallel;
pub mod plan;
pub mod render;
pub mod rule;
pub mod source;
pub mod spec;
pub mod suggest;
mod unseen;
pub mod writer;

pub use builder::Builder;
pub use error::{Error, Result};
