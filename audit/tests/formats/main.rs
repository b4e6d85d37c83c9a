//! What a check says, in every format: held to golden files, to schemas, to independent readers, and to texts that would
//! like to be more than text.

mod fixture;
mod github;
#[path = "../golden/mod.rs"]
mod golden;
mod json;
mod junit;
mod pages;
mod sarif;
mod text;
