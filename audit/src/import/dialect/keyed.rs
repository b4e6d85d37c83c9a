//! D15: the file is an object with one key, the sequence's id; movements and beats have `movement_id` and `beat_id`.

use symphony_codegen::json::Node;

use super::{Dialect, Way, one_handler};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D15", about: "a sequence under its id", repeated: None, recognise, way: Way::Rewrite(rewrite) };

fn recognise(root: &Node<'_>) -> bool {
    matches!(root.as_object(), Some([only]) if only.key != "movements" && !shape::movements(&only.value).is_empty())
}

fn rewrite<'n>(root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    let mut sequences = Vec::new();
    for (key, mut sequence) in root.into_members() {
        sequence.put_first("id", Draft::text(key, None));
        for movement in sequence.each_mut("movements") {
            movement.rename("movement_id", "id");
            for beat in movement.each_mut("beats") {
                beat.rename("beat_id", "id");
                beat.rename("sequence", "beat");
                beat.rename("purpose", "description");
                one_handler(beat, notes);
            }
        }
        sequences.push(sequence);
    }
    sequences
}
