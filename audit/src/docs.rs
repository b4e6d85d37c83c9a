//! Documents for reading, made from a [`Subject`]: the page of a sequence, the index of all, the graph, the sketch.
//!
//! What a page looks like is up to its [template](crate::template); what is true of the sequence is worked out here.

pub(crate) mod beat;
mod flow;
pub mod graph;
pub(crate) mod index;
mod link;
pub mod markdown;
pub(crate) mod page;
pub mod sketch;
mod words;

pub use graph::{dot, mermaid};
pub use index::index;
pub use page::page;
pub use sketch::sketch;

#[cfg(doc)]
use crate::subject::Subject;
pub(crate) use words::{beat_title, movement_title, sequence_title, story_parts};
