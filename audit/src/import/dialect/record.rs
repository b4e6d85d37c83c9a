//! D20: what a run left behind.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::notes::Notes;
use crate::import::rules::EXECUTION_RECORD;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D20", about: "the record of a run", repeated: None, recognise, way: Way::Refuse(refuse) };

/// Only a run has these.
const OF_A_RUN: [&str; 6] = ["requestId", "startTime", "endTime", "startedAt", "totalDuration", "correlationId"];

fn recognise(root: &Node<'_>) -> bool {
    let is_run = OF_A_RUN.iter().any(|key| shape::says(root, key));
    let mut beats = shape::beats(root).peekable();
    is_run && beats.peek().is_some() && !beats.any(shape::is_handled)
}

fn refuse(root: &Node<'_>, notes: &mut Notes) {
    let mut at = OF_A_RUN.iter().filter_map(|key| root.get(key));
    let message = "this is the record of a run: its beats have results and no handlers";
    notes.add(&EXECUTION_RECORD, at.next(), message, "import the sequence that was run");
}
