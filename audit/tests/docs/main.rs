//! Documents, held to golden files, to independent readers, and to texts that would like to be more than text.

mod dot;
#[path = "../golden/mod.rs"]
mod golden;
mod graphs;
mod hostile;
mod markdown;
mod pages;
mod sessions;
mod subjects;
mod templates;
