//! D7: the beats of a movement are its `sequence`, `beats` is their number, and a beat names its handlers by the ids of a
//! list beside the movements.

use symphony_codegen::json::Node;

use super::{Dialect, Way, one_handler, under};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect = Dialect {
    id: "D7",
    about: "movements of a sequence, handlers in a list",
    repeated: None,
    recognise,
    way: Way::Rewrite(rewrite),
};

fn recognise(root: &Node<'_>) -> bool {
    shape::movements(root)
        .iter()
        .any(|movement| !shape::objects(movement, "sequence").is_empty() && !shape::says_beats(movement))
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    for movement in root.each_mut("movements") {
        under("sequence", movement, notes);
        for beat in movement.each_mut("beats") {
            beat.rename("success_criteria", "acceptanceCriteria");
            one_handler(beat, notes);
        }
    }
    vec![root]
}
