//! Pipelines that are described in `sequences/` and handled here.

symphony::include_sequences!();

mod desk;

pub use desk::Desk;
