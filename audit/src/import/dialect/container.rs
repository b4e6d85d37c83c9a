//! D17: several sequences in a list, with what they have in common around it.

use symphony_codegen::json::Node;

use super::{Dialect, Way};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D17", about: "a list of sequences", repeated: None, recognise, way: Way::Rewrite(rewrite) };

fn recognise(root: &Node<'_>) -> bool {
    let sequences = shape::objects(root, "sequences");
    let has_beats = |sequence: &Node<'_>| shape::beats(sequence).next().is_some();
    root.get("movements").is_none() && !sequences.is_empty() && sequences.iter().all(has_beats)
}

fn rewrite<'n>(mut root: Draft<'n>, _: &mut Notes) -> Vec<Draft<'n>> {
    let mut sequences = root.take("sequences").map(Draft::into_items).unwrap_or_default();
    // Each becomes a file of its own; what is said of all of them goes with the first, so that it is said once.
    if let Some(first) = sequences.first_mut() {
        first.absorb(root);
    }
    sequences
}
