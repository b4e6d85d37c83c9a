//! D11: the sequence stands in `musicalSequence`, and a beat has a list of scripts with their arguments.

use symphony_codegen::json::Node;

use super::{Dialect, Way, one_handler};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

const WRAPPER: &str = "musicalSequence";

pub(super) const DIALECT: Dialect = Dialect {
    id: "D11",
    about: "a sequence in `musicalSequence`, beats of scripts",
    repeated: None,
    recognise,
    way: Way::Rewrite(rewrite),
};

fn recognise(root: &Node<'_>) -> bool {
    root.get(WRAPPER).is_some_and(|sequence| !shape::movements(sequence).is_empty())
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    let Some(mut sequence) = root.take(WRAPPER) else { return vec![root] };
    sequence.absorb(root);
    for movement in sequence.each_mut("movements") {
        for beat in movement.each_mut("beats") {
            one_handler(beat, notes);
        }
    }
    vec![sequence]
}
