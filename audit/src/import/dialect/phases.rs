//! D12: phases of steps, which say what to do in words.

use symphony_codegen::json::Node;

use super::{Dialect, Way, under};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::shape;

pub(super) const DIALECT: Dialect =
    Dialect { id: "D12", about: "phases of steps", repeated: None, recognise, way: Way::Rewrite(rewrite) };

fn recognise(root: &Node<'_>) -> bool {
    root.get("movements").is_none() && shape::objects(root, "phases").iter().any(|phase| shape::says(phase, "steps"))
}

fn rewrite<'n>(mut root: Draft<'n>, notes: &mut Notes) -> Vec<Draft<'n>> {
    root.rename("phases", "movements");
    for movement in root.each_mut("movements") {
        movement.rename("phase", "number");
        under("steps", movement, notes);
        for beat in movement.each_mut("beats") {
            beat.rename("step", "beat");
            beat.rename("action", "title");
            beat.rename("details", "description");
            if let Some(outcome) = beat.take("expected_outcome") {
                beat.put("acceptanceCriteria", Draft::array(vec![outcome]));
            }
        }
    }
    vec![root]
}
